"""The kernel provisioner, as jupyter_client knows it, and what is kept of what cells show."""

import json
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from harness.sandbox.inside.kernel.provisioner import ForkedKernelProvisioner
from harness.sandbox.inside.kernel.shown import CELL_OUTPUTS, CELL_TEXT, overwritten, shown


ROOT = Path(__file__).resolve().parents[2]
ALONE = """
import asyncio, os, sys
from jupyter_client.manager import AsyncKernelManager
from harness.sandbox.inside.kernel.provisioner import ForkedKernelProvisioner

async def main():
    manager = AsyncKernelManager(transport="ipc", connection_file="kernel.json", ip="k")
    manager.provisioner = kernel = ForkedKernelProvisioner(parent=manager)
    await manager.start_kernel()
    client = manager.client()
    client.start_channels()
    await client.wait_for_ready(timeout=60)
    code = "import subprocess; child = subprocess.Popen(['sleep', '1000'], start_new_session=True)"
    await client.execute_interactive(code + "; print(child.pid)", timeout=60, output_hook=heard)
    assert kernel.has_process and await kernel.poll() is None
    client.stop_channels()
    await manager.shutdown_kernel(now=True)
    assert not kernel.has_process and await kernel.poll() == 0

def heard(message):
    if message["msg_type"] == "stream":
        print(message["content"]["text"].strip(), flush=True)

asyncio.run(main())
"""


def test_the_entry_point_leads_to_the_provisioner():
    """As pyproject names it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    entries = project["entry-points"]["jupyter_client.kernel_provisioners"]
    module, _, name = entries["harness-forked"].partition(":")

    assert getattr(import_module(module), name) is ForkedKernelProvisioner


def test_without_a_kernel_it_forks_one_and_kills_its_whole_tree(tmp_path):
    """jupyter_client's own manager drives it; what the kernel started in a session is gone."""
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ALONE], capture_output=True, text=True,
        cwd=tmp_path, env={"PYTHONPATH": str(ROOT), "IPYTHONDIR": str(tmp_path), "PATH": "/bin"},
        timeout=120, check=False,
    )  # fmt: skip

    assert run.returncode == 0, run.stderr
    state = Path(f"/proc/{int(run.stdout)}/stat")
    assert not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z"


def cell(*outputs) -> dict:
    return {"outputs": list(outputs), "execution_count": 1}


def stream(text, name="stdout") -> dict:
    return {"output_type": "stream", "name": name, "text": text}


def test_what_was_printed_in_pieces_is_one_output():
    """Until another stream or another output comes between."""
    made = json.loads(
        shown([cell(stream("a"), stream("b"), stream("c", "stderr"), stream("d"))], set())
    )

    assert [(one["name"], one["text"]) for one in made[0]["outputs"]] == [
        ("stdout", "ab"), ("stderr", "c"), ("stdout", "d"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "outputs",
    [
        pytest.param([stream("x" * (CELL_TEXT + 1))], id="long"),
        pytest.param([stream("x" * CELL_TEXT), stream("y", "stderr")], id="together"),
        pytest.param(
            [{"output_type": "display_data", "data": {"text/plain": "x"}}] * (CELL_OUTPUTS + 1),
            id="many",
        ),
    ],
)
def test_what_is_too_much_is_cut_and_said_so(outputs):
    """Of text, of outputs."""
    made = json.loads(shown([cell(*outputs)], set()))[0]

    assert made["cut"] is True
    assert len(made["outputs"]) <= CELL_OUTPUTS
    assert sum(len(one.get("text", "")) for one in made["outputs"]) <= CELL_TEXT


@pytest.mark.parametrize(
    "output",
    [
        stream(["a", "list"]), stream(None), {}, {"output_type": "comm"},
        {"output_type": "display_data", "data": None},
        {"output_type": "display_data", "data": {"text/plain": 3, "image/png": 3}},
        {"output_type": "error", "ename": [], "evalue": {}, "traceback": {"a": 1}},
        {"output_type": "error", "ename": "\udc80", "evalue": "\udc80", "traceback": ["\udc80", 3]},
    ],
)  # fmt: skip
def test_whatever_a_kernel_says_becomes_json(output):
    """Types that nobody expects, half characters."""
    assert isinstance(json.loads(shown([cell(output)], set())), list)


def test_a_progress_bar_is_its_last_state():
    """In time that grows with the text, not with its square."""
    bar = "".join(f"\r{at}%" for at in range(100_000))

    assert overwritten(f"begin\n{bar}\nend\r\n") == "begin\n99999%\nend\n"
