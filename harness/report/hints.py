"""How much a student wants to be told: a grade with less in it, made before anything is shown."""

from dataclasses import replace

from harness.model import Finding, Grade, Message


FACTS, EXAMPLE, DIAGNOSIS, MORE = range(4)
"""What failed; and the smallest counterexample; and the diagnosis; and the long text behind it."""


def hinted(grade: Grade, level: int) -> Grade:
    """The grade with hints up to a level; from DIAGNOSIS on it is the whole one."""
    if level >= DIAGNOSIS:
        return grade
    return replace(
        grade,
        exercises=tuple(
            replace(one, findings=tuple(_less(finding, level) for finding in one.findings))
            for one in grade.exercises
        ),
    )


def _less(finding: Finding, level: int) -> Finding:
    """Without question and name; without numbers where not even these are wanted."""
    if not finding.costs:
        return finding
    if finding.mistake is not None:
        wrong = Message(id="value.wrong", params={})
        finding = replace(finding, code="value.wrong", message=wrong, mistake=None)
    example = finding.counterexample if level >= EXAMPLE else None
    return replace(finding, question=None, counterexample=example)
