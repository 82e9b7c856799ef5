"""Open the kernel's settings for writing: core_pattern runs a program as root.

honest: 0
expect: missing.name
needs: files
"""

for path in (
    "sys/kernel/core_pattern", "sys/kernel/hostname", "sys/vm/overcommit_memory",
    "sys/kernel/modprobe", "sysrq-trigger",
):
    try:
        open(f"/proc/{path}", "r+b", 0).close()  # nothing is written
        print("BREACHED: can be written:", path)
    except OSError as error:
        print(error.strerror)
