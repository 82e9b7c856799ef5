"""The laws of oracles as modules of their own: what they need, and no more.

A law is a predicate that stands beside the function it is about. What it needs of its module (and
of those that this one imports) is cut out, statement by statement, without comments, docstrings and
annotations. One that would take along a function which the answer is computed with stays behind,
and so does one that is built on a class: a law is functions and numbers.
"""

import ast
from collections.abc import Iterable, Iterator
from types import ModuleType

from harness.model import Oracle
from harness.pack.sources import Place, Source, binds, free, is_module, is_ours, source_of


MAIN = "laws.py"


def closure(start: Iterable[Place]) -> set[Place]:
    """These names and all that they need."""
    found: set[Place] = set()
    waiting = list(start)
    while waiting:
        place = waiting.pop()
        if place in found:
            continue
        source = source_of(place.module)
        if place.name not in source.bound:
            continue
        origin = source.origin(place.name)
        if origin != place and origin is not None:
            waiting.append(origin)
            continue
        found.add(place)
        waiting += source.needs(source.bound[place.name])
    return found


def functions(places: Iterable[Place]) -> set[Place]:
    """Those that compute something."""
    kinds = ast.FunctionDef | ast.ClassDef
    return {one for one in places if isinstance(source_of(one.module).bound[one.name], kinds)}


def gives_away(needed: set[Place], secret: set[Place]) -> bool:
    """Whether a law that needs all this would show how the answer is computed."""
    bound = (source_of(place.module).bound[place.name] for place in needed)
    return bool(functions(needed) & secret) or any(isinstance(one, ast.ClassDef) for one in bound)


def answering(oracles: Iterable[Oracle]) -> set[Place]:
    """The functions that answers are computed with, and those that bound the right ones."""
    start = []
    for oracle in oracles:
        names = {oracle.name} | {
            name for probe in oracle.probes.values() for name in probe.between or ()
        }
        start += [Place(oracle.module.__name__, name) for name in names]
    return functions(closure(start))


def definition(oracle: Oracle, law: str) -> tuple[str, ast.expr] | None:
    """The module in which a law is written, and its predicate; None if it is made by a program."""
    reached = {place.module for place in closure([Place(oracle.module.__name__, "LAWS")])}
    for name in sorted(reached | {oracle.module.__name__}):
        source = source_of(name)
        for call in ast.walk(source.tree):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Law":
                given = {word.arg: word.value for word in call.keywords}
                if _says(source.module, given["name"]) == law:
                    return name, given["holds"]
    return None


def written(laws: dict[str, tuple[str, ast.expr]]) -> dict[str, str]:
    """Modules in which these predicates stand by name, `laws.py` first."""
    start = {place for module, expr in laws.values() for place in source_of(module).needs(expr)}
    places = closure(start)
    files = {MAIN: ""}
    for module in sorted({place.module for place in places} | {m for m, _ in laws.values()}):
        wanted = {place.name for place in places if place.module == module}
        own = {name: expr for name, (where, expr) in laws.items() if where == module}
        files[f"{_named(module)}.py"] = _text(source_of(module), wanted, own)
        if own:
            files[MAIN] += f"from {_named(module)} import {', '.join(own)}\n"
    return files


def needs(module: str, expr: ast.expr) -> set[Place]:
    """All that a predicate needs."""
    return closure(source_of(module).needs(expr))


def _text(source: Source, wanted: set[str], laws: dict[str, ast.expr]) -> str:
    kept = [one for one in source.tree.body if set(binds(one)) & wanted]
    used = set().union(*map(free, (*kept, *laws.values())))
    lines = [ast.unparse(one) for one in _imports(source, used)]
    lines += [ast.unparse(one) for one in kept if not isinstance(one, ast.Import | ast.ImportFrom)]
    lines += [f"{name} = {ast.unparse(expr)}" for name, expr in laws.items()]
    return "\n\n".join(lines) + "\n"


def _imports(source: Source, used: set[str]) -> Iterator[ast.stmt]:
    for statement in source.tree.body:
        if not isinstance(statement, ast.Import | ast.ImportFrom):
            continue
        names = [one for one in statement.names if (one.asname or one.name.split(".")[0]) in used]
        if not names:
            continue
        if isinstance(statement, ast.Import):
            yield ast.Import(names)
        elif not is_ours(statement):
            yield ast.ImportFrom(statement.module, names, 0)
        else:
            for one in names:
                whole = f"{statement.module}.{one.name}"
                if is_module(whole):
                    yield ast.Import([ast.alias(_named(whole), one.asname or one.name)])
                else:
                    yield ast.ImportFrom(_named(str(statement.module)), [one], 0)


def _named(module: str) -> str:
    return f"laws_of_{module.rpartition('.')[2]}"


def _says(module: ModuleType, expr: ast.expr) -> object:
    code = compile(ast.Expression(expr), module.__name__, "eval")
    return eval(code, dict(vars(module)))  # noqa: S307  # the course's own constant
