"""A notebook as it ran is shown inert, and by nothing but its own text and checked pictures."""

import base64
import re
from dataclasses import replace

import pytest

from harness.report import html, notebook
from harness.report.png import picture
from harness.report.templates import Templates
from harness.report.words import Words
from tests.report.build import exercise, grade
from tests.report.page import read
from tests.report.ran import FINDINGS, SHOWN, SOURCE, chunk, drawn, png, shown, source, stream
from tests.report.test_hostile import HOSTILE


GRADE = replace(grade(exercise("relu"), findings=FINDINGS), artefact=True)


@pytest.fixture
def page(templates: Templates, english: Words):
    def made(source: bytes = SOURCE, shown: bytes = SHOWN) -> str:
        return notebook.page(GRADE, source, shown, english, templates)

    return made


def test_each_cell_stands_with_what_it_showed(page):
    """Numbers as in every message, printed text, values, drawings, errors, what was interrupted."""
    text = " ".join(read(page()).text.split())

    assert "cell 2" in text
    assert "[0. 2.]" in text
    assert "array([3.])" in text
    assert "cell 4 raised an error" in text
    assert "cell 5 interrupted" in text
    assert "NameError: name 'undefined' is not …" in text
    assert "Some of its output was left out" in text


def test_a_drawing_is_its_own_data_and_nothing_is_fetched(page):
    """The policy allows data: for pictures, no script, no address."""
    text = page()

    assert re.findall(r'src="(.{22})', text) == ["data:image/png;base64,"]
    assert "default-src 'none'" in text
    assert "img-src data:;" in text
    assert "<script" not in text
    assert "http" not in text.replace("http-equiv", "")


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_cell_showed_is_only_text(page, text):
    """Source, output, error: the same elements as for harmless text."""

    def everywhere(word: str) -> str:
        word = word.encode("utf-8", "backslashreplace").decode()  # as it is sent
        error = {"kind": "error", "type": word, "message": word, "trace": ""}
        plain = {"kind": "text", "text": word}
        return page(source(word, f"# {word}"), shown([stream(word), plain, error]))

    assert _elements(everywhere(text)) == _elements(everywhere("x"))


def _elements(text: str) -> list[str]:
    return re.findall(r"<[a-z0-9]+", text)


@pytest.mark.parametrize(
    "made",
    [
        b"", b"[", b"{}", b"[" * 100_000, b"\xff\xfe", b'[{"outputs": 3}]', b"[null]",
        b'[{"outputs": [{"kind": "html", "text": "<b>"}], "cut": false}]',
        b'[{"outputs": [{"kind": "png", "data": "!"}], "cut": false}]',
        b'[{"outputs": [{"kind": "stream", "name": "x", "text": ""}], "cut": false}]',
    ],
)  # fmt: skip
def test_what_is_not_as_it_should_be_is_not_shown(page, made):
    """The submission's own cells are, without any output."""
    text = page(shown=made)

    assert "np.maximum" in text
    assert "<img" not in text


def test_more_cells_than_it_has_are_not_shown(page):
    """The sandbox cannot add any."""
    text = page(source("1"), shown([stream("one")], [stream("smuggled")]))

    assert "one" in text
    assert "smuggled" not in text


def test_long_text_and_many_pictures_are_left_out_and_said_so(page, monkeypatch):
    """The page stays one that a browser opens."""
    monkeypatch.setattr(notebook, "PICTURES", 1000)
    text = page(source("1"), shown([stream("x" * 50_000), *[drawn(png())] * 20]))

    assert text.count("<img") < 10
    assert "30,000 more characters" in text
    assert "Some of its output was left out" in text


def test_a_report_links_to_its_notebook_if_there_is_one(templates: Templates, english: Words):
    """Beside it, by the name of the submission, whatever that is."""
    there = replace(GRADE, submission="a b#c?")
    links = [
        [one.attributes["href"] for one in read(html.page(made, english, templates)).all("a")]
        for made in (there, replace(there, artefact=False))
    ]

    assert "../notebooks/a%20b%23c%3F.html" in links[0]
    assert set(links[0]) - set(links[1]) == {"../notebooks/a%20b%23c%3F.html"}


def test_a_picture_is_made_again_from_what_makes_it_one():
    """Texts, animation, and what stands after the end are gone; the picture is the same."""
    extra = ((b"tEXt", b"secret"), (b"acTL", bytes(8)), (b"fdAT", bytes(20)))

    assert picture(png(4, 4)) == png(4, 4)
    assert picture(png(4, 4, *extra) + b"<script>") == png(4, 4)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"<svg/>", id="svg"),
        pytest.param(b"GIF89a" + bytes(20), id="gif"),
        pytest.param(png(4, 4)[:-12], id="no end"),
        pytest.param(png(4, 4).replace(b"IDAT", b"IDAX"), id="checksum"),
        pytest.param(png(1, 1)[:8] + chunk(b"IEND", b""), id="no header"),
        pytest.param(png(1, 1)[:33] + chunk(b"IEND", b""), id="no pixels"),
        pytest.param(png(0, 4), id="no width"),
        pytest.param(png(20_000, 1), id="too wide"),
        pytest.param(png(8000, 8000)[:33] + png(1, 1)[33:], id="too large"),
        pytest.param(png(4, 4)[:8] + b"\xff\xff\xff\xff" + png(4, 4)[12:], id="length"),
    ],
)
def test_what_is_no_bearable_picture_is_none(data, page):
    """And the page says so in words."""
    assert picture(data) is None
    assert (
        base64.b64encode(data).decode() not in page(source("1"), shown([drawn(data)])) or not data
    )
