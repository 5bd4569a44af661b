"""Whether the lock files serve every system the program is packaged for.

    python packaging/check_locks.py

For each system, pip is asked for the wheels it would install there, by the locked hashes, and what
those wheels then need there is compared with what is locked. Downloads some 150 MB per system and
installs nothing. Ends with 1 when a system lacks something. Needs `packaging` (requirements.lock).
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final, NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT: Final = Path(__file__).resolve().parents[1]
LOCKS: Final = (ROOT / "requirements.lock", ROOT / "packaging" / "requirements-package.lock")
PYTHON: Final = "3.12"


class System(NamedTuple):
    """A system: how wheels name it, oldest last, and how markers in their metadata do."""

    name: str
    platforms: tuple[str, ...]
    markers: dict[str, str]


SYSTEMS: Final = (
    System(
        "Linux x86-64",
        ("manylinux_2_34_x86_64", "manylinux_2_28_x86_64", "manylinux2014_x86_64"),
        {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    ),
    System(
        "Windows x86-64",
        ("win_amd64",),
        {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
    ),
    System(
        "macOS 15 arm64",
        ("macosx_15_0_arm64", "macosx_15_0_universal2"),
        {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    ),
)


def resolved(system: System) -> tuple[list[dict[str, Any]], str]:
    """Return the metadata of the wheels pip would take, and what it says when it refuses."""
    with tempfile.TemporaryDirectory() as name:
        report = Path(name, "report.json")
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        what = ["--dry-run", "--no-deps", "--ignore-installed", "--only-binary=:all:"]
        where = ["--target", str(Path(name, "none")), "--python-version", PYTHON]
        for platform in system.platforms:
            where += ["--platform", platform]
        wanted = ["--require-hashes", "--report", str(report)]
        for lock in locks_for(system, Path(name)):
            wanted += ["-r", str(lock)]
        done = subprocess.run(
            [*pip, *what, *where, *wanted], check=False, capture_output=True, text=True
        )
        if done.returncode:
            errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
            return [], "\n".join(errors) or done.stderr
        return [item["metadata"] for item in json.loads(report.read_text("utf-8"))["install"]], ""


def locks_for(system: System, folder: Path) -> list[Path]:
    """Return the locks as this system sees them: pip reads markers for the computer it runs on."""
    made = []
    for lock in LOCKS:
        kept = []
        for entry in lock.read_text("utf-8").replace("\\\n", " ").splitlines():
            requirement = entry.partition(" --hash")[0].strip()
            if requirement and not requirement.startswith("#"):
                marker = Requirement(requirement).marker
                if marker is None or marker.evaluate(system.markers):
                    kept.append(entry.replace(f"; {marker} ", "") if marker else entry)
        path = folder / lock.name
        path.write_text("\n".join(kept).replace(" ; ", " "), "utf-8")
        made.append(path)
    return made


def unlocked(system: System, wheels: list[dict[str, Any]]) -> list[str]:
    """Return what the wheels need on a system and no lock names."""
    locked = {canonicalize_name(wheel["name"]) for wheel in wheels}
    versions = {"python_version": PYTHON, "python_full_version": f"{PYTHON}.0", "extra": ""}
    missing = []
    for wheel in wheels:
        for text in wheel.get("requires_dist", ()):
            need = Requirement(text)
            applies = need.marker is None or need.marker.evaluate(system.markers | versions)
            if applies and canonicalize_name(need.name) not in locked:
                missing.append(f"{wheel['name']} needs {need}")
    return missing


def main() -> int:
    """Tell each system's state."""
    wrong = False
    for system in SYSTEMS:
        wheels, refused = resolved(system)
        missing = unlocked(system, wheels)
        told = refused or "\n".join(missing) or f"all {len(wheels)} wheels, nothing unlocked"
        wrong = wrong or bool(refused or missing)
        print(f"{system.name}, Python {PYTHON}: {told}", flush=True)
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())
