"""What is not recorded when an examination is signed."""

from typing import Final

from clinic_desktop.domain.anatomy import TestedSide
from clinic_desktop.domain.blanks import blank_told, unfilled
from clinic_desktop.domain.entry_words import report_name
from clinic_desktop.domain.examination import Referrer, Therapist
from clinic_desktop.domain.imaging import Modality
from clinic_desktop.domain.levels_named import has_accepted
from clinic_desktop.domain.practice import Role
from clinic_desktop.domain.progress import (
    CONCLUSION,
    IMAGING,
    OTHER,
    REASON,
    SAFETY,
    TEST_PREFIX,
    tests_of,
)
from clinic_desktop.domain.red_flags import unasked_first
from clinic_desktop.domain.response import Outcome, Response
from clinic_desktop.domain.screening import Concern
from clinic_desktop.domain.signing_rules import Rule, Signing, Told, is_blank
from clinic_desktop.domain.undated import stands_behind


def _patient(signing: Signing) -> Told:
    patient = signing.examination.patient
    if is_blank(patient.family_name) and is_blank(patient.given_name):
        yield REASON, "The patient's name is not recorded."
    if patient.birth_date is None:
        yield REASON, "The patient's birth date is not recorded."


def _therapist(signing: Signing) -> Told:
    people = {"therapist": signing.examination.therapist or Therapist()}
    if signing.is_recorded_by_another:
        people["signer"] = signing.account.therapist
    for who, person in people.items():
        if is_blank(person.name):
            yield REASON, f"The {who}'s name is not recorded."
        is_student = who == "signer" and signing.account.role is Role.STUDENT
        if is_blank(person.registration) and not is_student:
            yield REASON, f"The {who}'s registration is not recorded."


def _question(signing: Signing) -> Told:
    if is_blank(signing.presentation.question):
        yield REASON, "The physician's question is not recorded."


def _symptom_side(signing: Signing) -> Told:
    if signing.presentation.symptom_side is None:
        yield REASON, "The side of the symptoms is not recorded."


def _red_flags(signing: Signing) -> Told:
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


def _outcomes(signing: Signing) -> Told:
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


def _wanted_sides(test: str, signing: Signing) -> tuple[TestedSide, ...]:
    """The sides of a test of the protocol, or the midline instead; of others what was begun."""
    begun = tuple(response.side for response in signing.responses if response.test == test)
    is_planned = test in signing.catalogue.planned_tests(signing.examination)
    if not is_planned or TestedSide.MIDLINE in begun:
        return begun
    return signing.catalogue.tests[test].sides


def _ingredients(signing: Signing) -> Told:
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
        elif response.outcome is Outcome.NOT_TESTED and is_blank(response.not_tested_reason):
            yield step, f"{name}: not tested; the reason is not recorded."


def _imaging_reports(signing: Signing) -> Told:
    for report in signing.examination.imaging or ():
        name = report_name(report, signing.catalogue)
        if is_blank(report.text):
            yield IMAGING, f"{name}: the text is not recorded."
        # What a study of nerves and muscles says stands in the comparison as written.
        if not has_accepted(report) and report.modality is not Modality.EMG_NCS:
            yield IMAGING, f"{name}: no finding is accepted and no level is stated normal."
        if report.performed_on is None:
            behind = stands_behind(report, signing.examination)
            more = " A dated report fills the tables in its place." if behind else ""
            yield IMAGING, f"{name}: the day of the study is not recorded.{more}"
        given = report.electrodiagnosis
        if report.modality is Modality.EMG_NCS and (given is None or given.result is None):
            yield IMAGING, f"{name}: the result of the study is not recorded."


def _measures(signing: Signing) -> Told:
    for measure in signing.examination.measures or ():
        if measure.score is None:
            yield OTHER, f"{signing.catalogue.label('measure', measure.measure)}: no score."


def _conclusion(signing: Signing) -> Told:
    if is_blank(signing.conclusion.text):
        yield CONCLUSION, "The conclusion has no text."


def _blanks(signing: Signing) -> Told:
    for step, sentence in unfilled(signing.examination):
        yield step, blank_told(sentence)


def _recipient(signing: Signing) -> Told:
    if is_blank((signing.examination.referrer or Referrer()).name):
        yield CONCLUSION, "No recipient is recorded."


RULES: Final[tuple[Rule, ...]] = (
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
    _blanks,
    _recipient,
)

PARTS: Final[dict[Rule, str]] = {
    _patient: "patient",
    _therapist: "therapist",
}
