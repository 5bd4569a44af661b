"""The demonstration: the real window, a report, pictures, a record that opens."""

import json
import shutil
from pathlib import Path
from typing import NamedTuple

import msgspec
import pypdfium2
import pytest
from PySide6.QtCore import QSettings

from clinic_desktop import demo, reports
from clinic_desktop.cli import run
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Examination
from clinic_desktop.record_folder import RecordFolder
from clinic_desktop.resources import read_catalogue
from clinic_desktop.verbs import PASSPHRASE

pytestmark = pytest.mark.usefixtures("qapp")


class Played(NamedTuple):
    """A demonstration that was played, where it was left, and what it said."""

    out: Path
    told: tuple[str, ...]

    def names(self) -> list[str]:
        """Return what is left."""
        return sorted(path.name for path in self.out.iterdir())


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue()


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Played:
    """Play it once for all tests that look at what it leaves."""
    settings = tmp_path_factory.mktemp("settings")  # a test's own come after this
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(settings))
    out = tmp_path_factory.mktemp("played") / "demo"
    return Played(out, tuple(demo.play(out, catalogue)))


def test_it_leaves_what_it_says(played: Played) -> None:
    names = played.names()
    pictures = [name for name in names if name.endswith(".png")]
    assert len(pictures) == 15
    assert pictures[0].startswith("01-")
    assert {"report.pdf", "record.db", "keys.json"} <= set(names)
    assert any(demo.PASSPHRASE in line for line in played.told)


def in_order(examination: Examination) -> Examination:
    """Return the examination with its responses in one order: the play goes side by side."""
    responses = sorted(examination.responses or (), key=lambda r: (r.test, r.side))
    return msgspec.structs.replace(examination, responses=tuple(responses))


def test_what_was_played_is_what_the_sample_says(played: Played, catalogue: Catalogue) -> None:
    """Key presses and fields of the window give the sample's own document, and its report."""
    given = demo.sample(catalogue)
    with RecordFolder(played.out, lambda: catalogue).unlock(demo.PASSPHRASE) as record:
        (line,) = record.lists.all()
        kept = record.examination(line.id)
    # Ids are made anew, a clinic's and a therapist's are those of the first start.
    reports = tuple(
        msgspec.structs.replace(made, id=report.id)
        for made, report in zip(kept.imaging or (), given.imaging or (), strict=True)
    )
    same = msgspec.structs.replace(
        kept,
        id=given.id,
        imaging=reports,
        therapist=given.therapist,
        referrer=msgspec.structs.replace(kept.referrer, id=given.referrer.id),  # type: ignore[type-var,union-attr]
    )
    assert in_order(same) == in_order(given)
    document = pypdfium2.PdfDocument(played.out / "report.pdf")
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert given.patient.family_name is not None
    assert given.patient.family_name in text


def test_a_folder_with_anything_else_is_left_alone(tmp_path: Path, catalogue: Catalogue) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(UserError, match="holds other files"):
        list(demo.play(tmp_path, catalogue))
    assert (tmp_path / "mine.txt").read_text("utf-8") == "mine"


def test_a_real_record_is_never_taken_for_a_demonstration(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    out = tmp_path / "record"
    RecordFolder(out, lambda: catalogue).create("not a demo").close()
    with pytest.raises(UserError):
        list(demo.play(out, catalogue))
    assert (out / "record.db").exists()


def test_it_replaces_an_earlier_one_and_the_record_opens_on_the_command_line(
    tmp_path: Path,
    played: Played,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "demo"
    shutil.copytree(played.out, out)
    before = (out / "record.db").read_bytes()
    assert run(["demo", "--out", str(out)]) == 0
    assert "report.pdf" in capsys.readouterr().out
    assert Played(out, ()).names() == played.names()
    assert (out / "record.db").read_bytes() != before
    monkeypatch.setenv(PASSPHRASE, demo.PASSPHRASE)
    assert run(["--record", str(out), "list", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 1
    assert run(["--record", str(out), "verify"]) == 0


def test_the_first_page_of_the_sample_stands_alone(catalogue: Catalogue) -> None:
    """The sample is a usual, full examination: its first page holds the signature."""
    document = pypdfium2.PdfDocument(reports.make_report(demo.sample(catalogue), catalogue).pdf)
    first = document[0].get_textpage().get_text_range()
    document.close()
    for words in ("Conclusion", "Requested of you", "Sciatic, left", "Straight leg raise"):
        assert words in first
    assert "Signature" in first
    assert "does not diagnose" in first
