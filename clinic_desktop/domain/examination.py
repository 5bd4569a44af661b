"""The examination: one visit's recording, and the document it is stored and exchanged as."""

from datetime import date
from enum import StrEnum
from typing import Literal
from uuid import UUID

import msgspec

from clinic_desktop.domain.anatomy import BodySide, Root, Side, TestedSide
from clinic_desktop.domain.imaging import ImagingReport
from clinic_desktop.domain.response import Response
from clinic_desktop.domain.screening import (
    ConductionSign,
    OtherSource,
    RedFlags,
    Sensitisation,
    SignKind,
)
from clinic_desktop.domain.values import Count, Nprs, Value, check_timestamp


class Sex(StrEnum):
    """Administrative sex."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNKNOWN = "unknown"


class ImagingKnownHow(StrEnum):
    """How the therapist knew of the imaging before examining."""

    NONE = "none"
    REFERRAL_LETTER = "referral_letter"
    PATIENT_TOLD = "patient_told"
    REPORT = "report"
    IMAGES = "images"


class DangersChecked(StrEnum):
    """Whether somebody looked through the imaging for findings that forbid testing."""

    YES = "yes"
    NO = "no"
    NO_IMAGING = "no_imaging"


class SymptomKind(StrEnum):
    """The kind of symptom drawn on the body chart."""

    PAIN = "pain"
    PINS_AND_NEEDLES = "pins_and_needles"
    NUMBNESS = "numbness"


class BehaviourEffect(StrEnum):
    """What an activity does to the symptom."""

    WORSE = "worse"
    BETTER = "better"
    NO_CHANGE = "no_change"


class SymptomsAfter(StrEnum):
    """How the symptoms were after the examination."""

    SETTLED = "settled"
    SAME = "same"
    WORSE = "worse"


class Urgency(StrEnum):
    """How soon a request matters."""

    ROUTINE = "routine"
    SOON = "soon"
    URGENT = "urgent"


class Clinic(Value, frozen=True, kw_only=True):
    """Where the examination took place."""

    name: str | None = None
    address: tuple[str, ...] | None = None
    phone: str | None = None
    email: str | None = None


class Therapist(Value, frozen=True, kw_only=True):
    """Who examined and concludes."""

    id: UUID | None = None
    name: str | None = None
    profession: str | None = None
    registration: str | None = None


class Referrer(Value, frozen=True, kw_only=True):
    """Who receives the report; `reference` is their own ("your ref")."""

    id: UUID | None = None
    name: str | None = None
    practice: str | None = None
    address: tuple[str, ...] | None = None
    phone: str | None = None
    email: str | None = None
    reference: str | None = None


class Identifier(Value, frozen=True, kw_only=True):
    """A patient number in some system."""

    system: str | None = None
    value: str | None = None


class Patient(Value, frozen=True, kw_only=True):
    """The patient as known at this visit."""

    id: UUID
    family_name: str | None = None
    given_name: str | None = None
    birth_date: date | None = None
    sex: Sex | None = None
    identifiers: tuple[Identifier, ...] | None = None


class SymptomArea(Value, frozen=True, kw_only=True):
    """A body area with its side and the kinds of symptom felt there."""

    area: str | None = None
    side: BodySide | None = None
    kinds: tuple[SymptomKind, ...] | None = None


class PainRating(Value, frozen=True, kw_only=True):
    """NPRS now, at best and at worst."""

    now: Nprs | None = None
    best: Nprs | None = None
    worst: Nprs | None = None


class Behaviour(Value, frozen=True, kw_only=True):
    """What an activity does to the symptom."""

    activity: str | None = None
    effect: BehaviourEffect | None = None


class Presentation(Value, frozen=True, kw_only=True):
    """The physician's question and the patient's symptoms."""

    question: str | None = None
    symptom_side: BodySide | None = None
    onset: date | None = None
    areas: tuple[SymptomArea, ...] | None = None
    nprs: PainRating | None = None
    behaviour: tuple[Behaviour, ...] | None = None
    note: str | None = None


class Consent(Value, frozen=True, kw_only=True):
    """What the patient agreed to."""

    examination: str | None = None
    sending_report: str | None = None


class PastEvent(Value, frozen=True, kw_only=True):
    """An operation or injection: when and what."""

    on: date | None = None
    what: str | None = None


class Before(Value, frozen=True, kw_only=True):
    """What was known before the examination."""

    consent: Consent | None = None
    others_present: str | None = None
    operations: tuple[PastEvent, ...] | None = None
    injections: tuple[PastEvent, ...] | None = None
    medication: str | None = None
    conditions: tuple[str, ...] | None = None
    note: str | None = None


class ComparisonNote(Value, frozen=True, kw_only=True):
    """The therapist's comment on one row; `row` is such as "left/sciatic" or "left/L5"."""

    row: str | None = None
    note: str | None = None


