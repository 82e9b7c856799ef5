"""Two stages: what was asked elsewhere is judged as if asked here, and never believed."""

import json
import os
from contextlib import suppress
from dataclasses import asdict, replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.grade.away import AwayGrader, sheet_of
from harness.model import (
    Assignment,
    Broken,
    Finding,
    Interrupted,
    Limits,
    Loaded,
    Message,
    Missing,
    Outcome,
    Raised,
    Refused,
    Returned,
    Stopped,
    Submission,
    UsageError,
)
from harness.report.result import dumps, student
from harness.sandbox.away import (
    Record,
    Recorded,
    asked,
    pack_record,
    pack_sheet,
    read_file,
    read_record,
    read_sheet,
)
from harness.sandbox.away.files import caps
from harness.sandbox.inside.wire import MAGIC, PREFIX, pack
from tests.ci.repository import LOSSES, SOLUTIONS, STARTER, Repository, right
from tests.cli.test_cli import WALLS, harness
from tests.twins import Inline


MOST = 50_000_000
SLUG = "activations"
SECRET = 27182.8125
WORK = Submission(name="w", label="w", files={}, main=None, digest="ab" * 32)


@pytest.fixture(scope="module")
def sheet(course):
    return sheet_of(course, SLUG, None)


@pytest.fixture(scope="module")
def drawn(course):
    return sheet_of(course, SLUG, "a word")


def inline(name):
    """A solution of ours, run in this process."""
    source = (SOLUTIONS / name).read_bytes()
    return replace(WORK, files={"activations.py": source}, main="activations.py")


def recorded(sheet, name):
    return asked(sheet, Inline(), inline(name))


def carried(sheet, record):
    """The record as it arrives on the other side."""
    return read_record(pack_record(sheet, WORK, record, MOST), sheet, MOST, "r")


def judged(course, draw, record):
    grader = AwayGrader(course, SLUG, draw, record)
    return grader.grade(grader.submission("somebody"))


@pytest.mark.parametrize(
    "name", ["right/textbook.py", "wrong/leaky.py", "wrong/relu_in_place.py", "wrong/no_shift.py"]
)
def test_what_was_asked_elsewhere_is_judged_like_what_was_asked_here(tmp_path, name):
    """The same points, outcomes and diagnoses as `harness check`, by the real road."""
    file = SOLUTIONS / name
    harness("ci", "ask", SLUG, "-o", tmp_path / "sheet")
    harness("ci", "run", SLUG, file, "--sheet", tmp_path / "sheet", "-o", tmp_path / "r", *WALLS)
    away, here = (
        json.loads(harness(*command, code=int(name.startswith("wrong"))))
        for command in (
            ("ci", "score", SLUG, tmp_path / "r", "--format", "json"),
            ("check", SLUG, file, "--json", *WALLS),
        )
    )

    def said(result):
        return [
            (e["name"], e["exact"], e["outcome"], [f["code"] for f in e["findings"]])
            for e in result["exercises"]
        ]

    assert said(here) == said(away)
    assert ("elsewhere", "process") == (away["isolation"], here["isolation"])


def test_hidden_questions_stay_hidden(course, drawn):
    """What is wrong on them only is told without a number, by every format."""
    honest = recorded(drawn, "right/textbook.py")
    evidence = tuple(
        replace(piece, value=np.full_like(piece.value, SECRET))
        if job.hidden and job.exercise == "relu"
        else piece
        for job, piece in zip(drawn.jobs, honest.evidence, strict=True)
    )
    grade = judged(course, "a word", carried(drawn, replace(honest, evidence=evidence)))
    relu = grade.exercises[0]

    assert ("relu", Outcome.FAILED) == (relu.name, relu.outcome)
    assert all(one.hidden for one in relu.findings if one.costs)
    assert str(SECRET) not in dumps(student(grade))
    assert not any(f.counterexample or f.trace for f in student(grade).exercises[0].findings)


def test_what_is_drawn_for_others_is_drawn_for_nobodys_grade(course, drawn):
    """Whoever runs a submission sees its questions: the keys of a batch must not be among them."""
    from harness.ask import oracles, read
    from harness.plan import seed_of, sheet

    assignment = read(course, SLUG)
    batch = seed_of(b"a word", SLUG, "0")
    theirs = sheet(assignment, oracles(assignment, course), batch)
    bits = {
        value.tobytes()
        for job in theirs
        if job.hidden
        for value in job.arguments.values()
        if isinstance(value, np.ndarray) and value.size > 4
    }
    ours = {
        value.tobytes()
        for job in drawn.jobs
        if job.hidden
        for value in job.arguments.values()
        if isinstance(value, np.ndarray) and value.size > 4
    }

    assert bits
    assert len(bits & ours) < len(bits) // 4  # some probes are about fixed numbers


