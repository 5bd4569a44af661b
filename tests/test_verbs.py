"""Each verb, called as a person calls it: what it does, its exit code, one plain sentence."""

import base64
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pypdfium2
import pytest

from clinic_desktop.cli import run
from clinic_desktop.domain.anatomy import Level
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Conclusion
from clinic_desktop.domain.imaging import FindingKind, ImagingFinding, Quote
from clinic_desktop.domain.reading import ReportReading
from clinic_desktop.domain.versions import VersionKind
from clinic_desktop.intake import report_reading
from clinic_desktop.record_folder import RecordFolder
from clinic_desktop.resources import read_catalogue
from clinic_desktop.storage import key_slots, record, trail, ways_in
from clinic_desktop.verbs import PASSPHRASE
from tests.intake import made

DATA = Path(__file__).parent / "data"
EXAMPLES = sorted(path for path in DATA.glob("*.json") if ".expected." not in path.name)
FULL = Path("/dev/full")
IDS = {path.stem: json.loads(path.read_text("utf-8"))["id"] for path in EXAMPLES}
POSITIVE = DATA / "tests-positive-imaging-normal.json"

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "record"


@pytest.fixture
def call(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Call the program with this test's record; returns exit code, stdout and stderr."""
    monkeypatch.setenv(PASSPHRASE, "only for tests")
    cheap = key_slots.KeyCost(memory_kib=8, passes=1, lanes=1)
    real = ways_in.create

    def create(*arguments: Any, **options: Any) -> record.Record:
        return real(*arguments, **options, cost=cheap)

    monkeypatch.setattr(ways_in, "create", create)

    def called(*arguments: object) -> tuple[int, str, str]:
        code = run(["--record", str(folder), *map(str, arguments)])
        out, err = capsys.readouterr()
        return code, out, err

    return called


def without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: without_nulls(v) for k, v in value.items() if v is not None}
    if isinstance(value, list):
        return [without_nulls(item) for item in value]
    return value


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_goes_in_and_comes_out_equal(call: Call, path: Path, tmp_path: Path) -> None:
    assert call("import", path)[0] == 0
    out = tmp_path / "out.json"
    assert call("export", IDS[path.stem], "--format", "json", "--out", out)[0] == 0
    assert json.loads(out.read_text("utf-8")) == without_nulls(json.loads(path.read_text("utf-8")))


@pytest.mark.parametrize("is_signed", [False, True])
def test_an_examination_leaves_as_a_fhir_document_with_its_report(
    call: Call, folder: Path, tmp_path: Path, is_signed: bool
) -> None:
    call("import", POSITIVE)
    if is_signed:
        call("sign", IDS[POSITIVE.stem], "--yes")
    out = tmp_path / "out.json"
    assert call("export", IDS[POSITIVE.stem], "--format", "fhir", "--out", out)[0] == 0
    made = json.loads(out.read_text("utf-8"))
    first, *rest = (entry["resource"] for entry in made["entry"])
    assert first["status"] == ("final" if is_signed else "preliminary")
    assert ("attester" in first) is is_signed
    (binary,) = (each for each in rest if each["resourceType"] == "Binary")
    pdf = base64.b64decode(binary["data"])
    with RecordFolder(folder, read_catalogue).unlock("only for tests") as opened:
        (paper,) = opened.papers.of(UUID(IDS[POSITIVE.stem]))
        assert opened.papers.pdf(paper.sha256) == pdf
        assert "exported" in [entry.action.value for entry in opened.trail.entries()]


def test_an_examination_leaves_as_a_table(call: Call, tmp_path: Path) -> None:
    call("import", POSITIVE)
    out = tmp_path / "out.csv"
    assert call("export", IDS[POSITIVE.stem], "--format", "csv", "--out", out)[0] == 0
    assert '"responses","slr","left","outcome","positive"' in out.read_text("utf-8-sig")


def test_an_examination_without_a_time_has_no_fhir_document(call: Call, tmp_path: Path) -> None:
    document = json.loads(POSITIVE.read_text("utf-8"))
    del document["performed_at"]
    undated = tmp_path / "undated.json"
    undated.write_text(json.dumps(document), "utf-8")
    call("import", undated)
    out = tmp_path / "out.json"
    code, _, err = call("export", document["id"], "--format", "fhir", "--out", out)
    assert code == 1
    assert "Record when it was performed" in err
    assert not out.exists()


