"""JUnit XML as GitLab and Jenkins read it: one test case an exercise.

GitLab shows the content of `failure`, Jenkins its `message`, so both say it. `error` means that we
could not judge, `skipped` that something else has to pass first.
"""

from xml.etree import ElementTree as ET

from harness.model import ExerciseResult, Outcome
from harness.report.formats.seen import Seen, findings, spot, told
from harness.report.plain import cut, one_line, points, visible, writable


_TAGS = {
    Outcome.FAILED: "failure",
    Outcome.PARTIAL: "failure",
    Outcome.BLOCKED: "skipped",
    Outcome.VOID: "error",
}


def suites(seen: Seen) -> str:
    """The whole file."""
    grade = seen.grade
    cases = [_case(seen, exercise) for exercise in grade.exercises]
    count = {tag: sum(case.find(tag) is not None for case in cases) for tag in _TAGS.values()}
    totals = {
        "tests": str(len(cases)),
        "failures": str(count["failure"]),
        "errors": str(count["error"]),
        "skipped": str(count["skipped"]),
        "time": f"{sum(one.seconds for one in grade.exercises):.3f}",
    }
    root = ET.Element("testsuites", {"name": "harness", **totals})
    when = {"timestamp": seen.about["moment"]} if seen.about.get("moment") else {}
    suite = ET.SubElement(root, "testsuite", {"name": _letters(grade.assignment), **totals, **when})
    _properties(seen, suite)
    suite.extend(cases)
    text = "\n".join(told(seen, finding) for finding in grade.findings)
    if grade.said.strip():
        text = f"{text}\n{cut(grade.said.strip())[0]}"
    if text.strip():
        ET.SubElement(suite, "system-out").text = _letters(text.strip())
    ET.indent(root)
    return writable(ET.tostring(root, encoding="unicode", xml_declaration=True)) + "\n"


def _properties(seen: Seen, suite: ET.Element) -> None:
    holder = ET.SubElement(suite, "properties")
    grade = seen.grade
    values = {
        "score": points(grade.score),
        "max_score": points(grade.max_score),
        "status": grade.status.value,
        "submission": one_line(grade.submission),
        "isolation": grade.isolation,
    }
    for name, value in values.items():
        ET.SubElement(holder, "property", {"name": name, "value": _letters(value)})


def _case(seen: Seen, exercise: ExerciseResult) -> ET.Element:
    listed = findings(exercise)
    where = spot(seen, listed[0], exercise.name) if listed else None
    line = where.line if where else seen.place.lines.get(exercise.name)
    attributes = {
        "classname": _letters(seen.grade.assignment),
        "name": exercise.name,
        "file": _letters(where.file if where else seen.place.file),
        **({"line": str(line)} if line else {}),
        "time": f"{exercise.seconds:.3f}",
    }
    case = ET.Element("testcase", attributes)
    tag = _TAGS.get(exercise.outcome)
    said = _letters("\n".join(told(seen, finding) for finding in listed))
    if tag:
        message = one_line(seen.words.say(listed[0].message)) if listed else exercise.outcome.value
        code = listed[0].code if listed else exercise.outcome.value
        score = f"{points(exercise.score)}/{points(exercise.max_score)}"
        fields = {"message": _letters(f"{score} · {message}"), "type": _letters(code)}
        ET.SubElement(case, tag, fields).text = said
    elif said:
        ET.SubElement(case, "system-out").text = said
    return case


def _letters(text: str) -> str:
    """XML 1.0 has no word for most control characters, and GitLab opens `[[ATTACHMENT|path]]`."""
    text = writable(visible(text)).replace("[[ATTACHMENT|", "[[ATTACHMENT¦")
    return text.replace("\ufffe", "�").replace("\uffff", "�")
