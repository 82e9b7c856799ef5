"""The table of attacks and tiers in docs/security.md, written from a run of all of them.

`python -m tests.attacks.table` runs the suite and rewrites what stands between the marks.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from harness.sandbox.kinds import KINDS
from tests.attacks.attack import GROUPS, HERE, Attack, attacks


PAGE = Path(__file__).resolve().parents[2] / "docs" / "security.md"
BEGIN, END = "<!-- attacks: begin -->", "<!-- attacks: end -->"
Outcomes = Mapping[str, Mapping[str, str]]
"""By attack and tier."""


class Listener:
    """A plugin that keeps what every trial tells of itself, from other processes too."""

    def __init__(self) -> None:
        self.outcomes: dict[str, dict[str, str]] = defaultdict(dict)

    def pytest_runtest_logreport(self, report: Any) -> None:
        """One step of one test."""
        told = dict(report.user_properties)
        if report.when == "call" and "attack" in told:
            self.outcomes[told["attack"]][told["tier"]] = told["outcome"]


def table(outcomes: Outcomes) -> str:
    """One table a group: what is tried, and how it ends on each tier, the strongest first."""
    tried = {tier for row in outcomes.values() for tier in row}
    tiers = [tier for tier in KINDS if tier in tried]
    parts = []
    for group, title in GROUPS.items():
        members = [one for one in attacks() if one.id.startswith(f"{group}/")]
        head = ["", "attack", *(f"`{tier}`" for tier in tiers)]
        lines = [_line(head), _line(["---"] * len(head))]
        lines += [_row(one, outcomes.get(one.id, {}), tiers) for one in members]
        parts.append(f"### {title}: `tests/attacks/{group}/`\n\n" + "\n".join(lines))
    return "\n\n".join(parts)


def written(page: str, made: str) -> str:
    """The page with this table in place of the one that it has."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{made}\n\n{END}{after}"


def _row(attack: Attack, found: Mapping[str, str], tiers: Iterable[str]) -> str:
    once = next(iter(found.values()), "") if attack.once else ""
    name = attack.file.relative_to(HERE).stem
    cells = [found.get(tier, once) for tier in tiers]
    return _line([name.partition("_")[0], attack.title.replace("|", "\\|"), *cells])


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def main() -> int:
    """Run the suite and write the page, unless something failed."""
    listener = Listener()
    suite = [str(HERE / "test_attacks.py"), "-q", "-m", "walls", *sys.argv[1:]]
    failed = pytest.main(suite, plugins=[listener])
    if failed:
        return failed
    made = table(listener.outcomes)
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), made), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
