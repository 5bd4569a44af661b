"""How published figures are told: with interval, reference, number, source and certainty."""

import pytest

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.evidence import Accuracy, Counts, Estimate
from clinic_desktop.domain.evidence_phrases import (
    basis,
    brief_basis,
    certainty,
    cluster_sources,
    figure_sentence,
    figures,
)
from clinic_desktop.domain.facts import Mark


def study(**parts: object) -> Accuracy:
    given = {"tests": (), "tested": "X", "reference": "MRI", "source": "walsh2009"}
    return Accuracy(**{"mark": Mark.SEEN, **given, **parts})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("estimate", "told"),
    [
        (Estimate(value=92, low=87, high=95), "92% (87 to 95)"),
        (Estimate(value=87.46, low=69.0, high=95.66), "87.5% (69 to 95.7)"),
        (Estimate(value=36), "36%"),
        (Estimate(low=72, high=97), "72 to 97%"),
        (Estimate(low=70), "above 70%"),
    ],
)
def test_a_share_is_told_with_its_interval_or_its_range(estimate: Estimate, told: str) -> None:
    assert dict(figures(study(sensitivity=estimate))) == {"sensitivity": told}


def test_ratios_and_kappa_have_no_unit() -> None:
    told = figures(
        study(
            lr_positive=Estimate(value=30.3, low=1.7, high=538.2),
            kappa=Estimate(high=0.87),
            auc="0.48 to 0.60",
        )
    )
    assert dict(told) == {
        "positive likelihood ratio": "30.3 (1.7 to 538.2)",
        "kappa": "up to 0.87",
        "area under the curve": "0.48 to 0.60",
    }


def test_what_is_not_published_is_computed_and_said_to_be(catalogue: Catalogue) -> None:
    counted = study(sensitivity=Estimate(value=91), counts=Counts(tp=10, fn=1, fp=3, tn=7))
    assert dict(figures(counted)) == {
        "sensitivity": "91% (62.3 to 98.4)",
        "specificity": "70% (39.7 to 89.2)",
        "positive likelihood ratio": "3.03 (1.15 to 7.95)",
        "negative likelihood ratio": "0.13 (0.02 to 0.88)",
    }
    assert certainty(counted, catalogue) == "read in the source; in part computed from the counts"


def test_counts_from_memory_are_not_yet_checked(catalogue: Catalogue) -> None:
    assert "not yet checked" in certainty(catalogue.accuracy["majlesi2008_slump"], catalogue)
    assert "not yet checked" in certainty(study(mark=Mark.RECALLED), catalogue)


def test_a_study_is_told_in_one_sentence(catalogue: Catalogue) -> None:
    assert figure_sentence(catalogue.accuracy["pesonen2021_eslr"], catalogue) == (
        "Extended straight leg raise: kappa 0.85 (0.71 to 0.99) (reference: a second examiner; "
        "n = 40; Pesonen 2021, BMC Musculoskelet Disord 22:303; read in the source). Two groups "
        "of 20. Agreement with the plain straight leg raise: kappa 0.50 to 0.54 (75%)."
    )
    vdwindt = figure_sentence(catalogue.accuracy["capra2011_slr"], catalogue)
    assert "reference: MRI; n = 2352" in vdwindt


def test_a_basis_cites_its_sources_once(catalogue: Catalogue) -> None:
    four = basis(catalogue.clusters["C_sciatic4"], catalogue)
    assert four.endswith(
        "was found (Berthelot 2021, Joint Bone Spine 88(1):105030; read in the source)."
    )
    palpation = basis(catalogue.clusters["C_palp"], catalogue)
    assert palpation.startswith("One study of 45 people")
    assert palpation.count("n = 45") == 3


def test_a_cluster_rests_on_the_same_sources_wherever_they_are_named(catalogue: Catalogue) -> None:
    for cluster in catalogue.clusters.values():
        named = cluster_sources(cluster, catalogue)
        words = brief_basis(cluster, catalogue)
        assert all(catalogue.sources[key].short in words for key in named)
        assert set(named) >= {catalogue.accuracy[key].source for key in cluster.accuracy}
