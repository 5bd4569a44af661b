"""What a report's text says of the person and the study. All of it is offered, none taken over."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from typing import Final, TypeVar

import msgspec

from clinic_desktop.domain.anatomy import Region
from clinic_desktop.domain.imaging import Modality
from clinic_desktop.domain.incoming import StudyDetails
from clinic_desktop.intake import technique
from clinic_desktop.intake.labelled import SENTENCE_END, Field, fields_in
from clinic_desktop.intake.person_names import name_in, names_told
from clinic_desktop.intake.written_days import Order, days_in, order_of

_Found = TypeVar("_Found")

_HEAD: Final = 20_000
"""Characters that are looked at: the details of a report stand near its beginning and its end."""
_TAIL: Final = 4_000
_LONGEST: Final = 300
_TITLE_LINES: Final = 15
_TITLE: Final = 100

_BORN: Final = re.compile(
    r"\b(?:D\.?O\.?B\.?|born(?: on)?|birth)[ ,]{1,3}(?=[\dA-Za-z])", re.IGNORECASE
)
_SIGNED: Final = re.compile(
    r"^(?:(?:Dr|Prof)\.? [^\W\d_][^\d\n:|]{2,60}"
    r"|[^\W\d_][^\d\n:|,]{3,40}, ?(?:M\.?D|D\.?O|FRCR|FRANZCR|MBBS|MBChB|BMBS)\b[^\d\n:|]{0,40})$"
)
_REPORTER_END: Final = re.compile(r",?\s+(?:on|at|date|gmc)\b.*|\s*\d.*|\s*[|(].*", re.IGNORECASE)
_SITE: Final = re.compile(
    r"\b(?:Hospital|Infirmary|Medical Cent(?:er|re)|Imaging Cent(?:er|re)|Diagnostic Imaging"
    r"|Radiology (?:Group|Associates|Clinic|Partners|Cent(?:er|re))|Imaging (?:Group|Services)"
    r"|(?:Open|Upright) MRI|NHS(?: Foundation)? Trust|Clinic)\b",
    re.IGNORECASE,
)
_QUALITY: Final = re.compile(
    r"\b(?:(?:motion|movement|susceptibility|metal\w*|breathing) arti?e?facts?|image quality"
    r"|(?:limited|suboptimal|non-?diagnostic) (?:study|exam\w*|quality|images?)"
    r"|(?:study|exam\w*|images?) (?:is|are|was|were) (?:\w+ )?(?:limited|degraded|suboptimal))\b",
    re.IGNORECASE,
)
_SENTENCE_ENDS: Final = (". ", "\n", ": ", "|")
_METHOD: Final = re.compile(
    r"\b(?:images?|imaging|sequences?|weighted|MRI|CT|scan)\b.*\b(?:obtained|acquired|performed)\b"
    r"|\b(?:obtained|acquired|performed)\b.*\b(?:images?|sequences?|weighted)\b",
    re.IGNORECASE,
)
_METHODS_WITHIN: Final = 3_000
_COMPARED: Final = re.compile(
    r"\b(?:comparison (?:is |was )?made|compared) (?:with|to) ([^.\n]+)", re.IGNORECASE
)
_ANOTHER_STUDY: Final = re.compile(
    r"\b(?:compar\w*|previous\w*|prior|earlier|since|unchanged|change from|than|seen on|last)\b",
    re.IGNORECASE,
)
_ELSEWHERE: Final = frozenset({"comparison", "history"})
_NO_REGION: Final = frozenset({Modality.EMG_NCS})


def details_in(text: str) -> StudyDetails:
    """Return what a text says of the person and the study.

    A date whose day and month can be told apart neither by itself nor by another date of the text
    is left out.
    """
    head = text if len(text) <= _HEAD else f"{text[: _HEAD - _TAIL]}\n{text[-_TAIL:]}"
    found = fields_in(head)
    order = order_of(list(days_in(head)))
    own = _own(head, found)
    titles = list(_titles(own, found))
    methods = [*titles, *_methods(own, found)]
    study = _modality(titles, methods, own)
    birth_date = _birth_date(head, found, order)
    return StudyDetails(
        patient_name=_first(
            chain((name_in(field.line) for field in _of(found, "name")), names_told(head))
        ),
        birth_date=birth_date,
        modality=study,
        region=None if study in _NO_REGION else _region(titles, own),
        performed_on=_performed_on(found, titles, order, birth_date),
        reported_on=_first(_day(field.line, order) for field in _of(found, "reported", "reporter")),
        reporter=_reporter(head, found),
        site=_site(head, found),
        position=technique.position_in("\n".join(methods)),
        sequences=_sequences(methods, own),
        field_strength=_first(map(technique.tesla_in, [*methods, own])),
        contrast=_first(map(technique.contrast_in, methods)),
        comparison=_comparison(head, found),
        quality=_quality(own),
    )


def merged(own: StudyDetails, told: StudyDetails) -> StudyDetails:
    """Return the details of a format's own fields, and the text's where it has none."""
    missing = {
        name: getattr(told, name) for name in told.__struct_fields__ if not getattr(own, name)
    }
    return msgspec.structs.replace(own, **missing)


def _modality(titles: list[str], methods: list[str], own: str) -> Modality | None:
    """Return the kind of study: by its title, its sequences, its technique, else by its words."""
    named = _first(map(technique.modality_in, titles))
    if named is None and technique.sequences_in(own):
        named = Modality.MRI
    if named is Modality.MRI:
        # That the patient stood or sat is often said in the technique alone.
        return technique.modality_in("\n".join(["MRI", *methods]))
    return named or technique.modality_in("\n".join(methods)) or technique.modality_in(own)


def _of(found: Iterable[Field], *kinds: str) -> Iterator[Field]:
    return (field for field in found if field.kind in kinds)


def _first(values: Iterable[_Found | None]) -> _Found | None:
    return next((value for value in values if value is not None), None)


def _own(text: str, found: list[Field]) -> str:
    """Return the text without what it says of other studies and of the patient's history."""
    pieces, end = [], 0
    for field, following in zip(found, [*found[1:], None], strict=False):
        if field.kind in _ELSEWHERE:
            pieces.append(text[end : field.start])
            end = len(text) if following is None else following.start
            if field.in_text:
                end -= len(field.body) - len(field.own)
            elif following is None:
                # Without a further label only the first paragraph belongs to this one.
                end -= len(field.body.lstrip("\n").partition("\n\n")[2])
    return "\n".join([*pieces, text[end:]])


