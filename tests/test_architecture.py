"""The rooms keep their borders, and the linter that watches them would see a breach."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "clinic_desktop"
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")

SQL_MODULES = {"sqlite3", "sqlcipher3", "sqlite_utils"}
SQL_FILES = {PACKAGE / "storage/driver.py", PACKAGE / "storage/schema.py"}
# A statement, not a sentence that begins with the same word.
SQL_STATEMENT = re.compile(
    r"^\s*(SELECT\s.+\sFROM\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s"
    r"|(CREATE|DROP|ALTER)\s+(TABLE|INDEX|TRIGGER|VIEW)\s|PRAGMA\s+\w|VACUUM\s+INTO\s|ATTACH\s+)",
    re.DOTALL,
)


def python_files(folder: Path) -> list[Path]:
    files = sorted(folder.rglob("*.py"))
    assert files, f"no Python in {folder}"
    return files


def imported_modules(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINT_IMPORTS, "--no-cache", "--no-logo"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def lint_with(folder: Path, file: str, text: str) -> subprocess.CompletedProcess[str]:
    """Lint a copy of the package that has one more file."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    copy = folder / "clinic_desktop"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    added = copy / file
    added.parent.mkdir(exist_ok=True)
    (added.parent / "__init__.py").touch()
    added.write_text(text, encoding="utf-8")
    return lint_imports(folder)


def test_the_rooms_keep_their_borders() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("room", "line", "contract"),
    [
        ("ui", "import clinic_desktop.storage", "Rooms"),
        ("ui", "import clinic_desktop.report", "Rooms"),
        ("report", "import clinic_desktop.storage", "Rooms"),
        ("intake", "import clinic_desktop.storage", "Rooms"),
        ("exchange", "import clinic_desktop.ui", "Rooms"),
        ("domain", "import clinic_desktop.resources", "Rooms"),
        ("storage", "from PySide6.QtCore import QObject", "Qt only in ui"),
        ("domain", "import sqlite_utils", "SQL only in storage"),
        ("domain", "import cryptography", "The domain knows"),
        ("ui", "import sqlite3", "SQL only in storage"),
        ("intake", "import sqlcipher3", "SQL only in storage"),
        (
            "ui",
            "from reportlab.pdfgen import canvas",
            "drawn only in report, and encrypted and signed there",
        ),
        ("report", "import pypdfium2", "read only in intake"),
        ("ui", "from pydicom.filereader import dcmread", "HL7 messages and DICOM files"),
        ("ui", "from PIL import Image", "Pictures are unpacked only in report"),
        ("exchange", "import hl7", "HL7 messages and DICOM files"),
    ],
)
def test_a_breach_is_seen(tmp_path: Path, room: str, line: str, contract: str) -> None:
    result = lint_with(tmp_path, f"{room}/breach.py", line)
    assert result.returncode == 1, result.stdout + result.stderr
    broken = [text for text in result.stdout.splitlines() if " BROKEN" in text]
    assert any(contract in text for text in broken), result.stdout
    assert f"clinic_desktop.{room}.breach" in result.stdout


def test_a_page_may_name_a_store_in_an_annotation(tmp_path: Path) -> None:
    result = lint_with(
        tmp_path,
        "ui/named.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import clinic_desktop.storage\n",
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_only_the_driver_and_the_schema_import_a_database() -> None:
    found = {path for path in python_files(PACKAGE) if imported_modules(path) & SQL_MODULES}
    assert found
    assert found <= SQL_FILES


def test_sql_is_written_only_in_storage() -> None:
    found = {
        path.relative_to(PACKAGE).parts[0]
        for path in python_files(PACKAGE)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and SQL_STATEMENT.match(node.value)
    }
    assert found == {"storage"}


def test_one_module_makes_paragraphs_so_that_all_text_is_escaped() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in python_files(PACKAGE)
        if re.search(r"(?<!class )\b(Tagged)?Paragraph\(", path.read_text(encoding="utf-8"))
    }
    assert found == {"report/text.py"}


def test_no_test_sleeps() -> None:
    sleep = re.compile(r"time\.sleep\(|from time import .*sleep|qtbot\.wait\(|\bqWait\(")
    found = [
        path
        for path in python_files(ROOT / "tests")
        if path != Path(__file__) and sleep.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_no_name_of_the_program_is_taken_for_a_test() -> None:
    """Pytest collects imported classes called Test* and functions called test_*."""
    found = []
    for path in python_files(PACKAGE):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
                if "__test__ = False" not in map(ast.unparse, node.body):
                    found.append(f"{path.name}: {node.name}")
            elif isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                found.append(f"{path.name}: {node.name}")
    assert found == []
