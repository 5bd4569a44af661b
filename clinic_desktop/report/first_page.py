"""What page 1 says beside the findings: who, the conclusion, the requests."""

from collections.abc import Iterator
from typing import Final

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.comparison import Comparison
from clinic_desktop.domain.dates import long_date
from clinic_desktop.domain.examination import (
    Clinic,
    Conclusion,
    Examination,
    Patient,
    Referrer,
    Therapist,
)
from clinic_desktop.domain.phrases import patient_name, safety_line
from clinic_desktop.domain.red_flags import flagged
from clinic_desktop.domain.screening import Concern, RedFlags
from clinic_desktop.report.parts import (
    NOT_RECORDED,
    Block,
    Line,
    Party,
    Section,
    Tone,
    action_words,
    day,
    joined,
    moment,
    refers,
    written,
)

_SHORT_QUESTION: Final = 220
"""Characters of a question, about two lines; a longer one stands with the symptoms."""


def clinic_lines(clinic: Clinic | None) -> tuple[Line, ...]:
    """Return the clinic's name, and how to reach it."""
    clinic = clinic or Clinic()
    name = clinic.name if written(clinic.name) else "Clinic not recorded"
    reach = (joined(*(clinic.address or ())), joined(clinic.phone, clinic.email))
    return (
        Line(name, tone=Tone.NAME),
        *(Line(words, tone=Tone.SMALL) for words in reach if words),
    )


def parties(examination: Examination, catalogue: Catalogue) -> tuple[Party, ...]:
    """Return the three columns under the header."""
    return (
        Party("Patient", tuple(_patient(examination.patient, catalogue))),
        Party("To", tuple(_referrer(examination.referrer or Referrer()))),
        Party("From", tuple(_therapist(examination.therapist or Therapist(), examination.clinic))),
    )


def _patient(patient: Patient, catalogue: Catalogue) -> Iterator[Line]:
    yield Line(patient_name(patient), tone=Tone.NAME)
    born = day(patient.birth_date)
    sex = f"sex: {catalogue.words('sex', patient.sex)}" if patient.sex else None
    yield Line(joined(f"Born {born}" if born else "Birth date not recorded", sex))
    for identifier in patient.identifiers or ():
        if words := joined(identifier.system, identifier.value, by=" "):
            yield Line(words)


def _referrer(referrer: Referrer) -> Iterator[Line]:
    contact = (
        referrer.practice,
        joined(*(referrer.address or ())),
        joined(referrer.phone, referrer.email),
    )
    known = [words for words in contact if written(words)]
    name = referrer.name if written(referrer.name) else None
    yield Line(name or "Recipient not recorded", tone=Tone.STRONG if name else Tone.BODY)
    yield from (Line(words) for words in known)
    if written(referrer.reference):
        yield Line(referrer.reference, label="Your ref:")


def _therapist(therapist: Therapist, clinic: Clinic | None) -> Iterator[Line]:
    name = therapist.name if written(therapist.name) else None
    yield Line(name or "Therapist not recorded", tone=Tone.STRONG if name else Tone.BODY)
    if written(therapist.profession):
        yield Line(therapist.profession)
    if written(therapist.registration):
        yield Line(f"Registration {therapist.registration}")
    if clinic and written(clinic.phone):
        # Once more beside who asks: nobody should look for it where a request is to be answered.
        yield Line(clinic.phone, label="Telephone:")


