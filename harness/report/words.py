"""From a message, an id with parameters, to a sentence in the reader's language.

English sentences stand in the course's `reports/messages.toml`, Chinese ones beside the phrases of
the pages in a gettext catalog, `reports/locale/zh/LC_MESSAGES/harness.po`. In a sentence,

    %(name)s                    is a parameter of the message, made fit to be shown,
    [[ in line %(line)s||]]     is the first of several wordings whose parameters are all there.
"""

import gettext
import io
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from harness.model import CourseError, Language, Message, Text
from harness.model.grade import Parameter
from harness.report.plain import one_line


_CHOICE = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_PARAMETER = re.compile(r"%\((\w+)\)s|%%")
_LOOKED_UP = frozenset({"check", "limit", "reason"})
"""Parameters that may have words of their own: `check.value`, `limit.time`."""


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """All that is needed to speak one language to one reader."""

    language: Language
    sentences: Mapping[str, str]
    """English templates by id."""
    translation: gettext.NullTranslations
    texts: Mapping[str, Text]
    """The course's own words by id: names and questions of variants, `title`."""
    folder: Path
    """The course's `reports/`."""

    def say(self, message: Message) -> str:
        """The sentence, for `load.raised/SyntaxError` a special one if there is one.

        An id that nobody knows is shown as it is, with its parameters.
        """
        if message.id in self.texts:
            return self.course(message.id)
        sentence = self.sentences.get(f"{message.id}/{message.params.get('type')}")
        sentence = sentence or self.sentences.get(message.id)
        if sentence is None:
            params = ", ".join(f"{name}={value}" for name, value in message.params.items())
            return one_line(f"{message.id} ({params})" if params else message.id)
        return fill(self.translation.gettext(sentence), self._spoken(message.params))

    def name(self, message_id: str, fallback: str, limit: int = 60) -> str:
        """A short text without parameters, or the fallback if the id is unknown."""
        known = message_id in self.sentences
        return self.say(Message(id=message_id, params={})) if known else one_line(fallback, limit)

    def check(self, check: str) -> str:
        """What a check is called; one that only this course knows has its own name."""
        return self.name(f"check.{check}", check)

    def about(self, check: str) -> str:
        """What a check asks for, in a sentence; nothing for one that only this course knows."""
        return self.name(f"check.{check}.about", "")

    def course(self, text_id: str) -> str:
        """The course's text in this language, else in English, else the id."""
        text = self.texts.get(text_id, {})
        return one_line(text.get(self.language) or text.get("en") or text_id)

    def _spoken(self, params: Mapping[str, Parameter]) -> dict[str, str]:
        spoken = {}
        for name, value in params.items():
            text = one_line(_written(value))
            if name == "variant":
                text = self.course(text)
            elif name in _LOOKED_UP:
                text = self.name(f"{name}.{text}", text, limit=500)
            spoken[name] = text
        return spoken


def read_words(folder: Path, language: Language, texts: Mapping[str, Text]) -> Words:
    """The words of the course whose `reports/` is the folder."""
    return Words(language, _sentences(folder), translation(folder, language), texts, folder)


def fill(template: str, params: Mapping[str, str]) -> str:
    """The template with its parameters. One that is missing is named, never a reason to stop."""

    def choose(found: re.Match[str]) -> str:
        wordings = found[1].split("||")
        complete = (one for one in wordings if all(params.get(name) for name in needed(one)))
        return next(complete, "")

    def put(found: re.Match[str]) -> str:
        return "%" if found[0] == "%%" else params.get(found[1]) or f"⟨{found[1]}⟩"

    return _PARAMETER.sub(put, _CHOICE.sub(choose, template))


def needed(template: str) -> list[str]:
    """The names of the parameters in a template."""
    return [found[1] for found in _PARAMETER.finditer(template) if found[1]]


def _written(value: Parameter) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(value)


@cache
def _sentences(folder: Path) -> Mapping[str, str]:
    file = folder / "messages.toml"
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CourseError(f"{file}: cannot be read as TOML: {error}") from error
    for name, sentence in table.items():
        if not isinstance(sentence, str):
            raise CourseError(
                f"{file}: {name}: expected a sentence, got a {type(sentence).__name__}; "
                f'write the whole id in quotes, as "value.mistake" = "…"'
            )
    return table


@cache
def translation(folder: Path, language: Language) -> gettext.NullTranslations:
    """The catalog of a language, compiled in memory; English needs none."""
    if language == "en":
        return gettext.NullTranslations()
    file = folder / "locale" / language / "LC_MESSAGES" / "harness.po"
    compiled = io.BytesIO()
    try:
        with file.open("rb") as stream:
            write_mo(compiled, read_po(stream, locale=language, abort_invalid=True))
    except (OSError, ValueError, PoFileError) as error:
        raise CourseError(f"{file}: cannot be read as a gettext catalog: {error}") from error
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
