"""Use what privileges were left: this process should have none.

honest: 0
expect: missing.name
needs: privileges
"""

status = dict(line.split(":\t") for line in open("/proc/self/status").read().splitlines())
names = ["CapEff", "CapPrm", "CapInh", "CapAmb"]
if status["NoNewPrivs"] != "1":  # else nothing that the bounding set allows can be had any more
    names.append("CapBnd")
for name in names:
    if int(status[name], 16):
        print("BREACHED: privileges in", name)
