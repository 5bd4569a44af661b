"""A small stand-in for the rules that read reports: enough to offer every kind of row."""

import re
from datetime import date
from pathlib import Path
from typing import Final

from clinic_desktop.domain.anatomy import LUMBAR_LEVELS, BodySide, Level, Region, Root, Zone
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.imaging import (
    Certainty,
    FindingKind,
    ImagingFinding,
    Modality,
    Quote,
    RootRelation,
    Status,
)
from clinic_desktop.domain.incoming import IncomingReport, StudyDetails
from clinic_desktop.domain.reading import ReportReading
from clinic_desktop.ui.intake import Intake

TEXT: Final = """MRI lumbar spine of 5 October 2026. Supine, 1.5 T.
L2-L3: unremarkable.
L3-L4: mild canal stenosis.
L4-L5: right subarticular disc protrusion displacing the L5 root.
L5-S1: possible left foraminal stenosis.
All other levels are unremarkable.
"""
DANGER: Final = """MRI lumbar spine.
L1-L2: acute fracture of the upper end plate.
L4-L5: right subarticular disc protrusion displacing the L5 root.
"""
GERMAN: Final = "L4-L5: Bandscheibenvorfall rechts."

_LINE: Final = re.compile(r"^([LTC]\d+-[LST]\d+): (.+)$", re.MULTILINE)
_KINDS: Final = {
    "protrusion": FindingKind.PROTRUSION,
    "canal stenosis": FindingKind.CANAL_STENOSIS,
    "foraminal stenosis": FindingKind.FORAMINAL_STENOSIS,
    "fracture": FindingKind.FRACTURE,
}


def grade_in(words: str) -> str | None:
    """Read the two grades of the samples."""
    return "none" if words.startswith("no ") else "mild" if "mild" in words else None


def read(text: str) -> ReportReading:
    """Read one finding of each line that begins with a level."""
    if "vorfall" in text:
        warning = "The report is not in English (de); nothing was read from it."
        return ReportReading(language="de", warnings=(warning,))
    findings, normal, mentioned = [], {}, set()
    for match in _LINE.finditer(text):
        level, words = Level(match[1]), match[2]
        quote = Quote(start=match.start(2), end=match.end(2))
        mentioned.add(level)
        kind = next((kind for word, kind in _KINDS.items() if word in words), None)
        if kind is None:
            normal[level] = quote
            continue
        root = re.search(r"\b([LS]\d) root", words)
        findings.append(
            ImagingFinding(
                level=level,
                kind=kind,
                side=next((side for side in BodySide if side in words), None),
                zone=next((zone for zone in Zone if zone in words), None),
                root=Root(root[1]) if root else None,
                root_relation=RootRelation.DISPLACEMENT if root else None,
                grade=grade_in(words),
                status=Status.STATED,
                certainty=Certainty.POSSIBLE if "possible" in words else Certainty.STATED,
                quote=quote,
            )
        )
    rest = text.find("All other levels")
    return ReportReading(
        language="en" if mentioned or not text.strip() else "und",
        findings=tuple(findings),
        stated_normal=tuple(normal),
        normal_quotes=normal,
        rest_stated_normal=rest >= 0,
        rest_quote=Quote(start=rest, end=rest + 16) if rest >= 0 else None,
        not_mentioned=tuple(level for level in LUMBAR_LEVELS if level not in mentioned),
        warnings=(
            *(("The report numbers its levels unusually.",) if "Castellvi" in text else ()),
            *(("Look at once: the report names an aneurysm.",) if "aneurysm" in text else ()),
        ),
    )


def details(text: str) -> StudyDetails:
    """Read the few details of the samples above, and a name where there is one."""
    name = re.search(r"Patient: (.+)", text)
    born = re.search(r"born (\d{4})-(\d\d)-(\d\d)", text)
    return StudyDetails(
        patient_name=name[1] if name else None,
        birth_date=date(int(born[1]), int(born[2]), int(born[3])) if born else None,
        modality=Modality.MRI if "MRI" in text else None,
        region=Region.LUMBAR if "lumbar" in text else None,
        performed_on=date(2026, 10, 5) if "5 October 2026" in text else None,
        position="supine" if "Supine" in text else None,
        field_strength=1.5 if "1.5 T" in text else None,
    )


def open_file(path: Path) -> IncomingReport:
    """Open a text file; a picture is a scan without words, anything else is refused."""
    data = path.read_bytes()
    if path.suffix == ".png":
        return IncomingReport(
            name=path.name,
            media_type="application/pdf",
            data=data,
            text="",
            details=StudyDetails(),
            pictures=(data,),
            warnings=("The file holds pictures and no words: type them off.",),
        )
    if path.suffix != ".txt":
        raise UserError("This file is no report. Choose a text, or paste the words.")
    text = data.decode()
    return IncomingReport(
        name=path.name, media_type="text/plain", data=data, text=text, details=details(text)
    )


def stub_intake() -> Intake:
    """Return the stand-in."""
    return Intake(read=read, details=details, open_file=open_file, pages=lambda pdf: (pdf,) * 2)