def test_a_sheet_holds_no_answer_and_reads_back(course, drawn):
    """The questions, their order, the drive and the limits, to the last bit."""
    data = pack_sheet(drawn)
    back = read_sheet(data, "s")

    assert [job.id for job in drawn.jobs] == [job.id for job in back.jobs]
    for one, other in zip(drawn.jobs, back.jobs, strict=True):
        for name, value in one.arguments.items():
            np.testing.assert_array_equal(value, other.arguments[name], strict=True)
    assert drawn.assignment.limits == back.assignment.limits
    assert drawn.assignment.drive == back.assignment.drive
    assert not any(e.oracle for e in back.assignment.exercises)
    text = data.decode("latin-1")
    assert "MISTAKES" not in text
    assert "reference" not in text


def test_public_questions_are_asked_first(drawn):
    """What is printed after them might tell of the others, and is left behind."""
    flags = [job.hidden for job in drawn.jobs]

    assert sorted(flags) == flags
    assert {True, False} == set(flags)


EVERYTHING = (
    Returned(value=(np.arange(3.0), [1, 2.5, None], {"a": np.float32(2)}), seconds=0.25,
             changed=("x",), stale=True, warned=("overflow",)),
    Raised(type="E", message="m", file="f.py", line=3, source="s", cell=2, trace="t", seconds=1.0),
    Missing(name="relu", near=("rellu",), found="int"),
    Refused(reason="object dtype", seen="ndarray", seconds=0.5),
    Stopped(limit="time", detail="5 s", seconds=5.0),
    Stopped(limit="output", detail="d", seconds=0.0, cell=3),
    Broken(reason="ours"),
)  # fmt: skip


@pytest.mark.parametrize("piece", EVERYTHING, ids=[f"{n}" for n in range(len(EVERYTHING))])
def test_every_kind_of_evidence_crosses(sheet, piece):
    """Field by field, tuples as tuples and floats as floats."""
    small = replace(sheet, jobs=tuple(j for j in sheet.jobs if j.exercise == "relu")[:1])
    record = Record(
        label="l", digest="ab", findings=(), loaded=Loaded(), evidence=(piece,), said="hi\n"
    )
    (back,) = carried(small, record).evidence

    if isinstance(piece, Returned):
        np.testing.assert_array_equal(piece.value[0], back.value[0])
        assert piece.value[1:] == back.value[1:]
        piece, back = replace(piece, value=None), replace(back, value=None)
    assert type(piece) is type(back)
    assert asdict(piece) == asdict(back)


LOADS = (
    Loaded(errors=(EVERYTHING[1],), interrupted=(Interrupted(cell=1, seconds=10, whole=True),)),
    Stopped(limit="memory", detail="d"),
    Broken(reason="ours"),
)


@pytest.mark.parametrize("loaded", LOADS, ids=lambda one: type(one).__name__)
def test_however_loading_ended_it_crosses(course, sheet, loaded):
    """And is judged: what was stopped fails, what broke is void."""
    evidence = tuple(Refused(reason="r", seen="s") for _ in sheet.jobs)
    record = Record(
        label="l", digest="", findings=(), loaded=loaded, said="",
        evidence=evidence if isinstance(loaded, Loaded) else (),
    )  # fmt: skip
    back = carried(sheet, record)
    grade = judged(course, None, back)

    assert type(loaded) is type(back.loaded)
    expected = Outcome.VOID if isinstance(loaded, Broken) else Outcome.FAILED
    assert {expected} == {one.outcome for one in grade.exercises}


def test_what_could_not_be_read_says_why(course, sheet):
    """What intake noticed crosses in its own words."""
    why = Finding(
        code="intake.text.nul", kind="unreadable", blocking=True,
        message=Message(id="intake.text.nul", params={"file": "a.py", "count": 3, "line": 12}),
    )  # fmt: skip
    record = asked(sheet, Inline(), replace(WORK, findings=(why,)))
    grade = judged(course, None, carried(sheet, record))

    assert ("intake.text.nul", True) == (grade.findings[0].code, grade.findings[0].blocking)
    assert {Fraction(0)} == {one.score for one in grade.exercises}
    assert {Outcome.BLOCKED} == {c.outcome for one in grade.exercises for c in one.checks}


# What somebody else wrote is not believed.


