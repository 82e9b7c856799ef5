"""What a submission will import that is worth importing once for all, before the fork."""

from harness.model import Assignment, Submission
from harness.sandbox import cells


_TORCH = ("torch", "torch.utils.data", "torch.optim", "torch.nn.functional")
_DYNAMO = ("torch._dynamo",)
"""800 modules, as much again as torch itself: the first step of any optimizer imports them."""
_SIGNS = (b"optim", b"torch.compile", b"dynamo")
_SHELL = ("IPython.core.interactiveshell", "traitlets.config")
"""For cells that are no plain Python."""
_KERNEL = (*_SHELL, "ipykernel.ipkernel", "ipykernel.kernelapp", "ipykernel.zmqshell")


def needed(submission: Submission, assignment: Assignment, *, torch: bool) -> tuple[str, ...]:
    """Modules by name. Who shows no sign may import them too, on the time of a question."""
    shell: tuple[str, ...] = ()
    if cells.is_notebook(submission):
        shell = _KERNEL if cells.in_kernel(submission, assignment) else _SHELL
    return (*shell, *(_of_torch(submission, assignment) if torch else ()))


def _of_torch(submission: Submission, assignment: Assignment) -> tuple[str, ...]:
    texts = (assignment.drive, *submission.files.values())
    if not any(b"torch" in text for text in texts):
        return ()
    return (*_TORCH, *(_DYNAMO if any(sign in text for text in texts for sign in _SIGNS) else ()))
