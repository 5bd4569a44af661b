"""What an earlier examination recorded, in few words, to stand beside a field and never in it."""

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination, PainRating, Presentation
from clinic_desktop.domain.phrases import symptom_area_line
from clinic_desktop.domain.response import Differentiation, Response


def previous_words(response: Response | None, catalogue: Catalogue) -> dict[str, str]:
    """Return the words of each recorded field of an earlier response, by the field's name.

    What stands in one line of the form is one entry: "angle" with what limited it, "nprs",
    "variant" with the instrument.
    """
    if response is None:
        return {}
    differentiation = response.differentiation or Differentiation()
    below_knee = {True: "yes", False: "no", None: None}[response.below_knee]
    words: dict[str, str | None] = {
        "outcome": response.outcome and catalogue.label("outcome_window", response.outcome),
        "reason": response.not_tested_reason
        and catalogue.label("not_tested_reason", response.not_tested_reason),
        "familiar": response.familiar and catalogue.label("familiar", response.familiar),
        "movement": differentiation.movement and catalogue.movement_name(differentiation.movement),
        "effect": differentiation.effect and catalogue.label("effect", differentiation.effect),
        "angle": _line(
            _pair(response.onset_deg, response.limit_deg, "\u00b0"),
            response.limited_by and catalogue.words("limited_by", response.limited_by),
        ),
        "symptom_side": response.symptom_side and catalogue.label("side", response.symptom_side),
        "areas": ", ".join(catalogue.label("area", area) for area in response.areas or ()),
        "qualities": ", ".join(
            catalogue.label("quality", kind) for kind in response.qualities or ()
        ),
        "below_knee": below_knee and catalogue.label("yes_no", below_knee),
        "nprs": _pair(response.baseline_nprs, response.nprs, ""),
        "variant": _line(
            response.variant and catalogue.label("variant", response.variant),
            response.instrument and catalogue.words("instrument", response.instrument),
        ),
        "note": response.note,
    }
    return {field: said for field, said in words.items() if said}


def previous_symptoms(previous: Examination, catalogue: Catalogue) -> str:
    """Return pain ratings, side, areas and what activities did at an earlier examination."""
    presentation = previous.presentation or Presentation()
    rating = presentation.nprs or PainRating()
    ratings = (("now", rating.now), ("best", rating.best), ("worst", rating.worst))
    numbers = ", ".join(f"{name} {value}" for name, value in ratings if value is not None)
    side = presentation.symptom_side and catalogue.words("side", presentation.symptom_side)
    areas = (symptom_area_line(area, catalogue) for area in presentation.areas or ())
    activities = (
        f"{catalogue.words('activity', entry.activity)}: "
        f"{catalogue.words('behaviour_effect', entry.effect)}"
        for entry in presentation.behaviour or ()
        if entry.activity and entry.effect
    )
    parts = (numbers and f"NPRS {numbers}", side and f"side {side}", *areas, *activities)
    return "; ".join(filter(None, parts))


def _line(*parts: str | None) -> str:
    return ", ".join(filter(None, parts))


def _pair(first: int | None, second: int | None, unit: str) -> str | None:
    """Return "35, 48" with its unit; a dash stands for the one that is not recorded."""
    if first is None and second is None:
        return None
    return ", ".join("\u2013" if value is None else f"{value}{unit}" for value in (first, second))
