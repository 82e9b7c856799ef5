"""What is made for people and programs is inert, whatever a submission wrote."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree as ET

from harness.report.formats import FORMATS, inert
from tests.report.page import Element, read
from tests.report.runner import obeyed


ACTIVE = {"script", "iframe", "object", "embed", "img", "link", "base", "form", "input", "video"}
FORMULA = tuple("=+-@\t\r＝＋－＠")
COLUMNS = ["submission", "assignment", "score", "max_score", "status"]
_ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def faults(told: Mapping[str, Any]) -> list[str]:
    """Everything that could act, in words."""
    found = [fault for grade in told["grades"] for fault in _grade(grade)]
    found += [
        f"grades.csv: {fault}"
        for fault in _table(told["table"], len(told["grades"]) + len(told["neighbours"]))
    ]
    scripts = list(read(told["index"]).all("script"))
    found += [f"index.html: {len(scripts)} scripts"] * (len(scripts) != 1)
    found += [f"index.html: {fault}" for fault in _page(told["index"], ours={"script", "form"})]
    return found


def _grade(grade: Mapping[str, Any]) -> Iterator[str]:
    for language, page in grade["pages"].items():
        yield from (f"page in {language}: {fault}" for fault in _page(page, ours=set()))
    for language, screen in grade["screens"].items():
        if hit := _ACTS.search(screen):
            yield f"screen in {language}: {hit[0]!r}"
    for name, document in grade["formats"].items():
        yield from (f"{name}: {fault}" for fault in _format(name.partition(".")[0], document))
    result = json.loads(grade["result"])
    if not 0 <= result["score"] <= result["max_score"]:
        yield f"result: {result['score']} of {result['max_score']} points"
    if _ACTS.search(grade["submission"]) or "/" in grade["submission"]:
        yield f"a name that is no file's: {grade['submission']!r}"


def _format(name: str, document: str) -> Iterator[str]:
    """A file for another program: readable, and in a runner's log no command that is not ours."""
    syntax = FORMATS[name].syntax
    if syntax == "json":
        json.loads(document)
    elif hit := _ACTS.search(document):
        yield f"a character that acts: {hit[0]!r}"
    if name == "junit":
        ET.fromstring(document)
    commands = {command for command, *_ in obeyed(inert(document, syntax))}
    if commands - ({"error", "warning"} if syntax == "commands" else set()):
        yield f"commands to a runner: {sorted(commands)}"


def _page(page: str, *, ours: set[str]) -> Iterator[str]:
    if hit := _ACTS.search(page):
        yield f"a character that acts: {hit[0]!r}"
    if "default-src 'none'" not in page:
        yield "no policy that forbids to load anything"
    for element in read(page).all():
        yield from _element(element, ours)


def _element(element: Element, ours: set[str]) -> Iterator[str]:
    controls = element.tag == "input" and "form" in ours
    if element.tag in ACTIVE - ours and not controls:
        yield f"<{element.tag}>"
    for name, value in element.attributes.items():
        target = str(value).strip().lower()
        if name.startswith("on"):
            yield f"{name} on <{element.tag}>"
        if name in {"href", "src", "action"} and not target.startswith(("#", "reports/")):
            yield f"{name} leads to {target}"


def _table(table: str, count: int) -> Iterator[str]:
    rows = list(csv.reader(io.StringIO(table, newline="")))
    if rows[0] != COLUMNS or len(rows) != count + 1 or {len(row) for row in rows} != {len(COLUMNS)}:
        yield f"{len(rows)} rows where {count + 1} are"
    for cell in (cell for row in rows for cell in row):
        if cell.startswith(FORMULA):
            yield f"a formula: {cell!r}"
