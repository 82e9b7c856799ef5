"""Hide the rest of a source behind a null byte, where some readers stop.

honest: 0
expect: intake.text.nul
made: entries
tiers: once
"""


def build():
    return {"mallory.py": b"def relu(x): return x\n\0\0\nimport os; os._exit(0)\n"}
