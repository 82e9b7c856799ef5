"""Zips, honest and hostile. Nothing that is refused here was unpacked."""

import io
import os
import stat
import struct
import zipfile

import pytest

from harness.intake import Bounds
from tests.intake.parcel import CODE, SLUG, ipynb, told, zipped


def test_a_zip_is_read_with_all_that_it_holds(hand_in):
    """Helpers and data come along, wrapped in a folder or not."""
    files = {"hw/activations.py": CODE, "hw/helper.py": CODE, "hw/data/x.csv": b"1"}

    submission = hand_in("alice.zip", zipped(files))

    assert submission.main == "activations.py"
    assert sorted(submission.files) == ["activations.py", "data/x.csv", "helper.py"]
    assert told(submission) == {}


def test_what_macs_and_git_leave_in_a_zip_is_passed_over(hand_in):
    """Resource forks, caches and repositories; also links in them."""
    files = {"__MACOSX/._activations.py": b"x", ".git/HEAD": b"x", "activations.py": CODE}

    assert sorted(hand_in("alice.zip", zipped(files)).files) == ["activations.py"]


@pytest.mark.parametrize(
    ("member", "flaw", "named"),
    [
        ("../evil.py", "parent", "../evil.py"),
        ("a/../../evil.py", "parent", "a/../../evil.py"),
        ("/etc/evil.py", "absolute", "/etc/evil.py"),
        ("C:/evil.py", "drive", "C:/evil.py"),
        ("C:evil.py", "drive", "C:evil.py"),
        ("..\\evil.py", "backslash", "..\\evil.py"),
        ("hw\\activations.py", "backslash", "hw\\activations.py"),
        ("a//b.py", "unnamed", "a//b.py"),
        ("a/./b.py", "unnamed", "a/./b.py"),
        ("a\nb.py", "control", "a\nb.py"),
        ("a\u202eyp.exe", "control", "a\u202eyp.exe"),
        ("a" * 300, "long", "a" * 119 + "…"),
        ("/".join(["abc"] * 300), "long", ("abc/" * 30)[:119] + "…"),
        ("__MACOSX/../evil", "parent", "__MACOSX/../evil"),
    ],
)
def test_a_member_that_could_lead_out_is_refused_by_name(hand_in, member, flaw, named):
    """Setting it right would be guessing, and other programs guess otherwise."""
    submission = hand_in("alice.zip", zipped({"activations.py": CODE, member: b"x"}))

    assert told(submission) == {f"intake.zip.{flaw}": {"name": "alice.zip", "member": named}}
    assert dict(submission.files) == {}


def test_a_member_with_a_zero_in_its_name_is_refused(hand_in):
    """Python shows what stands before it, others what stands behind."""
    raw = zipped({"activations.py": CODE, "evilX.py": b"x"}).replace(b"evilX.py", b"evil\0.py")

    submission = hand_in("alice.zip", raw)

    assert told(submission) == {"intake.zip.nul": {"name": "alice.zip", "member": "evil\0.py"}}


@pytest.mark.parametrize(
    ("mode", "code"),
    [
        (stat.S_IFLNK, "link"),
        (stat.S_IFIFO, "special"),
        (stat.S_IFCHR, "special"),
        (stat.S_IFBLK, "special"),
        (stat.S_IFSOCK, "special"),
    ],
)
def test_links_and_devices_are_refused(hand_in, mode, code):
    """As the external attributes say."""
    buffer = io.BytesIO(zipped({"activations.py": CODE}))
    with zipfile.ZipFile(buffer, "a") as archive:
        info = zipfile.ZipInfo("odd")
        info.create_system, info.external_attr = 3, (mode | 0o777) << 16
        archive.writestr(info, "/etc/passwd")

    submission = hand_in("alice.zip", buffer.getvalue())

    assert told(submission) == {f"intake.zip.{code}": {"name": "alice.zip", "member": "odd"}}


def test_links_in_what_is_passed_over_do_no_harm(hand_in):
    """A repository's or an environment's links are never read."""
    buffer = io.BytesIO(zipped({"activations.py": CODE}))
    with zipfile.ZipFile(buffer, "a") as archive:
        info = zipfile.ZipInfo(".git/link")
        info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")

    assert told(hand_in("alice.zip", buffer.getvalue())) == {}


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_refused(hand_in):
    """Programs disagree which of them counts."""
    buffer = io.BytesIO(zipped({"activations.py": CODE}))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("activations.py", b"other = 1\n")

    submission = hand_in("alice.zip", buffer.getvalue())

    assert told(submission) == {
        "intake.zip.duplicate": {"name": "alice.zip", "member": "activations.py"}
    }


def test_a_file_that_is_also_a_folder_is_refused(hand_in):
    """It could not be written anywhere."""
    submission = hand_in("alice.zip", zipped({"activations.py": CODE, "activations.py/x": b"x"}))

    assert told(submission) == {
        "intake.collision": {"first": "activations.py", "second": "activations.py/x"}
    }


