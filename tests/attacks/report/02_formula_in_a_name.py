"""Be called like a formula, which a spreadsheet runs.

honest: 0
expect: missing.name
made: entries
"""


def build():
    names = ("=cmd|'/c calc'!A1", "+1+1", "-2", "@SUM(A1)", "\t=1", "＝1+1", "a,b\"c", "a;=1")
    return {f"{name}.py": b"x = %d\n" % number for number, name in enumerate(names)}
