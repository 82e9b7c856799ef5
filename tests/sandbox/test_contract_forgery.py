"""The contract of every backend, part four: frames that are forged."""

import numpy as np
import pytest

from harness.model import Returned, Stopped
from tests.sandbox.trial import INNOCENT, X


FIND_PIPE = """
import os, fcntl, json, struct, sys
def pipes():
    found = []
    for n in range(3, 256):
        try:
            if fcntl.fcntl(n, fcntl.F_GETFL) & os.O_ACCMODE == os.O_WRONLY: found.append(n)
        except OSError: pass
    return found
def frame(tree):
    text = json.dumps(tree).encode()
    return struct.pack('<4sIQ', b'HRN1', len(text), 0) + text
"""
FORGERIES = {
    "noise": "os.write(n, b'100/100' * 9)",
    "a frame without a nonce": "os.write(n, frame(['d', 'kind', 'returned', 'value', 1]))",
    "a frame of 4 GB": "os.write(n, struct.pack('<4sIQ', b'HRN1', 2**32 - 1, 2**60))",
    "a closed pipe": "os.close(n)",
    "all descriptors closed": "os.closerange(3, 4096)",
    "a pipe put elsewhere": "os.dup2(os.open('/dev/null', os.O_WRONLY), n)",
}


@pytest.mark.parametrize("what", FORGERIES)
def test_a_forged_frame_is_a_breach_of_the_protocol(run, what):
    """It ends the question; the next exercise has a pipe of its own."""
    ran = run(
        f"{FIND_PIPE}def asked(x):\n    for n in pipes(): {FORGERIES[what]}\n    return x\n"
        f"{INNOCENT}",
    )

    forged, innocent = ran.evidence
    assert isinstance(forged, Stopped)
    assert forged.limit == "protocol"
    assert isinstance(innocent, Returned)


NONCE = """
def nonce():
    f = sys._getframe()
    while f:
        for v in f.f_locals.values():
            if isinstance(v, dict) and 'nonce' in v: return v['nonce']
        f = f.f_back
ANSWER = ['changed', ['l'], 'shares', ['l'], 'stale', False, 'warned', ['l']]
def forge(tree):
    for n in pipes(): os.write(n, frame(['d', 'nonce', nonce(), *tree]))
"""


@pytest.mark.parametrize(
    "tree",
    [
        "['kind', 'returned', 'value', ['a', '|O8', ['l', 1], 'C', True], *ANSWER]",
        "['kind', 'returned', 'value', ['f', '0x1p0'], 'changed', ['l', 'grade'], *ANSWER[2:]]",
        "['kind', 'perfect']",
        "['kind', 'stopped', 'limit', 'time', 'detail', 'no']",
        "['kind', 'raised', 'type', 1, 'message', 'm', 'trace', '']",
        "['kind', 'raised', 'type', 'E', 'message', 'm' * 10**5, 'trace', '']",
        "['kind', 'returned', 'value', 1, *ANSWER[:4], 'stale', 1, *ANSWER[6:]]",
        "['kind']",
    ],
)
def test_a_frame_with_the_right_nonce_is_checked_field_by_field(run, tree):
    """Who reads the nonce in our own frames can answer for himself, but only sensibly."""
    ran = run(f"{FIND_PIPE}{NONCE}def asked(x):\n    forge({tree})\n    return x\n{INNOCENT}")

    assert isinstance(ran.evidence[0], Stopped)
    assert ran.evidence[0].limit == "protocol"
    assert isinstance(ran.evidence[1], Returned)


def test_two_answers_harm_nobody_else(run):
    """A second answer waits for the next question, which is then put to a fresh worker."""
    ran = run(
        f"{FIND_PIPE}{NONCE}"
        "def asked(x):\n"
        "    forge(['kind', 'returned', 'value', ['f', '0x1p0'], *ANSWER])\n"
        "    return x\n" + INNOCENT
    )

    assert isinstance(ran.evidence[0], Returned | Stopped)
    np.testing.assert_array_equal(ran.evidence[1].value, X + 1)
