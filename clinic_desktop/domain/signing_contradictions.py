"""What contradicts itself in an examination that is signed."""

from datetime import datetime
from typing import Final

from clinic_desktop.domain.anatomy import BodySide, Side
from clinic_desktop.domain.changes import changes
from clinic_desktop.domain.dates import long_date, moment
from clinic_desktop.domain.entry_words import report_name
from clinic_desktop.domain.examination import PainRating
from clinic_desktop.domain.phrases import side_sentence
from clinic_desktop.domain.progress import (
    COMPARISON,
    CONCLUSION,
    IMAGING,
    OTHER,
    REASON,
    SAFETY,
    TEST_PREFIX,
)
from clinic_desktop.domain.red_flags import raised, to_ask_again, wants_reason
from clinic_desktop.domain.response import Familiar, Outcome, Response, counting_side
from clinic_desktop.domain.screening import EVOKED, Concern, Sensitisation
from clinic_desktop.domain.signing_rules import Rule, Signing, Told, is_blank
from clinic_desktop.domain.values import Examined
from clinic_desktop.domain.versions import VersionKind
from clinic_desktop.domain.whose_report import another_person

_ADDING: Final = {
    VersionKind.ADDENDUM: "An addendum",
    VersionKind.LATE_ENTRY: "A late entry",
}


def _sides_differ(signing: Signing) -> Told:
    if sentence := side_sentence(signing.comparison):
        yield COMPARISON, sentence


def _rule_differs(signing: Signing) -> Told:
    for check in signing.comparison.rule_checks:
        if check.agrees is False:
            name = signing.name(Response(test=check.test, side=check.side))
            result = signing.catalogue.words("rule_result", check.rule_result)
            recorded = f"{name}: recorded {check.recorded.value}"
            sentence = f"{recorded}; rule {check.rule}: {result} ({check.why})."
            yield TEST_PREFIX + check.test, sentence


def _symptoms_elsewhere(signing: Signing) -> Told:
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


def _pain_out_of_order(signing: Signing) -> Told:
    rating = signing.presentation.nprs or PainRating()
    known = [
        (name, value)
        for name, value in (("best", rating.best), ("now", rating.now), ("worst", rating.worst))
        if value is not None
    ]
    if [value for _, value in known] != sorted(value for _, value in known):
        words = ", ".join(f"{name} {value}" for name, value in known)
        yield REASON, f"NPRS {words}: out of order."


def _sensitised_yet_not(signing: Signing) -> Told:
    sources = signing.examination.other_sources or ()
    denied = any(one.source == "sensitisation" and one.found is Examined.NO for one in sources)
    signs = signing.examination.sensitisation or Sensitisation()
    found = [step for step in EVOKED if getattr(signs, step) is Examined.YES]
    if denied and found:
        words = ", ".join(signing.catalogue.words("sensitisation", step) for step in found)
        yield OTHER, f"Signs of sensitisation are recorded as not found; answered yes: {words}."


def _unnamed_red_flag(signing: Signing) -> Told:
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


def _concern_without_reason(signing: Signing) -> Told:
    flags = signing.flags
    if flags.level and wants_reason(flags):
        sentence = (
            f"The level of concern is {flags.level.value} without a reason, with these answered "
            f"yes or unknown: {signing.flag_names(raised(flags))}."
        )
        yield SAFETY, sentence


def _not_asked_again(signing: Signing) -> Told:
    for again in to_ask_again(signing.examination, signing.catalogue):
        names = signing.flag_names(again.items)
        yield SAFETY, f"{'; '.join(again.lines)}: not asked again: {names}."


def _tested_at_high_concern(signing: Signing) -> Told:
    done = [signing.name(response) for response in signing.responses if response.was_done]
    if done and signing.flags.level is Concern.HIGH:
        yield SAFETY, f"The level of concern is high; tests are recorded: {'; '.join(done)}."


def _weakness_without_concern(signing: Signing) -> Told:
    if signing.flags.level is None:
        for line in signing.comparison.safety:
            if line.kind == "power":
                yield SAFETY, f"{line.text} is recorded; the level of concern is not set."


def _future(signing: Signing) -> Told:
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


def _of_another_person(signing: Signing) -> Told:
    for report in signing.examination.imaging or ():
        if who := another_person(report, signing.examination.patient):
            name = report_name(report, signing.catalogue)
            yield IMAGING, f"{name}: {who} It is not answered whose report it is."


def _dates_out_of_order(signing: Signing) -> Told:
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


def _sending_refused(signing: Signing) -> Told:
    refused = (signing.consent.sending_report or "").strip().casefold() == "no"
    referrer = signing.examination.referrer
    if refused and referrer and not is_blank(referrer.name):
        sentence = (
            f"Consent to sending the report is recorded as no; {referrer.name} is its recipient."
        )
        yield CONCLUSION, sentence


def _more_than_added(signing: Signing) -> Told:
    kind = signing.amending.kind if signing.amending else None
    if kind not in _ADDING or signing.before is None:
        return
    for change in changes(signing.before, signing.examination, signing.catalogue):
        if change.before is not None:
            does = "removes" if change.after is None else "changes"
            sentence = f"{_ADDING[kind]} adds; this {does} {change.what}. Choose correction."
            yield change.step, sentence


def _nothing_changed(signing: Signing) -> Told:
    if signing.amending and signing.examination == signing.before:
        kind = signing.catalogue.words("version_kind", signing.amending.kind)
        yield CONCLUSION, f"This {kind} changes nothing in the signed examination."


RULES: Final[tuple[Rule, ...]] = (
    _sides_differ,
    _rule_differs,
    _symptoms_elsewhere,
    _pain_out_of_order,
    _sensitised_yet_not,
    _unnamed_red_flag,
    _concern_without_reason,
    _not_asked_again,
    _tested_at_high_concern,
    _weakness_without_concern,
    _of_another_person,
    _future,
    _dates_out_of_order,
    _sending_refused,
    _more_than_added,
    _nothing_changed,
)
