"""Type into the terminal of whoever grades.

honest: 0
expect: missing.name
"""

import fcntl
import os
import termios


numbers = [0, 1, 2]
try:
    numbers.append(os.open("/dev/tty", os.O_RDWR))
except OSError as error:
    print(error.strerror)
for number in numbers:
    try:
        fcntl.ioctl(number, termios.TIOCSTI, b"#")
        print("BREACHED: typed into a terminal")
    except OSError as error:
        print(error.strerror)
