"""A notebook's bytes, whatever version, as nbformat 4 without anything that was not written."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from harness.intake import cells, text
from harness.intake.bounds import Bounds
from harness.intake.finding import UnreadableError, refusal, shown, warning
from harness.model import Finding


Json = Any

_SOME = 5
_NEAR = 20
_LONGEST_INTEGER = 18
_NEWEST = 4
_KERNEL = re.compile(r"(ir(?=$|\d)|julia|xr|octave|matlab|bash|scala|javascript)", re.IGNORECASE)
_KERNELS = {"ir": "R", "xr": "R", "matlab": "MATLAB", "javascript": "JavaScript"}
_CONFLICT = re.compile(r"^(<{7}|={7}|>{7})( |$)", re.MULTILINE)


def notebook(raw: bytes, file: str, bounds: Bounds) -> tuple[bytes, tuple[Finding, ...]]:
    """The notebook without outputs, attachments and metadata, and what was repaired.

    Outputs are dropped before nbformat sees the notebook, so it never walks through what may be
    huge or hostile. Raises UnreadableError with the place where the file is broken.
    """
    _refuse_size(raw, file, bounds)
    source, notes = _decoded(raw, file)
    document = _parsed(source, file)
    version, guessed = _version(document, file)
    _refuse_language(document, file)
    kept, repairs = cells.cells(document, version, file)
    if guessed:
        repairs = (warning("intake.notebook.no-version", file=file, version=version), *repairs)
    normal = {"cells": kept, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    return json.dumps(normal, ensure_ascii=False, indent=1).encode(), (*notes, *repairs)


def _refuse_size(raw: bytes, file: str, bounds: Bounds) -> None:
    if not raw.strip():
        raise refusal("intake.text.empty", file=file, size=len(raw))
    if len(raw) > bounds.notebook_bytes:
        raise refusal(
            "intake.large",
            name=file,
            mib=-(-len(raw) >> 20),
            limit_mib=-(-bounds.notebook_bytes >> 20),
        )
    containers = raw.count(b"[") + raw.count(b"{")
    if containers > bounds.notebook_containers or raw.count(b",") > bounds.notebook_items:
        raise refusal("intake.notebook.crowded", file=file, containers=containers)


def _decoded(raw: bytes, file: str) -> tuple[str, tuple[Finding, ...]]:
    encoding = json.detect_encoding(raw)
    try:
        source = raw.decode(encoding)
    except UnicodeDecodeError:
        source, note = text.legacy(raw, file)
        return source, (note,)
    if encoding.startswith("utf-8"):
        return source, ()
    name = encoding[:6].upper()
    return source, (warning("intake.text.converted", file=file, encoding=name),)


def _parsed(source: str, file: str) -> Mapping[str, Json]:
    try:
        document = json.loads(source, parse_int=_integer)
    except RecursionError as error:
        raise refusal("intake.notebook.deep", file=file) from error
    except json.JSONDecodeError as error:
        raise _no_json(source, error, file) from error
    if not isinstance(document, dict) or not {"cells", "worksheets"} & document.keys():
        raise refusal("intake.notebook.other", file=file, found=_outline(document))
    return document


def _version(document: Mapping[str, Json], file: str) -> tuple[int, bool]:
    """The major version, and whether it had to be guessed from the notebook's form."""
    version = document.get("nbformat")
    if version is None:
        return (4 if "cells" in document else 3), True
    if type(version) is not int or not 1 <= version <= _NEWEST:
        told = str(version) if isinstance(version, int | float) else _outline(version)
        raise refusal("intake.notebook.version", file=file, version=told)
    return version, False


def _refuse_language(document: Mapping[str, Json], file: str) -> None:
    """A kernel of another language; none at all, or any sign of Python, is fine."""
    languages = tuple(_languages(document.get("metadata")))
    if languages and not any(re.match("i?python", name, re.IGNORECASE) for name in languages):
        raise refusal("intake.notebook.language", file=file, language=shown(languages[0]))


def _languages(metadata: Json) -> Iterator[str]:
    spec, info = (
        section if isinstance(section, dict) else {}
        for section in (
            (metadata.get("kernelspec"), metadata.get("language_info"))
            if isinstance(metadata, dict)
            else ({}, {})
        )
    )
    for name in (spec.get("language"), info.get("name")):
        if isinstance(name, str) and name:
            yield name
    kernel = spec.get("name")
    if isinstance(kernel, str):
        match = _KERNEL.match(kernel)
        if match:
            yield _KERNELS.get(match[0].lower(), match[0].title())
        elif kernel.lower().startswith("python"):
            yield kernel


def _no_json(source: str, error: json.JSONDecodeError, file: str) -> UnreadableError:
    """The most exact thing that can be said of a file that is not JSON."""
    line, column = error.lineno, error.colno
    conflict = _CONFLICT.search(source)
    if conflict:
        marked = source.count("\n", 0, conflict.start()) + 1
        return refusal("intake.notebook.conflict", file=file, line=marked)
    if not source.lstrip().startswith(("{", "[")):
        return refusal("intake.notebook.text", file=file, begins=_clean(source.lstrip()[:_NEAR]))
    if error.pos >= len(source.rstrip()) or error.msg.startswith("Unterminated string"):
        return refusal("intake.notebook.truncated", file=file, line=line, column=column)
    near = source[max(0, error.pos - _NEAR) : error.pos + _NEAR]
    return refusal("intake.notebook.json", file=file, line=line, column=column, near=_clean(near))


def _outline(document: Json) -> str:
    if isinstance(document, dict):
        keys = [shown(key) for key in document][:_SOME]
        return f"{{{', '.join(keys)}{', …' if len(document) > _SOME else ''}}}"
    return type(document).__name__


def _clean(near: str) -> str:
    return near.encode("utf-8", "backslashreplace").decode("utf-8")


def _integer(digits: str) -> int | float:
    """Python refuses to parse integers of thousands of digits; nobody needs them exactly."""
    return int(digits) if len(digits) <= _LONGEST_INTEGER else float(digits)
