"""An assignment's claim to fairness, measured: what its questions see, and whom they reject."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from pathlib import Path

from harness.grade.one import Grader
from harness.grade.outputs import Wanted
from harness.grade.pool import pooled
from harness.grade.prove import solutions
from harness.grade.secret import secret_of
from harness.grade.workshop import Recipe
from harness.judge import Power, power
from harness.model import Submission, UsageError
from harness.plan import seed_of, sheet


BEGIN, END = "<!-- harness prove --power -->", "<!-- end -->"
HEADER = (
    "| assignment | probes | conventions | mistakes | caught | named as themselves | told by a law "
    "| an ordinary test | right solutions × seeds | rejected | of |\n"
    "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One row of the table."""

    slug: str
    probes: int
    conventions: int
    mistakes: int
    power: Power
    right: int
    seeds: int
    rejected: int
    """Gradings of right solutions that lost a point."""
    mark: str
    """Of what was measured: toml, drive, oracles and right solutions."""

    @property
    def row(self) -> str:
        """As it stands in the table."""
        caught = len(self.power.caught)
        shares = (
            _share(caught, self.mistakes),
            _share(len(self.power.named), caught),
            _share(len(self.power.by_law), caught),
            _share(len(self.power.ordinary), caught),
        )
        numbers = (self.probes, self.conventions, self.mistakes, *shares)
        rest = (f"{self.right} × {self.seeds}", self.rejected, f"`{self.mark}`")
        return f"| {' | '.join(map(str, (f'`{self.slug}`', *numbers, *rest)))} |\n"


def standing(recipe: Recipe, seeds: Sequence[int], jobs: int) -> Standing:
    """Measure one assignment; trainings are not part of it."""
    grader = recipe.grader()
    oracles = {oracle.module.__name__: oracle for oracle in grader.oracles.values()}
    right = list(solutions(grader, "right"))
    return Standing(
        slug=recipe.slug,
        probes=sum(len(oracle.probes) for oracle in grader.oracles.values()),
        conventions=sum(len(oracle.conventions) for oracle in oracles.values()),
        mistakes=len({one.id for oracle in oracles.values() for one in oracle.mistakes}),
        power=powers(grader),
        right=len(right),
        seeds=len(seeds),
        rejected=sum(_rejected(recipe, right, seed, jobs) for seed in seeds),
        mark=mark(grader),
    )


def powers(grader: Grader) -> Power:
    """What the questions of one sheet see, over all exercises."""
    asked = sheet(grader.assignment, grader.oracles, seed_of(b"power", grader.assignment.slug, ""))
    found = (
        power(oracle, grader.bench, [job for job in asked if job.exercise == name])
        for name, oracle in grader.oracles.items()
    )
    return reduce(or_, found, Power())


def mark(grader: Grader) -> str:
    """Changes whenever something changes that the row was measured with."""
    whole = hashlib.sha256(grader.assignment.digest.encode())
    for digest in sorted(one.digest for one in solutions(grader, "right")):
        whole.update(digest.encode())
    return whole.hexdigest()[:8]


def written(file: Path, rows: Iterable[Standing]) -> None:
    """Put rows into the table of a Markdown file, in place of those of the same assignments."""
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}.") from error
    before, begin, rest = text.partition(BEGIN)
    table, end, after = rest.partition(END)
    if not (begin and end):
        raise UsageError(f'{file}: there is no place for the table, "{BEGIN}" … "{END}".')
    known = {line.split("|")[1].strip(): f"{line}\n" for line in table.splitlines() if "`" in line}
    known |= {f"`{one.slug}`": one.row for one in rows}
    lines = "".join(known[slug] for slug in sorted(known))
    file.write_text(f"{before}{begin}\n\n{HEADER}{lines}\n{end}{after}", encoding="utf-8")


def _rejected(recipe: Recipe, right: Sequence[Submission], seed: int, jobs: int) -> int:
    quick = replace(recipe, secret=secret_of(seed), trainings="none", rendered=False)
    grader = quick.grader()

    def hopeless(submission: Submission) -> Wanted:
        return Wanted(grader.void(submission, "its worker process died twice"))

    made = pooled(quick, right, jobs, hopeless)
    return sum(any(e.score < e.max_score for e in wanted.grade.exercises) for _, wanted in made)


def _share(part: int, whole: int) -> str:
    return f"{part} ({100 * part / whole:.0f} %)" if whole else "–"
