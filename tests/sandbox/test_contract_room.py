"""The contract of every backend, part five: what a submission finds around itself."""

import socket
import sysconfig
from contextlib import closing

import pytest

from harness.model import Loaded, Returned
from harness.sandbox.room import package_folders
from harness.sandbox.worker import INSIDE
from tests.sandbox.trial import INNOCENT, job


ZYGOTES = {"zygote", "zygote-namespaces"}
WALLED = ZYGOTES | {"bubblewrap", "zygote-bubblewrap"}
"""Backends that hide files, the network and other processes."""
REFUSING = WALLED | {"zygote-uid", "zygote-landlock"}
"""Backends that let nobody have them. The plain process promises none of this, and the report of
every grade names the backend."""
ENVIRONMENT = {
    "HARNESS_WORKER", "HOME", "IPYTHONDIR", "LANG", "LC_ALL", "LC_CTYPE", "MKL_NUM_THREADS",
    "MPLBACKEND", "MPLCONFIGDIR", "NUMEXPR_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS",
    "PATH", "PIP_NO_INDEX", "PIP_NO_INPUT", "PWD", "PYTHONHASHSEED", "TMPDIR", "TZ",
}  # fmt: skip


def answer(run, body, **options):
    """What a function with this body returns."""
    found = run(f"import os, sys\ndef asked(x):\n    {body}", job(), **options).evidence[0]
    assert isinstance(found, Returned), found
    return found.value


def test_the_environment_is_clean(run, monkeypatch):
    """Neither os.environ nor /proc shows what the judge has in its own."""
    monkeypatch.setenv("CANARY_TOKEN", "sparrow")

    names, raw = answer(run, "return [sorted(os.environ), open('/proc/self/environ').read()]")

    assert set(names) <= ENVIRONMENT | {"CUDA_VISIBLE_DEVICES"}
    assert "sparrow" not in raw


def test_the_working_folder_holds_the_submission_and_can_be_written(run):
    """In its own home, with helper files and data where they were handed in."""
    found = answer(
        run,
        "open('new.txt', 'w').write('x')\n"
        "    files = sorted(n for _, _, f in os.walk('.') for n in f)\n"
        "    return [files, os.environ['HOME'] == os.getcwd(), open('data/a.csv').read()]",
        files={"data/a.csv": b"1,2"},
    )

    assert found == [["a.csv", "new.txt", "trial.py"], True, "1,2"]


def test_other_files_cannot_be_read(run, backend, tmp_path):
    """The course, the batch, the home and the harness: a canary in each."""
    canaries = [tmp_path / "a" / "b" / "oracle.py", tmp_path / "other.py"]
    for canary in canaries:
        canary.parent.mkdir(parents=True, exist_ok=True)
        canary.write_text("sparrow")
    places = [*map(str, canaries), str(INSIDE.parent / "session.py"), "/etc/passwd"]

    exist, read = answer(
        run,
        "def read(p):\n"
        "        try: return len(open(p).read()) > 0\n"
        "        except OSError: return False\n"
        f"    places = {places!r}\n"
        "    return [[os.path.exists(p) for p in places], [read(p) for p in places]]",
    )

    assert read == [backend not in REFUSING] * len(places)
    assert backend not in WALLED or not any(exist)


def test_the_harness_and_what_is_taken_away_cannot_be_imported(run, backend):
    """Even by who removes our import hook; the plain process only has the hook."""
    found = answer(
        run,
        "sys.meta_path.pop(0); found = []\n"
        "    for name in ('torch', 'harness', 'reference'):\n"
        "        try: found.append(__import__(name).__file__)\n"
        "        except (ImportError, OSError): pass\n"
        "    return [name for name in found if name]",
    )

    assert found == [] or backend not in REFUSING


def test_nothing_outside_can_be_written(run, backend):
    """Not the packages that the next submission imports, nor Python, nor our part inside."""
    if backend not in REFUSING:
        pytest.skip("the plain process promises nothing of the kind")
    places = ["/", "/usr/lib", "/etc", "/dev", *package_folders(), sysconfig.get_path("stdlib")]

    written = answer(
        run,
        "written = []\n"
        f"    for place in {places!r} + [os.path.dirname(sys.modules['__harness__'].__file__)]:\n"
        "        try: open(place + '/sparrow', 'w').close()\n"
        "        except OSError: continue\n"
        "        os.remove(place + '/sparrow')\n"
        "        written.append(place)\n"
        "    return written",
    )

    assert written == []


