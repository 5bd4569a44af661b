"""Mechanisms are offered by how the studies were made; what was found stands beside them."""

from typing import Any

import pytest

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.mechanisms import (
    OfferedMechanism,
    found_sources,
    mechanism_evidence,
    offered,
    position_of,
)
from tests.domain.build import Json, examination, report

ALWAYS = {"root_inflammation_ischaemia", "myofascial", "systemic_visceral", "nociplastic"}
LYING = {"dyn_listhesis", "micro_instability"}
FORAMEN = {"foraminal_stenosis", "foraminal_ligaments"}
AFTER = {"arachnoiditis", "epidural_scar"}
ELSEWHERE = {"extraspinal_sciatic", "peripheral_entrapment"}
OPERATED: Json = {"before": {"operations": [{"what": "Discectomy"}]}}
SUPINE = report(position="supine", sequences=["sag_t2", "ax_t2"])


def offers(catalogue: Catalogue, *reports: Json, **parts: Any) -> dict[str, OfferedMechanism]:
    examined = examination(imaging=list(reports), **parts)
    return {each.key: each for each in offered(examined, catalogue)}


def test_every_mechanism_the_document_offers_is_described(catalogue: Catalogue) -> None:
    assert list(catalogue.mechanisms) == list(catalogue.wording.offered["mechanisms"])
    for entry in catalogue.mechanisms.values():
        assert entry.when
        text = entry.statement.text
        assert any(word in text for word in ("may", "not", "seldom", "no sign", "does"))


def test_a_supine_study_of_the_lumbar_spine_offers_what_it_may_not_show(
    catalogue: Catalogue,
) -> None:
    told = offers(catalogue, SUPINE)
    assert told.keys() == ALWAYS | LYING | FORAMEN | ELSEWHERE
    assert told["dyn_listhesis"].reasons == ("the study was made lying down",)
    assert told["extraspinal_sciatic"].reasons == ("the study covers the lumbar spine only",)
    assert told["myofascial"].reasons == ("the study shows structure",)


def test_without_a_study_of_structure_nothing_is_offered(catalogue: Catalogue) -> None:
    assert offers(catalogue) == {}
    assert offers(catalogue, {"modality": "EMG_NCS", "region": "lumbar"}) == {}


@pytest.mark.parametrize(
    "more",
    [
        {"modality": "upright_MRI", "position": None},
        {"modality": "upright_MRI", "position": "unknown"},
        {"position": "standing"},
        {"modality": "xray", "position": "flexion_extension"},
    ],
)
def test_a_study_that_could_show_a_slip_does_not_offer_it(more: Json, catalogue: Catalogue) -> None:
    assert not LYING & offers(catalogue, {**SUPINE, **more}).keys()


def test_one_held_study_that_could_show_it_is_enough(catalogue: Catalogue) -> None:
    standing = {**SUPINE, "modality": "xray", "position": "flexion_extension"}
    assert not LYING & offers(catalogue, SUPINE, standing).keys()
    of_the_neck = {**standing, "region": "cervical"}
    assert offers(catalogue, SUPINE, of_the_neck).keys() >= LYING


def test_a_position_not_recorded_is_told_so(catalogue: Catalogue) -> None:
    told = offers(catalogue, report(), report(region=None))
    assert told["dyn_listhesis"].reasons == ("the position in the study is not recorded",)
    assert position_of(examination(imaging=[report()]).imaging[0]) == "unknown"  # type: ignore[index]


def test_cuts_through_the_foramen_leave_out_what_they_could_show(catalogue: Catalogue) -> None:
    for sequence in ("foraminal_oblique", "coronal_3d"):
        told = offers(catalogue, {**SUPINE, "sequences": ["sag_t1", sequence]})
        assert not FORAMEN & told.keys()


def test_scar_and_adhesion_need_a_procedure_and_no_contrast(catalogue: Catalogue) -> None:
    assert not AFTER & offers(catalogue, SUPINE).keys()
    assert offers(catalogue, SUPINE, **OPERATED).keys() >= AFTER
    injected = {"before": {"injections": [{"what": "Epidural"}]}}
    assert offers(catalogue, SUPINE, **injected).keys() >= AFTER
    for given in ({"contrast": "yes"}, {"sequences": ["contrast"]}):
        assert not AFTER & offers(catalogue, {**SUPINE, **given}, **OPERATED).keys()
    unknown = {**SUPINE, "contrast": "unknown"}
    assert offers(catalogue, unknown, **OPERATED).keys() >= AFTER