def test_a_bomb_is_refused_by_its_ratio(hand_in):
    """Two megabytes of nothing in two kilobytes."""
    raw = zipped({"activations.py": CODE, "zeros.bin": bytes(2 << 20)})
    packed = zipfile.ZipFile(io.BytesIO(raw)).getinfo("zeros.bin").compress_size

    submission = hand_in("alice.zip", raw)

    assert told(submission) == {
        "intake.zip.bomb": {
            "name": "alice.zip",
            "member": "zeros.bin",
            "packed": packed,
            "unpacked": 2 << 20,
            "limit": 200,
        }
    }


def test_members_that_share_their_bytes_are_refused(hand_in):
    """Fifty entries over one payload: CPython before 3.11.8 would read every one of them."""
    raw = zipped({"a0.bin": os.urandom(1000)})
    start = raw.index(b"PK\x01\x02")
    end = raw.index(b"PK\x05\x06")
    entry = raw[start:end]
    entries = b"".join(entry.replace(b"a0.bin", f"a{i}.bin".encode()) for i in range(9))
    tail = bytearray(raw[end:])
    struct.pack_into("<HHL", tail, 8, 9, 9, len(entries))

    submission = hand_in("alice.zip", raw[:start] + entries + bytes(tail))

    assert told(submission) == {"intake.zip.overlap": {"name": "alice.zip", "member": "a0.bin"}}


def test_a_member_that_is_larger_than_it_says_is_refused(hand_in):
    """Only as much as announced is unpacked, and then its checksum is wrong."""
    raw = bytearray(zipped({"activations.py": CODE * 1000}))
    at = raw.index(b"PK\x01\x02")
    struct.pack_into("<L", raw, at + 24, 10)

    submission = hand_in("alice.zip", bytes(raw))

    assert told(submission) == {
        "intake.zip.damaged": {"name": "alice.zip", "member": "activations.py"}
    }


def test_a_member_that_is_smaller_than_it_says_is_refused(hand_in):
    """There is less than was announced."""
    raw = bytearray(zipped({"activations.py": CODE}))
    at = raw.index(b"PK\x01\x02")
    struct.pack_into("<L", raw, at + 24, len(CODE) + 10)

    assert set(told(hand_in("alice.zip", bytes(raw)))) == {"intake.zip.damaged"}


def test_sizes_of_64_bits_that_lie_are_not_believed(hand_in):
    """A member of an exabyte is left out by its announced size, unread."""
    raw = bytearray(zipped({"activations.py": CODE, "big.bin": b"x"}))
    at = raw.rindex(b"PK\x01\x02")
    name_length = struct.unpack_from("<H", raw, at + 28)[0]
    extra = struct.pack("<HHQ", 1, 8, 1 << 60)
    struct.pack_into("<L", raw, at + 24, 0xFFFFFFFF)
    struct.pack_into("<H", raw, at + 30, len(extra))
    raw[at + 46 + name_length : at + 46 + name_length] = extra
    end = raw.rindex(b"PK\x05\x06")
    size = struct.unpack_from("<L", raw, end + 12)[0]
    struct.pack_into("<L", raw, end + 12, size + len(extra))

    submission = hand_in("alice.zip", bytes(raw))

    assert set(told(submission)) == {"intake.zip.bomb"}
    assert told(submission)["intake.zip.bomb"]["unpacked"] == 1 << 60


def test_a_wrong_checksum_is_refused_by_name(hand_in):
    """One byte of a stored member was changed on its way."""
    raw = zipped({"activations.py": CODE}, zipfile.ZIP_STORED).replace(b"return x", b"return y")

    submission = hand_in("alice.zip", raw)

    assert told(submission) == {
        "intake.zip.damaged": {"name": "alice.zip", "member": "activations.py"}
    }


def test_an_encrypted_member_is_refused(hand_in):
    """Nobody gave us the password."""
    raw = bytearray(zipped({"activations.py": CODE}))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(magic) + offset] |= 1

    submission = hand_in("alice.zip", bytes(raw))

    assert told(submission) == {
        "intake.zip.encrypted": {"name": "alice.zip", "member": "activations.py"}
    }


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_rare_ways_of_packing_are_refused(hand_in, method):
    """LZMA may ask for gigabytes before the first byte."""
    submission = hand_in("alice.zip", zipped({"activations.py": CODE}, method))

    assert told(submission) == {
        "intake.zip.method": {"name": "alice.zip", "member": "activations.py", "method": method}
    }


def test_a_truncated_zip_is_said_to_be_truncated(hand_in):
    """The table of contents stands at the end and is missing."""
    raw = zipped({"activations.py": CODE})[:60]

    submission = hand_in("alice.zip", raw)

    assert told(submission) == {"intake.zip.truncated": {"name": "alice.zip", "size": 60}}