def test_there_is_no_network(run, backend):
    """Not even to this machine."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port = listener.getsockname()[1]

        reached = answer(
            run,
            "import socket\n"
            f"    try: socket.create_connection(('127.0.0.1', {port}), 2).close()\n"
            "    except OSError: return False\n"
            "    return True",
        )

    assert reached == (backend not in REFUSING)


def test_no_other_process_is_seen_and_no_privilege_held(run, backend):
    """Its own few processes, no capabilities, no new ones, no namespaces within."""
    count, caps, fresh, kernel = answer(
        run,
        "lines = open('/proc/self/status').read().splitlines()\n"
        "    status = dict(line.split(':\\t') for line in lines)\n"
        "    try: count = len([name for name in os.listdir('/proc') if name.isdigit()])\n"
        "    except PermissionError: count = 0\n"
        "    kernel = os.access('/proc/sys/kernel/core_pattern', os.W_OK)\n"
        "    return [count, int(status['CapEff'], 16), status['NoNewPrivs'], kernel]",
    )

    assert fresh == "1"
    assert backend not in REFUSING or (caps == 0 and (count <= 3 or backend not in WALLED))
    assert backend not in WALLED or not kernel


def test_a_file_can_only_grow_so_far(run):
    """Whatever it is called and wherever it is put."""
    found = answer(
        run,
        "out = []\n"
        "    for place in ('big', '/tmp/harness-big', '/dev/shm/harness-big'):\n"
        "        try:\n"
        "            with open(place, 'wb') as f:\n"
        "                for _ in range(9): f.write(bytes(2**20)); f.flush()\n"
        "        except OSError: out.append(place)\n"
        "        finally:\n"
        "            if os.path.exists(place): os.remove(place)\n"
        "    return len(out)",
        file_mib=4,
    )

    assert found == 3


def test_a_folder_full_of_traps_is_removed_and_nothing_else(run, tmp_path):
    """Links that lead out, folders without rights, a thousand levels, a name that is no text."""
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "file").write_text("kept")

    answer(
        run,
        f"os.symlink({str(precious)!r}, 'out'); os.symlink('/', 'root'); os.mkfifo('fifo')\n"
        "    open(b'\\xff\\n', 'w').close(); os.makedirs('shut/in'); os.chmod('shut', 0)\n"
        "    for _ in range(1500):\n"
        "        os.mkdir('d'); os.chdir('d')\n"
        "    return 1",
    )

    assert (precious / "file").read_text() == "kept"


def test_files_called_like_modules_shadow_nothing(run):
    """numpy.py and random.py beside the submission; its own helper is found."""
    ran = run(
        "import numpy, random, helper\n"
        "def asked(x): return [numpy.sum(x), random.random() < 1, helper.one, helper.here]",
        job(),
        files={
            "numpy.py": b"raise SystemExit",
            "random.py": b"raise SystemExit",
            "helper.py": b"one = 1\nimport trial\nhere = trial.__name__",
        },
    )

    assert isinstance(ran.loaded, Loaded)
    assert ran.loaded.errors == ()
    assert ran.evidence[0].value[1:] == [True, 1, "trial"]


def test_one_day_is_like_another(run):
    """The order of a set of text does not change from run to run."""
    orders = [answer(run, "return list({'a', 'b', 'c', 'd', 'e', 'f'})") for _ in range(2)]

    assert orders[0] == orders[1]


def test_what_is_left_to_the_end_never_runs(run):
    """atexit, finalizers and threads that will not end hold nobody up."""
    ran = run(
        "import atexit, threading, time\n"
        "class Last:\n"
        "    def __del__(self): time.sleep(1e6)\n"
        "last = Last()\n"
        "atexit.register(lambda: time.sleep(1e6))\n"
        "threading.Thread(target=lambda: time.sleep(1e6)).start()\n" + INNOCENT,
        job("innocent"),
    )

    assert isinstance(ran.evidence[0], Returned)
