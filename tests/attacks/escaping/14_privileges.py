"""Become root, by asking and by setuid programs.

honest: 0
expect: missing.name
"""

import os
import subprocess


before = os.getuid()
for step in (os.setuid, os.seteuid, os.setgid):
    try:
        step(0)
        if before != 0 and os.geteuid() == 0:
            print("BREACHED: this process is root now")
    except OSError as error:
        print(error.strerror)
for program in ("/usr/bin/sudo", "/usr/bin/su", "/usr/bin/pkexec"):
    try:
        ran = subprocess.run([program, "-n", "id", "-u"], capture_output=True, text=True, timeout=2)
        if before != 0 and ran.stdout.strip() == "0":
            print("BREACHED: by", program)
    except (OSError, subprocess.SubprocessError) as error:
        print(error)
if "NoNewPrivs:\t1" not in open("/proc/self/status").read():
    print("BREACHED: programs may still give privileges")
