"""Words for a community that nobody reads: varied enough for lists, search and the language guess.

The same number always says the same, so that two measurements see the same rows.
"""

from random import Random

_THINGS = {
    "en": (
        *("hub", "router", "thermostat", "door sensor", "doorbell", "camera", "light bulb"),
        *("speaker", "charger", "remote control", "phone app", "smoke detector", "radiator valve"),
        *("motion sensor", "power plug", "garden pump", "base station", "display", "keypad"),
    ),
    "ru": (
        *("хаб", "роутер", "термостат", "датчик двери", "звонок", "камера", "лампа"),
        *("динамик", "зарядник", "пульт", "датчик дыма", "клапан батареи", "датчик движения"),
        *("счётчик", "насос", "экран", "замок", "выключатель", "таймер"),
    ),
}
_TROUBLES = {
    "en": (
        *("loses the network", "does not start", "shows the wrong time", "gets very warm"),
        *("forgets its settings", "answers too late", "cannot be added", "blinks red"),
        *("drains its battery", "ignores the schedule", "makes a noise", "stays offline"),
        *("asks for the password again", "sends no alerts", "restarts by itself"),
    ),
    "ru": (
        *("теряет сеть", "не включается", "показывает не то время", "сильно греется"),
        *("забывает настройки", "отвечает слишком поздно", "не добавляется", "мигает красным"),
        *("быстро разряжается", "не слушает расписание", "шумит", "пропадает из списка"),
        *("снова просит пароль", "не шлёт уведомления", "сам перезапускается"),
    ),
}
_TIMES = {
    "en": (
        *("after the update", "every night", "since Monday", "when it rains", "in the cellar"),
        *("after a power cut", "with a new phone", "once a week", "with two floors between"),
        *("after moving house", "when guests are here", "in the cold"),
    ),
    "ru": (
        *("после обновления", "каждую ночь", "с понедельника", "в дождь", "в подвале"),
        *("после отключения света", "с новым телефоном", "раз в неделю", "через два этажа"),
        *("после переезда", "когда приходят гости", "на морозе"),
    ),
}
_SENTENCES = {
    "en": (
        "I tried to restart it and waited ten minutes, but nothing changed.",
        "The log says `timeout while joining`, and then **nothing** more.",
        "It worked well for half a year before this began.",
        "Hold the button until the light turns white, then let go.",
        "Two other devices in the same room have no such trouble.",
        "What helped me was a reset and a shorter name for the network.",
        "See the settings under *Devices*, third line from the top.",
        "Support told me that the next version would mend it.",
        "The cable was the culprit here: a shorter one made it stable.",
        "Please say which version you have and how far away it stands.",
    ),
    "ru": (
        "Я перезагрузил его и подождал десять минут, но ничего не изменилось.",
        "В журнале стоит `timeout while joining`, а потом **ничего**.",
        "До этого полгода всё работало хорошо.",
        "Держите кнопку, пока огонёк не станет белым, потом отпустите.",
        "У двух других устройств в той же комнате такой беды нет.",
        "Мне помог сброс и более короткое имя сети.",
        "Посмотрите настройки в разделе *Устройства*, третья строка сверху.",
        "В поддержке сказали, что следующая версия это исправит.",
        "Виноват оказался кабель: с коротким всё стало устойчиво.",
        "Напишите, пожалуйста, какая у вас версия и как далеко он стоит.",
    ),
}
RUSSIAN_EVERY = 3  # one thread in three is Russian


def language_of(number: int) -> str:
    """In which language thread ``number`` is written."""
    return "ru" if number % RUSSIAN_EVERY == 0 else "en"


def title(number: int) -> str:
    """What a thread is called."""
    language, dice = language_of(number), Random(number)  # noqa: S311  (words, not secrets)
    thing = dice.choice(_THINGS[language])
    trouble, when = dice.choice(_TROUBLES[language]), dice.choice(_TIMES[language])
    return f"{thing[0].upper()}{thing[1:]} {trouble} {when}"


def bodies(language: str, number: int) -> list[str]:
    """Some texts of two to six sentences, to be given out again and again."""
    dice = Random(language)  # noqa: S311
    return [
        "\n\n".join(dice.sample(_SENTENCES[language], dice.randint(2, 6)))
        for _each in range(number)
    ]
