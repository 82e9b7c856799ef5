"""Which of the files is the module or notebook to be judged."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from harness.intake.finding import UnreadableError, listed, refusal, shown, warning
from harness.intake.gather import Work
from harness.model import Finding


Untouched = Callable[[bytes], bool]
"""Whether a file is the starter as it was handed out."""

Notes = tuple[Finding, ...]

_NAMED_RULES = 3
"""The first rules go by the assignment's name."""
_COPY = r"(?:[\W_]*+(?:copy|final|new|fixed|v?\d++|副本|最终版?|终稿))*+[\W_]*+"
"""Marks of a copy; possessive, since a student chooses the names that are matched."""
_CODE = re.compile(r"\.(py|ipynb)$", re.IGNORECASE)
_HELPER = re.compile(r"(__init__|__main__|setup|conftest|test_.*|.*_test)\.py", re.IGNORECASE)


def choose(work: Work, slug: str, untouched: Untouched) -> Work:
    """Set `main`, and say so wherever it was not simply `<slug>.py` or `<slug>.ipynb`.

    1. The files at the top are looked at; if none is code, those of the one folder that has code,
       or of the one that has a file called as the assignment.
    2. The first of these rules that fits any file decides: it is called `<slug>.py` or
       `<slug>.ipynb`; it is called so but for the case of its letters; its name ends in the slug
       (`wang_activations (1).py`); it is neither a test nor `__init__.py` or the like; it is code.
    3. If it fits several, untouched starters yield to files that somebody has worked on. A module
       and a notebook both called after the assignment: the module counts, because it is what was
       asked for first, and a notebook beside it is usually where it was tried out.
    4. Whatever else is equally good cannot be told apart: nothing is run, and all are named.
    """
    files = work.files
    try:
        place = _place(tuple(files), slug)
        main, notes = _decide({path: files[path] for path in place}, slug, untouched)
    except UnreadableError as stop:
        return replace(work, findings=(*work.findings, stop.finding))
    if "/" in main:
        notes = (*notes, warning("intake.main.below", name=shown(main)))
    lower = _CODE.sub(lambda match: match[0].lower(), main)
    renamed = {(lower if path == main else path): data for path, data in files.items()}
    return replace(work, files=renamed, main=lower, findings=(*work.findings, *notes))


def _place(paths: Sequence[str], slug: str) -> tuple[str, ...]:
    """The code that lies where the submission has to lie."""
    code = tuple(path for path in paths if _CODE.search(path))
    top = tuple(path for path in code if "/" not in path)
    if any(not _HELPER.fullmatch(path) for path in top):
        return top
    below = [path for path in code if path.count("/") == 1]
    named = [path for path in below if _stem(path).casefold() == slug.casefold()]
    for candidates in (below, named):
        folders = {path.partition("/")[0] for path in candidates}
        if len(folders) == 1:
            return tuple(path for path in below if path.partition("/")[0] in folders)
    if top:
        return top
    if code:
        raise refusal("intake.main.deeper", "missing", slug=slug, names=listed(code))
    if not paths:
        raise refusal("intake.empty", "missing", slug=slug)
    raise refusal("intake.main.none", "missing", slug=slug, seen=listed(paths), count=len(paths))


def _decide(place: Mapping[str, bytes], slug: str, untouched: Untouched) -> tuple[str, Notes]:
    wanted = {f"{slug}.py", f"{slug}.ipynb"}
    rules: tuple[tuple[str | None, Callable[[str], bool]], ...] = (
        (None, lambda base: base in wanted),
        ("case", lambda base: base.casefold() in {name.casefold() for name in wanted}),
        ("other", lambda base: _names(slug, base)),
        ("other", lambda base: not _HELPER.fullmatch(base)),
        ("other", lambda _: True),
    )
    for rule, (note, fits) in enumerate(rules):
        candidates = {path: place[path] for path in place if fits(path.rpartition("/")[2])}
        if not candidates:
            continue
        main, notes = _best(candidates, slug, untouched, named=rule < _NAMED_RULES)
        if note:
            expected = f"{slug}{main[main.rindex('.') :].lower()}"
            notes = (*notes, warning(f"intake.main.{note}", name=shown(main), expected=expected))
        return main, notes
    raise AssertionError(place)  # the last rule fits whatever is there


def _best(
    candidates: Mapping[str, bytes], slug: str, untouched: Untouched, *, named: bool
) -> tuple[str, Notes]:
    if len(candidates) == 1:
        return next(iter(candidates)), ()
    worked_on = [path for path, data in candidates.items() if not untouched(data)]
    if len(worked_on) == 1:
        others = [path for path in candidates if path not in worked_on]
        note = warning("intake.main.starter", name=shown(worked_on[0]), others=listed(others))
        return worked_on[0], (note,)
    rest = worked_on or list(candidates)
    modules = [path for path in rest if path.lower().endswith(".py")]
    if named and len(modules) == 1:
        others = [path for path in rest if path not in modules]
        return modules[0], (
            warning("intake.main.both", name=shown(modules[0]), others=listed(others)),
        )
    raise refusal("intake.main.several", names=listed(rest), count=len(rest), slug=slug)


def _stem(path: str) -> str:
    return _CODE.sub("", path.rpartition("/")[2])


def _names(slug: str, base: str) -> bool:
    """Whether a file is called after the assignment, with a name before it or a copy's mark after.

    `wang_activations.py` and `activations (1).py` are; `activations_helper.py` is not.
    """
    words = r"[\W_]+".join(map(re.escape, re.split(r"[\W_]+", slug)))
    return re.fullmatch(rf"(.*[\W_])?{words}{_COPY}", _stem(base), re.IGNORECASE) is not None
