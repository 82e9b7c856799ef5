"""What all processes of one run can have together: a zygote, where the sandbox has one."""

from harness.model import Assignment, Sandbox


def prepare(box: Sandbox, assignment: Assignment) -> None:
    """Begin to start it."""
    inner = getattr(box, "inner", box)
    if hasattr(inner, "prepare"):
        inner.prepare(assignment)


def door(box: Sandbox, assignment: Assignment) -> object:
    """Where another process joins it; None if there is nothing to share."""
    inner = getattr(box, "inner", box)
    return inner.door(assignment) if hasattr(inner, "door") else None


def enter(given: object) -> None:
    """Join it; what is wrong with it is found when a sandbox is wanted."""
    if given is not None:
        from harness.sandbox import backends  # noqa: PLC0415
        from harness.sandbox.zygote import backend  # noqa: PLC0415 - Linux only

        backends.vouch(backend.enter(given))  # type: ignore[arg-type]  # made by `door`
