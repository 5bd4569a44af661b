"""What signing lists: what is not recorded, what contradicts itself, what is worth knowing."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from msgspec import Struct

from clinic_desktop.domain.anatomy import PATHWAY_ROOTS, BodySide, Side, TestedSide, region_of
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.changes import changes, moment, report_name, response_name
from clinic_desktop.domain.compare import compare
from clinic_desktop.domain.comparison import Comparison, ImagingCell
from clinic_desktop.domain.dates import day_of, long_date
from clinic_desktop.domain.examination import (
    Before,
    Conclusion,
    Consent,
    Examination,
    Presentation,
    Referrer,
    Therapist,
)
from clinic_desktop.domain.imaging import Modality
from clinic_desktop.domain.phrases import (
    conduction_cell,
    examination_cell,
    imaging_cell,
    reading_words,
    row_name,
    side_sentence,
)
from clinic_desktop.domain.practice import Account, Role
from clinic_desktop.domain.progress import (
    COMPARISON,
    CONCLUSION,
    IMAGING,
    OTHER,
    REASON,
    SAFETY,
    TEST_PREFIX,
    tests_of,
)
from clinic_desktop.domain.red_flags import raised, to_ask_again, unasked_first, wants_reason
from clinic_desktop.domain.response import Familiar, Outcome, Response, counting_side
from clinic_desktop.domain.screening import EVOKED, Concern, RedFlags, Sensitisation
from clinic_desktop.domain.values import Examined, Value
from clinic_desktop.domain.versions import Amending, VersionKind, days_late


class RemarkKind(StrEnum):
    """Why something is listed at signing. Nothing listed keeps anybody from signing."""

    MISSING = "missing"
    CONTRADICTION = "contradiction"
    NOTE = "note"


class Remark(Value, frozen=True, kw_only=True):
    """One line of what signing lists; `step` is the key of the step where it is recorded.

    `part` is the part of the document that is to be put right, where the step does not tell.
    """

    step: str
    kind: RemarkKind
    sentence: str
    part: str | None = None


class _Signing(Struct, frozen=True, kw_only=True):
    """All that the rules look at."""

    examination: Examination
    catalogue: Catalogue
    comparison: Comparison
    account: Account
    now: datetime
    before: Examination | None
    amending: Amending | None

    @property
    def presentation(self) -> Presentation:
        return self.examination.presentation or Presentation()

    @property
    def consent(self) -> Consent:
        return (self.examination.before or Before()).consent or Consent()

    @property
    def flags(self) -> RedFlags:
        return self.examination.red_flags or RedFlags()

    @property
    def conclusion(self) -> Conclusion:
        return self.examination.conclusion or Conclusion()

    @property
    def responses(self) -> tuple[Response, ...]:
        return self.examination.responses or ()

    @property
    def performed_on(self) -> date | None:
        return day_of(self.examination.performed_at)

    @property
    def today(self) -> date:
        """The day of signing, in the offset the examination was written with."""
        performed = self.examination.performed_at
        zone = datetime.fromisoformat(performed).tzinfo if performed else None
        return (self.now.astimezone(zone) if zone else self.now).date()

    def flag_names(self, items: Iterable[str]) -> str:
        return "; ".join(self.catalogue.words("red_flag", item) for item in items)

    def name(self, response: Response) -> str:
        return response_name(response, self.catalogue)


_Told = Iterator[tuple[str, str]]
"""Step and sentence of each remark a rule makes."""


def remarks(
    examination: Examination,
    catalogue: Catalogue,
    *,
    account: Account,
    now: datetime,
    before: Examination | None = None,
    amending: Amending | None = None,
) -> tuple[Remark, ...]:
    """Return what signing lists: what is not recorded, then contradictions, then notes.

    Args:
        examination: what is about to be signed.
        catalogue: tests and words.
        account: who is about to sign.
        now: the time of signing, with an offset.
        before: the newest signed version, when this amends it.
        amending: what the amendment is for.
    """
    signing = _Signing(
        examination=examination,
        catalogue=catalogue,
        comparison=compare(examination, catalogue),
        account=account,
        now=now,
        before=before,
        amending=amending,
    )
    return tuple(
        Remark(step=step, kind=kind, sentence=sentence, part=_PARTS.get(rule))
        for kind, rules in _RULES.items()
        for rule in rules
        for step, sentence in rule(signing)
    )


def readings(examination: Examination, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the proposed readings that a signature accepts, a line for each row.

    Such as "Sciatic, left: 1 positive of 1 done (SLR 35 deg) | Change described: L5 (root named by
    the report) | Both sources: same side".
    """
    comparison = compare(examination, catalogue)
    return (
        *(
            f"{row_name(row, catalogue)}: {examination_cell(row, examination, catalogue)} | "
            f"{imaging_cell(row, catalogue)} | {reading_words(row, catalogue)}"
            for row in comparison.mechanosensitivity
        ),
        *(
            f"{row_name(root, catalogue)}: {conduction_cell(root, catalogue)} | "
            f"{imaging_cell(root, catalogue)} | {reading_words(root, catalogue)}"
            for root in comparison.conduction
        ),
    )


