"""Forms with which admins make and change categories and products."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Self

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, ValidationError

from forum.categories.actions import CategoryText, PlaceText
from forum.categories.models import Audience, Category
from forum.core.fields import one_line
from forum.core.i18n import language
from forum.core.pages import SLUG_MAX_CHARS, slug

NAME_MAX_CHARS = 80
TEXT_MAX_CHARS = 400  # more is not read beside a list, nor above a form
POSITION_MAX = 999
NO_ADDRESS = "-"  # what a name without a letter comes to
ICONS = (
    SelectChoice("", _l("None")),
    SelectChoice("hub", _l("Hub")),
    SelectChoice("thermostat", _l("Thermostat")),
    SelectChoice("sensor", _l("Sensor")),
    SelectChoice("lamp", _l("Lamp")),
    SelectChoice("camera", _l("Camera")),
    SelectChoice("app", _l("Phone")),
    SelectChoice("billing", _l("Bank card")),
    SelectChoice("plug", _l("Plug")),
    SelectChoice("idea", _l("Shining lamp")),
    SelectChoice("door", _l("Door")),
    SelectChoice("lock-door", _l("Padlock")),
    SelectChoice("package", _l("Parcel")),
    SelectChoice("network", _l("Wireless network")),
    SelectChoice("speaker", _l("Loudspeaker")),
    SelectChoice("people", _l("Two people")),
    SelectChoice("book", _l("Book")),
    SelectChoice("key", _l("Key")),
    SelectChoice("globe", _l("Globe")),
    SelectChoice("settings", _l("Sliders")),
)


def _name(label: object) -> StringField:
    too_long = _l("At most %(max)d characters, please.")
    return StringField(
        label, filters=[one_line], validators=[Length(max=NAME_MAX_CHARS, message=too_long)]
    )


def _text(label: object) -> TextAreaField:
    too_long = _l("At most %(max)d characters, please.")
    return TextAreaField(
        label, filters=[one_line], validators=[Length(max=TEXT_MAX_CHARS, message=too_long)]
    )


def _as_address(text: str | None) -> str | None:
    return slug(text)[:SLUG_MAX_CHARS] if text and text.strip() else text


class PlaceForm(FlaskForm):  # type: ignore[misc]
    """A product; its address is chosen once."""

    name_en = _name(_l("Name in English"))
    name_ru = _name(_l("Name in Russian"))
    address = StringField(
        _l("Address"),
        description=_l("Letters, digits and hyphens; made of the name when left empty."),
        filters=[_as_address],
        validators=[Length(max=SLUG_MAX_CHARS)],
    )
    description_en = _text(_l("Description in English"))
    description_ru = _text(_l("Description in Russian"))
    position = IntegerField(
        _l("Place in the order"),
        default=0,
        description=_l("Smaller numbers stand first."),
        validators=[
            NumberRange(0, POSITION_MAX, _l("A number between %(min)d and %(max)d, please."))
        ],
    )

    def validate_name_en(self, _field: Field) -> None:
        """One language is enough; the other then shows the same name."""
        if not (self.name_en.data or self.name_ru.data):
            raise ValidationError(_l("Give it a name in one language at least."))

    def without_what_is_fixed(self) -> Self:
        """For one that is there already: its address stays."""
        del self.address
        return self

    def chosen_address(self) -> str:
        """The address typed, or made of the name."""
        return self.address.data or slug(self.name_en.data or self.name_ru.data or "")

    def validate_address(self, _field: Field) -> None:
        """A name of signs alone makes no address."""
        named = self.name_en.data or self.name_ru.data or self.address.data
        if named and self.chosen_address() == NO_ADDRESS:
            raise ValidationError(_l("Type an address in Latin letters or digits."))

    def text(self) -> PlaceText:
        """Everything but the address."""
        return PlaceText(
            name_en=self.name_en.data or "",
            name_ru=self.name_ru.data or "",
            description_en=self.description_en.data or "",
            description_ru=self.description_ru.data or "",
            position=self.position.data,
        )


class CategoryForm(PlaceForm):
    """A category; where it stands and who sees it is chosen once."""

    ask_hint_en = _text(_l("What a question should include, in English"))
    ask_hint_ru = _text(_l("What a question should include, in Russian"))
    icon = SelectField(_l("Icon"), choices=ICONS, default="")
    parent = SelectField(_l("Stands below"), coerce=int, default=0)
    for_staff = BooleanField(_l("Only the team can see it"))

    def with_parents(self, categories: Sequence[Category]) -> Self:
        """Offer the categories at the top to stand below."""
        self.parent.choices = [SelectChoice(0, _l("Nothing: at the top"))] + [
            SelectChoice(row.id, row.name(language()))
            for row in categories
            if row.parent_id is None
        ]
        return self

    def without_what_is_fixed(self) -> Self:
        """For one that is there already: address, level and audience stay."""
        del self.parent, self.for_staff
        return super().without_what_is_fixed()

    def text(self) -> CategoryText:
        """Everything but address, level and audience."""
        return CategoryText(
            **asdict(super().text()),
            ask_hint_en=self.ask_hint_en.data or "",
            ask_hint_ru=self.ask_hint_ru.data or "",
            icon=self.icon.data or "",
        )

    @property
    def audience(self) -> Audience:
        """Who shall see it."""
        return Audience.STAFF if self.for_staff.data else Audience.PUBLIC
