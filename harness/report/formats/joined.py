"""Several documents of one format as one: what a pull request touched, in one file."""

import json
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from harness.report.plain import writable


_COUNTED = ("tests", "failures", "errors", "skipped")


def lines(texts: Sequence[str]) -> str:
    """One after the other."""
    return "".join(texts)


def parts(texts: Sequence[str]) -> str:
    """The same with an empty line between them."""
    return "\n".join(texts)


def lists(texts: Sequence[str]) -> str:
    """JSON lists as one list."""
    whole = [item for text in texts for item in json.loads(text)]
    return writable(json.dumps(whole, ensure_ascii=False, indent=1)) + "\n"


def runs(texts: Sequence[str]) -> str:
    """Logs of SARIF as one log: the runs of all of them."""
    logs = [json.loads(text) for text in texts]
    whole = {**logs[0], "runs": [run for log in logs for run in log["runs"]]}
    return writable(json.dumps(whole, ensure_ascii=False, indent=1)) + "\n"


def suites(texts: Sequence[str]) -> str:
    """JUnit's suites under one root, counted together. The documents are ours."""
    roots = [ET.fromstring(text.encode()) for text in texts]  # noqa: S314  # what we wrote
    whole = ET.Element("testsuites", {"name": "harness"})
    for name in _COUNTED:
        whole.set(name, str(sum(int(root.get(name, "0")) for root in roots)))
    whole.set("time", f"{sum(float(root.get('time', '0')) for root in roots):.3f}")
    for root in roots:
        whole.extend(root)
    ET.indent(whole)
    return writable(ET.tostring(whole, encoding="unicode", xml_declaration=True)) + "\n"
