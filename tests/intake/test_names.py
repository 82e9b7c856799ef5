"""Names in a batch: unique and safe, whatever students call their files."""

import csv
import html
import io
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.intake.names import LONGEST_BYTES, key, safe, stem, unique


ANY = st.text(st.characters(exclude_categories=()), max_size=300)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("王小明", "王小明"),
        ("alice smith", "alice_smith"),
        ("=cmd|' /C calc'!A0", "_cmd____C_calc__A0"),
        ("-rf", "_rf"),
        ("../../etc/passwd", "_._.._etc_passwd"),
        (".hidden", "_hidden"),
        ("a,b\n<script>", "a_b__script_"),
        ("evil\u202egpj", "evil_gpj"),
        ("x\u200by", "x_y"),
        ("CON", "_CON"),
        ("nul.tar", "_nul.tar"),
        ("end.", "end_"),
        ("", "_"),
        ("e\u0301", "é"),
        ("a" * 500, "a" * LONGEST_BYTES),
        ("明" * 100, "明" * (LONGEST_BYTES // 3)),
    ],
)
def test_a_name_keeps_what_is_safe(label, name):
    """Letters of every script stay; separators, signs and invisible characters do not."""
    assert safe(label) == name


@pytest.mark.parametrize(
    ("label", "without"),
    [
        ("a.py", "a"),
        ("a.b.ipynb", "a.b"),
        ("a.py.txt", "a"),
        ("a.tar.gz", "a"),
        ("A.ZIP", "A"),
        ("notes.txt", "notes.txt"),
        (".py", ".py"),
    ],
)
def test_a_suffix_that_says_how_it_was_packed_is_no_part_of_the_name(label, without):
    """So that `a.py` is called `a`."""
    assert stem(label) == without


@settings(deadline=None)
@given(st.lists(ANY, max_size=20, unique=True))
def test_names_are_unique_on_every_system(labels):
    """Also where case and the form of accents do not count."""
    names = unique(labels, [stem(label) for label in labels])

    assert len({key(name) for name in names}) == len(labels)


@settings(deadline=None)
@given(ANY)
def test_a_name_is_safe_everywhere(label):
    """In a file system, a table, a page and a shell."""
    (name,) = unique([label], [label])

    assert 0 < len(name.encode()) <= LONGEST_BYTES
    assert name == unicodedata.normalize("NFC", name)
    assert name[0] not in "-.=+@()"
    assert not name.endswith(".")
    assert not set(name) & set("/\\:*?\"<>|&',;%$` \t\r\n\0")
    assert all(unicodedata.category(c)[0] not in "CZ" for c in name)
    assert html.escape(name) == name
    assert next(csv.reader(io.StringIO(name))) == [name]


@pytest.mark.parametrize("other", ["=x", "_X", "＿x"])
def test_nobody_can_be_called_like_somebody_else(other):
    """Of names that may be taken for one another none is the plain one, whichever comes first."""
    found = [unique(labels, labels) for labels in ([other, "_x"], ["_x", other])]

    assert all(name.casefold().startswith("_x-") for names in found for name in names)
    assert found[0] == found[1][::-1]


def test_a_name_made_to_collide_gets_another():
    """Somebody who knows the digest cannot take another's place."""
    first = unique(["a", "A"], ["a", "A"])
    names = unique(["a", "A", first[1]], ["a", "A", first[1]])

    assert len({key(name) for name in names}) == 3
