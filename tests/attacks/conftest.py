"""One court for each process of tests: it costs two processes and is worth keeping."""

from collections.abc import Iterator

import psutil
import pytest

from tests.attacks.court import Court


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The suite has a command of its own: pytest -m walls."""
    for item in items:
        if "attacks" in item.path.parts:
            item.add_marker(pytest.mark.walls)


@pytest.fixture(scope="session")
def court(tmp_path_factory) -> Iterator[Court]:
    """Where attacks are tried; when it closes, nothing of anybody may be left."""
    court = Court(tmp_path_factory.mktemp("court"))
    court.open()
    yield court
    court.close()
    left = [one.info for one in psutil.process_iter(["name"]) if court.mark in one.info["name"]]
    assert left == []
    assert list((court.folder / "tmp").iterdir()) == []
