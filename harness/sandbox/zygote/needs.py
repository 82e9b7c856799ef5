"""What a submission will import that is worth importing once for all, before the fork."""

from harness.model import Assignment, Submission


_TORCH = ("torch", "torch.utils.data", "torch.optim", "torch.nn.functional")
_DYNAMO = ("torch._dynamo",)
"""800 modules, as much again as torch itself: the first step of any optimizer imports them."""
_SIGNS = (b"optim", b"torch.compile", b"dynamo")


def needed(submission: Submission, assignment: Assignment) -> tuple[str, ...]:
    """Modules by name. Who shows no sign may import them too, on the time of a question."""
    texts = (assignment.drive, *submission.files.values())
    if not any(b"torch" in text for text in texts):
        return ()
    return (*_TORCH, *(_DYNAMO if any(sign in text for text in texts for sign in _SIGNS) else ()))
