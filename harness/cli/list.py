"""`harness list`: what can be graded."""

from pathlib import Path

import click

from harness.cli import options


@click.command("list")
@click.argument("slug", metavar="[ASSIGNMENT]", required=False)
@options.language()
@options.course()
def command(slug: str | None, lang: str, root: Path | None) -> int:
    """List the assignments of the course, or the exercises of one."""
    from harness import ask
    from harness.report.plain import points

    course = ask.find(root, kits=True)
    language = options.spoken(lang)
    for name in [slug] if slug else course.slugs:
        assignment = ask.read(course, name)
        total = points(assignment.points)
        click.echo(f"{name:<16} {total:>4} points  {assignment.title[language]}")
        for exercise in assignment.exercises if slug else ():
            click.echo(f"  {exercise.name:<28} {points(exercise.points):>4}")
    return 0
