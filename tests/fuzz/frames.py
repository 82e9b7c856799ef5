"""Fuzz the parser of frames, guided by coverage: any bytes are a value or a WireError.

python tests/fuzz/frames.py tests/fuzz/corpus/frames -max_total_time=1200
"""

import sys

import atheris


with atheris.instrument_imports(include=["harness.sandbox.inside"]):
    from harness.sandbox.inside.layout import same
    from harness.sandbox.inside.nodes import Caps, WireError
    from harness.sandbox.inside.wire import PREFIX, lengths, pack, unpack

CAPS = Caps(tree=2**14, payload=2**16, parts=500)


def one(data: bytes) -> None:
    """Read a frame as the judge does; what could be read is written and read again."""
    if len(data) < PREFIX.size:
        return
    try:
        tree, payload = lengths(data[: PREFIX.size], CAPS)
        rest = data[PREFIX.size :]
        value = unpack(rest[:tree], rest[tree : tree + payload], CAPS)
    except WireError:
        return
    frame = pack(value, CAPS)
    tree, payload = lengths(frame[: PREFIX.size], CAPS)
    again = unpack(frame[PREFIX.size : PREFIX.size + tree], frame[PREFIX.size + tree :], CAPS)
    if not same(again, value):
        raise AssertionError(f"{value!r} came back as {again!r}")


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
