"""No hidden question, no line of the reference, no solution in what a student receives."""

import inspect
import io
import json
import zipfile

import pytest

from harness import ask
from harness.grade.kit import CAPS
from harness.pack import bundle, laws, students
from harness.pack.sources import source_of
from harness.sandbox.inside import wire
from tests.course import marked


COURSE = ask.find(None)
SHORT = 24
"""Shorter lines are nobody's: `return x`."""


def public(slug):
    """What has always been handed out: handouts, starters, the drive, words."""
    folder = COURSE.folder(slug)
    files = [*folder.glob("handout*"), *folder.glob("starter/*"), folder / "drive.py"]
    texts = [file.read_text(encoding="utf-8") for file in files if file.is_file()]
    return "\n".join(texts)


def lines_of(text, known):
    """Lines of code long enough to be recognised, that were not public before.

    How a loop begins (`for c in np.unique(labels):`) is an idiom, and gives nothing away.
    """
    stripped = {line.strip() for line in text.splitlines()}
    ours = (line for line in stripped if len(line) >= SHORT and line not in known)
    return {line for line in ours if not line.startswith(("#", "import ", "from ", "for ", '"""'))}


def hidden_names(slug):
    """Names of questions that no exercise shows."""
    asked = ask.read(COURSE, slug)
    oracles = ask.oracles(asked, COURSE)
    shown = {name for one in asked.exercises for name in one.public}
    return {name for oracle in oracles.values() for name in oracle.probes} - shown


def secrets(slug):
    """Lines that compute answers, passages that mistakes edit, and lines of solutions."""
    known = public(slug)
    oracles = ask.oracles(ask.read(COURSE, slug), COURSE)
    found = set()
    for place in laws.answering(oracles.values()):
        thing = getattr(source_of(place.module).module, place.name)
        found |= lines_of(inspect.getsource(thing), known)
    for oracle in oracles.values():
        for edit in (*oracle.module.MISTAKES, *getattr(oracle.module, "CONVENTIONS", ())):
            found |= lines_of(edit.right, known) | lines_of(edit.wrong, known)
    for file in (COURSE.folder(slug) / "solutions" / "right").rglob("*.py"):
        found |= lines_of(file.read_text(encoding="utf-8"), known)
    return found


def spilled(files, slug):
    """What of all that stands in any byte of these files."""
    whole = b"\n".join(files.values())
    names = {json.dumps(name).encode() for name in hidden_names(slug)}
    found = {name for name in names if name in whole}
    lines = {line.encode() for line in secrets(slug)}
    escaped = {line: json.dumps(line.decode(), ensure_ascii=False).encode()[1:-1] for line in lines}
    return found | {line for line in lines if line in whole or escaped[line] in whole}


@pytest.mark.parametrize("slug", marked(COURSE.slugs))
def test_no_byte_gives_anything_away(slug, packed):
    """Of hidden questions not even the names."""
    assert set() == spilled(packed(slug), slug)


@pytest.mark.parametrize("slug", marked(COURSE.slugs))
def test_only_public_questions_and_points_are_there(slug, packed):
    """Read as the harness reads it."""
    asked = ask.read(COURSE, slug)
    data = packed(slug)[f"assignments/{slug}/questions.kit"]
    tree, _ = wire.lengths(data[: wire.PREFIX.size], CAPS)
    middle = wire.PREFIX.size + tree
    told = wire.unpack(data[wire.PREFIX.size : middle], data[middle:], CAPS)

    for exercise in asked.exercises:
        if exercise.oracle is None:
            continue
        row = told["exercises"][exercise.name]
        assert exercise.public == {job["probe"] for job in row["jobs"]}
        assert exercise.public == {name for name in row["probes"] if name[0] != "("}


def test_nothing_else_of_the_course_is_packed(packed):
    """Neither reference nor solutions, secrets nor what the reference reaches."""
    names = set(packed("activations"))

    assert {"harness-kit.toml", "README.md", "activations.py", "activations.ipynb"} < names
    assert [] == [
        name
        for name in names
        if name.startswith("reference")
        or "solutions" in name
        or "secret" in name
        or "calibration" in name
    ]


def test_a_leak_would_be_seen(packed):
    """The search above has teeth: each kind of secret is found where it stands."""
    files = packed("activations")
    name, line = min(hidden_names("activations")), min(secrets("activations"))

    assert {json.dumps(name).encode()} == spilled(
        {**files, "x": json.dumps([name]).encode()}, "activations"
    )
    assert {line.encode()} == spilled({**files, "x": f"    {line}\n".encode()}, "activations")


@pytest.mark.parametrize("forge", ["github", "gitlab"])
def test_a_repository_for_students_gives_nothing_away(forge, tiny, course):
    """It is the kit and a workflow."""
    files = students.repository(course, "activations", forge)
    kit = students.students(course, "activations")

    assert set() == spilled(files, "activations")
    assert set(kit) < set(files)


def test_a_zip_holds_what_the_folder_holds(packed):
    """And is the same for the same files, whenever it is made."""
    files = packed("activations")
    data = bundle.zipped(files)

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert files == {name: archive.read(name) for name in archive.namelist()}
    assert data == bundle.zipped(dict(reversed(files.items())))
