"""What GitHub's runner obeys of a log: both spellings of commands, and how they are stopped."""

KNOWN = {
    "add-mask", "add-matcher", "add-path", "debug", "echo", "endgroup", "error", "group", "notice",
    "remove-matcher", "save-state", "set-env", "set-output", "stop-commands", "warning",
}  # fmt: skip


def obeyed(log: str) -> list[tuple[str, dict[str, str], str]]:
    """The commands of a log, in order: name, properties, message."""
    found, token = [], None
    for line in log.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        command = _new(line, token) or _old(line)
        if command is None:
            continue
        if token is not None:
            token = None if command[0] == token else token
        elif command[0] == "stop-commands":
            token = command[2]
        elif command[0] in KNOWN:
            found.append(command)
    assert token is None, "commands were stopped and never allowed again"
    return found


def _new(line: str, token: str | None):
    line = line.lstrip()
    if not line.startswith("::") or "::" not in line[2:]:
        return None
    head, _, message = line[2:].partition("::")
    name, _, rest = head.partition(" ")
    if name not in KNOWN | {token}:
        return None
    pairs = (pair.partition("=") for pair in rest.split(",") if "=" in pair)
    return name, {key.strip(): _plain(value, ":,") for key, _, value in pairs}, _plain(message)


def _old(line: str):
    at = line.find("##[")
    end = line.find("]", at)
    if at < 0 or end < 0:
        return None
    name, _, _ = line[at + 3 : end].partition(" ")
    return (name, {}, line[end + 1 :]) if name in KNOWN else None


def _plain(text: str, more: str = "") -> str:
    for letter in ("\r", "\n", *more):
        text = text.replace(f"%{ord(letter):02X}", letter)
    return text.replace("%25", "%")
