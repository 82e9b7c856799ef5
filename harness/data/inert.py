"""Reads the object files of CIFAR-10's Python version without making a single object.

The files are programs for a stack machine that may call any function in Python. This machine has
no calls: what would be made is only written down, and any name but three of NumPy's is refused.
"""

import pickletools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


NAMES = frozenset(
    {
        "numpy.core.multiarray _reconstruct",
        "numpy._core.multiarray _reconstruct",
        "numpy ndarray",
        "numpy dtype",
    }
)
"""All that an array of bytes needs; each stays a name."""


class RefusedError(ValueError):
    """The file asks for something that plain arrays and lists do not need."""


@dataclass(frozen=True, slots=True)
class Name:
    """Something in a module, never imported."""

    name: str


@dataclass(slots=True, eq=False)
class Made:
    """What would have been made: of what, with which arguments, in which state."""

    of: str
    arguments: tuple[Any, ...]
    state: Any = None


def read(data: bytes, most: int) -> Any:
    """What the file describes, in bytes, numbers, lists, dicts, tuples and `Made`.

    Stops after `most` steps. Raises RefusedError, whatever is wrong.
    """
    machine = _Machine()
    try:
        for step, (opcode, argument, _) in enumerate(pickletools.genops(data)):
            if opcode.name == "STOP":
                return machine.stack.pop()
            if step == most:
                break
            _STEPS.get(opcode.name, _refuse(opcode.name))(machine, argument)
    except (ValueError, IndexError, KeyError, TypeError, AttributeError) as error:
        if isinstance(error, RefusedError):
            raise
        raise RefusedError(f"it is cut off or damaged ({error})") from error
    raise RefusedError(f"it takes more than {most:,} steps")


def _refuse(opcode: str) -> "_Step":
    def refuse(_machine: _Machine, _argument: Any) -> None:
        raise RefusedError(f"it uses {opcode}, which plain arrays do not need")

    return refuse


class _Machine:
    """A stack, the stacks below the open marks, and what was put aside."""

    def __init__(self) -> None:
        self.stack: list[Any] = []
        self.below: list[list[Any]] = []
        self.memo: dict[int, Any] = {}

    def push(self, value: Any) -> None:
        self.stack.append(value)

    def mark(self) -> None:
        self.below.append(self.stack)
        self.stack = []

    def marked(self) -> list[Any]:
        """All above the last mark, which goes away."""
        above, self.stack = self.stack, self.below.pop()
        return above

    def last(self, count: int) -> list[Any]:
        above = self.stack[len(self.stack) - count :]
        if len(above) < count:
            raise RefusedError("it takes from an empty stack")
        del self.stack[len(self.stack) - count :]
        return above

    def append(self, values: list[Any]) -> None:
        _a(list, self.stack[-1]).extend(values)

    def set(self, values: list[Any]) -> None:
        for key, value in zip(values[::2], values[1::2], strict=True):
            _a(dict, self.stack[-1])[_a(bytes, key)] = value

    def name(self, name: str) -> None:
        if name not in NAMES:
            raise RefusedError(f"it wants {name.replace(' ', '.')}, which an array does not need")
        self.push(Name(name))

    def reduce(self) -> None:
        function, arguments = self.last(2)
        self.push(Made(_a(Name, function).name, _a(tuple, arguments)))

    def build(self) -> None:
        (state,) = self.last(1)
        _a(Made, self.stack[-1]).state = state


def _a(kind: type, value: Any) -> Any:
    if not isinstance(value, kind):
        raise RefusedError(f"a {type(value).__name__} stands where a {kind.__name__} belongs")
    return value


_Step = Callable[[_Machine, Any], Any]
_STEPS: dict[str, _Step] = {
    "PROTO": lambda _m, _a: None,
    "FRAME": lambda _m, _a: None,
    "MARK": lambda m, _: m.mark(),
    "NONE": lambda m, _: m.push(None),
    "NEWTRUE": lambda m, _: m.push(True),
    "NEWFALSE": lambda m, _: m.push(False),
    "EMPTY_DICT": lambda m, _: m.push({}),
    "EMPTY_LIST": lambda m, _: m.push([]),
    "EMPTY_TUPLE": lambda m, _: m.push(()),
    "TUPLE": lambda m, _: m.push(tuple(m.marked())),
    "TUPLE1": lambda m, _: m.push(tuple(m.last(1))),
    "TUPLE2": lambda m, _: m.push(tuple(m.last(2))),
    "TUPLE3": lambda m, _: m.push(tuple(m.last(3))),
    "APPEND": lambda m, _: m.append(m.last(1)),
    "APPENDS": lambda m, _: m.append(m.marked()),
    "SETITEM": lambda m, _: m.set(m.last(2)),
    "SETITEMS": lambda m, _: m.set(m.marked()),
    "GLOBAL": lambda m, name: m.name(name),
    "REDUCE": lambda m, _: m.reduce(),
    "BUILD": lambda m, _: m.build(),
}
_STEPS |= dict.fromkeys(("BININT", "BININT1", "BININT2", "LONG1"), lambda m, number: m.push(number))
_STEPS |= dict.fromkeys(
    ("BINSTRING", "SHORT_BINSTRING"), lambda m, text: m.push(text.encode("latin-1"))
)
_STEPS |= dict.fromkeys(("BINBYTES", "SHORT_BINBYTES"), lambda m, data: m.push(data))
_STEPS |= dict.fromkeys(("BINUNICODE",), lambda m, text: m.push(text.encode()))
_STEPS |= dict.fromkeys(
    ("BINPUT", "LONG_BINPUT"), lambda m, key: m.memo.__setitem__(key, m.stack[-1])
)
_STEPS |= dict.fromkeys(("BINGET", "LONG_BINGET"), lambda m, key: m.push(m.memo[key]))
