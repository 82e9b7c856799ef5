"""The pages as a browser shows them: nothing refused, nothing fetched, nothing cut off or faint."""

import html
import json
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.report import samples


CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium: apt install chromium"),
]


@dataclass
class Site:
    """The golden pages on a server of our own, which notes what it was asked for."""

    address: str
    profile: Path
    asked: list[str] = field(default_factory=list)

    def open(self, *, dark: bool = False, **query: Any) -> dict[str, Any]:
        """What browser.html wrote down about pages; fails if the browser complained."""
        address = f"{self.address}/browser.html?{urlencode(query, doseq=True)}"
        self.asked.clear()
        run = subprocess.run(
            [
                str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--enable-logging=stderr", f"--user-data-dir={self.profile}",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                f"--blink-settings=preferredColorScheme={0 if dark else 1}",
                "--window-size=1400,1400", "--virtual-time-budget=20000", "--dump-dom", address,
            ],
            capture_output=True, text=True, timeout=120, check=False,
            env={**os.environ, "HOME": str(self.profile)},
        )  # fmt: skip
        complaints = [line for line in run.stderr.splitlines() if "CONSOLE" in line]
        found = re.search(r'<pre id="result">(.*?)</pre>', run.stdout, re.DOTALL)

        assert complaints == []
        assert found, run.stderr[-2000:]
        return dict(json.loads(html.unescape(found[1])))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    for name, page in samples.pages():
        (folder / name).write_text(page, encoding="utf-8")
    shutil.copy(Path(__file__).with_name("browser.html"), folder)

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args, directory=str(folder))

        def end_headers(self) -> None:
            self.send_header("Cache-Control", "no-store")
            super().end_headers()

        def log_message(self, *_: Any) -> None:
            site.asked.append(self.path.partition("?")[0].removeprefix("/"))

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        site = Site(f"http://127.0.0.1:{server.server_port}", tmp_path_factory.mktemp("profile"))
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield site
        server.shutdown()
        thread.join()


PAGES = [name for name, _ in samples.pages()]
WIDTHS = (320, 1200)


@pytest.fixture(scope="module", params=[False, True], ids=["light", "dark"])
def seen(site: Site, request: pytest.FixtureRequest) -> tuple[bool, dict[str, Any]]:
    """Every page at every width, by day and by night: one start of the browser for each."""
    return request.param, site.open(dark=request.param, page=PAGES, width=WIDTHS)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_the_page_can_be_read(name: str, width: int, seen: tuple[bool, dict[str, Any]]):
    """No scrolling sideways, 4.5:1 of contrast, every text and sign has room, controls too."""
    dark, page = seen[0], seen[1][f"{name} {width}"]

    assert page["width"] == width
    assert page["scroll"] <= width
    assert page["dark"] is dark
    assert page["faint"] == []
    assert page["unseen"] == []
    assert page["small"] == []
    assert page["flat"] == 0
    assert page["texts"] > 20
    assert page["signs"] > 0 or name.startswith(("index", "notebook"))


def test_pages_fetch_nothing(site: Site):
    """Only the pages themselves were asked for."""
    site.open(page=PAGES, width=320)

    assert set(site.asked) - {"favicon.ico"} == {"browser.html", *PAGES}


def test_the_table_sorts_and_filters(site: Site):
    """By points, most first; by name; by mistake, in any case; by status; and the address tells."""
    did = site.open(page="index.en.html", width=1200, use=1)["index.en.html 1200"]

    assert did["controls"]
    assert did["down"] == ["5", "3.4", "1", "0", "–"]
    assert did["sort"] == "descending"
    assert did["up"] == ["0", "1", "3.4", "5", "–"]
    assert did["names"] == ['李雷, "Lily" =cmd() 5', *(f"王小明 {at}" for at in (1, 2, 3, 4))]
    assert did["leaky"] == ["王小明 2"]
    assert did["said"] == "1 of 5 shown"
    assert did["nobody"] == []
    assert did["nothing"]
    assert did["void"] == ["王小明 4"]
    assert did["hash"] == "#status=void&sort=0"
