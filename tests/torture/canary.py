"""Where a patient's name goes: nowhere but into the record and the exports somebody chose.

A whole visit (`visit`) runs under strace, from the first start to the saved report. Everything it
writes is searched for the name in several encodings, whatever it is written to and whether or not
it is still there afterwards; the network is watched; the record must look like noise.
"""

import base64
import math
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.torture import strace
from tests.torture.line import Line
from tests.torture.places import scratch
from tests.torture.processes import without_coverage

FIGURE: Final = "patient's name outside the record and chosen exports; network connections"
NAME: Final = "Qanärivögelin"
_PLAIN: Final = "Qanarivogelin"
_NOISE: Final = 7.9
_LONGEST: Final = 120.0

_OPENING: Final = ("openat", "?open", "?creat", "?openat2", "?rename", "?renameat", "renameat2")
_SAYING: Final = ("write", "pwrite64", "writev", "pwritev", "?pwritev2", "sendto", "sendmsg")
_NETWORK: Final = ("connect", "bind", "socket")
_CALLS: Final = (*_OPENING, *_SAYING, *_NETWORK)


def run(seed: int, count: int, *, first: int = 0) -> Line:  # noqa: ARG001 - as the two others
    """Watch one visit; nothing in it is left to chance, so seed and count say nothing."""
    line = Line(name="canary", figure=FIGURE, count=count, seed=seed)
    if why := strace.why_not():
        return line.but(not_run=why)
    with scratch() as folder:
        out, log = folder / "out", folder / "log"
        titles = _visit(folder, out, log)
        calls = tuple(strace.calls(log))
        log.unlink()
        written = {path for call in calls for path in _opened_to_write(call)}
        exports = {str(out / "report.pdf")}
        found = [
            *_said(calls),
            *_left_in(folder, exports),
            *_elsewhere(written, folder),
            *_connections(calls),
            *(f"a window's title: {title}" for title in titles if _holds(title.encode())),
        ]
        noise = _entropy((out / "record.db").read_bytes())
        if noise <= _NOISE:
            found.append(f"record.db has {noise:.3f} bits of noise in a byte")
    return line.but(
        found=tuple(found), measured=f"{len(written)} paths written, {noise:.3f} bits in a byte"
    )


def needles(name: str, plain: str) -> frozenset[bytes]:
    """Return all the bytes by which a name is found in bytes brought to small letters."""
    forms = {form for text in (name, plain) for form in (text, text.upper(), text.lower())}
    encodings = ("utf-8", "latin-1", "utf-16-le", "utf-16-be")
    written = {form.encode(encoding) for form in forms for encoding in encodings}
    # In base64 the first letters hold bits of what stands before, and the last of what follows.
    shifted = {
        base64.b64encode(bytes(shift) + text.encode())[(0, 2, 3)[shift] : -4]
        for shift in range(3)
        for text in (name, plain)
    }
    return frozenset(needle.lower() for needle in written | shifted)


_NEEDLES: Final = needles(NAME, _PLAIN)


def _holds(data: bytes) -> bool:
    small = data.lower()
    return any(needle in small for needle in _NEEDLES)


def _visit(folder: Path, out: Path, log: Path) -> list[str]:
    homes = {name: str(folder / name) for name in ("HOME", "TMPDIR")}
    homes |= {
        f"XDG_{kind}": str(folder / kind)
        for kind in ("DATA_HOME", "CONFIG_HOME", "CACHE_HOME", "STATE_HOME", "RUNTIME_DIR")
    }
    for home in homes.values():
        Path(home).mkdir(mode=0o700)
    environment = without_coverage() | homes | {"QT_QPA_PLATFORM": "offscreen"}
    visit = subprocess.Popen(
        [
            *strace.command(log, _CALLS, "--seccomp-bpf"),
            *(sys.executable, "-m", "tests.torture.visit", str(out), NAME),
        ],
        env=environment | {"PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        titles, errors = visit.communicate(timeout=_LONGEST)
    except subprocess.TimeoutExpired:
        # The visit outlives strace: both are in one session of their own.
        os.killpg(visit.pid, signal.SIGKILL)
        visit.communicate()
        raise RuntimeError("the visit did not reach its end in time") from None
    if visit.returncode:
        raise RuntimeError(f"the visit did not reach its end: {errors[-2000:]}")
    return titles.splitlines()


def _opened_to_write(call: strace.Call) -> Iterator[str]:
    if call.name not in ("open", "openat", "creat", "openat2") or call.has_failed:
        return
    flags = " ".join(call.arguments)
    if call.name == "creat" or any(f in flags for f in ("O_WRONLY", "O_RDWR", "O_CREAT")):
        yield strace.path_of(call.result)


def _said(calls: tuple[strace.Call, ...]) -> Iterator[str]:
    """Yield where the name was written to, be it a file, a pipe or a socket."""
    for call in calls:
        if call.name.startswith(("write", "pwrite", "send")) and not call.has_failed:
            data = b"".join(strace.strings(" ".join(call.arguments[1:])))
            if _holds(data):
                yield f"{call.name} to {strace.path_of(call.arguments[0])}"


def _left_in(folder: Path, exports: set[str]) -> Iterator[str]:
    for path in folder.rglob("*"):
        if str(path) not in exports and path.is_file() and _holds(path.read_bytes()):
            yield f"left in {path.relative_to(folder)}"
        if _holds(os.fsencode(path.name)):
            yield f"a file's name: {path.relative_to(folder)}"


def _elsewhere(written: set[str], folder: Path) -> Iterator[str]:
    for path in sorted(written):
        if not path.startswith((f"{folder}/", "/dev/", "/proc/")):
            yield f"written outside of the user's folders: {path}"


def _connections(calls: tuple[strace.Call, ...]) -> Iterator[str]:
    for call in calls:
        if call.name in _NETWORK and "AF_INET" in " ".join(call.arguments):
            yield f"{call.name}: {' '.join(call.arguments)}"


def _entropy(data: bytes) -> float:
    """Return the bits of noise in a byte."""
    shares = [count / len(data) for count in Counter(data).values()]
    return -sum(share * math.log2(share) for share in shares)
