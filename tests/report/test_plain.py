"""Other people's text and exact numbers, made fit to be shown."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.report.plain import cut, number, one_line, points, visible, writable


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Fraction(0), "0"),
        (Fraction(10), "10"),
        (Fraction(100), "100"),
        (Fraction(25, 3), "8.33"),
        (Fraction(5, 2), "2.5"),
        (Fraction(1, 200), "0.01"),
        (Fraction(-3, 2), "-1.5"),
    ],
)
def test_points_have_at_most_two_decimals_rounded_half_up(value: Fraction, expected: str):
    """No float is on the way, so a half is a half."""
    assert points(value) == expected


@given(st.fractions(min_value=0, max_value=1000))
def test_points_are_within_half_a_hundredth(value: Fraction):
    """Whatever the fraction."""
    assert abs(Fraction(points(value)) - value) <= Fraction(1, 200)


def test_a_whole_number_stays_an_integer_in_json():
    """`10`, not `10.0`."""
    assert (repr(number(Fraction(10))), repr(number(Fraction(5, 2)))) == ("10", "2.5")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]8;;http://x.example\x07link\x1b]8;;\x07", "link"),
        ("a\u202eb", "a⟨U+202E⟩b"),
        ("a\x00b", "a⟨U+0000⟩b"),
        ("\ufeffa\u2028b", "⟨U+FEFF⟩a⟨U+2028⟩b"),
        ("\U000e0041", "⟨U+E0041⟩"),
        ("step 1\rstep 2\r\ndone", "step 1\nstep 2\ndone"),
        ("tab\tand\u3000space", "tab\tand\u3000space"),
        ("family 👩‍👧", "family 👩‍👧"),
        ("\udcff", "⟨U+DCFF⟩"),
        ("中文 ≤ é", "中文 ≤ é"),
    ],
)
def test_nothing_in_the_text_acts(text: str, expected: str):
    """No colours, no cursor, no hidden or reversed letters."""
    assert visible(text) == expected


@given(st.text(alphabet=st.characters()))
def test_made_visible_twice_is_made_visible_once(text: str):
    """And what is left contains nothing that acts."""
    shown = visible(text)

    assert visible(shown) == shown
    assert not any(ord(letter) < 32 and letter not in "\n\t" for letter in shown)


def test_a_sentence_stays_on_one_line():
    """Line breaks are shown, the end is cut."""
    assert one_line("a\nb\n" + "c" * 600, 20) == "a ⏎ b ⏎ ccccccccccc…"


def test_what_is_cut_is_counted():
    """So that the page can say how much more there is."""
    assert cut("x" * 12_345, 4_000) == ("x" * 4_000, 8_345)


@given(st.text(alphabet=st.characters()), st.integers(10, 50))
def test_what_is_shown_never_exceeds_the_limit(text: str, limit: int):
    """Although an invisible letter takes eight visible ones."""
    shown, more = cut(text, limit)

    assert len(shown) <= limit
    assert (more == 0) == (shown == visible(text))


@given(st.text(alphabet=st.characters()))
def test_any_text_can_be_written_to_a_file(text: str):
    """File names that are no UTF-8 come as half characters, which no file can hold."""
    writable(text).encode()
