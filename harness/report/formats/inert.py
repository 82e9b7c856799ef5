"""Text that no runner of workflows takes for a command.

GitHub's runner reads a step's standard output line by line and obeys `::name …::` at the beginning
of a line (spaces do not count) and `##[name]` anywhere in it. So whatever is printed there by a
format that issues no commands itself is spelled so that neither occurs, and means the same to its
own reader.
"""

import re


_COMMAND = re.compile(r"^(?P<space>\s*):(?=:)", re.MULTILINE)


def inert(text: str, syntax: str) -> str:
    """The same document without a line that is a command."""
    match syntax:
        case "json":
            return text.replace("##[", "\\u0023#[")
        case "markup":
            return _COMMAND.sub(r"\g<space>&#58;", text.replace("##[", "&#35;#["))
        case "lines":
            return _COMMAND.sub(r"\g<space>\\:", text.replace("##[", "##\\["))
        case _:
            return text
