"""Text as the index sees it: folding, tokens, stems, language, trigrams.

Every comparison of words in `search` goes through this module, for what is stored and for
what is asked alike, because the databases' own lowering and stemming stop at ASCII.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import snowballstemmer

# A form sends at most a post body; past this a text is cut so that no input can be slow.
MAX_TEXT_CHARACTERS: Final = 40_000
# Distinct words seen again and again; a site's vocabulary fits, a flood of junk does not grow.
STEM_CACHE_ENTRIES: Final = 65_536
TRIGRAM_CACHE_ENTRIES: Final = 16_384
# Longer "words" are hashes or hammering on the keyboard; nobody types them twice.
MAX_TOKEN_CHARACTERS: Final = 64

# Russian: prepositions, conjunctions, particles and pronouns that carry no topic.
_STOP_RU: Final = """
и а но или же ли бы в во на с со к ко у о об от до из за по под при про для без над между это
этот эта эти этого того то та те тот я мне меня мой моя мое мои мы нас нам вы вас вам он она оно
они его ее их ему ей им себя свой что чтобы как так там тут уже еще если только быть есть был
была было были будет не ни да вот ну здравствуйте пожалуйста спасибо
"""
# English, the same kinds.
_STOP_EN: Final = """
a an the and or but if of to in on at for from by with as is are was were be been am do does did
i me my we us our you your he she it its they them their this that these those so just please
thanks hello hi
"""
STOP_WORDS: Final = frozenset(_STOP_RU.split()) | frozenset(_STOP_EN.split())

_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_TOKEN = re.compile(
    r"[a-z]{1,4}(?:\+\+|\#)(?!\w)"  # c++, c#, g++
    r"|v?\d+(?:[.,]\d+)+"  # 4.2.1, 3,5
    r"|\w+(?:[-'’‑]\w+)*"  # words, wi-fi, don't, err_connection_reset, 0x80070005
)
_JOINTS = re.compile(r"[-‑_]+")
_APOSTROPHES = str.maketrans("", "", "'’")
_CYRILLIC = re.compile("[а-яѐ-џ]")
_LATIN = re.compile("[a-zß-ɏ]")

_stemmers = threading.local()  # Snowball's stemmers keep the current word in themselves


class Token(NamedTuple):
    """A word of a text: its folded form and where it stands in the original."""

    text: str
    start: int
    end: int


def clean(text: str) -> str:
    """Return `text` without control characters and lone surrogates, at most 40,000 long.

    Each of them becomes one space, so offsets stay those of the original.
    """
    return _NOT_TEXT.sub(" ", text[:MAX_TEXT_CHARACTERS])


def fold(text: str) -> str:
    """Return `text` in the form in which words are compared (NFKC, case-folded, ё as е)."""
    cleaned = clean(text)
    if cleaned.isascii():
        return cleaned.lower()
    composed = unicodedata.normalize("NFKC", cleaned).casefold()
    return unicodedata.normalize("NFKC", composed).replace("ё", "е")


def tokens(text: str) -> list[Token]:
    """Return the words of `text` with their offsets in it, before stemming and stop words."""
    cleaned = clean(text)
    folded, places = _fold_with_places(cleaned)
    if places is None:
        return [Token(match.group(), *match.span()) for match in _TOKEN.finditer(folded)]
    return [
        Token(match.group(), places[match.start()][0], places[match.end() - 1][1])
        for match in _TOKEN.finditer(folded)
    ]


def terms(text: str, *, keep_stop_words: bool = False) -> list[str]:
    """Return the index terms of `text` in order: stems without stop words.

    A compound gives its parts and, in Latin script, also itself joined (`wi-fi` → `wi`,
    `fi`, `wifi`), so that all spellings meet.
    """
    found: list[str] = []
    for match in _TOKEN.finditer(fold(text)):
        for part in parts(match.group()):
            if keep_stop_words or part not in STOP_WORDS:
                found.append(stem(part))
    return found


def parts(token: str) -> Iterator[str]:
    """Yield the words under which a folded `token` is indexed (see `terms`)."""
    if len(token) > MAX_TOKEN_CHARACTERS:
        yield token[:MAX_TOKEN_CHARACTERS]
        return
    token = token.translate(_APOSTROPHES)
    pieces = [piece for piece in _JOINTS.split(token) if piece]
    if len(pieces) < 2:
        yield token.strip("_") or token
        return
    yield from pieces
    if token.isascii():
        yield "".join(pieces)


@lru_cache(maxsize=STEM_CACHE_ENTRIES)
def stem(word: str) -> str:
    """Return the Snowball stem of one folded word: Russian for Cyrillic, English for Latin.

    Words with digits or signs (versions, error codes, `c++`) stay as they are.
    """
    if not word.isalpha():
        return word
    language = language_of(word)
    if not language:
        return word
    name = "russian" if language == "ru" else "english"
    stemmer = getattr(_stemmers, name, None)
    if stemmer is None:
        stemmer = snowballstemmer.stemmer(name)
        setattr(_stemmers, name, stemmer)
    return str(stemmer.stemWord(word)) or word


def language_of(text: str) -> str:
    """Return "ru" or "en" by which script `text` has more letters of, "" for neither."""
    folded = fold(text)
    cyrillic = len(_CYRILLIC.findall(folded))
    latin = len(_LATIN.findall(folded))
    if not cyrillic and not latin:
        return ""
    return "ru" if cyrillic >= latin else "en"


def marked(text: str) -> str:
    """Return the words of `text`, each between spaces of its own, as trigrams are taken of it."""
    return "".join([f" {word} " for word in _TOKEN.findall(fold(text))])


@lru_cache(maxsize=TRIGRAM_CACHE_ENTRIES)
def trigrams(text: str) -> frozenset[str]:
    """Return the character trigrams of the words of `text`, word edges marked by a space."""
    padded = (f" {match.group()} " for match in _TOKEN.finditer(fold(text)))
    return frozenset(word[i : i + 3] for word in padded for i in range(len(word) - 2))


def highlights(text: str, wanted: frozenset[str], prefix: str = "") -> list[tuple[int, int]]:
    """Return where words of `text` match, as (start, end) in the original, in order.

    Args:
        text: the plain text to mark.
        wanted: index terms (stems) to look for.
        prefix: a folded, half-typed word; words beginning with it match too.
    """
    found: list[tuple[int, int]] = []
    for token in tokens(text):
        if found and token.start < found[-1][1]:  # ½ folds into two words in one place
            continue
        if not wanted.isdisjoint(_stems(token.text)) or (prefix and token.text.startswith(prefix)):
            found.append((token.start, token.end))
    return found


@lru_cache(maxsize=STEM_CACHE_ENTRIES)
def _stems(token: str) -> tuple[str, ...]:
    """The terms by which one folded word is marked: its parts, but not a lone letter of E-214."""
    return tuple([stem(part) for part in parts(token) if len(part) > 1 or part == token])


def _fold_with_places(text: str) -> tuple[str, Sequence[tuple[int, int]] | None]:
    """Fold `text` letter by letter; also return where each folded character comes from.

    That is None where every character stayed in its place.
    """
    if unicodedata.is_normalized("NFKC", text):
        whole = fold(text)
        if len(whole) == len(text):  # nearly always: letter for letter
            return whole, None
    folded: list[str] = []
    places: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        piece = fold(text[start:end])
        folded.append(piece)
        places.extend([(start, end)] * len(piece))
        start = end
    return "".join(folded), places
