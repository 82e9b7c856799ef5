"""What `harness explain` prints: of a code its text, of an exercise or mistake the mathematics."""

from collections.abc import Iterable, Iterator, Mapping

from rich.console import RenderableType
from rich.text import Text as Line

from harness.model import Passage, Subject
from harness.report.explanations import READINGS, Explanation, explanation, explanations
from harness.report.markdown import THEME, Prose
from harness.report.text import printed
from harness.report.words import Words


Page = Iterable[RenderableType]


def screen(pages: Iterable[Page], *, width: int = 80, colour: bool = False) -> str:
    """The pages one below the other, with a line between them."""
    texts = (printed(page, width=width, colour=colour, theme=THEME) for page in pages)
    return "\n".join(texts)


def of_code(found: Explanation, code: str) -> Iterator[RenderableType]:
    """The page of a code."""
    yield _head(code, found.passage.title)
    yield ""
    yield Prose(found.passage.text)


def of_subject(subject: Subject, words: Words) -> Iterator[RenderableType]:
    """The page of an exercise, mistake, convention or law: its name, question and ground."""
    _ = words.translation.gettext
    kinds = {
        "mistake": _("a known mistake"),
        "convention": _("a convention that counts as right"),
        "law": _("a law that every right answer obeys"),
        "exercise": _("an exercise"),
    }
    yield _head(subject.code, kinds[subject.kind])
    exercises = ", ".join(subject.exercises)
    yield Line(f"{_spoken(subject.title, words)} · {exercises}", "dim")
    if subject.kind != "exercise":
        yield from ("", Line(_spoken(subject.name, words), "bold"))
    if subject.question:
        yield Line.assemble(("? ", "bold"), _spoken(subject.question, words))
    if about := explanation(words, READINGS.get(subject.kind, "")):
        yield from ("", Prose(about.passage.text))
    for passage in subject.passages:
        yield from _handout(passage, words)
    only = f" --only {exercises}" if len(subject.exercises) == 1 else ""
    yield ""
    yield Line.assemble((f"{_('Again:')} ", "dim"), f"harness check {subject.slug}{only}")


def contents(words: Words) -> Iterator[RenderableType]:
    """All codes by group, and what else can be asked for."""
    _ = words.translation.gettext
    yield Line(_("harness explain CODE explains one of these:"))
    group = ""
    for one in dict.fromkeys(explanations(words.folder, words.language).values()):
        if one.group != group:
            yield from ("", Line(one.group, "bold"))
            group = one.group
        yield Line.assemble("  ", (", ".join(one.codes), "cyan"), f"  {one.passage.title}")
    yield ""
    yield Prose(
        _(
            "It also explains an exercise by its name, and a mistake, a convention or a law by "
            "what the result calls it, such as relu/small-leaky-slope."
        )
    )


def _handout(passage: Passage, words: Words) -> Iterator[RenderableType]:
    told = words.translation.gettext("From the handout: %(title)s")
    yield from ("", Line(told % {"title": passage.title.replace("`", "")}, "bold underline"), "")
    yield Prose(passage.text)


def _head(code: str, title: str) -> Line:
    return Line.assemble((code, "bold cyan"), "  ", (title, "bold"))


def _spoken(text: Mapping[str, str], words: Words) -> str:
    return text.get(words.language) or text["en"]
