"""Packages that exist in the notebook, and do not where the work is graded."""

import dis
from collections.abc import Collection, Iterator, Mapping
from types import BuiltinFunctionType, CodeType, FunctionType, ModuleType
from typing import Any


_FUNCTIONS = (FunctionType, BuiltinFunctionType)


def borrowed(names: Mapping[str, Any], packages: Collection[str]) -> list[str]:
    """Of these packages the ones that names are from, or that functions import when called.

    Looked at and not run: what a name says of itself is not asked, only what Python keeps of it.
    """
    mine = [thing for name, thing in list(names.items()) if _is_own(name)]
    found = {root for thing in mine for root in (_root(thing), *_imported(thing))}
    return [one for one in packages if one in found]


def _is_own(name: object) -> bool:
    return type(name) is str and not name.startswith("_")


def _root(thing: object) -> str:
    """The package that a module, a class or a function is from."""
    if type(thing) is ModuleType:
        name = vars(thing).get("__name__")
    elif isinstance(thing, type):
        name = vars(thing).get("__module__")
    else:
        name = thing.__module__ if type(thing) in _FUNCTIONS else None
    return name.partition(".")[0] if type(name) is str else ""


def _imported(thing: object) -> Iterator[str]:
    """What the student's own functions, and the methods of their classes, import when called."""
    if _root(thing) != "__main__":
        return
    for one in vars(thing).values() if isinstance(thing, type) else (thing,):
        if type(one) is FunctionType:
            yield from _imports(one.__code__)


def _imports(code: CodeType) -> Iterator[str]:
    for step in dis.get_instructions(code):
        if step.opname == "IMPORT_NAME":
            yield str(step.argval).partition(".")[0]
    for inner in code.co_consts:
        if type(inner) is CodeType:
            yield from _imports(inner)
