"""How a main file is run, and how long that may take: notebooks differ from modules."""

from harness.model import Assignment, Submission


def in_kernel(submission: Submission, assignment: Assignment) -> bool:
    """Whether a Jupyter kernel is wanted, and this is a notebook."""
    return assignment.notebooks == "kernel" and is_notebook(submission)


def patience(submission: Submission, assignment: Assignment) -> float:
    """Seconds for all that the main file does from top to bottom."""
    limits = assignment.limits
    return limits.for_a_notebook if is_notebook(submission) else 4 * limits.seconds


def pace(submission: Submission, assignment: Assignment) -> dict[str, float] | None:
    """What a kernel's driver is told of time; None if there is to be no kernel."""
    if not in_kernel(submission, assignment):
        return None
    limits = assignment.limits
    return {
        "cell_seconds": float(limits.for_a_cell),
        "notebook_seconds": float(limits.for_a_notebook),
    }


def is_notebook(submission: Submission) -> bool:
    """Whether the main file is run cell by cell."""
    return str(submission.main).endswith(".ipynb")
