"""Downloads as the platforms write them, made for tests."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from harness.intake.download.collect import Collected, collect
from harness.intake.download.manifest import Line
from harness.intake.download.piece import Order


CODE = b"def relu(x):\n    return x\n"


def packed(place: Path, files: Mapping[str, bytes], *, encoding: str = "utf-8") -> Path:
    """A zip; in another encoding than UTF-8 it does not say which, as on Chinese Windows."""
    out, stand_ins = io.BytesIO(), {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (path, data) in enumerate(files.items()):
            name = path
            if encoding != "utf-8":
                raw = path.encode(encoding)
                name = f"{number:03}".ljust(len(raw), "x")
                stand_ins[name.encode()] = raw
            archive.writestr(name, data)
    packed_ = out.getvalue()
    for stand_in, raw in stand_ins.items():
        packed_ = packed_.replace(stand_in, raw)
    place.write_bytes(packed_)
    return place


def collected(path: Path, out: Path, **more: object) -> tuple[Collected, dict[str, Line]]:
    """What came of a download, and its lines by submission."""
    found = collect(Order(path=path, output=out, **more))
    return found, {line.submission: line for line in found.lines}


def there(batch: Path) -> dict[str, bytes]:
    """All files of a batch but its tables."""
    return {
        path.relative_to(batch).as_posix(): path.read_bytes()
        for path in sorted(batch.rglob("*"))
        if path.is_file() and path.suffix != ".csv"
    }


FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
GIVEN = (
    "小明",
    "伟",
    "芳",
    "娜",
    "秀英",
    "敏",
    "静",
    "丽",
    "强",
    "磊",
    "军",
    "洋",
    "勇",
    "艳",
    "杰",
)


def people(count: int) -> list[tuple[int, str]]:
    """So many students, by number and name: Chinese ones and others, some of one name."""
    found = []
    for number in range(count):
        name = FAMILY[number % len(FAMILY)] + GIVEN[number // 3 % len(GIVEN)]
        if number % 4 == 3:
            name = ("Müller, Jörg", "O'Brien, Ann", "Lee, Ana-María")[number // 4 % 3]
        found.append((1000 + number, name))
    return found


def canvas_name(name: str) -> str:
    """As Canvas writes a sortable name into a file's: word characters only, lower case."""
    return "".join(c for c in name.lower() if c.isalnum())


def canvas_zip(place: Path, count: int, works: Sequence[bytes]) -> Path:
    """A class's download: every fifth is late, every seventh handed in again, some zips."""
    files: dict[str, bytes] = {}
    for at, (number, name) in enumerate(people(count)):
        stem, late = canvas_name(name), "_LATE" if at % 5 == 4 else ""
        work = works[at % len(works)]
        if at % 7 == 6:
            files[f"{stem}_{number}_{50_000 + at}_activations.py"] = works[0]
            files[f"{stem}{late}_{number}_{60_000 + at}_activations-1.py"] = work
        elif at % 11 == 10:
            files[f"{stem}{late}_{number}_{50_000 + at}_作业.zip"] = _zipped(work)
        else:
            files[f"{stem}{late}_{number}_{50_000 + at}_activations.py"] = work
    return packed(place, files)


def canvas_gradebook(place: Path, count: int, column: str, points: str = "100.00") -> Path:
    """The gradebook that Canvas exports for them, with somebody who handed in nothing."""
    rows = [
        f"Student,ID,SIS User ID,SIS Login ID,Section,HW1 (1),{column},Current Score",
        ",,,,,Manual Posting,,",
        f"    Points Possible,,,,,10.00,{points},(read only)",
    ]
    rows += [
        f'"{name}",{number},00{number},u{number},"Sec ""A"", 一",{number % 10}.50,,77.1'
        for number, name in people(count)
    ]
    rows.append('"Student, Test",99999,,test,"Sec ""A"", 一",,,')
    place.write_bytes("".join(f"{row}\r\n" for row in rows).encode())
    return place


def moodle_zip(place: Path, count: int, works: Sequence[bytes]) -> Path:
    """The same class on Moodle, folders for everybody and online texts for some."""
    files: dict[str, bytes] = {}
    for at, (number, name) in enumerate(people(count)):
        stem = f"{name}_{number}_assignsubmission"
        files[f"{stem}_file/activations.py"] = works[at % len(works)]
        if at % 3 == 0:
            files[f"{stem}_onlinetext/onlinetext.html"] = b"<p>done</p>"
    return packed(place, files)


def _zipped(work: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("作业/activations.py", work)
    return out.getvalue()
