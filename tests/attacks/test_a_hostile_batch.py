"""The command itself, on a folder where half of the class attacks and the other half does not."""

import csv
import os
import subprocess
import sys

import pytest

from harness.sandbox import describe
from tests.attacks.attack import SLUG, attacks
from tests.attacks.bait import HONEST, ROOT


TIERS = [backend.name for backend in describe() if backend.works]
HOSTILE = (
    "forging/03_exit_zero_on_import", "forging/04_exit_zero_in_a_call",
    "forging/13_frame_with_a_verdict",
    "exhausting/01_memory_on_import", "exhausting/22_nested_source", "confusing/26_streams",
    "confusing/29_null_pointer", "notebook/06_outputs_of_before", "archive/01_way_out",
    "report/03_escapes_in_a_terminal",
)  # fmt: skip
INNOCENT = 5


@pytest.fixture
def batch(court):
    """Each attack under a name of its own, and as many honest submissions between them."""
    folder = court.batch({}, "class")
    (folder / "neighbour.py").unlink()
    for number, attack in enumerate(one for one in attacks() if one.id in HOSTILE):
        for path, content in attack.entries().items():
            place = folder / path.replace("mallory", f"mallory{number:02}")
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(content)
    for number in range(INNOCENT):
        (folder / f"alice{number:02}.py").write_text(HONEST.format(canary=number))
    return folder


@pytest.mark.parametrize("tier", TIERS)
def test_a_class_is_graded_though_half_of_it_attacks(court, batch, tmp_path, tier):
    """Two at a time: nothing is void, the honest have all, nobody else has what is not theirs."""
    honest = {one.id: one.honest for one in attacks()}
    ran = subprocess.run(
        [
            sys.executable, "-m", "harness", "grade", str(batch), "-a", SLUG, "-o", str(tmp_path),
            "--course", str(court.course), "--sandbox", tier, "--jobs", "2", "--seed", "1",
        ],
        env={**os.environ, "PYTHONPATH": str(ROOT), "HARNESS_LANG": "en"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )  # fmt: skip

    assert ran.returncode == 0, ran.stderr
    rows = csv.DictReader((tmp_path / "grades.csv").read_text(encoding="utf-8").splitlines())
    scores = {row["submission"]: float(row["score"]) for row in rows}
    assert len(scores) == len(HOSTILE) + INNOCENT
    assert [scores[f"alice{number:02}"] for number in range(INNOCENT)] == [20.0] * INNOCENT
    for number, name in enumerate(one.id for one in attacks() if one.id in HOSTILE):
        assert scores[f"mallory{number:02}"] <= honest[name]
    pages = [page.read_text(encoding="utf-8") for page in (tmp_path / "reports").iterdir()]
    assert all(tier in page for page in pages)
    assert not any(token in page for page in pages for token in court.canaries.values())
