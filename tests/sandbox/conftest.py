"""Every backend that works here, and what each of them always promises."""

import ctypes
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from harness.model import Job, Returned
from harness.sandbox import choose, describe
from tests.sandbox.trial import (
    INNOCENT,
    Ran,
    X,
    assignment,
    job,
    left_in,
    submission,
    survivors,
)


WORKING = [backend.name for backend in describe() if backend.works]
PR_SET_CHILD_SUBREAPER = 36
Run = Callable[..., Ran]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The middle tiers are a run of their own: pytest -m walls."""
    usual = {*WORKING[:1], "bubblewrap", "process"}
    for item in items:
        params = getattr(getattr(item, "callspec", None), "params", {})
        if params.get("backend", WORKING[0]) not in usual:
            item.add_marker(pytest.mark.walls)


@pytest.fixture(params=WORKING)
def backend(request: pytest.FixtureRequest) -> str:
    """The name of a backend; every test that takes it runs once for each that works here."""
    return request.param


@pytest.fixture(scope="session")
def foster_parent() -> None:
    """Orphans of a sandbox become children of this process, so that none can be overlooked."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


@pytest.fixture
def run(backend: str, foster_parent: None, tmp_path: Path, monkeypatch) -> Iterator[Run]:
    """Load a source, ask it, and hold the backend to what it always promises.

    Whatever a submission does, no process of it survives, no file of it stays, and an innocent
    submission in a fresh session is answered.
    """
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def load_and_ask(
        source: str | bytes, *jobs: Job, main: str = "trial.py", files: Any = None, **limits: Any
    ) -> Ran:
        work = submission(source, main, **(files or {}))
        with choose(backend).open(work, assignment(tmp_path / "a" / "b", **limits)) as session:
            evidence = session.ask(jobs or [job(), job("innocent")])
            return Ran(loaded=session.loaded, evidence=evidence, said=session.said)

    yield load_and_ask

    assert survivors() == []
    assert left_in(tmp_path) == []
    after = load_and_ask(INNOCENT, job("innocent"))
    assert isinstance(after.evidence[0], Returned)
    np.testing.assert_array_equal(after.evidence[0].value, X + 1)
    assert survivors() == []
