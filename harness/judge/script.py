"""A question as Python that can be run: what a drive does with a submission, written down."""

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import Any

import numpy as np


MANY = 200
"""Arrays of more numbers are shortened; the script then says so."""
FEW = 3
"""More equal lines in a row become a loop."""
LONGEST = 60
"""So many lines are written; what follows is more of the same."""


_PLAIN = (np.ndarray, np.generic, int, float, str, tuple, list, dict, type(None))
"""Results that are looked at, not called further."""


class Recorder:
    """Stands in for a submission's function or class: does as the oracle's does, takes notes."""

    def __init__(self, thing: Any, name: str, notes: list[str], variables: dict[int, str]) -> None:
        held: list[Any] = []
        vars(self).update(_thing=thing, _name=name, _notes=notes, _variables=variables, _held=held)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Note the call; what an object's constructor returns is recorded further."""
        result_of, name = self._thing, self._name
        call = f"{name}({', '.join([*map(self._say, args), *self._keywords(kwargs)])})"
        result = result_of(*args, **kwargs)
        if isinstance(result, _PLAIN) or _is_tensor(result):
            self._notes.append(call)
            return result
        made = name.rpartition(".")[2].lower()
        taken = {note.partition(" = ")[0] for note in self._notes}
        made = next(n for n in (made, *(f"{made}{i}" for i in range(2, 99))) if n not in taken)
        self._notes.append(f"{made} = {call}")
        return Recorder(result, made, self._notes, self._variables)

    def __getattr__(self, name: str) -> Any:
        """Methods are recorded when they are called, arrays when they are written into."""
        found = getattr(self._thing, name)
        if callable(found):
            return Recorder(found, f"{self._name}.{name}", self._notes, self._variables)
        if type(found) is np.ndarray:
            return _Noted.of(found, f"{self._name}.{name}", self._notes)
        return found

    def __setattr__(self, name: str, value: Any) -> None:
        """Note that an attribute was set, and set it."""
        self._notes.append(f"{self._name}.{name} = {self._say(value)}")
        setattr(self._thing, name, value)

    def _keywords(self, kwargs: Mapping[str, Any]) -> list[str]:
        return [f"{key}={self._say(value)}" for key, value in kwargs.items()]

    def _say(self, value: Any) -> str:
        """A value as source; an array of a list gets a name, since it is changed in place."""
        if isinstance(value, list) and value and isinstance(value[0], np.ndarray):
            return "[" + ", ".join(self._variable(item) for item in value) + "]"
        if isinstance(value, np.random.Generator):
            return self._generator(value)
        return source(value)

    def _generator(self, rng: np.random.Generator) -> str:
        """A generator gets a name, since a call leaves it in another state; its seed is noted."""
        if id(rng) not in self._variables:
            taken = sum(note.startswith("rng") for note in self._notes)
            self._variables[id(rng)] = name = f"rng{taken + 1 if taken else ''}"
            self._held.append(rng)  # so that its id stays its own
            seed = getattr(rng.bit_generator.seed_seq, "entropy", None)
            self._notes.append(f"{name} = np.random.default_rng({seed})")
        return str(self._variables[id(rng)])

    def _variable(self, array: np.ndarray) -> str:
        if "." in self._name:
            return source(array)  # what a method is given is written out where it is given
        if id(array) not in self._variables:
            self._variables[id(array)] = name = f"theta{len(self._variables)}"
            self._held.append(array)  # so that its id stays its own
            self._notes.append(f"{name} = {source(array)}")
        return str(self._variables[id(array)])


class _Noted(np.ndarray):
    """An object's array, the same memory: notes when the whole of it is overwritten."""

    note: Callable[[Any], None] | None = None

    @classmethod
    def of(cls, array: np.ndarray, name: str, notes: list[str]) -> np.ndarray:
        noted = array.view(cls)
        noted.note = lambda value: notes.append(f"{name}[...] = {source(value)}")
        return noted

    def __setitem__(self, key: Any, value: Any) -> None:
        if key is Ellipsis and self.note is not None:
            self.note(value)
        super().__setitem__(key, value)


def script(drive: Callable[..., Any], thing: Any, name: str, arguments: Mapping[str, Any]) -> str:
    """The lines that put this question to `name`."""
    notes: list[str] = []
    with np.errstate(all="ignore"):
        drive(Recorder(thing, name, notes, {}), **arguments)
    shown = [note for note in notes if note.startswith("theta")]
    tail = [f"print({', '.join(n.partition(' = ')[0] for n in shown)})"] if shown else []
    lines = [*_gathered(notes), *tail]
    more = [f"# and {len(lines) - LONGEST} lines more"] if len(lines) > LONGEST else []
    return "\n".join([*lines[:LONGEST], *more])


def _gathered(notes: list[str]) -> Iterator[str]:
    """The same call many times in a row is a loop."""
    for note, group in groupby(notes):
        times = sum(1 for _ in group)
        many = times > FEW
        yield from [f"for _ in range({times}):", f"    {note}"] if many else [note] * times


def source(value: Any) -> str:
    """A value as Python source."""
    if isinstance(value, np.ndarray):
        return _array(value)
    if _is_tensor(value):
        return f"torch.from_numpy({_array(value.detach().cpu().numpy())})"
    if isinstance(value, list | tuple):
        left, right = "[]" if isinstance(value, list) else ("(", ",)" if len(value) == 1 else ")")
        return left + ", ".join(map(source, value)) + right
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{k!r}: {source(v)}" for k, v in value.items()) + "}"
    plain = not isinstance(value, float) or isinstance(value, np.generic) or np.isfinite(value)
    if hasattr(value, "forward"):
        return "model"
    return repr(value) if plain else f'float("{value}")'


def _is_tensor(value: Any) -> bool:
    """PyTorch's, told by what it can do: nothing here imports it."""
    return callable(getattr(value, "detach", None)) and callable(getattr(value, "numpy", None))


def _array(array: np.ndarray) -> str:
    dtype = "" if array.dtype in (np.float64, np.int64) else f", dtype=np.{array.dtype.name}"
    if array.size == 0:
        return f"np.zeros({array.shape}{dtype})"
    if array.ndim and array.size > 1 and not array.any():
        shape = f"{array.shape[0]}" if array.ndim == 1 else f"{array.shape}"
        return f"np.zeros({shape}{dtype})"
    text = np.array2string(
        array, separator=", ", threshold=MANY, max_line_width=10**6, floatmode="unique"
    ).replace("\n", "")
    return _laid_out(array, f"np.array({' '.join(text.split())}{dtype})")


def _laid_out(array: np.ndarray, text: str) -> str:
    """Source for memory of the same kind, where the layout is part of the question."""
    if not array.flags.c_contiguous:
        fortran = f"np.asfortranarray({text})"
        return fortran if array.flags.f_contiguous else f"np.repeat({text}, 2, axis=-1)[..., ::2]"
    return text if array.flags.writeable else f"np.broadcast_to({text}, {array.shape})"