def alarm(flags: RedFlags | None, comparison: Comparison, catalogue: Catalogue) -> Section | None:
    """Return the referral block that stands first when the level of concern asks for it.

    Who was called, and when, comes before the dangers and the reason.
    """
    if flags is None or not refers(flags):
        return None
    urgent = flags.level is Concern.HIGH
    done = [
        Line(
            joined(action.to_whom, action.what, by=": ") or NOT_RECORDED,
            label=f"{moment(action.at) or 'Time not recorded'}:",
        )
        for action in flags.actions or ()
        if action_words(action)
    ]
    lines: list[Line] = []
    if urgent:
        lines.append(Line("" if done else f"{NOT_RECORDED}.", label="Who was called, and when:"))
    lines += done
    lines += [Line(line.text, label="Safety:") for line in comparison.safety]
    if written(flags.reason):
        lines.append(Line(flags.reason, label="Reason:"))
    answers = flags.answers or {}
    if not answers:
        lines.append(Line(f"{NOT_RECORDED}.", label="Red-flag questions:"))
    for answer in ("yes", "unknown") if answers else ():
        items = [key for key, given in answers.items() if given == answer]
        names = "; ".join(catalogue.label("red_flag", item) for item in items)
        if items or answer == "yes":
            of_all = f", of {len(answers)} asked" if answer == "yes" else ""
            lines.append(Line(names or "none", label=f"Answered {answer}{of_all}:"))
    level = catalogue.words("concern", flags.level or "")
    heading = "Urgent referral: level of concern" if urgent else "Level of concern:"
    tone = Tone.LOUD if urgent else Tone.BODY
    told = (Line(line.text, line.label, tone) for line in lines)
    return Section(f"{heading} {level}, set by the therapist", tuple(told))


def question_on_page_1(examination: Examination) -> str | None:
    """Return what was asked, where it is short enough to stand above its answer on page 1."""
    question = examination.presentation.question if examination.presentation else None
    return question if written(question) and len(question) <= _SHORT_QUESTION else None


def box(
    examination: Examination, comparison: Comparison, catalogue: Catalogue
) -> tuple[Section, ...]:
    """Return the framed box: what the therapist concludes, and what is asked of the reader."""
    conclusion = examination.conclusion or Conclusion()
    referred = refers(examination.red_flags)
    stands_out = flagged(examination, catalogue)
    asked = Line(
        safety_line(examination, catalogue), tone=Tone.STRONG if stands_out else Tone.SMALL
    )
    concluded: list[Block] = [asked] if stands_out and not referred else []
    if not referred:  # the referral block, which stands first, has them
        concluded += [
            Line(line.text, label="Safety:", tone=Tone.STRONG) for line in comparison.safety
        ]
    if question := question_on_page_1(examination):
        concluded.append(Line(question, label="Question:", tone=Tone.SMALL))
    if written(conclusion.text):
        concluded.append(Line(conclusion.text, tone=Tone.CONCLUSION))
    else:
        concluded.append(Line(f"Conclusion {NOT_RECORDED}."))
    if not (referred or stands_out):
        concluded.append(asked)
    return (
        Section("Conclusion", tuple(concluded)),
        Section("Requested of you", tuple(_requests(conclusion, catalogue))),
    )


def _requests(conclusion: Conclusion, catalogue: Catalogue) -> Iterator[Line]:
    asked = [
        request for request in conclusion.requests or () if written(request.text) or request.urgency
    ]
    for number, request in enumerate(asked, start=1):
        urgency = f" {catalogue.label('urgency', request.urgency)}:" if request.urgency else ""
        words = request.text if written(request.text) else f"Request {NOT_RECORDED}"
        yield Line(words, label=f"{number}.{urgency}")
    if not asked:
        yield Line("No request recorded.")
    plan = [step for step in conclusion.plan or () if written(step)]
    if plan:
        *points, last = plan
        ended = [point if point[-1] in ".;!?" else f"{point};" for point in points]
        yield Line(" ".join((*ended, last)), label="Plan:")
    review = f"Review on {long_date(conclusion.review_on)}." if conclusion.review_on else ""
    if written(conclusion.expected_course):
        course = conclusion.expected_course.rstrip()
        stop = "." if review and course[-1] not in ".;!?" else ""
        yield Line(joined(f"{course}{stop}", review, by=" "), label="Expected course:")
    elif review:
        yield Line(review)
