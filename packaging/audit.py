"""Whether a weakness of a locked package is known: `make audit`.

    python packaging/audit.py

Asks pip-audit about every lock file. Ends with 0 when nobody knows of one, with 1 when one is
known, and with 3 when it could NOT be asked: no answer is never taken for a good one. (make has one
code for every failure, 2, and prints this one.)
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from build import HERE, LOCK, ROOT, venv

LOCKS: Final = (
    LOCK,
    ROOT / "requirements-dev.lock",
    HERE / "requirements-package.lock",
    HERE / "requirements-audit.lock",
    HERE / "requirements-bench.lock",
)
NOT_CHECKED: Final = 3


def weaknesses(python: Path, lock: Path) -> list[str] | None:
    """Return the known weaknesses of a lock's packages, `None` when not every one was answered."""
    for source in ("pypi", "osv"):
        packages = answered(python, lock, source)
        if packages and not any("skip_reason" in package for package in packages):
            return [
                f"{package['name']} {package['version']}: {weakness['id']}, mended in "
                f"{', '.join(weakness['fix_versions']) or 'no version yet'}"
                for package in packages
                for weakness in package["vulns"]
            ]
    return None


def answered(python: Path, lock: Path, source: str) -> list[dict[str, Any]]:
    """Return what a source says of each package; nothing when it does not answer."""
    command = [python, "-m", "pip_audit", "--strict", "--disable-pip", "--require-hashes"]
    options = ["--timeout", "20", "--progress-spinner", "off", "--format", "json"]
    done = subprocess.run(
        [str(word) for word in (*command, *options, "--vulnerability-service", source, "-r", lock)],
        check=False,
        capture_output=True,
        text=True,
    )
    try:
        packages: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        said = done.stderr.strip().splitlines() or ["no answer"]
        print(f"{lock.relative_to(ROOT)}, asked of {source}: {said[-1]}")
        return []
    return packages


def main() -> int:
    """Ask about each lock and tell."""
    python = venv("audit", HERE / "requirements-audit.lock")
    worst = 0
    for lock in LOCKS:
        known = weaknesses(python, lock)
        name = lock.relative_to(ROOT)
        if known is None:
            print(f"{name}: NOT CHECKED, no data reachable")
            worst = worst or NOT_CHECKED
        elif known:
            print(f"{name}:", *known, sep="\n  ")
            worst = 1
        else:
            print(f"{name}: no weakness known")
    return worst


if __name__ == "__main__":
    sys.exit(main())