def _is_blank(text: str | None) -> bool:
    return not (text and text.strip())


def _patient(signing: _Signing) -> _Told:
    patient = signing.examination.patient
    if _is_blank(patient.family_name) and _is_blank(patient.given_name):
        yield REASON, "The patient's name is not recorded."
    if patient.birth_date is None:
        yield REASON, "The patient's birth date is not recorded."


def _therapist(signing: _Signing) -> _Told:
    people = {"therapist": signing.examination.therapist or Therapist()}
    if _is_recorded_by_another(signing):
        people["signer"] = signing.account.therapist
    for who, person in people.items():
        if _is_blank(person.name):
            yield REASON, f"The {who}'s name is not recorded."
        is_student = who == "signer" and signing.account.role is Role.STUDENT
        if _is_blank(person.registration) and not is_student:
            yield REASON, f"The {who}'s registration is not recorded."


def _question(signing: _Signing) -> _Told:
    if _is_blank(signing.presentation.question):
        yield REASON, "The physician's question is not recorded."


def _symptom_side(signing: _Signing) -> _Told:
    if signing.presentation.symptom_side is None:
        yield REASON, "The side of the symptoms is not recorded."


def _red_flags(signing: _Signing) -> _Told:
    answers = signing.flags.answers or {}
    first = unasked_first(signing.examination, signing.catalogue)
    known = {*answers, *first}
    others = [item.id for item in signing.catalogue.red_flag_items if item.id not in known]
    if not answers:
        yield SAFETY, "The red-flag questions are not recorded."
    else:
        if first:
            names = signing.flag_names(first)
            yield SAFETY, f"Red-flag questions that go one by one not answered: {names}."
        if others:
            yield SAFETY, f"Red-flag questions not asked: {signing.flag_names(others)}."
    if answers and signing.flags.level is None:
        yield SAFETY, "The level of concern is not set."


def _outcomes(signing: _Signing) -> _Told:
    if signing.flags.level is Concern.HIGH:  # no test is done then
        return
    tests = tests_of(signing.examination, signing.catalogue)
    if not tests:
        yield REASON, "No test is recorded."
    for test in tests:
        for side in _wanted_sides(test, signing):
            response = signing.examination.response(test, side)
            if response is None or response.outcome is None:
                name = signing.name(Response(test=test, side=side))
                yield TEST_PREFIX + test, f"{name}: no outcome is recorded."


def _wanted_sides(test: str, signing: _Signing) -> tuple[TestedSide, ...]:
    """The sides of a test of the protocol, or the midline instead; of others what was begun."""
    begun = tuple(response.side for response in signing.responses if response.test == test)
    is_planned = test in signing.catalogue.planned_tests(signing.examination)
    if not is_planned or TestedSide.MIDLINE in begun:
        return begun
    return signing.catalogue.tests[test].sides


