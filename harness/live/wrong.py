"""What is wrong with how it was called, said in one line under the cell."""

from harness.model import UsageError


class CheckError(UsageError):
    """Shown by a notebook as its sentence: there is nothing to see in our frames."""

    def _render_traceback_(self, *_: object) -> list[str]:
        """What IPython shows in place of a traceback."""
        return [str(self)]
