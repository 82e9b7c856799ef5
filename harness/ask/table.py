"""One table of a TOML file, read key by key: a complaint names the file, the key and a remedy."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from harness.model import CourseError, Text


T = TypeVar("T")
NAMES = {str: "a string", int: "a whole number", float: "a number", dict: "a table", list: "a list"}


@dataclass(frozen=True)
class Table:
    """A table that refuses the keys it does not know."""

    file: Path
    where: str
    """What the reader calls it: `exercise "relu"`."""
    values: Mapping[str, Any]
    known: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse unknown keys at once."""
        for key in self.values:
            if key not in self.known:
                near = get_close_matches(key, self.known, n=1)
                hint = f'Did you mean "{near[0]}"?' if near else f"Known: {', '.join(self.known)}."
                raise self.error(f'unknown key "{key}". {hint}')

    def error(self, text: str) -> CourseError:
        """A complaint about this table."""
        where = f"{self.where}: " if self.where else ""
        return CourseError(f"{self.file}: {where}{text}")

    def need(self, key: str, kind: type[T]) -> T:
        """The value of a key that must be there."""
        if key not in self.values:
            raise self.error(f'the key "{key}" is missing. It is {NAMES[kind]}.')
        return self.get(key, kind, None)  # type: ignore[return-value]  # the key is there

    def get(self, key: str, kind: type[T], default: T | None) -> T | None:
        """The value of a key of the given kind, or the default."""
        if key not in self.values:
            return default
        value = self.values[key]
        wanted = (int, float) if kind is float else (kind,)
        if not isinstance(value, wanted) or isinstance(value, bool):
            raise self.error(f'"{key}" is {value!r}; expected {NAMES[kind]}.')
        return kind(value)  # type: ignore[call-arg]  # str, int, float, dict and list all copy

    def positive(self, key: str, default: float) -> float:
        """A number above 0."""
        value = self.get(key, float, default)
        assert value is not None
        if not value > 0:
            raise self.error(f'"{key}" is {value}; expected a number above 0.')
        return value

    def strings(self, key: str) -> tuple[str, ...]:
        """A list of strings, without repeats."""
        values = self.get(key, list, []) or []
        if bad := [v for v in values if not isinstance(v, str)]:
            raise self.error(f'"{key}" holds {bad[0]!r}; expected strings only.')
        if len(set(values)) != len(values):
            raise self.error(f'"{key}" holds the same string twice.')
        return tuple(values)

    def text(self, key: str) -> Text:
        """Words in each language: `{ en = "…", zh = "…" }`, or one string for all."""
        value = self.values.get(key)
        if isinstance(value, str):
            return {"en": value, "zh": value}
        if isinstance(value, dict) and isinstance(value.get("en"), str):
            table = Table(self.file, f"{self.where} {key}".strip(), value, ("en", "zh"))
            english = table.need("en", str)
            return {"en": english, "zh": table.get("zh", str, english) or english}
        raise self.error(f'"{key}" is {value!r}; expected words as {{ en = "…", zh = "…" }}.')