def _titles(own: str, found: list[Field]) -> Iterator[str]:
    """Yield what names the study: what is labelled so, and lines that name kind and region."""
    yield from (_title(field.line) for field in _of(found, "exam") if field.line)
    lines = [line for line in own.split("\n") if line.strip()][:_TITLE_LINES]
    for line in lines:
        sentences = [part for part in SENTENCE_END.split(line) if part]
        yield from map(_title, filter(_is_title, sentences[:_TITLE_LINES]))


def _is_title(sentence: str) -> bool:
    """Whether it names this study: no sentence such as "Findings: no plain films"."""
    study = technique.modality_in(sentence.partition(":")[0])
    if len(sentence) > _TITLE or study is None or _ANOTHER_STUDY.search(sentence):
        return False
    if study in _NO_REGION:
        return technique.modality_in(sentence.split(maxsplit=1)[0]) is study
    return technique.region_in(sentence) is not None


def _methods(own: str, found: list[Field]) -> Iterator[str]:
    """Yield the paragraphs on technique; without one, sentences that say how images were made."""
    labelled = [field.paragraph for field in _of(found, "technique")]
    yield from labelled
    if not labelled:
        sentences = re.split(r"\.\s|\n", own[:_METHODS_WITHIN])
        yield from (line[:_LONGEST] for line in sentences if _METHOD.search(line[:_LONGEST]))


def _comparison(text: str, found: list[Field]) -> str | None:
    labelled = _first(_short(field.paragraph) for field in _of(found, "comparison"))
    match = None if labelled else _COMPARED.search(text)
    return _short(match[1]) if match else labelled


def _title(line: str) -> str:
    return line.strip()[:_LONGEST]


def _day(line: str, order: Order | None) -> date | None:
    return _first(day.in_order(order) for day in days_in(line))


def _birth_date(text: str, found: list[Field], order: Order | None) -> date | None:
    lines = [field.line for field in _of(found, "birth")]
    lines += [text[match.end() : match.end() + 30] for match in _BORN.finditer(text)]
    # Without its century a year of birth may be this one or the last.
    days = (next(days_in(line), None) for line in lines)
    return _first(day.in_order(order) for day in days if day and day.has_century)


def _performed_on(
    found: list[Field], titles: list[str], order: Order | None, born: date | None
) -> date | None:
    labelled = [field.line for field in _of(found, "performed")]
    general = [field.line for field in _of(found, "day")]
    days = (day.in_order(order) for line in [*labelled, *titles, *general] for day in days_in(line))
    return next((day for day in days if day is not None and day != born), None)


def _region(titles: list[str], own: str) -> Region | None:
    named = _first(map(technique.region_in, titles))
    return named or technique.region_of_levels(own) or technique.region_in(own)


def _sequences(methods: list[str], own: str) -> tuple[str, ...]:
    return technique.sequences_in("\n".join(methods)) or technique.sequences_in(own)


def _reporter(text: str, found: list[Field]) -> str | None:
    for field in _of(found, "reporter"):
        name = _REPORTER_END.sub("", field.line).strip(" ,;-")
        if 2 < len(name) <= 80:
            return name
    lines = [line.strip() for line in text[-_TAIL:].split("\n") if line.strip()]
    return _first(line if _SIGNED.match(line) else None for line in reversed(lines[-6:]))


def _site(text: str, found: list[Field]) -> str | None:
    for field in _of(found, "site"):
        if 2 < len(field.line) <= 100:
            return field.line
    lines = [line.strip(" |*#") for line in text[:_LONGEST].split("\n")][:4]
    return _first(line if _SITE.search(line) and _is_heading(line) else None for line in lines)


def _is_heading(line: str) -> bool:
    return len(line) <= 80 and ":" not in line and technique.region_in(line) is None


def _short(paragraph: str) -> str | None:
    text = (
        paragraph if len(paragraph) <= _LONGEST else paragraph[:_LONGEST].rsplit(" ", 1)[0] + " …"
    )
    return text.strip("* ") or None


def _quality(own: str) -> str | None:
    """Return the sentence that speaks of the pictures' quality."""
    match = _QUALITY.search(own)
    if match is None:
        return None
    starts = ((own.rfind(end, 0, match.start()), len(end)) for end in _SENTENCE_ENDS)
    start = max((place + length for place, length in starts if place >= 0), default=0)
    stops = (own.find(end, match.end()) for end in (". ", ".\n", "\n"))
    stop = min((place for place in stops if place >= 0), default=len(own))
    return _short(" ".join(own[start:stop].split()))
