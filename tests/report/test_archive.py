"""The archived file: what it says of itself, what it carries, and that it is made the same."""

import hashlib
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import msgspec
import pikepdf
import pytest
from PIL import ImageCms

from clinic_desktop.domain.compare import compare
from clinic_desktop.domain.document import read_document, write_document
from clinic_desktop.domain.examination import Clinic, Therapist
from clinic_desktop.report import archive
from clinic_desktop.report.archive import About, Attachment, Drawn, archived
from clinic_desktop.report.document import write_report
from clinic_desktop.report.metadata import pdf_time
from clinic_desktop.report.structure import Tree
from clinic_desktop.report.tagging import TaggedCanvas
from tests.report.conftest import FONTS, Write
from tests.report.editions import AUTHOR, SUPERVISOR, signed, version
from tests.report.test_document import CATALOGUE, REPLACE, example, sample

NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
}
ABOUT = About(title="Title", author="Author", made_at=datetime(2026, 11, 18, 9, 30, tzinfo=UTC))


def drawn() -> Drawn:
    out, tree = BytesIO(), Tree()
    canvas = TaggedCanvas(out, tree=tree, invariant=1)
    canvas.showPage()
    canvas.save()
    return Drawn(out.getvalue(), tree)


def told(pdf: bytes) -> dict[str, str | None]:
    """Return what a file says of itself in its document information."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        return {str(key): str(value) for key, value in opened.docinfo.items()}


def told_in_xmp(pdf: bytes) -> dict[str, str | None]:
    """Return what a file says of itself in its XMP metadata."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        root = ET.fromstring(opened.Root.Metadata.read_bytes())  # noqa: S314 - the program's own
    paths = {
        "title": ".//dc:title//rdf:li",
        "author": ".//dc:creator//rdf:li",
        "made": ".//xmp:CreateDate",
        "changed": ".//xmp:ModifyDate",
        "producer": ".//pdf:Producer",
        "archive": ".//pdfaid:part",
        "level": ".//pdfaid:conformance",
        "access": ".//pdfuaid:part",
    }
    return {name: root.findtext(path, None, NAMES) for name, path in paths.items()}


def attachments(pdf: bytes) -> dict[str, bytes]:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return {name: held.get_file().read_bytes() for name, held in opened.attachments.items()}


def test_both_places_in_which_a_file_speaks_of_itself_agree(write: Write) -> None:
    pdf = write(example()).pdf
    title = "Neurodynamic examination report, Report R-17, version 1, DRAFT"
    assert told(pdf) == {
        "/Title": title,
        "/Author": "Sample Therapist",
        "/CreationDate": "D:20261118093000+01'00'",
        "/ModDate": "D:20261118093000+01'00'",
        "/Producer": "Clinic Desktop",
    }
    assert told_in_xmp(pdf) == {
        "title": title,
        "author": "Sample Therapist",
        "made": "2026-11-18T09:30:00+01:00",
        "changed": "2026-11-18T09:30:00+01:00",
        "producer": "Clinic Desktop",
        "archive": "3",
        "level": "A",
        "access": "1",
    }


def test_any_name_stands_in_both_places(write: Write) -> None:
    name = 'A <b> & "B"\uffff \u4e2d \U0001f512 \u00e9'
    shown = REPLACE(example(), clinic=Clinic(name=name), therapist=Therapist(name=name))
    pdf = write(shown).pdf
    assert told(pdf)["/Author"] == told_in_xmp(pdf)["author"] == name.replace("\uffff", "")


def test_a_signed_report_was_made_when_it_was_signed_last(write: Write) -> None:
    first = version(1, day=19, signers=(AUTHOR, SUPERVISOR))
    later = REPLACE(first.signatures[1], signed_at=datetime(2026, 11, 21, 8, 5, tzinfo=UTC))
    edition = signed(REPLACE(first, signatures=(first.signature, later)))
    pdf = write(example(), edition).pdf
    assert told(pdf)["/CreationDate"] == "D:20261121080500+00'00'"
    assert told_in_xmp(pdf)["made"] == "2026-11-21T08:05:00+00:00"


