"""Whoever left a copy on the disk, it is the same set."""

import tarfile
from dataclasses import replace

import numpy as np
import pytest

from harness.data.copies import copies, read
from harness.data.npz import write
from harness.model import UsageError
from tests.data import made
from tests.data.conftest import COLOUR, GREY


LAYOUTS = {
    "torchvision's MNIST": (GREY, "raw", made.idx(GREY)),
    "IDX files, zipped": (GREY, "raw", made.zipped(made.idx(GREY))),
    "IDX files with dots": (GREY, "", made.idx(GREY, between=".")),
    "IDX files in an archive": (GREY, "", {"all.tar.gz": made.tar(made.idx(GREY))}),
    "zipped IDX files in an archive": (
        GREY,
        "",
        {"all.tar.gz": made.tar(made.zipped(made.idx(GREY)))},
    ),
    "Keras's mnist.npz": (GREY, "", {"grey.npz": made.npz(GREY)}),
    "an .npz with long labels": (GREY, "", {"grey.npz": made.npz(GREY, np.int64)}),
    "CIFAR's binary batches": (COLOUR, "cifar-10-batches-bin", made.binary(COLOUR)),
    "CIFAR's binary archive": (COLOUR, "", {"all.tar.gz": made.tar(made.binary(COLOUR))}),
    "torchvision's CIFAR-10": (COLOUR, "cifar-10-batches-py", made.python(COLOUR)),
    "CIFAR's Python archive": (COLOUR, "", {"all.tar.gz": made.tar(made.python(COLOUR))}),
    "an .npz with labels in a column": (
        COLOUR,
        "",
        {"colour.npz": made.npz(COLOUR, np.int32, column=True)},
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_gives_the_same_arrays(tmp_path, name):
    """Found without being told the layout, and equal to the last bit."""
    arrays, folder, files = LAYOUTS[name]
    about = made.known(arrays, "grey" if arrays is GREY else "colour")
    made.put(tmp_path / folder, files)

    (copy,) = copies(about, tmp_path)
    found, _ = read(about, copy)

    for (key, expected), (_, got) in zip(arrays, found, strict=True):
        assert got.dtype == np.uint8, key
        np.testing.assert_array_equal(got, expected, err_msg=key)


def test_a_copy_can_be_a_single_file(tmp_path, colour):
    """An archive by its path, whatever it is called."""
    file = tmp_path / "downloaded.tgz"
    file.write_bytes(made.tar(made.python(COLOUR)))

    (copy,) = copies(colour, file)

    assert "CIFAR Python batches" == read(colour, copy)[1]


def test_what_was_written_is_read_again(tmp_path, grey):
    """The cache's own file; the same arrays always give the same bytes."""
    for name in ("grey.npz", "again.npz"):
        with (tmp_path / name).open("wb") as file:
            write(file, GREY, small=True)

    (copy,) = copies(grey, tmp_path)

    assert "NumPy archive" == read(grey, copy)[1]
    assert (tmp_path / "grey.npz").read_bytes() == (tmp_path / "again.npz").read_bytes()


def test_another_order_is_another_set(tmp_path, grey):
    """Images and labels shuffled together keep their pairs and lose their identity."""
    order = np.arange(20)[::-1]
    other = replace(GREY, x_train=GREY.x_train[order], y_train=GREY.y_train[order])
    made.put(tmp_path, {"grey.npz": made.npz(other)})

    with pytest.raises(UsageError, match=r"grey\.npz: these are not the images of GREY, or not in"):
        read(grey, next(copies(grey, tmp_path)))


def test_files_of_another_set_are_told_by_its_name(tmp_path, grey, publish):
    """MNIST's files and Fashion-MNIST's have the same names."""
    other = made.small((5, 4), seed=1)
    publish(made.known(other, "fashion"))
    made.put(tmp_path, made.idx(other))

    with pytest.raises(UsageError, match="holds FASHION, not GREY"):
        read(grey, next(copies(grey, tmp_path)))


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (
            {"train-images-idx3-ubyte": b"\0\0\x08\x03"},
            "expected 4 files, got 1, without train-labels-idx1-ubyte, t10k-images-idx3-ubyte",
        ),
        (
            made.idx(GREY) | {"t10k-images-idx3-ubyte": b"<html>"},
            "idx3-ubyte: this is no IDX file of the right kind. Expected the magic number 00000803",
        ),
        (
            made.idx(GREY) | {"t10k-labels-idx1-ubyte": b""},
            "Expected the magic number 00000801, got an empty file",
        ),
        (
            made.idx(GREY) | {"t10k-labels-idx1-ubyte": b"\0\0\x08\x01\0\0"},
            "t10k-labels-idx1-ubyte: the header names another shape. Expected (6,), got ()",
        ),
        (
            made.idx(GREY)
            | {"t10k-labels-idx1-ubyte": made.idx(GREY)["t10k-labels-idx1-ubyte"][:-2]},
            "t10k-labels-idx1-ubyte: the file is not whole. Expected 14 bytes, got 12",
        ),
        (
            made.idx(GREY) | {"t10k-labels-idx1-ubyte": bytes(15)},
            "the file is too large. Expected at most 14 bytes, got more",
        ),
        (
            made.zipped(made.idx(GREY))
            | {"t10k-labels-idx1-ubyte.gz": made.zipped({"x": bytes(9_000_000)})["x.gz"]},
            "t10k-labels-idx1-ubyte.gz: the file is too large",
        ),
        (
            {n: d[:-9] for n, d in made.zipped(made.idx(GREY)).items()},
            "ubyte.gz: the file is cut off or damaged",
        ),
        ({"grey.npz": made.npz(GREY)[:-30]}, "grey.npz: the archive is cut off or damaged"),
        ({"grey.npz": b"no zip"}, "grey.npz: the archive is cut off or damaged"),
        (
            {"grey.npz": made.npz(made.small((5, 4), train=19))},
            "grey.npz:x_train: another shape. Expected (20, 5, 4), got (19, 5, 4)",
        ),
        (
            {"grey.npz": made.npz(GREY, np.float64)},
            "grey.npz:y_train: another type of number. Expected uint8, got float64",
        ),
        (
            {"grey.npz": made.npz(replace(GREY, y_test=np.full(6, 300, np.int64)), np.int64)},
            "grey.npz:y_test: labels out of range. Expected 0 to 9, got 300",
        ),
        (
            {"grey.npz": made.npz(replace(GREY, y_test=np.full(6, None)), object)},
            "Object arrays cannot be loaded when allow_pickle=False",
        ),
        ({"all.tar.gz": made.tar(made.idx(GREY))[:300]}, "the archive is cut off or damaged"),
        ({"all.tar.gz": b"x" * 600}, "all.tar.gz: the archive is cut off or damaged"),
        (
            {"all.tar.gz": made.tar({"readme": b""})},
            "Expected 4 files, got 0, without train-images",
        ),
    ],
)
def test_a_broken_copy_says_which_file_what_was_expected_and_what_came(
    tmp_path, grey, files, words
):
    """And always what to do next."""
    made.put(tmp_path, files)

    with pytest.raises(UsageError) as raised:
        read(grey, next(copies(grey, tmp_path)))

    assert words.lower() in str(raised.value).lower()
    assert "Delete this copy or put a good one in its place." in str(raised.value)


def test_a_batch_that_is_cut_off_is_told_by_its_size(tmp_path, colour):
    """Binary batches have no header: their size is all that can be checked first."""
    files = made.binary(COLOUR)
    made.put(tmp_path, files | {"data_batch_3.bin": files["data_batch_3.bin"][:-1]})

    with pytest.raises(UsageError, match=r"data_batch_3\.bin.* Expected 196 bytes, got 195\."):
        read(colour, next(copies(colour, tmp_path)))


def test_an_unknown_kind_of_file_is_named(tmp_path, grey):
    """With the kinds that are known."""
    file = tmp_path / "mnist.parquet"
    file.touch()

    with pytest.raises(UsageError, match=r"mnist\.parquet: no data set is stored like this"):
        read(grey, next(copies(grey, file)))


def test_links_and_folders_in_an_archive_are_passed_over(tmp_path, grey):
    """Nothing is unpacked, and a link leads nowhere."""
    with tarfile.open(tmp_path / "all.tar.gz", "w:gz") as archive:
        link = tarfile.TarInfo("raw/train-images-idx3-ubyte")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)

    with pytest.raises(UsageError, match="Expected 4 files, got 0"):
        read(grey, next(copies(grey, tmp_path)))
