"""What systems and tools leave behind: nobody's work, so it is passed over without a word."""

_NAMES = frozenset({"__pycache__", "__macosx", "thumbs.db", "desktop.ini", "node_modules"})


def is_junk(name: str) -> bool:
    """Hidden (`.git`, `.DS_Store`, `.ipynb_checkpoints`), or left by an operating system."""
    return name.startswith((".", "~$")) or name.casefold() in _NAMES
