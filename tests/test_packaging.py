"""What packs the program: locked, pinned, and no promise that was not kept."""

import ast
import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtWidgets import QMessageBox

from clinic_desktop import app
from clinic_desktop.cli import run

ROOT = Path(__file__).resolve().parents[1]
PACKAGING = ROOT / "packaging"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
LOCKS = sorted(PACKAGING.glob("*.lock"))


def versions(lock: Path) -> dict[str, str]:
    found = re.findall(r"^([a-z0-9-]+)==([\w.]+)", lock.read_text("utf-8"), re.MULTILINE)
    return dict(found)


def script(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return a script of packaging/ as a module."""
    monkeypatch.syspath_prepend(str(PACKAGING))
    spec = importlib.util.spec_from_file_location(f"packaging_{name}", PACKAGING / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def spec() -> dict[str, Any]:
    """The lists of the PyInstaller spec, which only PyInstaller can run."""
    tree = ast.parse((PACKAGING / "clinic-desktop.spec").read_text("utf-8"))
    lists: dict[str, Any] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            value = node.value
            if isinstance(value, ast.ListComp):
                value = value.generators[0].iter
            try:
                lists[node.targets[0].id] = ast.literal_eval(value)
            except ValueError:
                continue
    return lists


@pytest.mark.usefixtures("qapp")
def test_a_program_without_a_console_says_in_a_window_why_it_does_not_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: told.append(box.text()))
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert run(["--record", str(tmp_path)]) == 1
    (sentence,) = told
    assert "holds other files" in sentence
    monkeypatch.setattr(app, "run_window", lambda _: 0)
    assert run(["--record", str(tmp_path)]) == 0


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_what_packs_is_locked_by_hash_without_an_address(lock: Path) -> None:
    text = lock.read_text("utf-8")
    assert len(versions(lock)) > 5
    entries = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert all(entry.endswith("\\") for entry in entries)  # its hashes follow
    assert "://" not in text


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_what_packs_has_the_versions_of_the_program(lock: Path) -> None:
    program = versions(ROOT / "requirements.lock")
    shared = {name: version for name, version in versions(lock).items() if name in program}
    assert shared == {name: program[name] for name in shared}


def test_what_only_another_system_needs_is_locked_too() -> None:
    assert {"colorama", "pefile", "pywin32-ctypes", "macholib"} <= versions(
        PACKAGING / "requirements-package.lock"
    ).keys()


@pytest.mark.parametrize(
    "kept",
    [
        "PySide6/Qt/plugins/printsupport/libcupsprintersupport.so",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqwayland.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/Qt/plugins/imageformats/libqsvg.so",
        "PySide6/Qt/plugins/imageformats/libqjpeg.so",
        "PySide6/Qt/plugins/iconengines/libqsvgicon.so",
        "PySide6\\plugins\\platforms\\qwindows.dll",
        "PySide6/Qt/plugins/platforms/libqcocoa.dylib",
        "clinic_desktop/_resources/icons/clinic-desktop.svg",
        "clinic_desktop/_resources/fonts/SourceSans3-Regular.ttf",
        "pypdfium2_raw/libpdfium.so",
    ],
)
def test_no_pattern_leaves_out_more_than_it_says(spec: dict[str, Any], kept: str) -> None:
    """A loose one once took the list of printers along, and the window opened all the same."""
    path = "/" + kept.replace("\\", "/")
    assert not [pattern for pattern in spec["LEFT_OUT"] if re.search(pattern, path)]


def test_the_details_windows_shows_are_there_when_the_program_is_made() -> None:
    """PyInstaller reads the file as soon as a program is named in the spec."""
    text = (PACKAGING / "clinic-desktop.spec").read_text("utf-8")
    assert text.index("version_resource.write(") < text.index("programs = [program(")


def test_nothing_under_the_gpl_alone_is_packed(spec: dict[str, Any]) -> None:
    font = "/reportlab/fonts/DarkGardenMK.pfb"
    assert any(re.search(pattern, font) for pattern in spec["LEFT_OUT"])


def given_by_debian(text: str) -> Iterator[tuple[str, list[str]]]:
    for line in text.splitlines():
        words = line.partition("#")[0].split()
        if len(words) > 1 and re.fullmatch(r"lib[\w.-]+\.so\.\d+(\.\d+)?", words[0]):
            yield words[0], words[1:]


def test_the_package_and_the_checkout_name_the_same_debian_packages() -> None:
    package = dict(given_by_debian((PACKAGING / "linux" / "libraries.txt").read_text("utf-8")))
    checkout = dict(given_by_debian((PACKAGING / "bootstrap").read_text("utf-8")))
    assert len(checkout) > 10
    assert {name: package.get(name) for name in checkout} == checkout


def test_the_programs_page_in_a_software_centre_names_its_files() -> None:
    (path,) = (PACKAGING / "linux").glob("*.metainfo.xml")
    page = ET.fromstring(path.read_text("utf-8"))  # noqa: S314 - our own file
    assert path.name == f"{page.findtext('id')}.metainfo.xml"
    assert page.findtext("launchable") == "clinic-desktop.desktop"
    assert (PACKAGING / "linux" / "clinic-desktop.desktop").is_file()


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_little_and_runs_what_was_looked_at(workflow: Path) -> None:
    text = workflow.read_text("utf-8")
    assert "\npermissions: {}\n" in text
    assert not re.search(r": write\b", text)
    used = re.findall(r"uses: (.+)", text)
    assert used
    for action in used:
        assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v[\d.]+", action), action
    assert text.count("persist-credentials: false") == text.count("actions/checkout@")


@pytest.mark.parametrize("name", ["windows/clinic-desktop.iss", "macos/image"])
def test_what_was_never_built_says_so(name: str) -> None:
    assert "NEVER BUILT AND NEVER RUN" in (PACKAGING / name).read_text("utf-8")


def test_windows_asks_for_no_administrator_and_leaves_the_record() -> None:
    text = (PACKAGING / "windows" / "clinic-desktop.iss").read_text("utf-8")
    assert "PrivilegesRequired=lowest" in text
    assert "[UninstallDelete]" not in text
    assert "Your record and its backups are left where they are" in text


def test_every_lock_file_is_audited(monkeypatch: pytest.MonkeyPatch) -> None:
    assert {*script("audit", monkeypatch).LOCKS} == {*ROOT.glob("*.lock"), *LOCKS}


def asked(monkeypatch: pytest.MonkeyPatch, *answers: str) -> tuple[int, list[str]]:
    """Return the exit code and lines of an audit that is answered like this, lock by lock."""
    audit = script("audit", monkeypatch)
    waiting = iter(answers)

    def run(*_: object, **__: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess([], 1, next(waiting), "")

    lines: list[str] = []
    monkeypatch.setattr(audit, "venv", lambda *_: Path(sys.executable))
    monkeypatch.setattr(audit, "LOCKS", [ROOT / "requirements.lock"] * (len(answers) // 2))
    monkeypatch.setattr(audit.subprocess, "run", run)
    monkeypatch.setattr("builtins.print", lambda *words, **_: lines.append(" ".join(words)))
    return audit.main(), lines


GOOD = json.dumps({"dependencies": [{"name": "a", "version": "1", "vulns": []}]})
BAD = json.dumps(
    {
        "dependencies": [
            {"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2"]}]}
        ]
    }
)


@pytest.mark.parametrize(
    "answer",
    ["", "not JSON", '{"dependencies": []}', GOOD.replace('"vulns": []', '"skip_reason": ""')],
)
def test_no_answer_is_never_taken_for_a_good_one(
    monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    code, lines = asked(monkeypatch, answer, answer)
    assert code == 3
    assert lines[-1] == "requirements.lock: NOT CHECKED, no data reachable"


def test_the_other_source_is_asked_when_the_first_does_not_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert asked(monkeypatch, "", GOOD)[0] == 0


def test_a_known_weakness_is_named_and_goes_before_an_unanswered_lock(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    code, lines = asked(monkeypatch, BAD, "", "", "")
    assert code == 1
    assert any("a 1: PYSEC-1, mended in 2" in line for line in lines)
