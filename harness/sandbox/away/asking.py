"""Asking a submission for somebody else: the questions of a sheet, the answers as a record."""

from harness.model import Broken, Evidence, Loaded, Sandbox, Stopped, Submission
from harness.sandbox.away.record import Record
from harness.sandbox.away.sheet import Sheet


def asked(sheet: Sheet, sandbox: Sandbox, submission: Submission) -> Record:
    """What came back. What is printed after the public questions might tell of hidden ones."""
    if any(finding.blocking for finding in submission.findings):
        return _record(submission, Broken(reason="nothing could be run"))
    public = [job for job in sheet.jobs if not job.hidden]
    hidden = sheet.jobs[len(public) :]
    with sandbox.open(submission, sheet.assignment) as session:
        loaded = session.loaded
        answers = [*session.ask(public)]
        said = session.said
        answers += session.ask(hidden)
    return _record(submission, loaded, tuple(answers) if isinstance(loaded, Loaded) else (), said)


def _record(
    submission: Submission,
    loaded: Loaded | Stopped | Broken,
    evidence: tuple[Evidence, ...] = (),
    said: str = "",
) -> Record:
    return Record(
        label=submission.label,
        digest=submission.digest,
        findings=submission.findings,
        loaded=loaded,
        evidence=evidence,
        said=said,
    )
