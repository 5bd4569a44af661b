"""What the patient told: the symptoms, what was before the examination and what came after it."""

from clinic_desktop.domain.anatomy import Side
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import (
    After,
    Before,
    Consent,
    Examination,
    ImagingKnownHow,
    PainRating,
    PastEvent,
    Presentation,
    SymptomKind,
)
from clinic_desktop.domain.examine_first import closed_sentence
from clinic_desktop.domain.phrases import symptom_area_line
from clinic_desktop.domain.symptom_areas import Areas, marks
from clinic_desktop.report.parts import Blocks, Chart, day, facts, joined, moment, worded, written


def presentation(
    given: Presentation | None, catalogue: Catalogue, *, question_is_told: bool = False
) -> Blocks:
    """Give the symptoms, and the body chart where something is marked on it."""
    if given is None:
        return
    nprs = given.nprs or PainRating()
    ratings = joined(
        *(
            f"{name} {value}"
            for name, value in (("now", nprs.now), ("best", nprs.best), ("worst", nprs.worst))
            if value is not None
        )
    )
    areas = [symptom_area_line(area, catalogue) for area in given.areas or ()]
    behaviour = (
        joined(
            catalogue.label("activity", entry.activity) if written(entry.activity) else None,
            worded("behaviour_effect", entry.effect, catalogue),
            by=": ",
        )
        for entry in given.behaviour or ()
    )
    if not question_is_told:
        yield from facts(("Question", given.question))
    yield from facts(
        ("Side of symptoms", worded("side", given.symptom_side, catalogue)),
        ("Onset", day(given.onset)),
        ("Areas", joined(*areas, by="; ")),
        ("Pain (NPRS, 0\u00a0to\u00a010)", ratings),
        ("Behaviour", joined(*behaviour, by="; ")),
    )
    yield from facts(("Note", given.note))
    yield from _chart(given.areas, catalogue)


def _chart(areas: Areas | None, catalogue: Catalogue) -> Blocks:
    """Give the body chart where something is marked on it."""
    drawn = marks(areas)
    places = catalogue.body_chart.places
    if drawn.keys() & places:
        told = (
            symptom_area_line(area, catalogue)
            for area in areas or ()
            if marks((area,)).keys() & places
        )
        yield Chart(
            chart=catalogue.body_chart,
            marks=drawn,
            titles=catalogue.wording.labels["chart_view"],
            sides={side: catalogue.label("chart_side", side) for side in Side},
            kinds={kind: catalogue.label("symptom_kind", kind) for kind in SymptomKind},
            words=f"Body chart. Marked on it: {joined(*told, by='; ')}.",
        )


def before(examination: Examination, catalogue: Catalogue) -> Blocks:
    """Give what was known and agreed before the examination."""
    before = examination.before or Before()
    consent = before.consent or Consent()
    known = examination.imaging_known_before
    how = examination.imaging_known_how
    if known is not None and how is ImagingKnownHow.NONE:
        how = None
    imaging = joined(
        None if known is None else ("yes" if known else "no"),
        worded("imaging_known_how", how, catalogue),
    )
    closed = examination.examine_first
    first = None if closed is None else ("yes" if closed else "no")
    yield from facts(
        ("Imaging known before examining", imaging),
        ("Imaging closed until the tests were recorded", first),
        ("Imaging opened", moment(examination.imaging_opened_at)),
        (
            "Imaging checked for findings that forbid testing",
            worded(
                "imaging_checked_for_dangers", examination.imaging_checked_for_dangers, catalogue
            ),
        ),
        ("Examine first", closed_sentence(examination, catalogue)),
        ("Consent to the examination", consent.examination),
        ("Consent to sending this report", consent.sending_report),
        ("Others present", before.others_present),
    )
    yield from facts(
        ("Operations", _events(before.operations)),
        ("Injections", _events(before.injections)),
        ("Medication", before.medication),
        ("Conditions", joined(*(before.conditions or ()), by="; ")),
        ("Note", before.note),
    )


def _events(events: tuple[PastEvent, ...] | None) -> str:
    return joined(
        *(joined(day(event.on), event.what) for event in events or ()),
        by="; ",
    )


def after(after: After | None, catalogue: Catalogue) -> Blocks:
    """Give how the patient left."""
    if after is None:
        return
    yield from facts(
        ("Symptoms", worded("symptoms_after", after.symptoms, catalogue)),
        ("Minutes until then", None if after.minutes is None else f"{after.minutes}"),
        ("Advice given", after.advice_given),
    )
    yield from facts(("Note", after.note))
