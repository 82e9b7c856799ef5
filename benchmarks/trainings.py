"""What the solutions of an assignment reach in its trainings, on full sets or on the slices.

    PYTHONPATH=. python benchmarks/trainings.py mlp cnn --full --to benchmarks/results/trainings.csv

Every right solution, and every wrong one in what it says it fails, is graded as a class is: walls,
secret classes, as many seeds as its points need. A row a training is added to the table as it ends;
what stands there already is not trained again, so a run may be cut off. A wrong solution's right
trainings would only repeat what a right one shows.
"""

import argparse
import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from harness import ask, intake, sandbox
from harness.grade import Recipe, secret_of
from harness.grade.prove import blamed
from harness.model import ExerciseResult, Submission, Tuition
from harness.report.plain import number


ROOT = Path(__file__).resolve().parent.parent
COLUMNS = (
    "assignment", "solution", "training", "set", "samples", "seeds", "accuracy", "lowest",
    "highest", "seconds", "points", "of", "told",
)  # fmt: skip


def main() -> None:
    """Train what is not in the table yet."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("slugs", nargs="+", metavar="ASSIGNMENT")
    parser.add_argument("--full", action="store_true", help="the full sets, in $HARNESS_DATA")
    parser.add_argument("--only", action="append", metavar="EXERCISE", help="one of its exercises")
    parser.add_argument("--gpu", choices=["auto", "none", "required"], default="none")
    parser.add_argument("--to", type=Path, required=True, metavar="FILE.csv")
    asked = parser.parse_args()
    done = known(asked.to)
    for slug in asked.slugs:
        assignment = ask.read(ask.Course(ROOT), slug)
        trained = tuple(
            exercise.name
            for exercise in assignment.exercises
            if exercise.trainings and exercise.name in (asked.only or {exercise.name})
        )
        recipe = Recipe(
            course=ROOT,
            slug=slug,
            sandbox=sandbox.choose("auto", sandbox.LEVELS["none"]).name,
            secret=secret_of(0),
            language="en",
            rendered=False,
            trainings="best" if asked.full else "slice",
            gpu=asked.gpu,
        )
        for submission, only in solutions(assignment.folder, slug, trained):
            if (slug, submission.label) not in done:
                results = replace(recipe, only=only).grader().grade(submission).exercises
                add(asked.to, [row for one in results for row in rows(slug, submission, one)])


def known(file: Path) -> set[tuple[str, str]]:
    """Which solutions stand in the table."""
    if not file.exists():
        return set()
    with file.open(newline="", encoding="utf-8") as table:
        return {(row["assignment"], row["solution"]) for row in csv.DictReader(table)}


def solutions(
    folder: Path, slug: str, trained: tuple[str, ...]
) -> Iterator[tuple[Submission, tuple[str, ...]]]:
    """The right ones with all that is trained, wrong ones with what their first line blames."""
    for role in ("right", "wrong"):
        for source in intake.batch(folder / "solutions" / role, slug):
            one = intake.read(source, slug)
            only = tuple(name for name in trained if role == "right" or name in blamed(one))
            if only:
                yield replace(one, label=f"{role}/{one.label}"), only


def rows(slug: str, submission: Submission, exercise: ExerciseResult) -> Iterator[dict]:
    """What became of each training of one exercise."""
    told = " ".join(dict.fromkeys(f.code for f in exercise.findings if f.costs)) or "–"
    points = {check.name: (check.score, check.max_score) for check in exercise.checks}
    for one in exercise.tuitions:
        score, worth = points[one.check]
        yield {
            "assignment": slug,
            "solution": submission.label,
            "training": f"{exercise.name}/{one.check}",
            "set": one.data + (" (slice)" if one.slice else ""),
            **reached(one),
            "points": number(score),
            "of": number(worth),
            "told": told,
        }


def reached(one: Tuition) -> dict:
    """Samples, seeds, accuracies and seconds of a training."""
    ended = [run.accuracy for run in one.runs if run.accuracy is not None]
    return {
        "samples": max((run.drawn for run in one.runs), default=0),
        "seeds": len(one.runs),
        "accuracy": "" if one.accuracy is None else f"{one.accuracy:.4f}",
        "lowest": f"{min(ended):.4f}" if ended else "",
        "highest": f"{max(ended):.4f}" if ended else "",
        "seconds": f"{sum(run.seconds for run in one.runs) / max(len(one.runs), 1):.1f}",
    }


def add(file: Path, found: list[dict]) -> None:
    """Add rows to the table, with its header where it is new."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = not file.exists()
    with file.open("a", newline="", encoding="utf-8") as table:
        writer = csv.DictWriter(table, COLUMNS, lineterminator="\n")
        if fresh:
            writer.writeheader()
        writer.writerows(found)
    for row in found:
        print(*row.values(), flush=True)


if __name__ == "__main__":
    main()