def forged(sheet, **fields):
    """A record with other fields than an honest one has."""
    answers = [{"kind": "missing", "near": [], "found": None, "seconds": 0.0}] * len(sheet.jobs)
    document = {
        "schema": "harness/record/v1",
        "slug": sheet.assignment.slug,
        "asked": sheet.assignment.digest,
        "seed": sheet.seed,
        "questions": [job.id for job in sheet.jobs],
        "label": "l",
        "digest": "",
        "findings": [],
        "loaded": {"kind": "loaded", "errors": [], "interrupted": []},
        "answers": answers,
        "said": np.zeros(0, np.uint8),
        **fields,
    }
    return pack({k: v for k, v in document.items() if v is not ...}, caps(MOST))


def finding(**fields):
    return {"code": "intake.large", "blocking": False, "params": {}, **fields}


MISSING = {"kind": "missing", "near": [], "found": None, "seconds": 0.0}
FORGERIES = {
    "another schema": {"schema": "x"},
    "another assignment": {"slug": "losses"},
    "another version": {"asked": "00"},
    "another draw": {"seed": "00"},
    "other questions": {"questions": []},
    "a score": {"answers": {"score": 100}},
    "fewer answers": {"answers": [MISSING]},
    "no answers": {"answers": []},
    "no field": {"answers": ...},
    "answers that are numbers": {"answers": lambda n: [1] * n},
    "an unknown kind": {"answers": lambda n: [{**MISSING, "kind": "passed"}] * n},
    "an unknown limit": {
        "answers": lambda n: [{"kind": "stopped", "limit": "x", "detail": "", "seconds": 0.0}] * n
    },
    "time that is none": {"answers": lambda n: [{**MISSING, "seconds": float("nan")}] * n},
    "time that runs back": {"answers": lambda n: [{**MISSING, "seconds": -1.0}] * n},
    "an argument that was not asked": {
        "answers": lambda n: [
            {"kind": "returned", "value": 1.0, "changed": ["expected"], "shares": [],
             "stale": False, "warned": [], "seconds": 0.0}
        ] * n
    },
    "a verdict as a finding": {"findings": [finding(code="value.convention")]},
    "a finding with a list": {"findings": [finding(params={"names": ["a"]})]},
    "a thousand parameters": {"findings": [finding(params={f"p{n}": 1 for n in range(1000)})]},
    "a label that is a number": {"label": 1},
    "a label of a megabyte": {"label": "x" * 10**6},
    "a digest that is a path": {"digest": "../../x"},
    "text as bytes": {"said": np.zeros(3, np.float64)},
    "loaded as text": {"loaded": "yes"},
}  # fmt: skip


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_record_is_refused_in_a_sentence(sheet, name):
    """UsageError, with the file's name; nothing else comes out of it."""
    fields = {
        key: value(len(sheet.jobs)) if callable(value) else value
        for key, value in FORGERIES[name].items()
    }

    with pytest.raises(UsageError, match=r"^the file: ") as caught:
        read_record(forged(sheet, **fields), sheet, MOST, "the file")

    assert len(str(caught.value)) < 700


def test_the_forgery_without_a_forged_field_is_read(sheet):
    """Or the test above would prove nothing."""
    assert len(sheet.jobs) == len(read_record(forged(sheet), sheet, MOST, "r").evidence)


def test_claims_of_an_honest_looking_record_earn_nothing(course, sheet):
    """Its fields are known; a score among them is not."""
    data = forged(sheet, score=100, status="graded", exercises=[{"name": "relu", "score": 8}])
    grade = judged(course, None, read_record(data, sheet, MOST, "r"))

    assert 0 == grade.score


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04" + bytes(100),
        b"\x80\x04\x95\x1f\x00\x00\x00\x00\x00\x00\x00\x8c\x02os\x94\x8c\x06system\x94\x93\x94.",
        PREFIX.pack(MAGIC, 2**32 - 1, 2**63),
        PREFIX.pack(MAGIC, 4, 2**40) + b"null",
        PREFIX.pack(MAGIC, 4, 0) + b"null",
        PREFIX.pack(MAGIC, 4, 0) + b"nullnull",
        PREFIX.pack(MAGIC, 200_000, 0) + b"[" * 200_000,
        PREFIX.pack(MAGIC, 35, 0) + b'["a","<f8",[1000000000],"C",true]  ',
    ],
    ids=["empty", "zip", "pickle", "huge", "announced", "nothing", "more", "deep", "array"],
)
def test_bytes_that_are_no_frame_are_refused(sheet, data):
    """Zips, pickles, lengths that lie; no memory is taken for what is only announced."""
    with pytest.raises(UsageError, match="cannot be read"):
        read_record(data, sheet, MOST, "r")


