"""What an earlier examination recorded, in few words, to stand beside a field and never in it."""

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination, PainRating, Presentation
from clinic_desktop.domain.phrases import symptom_area_line
from clinic_desktop.domain.response import Differentiation, Response


def previous_words(response: Response | None, catalogue: Catalogue) -> dict[str, str]:
    """Return the words of each recorded field of an earlier response, by the field's name.

    Angles and pain ratings that stand in one line of the form are one entry each: "angle", "nprs".
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
        "angle": _pair(response.onset_deg, response.limit_deg, "\u00b0"),
        "symptom_side": response.symptom_side and catalogue.label("side", response.symptom_side),
        "areas": ", ".join(catalogue.label("area", area) for area in response.areas or ()),
        "qualities": ", ".join(
            catalogue.label("quality", kind) for kind in response.qualities or ()
        ),
        "below_knee": below_knee and catalogue.label("yes_no", below_knee),
        "nprs": _pair(response.baseline_nprs, response.nprs, ""),
        "variant": response.variant and catalogue.label("variant", response.variant),
        "note": response.note,
    }
    return {field: said for field, said in words.items() if said}


def previous_symptoms(previous: Examination, catalogue: Catalogue) -> str:
    """Return the pain ratings and the areas of an earlier examination in one line."""
    presentation = previous.presentation or Presentation()
    rating = presentation.nprs or PainRating()
    ratings = (("now", rating.now), ("best", rating.best), ("worst", rating.worst))
    numbers = ", ".join(f"{name} {value}" for name, value in ratings if value is not None)
    areas = (symptom_area_line(area, catalogue) for area in presentation.areas or ())
    return "; ".join(filter(None, (numbers and f"NPRS {numbers}", *areas)))


def _pair(first: int | None, second: int | None, unit: str) -> str | None:
    """Return "35, 48" with its unit; a dash stands for the one that is not recorded."""
    if first is None and second is None:
        return None
    return ", ".join("\u2013" if value is None else f"{value}{unit}" for value in (first, second))
