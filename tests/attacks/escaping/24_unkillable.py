"""Ask to be spared when memory runs out, so that others are killed instead.

honest: 0
expect: missing.name
needs: privileges
"""

try:
    with open("/proc/self/oom_score_adj", "r+") as file:
        before = int(file.read())
        file.seek(0)
        file.write("-1000")
        file.flush()
        print("BREACHED: others are killed instead")
        file.seek(0)
        file.write(str(before))
except OSError as error:
    print(error.strerror)