class Mechanism(Value, frozen=True, kw_only=True):
    """A mechanism this study may not show, considered by the therapist."""

    mechanism: str | None = None
    proposed_test: str | None = None
    note: str | None = None


class FunctionalTest(Value, frozen=True, kw_only=True):
    """What a diagnostic injection or dynamic ultrasound gave."""

    test: str | None = None
    performed_on: date | None = None
    target: str | None = None
    side: BodySide | None = None
    result: str | None = None
    note: str | None = None


class MeasureItem(Value, frozen=True, kw_only=True):
    """One answered item of an outcome measure: its number, or an activity in words, and score."""

    item: str | None = None
    score: int | float | None = None


class Measure(Value, frozen=True, kw_only=True):
    """An outcome measure's score, and its items where they were answered here."""

    measure: str | None = None
    score: int | float | None = None
    max: int | float | None = None
    items: tuple[MeasureItem, ...] | None = None
    note: str | None = None


class Request(Value, frozen=True, kw_only=True):
    """What the therapist asks of the physician."""

    text: str | None = None
    urgency: Urgency | None = None


class Conclusion(Value, frozen=True, kw_only=True):
    """The therapist's own words."""

    text: str | None = None
    plan: tuple[str, ...] | None = None
    expected_course: str | None = None
    requests: tuple[Request, ...] | None = None
    review_on: date | None = None


class After(Value, frozen=True, kw_only=True):
    """How the visit ended."""

    symptoms: SymptomsAfter | None = None
    minutes: Count | None = None
    advice_given: str | None = None
    note: str | None = None


