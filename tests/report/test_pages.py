"""The pages: golden, self-contained, well-formed, walkable, in one language."""

import base64
import hashlib
import itertools
import re

import pytest

from tests.report import samples
from tests.report.page import Element, read


PAGES = dict(samples.pages())
STUDENTS = [name for name in PAGES if not name.startswith("index")]


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_the_golden_one(name: str):
    """A change of design shows as a difference: `python -m tests.report.samples` accepts it."""
    golden = (samples.REPORTS / "samples" / name).read_text(encoding="utf-8")

    assert PAGES[name] == golden


@pytest.mark.parametrize("name", PAGES)
def test_the_page_needs_and_allows_nothing_from_outside(name: str):
    """No script in a student's page, no inline style, no address but those inside and beside it."""
    page = read(PAGES[name])
    addresses = [
        value
        for one in page.all()
        for key, value in one.attributes.items()
        if key in {"src", "href", "srcset", "action", "data", "poster"}
    ]

    assert len(list(page.all("script"))) == ("index" in name)
    assert not [one for one in page.all() if "style" in one.attributes]
    assert not [one for one in page.all() for key in one.attributes if key.startswith("on")]
    known = r"#[\w-]+|reports/[\w.%-]+\.html"
    if name.startswith(("notebook", "trained")):
        known = r"#[\w-]+|data:image/png;base64,[\w+/=]+"  # checked pictures, inside the page
    assert all(re.fullmatch(known, value or "") for value in addresses)


@pytest.mark.parametrize("name", PAGES)
def test_the_policy_allows_just_the_style_and_script_of_the_page(name: str):
    """By their hashes; everything else is forbidden."""
    page = read(PAGES[name])
    policies = [
        one.attributes["content"]
        for one in page.all("meta")
        if one.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    allowed = [
        f"{one.tag}-src 'sha256-{base64.b64encode(digest).decode()}'; "
        for one in page.all("style", "script")
        for digest in [hashlib.sha256(one.text.encode()).digest()]
    ]

    if name.startswith(("notebook", "trained")):
        allowed.append("img-src data:; ")
    assert policies == [
        f"default-src 'none'; {''.join(allowed)}base-uri 'none'; form-action 'none'"
    ]


@pytest.mark.parametrize("name", PAGES)
def test_headings_come_in_order(name: str):
    """One h1, and no level is skipped: a screen reader walks along them."""
    levels = [int(one.tag[1]) for one in read(PAGES[name]).all("h1", "h2", "h3", "h4")]

    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("name", PAGES)
def test_names_inside_the_page_are_unique_and_found(name: str):
    """Links to exercises, labels of regions."""
    page = read(PAGES[name])
    ids = [one.attributes["id"] for one in page.all() if "id" in one.attributes]
    wanted = {
        (one.attributes.get("href") or "").removeprefix("#")
        for one in page.all("a")
        if (one.attributes.get("href") or "").startswith("#")
    }
    for one in page.all():
        wanted.update((one.attributes.get("aria-labelledby") or "").split())

    assert len(ids) == len(set(ids))
    assert wanted <= set(ids)


@pytest.mark.parametrize("name", PAGES)
def test_the_page_says_its_language_and_has_landmarks(name: str):
    """And every head of a table says what it is the head of."""
    page = read(PAGES[name])

    assert next(page.all("html")).attributes["lang"] == ("zh-CN" if ".zh." in name else "en")
    assert len(list(page.all("main"))) == 1
    assert all("scope" in one.attributes for one in page.all("th"))


@pytest.mark.parametrize("name", PAGES)
def test_a_typical_page_is_small(name: str):
    """At most 100 KB."""
    assert len(PAGES[name].encode()) <= 100_000


@pytest.mark.parametrize("name", [name for name in STUDENTS if ".zh." in name])
def test_a_page_in_chinese_has_no_english_sentence(name: str):
    """Three English words in a row are a sentence that nobody translated."""
    page = read(PAGES[name])
    code = {id(one) for two in page.all("code", "pre", "td", "style") for one in (two, *two.all())}
    ours = " ".join(_texts(page, code))
    for quoted in ("name 'plt' is not defined", "the disk is full", "the sandbox did not start"):
        ours = ours.replace(quoted, "")

    assert re.findall(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}", ours) == []


def _texts(element: Element, without: set[int]) -> list[str]:
    if id(element) in without:
        return []
    return [
        text
        for one in element.children
        for text in ([one] if isinstance(one, str) else _texts(one, without))
    ]
