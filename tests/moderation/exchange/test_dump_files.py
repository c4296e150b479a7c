"""Files that nobody vouches for: read row by row, refused or explained where they are not sound."""

from collections.abc import Callable

import pytest
from click.testing import Result

from moderation.exchange.stackexchange import BrokenFileError, UnsafeFileError
from moderation.exchange.stackexchange.keys import PAGE_BITS, SeenIds
from moderation.exchange.stackexchange.xmlrows import CHUNK_BYTES, rows
from tests.moderation.exchange.conftest import Dump, question

Import = Callable[..., Result]
BOMB = """<?xml version="1.0"?>
<!DOCTYPE posts [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<posts><row Id="1" PostTypeId="1" Body="&b;" /></posts>"""
OUTSIDE = """<?xml version="1.0"?>
<!DOCTYPE posts [<!ENTITY leak SYSTEM "file:///etc/hostname">]>
<posts><row Id="1">&leak;</row></posts>"""
DOCTYPE = '<!DOCTYPE posts SYSTEM "posts.dtd"><posts></posts>'


def test_rows_come_as_their_attributes(dump: Dump) -> None:
    dump.write("Posts", question(1, Body="<p>a & b</p>\n"))
    (row,) = rows(dump.folder / "Posts.xml")
    assert row["Id"] == "1"
    assert row["Body"] == "<p>a & b</p>\n"


def test_characters_that_xml_forbids_are_replaced(dump: Dump) -> None:
    dump.write("Posts", raw='<row Id="1" Body="a&#x1F;b&#0;c&#xD800;d\x00e&amp;#x1F;" />')
    (row,) = rows(dump.folder / "Posts.xml")
    assert row["Body"] == "a�b�c�d�e&#x1F;"


def test_a_reference_across_two_reads_is_still_replaced(dump: Dump) -> None:
    for lead in range(CHUNK_BYTES - 70, CHUNK_BYTES - 50):
        dump.raw("Posts", f'<posts><row Id="1" Body="{"x" * lead}&#x1F;&amp;" /></posts>')
        (row,) = rows(dump.folder / "Posts.xml")
        assert row["Body"] == "x" * lead + "�&"


def test_bytes_that_are_no_utf8_are_replaced(dump: Dump) -> None:
    (dump.folder / "Posts.xml").write_bytes(b'<posts><row Id="1" Body="caf\xe9 x" /></posts>')
    (row,) = rows(dump.folder / "Posts.xml")
    assert row["Body"] == "caf� x"


@pytest.mark.parametrize("text", [BOMB, OUTSIDE, DOCTYPE])
def test_entities_and_document_types_are_refused(dump: Dump, text: str) -> None:
    dump.raw("Posts", text)
    with pytest.raises(UnsafeFileError):
        list(rows(dump.folder / "Posts.xml"))


@pytest.mark.parametrize("text", ["", "no xml", "<posts><row", '<posts><row Id="1"></posts>'])
def test_what_is_not_well_formed_names_file_and_line(dump: Dump, text: str) -> None:
    dump.raw("Posts", text)
    with pytest.raises(BrokenFileError, match=r"Posts\.xml cannot be read beyond line \d"):
        list(rows(dump.folder / "Posts.xml"))


def test_rows_inside_rows_are_no_dump(dump: Dump) -> None:
    dump.raw("Posts", "<a>" * 10_000)
    with pytest.raises(BrokenFileError):
        list(rows(dump.folder / "Posts.xml"))


def test_seen_ids_tell_first_from_second() -> None:
    seen = SeenIds()
    numbers = [0, 1, 8, PAGE_BITS - 1, PAGE_BITS, 2**31 - 1]
    assert all(seen.is_new(number) for number in numbers)
    assert not any(seen.is_new(number) for number in numbers)


def test_an_entity_bomb_is_one_clear_line(dump: Dump, run_import: Import) -> None:
    dump.raw("Posts", BOMB)
    result = run_import()
    assert result.exit_code == 1
    assert "Error: Posts.xml declares a document type or entities." in result.output


def test_a_folder_without_posts_says_so(run_import: Import) -> None:
    result = run_import()
    assert result.exit_code == 1
    assert "has no Posts.xml" in result.output


def test_an_unknown_folder_says_so(dump: Dump, run_import: Import) -> None:
    result = run_import(dump.folder / "nowhere")
    assert result.exit_code == 2
    assert "does not exist" in result.output


def test_a_category_that_is_no_slug_is_refused(dump: Dump, run_import: Import) -> None:
    dump.write("Posts", question(1))
    for category in ("Не слаг", "-", "a/b", "x" * 81):
        assert run_import(category=category).exit_code == 2