class Examination(Value, frozen=True, kw_only=True):
    """One visit's recording. Every change gives a new value.

    `protocol_tests` are the tests of a protocol the clinic made itself, in order: it is in no
    catalogue, and what was planned must stay known.

    `examine_first`: imaging stays closed until the tests are recorded; `imaging_opened_at` is the
    time, with its offset, at which it was opened first, on purpose or by the last of the tests.

    Raises:
        ValueError: when a test has two responses on one side, a root two signs of one kind on one
            side, or `performed_at` or `imaging_opened_at` is not a time with its offset.
    """

    format: Literal["clinic-desktop-examination"]
    version: Literal[1]
    id: UUID
    protocol: str | None = None
    protocol_tests: tuple[str, ...] | None = None
    positive_rule: Literal["R1"] | None = None
    performed_at: str | None = None
    imaging_known_before: bool | None = None
    imaging_known_how: ImagingKnownHow | None = None
    imaging_checked_for_dangers: DangersChecked | None = None
    examine_first: bool | None = None
    imaging_opened_at: str | None = None
    clinic: Clinic | None = None
    therapist: Therapist | None = None
    referrer: Referrer | None = None
    patient: Patient
    presentation: Presentation | None = None
    before: Before | None = None
    red_flags: RedFlags | None = None
    conduction: tuple[ConductionSign, ...] | None = None
    responses: tuple[Response, ...] | None = None
    other_sources: tuple[OtherSource, ...] | None = None
    sensitisation: Sensitisation | None = None
    imaging: tuple[ImagingReport, ...] | None = None
    comparison_notes: tuple[ComparisonNote, ...] | None = None
    mechanisms_considered: tuple[Mechanism, ...] | None = None
    functional_tests: tuple[FunctionalTest, ...] | None = None
    measures: tuple[Measure, ...] | None = None
    conclusion: Conclusion | None = None
    after: After | None = None

    def __post_init__(self) -> None:
        check_timestamp("performed_at", self.performed_at)
        check_timestamp("imaging_opened_at", self.imaging_opened_at)
        seen: set[object] = set()
        for index, response in enumerate(self.responses or ()):
            if (key := (response.test, response.side)) in seen:
                msg = f"`responses[{index}]` is a second response of {key[0]!r} on the same side"
                raise ValueError(msg)
            seen.add(key)
        for index, sign in enumerate(self.conduction or ()):
            if sign.place in seen:
                msg = f"`conduction[{index}]` is a second entry for the same root, side and kind"
                raise ValueError(msg)
            seen.add(sign.place)

    def response(self, test: str, side: TestedSide) -> Response | None:
        """Return the response of a test on a side, if there is one."""
        for response in self.responses or ():
            if response.test == test and response.side is side:
                return response
        return None

    def with_response(self, response: Response) -> "Examination":
        """Return the examination with this response in place of the one of its test and side.

        A response that records nothing beyond test and side is taken out.
        """
        kept = self.responses or ()
        empty = response == Response(test=response.test, side=response.side)
        if self.response(response.test, response.side) is None:
            responses = kept if empty else (*kept, response)
        else:
            responses = tuple(
                response if (old.test, old.side) == (response.test, response.side) else old
                for old in kept
                if not (empty and (old.test, old.side) == (response.test, response.side))
            )
        return msgspec.structs.replace(self, responses=responses or None)

    def sign(self, root: Root, side: Side, kind: SignKind) -> ConductionSign | None:
        """Return the conduction sign of a kind at a root on a side, if there is one."""
        for sign in self.conduction or ():
            if sign.place == (root, side, kind):
                return sign
        return None

    def with_sign(self, sign: ConductionSign) -> "Examination":
        """Return the examination with this sign in place of the one of its root, side and kind.

        A sign that records nothing beyond these three is taken out.
        """
        signs = {old.place: old for old in self.conduction or ()}
        signs[sign.place] = sign
        if sign == ConductionSign(root=sign.root, side=sign.side, kind=sign.kind):
            del signs[sign.place]
        return msgspec.structs.replace(self, conduction=tuple(signs.values()) or None)

    def comment(self, row: str) -> str | None:
        """Return the therapist's comment on a row of the comparison."""
        for entry in self.comparison_notes or ():
            if entry.row == row:
                return entry.note
        return None

    def with_comment(self, row: str, note: str | None) -> "Examination":
        """Return the examination with this comment on a row; `None` or blank takes it out."""
        kept = tuple(entry for entry in self.comparison_notes or () if entry.row != row)
        if note and note.strip():
            kept = (*kept, ComparisonNote(row=row, note=note))
        return msgspec.structs.replace(self, comparison_notes=kept or None)


def new_examination(
    examination_id: UUID,
    patient: Patient,
    protocol: str,
    performed_at: str,
    clinic: Clinic | None,
    therapist: Therapist | None,
    protocol_tests: tuple[str, ...] | None = None,
    *,
    examine_first: bool = False,
) -> Examination:
    """Return an examination in which nothing is recorded yet.

    A protocol of the clinic's own comes with its tests. `examine_first` is only written where it
    is so: an examination that is not told otherwise keeps nothing closed.
    """
    return Examination(
        format="clinic-desktop-examination",
        version=1,
        id=examination_id,
        protocol=protocol,
        protocol_tests=protocol_tests,
        positive_rule="R1",
        performed_at=performed_at,
        examine_first=True if examine_first else None,
        clinic=clinic,
        therapist=therapist,
        patient=patient,
    )
