"""Use what privileges were left: this process should have none.

honest: 0
expect: missing.name
needs: privileges
"""

status = dict(line.split(":\t") for line in open("/proc/self/status").read().splitlines())
for name in ("CapEff", "CapPrm", "CapInh", "CapBnd", "CapAmb"):
    if int(status[name], 16):
        print("BREACHED: privileges in", name)
