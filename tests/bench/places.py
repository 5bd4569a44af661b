"""Where the benchmark keeps what it makes, and how a process of its own is started."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec

ROOT: Final = Path(__file__).parents[2]
BUILD: Final = ROOT / "build"
# Where no compiled module may be kept, each start would compile the program anew.
_SLOWING: Final = ("COV_", "COVERAGE_", "PYTHONDONTWRITEBYTECODE", "PYTHONDEVMODE")


def environment(**further: str) -> dict[str, str]:
    """Return the environment of a process that imports from this folder and measures nothing."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(_SLOWING)}
    return kept | {"PYTHONPATH": str(ROOT)} | further


def answer_of(module: str, *arguments: object, python: str = sys.executable, **env: str) -> object:
    """Return what a module, run as a process of its own, prints as its last line of JSON.

    Raises:
        RuntimeError: when the process fails; the message is the last line of what it said.
    """
    done = subprocess.run(
        [python, "-m", module, *map(str, arguments)],
        cwd=ROOT,
        env=environment(**env),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        raise RuntimeError(lines[-1] if lines else f"{module} ended with {done.returncode}")
    return msgspec.json.decode(done.stdout.strip().splitlines()[-1])


@contextmanager
def scratch() -> Iterator[Path]:
    """Make a folder on the disk that `build/` is on, gone afterwards: memory syncs nothing."""
    BUILD.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILD, prefix="bench-") as folder:
        yield Path(folder).resolve()


@contextmanager
def a_screen() -> Iterator[dict[str, str]]:
    """Give the variables under which Qt has a screen: the one there is, Xvfb's, or none."""
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        yield {}
        return
    ours, theirs = os.pipe()
    try:
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(theirs), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
            pass_fds=[theirs],
            stderr=subprocess.DEVNULL,
        )
    except FileNotFoundError:
        os.close(theirs)
        os.close(ours)
        yield {"QT_QPA_PLATFORM": "offscreen"}
        return
    os.close(theirs)
    with os.fdopen(ours) as said:
        display = said.readline().strip()
    try:
        yield {"DISPLAY": f":{display}", "QT_QPA_PLATFORM": "xcb"}
    finally:
        server.terminate()
        server.wait()
