"""The terminal: what is wrong first, what is right in one line, nothing that acts."""

from dataclasses import replace

import pytest
from rich.cells import cell_len

from harness.model import Outcome
from harness.report.text import screen
from harness.report.words import Words
from tests.report.build import exercise, finding, grade
from tests.report.grades import LEAKY, SAMPLES


def test_a_known_mistake_reads_from_diagnosis_to_question(english: Words):
    """Word for word, as a student sees it."""
    wrong = grade(exercise("relu", Outcome.FAILED, findings=(LEAKY,)), exercise("sigmoid"))

    assert screen(wrong, english) == (
        "Activation functions · 王小明\n"
        "\n"
        "✗ relu  Fail  0/1\n"
        "  All your numbers are exactly those of a known mistake: leaky slope.\n"
        "  [value.mistake]\n"
        "    relu(np.array([-1.0, 2.0]))\n"
        "    index  expected  yours  difference  allowed\n"
        "    [0]         0.0  -0.01        0.01  1.0e-12\n"
        "    1 of 2 numbers differs\n"
        "  ? What should come out for x = −100?\n"
        "  More: harness explain relu/leaky-slope\n"
        "  Again: harness check activations --only relu\n"
        "  This question alone: harness check activations --case 7f3a\n"
        "\n"
        "✓ sigmoid\n"
        "\n"
        "1 of 2 points · 1 to fix\n"
    )


def test_all_that_passes_is_one_line(english: Words):
    """Followed by the remarks, which cost nothing."""
    lines = screen(SAMPLES["passed"], english).splitlines()

    assert lines[2] == "✓ relu, relu_backward, sigmoid, softmax"
    assert lines[3].startswith("  relu_backward: Your numbers follow another convention")
    assert lines[-1] == "5 of 5 points"


def test_what_could_not_be_read_is_said_once(english: Words):
    """Not again for every exercise."""
    shown = screen(SAMPLES["unreadable"], english)

    assert shown.count("activations.py has 3 null bytes, the first on line 12") == 1
    assert "✗" not in shown


def test_what_is_not_there_stands_last(english: Words):
    """It is known to the student, and needs no command to see it again."""
    absent = finding("missing.name", "missing", params={"name": "a"})
    wrong = exercise("b", Outcome.FAILED, findings=(LEAKY,))

    shown = screen(grade(exercise("a", Outcome.FAILED, findings=(absent,)), wrong), english)

    assert shown.endswith(
        "--case 7f3a\n\n✗ a  Fail  0/1\n  Your submission does not define a.\n\n"
        "0 of 2 points · 2 to fix\n"
    )


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("width", [40, 80])
def test_no_line_is_wider_than_the_terminal(name: str, width: int, chinese: Words):
    """Chinese letters are two columns wide."""
    widest = max(cell_len(line) for line in screen(SAMPLES[name], chinese, width=width).split("\n"))

    assert widest <= width


def test_signs_have_words_for_terminals_without_unicode(english: Words):
    """Old consoles cannot print a tick."""
    shown = screen(SAMPLES["failed"], english, ascii_signs=True)

    assert "[FAIL] relu" in shown
    assert "[part] softmax" in shown
    assert "[wait] softmax_backward" in shown
    assert not set("✓✗◐") & set(shown)


def test_colour_is_only_added_when_asked_for(english: Words):
    """And says nothing that the text does not say."""
    assert "\x1b" not in screen(SAMPLES["failed"], english)
    assert "\x1b[" in screen(SAMPLES["failed"], english, colour=True)


def test_what_a_student_wrote_gives_the_terminal_no_orders(english: Words):
    """Neither escape sequences nor rich's own markup."""
    raised = finding("error.raised", params={"type": "E", "message": "\x1b[2J[bold]x[/bold]\x07"})
    hostile = grade(
        exercise("relu", Outcome.FAILED, findings=(raised,)),
        label="\x1b]0;x\x07[red]",
        said="\x1b[2J",
    )

    shown = screen(hostile, english)

    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "[bold]x[/bold]⟨U+0007⟩" in shown


def test_printed_text_is_cut_and_counted(english: Words):
    """A loop of prints must not push the diagnosis out of sight."""
    shown = screen(replace(SAMPLES["passed"], said="x" * 21_000), english)

    assert "… 20,000 more characters" in shown


def test_one_question_alone_says_what_became_of_it(english: Words):
    """Right, wrong, or not judged; never how many points that would be."""
    void = finding("void.broken", "void", params={"reason": "no memory"}, costs=False)
    shown = [
        screen(grade(exercise("relu", outcome, findings=found)), english, alone=True)
        for outcome, found in (
            (Outcome.PASSED, ()), (Outcome.FAILED, (LEAKY,)), (Outcome.VOID, (void,)),
        )
    ]  # fmt: skip

    assert "✓ relu  This question is answered rightly now." in shown[0]
    assert "✗ relu\n  All your numbers" in shown[1]
    assert "? relu\n  " in shown[2]
    assert "no memory" in shown[2]
    assert not any(" of 1 points" in one for one in shown)