def test_a_study_of_the_nerves_themselves_leaves_out_what_lies_outside_the_spine(
    catalogue: Catalogue,
) -> None:
    neurography = report(modality="MR_neurography")
    assert not ELSEWHERE & offers(catalogue, SUPINE, neurography).keys()
    neck = offers(catalogue, report(region="cervical"))
    assert "peripheral_entrapment" in neck
    assert "extraspinal_sciatic" not in neck


def test_what_the_examination_found_stands_beside_what_it_speaks_to(catalogue: Catalogue) -> None:
    parts: Json = {
        "other_sources": [
            {"source": "myofascial", "found": "yes", "note": "gluteus medius"},
            {"source": "peripheral_entrapment", "found": "no"},
            {"source": "nerve_trunk_palpation", "found": "yes", "note": " "},
        ],
        "functional_tests": [
            {
                "test": "dynamic_ultrasound",
                "performed_on": "2026-11-02",
                "target": "sciatic nerve",
                "side": "left",
                "result": "Glides.",
            },
            {"test": "dynamic_ultrasound", "result": " "},
            {"test": "nerve_root_block", "result": "Eased."},
        ],
        "mechanisms_considered": [{"mechanism": "myofascial", "note": "N"}],
    }
    told = offers(catalogue, SUPINE, **parts)
    assert told["myofascial"].found == ("Muscle trigger points (gluteus medius)",)
    assert told["extraspinal_sciatic"].found == (
        "Muscle trigger points (gluteus medius)",
        "Nerve trunk tenderness",
        "Dynamic ultrasound, 2 November 2026, sciatic nerve, left: Glides.",
    )
    assert told["root_inflammation_ischaemia"].found == ("Selective nerve root block: Eased.",)
    assert told["systemic_visceral"].found == ()
    considered = told["myofascial"].considered
    assert considered is not None
    assert considered.note == "N"
    assert told["systemic_visceral"].considered is None


def test_signs_of_sensitisation_found_speak_to_nociplastic_pain(catalogue: Catalogue) -> None:
    found = {"sensitisation": {"allodynia": "yes"}}
    (words,) = offers(catalogue, SUPINE, **found)["nociplastic"].found
    assert "IASP 2021" in words
    (source,) = found_sources(examination(**found), catalogue)
    assert (source.source, source.words, source.mechanisms) == (
        "sensitisation",
        words,
        ("nociplastic",),
    )
    for nothing in ({"allodynia": "no"}, None):
        recorded = {"sensitisation": nothing}
        assert offers(catalogue, SUPINE, **recorded)["nociplastic"].found == ()
        assert found_sources(examination(**recorded), catalogue) == ()


def test_sources_found_name_the_further_test_and_the_mechanisms_they_speak_to(
    catalogue: Catalogue,
) -> None:
    examined = examination(
        other_sources=[
            {"source": "peripheral_entrapment", "found": "yes", "note": "fibular head"},
            {"source": "myofascial", "found": "no"},
            {"source": "of my own", "found": "yes"},
            {"found": "yes"},
            {"source": "fascial", "found": "yes"},
        ]
    )
    entrapped, own, fascial = found_sources(examined, catalogue)
    assert entrapped.words == "Peripheral nerve entrapment (fibular head)"
    assert entrapped.further is not None
    assert "Dynamic ultrasound" in entrapped.further
    assert entrapped.mechanisms == ("peripheral_entrapment",)
    assert (own.words, own.further, own.mechanisms) == ("of my own", None, ())
    assert (fascial.further, fascial.mechanisms) == (None, ("myofascial",))


def test_what_is_published_of_a_mechanism_has_its_source(catalogue: Catalogue) -> None:
    first, second = mechanism_evidence(catalogue.mechanisms["dyn_listhesis"], catalogue)
    assert "31 (28%) were not seen on MRI" in first
    assert "doi:10.1007/s10195-012-0213-z" in second
    assert mechanism_evidence(catalogue.mechanisms["epidural_scar"], catalogue) == (
        "One year on, scar was not related to symptoms. (el Barzouhi 2013, N Engl J Med)",
    )


def test_a_block_never_does_more_than_support(catalogue: Catalogue) -> None:
    for entry in catalogue.mechanisms.values():
        for test in entry.tests:
            if test in catalogue.functional_tests:
                assert "supports" in catalogue.functional_tests[test].text
