"""Programs that do a part of the same work, installed for the benchmark only.

They go into `build/bench-venv`, locked by hash, and find the program's own packages beside theirs.
"""

import ctypes.util
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Final

from tests.bench.places import BUILD, ROOT

_VENV: Final = BUILD / "bench-venv"
_LOCK: Final = ROOT / "packaging" / "requirements-bench.lock"
# What WeasyPrint loads of the system, and Debian's packages of it.
_LIBRARIES: Final = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
_NEEDED: Final = ("pango-1.0", "pangoft2-1.0")


class NoPeers(Exception):
    """The peers cannot be installed here; the message says why."""


def python() -> Path:
    """Return the Python that has the peers, installed when they are not there yet.

    Raises:
        NoPeers: when they cannot be installed.
    """
    found = _VENV / "bin" / "python"
    made = _VENV / "made-from.lock"
    _libraries()
    if made.exists() and made.read_bytes() == _LOCK.read_bytes():
        return found
    shutil.rmtree(_VENV, ignore_errors=True)
    try:
        _run(sys.executable, "-m", "venv", "--without-pip", _VENV)
        _run(
            *(sys.executable, "-m", "pip", "--python", found, "install", "--quiet"),
            *("--require-hashes", "--only-binary=:all:", "-r", _LOCK),
        )
    except subprocess.CalledProcessError as error:
        lines = (error.stderr or "").strip().splitlines()
        raise NoPeers(f"pip could not install them ({lines[-1] if lines else error})") from None
    ours, theirs = sysconfig.get_path("purelib"), next(_VENV.glob("lib/*/site-packages"))
    (theirs / "program.pth").write_text(f"{ours}\n")
    shutil.copyfile(_LOCK, made)
    return found


def _libraries() -> None:
    """Look for what WeasyPrint loads; install it where this user may.

    Raises:
        NoPeers: when something is missing.
    """
    missing = [package for name, package in _LIBRARIES.items() if not _has(name)]
    if missing and shutil.which("apt-get") and os.geteuid() == 0:
        for command in (("update", "-qq"), ("install", "-y", "-qq", *missing)):
            subprocess.run(["apt-get", *command], capture_output=True, check=False)
    needed = [_LIBRARIES[name] for name in _NEEDED if not _has(name)]
    if needed:
        raise NoPeers(f"WeasyPrint needs {' '.join(needed)}")


def _has(library: str) -> bool:
    return ctypes.util.find_library(library) is not None


def _run(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True)
