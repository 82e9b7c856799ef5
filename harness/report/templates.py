"""A course's `reports/` folder: templates, style and script, and how pages are made of them."""

import base64
import hashlib
import traceback
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from jinja2.exceptions import TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape
from platformdirs import user_cache_path

from harness import __version__
from harness.model import CourseError, Language, Picture, Text
from harness.report.explanations import more
from harness.report.plain import (
    cut,
    difference,
    one_line,
    points,
    reached,
    title,
    visible,
    writable,
)
from harness.report.png import encoded
from harness.report.words import Words, read_words, translation


@dataclass(frozen=True, slots=True)
class Templates:
    """The look of a course's pages."""

    folder: Path

    def words(self, language: Language, texts: Mapping[str, Text]) -> Words:
        """The words that belong to these templates."""
        return read_words(self.folder, language, texts)

    def render(self, name: str, words: Words, **context: Any) -> str:
        """The page. What it shows is escaped; only its own style and script are taken as they are.

        Both are allowed by their hash in the page's security policy, and nothing else is.
        """
        style, script = _asset(self.folder, "style.css"), _asset(self.folder, "index.js")
        try:
            template = _environment(self.folder, words.language).get_template(name)
            page = template.render(context, words=words, style=style, script=script)
        except TemplateNotFound as error:
            raise CourseError(
                f"{self.folder / str(error.name)}: there is no such template"
            ) from error
        except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
            raise CourseError(f"{_place(self.folder, name, error)}: {error}") from error
        return writable(page)


@dataclass(frozen=True, slots=True)
class Asset:
    """A part of the page that the security policy allows by its hash."""

    text: Markup
    hash: str


@cache
def _asset(folder: Path, name: str) -> Asset:
    try:
        text = (folder / name).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise CourseError(f"{folder / name}: cannot be read: {error}") from error
    if "</s" in text.lower():
        raise CourseError(f"{folder / name}: must not contain '</s', which would end it in a page")
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Asset(Markup(text), f"sha256-{digest}")  # noqa: S704  # never a student's


def _place(folder: Path, name: str, error: Exception) -> str:
    """File and line of the course's template in which it happened."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or folder / name}:{error.lineno}"
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{one.filename}:{one.lineno}" for one in frames if one.filename.endswith(".j2")]
    return places[-1] if places else str(folder / name)


class _Walled(ImmutableSandboxedEnvironment):
    """Whether an attribute may be looked up depends on the type alone, so it is asked once a type.

    A report looks up some hundred and fifty, and asking took a quarter of its time.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._safe: dict[tuple[type, str], bool] = {}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """As the library has it."""
        key = type(obj), attr
        if key not in self._safe:
            self._safe[key] = super().is_safe_attribute(obj, attr, value)
        return self._safe[key]


class _Compiled(FileSystemBytecodeCache):
    """Templates as code, in the user's own cache: compiling them takes as long as 50 pages.

    Jinja takes only what was made from this very text. A cache that cannot be read or written is as
    good as none.
    """

    def __init__(self) -> None:
        super().__init__(str(user_cache_path("dl-harness") / "templates" / __version__))

    def load_bytecode(self, bucket: Bucket) -> None:
        """What was kept, if it is of this text."""
        try:
            super().load_bytecode(bucket)
        except Exception:  # noqa: BLE001 - whatever a file that was cut off or changed leads to
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it, if there is room."""
        with suppress(OSError):
            Path(self.directory).mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)


@cache
def _environment(folder: Path, language: Language) -> Environment:
    # A kit may come from anybody, so that no template reaches beyond what it is given.
    environment = _Walled(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=_Compiled(),
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(  # type: ignore[attr-defined]  # added by i18n
        translation(folder, language), newstyle=True
    )
    environment.globals.update(
        lang={"zh": "zh-CN"}.get(language, language), cut=cut, reached=reached, more=more
    )
    environment.filters.update(
        points=points,
        one_line=one_line,
        breakable=breakable,
        difference=difference,
        drawn=drawn,
        set_title=title,
        visible=visible,
    )
    return environment


def breakable(name: str) -> Markup:
    """A Python name that may be broken after an underscore."""
    return Markup("_<wbr>").join(escape(part) for part in name.split("_"))


def drawn(picture: Picture) -> str:
    """The address of a picture that the page carries with it."""
    data = encoded(picture.pixels, picture.width, picture.height, picture.channels)
    return f"data:image/png;base64,{base64.b64encode(data).decode()}"