def test_a_broken_table_of_contents_is_said_to_be_broken(hand_in):
    """The end is there, what it points to is not."""
    raw = zipped({"activations.py": CODE}).replace(b"PK\x01\x02", b"PK\x01\x03")

    assert told(hand_in("alice.zip", raw)) == {"intake.zip.broken": {"name": "alice.zip"}}


def test_a_huge_table_of_contents_is_not_read(hand_in):
    """A million members would be a gigabyte of objects."""
    raw = zipped({f"{i}.txt": b"" for i in range(100)})

    submission = hand_in("alice.zip", raw, bounds=Bounds(directory_bytes=1024))

    assert told(submission) == {
        "intake.zip.directory": {"name": "alice.zip", "kib": 5, "limit_kib": 1}
    }


def test_a_huge_table_of_contents_of_64_bits_is_not_read(hand_in):
    """Its size stands elsewhere then, and the old field says nothing."""
    raw = zipped({"activations.py": CODE})
    end = raw.index(b"PK\x05\x06")
    large = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, 1 << 40, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)

    submission = hand_in("alice.zip", raw[:end] + large + locator + raw[end:])

    assert told(submission) == {
        "intake.zip.directory": {"name": "alice.zip", "kib": 1 << 30, "limit_kib": 4096}
    }


def test_an_empty_zip_is_said_to_be_empty(hand_in):
    """It is a good zip of nothing."""
    assert told(hand_in("alice.zip", zipped({}))) == {"intake.empty": {"slug": SLUG}}


def test_a_zip_in_a_zip_stays_closed(hand_in):
    """It is named, so that the student sees what was packed twice."""
    submission = hand_in("alice.zip", zipped({"hw.zip": zipped({"activations.py": CODE})}))

    assert told(submission) == {"intake.main.none": {"slug": SLUG, "seen": "hw.zip", "count": 1}}


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_chinese_names_are_read_whatever_made_the_zip(hand_in, encoding):
    """Chinese Windows writes GBK, older Macs UTF-8, and neither says so."""
    name = "作业三_activations.py"
    placeholder = "x" * len(name.encode(encoding))
    raw = zipped({placeholder: CODE}).replace(placeholder.encode(), name.encode(encoding))

    submission = hand_in("alice.zip", raw)

    assert submission.main == name
    assert set(told(submission)) == {"intake.main.other"}


@pytest.mark.parametrize(
    ("name", "head", "format_"),
    [
        ("a.zip", b"7z\xbc\xaf\x27\x1c", "7z"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c", "7z"),
        ("a.rar", b"Rar!\x1a\x07\x01\x00", "RAR"),
        ("a.zip", b"Rar!\x1a\x07\x00", "RAR"),
        ("a.tar.gz", b"\x1f\x8b\x08", "gzip"),
        ("a.py", b"\x1f\x8b\x08", "gzip"),
        ("a.tar", bytes(257) + b"ustar\x00", "tar"),
        ("a.pdf", b"%PDF-1.7", "PDF"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Microsoft Office"),
        ("a.ipynb", b"<!DOCTYPE html><html>", "HTML"),
        ("a.docx", zipped({"[Content_Types].xml": b"", "word/document.xml": b""}), "DOCX"),
        ("a.pt", zipped({"model/data.pkl": b"", "model/data/0": b""}), "PyTorch .pt"),
        ("a.npz", zipped({"x.npy": b""}), "NumPy .npz"),
    ],
)
def test_other_formats_are_recognised_by_their_bytes_and_named(hand_in, name, head, format_):
    """Whatever the suffix promises."""
    assert told(hand_in(name, head))["intake.format"] == {"name": name, "format": format_}


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.rar", zipped({"activations.py": CODE}), "zip"),
        ("a.py", zipped({"activations.py": CODE}), "zip"),
        ("a.zip", ipynb("x = 1"), "notebook"),
        ("a.py", ipynb("x = 1"), "notebook"),
        ("a.ipynb.txt", ipynb("x = 1"), "notebook"),
        ("a.py.txt", CODE, "module"),
    ],
)
def test_a_wrong_suffix_costs_nothing_where_the_bytes_leave_no_doubt(hand_in, name, data, kind):
    """It is read as what it is, and the student is told."""
    submission = hand_in(name, data)

    assert submission.main in {"activations.py", "activations.ipynb"}
    assert told(submission) == {f"intake.suffix.{kind}": {"name": name}}


@pytest.mark.parametrize(
    ("name", "data", "code", "params"),
    [
        ("a.zip", CODE, "intake.zip.other", {"name": "a.zip"}),
        ("a.txt", CODE, "intake.unknown", {"name": "a.txt"}),
        ("noname", CODE, "intake.unknown", {"name": "noname"}),
        ("a.zip", b"", "intake.text.empty", {"file": "a.zip", "size": 0}),
        ("a.py", b"", "intake.text.empty", {"file": "a.py", "size": 0}),
    ],
)
def test_what_cannot_be_guessed_is_refused(hand_in, name, data, code, params):
    """With the formats that are accepted in the message."""
    assert told(hand_in(name, data)) == {code: params}
