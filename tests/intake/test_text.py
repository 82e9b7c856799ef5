"""Source as students' editors save it."""

import codecs

import pytest

from tests.intake.parcel import CODE, told


CHINESE = "# 激活函数：逐元素\ndef relu(x):\n    return x  # 返回\n"


@pytest.mark.parametrize(
    "raw",
    [
        CODE,
        CODE.replace(b"\n", b"\r\n"),
        codecs.BOM_UTF8 + CODE,
        CHINESE.encode(),
        f"# -*- coding: gbk -*-\n{CHINESE}".encode("gbk"),
        "# -*- coding: latin-1 -*-\n# caf\u00e9\nx = 1\n".encode("latin-1"),
        b"def broken(:\n",
        b'"""Only a docstring."""',
    ],
)
def test_what_python_reads_stays_as_it_is(hand_in, raw):
    """Byte for byte; syntax is somebody else's business."""
    submission = hand_in("alice.py", raw)

    assert submission.files["activations.py"] == raw
    assert told(submission) == {}


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (CHINESE.encode("utf-16"), "UTF-16"),
        (codecs.BOM_UTF16_BE + CHINESE.encode("utf-16-be"), "UTF-16"),
        (CHINESE.encode("utf-16-le"), "UTF-16"),
        (CHINESE.encode("utf-16-be"), "UTF-16"),
        (CHINESE.encode("utf-32"), "UTF-32"),
        (CHINESE.encode("gbk"), "GBK"),
    ],
)
def test_readable_text_in_another_encoding_is_converted(hand_in, raw, encoding):
    """It costs nothing, and says what to save it as."""
    submission = hand_in("alice.py", raw)

    assert submission.files["activations.py"].decode() == CHINESE
    assert told(submission) == {
        "intake.text.converted": {"file": "activations.py", "encoding": encoding}
    }


def test_accented_latin_text_is_no_chinese(hand_in):
    """Its high bytes stand alone."""
    text = "# été, déjà vu\ndef relu(x):\n    return x\n"

    submission = hand_in("alice.py", text.encode("cp1252"))

    assert submission.files["activations.py"].decode() == text
    assert told(submission)["intake.text.converted"]["encoding"] == "Windows-1252"


def test_rare_characters_of_gbk_are_read_in_chinese_text(hand_in):
    """Their second byte may be an ASCII backslash, so the text around them must be Chinese."""
    text = "# 朱镕基的名字里有一个很少用的字，其他的字都很常用\nx = 1\n"

    submission = hand_in("alice.py", text.encode("gbk"))

    assert submission.files["activations.py"].decode() == text


@pytest.mark.parametrize("declared", ["gbk", "utf-16", "klingon", "punycode"])
def test_a_wrong_declaration_is_corrected_with_the_text(hand_in, declared):
    """Otherwise Python would read the converted text by the old one."""
    text = f"#!/usr/bin/python\n# -*- coding: {declared} -*-\nx = '€ ' \n"

    submission = hand_in("alice.py", text.encode("utf-8"))

    fixed = text.replace(declared, "utf-8")
    assert submission.files["activations.py"].decode() == fixed
    assert told(submission) == {
        "intake.text.cookie": {"file": "activations.py", "encoding": "UTF-8"}
    }


def test_a_mark_of_utf_8_contradicts_another_declaration(hand_in):
    """Python refuses such a file, though the mark leaves no doubt."""
    raw = codecs.BOM_UTF8 + b"# coding: gbk\nx = 1\n"

    submission = hand_in("alice.py", raw)

    assert submission.files["activations.py"] == raw.replace(b"gbk", b"utf-8")
    assert set(told(submission)) == {"intake.text.cookie"}


def test_a_declaration_of_utf_8_in_a_gbk_file_is_kept_and_made_true(hand_in):
    """The template said UTF-8, the editor saved GBK."""
    text = f"# -*- coding: utf-8 -*-\n{CHINESE}"

    submission = hand_in("alice.py", text.encode("gbk"))

    assert submission.files["activations.py"].decode() == text
    assert set(told(submission)) == {"intake.text.converted"}


def test_lone_carriage_returns_become_line_ends(hand_in):
    """As Python's own tokenizer reads them; a pair with a line feed stays."""
    submission = hand_in("alice.py", b"x = 1\ry = 2\r\nz = 3\r")

    assert submission.files["activations.py"] == b"x = 1\ny = 2\r\nz = 3\n"
    assert told(submission) == {"intake.text.returns": {"file": "activations.py", "count": 2}}


def test_null_bytes_are_refused_with_their_place(hand_in):
    """Python refuses them, and nobody knows what stood there."""
    submission = hand_in("alice.py", b"x = 1\ny = \0\0\n")

    assert told(submission) == {
        "intake.text.nul": {"file": "activations.py", "line": 2, "count": 2}
    }


def test_damaged_utf_8_is_read_with_marks_where_it_is_damaged(hand_in):
    """A byte was lost in a comment; calling it another encoding would garble all the others."""
    raw = CHINESE.encode().replace("激".encode(), "激".encode()[:2])

    submission = hand_in("alice.py", raw)

    assert submission.files["activations.py"].decode() == CHINESE.replace("激", "\ufffd")
    assert told(submission) == {
        "intake.text.damaged": {"file": "activations.py", "line": 1, "count": 1}
    }


def test_bytes_of_no_encoding_are_refused_with_their_place(hand_in):
    """No encoding of text fits."""
    submission = hand_in("alice.py", b"x = 1\n# \x81\x8d\x90 \xff\xfe\n")

    assert told(submission) == {
        "intake.text.encoding": {"file": "activations.py", "line": 2, "byte": "0x81"}
    }


def test_half_a_character_of_utf_16_is_refused(hand_in):
    """The file was cut off."""
    raw = CHINESE.encode("utf-16")[:-1]

    submission = hand_in("alice.py", raw)

    assert told(submission) == {
        "intake.text.wide": {
            "file": "activations.py",
            "encoding": "UTF-16",
            "byte": len(raw) - 1,
        }
    }


@pytest.mark.parametrize("raw", [b"", b" \n\t\r\n", b"# only\n  # comments\n", codecs.BOM_UTF8])
def test_a_file_without_code_is_said_to_be_empty(hand_in, raw):
    """One message in the place of one for each missing name."""
    submission = hand_in("alice", {"activations.py": raw})

    assert told(submission) == {"intake.text.empty": {"file": "activations.py", "size": len(raw)}}


def test_an_unreadable_helper_stops_nothing(hand_in):
    """It may never be imported; it is told, and stays as it was."""
    files = {"activations.py": CODE, "helper.py": b"x = \0\n", "__init__.py": b""}

    submission = hand_in("alice", files)

    assert submission.main == "activations.py"
    assert submission.files["helper.py"] == b"x = \0\n"
    assert told(submission) == {"intake.text.nul": {"file": "helper.py", "line": 1, "count": 1}}


def test_a_helper_in_another_encoding_is_converted_too(hand_in):
    """Importing it would fail otherwise."""
    submission = hand_in("alice", {"activations.py": CODE, "helper.py": CHINESE.encode("gbk")})

    assert submission.files["helper.py"].decode() == CHINESE