REFUSED_PLACES = {
    "the database": "record/record.db",
    "the keys": "record/keys.json",
    "beside them": "record/out",
    "a backup": "record/backups/1.backup",
    "a link to it": "link/record.db",
    "a link to a file of it": "link.db",
    "another record": "other/keys.json",
}


@pytest.mark.parametrize("place", REFUSED_PLACES.values(), ids=REFUSED_PLACES)
@pytest.mark.parametrize("verb", ["export", "report of the record", "report of a file"])
def test_nothing_is_written_into_the_folder_of_a_record(
    call: Call, folder: Path, tmp_path: Path, place: str, verb: str
) -> None:
    call("import", POSITIVE)
    (folder / "backups").mkdir(exist_ok=True)
    (folder / "backups" / "1.backup").write_bytes(b"a backup")
    (tmp_path / "link").symlink_to(folder)
    (tmp_path / "link.db").symlink_to(folder / "record.db")
    shutil.copytree(folder, tmp_path / "other")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    arguments = {
        "export": ("export", IDS[POSITIVE.stem], "--format", "csv"),
        "report of the record": ("report", IDS[POSITIVE.stem]),
        "report of a file": ("report", POSITIVE),
    }[verb]
    code, out, err = call(*arguments, "--out", tmp_path / place)
    assert (code, out) == (1, "")
    assert err.endswith("lies in the folder of a record. Name a file in another folder.\n")
    after = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert after == before
    assert call("verify")[0] == 0


def test_a_report_never_takes_the_place_of_the_file_it_is_made_from(
    call: Call, tmp_path: Path
) -> None:
    source, link = tmp_path / "self.json", tmp_path / "link.json"
    shutil.copy(POSITIVE, source)
    link.symlink_to(source)
    for out in (source, link, tmp_path / "." / "self.json"):
        code, _, err = call("report", source, "--out", out)
        assert code == 1
        assert "Name another file" in err
    assert source.read_bytes() == POSITIVE.read_bytes()
    assert link.is_symlink()


