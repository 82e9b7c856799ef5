"""A module of the reference, taken apart: what each name at its top is bound by, and needs."""

import ast
import inspect
import sys
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import NamedTuple


class Place(NamedTuple):
    """A name at the top of a module."""

    module: str
    name: str


class Source:
    """One module of the reference, taken apart into what its names are bound by."""

    def __init__(self, module: ModuleType) -> None:
        self.module = module
        self.tree = _bare(ast.parse(inspect.getsource(module)))
        self.bound = {name: statement for statement in self.tree.body for name in binds(statement)}

    def origin(self, name: str) -> Place | None:
        """Where a name of this module comes from: here, or another module of the reference."""
        statement = self.bound[name]
        if not isinstance(statement, ast.ImportFrom) or not is_ours(statement):
            return Place(self.module.__name__, name)
        alias = next(one for one in statement.names if (one.asname or one.name) == name)
        whole = f"{statement.module}.{alias.name}"
        return None if is_module(whole) else Place(str(statement.module), alias.name)

    def needs(self, node: ast.AST) -> Iterator[Place]:
        """What a piece of this module needs directly."""
        for name in free(node) & set(self.bound):
            place = self.origin(name)
            if place is not None:
                yield place
                continue
            whole = _whole(self.bound[name], name)
            for inner in ast.walk(node):
                if isinstance(inner, ast.Attribute) and getattr(inner.value, "id", "") == name:
                    yield Place(whole, inner.attr)


@cache
def source_of(name: str) -> Source:
    """A module that has been imported, read once."""
    return Source(sys.modules[name])


def is_module(name: str) -> bool:
    """Whether this is a module as a whole, and no name in one."""
    return name in sys.modules


def is_ours(statement: ast.ImportFrom) -> bool:
    """Whether something of the reference is imported."""
    return str(statement.module).partition(".")[0] == "reference"


def _whole(statement: ast.stmt, name: str) -> str:
    assert isinstance(statement, ast.ImportFrom)
    alias = next(one for one in statement.names if (one.asname or one.name) == name)
    return f"{statement.module}.{alias.name}"


def binds(statement: ast.stmt) -> list[str]:
    """The names that a statement gives a value to."""
    match statement:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return [one.asname or one.name.split(".")[0] for one in names]
        case ast.Assign(targets=targets):
            return [n.id for one in targets for n in ast.walk(one) if isinstance(n, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
    return []


def free(node: ast.AST) -> set[str]:
    """Names that a piece of code takes from around it."""
    if isinstance(node, ast.FunctionDef | ast.Lambda):
        inner = [*node.body] if isinstance(node, ast.FunctionDef) else [node.body]
        arguments = node.args
        own = {
            one.arg for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
        } | {one.arg for one in (arguments.vararg, arguments.kwarg) if one}
        own |= {
            n.id
            for part in inner
            for n in ast.walk(part)
            if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        }
        own |= {n.name for part in inner for n in ast.walk(part) if isinstance(n, ast.FunctionDef)}
        outer = [*arguments.defaults, *(d for d in arguments.kw_defaults if d)]
        outer += node.decorator_list if isinstance(node, ast.FunctionDef) else []
        inside = set().union(*map(free, inner)) - own
        return inside.union(*map(free, outer))
    if isinstance(node, ast.Name):
        return {node.id}
    return set().union(*map(free, ast.iter_child_nodes(node)))


class _Bare(ast.NodeTransformer):
    """Nothing but what runs: no annotations, no docstrings."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        """Its arguments and its result say nothing of types."""
        self.generic_visit(node)
        node.returns = None
        for one in ast.walk(node.args):
            if isinstance(one, ast.arg):
                one.annotation = None
        first = node.body[0]
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            node.body = node.body[1:] or [ast.Pass()]
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.stmt:
        """A plain assignment."""
        if node.value is None:
            return ast.Pass()
        return ast.Assign([node.target], node.value)


def _bare(tree: ast.Module) -> ast.Module:
    bare: ast.Module = ast.fix_missing_locations(_Bare().visit(tree))
    return bare
