"""The rules of the house that can be listed are held here; the layers are import-linter's."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from harness import ask


ROOT = Path(__file__).resolve().parent.parent
COURSE = ask.Course(ROOT)
MODULES = sorted((ROOT / "harness").rglob("*.py"))
ORACLES = sorted(
    {e.oracle for s in COURSE.slugs for e in ask.read(COURSE, s).exercises if e.oracle is not None}
)
PARAGRAPHS = ("Shapes", "Stability", "Conventions", "Blind spots", "Source")
LONGEST_MODULE, LONGEST_BODY = 300, 45


def named(paths):
    return [pytest.param(path, id=str(path.relative_to(ROOT))) for path in paths]


@pytest.mark.parametrize("module", named(MODULES))
def test_a_module_is_one_idea(module):
    """Short enough to be read, with the idea in its first line."""
    text = module.read_text()
    tree = ast.parse(text)

    assert ast.get_docstring(tree), "a module begins with its idea"
    assert len(text.splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("module", named(MODULES))
def test_functions_are_short_and_public_ones_say_what_they_do(module):
    """What a caller needs stands in the docstring, what a reader needs fits on a screen."""
    long, silent = [], []
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            public = not node.name.startswith("_")
            if isinstance(node, ast.FunctionDef):
                body = node.end_lineno - node.body[0].lineno + 1
                long += [node.name] if body > LONGEST_BODY else []
                public = public and not _within_private(module, node)
            if public and not ast.get_docstring(node):
                silent.append(node.name)

    assert [] == long
    assert [] == silent


def _within_private(module: Path, function: ast.FunctionDef) -> bool:
    """Nested functions, and methods of private classes, are nobody's interface."""
    for node in ast.walk(ast.parse(module.read_text())):
        inside = isinstance(node, ast.FunctionDef) or (
            isinstance(node, ast.ClassDef) and (node.name.startswith("_") or _is_protocol(node))
        )
        if inside and node.lineno < function.lineno <= (node.end_lineno or 0):
            return True
    return False


def _is_protocol(node: ast.ClassDef) -> bool:
    return any(isinstance(base, ast.Name) and base.id == "Protocol" for base in node.bases)


@pytest.mark.parametrize("name", ORACLES)
def test_an_oracle_opens_with_its_equation_and_five_paragraphs(name):
    """Idea, equations, Shapes, Stability, Conventions, Blind spots, Source with a year."""
    words = COURSE.oracle(name).__doc__ or ""

    assert [] == [p for p in PARAGRAPHS if not re.search(rf"^{p}\s", words, re.MULTILINE)]
    assert "=" in words.split("Shapes")[0], "the equation comes first"
    assert re.search(r"\b(19|20)\d\d\b", words.split("Source")[1])


@pytest.mark.parametrize("slug", COURSE.slugs)
def test_an_assignment_is_whole(slug):
    """Two handouts that name every exercise, two starters, enough right and wrong solutions."""
    assignment = ask.read(COURSE, slug)
    folder = assignment.folder
    right = [p for p in (folder / "solutions" / "right").iterdir() if p.name[0] not in "._"]
    wrong = [p for p in (folder / "solutions" / "wrong").iterdir() if p.name[0] not in "._"]
    notebooks = [p for p in right if p.suffix == ".ipynb" or list(p.glob("*.ipynb"))]

    for language in ("en", "zh"):
        handout = (folder / f"handout.{language}.md").read_text()
        assert [] == [e.name for e in assignment.exercises if e.name not in handout]
    assert {f"{slug}.py", f"{slug}.ipynb"} <= {p.name for p in (folder / "starter").iterdir()}
    assert len(right) >= 8
    assert len(wrong) >= 25
    assert len(notebooks) >= 2


@pytest.mark.parametrize("slug", COURSE.slugs)
def test_some_questions_stay_hidden_and_some_are_seen(slug):
    """A self-check must be useful, and a grade must not be learned by heart."""
    assignment = ask.read(COURSE, slug)
    oracles = ask.oracles(assignment, COURSE)

    for name, oracle in oracles.items():
        (public,) = (one.public for one in assignment.exercises if one.name == name)
        assert 2 <= len(public) < len(oracle.probes)


@pytest.mark.parametrize("name", ORACLES)
def test_the_catalogue_is_as_large_as_promised(name):
    """Twelve mistakes for each pair of functions, twenty for each optimizer."""
    module = COURSE.oracle(name)
    optimizer = name.rpartition(".")[2] in {"sgd", "adam", "adagrad"}

    assert len(module.MISTAKES) >= (20 if optimizer else 12)
    assert len({m.name for m in module.MISTAKES}) == len(module.MISTAKES)


def test_nothing_is_ever_unpickled():
    """Neither by us nor through a library's convenience."""
    words = re.compile(r"\b(pickle|dill|joblib|shelve|marshal|torch\.load|allow_pickle=True)\b")
    found = [
        str(module)
        for module in MODULES
        if words.search(re.sub(r'""".*?"""|#.*', "", module.read_text(), flags=re.DOTALL))
    ]

    assert [] == found


def test_no_tracked_file_knows_a_machine():
    """The project speaks of itself alone."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split("\0")
    words = re.compile(r"/(?:work|home|root)/[a-z]|/tmp/bash", re.IGNORECASE)
    found = []
    for name in filter(None, listed):
        file = ROOT / name
        if file.suffix in {".py", ".md", ".toml", ".j2", ".txt", ".html"} and file.is_file():
            found += [
                f"{name}: {hit[0]}" for hit in words.finditer(file.read_text(errors="replace"))
            ]

    allowed = ("tests/", "assignments/")  # where such a path is what a student might write
    assert [] == [hit for hit in found if not hit.startswith(allowed)]
