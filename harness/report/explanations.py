"""The course's long texts behind findings, `reports/explain/<language>.md`, by code.

    # What the values say
    ## value.differs, value.unstable: wrong numbers without a name

A heading of the first level is a group, one of the second has the codes that a text explains, and
its title. `intake.zip.*` explains every code that begins so and has no text of its own.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from harness.model import CourseError, Finding, Language, Passage
from harness.report.words import Words


READINGS = {"mistake": "value.mistake", "convention": "value.convention", "law": "law.broken"}
"""The code that tells of each."""
_HEADING = re.compile(r"^(#{1,2}) +(.*)$", re.MULTILINE)
_KIND_OF_ERROR = re.compile(r"(?<=\.raised)/.*")
_CODES = re.compile(r"([^:：]+)[:：] *(.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One text, with the codes that it explains."""

    group: str
    codes: tuple[str, ...]
    passage: Passage


@cache
def explanations(folder: Path, language: Language) -> Mapping[str, Explanation]:
    """The texts of the course whose `reports/` is the folder, by code; in English if need be."""
    files = (folder / "explain" / f"{one}.md" for one in (language, "en"))
    file = next((one for one in files if one.is_file()), None)
    if file is None:
        return {}
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise CourseError(f"{file}: cannot be read: {error}") from error
    found: dict[str, Explanation] = {}
    for one in _parsed(text, file):
        if twice := [code for code in one.codes if code in found]:
            raise CourseError(f'{file}: "{twice[0]}" is explained twice.')
        found |= dict.fromkeys(one.codes, one)
    return found


def explanation(words: Words, code: str) -> Explanation | None:
    """The text for a code, or for the family that it belongs to."""
    known = explanations(words.folder, words.language)
    parts = _KIND_OF_ERROR.sub("", code).split(".")
    families = (".".join([*parts[:size], "*"]) for size in range(len(parts), 0, -1))
    return next((known[one] for one in (".".join(parts), *families) if one in known), None)


def more(finding: Finding, words: Words) -> str | None:
    """What to ask `harness explain` for after this finding, if there is anything to tell."""
    variant = finding.message.params.get("variant")
    if isinstance(variant, str) and variant in words.texts and finding.code in READINGS.values():
        return variant
    return finding.code if explanation(words, finding.code) else None


def _parsed(text: str, file: Path) -> Iterator[Explanation]:
    group = ""
    headings = list(_HEADING.finditer(text))
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    for heading, end in zip(headings, ends, strict=True):
        if heading[1] == "#":
            group = heading[2]
            continue
        codes = _CODES.fullmatch(heading[2])
        if codes is None:
            number = text.count("\n", 0, heading.start()) + 1
            raise CourseError(f"{file}:{number}: expected “## code, code: title”: {heading[0]}")
        yield Explanation(
            group=group,
            codes=tuple(map(str.strip, codes[1].split(","))),
            passage=Passage(title=codes[2], text=text[heading.end() : end].strip("\n")),
        )
