"""How large the bundle is, and how soon its window shows, beside the program run from its wheel.

    build/package-venv/bin/python packaging/measure_start.py [RUNS]

Needs a finished `make package`. A run lasts from the start of the process until it says that its
window was drawn, without a screen; the two kinds take turns. The wait blocks: a wait with a timeout
looks only every 50 ms.
"""

import importlib.metadata
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from build import DIST, FOLDER, LOCK, program

RUNS: Final = 15
MEGA: Final = 1_000_000


def seconds_to_window(command: Path) -> float:
    """Return how long the program takes until its window is drawn; it is ended then."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        with subprocess.Popen(
            [command, "--self-test"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "TMPDIR": folder},
        ) as process:
            shown = any(line.startswith("window:") for line in process.stdout or ())
            taken = time.perf_counter() - start
            process.kill()
    if not shown:
        raise SystemExit(f"{command} showed no window.")
    return taken


def installed_bytes() -> int:
    """Return the size of the packages of requirements.lock, as they are installed here."""
    names = {
        line.partition("==")[0]
        for line in LOCK.read_text("utf-8").splitlines()
        if "==" in line and not line.startswith((" ", "#"))
    }
    files = (
        Path(str(dist.locate_file(file)))
        for dist in map(importlib.metadata.distribution, [*names, "clinic-desktop"])
        for file in dist.files or ()
    )
    return sum(path.stat().st_size for path in files if path.is_file())


def size(folder: Path) -> int:
    """Return the bytes of the files below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files)


def main(runs: int) -> None:
    """Measure and tell."""
    bundle, source = program(), Path(sys.executable).with_name("clinic-desktop")
    taken: dict[Path, list[float]] = {bundle: [], source: []}
    for command in taken:
        seconds_to_window(command)  # what is read from the disk the first time is not compared
    for _ in range(runs):
        for command, times in taken.items():
            times.append(seconds_to_window(command))
    for name, command in (("bundle", bundle), ("wheel", source)):
        times = taken[command]
        print(
            f"{name:8} window after {statistics.median(times) * 1000:.0f} ms "
            f"({min(times) * 1000:.0f} to {max(times) * 1000:.0f}, {runs} runs)"
        )
    ratio = statistics.median(taken[bundle]) / statistics.median(taken[source])
    print(f"ratio    {ratio:.2f}")
    print(f"bundle   {size(FOLDER) / MEGA:.0f} MB in one folder")
    print(f"packages {installed_bytes() / MEGA:.0f} MB installed from requirements.lock, no Python")
    for path in sorted(DIST.iterdir()):
        print(f"{path.stat().st_size / MEGA:8.1f} MB {path.name}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else RUNS)
