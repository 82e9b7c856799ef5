"""One submission through all rooms, with code of ours that needs no walls."""

from dataclasses import replace

import pytest
from twins import Inline, InlineSession, work

from harness import ask
from harness.grade.one import Grader
from harness.model import Broken, Finding, Job, Message, Outcome, Status, UsageError


RIGHT = """
import numpy as np
def relu(x): return np.maximum(x, 0)
def sigmoid(x):
    t = np.exp(-np.abs(x)); return np.where(x >= 0, 1, t) / (1 + t)
def tanh(x): return np.tanh(x)
def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True, initial=-np.inf))
    return e / e.sum(axis=axis, keepdims=True)
def relu_backward(x, g): return g * (x > 0)
def sigmoid_backward(x, g): return g * sigmoid(x) * sigmoid(-x)
def tanh_backward(x, g): return g * (1 - np.tanh(x) ** 2)
def softmax_backward(x, g, axis=-1):
    s = softmax(x, axis); return s * (g - (g * s).sum(axis=axis, keepdims=True))
"""


@pytest.fixture(scope="module")
def grader(course):
    return Grader(course, ask.read(course, "activations"), Inline(), b"secret")


def test_right_code_has_all_points(grader):
    """Exactly, as a fraction."""
    grade = grader.grade(work(RIGHT))

    assert grade.max_score == grade.score
    assert Status.GRADED is grade.status
    assert {Outcome.PASSED} == {e.outcome for e in grade.exercises}


def test_a_regrade_is_the_same_grade(grader):
    """Same work, same questions, same counterexamples; only the time it took differs."""
    wrong = RIGHT.replace("np.maximum(x, 0)", "np.maximum(x, -1)")
    one, two = grader.grade(work(wrong)), grader.grade(work(wrong))

    assert one.score == two.score
    assert [e.findings for e in one.exercises] == [e.findings for e in two.exercises]
    assert one.seed == two.seed


def test_one_wrong_name_costs_its_own_points_only(grader):
    """What is broken elsewhere does not matter."""
    grade = grader.grade(work(RIGHT.replace("def relu(x)", "def rectify(x)")))

    lost = {e.name for e in grade.exercises if e.score < e.max_score}
    assert {"relu"} == lost


def test_an_exception_on_our_side_is_void_and_never_a_zero(grader, course):
    """The reason is told, nobody loses points, the status says so."""

    class Burning(Inline):
        def open(self, submission, assignment):
            raise OSError(28, "No space left on device")

    burning = Grader(course, grader.assignment, Burning(), b"secret")
    grade = burning.grade(work(RIGHT))

    assert Status.VOID is grade.status
    assert {Outcome.VOID} == {e.outcome for e in grade.exercises}
    assert "No space left" in grade.exercises[0].findings[0].message.params["reason"]


def test_one_question_that_we_could_not_put_voids_its_exercise_only(grader, course):
    """The rest of the grade stands."""

    class Flickering(Inline):
        def open(self, submission, assignment):
            context = super().open(submission, assignment)

            class Wrapped:
                def __enter__(self):
                    session = context.__enter__()
                    plain = InlineSession._ask

                    def flicker(job: Job):
                        return (
                            Broken(reason="lost") if job.exercise == "tanh" else plain(session, job)
                        )

                    session._ask = flicker
                    return session

                def __exit__(self, *error):
                    return context.__exit__(*error)

            return Wrapped()

    grade = Grader(course, grader.assignment, Flickering(), b"secret").grade(work(RIGHT))

    assert {"tanh"} == {e.name for e in grade.exercises if e.outcome is Outcome.VOID}
    assert Status.PARTIAL is grade.status


def test_what_cannot_be_read_is_graded_with_its_reason(grader):
    """Nothing is run, everything is open, and the finding says why."""
    from dataclasses import replace

    finding = Finding(
        code="intake.empty",
        kind="unreadable",
        message=Message(id="intake.empty", params={}),
        blocking=True,
    )
    grade = grader.grade(replace(work(RIGHT), findings=(finding,), main=None))

    assert (0, Status.GRADED) == (grade.score, grade.status)
    assert (finding,) == grade.findings


def test_what_is_printed_during_hidden_questions_is_not_kept(course):
    """Otherwise a submission could print the questions into its own report."""
    from contextlib import contextmanager

    class Talking(InlineSession):
        said = "loaded. "

        def _ask(self, job):
            self.said += "hidden! " if job.hidden else "public. "
            return super()._ask(job)

    class TalkingSandbox(Inline):
        @contextmanager
        def open(self, submission, assignment):
            with super().open(submission, assignment) as session:
                yield Talking(session.names, session.drive)

    grader = Grader(course, ask.read(course, "activations"), TalkingSandbox(), b"secret")
    grade = grader.grade(work(RIGHT))

    assert grade.said.startswith("loaded. public.")
    assert "hidden" not in grade.said


def test_shrinking_never_uses_a_session_that_saw_hidden_questions(course):
    """A submission that remembers hidden inputs cannot answer a public question with them."""
    from contextlib import contextmanager

    sessions: list[list[bool]] = []

    class Watched(Inline):
        @contextmanager
        def open(self, submission, assignment):
            sessions.append(seen := [])
            with super().open(submission, assignment) as session:
                plain = session.ask

                def ask_and_note(jobs):
                    seen.extend(job.hidden for job in jobs)
                    return plain(jobs)

                session.ask = ask_and_note
                yield session

    wrong = RIGHT.replace("np.maximum(x, 0)", "np.maximum(x, -1)")
    Grader(course, ask.read(course, "activations"), Watched(), b"secret").grade(work(wrong))

    assert 2 == len(sessions)
    assert any(sessions[0])
    assert sessions[1]
    assert not any(sessions[1])


def test_a_question_that_is_no_longer_asked_is_said_to_be(course):
    """It was kept on a student's machine, and the assignment has changed since."""
    mine = Grader(course, ask.read(course, "activations"), Inline(), None)
    kept = replace(mine.jobs(None)[0], probe="one that was dropped")

    with pytest.raises(UsageError, match="no longer asks"):
        mine.alone(kept)
    assert [kept.exercise] == [e.name for e in mine.alone(mine.jobs(None)[0]).exercises]
