"""How a study was made, as its title and its paragraph on technique say it."""

import re
from collections.abc import Iterator
from typing import Final

from clinic_desktop.domain.anatomy import Region
from clinic_desktop.domain.imaging import Modality
from clinic_desktop.domain.values import YesNoUnknown


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_MRI: Final = r"\b(?:MRI|MR|magnetic resonance(?: imaging)?)\b"
_UPRIGHT: Final = r"\b(?:upright|weight[- ]?bearing|standing|seated|sitting|positional)\b"
# The narrower kinds first: an upright MRI is an MRI too.
_MODALITIES: Final = (
    (Modality.EMG_NCS, _words(r"\bEMG\b|electromyogra|nerve conduction|\bNCS\b|electrodiagnos")),
    (Modality.MR_NEUROGRAPHY, _words(r"\bMR[NI]?[- ]neurogra|magnetic resonance neurogra")),
    (
        Modality.CT_MYELOGRAPHY,
        _words(r"\bCT[- ]myelogra|myelogra\w*[- ]CT\b|post[- ]myelogra\w* CT"),
    ),
    (Modality.MRI, _words(_MRI)),
    (Modality.CT, _words(r"\bCT\b|\bcomputed tomogra|\bCAT scan")),
    (Modality.XRAY, _words(r"\bx[- ]?rays?\b|\bradiogra(?:ph|phs|phy|phic)\b|\bplain films?\b")),
    (Modality.ULTRASOUND, _words(r"\bultraso(?:und|nogra)|\bsonogra")),
)
_UPRIGHT_WORDS: Final = _words(_UPRIGHT)

_REGIONS: Final = (
    (Region.WHOLE_SPINE, _words(r"\bwhole[- ](?:spine|spinal)|\b(?:entire|total|full) spine\b")),
    (Region.LUMBAR, _words(r"\blumb(?:ar|o-?sacral)\b|\bl(?:umbar)?[-/ ]?s?[- ]?spine\b")),
    (Region.CERVICAL, _words(r"\bcervical\b|\bc[- ]?spine\b|\bneck\b")),
    (Region.THORACIC, _words(r"\b(?:thoracic|dorsal)(?: spine)?\b|\bt[- ]?spine\b")),
)
# Vertebrae; T1 and T2 may be sequences of an MRI.
_VERTEBRAE: Final = (
    (Region.LUMBAR, re.compile(r"\bL[1-5](?![A-Za-z])|\bS1\b")),
    (Region.CERVICAL, re.compile(r"\bC[2-7](?![A-Za-z])")),
    (Region.THORACIC, re.compile(r"\bT(?:1[0-2]|[3-9])(?![A-Za-z])")),
)

_POSITIONS: Final = (
    ("flexion_extension", _words(r"\bflexion\b[ ,/&-]*(?:and )?[ -]*extension\b")),
    ("upright_sitting", _words(r"\b(?:seated|sitting)\b")),
    ("standing", _words(r"\b(?:standing|erect)\b")),
    ("supine", _words(r"\bsupine\b|\brecumbent\b")),
    ("upright", _words(r"\bupright\b|\bweight[- ]?bearing\b")),
)

_TESLA: Final = _words(
    r"(?<![\w.,-])(0[.,]\d{1,2}|1[.,][05]|3[.,]0|[1237])(?:[ -]?tesla\b|[ -]?T(?![\w-]))"
)

_BOTH: Final = _words(
    r"\bwith(?:out)? (?:and|&|or) with(?:out)?\b|\bw/? ?(?:and|&|/)? ?w/?o\b"
    r"|\bpre[- ]?(?:and|&|/)[- ]?post\b"
)
_WITHOUT: Final = _words(
    r"\b(?:without|w/o|no)\b(?: \w+){0,3}? (?:contrast|gadolinium)|\bnon[- ]?(?:contrast|enhanced)"
    r"|\bunenhanced\b|\bcontrast: ?no(?:ne)?\b"
)
_WITH: Final = _words(
    r"\b(?:with|following|after|post|intravenous|iv)\b(?: \w+){0,3}?[ -](?:contrast|gadolinium)"
    r"|\bw/? ?(?:iv )?contrast\b|\bcontrast[- ]enhanced|\bpost[- ]?(?:contrast|gad)"
    r"|\bgad(?:olinium|avist|obutrol|oterate)"
    r"|\bdotarem\b|\bmultihance\b"
)

