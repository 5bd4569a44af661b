"""The words of an earlier response, beside the fields of the new one."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.previous import previous_symptoms, previous_words
from tests.domain.build import examination, moved, response
from tests.strategies import examinations


def of(catalogue: Catalogue, **fields: Any) -> dict[str, str]:
    examined = examination(responses=[response("slr", "left", **fields)])
    return previous_words((examined.responses or ())[0], catalogue)


def test_without_an_earlier_response_nothing_is_said(catalogue: Catalogue) -> None:
    assert previous_words(None, catalogue) == {}
    assert of(catalogue) == {}


def test_each_field_has_its_words(catalogue: Catalogue) -> None:
    said = of(
        catalogue,
        outcome="positive",
        familiar="partly",
        onset_deg=35,
        limit_deg=48,
        baseline_nprs=0,
        below_knee=False,
        areas=["knee", "own words"],
        **moved("ankle_dorsiflexion", "increase"),
    )
    assert said == {
        "outcome": "Fail (positive)",
        "familiar": "Partly",
        "movement": "Ankle dorsiflexion",
        "effect": "Increase",
        "angle": "35°, 48°",
        "areas": "Knee, own words",
        "below_knee": "No",
        "nprs": "0, –",
    }


def test_what_limited_it_stands_with_the_angles_and_the_instrument_with_the_variant(
    catalogue: Catalogue,
) -> None:
    both = of(catalogue, limit_deg=48, limited_by="symptom", variant="own", instrument="goniometer")
    assert both == {"angle": "–, 48°, symptom", "variant": "own, goniometer"}
    alone = of(catalogue, limited_by="resistance", instrument="phone")
    assert alone == {"angle": "resistance", "variant": "phone"}


@given(data=st.data())
def test_whatever_was_recorded_no_field_says_nothing(
    data: st.DataObject, catalogue: Catalogue
) -> None:
    examined = data.draw(examinations(catalogue.tests))
    for each in examined.responses or ():
        said = previous_words(each, catalogue)
        assert all(said.values())
        assert ("outcome" in said) == (each.outcome is not None)


def test_the_symptoms_of_before_stand_in_one_line(catalogue: Catalogue) -> None:
    presentation = {
        "nprs": {"now": 0, "worst": 8},
        "areas": [{"area": "knee", "side": "left", "kinds": ["pain"]}, {}],
    }
    said = previous_symptoms(examination(presentation=presentation), catalogue)
    assert said == "NPRS now 0, worst 8; Knee, left: pain"
    assert previous_symptoms(examination(), catalogue) == ""


def test_the_side_and_what_an_activity_does_are_among_the_symptoms(catalogue: Catalogue) -> None:
    presentation = {
        "symptom_side": "left",
        "behaviour": [{"activity": "sitting", "effect": "worse"}, {"activity": "rowing"}, {}],
    }
    said = previous_symptoms(examination(presentation=presentation), catalogue)
    assert said == "side left; sitting: worse"
