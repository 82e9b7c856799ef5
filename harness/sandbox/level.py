"""How much a sandbox keeps apart, as one number: what `--require-isolation` compares."""

from enum import IntEnum


class Level(IntEnum):
    """Each promises what the ones before it promise, and more."""

    NONE = 0
    """Limits only: the submission may do what the user who grades may do."""
    LANDLOCK = 1
    """No files but Python's, no network, no signals to others; names of files still show."""
    USER = 2
    """Besides, it runs as a user of its own: nothing of anybody is its own to change."""
    NAMESPACES = 3
    """Other files, processes and networks do not exist for it."""
    FULL = 4
    """Besides, Landlock and a filter of system calls stand behind the namespaces."""

    @property
    def word(self) -> str:
        """As it is written on a command line."""
        return self.name.lower()


LEVELS = {level.word: level for level in Level}