def _ingredients(signing: _Signing) -> _Told:
    for response in signing.responses:
        test = signing.catalogue.tests[response.test]
        step, name = TEST_PREFIX + response.test, signing.name(response)
        if response.outcome is Outcome.POSITIVE:
            if response.familiar is None:
                eased = "eased" if test.relief else "was reproduced"
                sentence = (
                    f"{name}: positive; whether the familiar symptom {eased} is not recorded."
                )
                yield step, sentence
            given = response.differentiation
            if test.differentiation and (given is None or given.effect is None):
                yield step, f"{name}: positive; structural differentiation is not recorded."
        elif response.outcome is Outcome.NOT_TESTED and _is_blank(response.not_tested_reason):
            yield step, f"{name}: not tested; the reason is not recorded."


def _imaging_reports(signing: _Signing) -> _Told:
    for report in signing.examination.imaging or ():
        name = report_name(report, signing.catalogue)
        if _is_blank(report.text):
            yield IMAGING, f"{name}: the text is not recorded."
        is_read = report.findings or report.stated_normal or report.rest_stated_normal
        # What a study of nerves and muscles says stands in the comparison as written.
        if not is_read and report.modality is not Modality.EMG_NCS:
            yield IMAGING, f"{name}: no finding is accepted and no level is stated normal."


def _measures(signing: _Signing) -> _Told:
    for measure in signing.examination.measures or ():
        if measure.score is None:
            yield OTHER, f"{signing.catalogue.label('measure', measure.measure)}: no score."


def _conclusion(signing: _Signing) -> _Told:
    if _is_blank(signing.conclusion.text):
        yield CONCLUSION, "The conclusion has no text."


def _recipient(signing: _Signing) -> _Told:
    if _is_blank((signing.examination.referrer or Referrer()).name):
        yield CONCLUSION, "No recipient is recorded."


def _sides_differ(signing: _Signing) -> _Told:
    if sentence := side_sentence(signing.comparison):
        yield COMPARISON, sentence


def _rule_differs(signing: _Signing) -> _Told:
    for check in signing.comparison.rule_checks:
        if check.agrees is False:
            name = signing.name(Response(test=check.test, side=check.side))
            result = signing.catalogue.words("rule_result", check.rule_result)
            recorded = f"{name}: recorded {check.recorded.value}"
            sentence = f"{recorded}; rule {check.rule}: {result} ({check.why})."
            yield TEST_PREFIX + check.test, sentence


def _symptoms_elsewhere(signing: _Signing) -> _Told:
    side = signing.presentation.symptom_side
    if side not in (BodySide.LEFT, BodySide.RIGHT):
        return
    opposite = Side(side.value).opposite
    for response in signing.responses:
        test = signing.catalogue.tests[response.test]
        is_familiar = response.familiar in (Familiar.YES, Familiar.PARTLY)
        if response.outcome is not Outcome.POSITIVE or not is_familiar or test.relief:
            continue
        felt = response.symptom_side or counting_side(response, crossed_test=test.crossed)
        if felt is not None and felt.value == opposite.value:
            sentence = (
                f"{signing.name(response)}: the familiar symptom was reproduced on the "
                f"{opposite.value}; the side of the symptoms is recorded as {side.value}."
            )
            yield TEST_PREFIX + response.test, sentence


def _sensitised_yet_not(signing: _Signing) -> _Told:
    sources = signing.examination.other_sources or ()
    denied = any(one.source == "sensitisation" and one.found is Examined.NO for one in sources)
    signs = signing.examination.sensitisation or Sensitisation()
    found = [step for step in EVOKED if getattr(signs, step) is Examined.YES]
    if denied and found:
        words = ", ".join(signing.catalogue.words("sensitisation", step) for step in found)
        yield OTHER, f"Signs of sensitisation are recorded as not found; answered yes: {words}."


