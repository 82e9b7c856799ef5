"""Templates are compiled once for all runs, and a cache that is broken costs nothing but time."""

import sys

import pytest

from harness.report import templates
from harness.report.templates import Templates


pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="where a user's cache lies")


@pytest.fixture
def look(tmp_path, monkeypatch, course):
    """A page made of a template, in a process that has compiled nothing, and the cache's folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "reports"
    folder.mkdir()
    for name in ("style.css", "index.js"):
        (folder / name).write_text("")
    for file in (course.reports).glob("*.toml"):
        (folder / file.name).write_bytes(file.read_bytes())

    def made(text: str) -> str:
        (folder / "page.html.j2").write_text(text)
        templates._environment.cache_clear()
        return Templates(folder).render("page.html.j2", Templates(folder).words("en", {}), whom="<")

    yield made, tmp_path / "cache"
    templates._environment.cache_clear()


def test_what_was_compiled_is_taken_by_the_next_run(look, monkeypatch):
    """Nothing is compiled a second time."""
    made, _ = look
    assert made("Hello {{ whom }}") == "Hello &lt;"

    monkeypatch.setattr(templates._Walled, "compile", None)

    assert made("Hello {{ whom }}") == "Hello &lt;"


def test_a_template_that_has_changed_is_compiled_anew(look):
    """What was kept is of another text."""
    made, _ = look

    assert [made("Hello {{ whom }}"), made("Bye {{ whom }}")] == ["Hello &lt;", "Bye &lt;"]


@pytest.mark.parametrize("left", [None, 0, 12, 40, -9])
def test_what_was_kept_and_broken_is_made_again(look, left):
    """Something else, or cut off: in what Jinja calls magic, in the checksum, in the code."""
    made, cache = look
    made("Hello {{ whom }}")
    (kept,) = [file for file in cache.rglob("*") if file.is_file()]
    whole = kept.read_bytes()
    kept.write_bytes(b"no code at all" if left is None else whole[:left])

    assert made("Hello {{ whom }}") == "Hello &lt;"
    assert kept.read_bytes() == whole


def test_a_cache_that_cannot_be_is_no_reason_to_fail(look):
    """A file stands where the folder would be."""
    made, cache = look
    cache.write_text("")

    assert made("Hello {{ whom }}") == "Hello &lt;"
