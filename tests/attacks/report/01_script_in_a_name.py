"""Be called like a script.

honest: 0
expect: missing.name
made: entries
"""


def build():
    return {"<script>alert(1)<&\"'>.py": b"x = 1\n", "<img src=x onerror=alert(1)>.py": b"x = 2\n"}