def _unnamed_red_flag(signing: _Signing) -> _Told:
    if raised(signing.flags):
        return
    for response in signing.responses:
        if (
            response.outcome is Outcome.NOT_TESTED
            and (response.not_tested_reason or "").strip() == "red_flag"
        ):
            sentence = (
                f"{signing.name(response)}: not tested because of a red flag; "
                "no red-flag question is answered yes or unknown."
            )
            yield TEST_PREFIX + response.test, sentence


def _concern_without_reason(signing: _Signing) -> _Told:
    flags = signing.flags
    if flags.level and wants_reason(flags):
        sentence = (
            f"The level of concern is {flags.level.value} without a reason, with these answered "
            f"yes or unknown: {signing.flag_names(raised(flags))}."
        )
        yield SAFETY, sentence


def _not_asked_again(signing: _Signing) -> _Told:
    for again in to_ask_again(signing.examination, signing.catalogue):
        names = signing.flag_names(again.items)
        yield SAFETY, f"{'; '.join(again.lines)}: not asked again: {names}."


def _tested_at_high_concern(signing: _Signing) -> _Told:
    done = [signing.name(response) for response in signing.responses if response.was_done]
    if done and signing.flags.level is Concern.HIGH:
        yield SAFETY, f"The level of concern is high; tests are recorded: {'; '.join(done)}."


def _weakness_without_concern(signing: _Signing) -> _Told:
    if signing.flags.level is None:
        for line in signing.comparison.safety:
            if line.kind == "power":
                yield SAFETY, f"{line.text} is recorded; the level of concern is not set."


def _future(signing: _Signing) -> _Told:
    performed = signing.examination.performed_at
    if performed and datetime.fromisoformat(performed) > signing.now:
        yield REASON, f"The examination is dated {moment(performed)}, after the time of signing."
    for report in signing.examination.imaging or ():
        name = report_name(report, signing.catalogue)
        if report.performed_on and report.performed_on > signing.today:
            yield IMAGING, f"{name}: the date lies after the day of signing."
        if report.reported_on and report.reported_on > signing.today:
            on = long_date(report.reported_on)
            yield IMAGING, f"{name}: reported on {on}, after the day of signing."


def _dates_out_of_order(signing: _Signing) -> _Told:
    performed = signing.performed_on
    if performed is None:
        return
    onset, review_on = signing.presentation.onset, signing.conclusion.review_on
    if onset and onset > performed:
        sentence = (
            f"The symptoms are dated {long_date(onset)}, after the examination of "
            f"{long_date(performed)}."
        )
        yield REASON, sentence
    if review_on and review_on < performed:
        sentence = (
            f"The review is dated {long_date(review_on)}, before the examination of "
            f"{long_date(performed)}."
        )
        yield CONCLUSION, sentence


def _sending_refused(signing: _Signing) -> _Told:
    refused = (signing.consent.sending_report or "").strip().casefold() == "no"
    referrer = signing.examination.referrer
    if refused and referrer and not _is_blank(referrer.name):
        sentence = (
            f"Consent to sending the report is recorded as no; {referrer.name} is its recipient."
        )
        yield CONCLUSION, sentence


_ADDING: Final = {
    VersionKind.ADDENDUM: "An addendum",
    VersionKind.LATE_ENTRY: "A late entry",
}


def _more_than_added(signing: _Signing) -> _Told:
    kind = signing.amending.kind if signing.amending else None
    if kind not in _ADDING or signing.before is None:
        return
    for change in changes(signing.before, signing.examination, signing.catalogue):
        if change.before is not None:
            does = "removes" if change.after is None else "changes"
            sentence = f"{_ADDING[kind]} adds; this {does} {change.what}. Choose correction."
            yield change.step, sentence


