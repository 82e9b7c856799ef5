"""Is a right solution ever turned down by chance? One is asked under many secret seeds.

    python benchmarks/regrade.py regularization --solution textbook.py --count 1000
    python benchmarks/regrade.py rnn --solution lstm_plain.py --only sample

Every secret deals another sheet of hidden questions, drawn anew, and the whole sheet is asked and
judged as in `harness grade`, in one process behind `--sandbox process` that lives for all of them.
Trainings are left out: they are judged by their accuracy, and how that spreads is for `harness
calibrate` to say. What was lost is printed with the seed's fingerprint. `--only` leaves out
exercises in which chance has no part.
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from harness import ask, intake, sandbox
from harness.judge import Bench, judge
from harness.model import Assignment, Job, Outcome, Session, Submission, Verdict
from harness.plan import Seed, seed_of, sheet


ROOT = Path(__file__).resolve().parent.parent
EVERY = 50
"""So many sheets pass between two lines of progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One sheet: how many questions it had, and what was not right about the answers."""

    seed: Seed
    questions: int
    lost: tuple[str, ...]
    """Exercises with the checks that failed, and the codes of what was found."""


def regraded(
    assignment: Assignment, course: ask.Course, submission: Submission, seeds: Sequence[Seed]
) -> Iterator[Asked]:
    """The same work on one sheet after the other. Only hidden questions differ between them."""
    oracles, drives = ask.oracles(assignment, course), ask.drives(assignment)
    with sandbox.choose("process").open(submission, assignment) as session:
        for seed in seeds:
            bench = Bench(oracles, drives)
            jobs = [job for job in sheet(assignment, oracles, seed) if job.hidden]
            verdicts = list(_verdicts(assignment, bench, session, jobs))
            lost = tuple(told for verdict in verdicts for told in _lost(verdict))
            yield Asked(seed=seed, questions=len(jobs), lost=lost)


def _verdicts(
    assignment: Assignment, bench: Bench, session: Session, jobs: Sequence[Job]
) -> Iterator[Verdict]:
    evidence = session.ask(jobs)
    for name in bench.oracles:
        pairs = [pair for pair in zip(jobs, evidence, strict=True) if pair[0].exercise == name]
        yield judge(assignment, bench, name, pairs, lambda _: None)


def _lost(verdict: Verdict) -> Iterator[str]:
    checks = [name for name, out in verdict.checks.items() if out is not Outcome.PASSED]
    if checks:
        codes = sorted({f"{f.code} {f.message.params}" for f in verdict.findings if f.costs})
        yield f"{verdict.exercise}: {', '.join(checks)} ({'; '.join(codes)})"


def main() -> int:
    """Ask as often as was wanted, and say how often a point was lost."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("slug", metavar="ASSIGNMENT")
    parser.add_argument("--solution", default="textbook.py", help="of its solutions/right")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--only", action="append", metavar="EXERCISE", help="default: all of them")
    wanted = parser.parse_args()
    course = ask.Course(ROOT)
    assignment = ask.read(course, wanted.slug)
    if wanted.only:
        chosen = tuple(one for one in assignment.exercises if one.name in wanted.only)
        assignment = replace(assignment, exercises=chosen)
    place = assignment.folder / "solutions" / "right" / wanted.solution
    submission = next(intake.read(one, wanted.slug) for one in intake.batch(place, wanted.slug))
    secrets = (f"regrade {number}".encode() for number in range(wanted.count))
    seeds = [seed_of(secret, wanted.slug, submission.digest) for secret in secrets]
    began, rejected, questions = time.perf_counter(), 0, 0
    for number, asked in enumerate(regraded(assignment, course, submission, seeds), start=1):
        questions += asked.questions
        rejected += bool(asked.lost)
        for told in asked.lost:
            print(f"  {asked.seed.fingerprint}  {told}", flush=True)
        if number % EVERY == 0 or number == wanted.count:
            print(
                f"{wanted.slug} {wanted.solution}: {rejected} of {number} sheets rejected, "
                f"{questions} questions, {time.perf_counter() - began:.0f} s",
                flush=True,
            )
    return 1 if rejected else 0


if __name__ == "__main__":
    raise SystemExit(main())
