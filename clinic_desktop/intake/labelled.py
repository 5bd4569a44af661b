"""The labels of a report, such as "Date of birth:", and what is written after each."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

_EXAM: Final = (
    "exam",
    "examination",
    "study",
    "scan",
    "service",
    "procedure",
    "imaging",
    "mri",
    "ct",
)
_READ: Final = ("reported", "interpreted", "read", "dictated", "signed", "verified", "approved")

# Labels of one common word: only at a line's beginning, in a cell of a table, or after a gap.
_AT_START: Final = {
    "name": (
        "name|patient|re|patient name|patient's name|name of patient|patients name|pt name"
        "|full name"
    ),
    "day": "date",
    "exam": (
        "exam|examination|exam type|exam description|examination type|procedure|study|studies"
        "|study description|investigation|type of exam|type of study|type of scan|scan|modality"
    ),
    "technique": "technique|techniques|protocol|sequences|technical details|technical factors",
    "comparison": (
        "comparison|comparisons|comparison study|comparison studies|prior exams|prior studies"
        "|prior study|previous imaging"
    ),
    "reporter": (
        "radiologist|reporting radiologist|interpreting radiologist|reading radiologist"
        "|consultant radiologist|interpreting physician|reading physician|reporter"
    ),
    "site": (
        "facility|institution|imaging center|imaging centre|imaging facility|imaging site|hospital"
        "|location|site"
    ),
    "history": (
        "history|clinical history|patient history|brief history|information|clinical information"
        "|indication|indications|clinical indication|clinical indications|clinical details"
        "|clinical notes|clinical question|clinical data|reason for exam|reason for examination"
        "|reason for study|reason for referral|reason for scan|symptoms"
    ),
    "other": (
        "finding|findings|impression|impressions|conclusion|conclusions|opinion|summary|comment"
        "|comments|age|sex|gender|phone|fax|tel|address|visit|ward|status|priority|page|report"
        "|interpretation|recommendation|recommendations|addendum"
    ),
}
# Also in the middle of a line: a PDF's text has single spaces between its columns.
_ANYWHERE: Final = {
    "birth": "dob|d.o.b|d.o.b.|date of birth|birth date|birthdate|birth day|born",
    "performed": "|".join(
        (
            *(f"{what} date" for what in _EXAM),
            *(f"date of {what}" for what in _EXAM),
            *(f"{what} performed" for what in _EXAM),
            "performed|performed on|date performed|exam date/time|study date/time|scanned on",
        )
    ),
    "reported": (
        "report date|reported date|reported on|date of report|date reported|reported|dictated"
        "|dictated on|signed|signed on|finalized|finalised|approved|verified|transcribed"
    ),
    "reporter": "|".join(f"{how} by|electronically {how} by" for how in _READ),
    "other": (
        "referring physician|referring doctor|referring provider|referring clinician|referred by"
        "|ordering physician|ordering provider|ordered by|requested by|requesting clinician"
        "|attending physician|referrer|id|patient id|hospital id|chart id|patient number|patient no"
        "|patient no.|mrn|m.r.n.|medical record number|medical record no|nhs number|nhs no"
        "|accession|accession number|accession no|accession #|patient sex|patient gender"
        "|patient age|sex|gender|age|insurance|account|account no"
    ),
}
_KINDS: Final = {
    phrase: (kind, is_anywhere)
    for table, is_anywhere in ((_AT_START, False), (_ANYWHERE, True))
    for kind, phrases in table.items()
    for phrase in phrases.split("|")
}
_MOST_WORDS: Final = 4
_REACH: Final = 60

_SEPARATOR: Final = re.compile(r"[:|]|(?<=[ \t])[-–](?=[ \t])")
_AFTER: Final = re.compile(r"[ \t*]*(?:\|[ \t*]*)?")
_WORD: Final = re.compile(r"[^\s*#]+")
_CELL: Final = re.compile(r"[ \t]*\|[ \t|]*|\t+")
_GAP: Final = re.compile(r"[ \t]*\n[ \t]*\n\s*")
SENTENCE_END: Final = re.compile(
    r"(?<!\b[DMS]r)(?<!\bMs)(?<!\bMrs)(?<!\bProf)(?<=\w\w)\.(?:\s+(?=[^\W\d_])|\s*$)"
)
"""A full stop after more than an initial or a title, before a letter or nothing."""
_NEW_SENTENCE: Final = re.compile(r"[.;]\s+$")


class Field(NamedTuple):
    """One label with what follows it, up to the next label.

    `in_text` is a label that begins a sentence within a line: what it names ends with the sentence.
    """

    kind: str
    start: int
    body: str
    in_text: bool = False

    @property
    def line(self) -> str:
        """What stands in the label's own cell or line; on the next line where that is empty."""
        first = self.own.lstrip("\n \t").partition("\n")[0]
        return _CELL.split(first.strip("| \t"), maxsplit=1)[0].strip(" \t*:")

    @property
    def paragraph(self) -> str:
        """The first paragraph, on one line."""
        return " ".join(_GAP.split(self.own.strip("| \t\n"), maxsplit=1)[0].split())

    @property
    def own(self) -> str:
        """What follows the label; of a label within a line its sentence."""
        return SENTENCE_END.split(self.body, maxsplit=1)[0] if self.in_text else self.body


def fields_in(text: str) -> list[Field]:
    """Return the labels of a text with what follows them, in the order of the text."""
    found = list(_labels(text))
    ends = [start for _, start, _, _ in found[1:]] + [len(text)]
    return [
        Field(kind, start, text[after:end], in_text)
        for (kind, start, after, in_text), end in zip(found, ends, strict=False)
    ]


def _labels(text: str) -> Iterator[tuple[str, int, int, bool]]:
    """Yield each label's kind, where it and what it names begin, and whether it is in a line."""
    marks = [match.start() for match in _SEPARATOR.finditer(text)]
    for before, mark in pairwise([-1, *marks]):
        begin = max(before, text.rfind("\n", 0, mark)) + 1
        cell = text[max(begin, mark - _REACH) : mark]
        offset = mark - len(cell)
        words = list(_WORD.finditer(cell))
        for count in range(min(_MOST_WORDS, len(words)), 0, -1):
            first = words[-count]
            kind, is_anywhere = _KINDS.get(
                " ".join(word.group().lower() for word in words[-count:]), ("", False)
            )
            if not kind:
                continue
            is_cell = count == len(words) and offset == begin
            after_gap = first.start() >= 2 and not cell[first.start() - 2 : first.start()].strip()
            in_text = bool(_NEW_SENTENCE.search(cell[: first.start()])) and not is_anywhere
            if is_cell or (text[mark] == ":" and (is_anywhere or after_gap or in_text)):
                after = _AFTER.match(text, mark + 1)
                start = offset + first.start()
                yield kind, start, after.end() if after else mark + 1, in_text
                break
