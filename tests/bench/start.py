"""The start, and what the program holds in memory, against a window that does nothing."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import Final

import msgspec

from tests.bench import records
from tests.bench.figure import Figure, compared
from tests.bench.places import ROOT, a_screen, answer_of, environment, scratch
from tests.bench.size import Size
from tests.bench.turns import in_turn
from tests.bench.windows.painted import PAINTED

_MS: Final = 1000.0
_NS_IN_MS: Final = 1e6
_MIB: Final = 1024.0
_WINDOWS: Final = Path("tests", "bench", "windows")


class Memory(msgspec.Struct, frozen=True):
    """What a process holds, in KiB: all of it, and what is its alone."""

    rss: int
    uss: int


class Child:
    """A window in a process of its own, from its start until it is painted and takes events."""

    def __init__(self, program: str, *arguments: str, **env: str) -> None:
        self._began = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, str(_WINDOWS / program), *arguments],
            cwd=ROOT,
            env=environment(**env),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self._process.stdout is not None
        # Waiting with a time limit would look only every so often: this read ends with the word.
        if self._process.stdout.read(1) != PAINTED:
            raise RuntimeError(f"{program} ended before its window was painted")
        self.took_ms: Final = (time.perf_counter() - self._began) * _MS
        ran = Path("/proc", str(self._process.pid), "schedstat").read_text()
        self.computed_ms: Final = int(ran.split()[0]) / _NS_IN_MS

    def memory(self) -> Memory:
        """Return what the process holds now."""
        return memory_of(self._process.pid)

    def end(self) -> None:
        """Let the process go."""
        self._process.communicate(b".")


def memory_of(pid: int | str) -> Memory:
    """Return what a process holds."""
    held = {}
    for line in Path("/proc", str(pid), "smaps_rollup").read_text().splitlines()[1:]:
        name, size, *_ = line.split()
        held[name.removesuffix(":")] = int(size)
    return Memory(rss=held["Rss"], uss=held["Private_Clean"] + held["Private_Dirty"])


def run(size: Size) -> Iterator[Figure]:
    """Measure start and memory."""
    with scratch() as folder, a_screen() as screen:
        list(records.make(folder / "record", 50, size.visits))
        env = screen | {"XDG_CONFIG_HOME": str(folder), "CLINIC_DESKTOP_PASSPHRASE": ""}
        where = "no screen" if env.get("QT_QPA_PLATFORM") == "offscreen" else "on a screen"
        program = partial(Child, "program.py", "--record", str(folder / "record"), **env)
        bare = partial(Child, "bare.py", **env)
        held: dict[object, list[Memory]] = {program: [], bare: []}
        computed: dict[object, list[float]] = {program: [], bare: []}

        def took(start: object) -> float:
            child = start()  # type: ignore[operator] # one of the two above
            held[start].append(child.memory())
            computed[start].append(child.computed_ms)
            child.end()
            return float(child.took_ms)

        times = in_turn(program, bare, size.starts, took)
        yield compared(
            "start to first painted, clickable window: a bare QMainWindow",
            *times,
            most=1.5,
            said=f"{where}; computing alone "
            f"{median(computed[program]) / median(computed[bare]):.2f}",
        )
        yield _held("memory after start: the same bare window", held[program], held[bare])
        yield from _after_visits(folder / "record", held[bare], size, env)
        libraries = [_held_by(partial(Child, "libraries.py", **env)) for _ in range(3)]
        name = "memory of the libraries of a record alone: the same bare window"
        yield _held(name, libraries, held[bare], most=None)


def _after_visits(
    record: Path, bare: list[Memory], size: Size, env: dict[str, str]
) -> Iterator[Figure]:
    said = answer_of("tests.bench.windows.visits", record, size.visits, **env)
    early, late = msgspec.convert(said, tuple[Memory, Memory])
    name = f"memory after {size.visits} examinations"
    yield _held(f"{name}: the same bare window", [late], bare)
    yield Figure(
        name=f"{name}: after half of them",
        ratio=late.rss / early.rss,
        one=late.rss / _MIB,
        other=early.rss / _MIB,
        unit="MiB",
        pairs=1,
        most=1.05,
    )


def _held_by(start: Callable[[], Child]) -> Memory:
    child = start()
    held = child.memory()
    child.end()
    return held


def _held(name: str, ours: list[Memory], bare: list[Memory], most: float | None = 1.5) -> Figure:
    one, other = (median(held.rss for held in each) for each in (ours, bare))
    own, bare_own = (median(held.uss for held in each) for each in (ours, bare))
    return Figure(
        name=name,
        ratio=one / other,
        one=one / _MIB,
        other=other / _MIB,
        unit="MiB",
        pairs=len(ours),
        most=most,
        said=f"its own {own / _MIB:.0f} MiB against {bare_own / _MIB:.0f}",
    )
