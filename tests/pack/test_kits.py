"""A kit says what the course says of every solution, and is read as what anybody may write."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from harness import ask, intake, sandbox
from harness.grade import Grader
from harness.grade.kit import CAPS
from harness.model import CourseError, Outcome, Status, Submission, UsageError
from harness.pack import laws
from harness.sandbox.inside import wire
from tests.course import marked


COURSE = ask.find(None)
QUESTIONS = "assignments/{0}/questions.kit"


def grader(course, slug):
    """Somebody who checks without training."""
    walls = sandbox.choose("auto")
    return Grader(course, ask.read(course, slug), walls, None, trainings="none")


def seen(grade, teachers=frozenset()):
    """All that a report is made of, but for how large the counterexamples are."""
    return {
        exercise.name: (
            exercise.outcome,
            exercise.score,
            [
                (f.code, f.kind, f.check, f.mistake, f.convention, f.question, bool(f.trace))
                for f in exercise.findings
                if f.code != "kit.later"
            ],
            [f.counterexample is None for f in exercise.findings if f.code != "kit.later"],
        )
        for exercise in grade.exercises
        if exercise.name not in teachers
    }


@pytest.mark.parametrize("slug", marked(COURSE.slugs))
def test_a_kit_finds_in_every_solution_what_the_course_finds(slug, kit):
    """Outcomes, points, codes, mistakes and conventions, of right and of wrong work."""
    whole, packed = grader(COURSE, slug), grader(kit(slug), slug)
    differ = []
    for role in ("right", "wrong"):
        for source in intake.batch(COURSE.folder(slug) / "solutions" / role, slug):
            work = intake.read(source, slug)
            one, other = whole.grade(work), packed.grade(work)
            kept = {e.name for e in one.exercises if _breaks_what_stays(e, other)}
            if seen(one, kept) != seen(other, kept) or one.status is not Status.GRADED:
                differ.append(source.label)

    assert [] == differ


def _breaks_what_stays(exercise, told):
    """Whether a law decided that a kit leaves to the teacher, and says so."""
    broken = {f.message.params["variant"] for f in exercise.findings if f.code == "law.broken"}
    (same,) = (one for one in told.exercises if one.name == exercise.name)
    later = {f.message.params["variant"] for f in same.findings if f.code == "kit.later"}
    return bool(broken & later)


def test_the_counterexample_is_the_smallest_public_question_that_fails(kit):
    """Nothing is made smaller where nobody can tell what is right about it."""
    wrong = COURSE.folder("activations") / "solutions" / "wrong" / "leaky.py"
    work = intake.one(wrong, "activations")

    told = grader(kit("activations"), "activations").grade(work)

    (found,) = (f for e in told.exercises for f in e.findings if f.mistake)
    assert 1 == found.counterexample.total
    assert found.counterexample.call.startswith("relu(np.array(-")


@pytest.mark.parametrize("slug", marked(COURSE.slugs))
def test_a_kit_asks_what_the_course_asks(slug, kit):
    """Names, points, checks, limits and trainings are public; recipes are not."""
    one, other = ask.read(COURSE, slug), ask.read(kit(slug), slug)

    assert _public(one) == _public(other)
    assert not any(t.reference or t.baseline for e in other.exercises for t in e.trainings)


def _public(asked):
    return [
        asked.slug,
        asked.title,
        asked.checks,
        asked.limits,
        asked.without,
        [
            replace(
                e, trainings=tuple(replace(t, reference=None, baseline=None) for t in e.trainings)
            )
            for e in asked.exercises
        ],
    ]


def test_hidden_exercises_and_checks_are_told_by_name_and_points(tmp_path, tiny):
    """In the course and in its kit alike: nobody takes silence for praise."""
    from harness.pack import bundle
    from harness.pack.kit import kit as packed

    hidden = tmp_path / "course"
    shutil.copytree(tiny.root, hidden, symlinks=True)
    toml = hidden / "assignments" / "activations" / "assignment.toml"
    row = '{ name = "relu_backward", oracle = "reference.relu", points = 2.5 }'
    toml.write_text(
        toml.read_text().replace('public = ["ordinary"] }]', f'public = ["ordinary"] }}, {row}]')
    )
    drive = hidden / "assignments" / "activations" / "drive.py"
    drive.write_text(
        drive.read_text() + "def relu_backward(f, x, grad_output): return f(x, grad_output)\n"
    )
    bundle.write(packed(ask.Course(hidden), "activations"), tmp_path / "kit")
    work = intake.one(COURSE.folder("activations") / "solutions/right/textbook.py", "activations")

    told = [
        [
            f
            for f in grader(ask.Course(root), "activations").grade(work).findings
            if f.kind == "hidden"
        ]
        for root in (hidden, tmp_path / "kit")
    ]

    assert told[0] == told[1]
    assert {"names": "relu_backward (2.5)"} in [f.message.params for f in told[1]]
    assert {"check": "edges", "names": "relu"} in [f.message.params for f in told[1]]


def test_a_kit_grades_nobody(kit):
    """It has no hidden question: whoever has a secret has the course."""
    course = kit("activations")
    with pytest.raises(UsageError, match="public questions only"):
        Grader(course, ask.read(course, "activations"), sandbox.choose("process"), b"secret")


def test_only_a_students_check_looks_for_a_kit_around_the_folder(kit, monkeypatch):
    """Whoever grades a folder is not handed a course by it."""
    root = kit("activations").root
    monkeypatch.chdir(root / "assignments" / "activations")

    assert root == ask.find(None, kits=True).root
    assert COURSE.root == ask.find(None).root


@pytest.fixture
def broken(packed, tmp_path):
    """A kit in which one file is another."""

    def with_file(name, data):
        from harness.pack import bundle

        bundle.write({**packed("activations"), name: data}, tmp_path / "kit")
        return ask.Course(tmp_path / "kit")

    return with_file


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        pytest.param(lambda data: data[:-1], "damaged", id="cut"),
        pytest.param(lambda data: b"PK" + data[2:], "damaged", id="something else"),
        pytest.param(lambda data: b"", "damaged", id="empty"),
        pytest.param(lambda _: _frame({"schema": "harness/kit/v9"}), "harness/kit/v9", id="newer"),
        pytest.param(lambda _: _frame({"exercises": {}}), "damaged", id="no schema"),
        pytest.param(
            lambda _: _frame({"schema": "harness/kit/v1", "exercises": {}}),
            "does not fit",
            id="of another assignment",
        ),
        pytest.param(
            lambda data: data.replace(b'"tolerance"', b'"tolerancf"'), "damaged", id="misspelt"
        ),
    ],
)
def test_a_damaged_kit_says_so(damage, says, packed, broken):
    """Whatever its bytes are, a sentence comes of it and no traceback."""
    name = QUESTIONS.format("activations")
    course = broken(name, damage(packed("activations")[name]))
    with pytest.raises(CourseError, match=says):
        _ = grader(course, "activations").oracles


def _frame(value):
    return wire.pack(value, CAPS)


def _read(data):
    tree, _ = wire.lengths(data[: wire.PREFIX.size], CAPS)
    middle = wire.PREFIX.size + tree
    return wire.unpack(data[wire.PREFIX.size : middle], data[middle:], CAPS)


@pytest.mark.course
@pytest.mark.parametrize("code", ["import os\nos._exit(7)\n", "while True: pass\n", "1 +\n"])
def test_code_in_a_kit_never_runs_where_the_judge_is(code, kit, packed, tmp_path):
    """Laws are asked in a sandbox: what comes with a folder may end that, and nothing else."""
    from harness.pack import bundle

    name = QUESTIONS.format("data")
    data = _read(packed("data")[name])
    data["modules"]["laws.py"] = code
    bundle.write({**packed("data"), name: _frame(data)}, tmp_path / "kit")
    course = ask.Course(tmp_path / "kit")
    right = next(Path(COURSE.folder("data") / "solutions" / "right").glob("*.py"))

    told = grader(course, "data").grade(intake.one(right, "data"))

    lost = [e.name for e in told.exercises if e.outcome is not Outcome.PASSED]
    assert lost or told.status is not Status.GRADED


def test_laws_that_need_the_answer_stay_with_the_teacher(course):
    """The others are cut out whole: they run where nothing of the reference is."""
    found = ask.oracles(ask.read(course, "cnn"), course)
    secret = laws.answering(found.values())
    stay = {
        law
        for oracle in found.values()
        for law in oracle.laws
        if laws.gives_away(laws.needs(*laws.definition(oracle, law)), secret)
    }
    kept = {
        f"law_{n}": laws.definition(found["build_model"], law)
        for n, law in enumerate(found["build_model"].laws)
    }
    files = laws.written(kept)

    assert {"one gradient at least is right"} == stay
    assert "reference" not in "".join(files.values())
    assert '"""' not in "".join(files.values())


def test_what_a_law_knows_of_a_question_is_data(course):
    """The machine whose expectations are exact is the answer; a kit has the numbers it came to."""
    found = ask.oracles(ask.read(course, "dbn"), course)
    secret = laws.answering(found.values())
    told = [(one, law) for one in found.values() for law in one.laws]

    assert not [
        law for one, law in told if laws.gives_away(laws.needs(*laws.definition(one, law)), secret)
    ]


def test_an_unreadable_file_is_told_from_a_kit_as_well(kit):
    """Nothing is asked, nothing is earned."""
    work = Submission(
        name="x", label="x", files={"x.py": b"def relu(x:\n"}, main="x.py", digest="x"
    )
    told = grader(kit("activations"), "activations").grade(work)

    assert 0 == told.score
    assert Status.GRADED is told.status
