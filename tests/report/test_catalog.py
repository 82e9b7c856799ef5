"""Every sentence and phrase in both languages, with the same parameters."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from harness.model import Message
from harness.report.words import Words, needed


HERE = Path(__file__).parents[2]
SENTENCES: dict[str, str] = tomllib.loads((HERE / "reports/messages.toml").read_text("utf-8"))

JUDGED = {
    "value.mistake": "variant",
    "value.convention": "variant",
    "value.differs": "differing total probe",
    "value.hidden": "check",
    "value.fragile": "warnings",
    "value.unstable": "check probe",
    "value.factor": "factor probe",
    "nonfinite.pattern": "count total probe",
    "dtype.changed": "got expected probe",
    "dtype.precision": "got expected",
    "shape.changed": "got expected probe",
    "shape.size": "got expected probe",
    "shape.structure": "got expected probe",
    "mutation.arguments": "names probe",
    "aliasing.arguments": "names",
    "aliasing.stale": "",
    "error.raised": "type message line cell source probe",
    "missing.name": "name near",
    "missing.uncallable": "name found",
    "stopped.time": "seconds",
    "stopped.memory": "mib detail",
    "stopped.output": "kib",
    "stopped.exit": "",
    "stopped.signal": "detail",
    "stopped.protocol": "",
    "refused.answer": "reason seen",
    "blocked.value": "",
    "void.broken": "reason",
    "load.raised": "type message line cell source",
    "load.stopped": "limit detail",
    "load.cell.stopped": "limit detail cell",
    "load.cell.interrupted": "cell seconds",
    "load.notebook.interrupted": "cell seconds",
    "unfinished.starter": "",
    "forbidden.import": "package",
    **{
        f"question.{topic}": ""
        for topic in ["dtype", "shape", "mutation", "aliasing", "nonfinite", "precision", "time"]
    },
}
"""What the judge says, with the parameters that it gives."""

CHECKS = [
    "value",
    "stability",
    "edges",
    "layout",
    "state",
    "dtype",
    "shape",
    "mutation",
    "aliasing",
]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    with (HERE / "reports/locale/zh/LC_MESSAGES/harness.po").open("rb") as file:
        return read_po(file, locale="zh", abort_invalid=True)


def phrases() -> set[str | tuple[str, ...]]:
    """Every literal of templates and code that is said to a reader."""
    words = {"_": None, "gettext": None, "ngettext": (1, 2), "plural": (1, 2)}
    found: set[str | tuple[str, ...]] = set()
    for folder, method in ((HERE / "reports", "jinja2"), (HERE / "harness/report", "python")):
        pattern = "**.j2" if method == "jinja2" else "**.py"
        for *_, literal, _, _ in extract_from_dir(folder, [(pattern, method)], keywords=words):
            found.add(literal)
    return found


@pytest.mark.parametrize("sentence", sorted(set(SENTENCES.values())))
def test_every_sentence_is_there_in_chinese(sentence: str, catalog: Catalog):
    """With the same parameters, neither empty nor a guess of the translation tool."""
    entry = catalog.get(sentence)

    assert entry is not None, "add it to reports/locale/zh/LC_MESSAGES/harness.po"
    assert entry.string, "its msgstr is empty"
    assert not entry.fuzzy
    assert set(needed(str(entry.string))) == set(needed(sentence))
    assert re.search("[一-鿿]", str(entry.string))


@pytest.mark.parametrize("literal", sorted(phrases(), key=str), ids=str)
def test_every_phrase_of_templates_and_code_is_there_in_chinese(
    literal: str | tuple[str, ...], catalog: Catalog
):
    """A page in Chinese must not fall back to English for one word."""
    key = literal if isinstance(literal, str) else literal[0]
    entry = catalog.get(key)

    assert entry is not None, "add it to reports/locale/zh/LC_MESSAGES/harness.po"
    strings = [entry.string] if isinstance(entry.string, str) else entry.string
    assert all(strings)
    assert not entry.fuzzy
    assert set(needed(strings[0])) == set(needed("".join(literal)))


def emitted() -> dict[str, Path]:
    """Every id that stands in the source of a room, beside all of whose kind."""
    kinds = {name.partition(".")[0] for name in SENTENCES} - {"check", "outcome", "status", "limit"}
    sources = [one for one in (HERE / "harness").rglob("*.py") if "report" not in one.parts]
    return {
        node.value: source
        for source in sources
        for node in ast.walk(ast.parse(source.read_text("utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(rf"({'|'.join(kinds)})\.[a-z]+([.-][a-z]+)*", node.value)
    }


def test_every_id_that_a_room_emits_has_a_sentence():
    """A new finding must not reach a student as `value.new (a=1)`."""
    silent = {
        message_id: source.name
        for message_id, source in emitted().items()
        if message_id not in SENTENCES
    }

    assert len(emitted()) > 60
    assert silent == {}


def test_the_catalog_holds_nothing_that_nobody_says(catalog: Catalog):
    """A sentence that was reworded leaves its old translation behind."""
    said = {one if isinstance(one, str) else one[0] for one in phrases()} | set(SENTENCES.values())
    held = {one.id if isinstance(one.id, str) else one.id[0] for one in catalog if one.id}

    assert held - said == set()


@pytest.mark.parametrize("message_id", JUDGED)
def test_what_the_judge_says_has_a_sentence(message_id: str, english: Words, chinese: Words):
    """With all its parameters, each of which but the source line is in the sentence."""
    names = JUDGED[message_id].split()
    params = {name: f"<{name}>" for name in names}

    for words in (english, chinese):
        said = words.say(Message(id=message_id, params=params))
        missing = [name for name in names if name != "source" and f"<{name}>" not in said]
        assert missing == []


@pytest.mark.parametrize("message_id", JUDGED)
def test_what_the_judge_says_of_hidden_questions_is_whole(
    message_id: str, english: Words, chinese: Words
):
    """Where parameters were taken away, another wording stands in, without a gap."""
    kept = {name: name for name in ("variant", "name") if name in JUDGED[message_id].split()}

    for words in (english, chinese):
        said = words.say(Message(id=message_id, params=kept))
        assert not re.search(r"⟨|%\(|\[\[|\|\||  |\( *\)|（）| [.,:]|[:：]$", said)


@pytest.mark.parametrize("check", CHECKS)
def test_every_check_has_a_name_and_a_sentence(check: str, english: Words, chinese: Words):
    """In both languages; an exercise shows them beside its points."""
    for words in (english, chinese):
        assert words.check(check) != check or words.language == "en"
        assert words.about(check)