@settings(max_examples=200, deadline=None)
@given(at=st.integers(0, 10**6), byte=st.integers(0, 255), cut=st.integers(0, 10**6))
def test_whatever_happens_to_a_record_on_the_way(sheet, at, byte, cut):
    """It is read as a record or refused; nothing else is raised."""
    small = replace(sheet, jobs=sheet.jobs[:3])
    data = bytearray(forged(small))
    data[at % len(data)] = byte
    data = bytes(data[: cut % (2 * len(data)) or None])

    with suppress(UsageError):
        read_record(data, small, MOST, "r")


def test_more_than_is_allowed_is_not_even_read(tmp_path, sheet):
    """By its size, before a byte of it."""
    file = tmp_path / "r"
    with file.open("wb") as stream:
        stream.truncate(2**40)

    with pytest.raises(UsageError, match="--max-bytes"):
        read_file(file, MOST)


def test_only_a_plain_file_is_read(tmp_path):
    """A link leads elsewhere, a pipe never ends."""
    (tmp_path / "secret").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "secret")
    os.mkfifo(tmp_path / "pipe")

    for name in ("link", "pipe", "nowhere"):
        with pytest.raises(UsageError, match=name):
            read_file(tmp_path / name, MOST)


def test_answers_that_are_too_many_bytes_are_said_where_they_are_written(sheet):
    """The untrusted stage fails, not the trusted one."""
    big = Returned(value=np.zeros(10**6), seconds=0.0)
    record = Record(
        label="l", digest="", findings=(), loaded=Loaded(), said="",
        evidence=tuple(big for _ in sheet.jobs),
    )  # fmt: skip

    with pytest.raises(UsageError, match="allowed"):
        pack_record(sheet, WORK, record, MOST)


def test_a_record_is_asked_once(sheet):
    """Nobody is there to make a counterexample smaller."""
    from harness.model import Fault

    record = Record(label="l", digest="", findings=(), loaded=Loaded(), evidence=(), said="printed")
    box = Recorded(record)
    nothing = Assignment(
        slug="a", title={"en": "a"}, exercises=(), checks={}, limits=Limits(), without=(),
        folder=SOLUTIONS, drive=b"", digest="",
    )  # fmt: skip
    with box.open(WORK, nothing) as session:
        assert "printed" == session.said
    with pytest.raises(Fault), box.open(WORK, nothing):
        pass


def test_the_first_stage_needs_no_course(tmp_path):
    """A sheet is all that it gets: with an empty course it works as well."""
    harness("ci", "ask", SLUG, "-o", tmp_path / "sheet")

    said = harness(
        "ci", "run", SLUG, SOLUTIONS / "right" / "textbook.py", "--sheet", tmp_path / "sheet",
        "-o", tmp_path / "r", "--log", tmp_path / "log", "--course", tmp_path / "nowhere", *WALLS,
    )  # fmt: skip

    assert "questions were put" in said
    assert (tmp_path / "log").exists()


def test_what_a_submission_prints_in_the_first_stage_commands_nobody(tmp_path):
    """It goes into the record; the log of the step has one line of ours."""
    from tests.report.runner import obeyed

    work = tmp_path / "activations.py"
    work.write_text("print('::set-output name=score::100')\n")

    said = harness("ci", "run", SLUG, work, "-o", tmp_path / "r", *WALLS, GITHUB_ACTIONS="true")
    judged = harness("ci", "score", SLUG, tmp_path / "r", code=1, GITHUB_ACTIONS="true")

    assert [] == obeyed(said)
    assert {"error"} == {name for name, *_ in obeyed(judged)}
    assert "set-output" in judged


def test_without_a_name_it_is_what_the_pull_request_touched(tmp_path):
    """One record for each, found by its name wherever it lies; what was not touched is not run."""
    repository = Repository(tmp_path / "r").pull_request(
        {"week1/activations/activations.py": STARTER.read_text(), "losses.py": LOSSES.read_text()},
        {"week1/activations/activations.py": right()},
    )
    run = ("run", "-o", "out/{assignment}.frame")

    said = repository.ci(*run)
    judged = repository.ci("score", SLUG, "out/activations.frame", walls=False)

    assert "activations: 126 of 126 questions were put" in said
    assert {"activations.frame"} == {one.name for one in (repository.folder / "out").iterdir()}
    assert "100 of 100" in judged


def test_one_file_for_two_works_is_refused(tmp_path):
    """The second would be written over the first."""
    repository = Repository(tmp_path / "r").pull_request({}, {"a/activations.py": right()})
    repository.commit({"b/activations.py": right()})

    said = repository.ci("run", SLUG, "-o", "one.frame", "--base", "HEAD~2", code=2)

    assert "{assignment}" in said
    assert "a/activations.py" in said
