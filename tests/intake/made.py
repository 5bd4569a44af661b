"""Files as practices receive them, made for tests: every person in them is invented."""

import base64
import io
import json
import warnings
import zlib
from pathlib import Path
from typing import Any

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

DATA = Path(__file__).parents[1] / "data/incoming"
TEXT = (DATA / "report.txt").read_bytes()
HL7 = (DATA / "report.hl7").read_bytes()
FHIR = (DATA / "report.fhir.json").read_bytes()

LINES = (
    "PATIENT: SAMPLE, PATIENT DOB: 01/04/1967 EXAM DATE: 25/10/2026",
    "MRI LUMBAR SPINE",
    "FINDINGS:",
    "L4-L5: Left subarticular protrusion.",
    "L5-S1: Unremarkable.",
)


def pdf(*pages: tuple[str, ...], password: str = "", is_packed: bool = True) -> bytes:
    """Return a PDF with these lines on its pages; a page without lines has a drawing alone."""
    made = io.BytesIO()
    lock = StandardEncryption(password, canPrint=0) if password else None
    canvas = Canvas(made, encrypt=lock, invariant=1, pageCompression=int(is_packed))
    for lines in pages:
        text = canvas.beginText(72, 760)
        for line in lines:
            text.textLine(line)
        canvas.drawText(text)
        if not lines:
            canvas.rect(100, 100, 300, 200, fill=1)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def bomb() -> bytes:
    """Return a small PDF whose one page unpacks to a gigabyte of drawing."""
    packer = zlib.compressobj(9, wbits=-15)
    # After a full flush each piece unpacks by itself, so that one can stand a thousand times.
    piece = packer.compress(b"0 0 m 9 9 l S\n" * 75_000) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = b"\x78\xda" + piece * 1_000 + packer.flush() + b"sum!"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed),
    )
    body = b"%PDF-1.4\n"
    for number, inner in enumerate(objects, 1):
        body += b"%d 0 obj%s\nendobj\n" % (number, inner)
    return body + b"trailer<</Root 1 0 R/Size 5>>\n%%EOF\n"


def hl7_with_pdf(document: bytes, text: bytes = b"") -> bytes:
    """Return a message whose report is a PDF, with one line of text beside it if given."""
    head = b"\r".join(HL7.split(b"\n")[:3])
    lines = [b"OBX|1|TX|1^REPORT||" + text] if text else []
    packed = base64.b64encode(document)
    lines.append(b"OBX|2|ED|1^REPORT||RIS^application^pdf^Base64^" + packed + b"||||||F")
    return b"\r".join([head, *lines]) + b"\r"


def fhir(**report: Any) -> bytes:
    """Return a DiagnosticReport alone."""
    return json.dumps({"resourceType": "DiagnosticReport", "status": "final", **report}).encode()


def form(kind: str, data: bytes) -> dict[str, str]:
    """Return an attachment of a DiagnosticReport."""
    return {"contentType": kind, "data": base64.b64encode(data).decode()}


def dicom(
    *, document: bytes = b"", items: Any = None, is_deflated: bool = False, **fields: Any
) -> bytes:
    """Return a DICOM file: an encapsulated PDF, or a structured report with these items."""
    from pydicom.dataset import FileDataset, FileMetaDataset
    from pydicom.uid import DeflatedExplicitVRLittleEndian, ExplicitVRLittleEndian, generate_uid

    meta = FileMetaDataset()
    kind = "1.2.840.10008.5.1.4.1.1.104.1" if document else "1.2.840.10008.5.1.4.1.1.88.11"
    meta.MediaStorageSOPClassUID = kind  # type: ignore[assignment]
    meta.MediaStorageSOPInstanceUID = generate_uid(entropy_srcs=["made"])
    meta.TransferSyntaxUID = (
        DeflatedExplicitVRLittleEndian if is_deflated else ExplicitVRLittleEndian
    )
    made = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    made.SOPClassUID = kind
    made.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    made.PatientName = "SAMPLE^PATIENT^Q"
    made.PatientBirthDate = "19670401"
    made.StudyDate = "20261005"
    made.ContentDate = "20261006"
    made.Modality = "MR"
    made.BodyPartExamined = "LSPINE"
    made.InstitutionName = "Example Imaging"
    for name, value in fields.items():
        setattr(made, name, value)
    if document:
        made.EncapsulatedDocument = document + b"\0" * (len(document) % 2)
        made.MIMETypeOfEncapsulatedDocument = "application/pdf"
    if items is not None:
        made.ValueType = "CONTAINER"
        made.ConceptNameCodeSequence = [code("Imaging report")]
        made.ContentSequence = items
    written = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made.save_as(written, enforce_file_format=True)
    return written.getvalue()


def code(meaning: str) -> Any:
    from pydicom.dataset import Dataset

    made = Dataset()
    made.CodeValue = "1"
    made.CodingSchemeDesignator = "99TEST"
    made.CodeMeaning = meaning
    return made


def item(kind: str, name: str, **fields: Any) -> Any:
    """Return one item of a structured report."""
    from pydicom.dataset import Dataset

    made = Dataset()
    made.ValueType = kind
    made.RelationshipType = "CONTAINS"
    if name:
        made.ConceptNameCodeSequence = [code(name)]
    for field, value in fields.items():
        setattr(made, field, value)
    return made


def measured(value: str, unit: str) -> Any:
    from pydicom.dataset import Dataset

    made = Dataset()
    made.NumericValue = value
    made.MeasurementUnitsCodeSequence = [code(unit)]
    return made


def structured_report() -> bytes:
    """Return a structured report with an item of every kind that says something."""
    items = [
        item("PNAME", "Observer", PersonName="RADIOLOGIST^SAMPLE"),
        item(
            "CONTAINER",
            "Findings",
            ContentSequence=[
                item("TEXT", "Finding", TextValue="L4-L5: left subarticular protrusion."),
                item("CODE", "Procedure", ConceptCodeSequence=[code("MRI of lumbar spine")]),
                item("NUM", "Canal width", MeasuredValueSequence=[measured("12", "mm")]),
                item("NUM", "Unmeasured"),
                item("DATE", "Read on", Date="20261006"),
                item("IMAGE", "Picture"),
                item("TEXT", "", TextValue="Without a name."),
            ],
        ),
        item("TEXT", "Impression", TextValue="Protrusion at L4-L5."),
    ]
    return dicom(items=items, Modality="SR", StudyDescription="MRI lumbar spine")
