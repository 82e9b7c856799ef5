"""An assignment proves itself: right solutions earn everything, wrong ones fail as they say.

The first line of a wrong solution names what it must lose and why:

    # fails relu_backward, tanh_backward: missing upstream gradient

that is the exercises that lose points, exactly, and after the colon a registered mistake, or the
kind or the code of the finding.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from harness import intake
from harness.grade.one import Grader
from harness.grade.outputs import Wanted
from harness.grade.pool import pooled
from harness.grade.workshop import Recipe
from harness.model import CourseError, Finding, Grade, Status, Submission


Pair = tuple[str, Submission]
"""A role, and whoever plays it."""
HEADER = re.compile(r"#\s*fails\s+(?P<names>[\w, ]+):\s*(?P<why>.+?)\s*$")
ANONYMOUS = frozenset(
    {"value.differs", "value.unstable", "value.hidden", "training.accuracy", "reading.bits"}
)
"""What is said about wrong numbers that nobody recognised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What became of one starter or solution."""

    role: str
    """`starter`, `right` or `wrong`."""
    name: str
    complaint: str | None
    named: bool
    """Whether the report told the mistake by name, or by its kind."""


def prove(recipe: Recipe, jobs: int) -> Iterator[Proof]:
    """Grade an assignment's starters and solutions, and say which are not what they claim."""
    grader = recipe.grader()
    names = {m.id: m.name["en"] for o in grader.oracles.values() for m in o.mistakes}

    def hopeless(submission: Submission) -> Wanted:
        return Wanted(grader.void(submission, "its worker process died twice"))

    for asked, pairs in _passes(recipe, grader):
        roles = {submission.name: role for role, submission in pairs}
        silent, submissions = replace(asked, rendered=False), (one for _, one in pairs)
        for submission, wanted in pooled(silent, submissions, jobs, hopeless):
            yield _proof(roles[submission.name], submission, wanted.grade, names)


def _passes(recipe: Recipe, grader: Grader) -> Iterator[tuple[Recipe, Sequence[Pair]]]:
    """Who has to be trained, and who need not be: a fault in what is asked shows without."""
    trained = {one.name for one in grader.assignment.exercises if one.trainings}
    everybody = [
        (role, replace(submission, name=f"{role}: {submission.name}"))
        for role in ("starter", "right", "wrong")
        for submission in solutions(grader, role)
    ]
    asked = [pair for pair in everybody if pair[0] == "wrong" and not blamed(pair[1]) & trained]
    if trained and recipe.trainings != "none":
        yield recipe, [pair for pair in everybody if pair not in asked]
    elif trained:
        asked += [pair for pair in everybody if pair[0] != "wrong"]
    yield replace(recipe, trainings="none") if trained else recipe, asked if trained else everybody


def blamed(submission: Submission) -> set[str]:
    """The exercises that a wrong solution names as those that it fails."""
    header = HEADER.match(_first_line(submission))
    return {name.strip() for name in header["names"].split(",")} if header else set()


def solutions(grader: Grader, role: str) -> Iterator[Submission]:
    """Those of one role: `starter`, `right` or `wrong`."""
    folder = grader.assignment.folder / ("starter" if role == "starter" else f"solutions/{role}")
    if not folder.is_dir():
        raise CourseError(
            f"{folder}: there is no such folder; an assignment proves itself with it."
        )
    slug = grader.assignment.slug
    starts = [folder] if role != "starter" else sorted(folder.glob(f"{slug}.*"))
    for start in starts:
        for source in intake.batch(start, slug):
            yield intake.read(source, slug)


def _proof(role: str, submission: Submission, grade: Grade, names: dict[str, str]) -> Proof:
    name = submission.label
    if grade.status is not Status.GRADED:
        return Proof(role=role, name=name, complaint=f"is void: {_void(grade)}", named=False)
    complaint, named = None, True
    match role:
        case "starter":
            complaint = _untouched(grade)
        case "right":
            complaint = _full(grade)
        case _:
            complaint, named = _fails(submission, grade, names)
    return Proof(role=role, name=name, complaint=complaint, named=named)


def _untouched(grade: Grade) -> str | None:
    if grade.score:
        return f"earns {grade.score} points without a line of work"
    whole = {finding.code for finding in grade.findings if finding.kind != "data"}
    codes = {f.code for e in grade.exercises for f in e.findings} | whole
    if codes - {"unfinished.starter"}:
        return f"should only be unfinished, but: {', '.join(sorted(codes))}"
    return None


def _full(grade: Grade) -> str | None:
    lost = [
        f"{exercise.name} ({', '.join(f.code for f in exercise.findings if f.costs)})"
        for exercise in grade.exercises
        if exercise.score < exercise.max_score
    ]
    return f"is right, but loses points in {'; '.join(lost)}" if lost else None


def _fails(submission: Submission, grade: Grade, names: dict[str, str]) -> tuple[str | None, bool]:
    header = HEADER.match(_first_line(submission))
    if header is None:
        return 'its first line does not say "# fails <exercises>: <mistake or kind>"', False
    expected = blamed(submission)
    lost = {e.name for e in grade.exercises if e.score < e.max_score}
    findings = [f for e in grade.exercises if e.name in expected for f in e.findings if f.costs]
    named = bool(findings) and not all(f.code in ANONYMOUS for f in findings)
    if lost != expected:
        return f"loses points in {_list(lost)}; its first line says {_list(expected)}", named
    seen = {names.get(f.mistake or "", f.kind) for f in findings}
    seen |= {word for f in findings for word in (f.kind, f.code)}
    if header["why"] not in seen:
        return f'is told as {_list(seen)}; its first line says "{header["why"]}"', named
    return None, named


def _first_line(submission: Submission) -> str:
    assert submission.main is not None
    text = submission.files[submission.main].decode(errors="replace")
    if submission.main.endswith(".ipynb"):
        cells = (cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code")
        text = "".join(next(cells, {"source": ""})["source"])
    return text.partition("\n")[0]


def _void(grade: Grade) -> str:
    findings: list[Finding] = [f for e in grade.exercises for f in e.findings if f.kind == "void"]
    return ", ".join(sorted({str(f.message.params.get("reason")) for f in findings}))


def _list(names: set[str]) -> str:
    return ", ".join(sorted(names)) or "nothing"
