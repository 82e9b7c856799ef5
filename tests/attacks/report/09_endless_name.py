"""Be called by the longest name that fits, thrice alike in its first hundred letters.

honest: 0
expect: missing.name
made: entries
"""


def build():
    return {f"{'语' * 80}{number}.py": b"x = %d\n" % number for number in range(3)}
