"""How much help a report gives: a student may want to find the mistake without being shown it."""

from dataclasses import replace

from harness.model import Finding, Grade


MOST = 3
_QUESTION, _EXAMPLE = 1, 2


def hinted(grade: Grade, level: int) -> Grade:
    """The grade with that much help.

    0   what is wrong
    1   and the question that leads to it
    2   and the smallest input that shows it
    3   and where in the code it happened
    """
    if level >= MOST:
        return grade
    return replace(
        grade,
        exercises=tuple(
            replace(one, findings=tuple(_hinted(finding, level) for finding in one.findings))
            for one in grade.exercises
        ),
    )


def _hinted(finding: Finding, level: int) -> Finding:
    return replace(
        finding,
        question=finding.question if level >= _QUESTION else None,
        counterexample=finding.counterexample if level >= _EXAMPLE else None,
        trace=finding.trace if level >= MOST else None,
    )