@pytest.mark.parametrize("form", ["json", "csv", "fhir"])
def test_the_trail_tells_of_an_export_before_there_is_a_file(
    call: Call, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    call("import", POSITIVE)
    examination = IDS[POSITIVE.stem]

    def broken(*_: object, **__: object) -> None:
        raise UserError("The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(trail.Trail, "log", broken)
        code, _, err = call("export", examination, "--format", form, "--out", tmp_path / "out")
    assert (code, err) == (1, "The disk is full.\n")
    assert not (tmp_path / "out").exists()
    nowhere = tmp_path / "nowhere" / "out"
    assert call("export", examination, "--format", form, "--out", nowhere)[0] == 1
    with RecordFolder(folder, read_catalogue).unlock("only for tests") as opened:
        assert "exported" in [entry.action.value for entry in opened.trail.entries()]
        assert opened.papers.of(UUID(examination)) == ()  # no paper that nobody has


@pytest.mark.parametrize("source", ["file", "record"])
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_compares_as_its_expected_file_says(call: Call, path: Path, source: str) -> None:
    if source == "record":
        call("import", path)
    code, out, _ = call("compare", path if source == "file" else IDS[path.stem], "--json")
    assert code == 0
    got = json.loads(out)
    wanted = json.loads(path.with_suffix(".expected.json").read_text("utf-8"))
    keyed = {
        "mechanosensitivity": {
            f"{row['side']}/{row['pathway']}": row for row in got["mechanosensitivity"]
        },
        "conduction": {f"{row['side']}/{row['root']}": row for row in got["conduction"]},
        "rule_checks": {f"{row['test']}/{row['side']}": row for row in got["rule_checks"]},
    }
    for table, rows in wanted.items():
        if table != "rule_checks":  # there the expected files name some rows only
            assert set(keyed[table]) == set(rows)
        for key, fields in rows.items():
            for field, value in fields.items():
                assert keyed[table][key][field] == value, (table, key, field)


def test_every_field_of_the_comparison_is_printed(call: Call) -> None:
    got = json.loads(call("compare", POSITIVE, "--json")[1])
    assert list(got["mechanosensitivity"][0]) == [
        "side", "pathway", "positive", "negative", "inconclusive", "crossed", "done",
        "not_tested", "imaging", "imaging_roots", "root_stated", "reading", "agreement", "note",
    ]  # fmt: skip
    assert list(got["conduction"][0]) == [
        "side", "root", "signs", "loss", "imaging", "root_stated", "reading", "emg", "note",
    ]  # fmt: skip
    assert list(got["rule_checks"][0]) == [
        "test", "side", "recorded", "rule", "rule_result", "agrees", "why",
    ]  # fmt: skip
    assert list(got) == ["mechanosensitivity", "conduction", "rule_checks", "safety"]


def test_the_comparison_is_also_told_in_words(call: Call) -> None:
    out = call("compare", POSITIVE)[1]
    assert "3 positive of 3 done (SLR 35 deg, Bragard, Slump); Bowstring not tested (pain)" in out
    assert "MRI report of 5 October 2026, supine, 44 days before this examination" in out


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_printed_as_a_draft(call: Call, path: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.pdf"
    assert call("report", path, "--out", out)[0] == 0
    document = pypdfium2.PdfDocument(out)
    text = document[0].get_textpage().get_text_range()
    document.close()
    assert "DRAFT" in text


def test_a_file_argument_opens_no_record(call: Call, folder: Path, tmp_path: Path) -> None:
    call("compare", POSITIVE)
    call("report", POSITIVE, "--out", tmp_path / "r.pdf")
    assert not folder.exists()


def test_the_list_names_each_examination(call: Call) -> None:
    call("import", *EXAMPLES)
    code, out, _ = call("list", "--json")
    assert code == 0
    lines = {line["id"]: line for line in json.loads(out)}
    assert set(lines) == set(IDS.values())
    assert lines[IDS[POSITIVE.stem]] == {
        "id": IDS[POSITIVE.stem],
        "performed_at": "2026-11-18T09:30:00+01:00",
        "patient": {
            "id": "0197a002-0000-7000-8000-000000000001",
            "family_name": "Sample",
            "given_name": "Ada",
            "birth_date": "1978-03-14",
        },
        "state": "draft",
    }
    assert "Sample, Ada" in call("list")[1]


def test_importing_the_same_again_changes_nothing(call: Call) -> None:
    call("import", POSITIVE)
    before = call("list", "--json")[1]
    code, out, _ = call("import", POSITIVE)
    assert code == 0
    assert "nothing changed" in out
    assert call("list", "--json")[1] == before


def changed(tmp_path: Path, **fields: Any) -> Path:
    document = json.loads(POSITIVE.read_text("utf-8")) | fields
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(document), "utf-8")
    return path


def test_other_content_under_a_known_id_is_refused(call: Call, tmp_path: Path) -> None:
    call("import", POSITIVE)
    code, _, err = call("import", changed(tmp_path, protocol="femoral"))
    assert code == 1
    assert "already in the record with other content" in err


def test_a_known_patient_under_another_name_is_refused_with_both_shown(
    call: Call, tmp_path: Path
) -> None:
    call("import", POSITIVE)
    patient = json.loads(POSITIVE.read_text("utf-8"))["patient"] | {"given_name": "Bea"}
    other = changed(tmp_path, id="0197a001-0000-7000-8000-00000000ffff", patient=patient)
    code, _, err = call("import", other)
    assert code == 1
    assert "Ada" in err
    assert "Bea" in err


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[" * 200_000,
        b"\xff\xfe",
        b'{"angle": NaN}',
        b"x" * 10_000_001,
    ],
    ids=["empty", "no fields", "deep", "not text", "nan", "large"],
)
def test_a_bad_document_makes_no_record_and_is_told_in_one_line(
    call: Call, folder: Path, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    for verb in ("import", "compare"):
        code, out, err = call(verb, path)
        assert (code, out) == (1, "")
        assert err.count("\n") == 1
        assert "Traceback" not in err
        assert "bad.json" in err
    assert not folder.exists()


def test_one_bad_file_among_good_ones_imports_none(
    call: Call, folder: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text("{}", "utf-8")
    assert call("import", POSITIVE, bad)[0] == 1
    assert not folder.exists()


@pytest.mark.parametrize(
    "arguments",
    [("list",), ("verify",), ("export", IDS[POSITIVE.stem], "--format", "json", "--out", "x")],
)
def test_without_a_record_the_other_verbs_say_so(
    call: Call, folder: Path, arguments: tuple[str, ...]
) -> None:
    code, _, err = call(*arguments)
    assert code == 1
    assert "no record" in err
    assert not folder.exists()


def test_a_folder_with_other_files_is_refused_and_left_alone(call: Call, folder: Path) -> None:
    folder.mkdir()
    (folder / "thesis.txt").write_text("mine", "utf-8")
    code, _, err = call("import", POSITIVE)
    assert code == 1
    assert "holds other files" in err
    assert [path.name for path in folder.iterdir()] == ["thesis.txt"]


def test_a_wrong_passphrase_is_told(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    call("import", POSITIVE)
    monkeypatch.setenv(PASSPHRASE, "another one")
    code, out, err = call("list")
    assert (code, out) == (1, "")
    assert "passphrase" in err.lower()


def test_without_a_passphrase_or_a_terminal_it_says_what_to_set(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(PASSPHRASE)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    code, _, err = call("import", POSITIVE)
    assert code == 1
    assert PASSPHRASE in err


def test_a_sound_record_is_verified_and_an_altered_one_is_named(call: Call, folder: Path) -> None:
    call("import", POSITIVE)
    assert call("verify")[0] == 0
    database = folder / "record.db"
    data = bytearray(database.read_bytes())
    data[len(data) // 2] ^= 1
    database.write_bytes(data)
    code, _, err = call("verify")
    assert code == 1
    assert "damaged" in err


def test_an_unknown_id_and_an_unreadable_file_are_told(call: Call, tmp_path: Path) -> None:
    call("import", POSITIVE)
    unknown = "0197a001-0000-7000-8000-0000000000ee"
    for arguments, word in (
        (("compare", unknown), "no examination"),
        (("export", "abc", "--format", "json", "--out", tmp_path / "x"), "not an examination's id"),
        (("compare", tmp_path / "none.json"), "cannot be read"),
        (("report", POSITIVE, "--out", tmp_path / "no" / "r.pdf"), "cannot be written"),
    ):
        code, _, err = call(*arguments)
        assert code == 1
        assert word in err


def test_the_record_can_be_named_after_the_verb(
    call: Call, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call("import", POSITIVE)
    assert run(["list", "--json", "--record", str(folder)]) == 0
    assert IDS[POSITIVE.stem] in capsys.readouterr().out


def test_an_open_record_is_refused_to_a_second_program(call: Call, folder: Path) -> None:
    call("import", POSITIVE)

    with RecordFolder(folder, read_catalogue).unlock("only for tests"):
        code, _, err = call("list")
    assert code == 1
    assert "open in another window" in err


def test_a_name_is_printed_whatever_the_language_of_the_computer(call: Call, folder: Path) -> None:
    call("import", DATA / "tests-negative-imaging-protrusion.json")
    done = subprocess.run(
        [sys.executable, "-m", "clinic_desktop", "--record", str(folder), "list"],
        capture_output=True,
        check=True,
        cwd=DATA.parents[1],
        env=os.environ
        | {
            "LC_ALL": "C",
            "PYTHONUTF8": "0",
            "PYTHONCOERCECLOCALE": "0",
            PASSPHRASE: "only for tests",
        },
    )
    assert "\u0141ukasz-O'Brien" in done.stdout.decode("utf-8")


def test_a_reader_that_stops_reading_ends_it_quietly(call: Call, folder: Path) -> None:
    call("import", *EXAMPLES)
    program = subprocess.Popen(
        [sys.executable, "-m", "clinic_desktop", "--record", str(folder), "list"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=DATA.parents[1],
        env=os.environ | {PASSPHRASE: "only for tests"},
    )
    assert program.stdout is not None
    assert program.stderr is not None
    program.stdout.close()
    assert program.stderr.read() == b""
    program.stderr.close()
    assert program.wait() == 1


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("verb", ["list", "import", "compare", "sign"])
def test_a_full_disk_behind_what_is_printed_is_told_in_one_line(
    call: Call, folder: Path, verb: str
) -> None:
    call("import", POSITIVE)
    given: list[object] = {
        "list": [],
        "import": [POSITIVE] * 300,  # more than is held back until the end
        "compare": [POSITIVE],
        "sign": [IDS[POSITIVE.stem]],
    }[verb]
    with FULL.open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "clinic_desktop", "--record", folder, verb, *map(str, given)],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            cwd=DATA.parents[1],
            env=os.environ | {PASSPHRASE: "only for tests"},
        )
    assert done.stderr == (b"What was to be printed cannot be written (No space left on device).\n")
    assert done.returncode == 1


@pytest.mark.parametrize("name", [".", "/", "folder", "x" * 300 + ".pdf", "file/r.pdf"])
def test_what_is_no_file_is_told_and_left_as_it_was(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("mine", "utf-8")
    code, _, err = call("report", POSITIVE, "--out", name)
    assert code == 1
    assert "cannot be written" in err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]


def test_a_device_and_a_link_stay_what_they_are(call: Call, tmp_path: Path) -> None:
    assert call("report", POSITIVE, "--out", "/dev/null")[0] == 1
    assert not Path("/dev/null").is_file()
    target, link = tmp_path / "target.pdf", tmp_path / "link.pdf"
    target.write_text("old", "utf-8")
    link.symlink_to(target)
    assert call("report", POSITIVE, "--out", link)[0] == 0
    assert link.is_symlink()
    assert target.read_bytes().startswith(b"%PDF")


def test_a_name_cannot_command_the_terminal(call: Call, tmp_path: Path) -> None:
    patient = json.loads(POSITIVE.read_text("utf-8"))["patient"]
    patient["family_name"] = "A\x1b[2J\x07\nfalse row"
    call("import", changed(tmp_path, patient=patient))
    out = call("list")[1]
    assert out.count("\n") == 1
    assert "\x1b" not in out
    assert "\x07" not in out


def test_signing_lists_what_is_missing_and_signs_only_when_told(call: Call) -> None:
    call("import", POSITIVE)
    code, out, err = call("sign", IDS[POSITIVE.stem])
    assert code == 1
    assert "add --yes" in err
    assert "Not recorded: " in out
    assert "Proposed reading: Sciatic, left: 3 positive of 3 done" in out
    assert json.loads(call("list", "--json")[1])[0]["state"] == "draft"
    code, out, _ = call("sign", IDS[POSITIVE.stem], "--yes")
    assert code == 0
    assert "Signed as version 1" in out
    assert json.loads(call("list", "--json")[1])[0]["state"] == "signed"
    code, _, err = call("sign", IDS[POSITIVE.stem], "--yes")
    assert (code, "signed already" in err) == (1, True)


def imported(call: Call, tmp_path: Path, **parts: Any) -> str:
    """Take an example into the record with other parts; return its id."""
    document = json.loads(POSITIVE.read_text("utf-8")) | parts
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(document), "utf-8")
    assert call("import", changed)[0] == 0
    return str(document["id"])


def test_signing_lists_the_dangers_that_nobody_answered(call: Call, tmp_path: Path) -> None:
    text = "MRI lumbar spine. Findings: L1: acute compression fracture."
    told = {"modality": "MRI", "region": "lumbar", "text": text}
    examination_id = imported(call, tmp_path, imaging=[told, {"modality": "CT"}])
    code, out, _ = call("sign", examination_id)
    assert code == 1
    assert "neither taken over nor set aside." in out
    assert "racture" in out


def test_nothing_is_signed_while_imaging_is_closed(call: Call, tmp_path: Path) -> None:
    told = {"modality": "MRI", "region": "lumbar", "text": "L4-L5: left protrusion."}
    parts = {"examine_first": True, "protocol": "lumbar_core", "responses": [], "imaging": [told]}
    examination_id = imported(call, tmp_path, **parts)
    code, out, err = call("sign", examination_id, "--yes")
    assert (code, out) == (1, "")
    assert "the imaging is still closed" in err


def test_a_signed_examination_is_reported_as_final_exported_and_imported_as_it_was(
    call: Call, tmp_path: Path
) -> None:
    call("import", POSITIVE)
    call("sign", IDS[POSITIVE.stem], "--yes")
    assert call("report", IDS[POSITIVE.stem], "--out", tmp_path / "r.pdf")[0] == 0
    page = pypdfium2.PdfDocument(tmp_path / "r.pdf")[0]
    text = page.get_textpage().get_text_bounded()
    assert "FINAL" in text
    assert "DRAFT" not in text
    out = tmp_path / "out.json"
    call("export", IDS[POSITIVE.stem], "--format", "json", "--out", out)
    given = json.loads(POSITIVE.read_text("utf-8"))
    assert json.loads(out.read_text("utf-8")) == without_nulls(given)
    assert "nothing changed" in call("import", POSITIVE)[1]


def test_what_leaves_the_record_is_in_the_trail_and_a_paper_is_kept_as_it_was(
    call: Call, folder: Path, tmp_path: Path
) -> None:

    call("import", POSITIVE)
    call("report", IDS[POSITIVE.stem], "--out", tmp_path / "r.pdf")
    call("export", IDS[POSITIVE.stem], "--format", "json", "--out", tmp_path / "out.json")
    call("compare", IDS[POSITIVE.stem])
    with RecordFolder(folder, read_catalogue).unlock("only for tests") as opened:
        actions = [entry.action.value for entry in opened.trail.entries()]
        (paper,) = opened.papers.of(UUID(IDS[POSITIVE.stem]))
        assert opened.papers.pdf(paper.sha256) == (tmp_path / "r.pdf").read_bytes()
    assert [a for a in reversed(actions) if a != "unlocked"] == [
        "created",
        "begun",
        "imported",
        "saved",
        "exported",
        "opened",
    ]


def test_a_backup_is_restored_and_what_is_lost_is_named(
    call: Call, folder: Path, tmp_path: Path
) -> None:
    call("import", POSITIVE)
    call("sign", IDS[POSITIVE.stem], "--yes")
    code, out, _ = call("backup", tmp_path / "backups")
    assert code == 0
    (file,) = (tmp_path / "backups").iterdir()
    assert str(file) in out
    call("import", DATA / "unfinished-draft.json")
    code, out, _ = call("restore", file)
    assert code == 0
    assert "1 answer" in out
    assert "not in this backup" in out
    assert [line["state"] for line in json.loads(call("list", "--json")[1])] == ["signed"]
    assert call("verify")[0] == 0
    assert [path for path in folder.iterdir() if path.name.startswith("set-aside-")]


def test_a_backup_makes_a_record_in_an_empty_folder(
    call: Call, folder: Path, tmp_path: Path
) -> None:
    call("import", POSITIVE)
    call("backup", tmp_path)
    (file,) = tmp_path.glob("*.backup")
    shutil.rmtree(folder)
    code, out, _ = call("restore", file)
    assert code == 0
    assert "not in this backup" not in out
    assert len(json.loads(call("list", "--json")[1])) == 1


def test_what_is_no_backup_or_another_passphrase_restores_nothing(
    call: Call, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, _, err = call("restore", POSITIVE)
    assert (code, len(err.splitlines())) == (1, 1)
    assert not folder.exists()
    call("import", POSITIVE)
    call("backup", tmp_path)
    (file,) = tmp_path.glob("*.backup")
    monkeypatch.setenv(PASSPHRASE, "another one")
    code, _, err = call("restore", file)
    assert (code, "wrong" in err) == (1, True)
    monkeypatch.setenv(PASSPHRASE, "only for tests")
    assert call("verify")[0] == 0


def test_a_damaged_record_is_told_and_restored(call: Call, folder: Path, tmp_path: Path) -> None:
    call("import", POSITIVE)
    call("backup", tmp_path)
    (file,) = tmp_path.glob("*.backup")
    database = folder / "record.db"
    data = bytearray(database.read_bytes())
    data[100] ^= 1
    database.write_bytes(data)
    for verb in ("list", "verify"):
        code, _, err = call(verb)
        assert (code, "damaged" in err, len(err.splitlines())) == (1, True, 1)
    assert call("restore", file)[0] == 0
    assert call("verify")[0] == 0
    (aside,) = folder.glob("set-aside-*")
    assert (aside / "record.db").read_bytes() == data


def test_a_wrong_passphrase_is_slowed_down_and_told_in_the_trail(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    call("import", POSITIVE)
    monkeypatch.setenv(PASSPHRASE, "guess")
    for _ in range(5):
        assert "wrong" in call("list")[2]
    code, _, err = call("list")
    assert code == 1
    assert "Too many wrong passphrases" in err


def test_a_reissued_report_speaks_to_the_version_that_was_handed_out(
    call: Call, folder: Path, tmp_path: Path
) -> None:

    examination_id = UUID(IDS[POSITIVE.stem])
    catalogue = read_catalogue()
    call("import", POSITIVE)
    call("sign", examination_id, "--yes")
    call("report", examination_id, "--out", tmp_path / "first.pdf")
    with RecordFolder(folder, lambda: catalogue).unlock("only for tests") as opened:
        for text in ("Second.", "Third."):
            draft = opened.signed.amend(examination_id, VersionKind.CORRECTION, "a slip")
            conclusion = msgspec.structs.replace(draft.conclusion or Conclusion(), text=text)
            amended = msgspec.structs.replace(draft, conclusion=conclusion)
            opened.drafts.save(amended)
            opened.signed.sign(amended)
    call("report", examination_id, "--out", tmp_path / "third.pdf")
    text = pypdfium2.PdfDocument(tmp_path / "third.pdf")[0].get_textpage().get_text_bounded()
    assert "Replaces version 1 of" in text
    assert "version 3, AMENDED" in " ".join(text.split())


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("scan.pdf", 1, "The pages are pictures"),
        ("locked.pdf", 1, "locked with a password"),
        ("cut.json", 1, "not readable JSON"),
        ("gone.txt", 1, "is not a file"),
    ],
)
def test_a_report_that_cannot_be_read_is_one_sentence(
    call: Call, tmp_path: Path, folder: Path, name: str, code: int, said: str
) -> None:
    files = {
        "scan.pdf": made.pdf(()),
        "locked.pdf": made.pdf(made.LINES, password="secret"),
        "cut.json": made.FHIR[:-40],
    }
    path = tmp_path / name
    if name in files:
        path.write_bytes(files[name])
    got, out, err = call("read", path, "--json")
    assert (got, out) == (code, "")
    assert said in err
    assert err.count("\n") == 1
    assert not folder.exists()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", made.TEXT),
        ("a.pdf", made.pdf(made.LINES)),
        ("a.hl7", made.HL7),
        ("a.json", made.FHIR),
        ("a.dcm", made.structured_report()),
    ],
)
def test_a_report_of_every_kind_is_read_without_a_record(
    call: Call, tmp_path: Path, folder: Path, name: str, data: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    code, out, err = call("read", path, "--json")
    assert (code, err) == (0, "")
    got = json.loads(out)
    assert list(got) == [
        "language", "findings", "stated_normal", "rest_stated_normal", "not_mentioned", "warnings",
    ]  # fmt: skip
    assert got["language"] == "en"
    assert ("L4-L5", "protrusion") in {(row["level"], row["kind"]) for row in got["findings"]}
    assert all(value is not None for row in got["findings"] for value in row.values())
    assert isinstance(got["rest_stated_normal"], bool)
    assert not folder.exists()


def test_a_span_read_from_a_text_file_is_a_place_in_the_file(call: Call, tmp_path: Path) -> None:
    text = "\n\nFINDINGS: \n\n\n\n\nL4-L5:  Left\u00a0subarticular protrusion. \nEnd.\t\n\n"
    path = tmp_path / "a.txt"
    path.write_bytes(text.replace("\n", "\r\n").encode())
    [row] = json.loads(call("read", path, "--json")[1])["findings"]
    assert "protrusion" in text[row["quote"]["start"] : row["quote"]["end"]]


def test_what_was_read_is_also_told_with_the_words_it_was_read_from(
    call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = "L4-L5: bulge. L5-S1: normal. The rest is normal."
    rest = text.index("The rest")

    def read_report(_: str) -> ReportReading:
        bulge = ImagingFinding(
            level=Level.L4_L5, kind=FindingKind.BULGE, quote=Quote(start=0, end=13)
        )
        return ReportReading(
            language="en",
            findings=(bulge, msgspec.structs.replace(bulge, quote=None)),
            stated_normal=(Level.L5_S1,),
            normal_quotes={Level.L5_S1: Quote(start=14, end=28)},
            rest_stated_normal=True,
            rest_quote=Quote(start=rest, end=len(text)),
            not_mentioned=(Level.L1_L2,),
            warnings=("One\nwarning.",),
        )

    monkeypatch.setattr(report_reading, "read_report", read_report)
    path = tmp_path / "a.txt"
    path.write_text(text)
    code, out, _ = call("read", path)
    assert code == 0
    assert out.splitlines() == [
        "L4-L5: disc bulge",
        '  "L4-L5: bulge."',
        "L4-L5: disc bulge",
        "L5-S1: stated normal",
        '  "L5-S1: normal."',
        "The report says that what it does not list is normal.",
        '  "The rest is normal."',
        "Not mentioned: L1-L2",
        "Note: One warning.",
    ]
