"""What a stranger clones is complete: locked, free of one machine's traces, and as described."""

import os
import re
import stat
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import clinic_desktop

ROOT = Path(__file__).resolve().parents[1]
LOCKS = [ROOT / "requirements.lock", ROOT / "requirements-dev.lock"]
NOT_OURS = {".venv", ".git", "build", "dist", "__pycache__", "LICENSE"}
NOT_OURS |= {".hypothesis", ".import_linter_cache", ".mypy_cache", ".pytest_cache", ".ruff_cache"}

# Written so that this file does not find itself.
MACHINE_PATH = re.compile(r"(?<![\w.:/])/(?:work|home/\w+|root|Users/\w+|opt)/" + r"\w")
REGISTRY_HOST = re.compile(r"py" + r"pi\.org|pythonhosted" + r"\.org")


def project() -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return table


def normalised(name: str) -> str:
    """Return a distribution's name as a lock file writes it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def names(requirements: list[str]) -> set[str]:
    return {normalised(re.split(r"[^\w.-]", text, maxsplit=1)[0]) for text in requirements}


def locked(lock: Path) -> dict[str, list[str]]:
    """Return each locked "name==version" with the lines that follow it."""
    entries: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in lock.read_text("utf-8").splitlines():
        if line and not line.startswith((" ", "#")):
            lines = entries.setdefault(line.removesuffix("\\").strip(), [])
        else:
            lines.append(line.strip())
    return entries


def text_files() -> Iterator[tuple[Path, str]]:
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in NOT_OURS]
        for name in files:
            path = Path(folder, name)
            if name in NOT_OURS or name.startswith(".coverage"):
                continue
            try:
                yield path.relative_to(ROOT), path.read_text("utf-8")
            except UnicodeDecodeError:
                continue


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_locked_package_has_one_version_and_hashes(lock: Path) -> None:
    entries = locked(lock)
    assert entries
    for requirement, lines in entries.items():
        assert re.fullmatch(r"[a-z0-9-]+(\[[a-z0-9,-]+\])?==[\w.]+", requirement), requirement
        assert any(line.startswith("--hash=sha256:") for line in lines), requirement


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_address_and_no_folder(lock: Path) -> None:
    text = lock.read_text("utf-8")
    assert "://" not in text
    assert "index-url" not in text
    assert "find-links" not in text
    assert not re.search(r"(?<!\S)/", text)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_what_the_program_needs_is_locked(lock: Path) -> None:
    assert names(project()["dependencies"]) <= names(list(locked(lock)))


def test_what_the_tests_need_is_locked_on_top_of_the_same_versions() -> None:
    runtime, dev = (set(locked(lock)) for lock in LOCKS)
    assert runtime <= dev
    assert names(project()["optional-dependencies"]["dev"]) <= names(list(dev))


def test_the_peers_of_the_benchmark_are_locked_beside_the_programs_versions() -> None:
    peers = locked(ROOT / "packaging/requirements-bench.lock")
    assert "weasyprint" in names(list(peers))
    for requirement, lines in peers.items():
        assert any(line.startswith("--hash=sha256:") for line in lines), requirement
    versions = dict(text.split("==") for text in locked(LOCKS[0]) if "[" not in text)
    shared = [text.split("==") for text in peers if text.split("==")[0] in versions]
    assert all(versions[name] == version for name, version in shared)
    assert "://" not in (ROOT / "packaging/requirements-bench.lock").read_text("utf-8")


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = [
        f"{path}: {match.group()}"
        for path, text in text_files()
        for pattern in (MACHINE_PATH, REGISTRY_HOST)
        for match in [pattern.search(text)]
        if match
    ]
    assert found == []


@pytest.mark.parametrize("target", ["install", "run", "demo", "test", "check", "lock", "clean"])
def test_make_help_names_every_target(target: str) -> None:
    listed = subprocess.run(
        ["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert re.search(rf"^make {target} +\w", listed, re.MULTILINE)


def test_every_make_command_of_the_pages_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    readme = (ROOT / "README.md").read_text("utf-8")
    assert {"run", "test"} <= set(re.findall(r"\bmake ([a-z-]+)", readme))
    pages = [*ROOT.glob("*.md"), *ROOT.glob("packaging/*.md"), *ROOT.glob("docs/**/*.md")]
    for page in pages:
        for code in re.findall(r"`(?:make) ([a-z-]+)`", page.read_text("utf-8")):
            assert code in targets, f"{page.name}: make {code}"


@pytest.mark.parametrize("script", [".ci/run", "packaging/bootstrap", "packaging/has-screen"])
def test_scripts_can_be_run(script: str) -> None:
    assert (ROOT / script).stat().st_mode & stat.S_IXUSR
    assert (ROOT / script).read_text("utf-8").startswith("#!")


def test_the_version_stands_in_one_place() -> None:
    assert project()["dynamic"] == ["version"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", clinic_desktop.__version__)


def test_the_licence_is_the_one_declared() -> None:
    assert project()["license"] == "Apache-2.0"
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
