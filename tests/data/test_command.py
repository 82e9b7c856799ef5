"""`harness data` as people use it: words and codes."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from harness.cli.data import command
from tests.data import made
from tests.data.conftest import GREY


ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def data(own_world, publish, grey):
    """Run the command in a world where there is one more set; its code and all that it said."""
    publish(grey)

    def run(*words):
        ran = CliRunner().invoke(command, [str(word) for word in words], standalone_mode=False)
        if ran.exception:
            raise ran.exception
        return ran.return_value, ran.output

    return run


def test_the_list_says_what_is_here_and_what_is_used_instead(own_world, data):
    """One set is here, of another there is a slice, of the third nothing."""
    made.put(own_world / "home", {"grey.npz": made.npz(GREY)})

    code, said = data("list")

    assert 0 == code
    assert f"{own_world}/home/grey.npz  (NumPy archive, verified)" in said
    assert "a slice of 10,000 + 2,000 is used, not for final grades; `harness data fetch mn" in said
    assert "no good copy here; `harness data fetch fashion_mnist` gets the whole set" in said


def test_verify_reads_every_copy_and_fails_for_a_broken_one(own_world, data):
    """Each with its place; the slices too."""
    made.put(own_world / "home", {"grey.npz": made.npz(GREY)})
    made.put(own_world / "here" / "data", {"grey.npz": b"broken"})

    code, said = data("verify", "grey", "mnist")

    assert 1 == code
    assert "yes" in said.splitlines()[1]
    assert "no   data/grey.npz: the archive is cut off or damaged" in said
    assert "yes  10,000 + 2,000  the slice that the harness carries" in said


def test_verify_passes_where_all_is_well(data):
    """The slices are all there is."""
    assert 0 == data("verify")[0]


def test_where_prints_a_path_for_scripts(own_world, data):
    """Nothing but the path; code 1 where there is none."""
    assert 1 == data("where", "grey")[0]

    made.put(own_world / "home" / "raw", made.idx(GREY))

    assert (0, f"{own_world}/home/raw\n") == data("where", "grey")


def test_where_without_a_name_lists_the_places(own_world, data):
    """In their order, and where new copies go."""
    code, said = data("where")

    assert 0 == code
    assert [
        f"{own_world}/home  (not there yet)  ← new copies go here",
        f"{own_world}/xdg/dl-harness/data  (not there yet)",
        f"{own_world}/here/data  (not there yet)",
    ] == said.splitlines()


def test_fetch_tells_what_it_does_and_where_it_went(own_world, data, mirror, publish, grey):
    """A line when a file begins and one when it is here."""
    mirror.files["all.tar.gz"] = archive = made.tar(made.idx(GREY))
    way = (made.remote("all.tar.gz", archive),)
    publish(replace(grey, downloads=(way,)))

    code, said = data("fetch", "grey", "--mirror", mirror.url(""))

    assert 0 == code
    assert 2 == said.count("all.tar.gz: 0.0 of 0.0 MB")
    assert f"grey: 20 + 6 images, verified, in {own_world}/home/grey.npz" in said


def test_errors_end_in_a_sentence_and_their_code(own_world):
    """As a process: no traceback, code 2 for a wrong name."""
    ran = subprocess.run(
        [sys.executable, "-m", "harness", "data", "fetch", "minst"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=120,
        check=False,
    )

    assert (2, 'harness: There is no data set "minst". Did you mean "mnist"?\n') == (
        ran.returncode,
        ran.stderr,
    )


def test_a_set_that_is_made_is_always_here(data):
    """Listed, verified, nothing to fetch, and without a path."""
    words = "made by the harness: always here, nothing to fetch"

    assert f"expressions    3,000 + 1,000  Expressions\n    {words}" in data("list")[1]
    assert (0, f"expressions: {words}\n") == data("fetch", "expressions")
    assert f"yes  3,000 + 1,000  {words}" in data("verify", "expressions")[1]
    assert (1, f"expressions: {words}, so it has no path\n") == data("where", "expressions")
