"""Be called by letters that reverse, hide and join others.

honest: 0
expect: missing.name
made: entries
"""


def build():
    names = ("a\u202eyp.txt", "zero\u200bwidth", "soft\u00adhyphen", "tag\U000e0041", "line\u2028end")
    return {f"{name}.py": b"x = %d\n" % number for number, name in enumerate(names)}
