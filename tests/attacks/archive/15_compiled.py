"""Hand in compiled code, which nobody can read and whose loading runs it.

honest: 0
expect: intake.left-out.compiled, intake.main.none | intake.empty
made: entries
tiers: once
"""


def build():
    names = ("rectifier.so", "rectifier.cpython-311-x86_64-linux-gnu.so", "rectifier.pyc", "a.pth")
    return {f"mallory/{name}": b"\x7fELF poison" for name in names}
