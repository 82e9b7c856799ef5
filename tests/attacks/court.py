"""Where attacks are tried: bait all around, a bystander, and a judge who comes when needed."""

import json
import os
import re
import secrets
import selectors
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.attacks import bystander
from tests.attacks.attack import SLUG, Attack
from tests.attacks.bait import KINDS, ROOT, hand_in, lay


SENDS = re.compile(rb"kill|pidfd|fcntl|ptrace|signal")
"""What stands in an attack that may send a signal."""
PATIENCE = 120.0
"""Seconds for one batch, whatever is in it: far more than its limits allow."""


@dataclass
class Court:
    """One for each process of tests; it is torn down by `close`."""

    folder: Path
    canaries: dict[str, str] = field(
        default_factory=lambda: {kind: f"sparrow-{kind}-{secrets.token_hex(8)}" for kind in KINDS}
    )
    mark: str = field(default_factory=lambda: "sprw" + secrets.token_hex(3))
    judge: "subprocess.Popen[str] | None" = None
    sibling: "subprocess.Popen[str] | None" = None
    where: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Lay out the bait."""
        self.home, self.course = lay(self.folder, self.canaries)

    def batch(self, entries: Mapping[str, bytes], name: str) -> Path:
        """A folder of submissions."""
        batch = self.folder / "batches" / name
        hand_in(batch, entries, self.canaries)
        return batch

    def targets(self, batch: Path) -> bytes:
        """What a well-informed attacker knows: everything but what is secret."""
        assert self.judge is not None
        assert self.sibling is not None
        known = {
            "HOME": str(self.home / ".config" / "token"),
            "COURSE": str(self.course / "assignments" / SLUG / "answers.py"),
            "REFERENCE": str(self.course / "reference" / "relu.py"),
            "BESIDE": str(batch / "notes.csv"),
            "NEIGHBOUR": str(batch / "neighbour.py"),
            "HARNESS": str(ROOT / "harness" / "grade" / "one.py"),
            "JUDGE": self.judge.pid,
            "SIBLING": self.sibling.pid,
            "MARK": self.mark,
            "KEY": int(self.mark[-6:], 36),
            **{name.upper(): value for name, value in self.where.items()},
        }
        return "".join(f"{name} = {value!r}\n" for name, value in known.items()).encode()

    def try_(self, attack: Attack, tier: str) -> dict[str, Any]:
        """The judge's account of this attack, with all that was breached."""
        self.open()
        name = attack.id.replace("/", "-")
        batch = self.batch(attack.entries(), name)
        if attack.made != "entries":
            (batch / "mallory" / "targets.py").write_bytes(self.targets(batch))
        before = self._files()
        told: dict[str, Any] = self._ask(
            {
                "batch": str(batch), "course": str(self.course), "tier": tier, "mark": self.mark,
                "limits": dict(attack.limits), "promised": not attack.missing(tier),
            }
        )  # fmt: skip
        told["breaches"] = self._breaches(attack, told, before)
        self._restore(before)
        shutil.rmtree(batch, ignore_errors=True)
        return told

    def open(self) -> None:
        """Start whoever is not there, or not there any more."""
        if self.sibling is None or self.sibling.poll() is not None:
            self.sibling = self._start(
                [bystander.__file__, str(self.folder / "by"), self.canaries["sibling-argv"]],
                {
                    "CANARY_SIBLING": self.canaries["sibling-env"],
                    "CANARY_LISTENER": self.canaries["listener"],
                },
            )
            (self.folder / "by" / "log").write_text("")
            self.where = json.loads(_line(self.sibling))
        if self.judge is None or self.judge.poll() is not None:
            bait = ("env", "heap", "secret")
            self.judge = self._start(
                ["-m", "tests.attacks.judge", self.canaries["argv"]],
                {f"CANARY_{kind.upper()}": self.canaries[kind] for kind in bait},
            )

    def close(self) -> None:
        """End both, who stop where their standard input does."""
        for process in filter(None, (self.judge, self.sibling)):
            process.communicate(timeout=PATIENCE)

    def _start(self, arguments: list[str], canaries: Mapping[str, str]) -> "subprocess.Popen[str]":
        environment = {**os.environ, **canaries, "PYTHONPATH": str(ROOT)}
        environment |= {"HOME": str(self.home), "TMPDIR": str(self.folder / "tmp")}
        if arguments[0] != "-m":
            (self.folder / "by" / "socket").unlink(missing_ok=True)
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def _ask(self, order: Mapping[str, Any]) -> dict[str, Any]:
        assert self.judge is not None
        assert self.judge.stdin is not None
        print(json.dumps(order), file=self.judge.stdin, flush=True)
        told: dict[str, Any] = json.loads(_line(self.judge) or "{}")
        return told

    def _files(self) -> dict[str, bytes]:
        """What may not be written: the home, the course and the batch."""
        places = (self.home, self.course / "assignments", self.folder / "batches")
        files = (
            path
            for place in places
            for path in place.rglob("*")
            if path.is_file() and not path.is_symlink()
        )
        return {str(path): path.read_bytes() for path in files}

    def _restore(self, before: Mapping[str, bytes]) -> None:
        for path in self._files().keys() - before.keys():
            Path(path).unlink()
        for path, content in before.items():
            Path(path).write_bytes(content)

    def _breaches(
        self, attack: Attack, told: Mapping[str, Any], before: Mapping[str, bytes]
    ) -> list[str]:
        """All that should not have been possible, in words."""
        if not told:
            assert self.judge is not None
            self.judge.kill()
            self.judge.communicate()
            return [f"the judge died or fell silent ({self.judge.returncode})"]
        spoken = json.dumps(told, ensure_ascii=False)
        found = [f"canary {kind}" for kind, token in self.canaries.items() if token in spoken]
        found += [f"left: {what}" for what in told["left"]]
        found += ["written" for _ in range(self._files() != before)]
        for grade in told["grades"]:
            if grade["score"] > attack.honest:
                found.append(f"{grade['score']:g} points where {attack.honest:g} are honest")
            if grade["submission"].casefold() == "neighbour":
                found.append("called like the neighbour, who has to be called otherwise")
            found += [f"hidden input {digits}" for digits in grade["hidden"]]
        claims = (line for one in told["grades"] for line in one["said"].splitlines())
        found += [line for line in claims if line.startswith("BREACHED")]
        noted = set(self._noted())
        if not SENDS.search(attack.file.read_bytes()):
            noted.discard(bystander.BY_WHO_IS_GONE)
        return sorted({*found, *noted})

    def _noted(self) -> list[str]:
        """What happened to the bystander."""
        assert self.sibling is not None
        if self.sibling.poll() is not None:
            self.sibling.communicate()
            return ["the bystander was killed"]
        for _ in range(2):  # what came before the first answer is noted before the second
            bystander.ping(self.where["tcp"])
        log = self.folder / "by" / "log"
        noted = sorted(set(log.read_text().split()))
        log.write_text("")
        return noted


def _line(process: "subprocess.Popen[str]") -> str:
    """The next line that it says, or nothing if it ends or takes too long."""
    assert process.stdout is not None
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        return process.stdout.readline() if selector.select(PATIENCE) else ""
