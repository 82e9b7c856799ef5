"""Questions that are asked on another machine: two files, each one frame (`inside.wire`).

    sheet    what is asked, how, and within which limits; holds no answer     trusted → untrusted
    record   what came back, and what was printed                             untrusted → trusted

A frame is JSON and raw buffers with lengths that are checked before anything is read: there is no
pickle, no compression that could explode, no entry that could lie elsewhere. A record is believed
as little as a worker's pipe: every field is checked, and it has to answer exactly the questions
that the reader itself drew.
"""

from harness.sandbox.away.asking import asked
from harness.sandbox.away.files import SUFFIX, read_file
from harness.sandbox.away.record import Record, pack_record, read_record
from harness.sandbox.away.recorded import Recorded
from harness.sandbox.away.sheet import MOST, Sheet, pack_sheet, read_sheet


__all__ = [
    "MOST",
    "SUFFIX",
    "Record",
    "Recorded",
    "Sheet",
    "asked",
    "pack_record",
    "pack_sheet",
    "read_file",
    "read_record",
    "read_sheet",
]