def _nothing_changed(signing: _Signing) -> _Told:
    if signing.amending and signing.examination == signing.before:
        kind = signing.catalogue.words("version_kind", signing.amending.kind)
        yield CONCLUSION, f"This {kind} changes nothing in the signed examination."


def _consent(signing: _Signing) -> _Told:
    if _is_blank(signing.consent.examination):
        yield REASON, "Consent to the examination is not recorded."
    if _is_blank(signing.consent.sending_report):
        yield REASON, "Consent to sending the report is not recorded."


def _late(signing: _Signing) -> _Told:
    # Of other amendments it says nothing new: each stands with its own date.
    is_late_entry = signing.amending and signing.amending.kind is VersionKind.LATE_ENTRY
    days = days_late(signing.examination, signing.now)
    if signing.performed_on and days and (signing.amending is None or is_late_entry):
        sentence = (
            f"Late entry: performed {long_date(signing.performed_on)}, signed "
            f"{long_date(signing.today)}, {days} {'day' if days == 1 else 'days'} later."
        )
        yield REASON, sentence


def _is_recorded_by_another(signing: _Signing) -> bool:
    recorder, signer = signing.examination.therapist, signing.account.therapist
    if recorder is None:
        return False
    if recorder.id and signer.id:
        return recorder.id != signer.id
    return not _is_blank(recorder.name) and recorder.name != signer.name


def _recorded_by_another(signing: _Signing) -> _Told:
    recorder = signing.examination.therapist
    if recorder and _is_recorded_by_another(signing):
        name = recorder.name or "a therapist without a name"
        yield CONCLUSION, f"Recorded by {name}; you sign it as {signing.account.name}."


def _student(signing: _Signing) -> _Told:
    if signing.account.role is Role.STUDENT:
        yield CONCLUSION, "You sign as a student; the examination then awaits a counter-signature."


def _region_not_imaged(signing: _Signing) -> _Told:
    regions = dict.fromkeys(
        region_of(PATHWAY_ROOTS[row.pathway][0])
        for row in signing.comparison.mechanosensitivity
        if row.imaging is ImagingCell.NOT_IMAGED
    )
    for region in regions:
        words = signing.catalogue.words("region", region)
        yield IMAGING, f"No imaging report held covers the {words}."


def _accepted_readings(signing: _Signing) -> _Told:
    comparison = signing.comparison
    count = len(comparison.mechanosensitivity) + len(comparison.conduction)
    if count:
        noun = "reading" if count == 1 else "readings"
        yield COMPARISON, f"Your signature accepts {count} proposed {noun}."


_Rule = Callable[[_Signing], _Told]

_RULES: Final[dict[RemarkKind, tuple[_Rule, ...]]] = {
    RemarkKind.MISSING: (
        _patient,
        _therapist,
        _question,
        _symptom_side,
        _red_flags,
        _outcomes,
        _ingredients,
        _imaging_reports,
        _measures,
        _conclusion,
        _recipient,
    ),
    RemarkKind.CONTRADICTION: (
        _sides_differ,
        _rule_differs,
        _symptoms_elsewhere,
        _sensitised_yet_not,
        _unnamed_red_flag,
        _concern_without_reason,
        _not_asked_again,
        _tested_at_high_concern,
        _weakness_without_concern,
        _future,
        _dates_out_of_order,
        _sending_refused,
        _more_than_added,
        _nothing_changed,
    ),
    RemarkKind.NOTE: (
        _consent,
        _late,
        _recorded_by_another,
        _student,
        _region_not_imaged,
        _accepted_readings,
    ),
}

_PARTS: Final[dict[_Rule, str]] = {
    _red_flags: "red_flags",
    _concern_without_reason: "red_flags",
    _not_asked_again: "red_flags",
    _tested_at_high_concern: "red_flags",
    _weakness_without_concern: "red_flags",
    _consent: "before",
}