def test_a_report_of_an_unknown_time_says_no_time(write: Write) -> None:
    pdf = write(REPLACE(example(), performed_at=None)).pdf
    assert "/CreationDate" not in told(pdf)
    assert told_in_xmp(pdf)["made"] is None


@pytest.mark.parametrize(
    ("at", "written"),
    [
        (datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC), "D:20260102030405+00'00'"),
        (
            datetime(1, 1, 1, tzinfo=timezone(-timedelta(hours=9, minutes=30))),
            "D:00010101000000-09'30'",
        ),
    ],
)
def test_a_time_keeps_its_offset(at: datetime, written: str) -> None:
    assert pdf_time(at) == written


def test_the_examination_travels_in_the_report(write: Write) -> None:
    shown = sample()
    pdf = write(shown).pdf
    content = attachments(pdf)["examination.json"]
    assert content == write_document(shown)
    assert read_document(content, CATALOGUE.tests) == shown
    (held, *more) = shown.imaging or ()
    aside = msgspec.structs.replace(held, set_aside=held.findings)
    unsaid = msgspec.structs.replace(shown, imaging=(aside, *more))
    assert attachments(write(unsaid).pdf)["examination.json"] == content
    with pikepdf.open(BytesIO(pdf)) as opened:
        (file,) = opened.Root.AF
        assert file.AFRelationship == "/Source"
        assert file.EF.F.Subtype == "/application/json"
        assert file.EF.F.Params.ModDate == told(pdf)["/ModDate"]


def test_further_files_are_listed_by_name(write: Write) -> None:
    files = tuple(
        Attachment(
            name=name,
            media_type="application/fhir+json",
            description=name,
            relationship="Alternative",
            content=name.encode(),
        )
        for name in ("z.json", "a.json")
    )
    shown = example()
    pdf = write_report(
        shown, compare(shown, CATALOGUE), CATALOGUE, FONTS, number="R-17", further=files
    ).pdf
    assert attachments(pdf) == {
        **attachments(write(shown).pdf),
        "a.json": b"a.json",
        "z.json": b"z.json",
    }
    with pikepdf.open(BytesIO(pdf)) as opened:
        names = [str(name) for name in opened.Root.Names.EmbeddedFiles.Names][::2]
        assert names == ["a.json", "examination.json", "z.json"]
        assert [str(file.F) for file in opened.Root.AF] == names


def test_a_file_without_attachments_names_none() -> None:
    with pikepdf.open(BytesIO(archived(drawn(), ABOUT))) as opened:
        assert "/AF" not in opened.Root
        assert "/Names" not in opened.Root


def test_the_catalogue_of_the_file_tells_a_reader_what_it_needs(write: Write) -> None:
    with pikepdf.open(BytesIO(write(example()).pdf)) as opened:
        root: Any = opened.Root
        assert root.Lang == "en-GB"
        assert root.ViewerPreferences.DisplayDocTitle
        assert root.MarkInfo.Marked
        assert root.OutputIntents[0].S == "/GTS_PDFA1"
        profile = ImageCms.ImageCmsProfile(
            BytesIO(root.OutputIntents[0].DestOutputProfile.read_bytes())
        )
        assert ImageCms.getProfileDescription(profile).strip() == "sRGB built-in"
        assert opened.pdf_version >= "1.7"


def test_the_colour_profile_is_the_same_whenever_it_is_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    usual = archive._srgb()
    create = ImageCms.ImageCmsProfile.tobytes

    def of_another_day(profile: ImageCms.ImageCmsProfile) -> bytes:
        made = bytearray(create(profile))
        made[24:36] = bytes(12)
        return bytes(made)

    archive._srgb.cache_clear()
    monkeypatch.setattr(ImageCms.ImageCmsProfile, "tobytes", of_another_day)
    assert archive._srgb() == usual


def test_the_same_drawing_gives_the_same_bytes(write: Write) -> None:
    assert archived(drawn(), ABOUT) == archived(drawn(), ABOUT)
    first, second = (hashlib.sha256(write(sample()).pdf).hexdigest() for _ in range(2))
    assert first == second
