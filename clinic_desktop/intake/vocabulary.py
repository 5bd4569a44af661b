"""What formats and texts call a study, a part of the body and a day, in the document's values."""

import re
from contextlib import suppress
from datetime import date
from typing import Final

from clinic_desktop.domain.anatomy import Region
from clinic_desktop.domain.imaging import Modality

_MODALITY: Final = {
    "CR": Modality.XRAY,
    "CT": Modality.CT,
    "DX": Modality.XRAY,
    "MR": Modality.MRI,
    "RG": Modality.XRAY,
    "US": Modality.ULTRASOUND,
}
"""Modalities as DICOM codes them (PS3.3, section C.7.3.1.1.1); HL7 and FHIR use the same."""

_REGION: Final = {
    "CSPINE": Region.CERVICAL,
    "LSPINE": Region.LUMBAR,
    "LSSPINE": Region.LUMBAR,
    "SSPINE": Region.LUMBAR,
    "TSPINE": Region.THORACIC,
    "WHOLESPINE": Region.WHOLE_SPINE,
}
"""Body Part Examined as DICOM writes it (PS3.16, annex L), spaces and signs left out."""

_DAY: Final = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)", re.ASCII)


def coded_modality(code: str | None) -> Modality | None:
    """Return the modality of a DICOM code, if it names one."""
    return _MODALITY.get((code or "").strip().upper())


def coded_region(part: str | None) -> Region | None:
    """Return the region of a DICOM body part, if it names a part of the spine."""
    return _REGION.get(re.sub(r"[^A-Z]", "", (part or "").upper()))


def coded_day(written: str | None) -> date | None:
    """Return the day of a date or time that begins YYYYMMDD or YYYY-MM-DD."""
    match = _DAY.match((written or "").strip())
    if match is None:
        return None
    with suppress(ValueError):
        return date(*map(int, match.groups()))
    return None


def whole_name(family: str, *others: str) -> str | None:
    """Return a name as "FAMILY, GIVEN MIDDLE", or what there is of it."""
    given = " ".join(" ".join(others).split())
    return ", ".join(filter(None, [" ".join(family.split()), given])) or None