_MADE_OF: Final = re.compile(
    r"(?P<sag>\bsag(?:ittal|s)?\b)|(?P<ax>\bax(?:ial|ials)?\b|\btransverse\b)"
    r"|(?P<cor>\bcor(?:onal)?\b)"
    r"|(?<![-\w])(?P<weight>T[12])(?![\w.]|-\s?[TL]?\d)(?:[- ]?w(?:eighted|i|t)?\b)?"
    r"|(?P<stir>\bSTIR\b)",
    re.IGNORECASE,
)
_OBLIQUE: Final = _words(r"\b(?:foraminal|sagittal)[- ]obliques?\b|\boblique sagittals?\b")
_CORONAL_3D: Final = _words(r"\bcor(?:onal)? 3-?D\b|\b3-?D (?:\w+ )?cor(?:onal)?\b")
_CLAUSE: Final = re.compile(r"[.;\n](?!\d)")
_ORDER: Final = (
    *("sag_t1", "sag_t2", "ax_t1", "ax_t2"),
    *("stir", "foraminal_oblique", "coronal_3d"),
)


def modality_in(text: str) -> Modality | None:
    """Return what kind of study a title names: the narrower kinds, else the one named first."""
    for modality, words in _MODALITIES[:3]:
        if words.search(text):
            return modality
    places = {
        modality: match.start()
        for modality, words in _MODALITIES[3:]
        if (match := words.search(text))
    }
    first = min(places, key=places.__getitem__, default=None)
    if first is Modality.MRI and _UPRIGHT_WORDS.search(text):
        return Modality.UPRIGHT_MRI
    return first


def region_in(text: str) -> Region | None:
    """Return the part of the spine a title names; nothing when it names several."""
    found = [region for region, words in _REGIONS if words.search(text)]
    if Region.WHOLE_SPINE in found:
        return Region.WHOLE_SPINE
    return found[0] if len(found) == 1 else None


def region_of_levels(text: str) -> Region | None:
    """Return the region whose vertebrae a text names three times as often as any other's."""
    counts = sorted((len(words.findall(text)), region) for region, words in _VERTEBRAE)
    (_, (second, _), (most, region)) = counts
    return region if most and most >= 3 * second else None


def position_in(text: str) -> str | None:
    """Return the position of the body, as `positions` of the wording offers it."""
    return next((name for name, words in _POSITIONS if words.search(text)), None)


def tesla_in(text: str) -> float | None:
    """Return the strength of the magnet."""
    match = _TESLA.search(text)
    return float(match[1].replace(",", ".")) if match else None


def contrast_in(text: str) -> YesNoUnknown | None:
    """Return whether a contrast medium was given."""
    if _BOTH.search(text):
        return YesNoUnknown.YES
    if _WITHOUT.search(text):
        return YesNoUnknown.NO
    return YesNoUnknown.YES if _WITH.search(text) else None


def sequences_in(text: str) -> tuple[str, ...]:
    """Return the sequences named, as `sequences` of the wording offers them."""
    found = {name for clause in _CLAUSE.split(text) for name in _in_clause(clause)}
    return tuple(name for name in _ORDER if name in found)


def _in_clause(clause: str) -> Iterator[str]:
    marks = [(match.lastgroup or "", match) for match in _MADE_OF.finditer(clause)]
    if any(kind == "stir" for kind, _ in marks):
        yield "stir"
    if _OBLIQUE.search(clause):
        yield "foraminal_oblique"
    if _CORONAL_3D.search(clause):
        yield "coronal_3d"
    if marks and marks[0][0] in ("weight", "stir"):
        # "T1 and T2 sagittal": the plane follows what it belongs to.
        marks.reverse()
    planes: list[str] = []
    is_open = False
    for kind, match in marks:
        if kind in ("sag", "ax", "cor"):
            planes = [*planes, kind] if is_open else [kind]
            is_open = True
            continue
        is_open = False
        if kind == "weight":
            yield from (f"{plane}_{match.group('weight').lower()}" for plane in planes)
