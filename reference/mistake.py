"""Conventions and mistakes are edits of an oracle: what it says, what people write instead."""

import inspect
from dataclasses import dataclass
from types import ModuleType


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One passage of an oracle's source, read another way, and the name of that reading."""

    name: str
    name_zh: str
    right: str
    wrong: str

    def mutant(self, oracle: ModuleType) -> ModuleType:
        """The oracle with this edit made. The edit must fit exactly one place."""
        source = inspect.getsource(oracle).partition("\nPROBES")[0]
        if (found := source.count(self.right)) != 1:
            raise ValueError(
                f"{oracle.__name__}: {type(self).__name__.lower()} {self.name!r} edits "
                f"{self.right!r}, which occurs {found} times; it must occur once"
            )
        module = ModuleType(f"{oracle.__name__} with {self.name}")
        exec(compile(source.replace(self.right, self.wrong), module.__name__, "exec"), vars(module))
        return module


@dataclass(frozen=True, slots=True, kw_only=True)
class Convention(Edit):
    """A reading that is right as well. The report names it; it costs nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake(Edit):
    """A misreading, with the question that leads out of it and does not give the answer away."""

    ask: str
    ask_zh: str
    same_as: tuple[str, ...] = ()
    """Names of other mistakes that no probe can tell from this one: declared synonyms."""
