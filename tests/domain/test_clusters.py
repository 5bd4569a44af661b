"""Clusters count what was done, per side: the denominators are recorded, never assumed."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.domain.anatomy import Side
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.clusters import ClusterCount, clusters
from clinic_desktop.domain.evidence_phrases import basis, brief_basis, cluster_sentences
from clinic_desktop.domain.examination import Examination
from clinic_desktop.resources import read_catalogue
from tests.domain.build import Json, examination, response, sign
from tests.domain.drawn import small_documents

CATALOGUE = read_catalogue()
TURNED = {"left": "right", "right": "left"}
DOCUMENTS = small_documents(CATALOGUE.tests)


def counts(*responses: Json, conduction: list[Json] | None = None) -> dict[str, tuple[int, int]]:
    """Return (counted, done) by "C_sciatic4/left" or "C_radII/left/S1"."""
    examined = examination(responses=list(responses), conduction=conduction)
    return {name(count): (len(count.counted), len(count.done)) for count in found(examined)}


def found(examined: Examination) -> tuple[ClusterCount, ...]:
    return clusters(examined, CATALOGUE)


def name(count: ClusterCount) -> str:
    return "/".join(filter(None, (count.cluster, count.side, count.root)))


def sentences(*responses: Json, conduction: list[Json] | None = None) -> dict[str, list[str]]:
    return cluster_sentences(
        examination(responses=list(responses), conduction=conduction), CATALOGUE
    )


def test_nothing_done_gives_no_cluster() -> None:
    assert counts() == {}
    assert counts(response("slr", "left"), response("slump", "left", "not_tested")) == {}


def test_the_sciatic_four_are_counted_of_what_was_done() -> None:
    told = sentences(
        response("slr", "left", "positive"),
        response("bragard", "left", "positive"),
        response("slump", "left", "positive"),
        response("bowstring", "left", "negative"),
    )
    assert told["C_sciatic4"] == ["Sciatic four, left: 3 positive of 4 done (SLR, Bragard, Slump)"]


def test_what_has_no_result_is_named_and_is_not_done() -> None:
    told = sentences(
        response("slr", "right", "inconclusive"),
        response("bragard", "right", "not_tested", not_tested_reason="pain"),
    )
    assert told["C_sciatic4"] == [
        "Sciatic four, right: 0 positive of 1 done; without a result: Bragard, Slump, Bowstring"
    ]


def test_both_sides_are_told_one_after_the_other() -> None:
    told = sentences(response("slr", "right", "negative"), response("slr", "left", "positive"))
    assert [sentence.partition(":")[0] for sentence in told["C_sciatic4"]] == [
        "Sciatic four, left",
        "Sciatic four, right",
    ]


def test_two_negatives_are_counted_as_negatives() -> None:
    both = (response("slr", "left", "negative"), response("bragard", "left", "negative"))
    assert counts(*both)["C_ruleout/left"] == (2, 2)
    assert counts(response("slr", "left", "inconclusive"))["C_ruleout/left"] == (0, 1)


@pytest.mark.parametrize(
    ("outcome", "below_knee", "expected"),
    [
        ("positive", True, (1, 1)),
        ("positive", False, (0, 1)),
        ("positive", None, None),
        ("negative", None, (0, 1)),
        ("negative", True, (0, 1)),
    ],
)
def test_a_slump_below_the_knee_needs_the_place_recorded(
    outcome: str, below_knee: bool | None, expected: tuple[int, int] | None
) -> None:
    slump = response("slump", "left", outcome, below_knee=below_knee)
    assert counts(slump).get("C_slump_bk/left") == expected


def test_the_patellar_reflex_stands_beside_a_femoral_test_only() -> None:
    reflex = [sign("L4", "left", "reflex", "reduced")]
    assert "C_midlumbar/left" not in counts(conduction=reflex)
    stretch = response("fnst", "left", "positive")
    assert counts(stretch, conduction=reflex)["C_midlumbar/left"] == (2, 2)
    assert counts(stretch, conduction=[sign("L4", "right", "reflex", "absent")])[
        "C_midlumbar/left"
    ] == (1, 1)
    brisk = [sign("L4", "left", "reflex", "brisk")]
    assert counts(stretch, conduction=brisk)["C_midlumbar/left"] == (1, 2)


def test_spurling_counts_for_wainner_in_form_a_only() -> None:
    for variant, expected in (("spurling_a", (1, 1)), ("spurling_b", None), (None, None)):
        given_form = response("spurling", "left", "positive", variant=variant)
        assert counts(given_form).get("C_cerv_wainner/left") == expected


def test_a_relief_test_counts_by_its_outcome() -> None:
    distraction = response("distraction", "right", "positive", familiar="yes")
    told = sentences(distraction)["C_cerv_wainner"]
    assert "; ".join(told) == (
        "Cervical four (Wainner), right: 1 positive of 1 done (Distraction); "
        "without a result: ULNT1, Spurling A, Rotation < 60"
    )


def test_a_midline_response_counts_on_no_side() -> None:
    assert counts(response("distraction", "midline", "positive")) == {}


def test_a_midline_response_is_named_and_not_called_without_a_result() -> None:
    in_midline = response("distraction", "midline", "positive", familiar="yes")
    ulnt1 = response("ulnt1", "left", "positive", familiar="yes")
    told = sentences(in_midline, ulnt1)["C_cerv_wainner"]
    assert "; ".join(told) == (
        "Cervical four (Wainner), left: 1 positive of 1 done (ULNT1); "
        "recorded in the midline and not counted: Distraction; "
        "without a result: Spurling A, Rotation < 60"
    )
    undone = response("distraction", "midline", "not_tested", not_tested_reason="pain")
    assert "midline" not in "; ".join(sentences(undone, ulnt1)["C_cerv_wainner"])


def test_a_symptom_in_the_other_leg_is_done_but_not_positive_on_either_side() -> None:
    crossed = response("slr", "left", "positive", symptom_side="right")
    assert counts(crossed)["C_sciatic4/left"] == (0, 1)
    assert "C_sciatic4/right" not in counts(crossed)


def test_a_crossed_test_counts_on_the_other_side(catalogue: Catalogue) -> None:
    four = msgspec.structs.replace(catalogue.clusters["C_sciatic4"], tests=("cslr",))
    with_crossed = msgspec.structs.replace(catalogue, clusters={"four": four})
    positive = examination(responses=[response("cslr", "left", "positive", symptom_side="right")])
    (count,) = clusters(positive, with_crossed)
    assert (count.side, count.counted) == ("right", ("Crossed SLR",))


def test_signs_are_counted_within_one_root_as_modalities() -> None:
    signs = [
        sign("S1", "left", "light_touch", "normal"),
        sign("S1", "left", "pin_prick", "altered"),
        sign("S1", "left", "reflex", "absent"),
        sign("S1", "left", "power"),
        sign("L5", "left", "power", "4"),
        sign("L5", "right", "reflex", "clonus"),
    ]
    assert counts(conduction=signs) == {
        "C_radII/left/L5": (1, 1),
        "C_radII/left/S1": (2, 2),
        "C_radII/right/L5": (0, 1),
    }
    left, right = sentences(conduction=signs)["C_radII"]
    assert left == (
        "Signs of one root, left: L5: 1 of 1 with loss (power); "
        "S1: 2 of 2 with loss (sensation, reflex)"
    )
    assert right == "Signs of one root, right: L5: 0 of 1 with loss"


def test_roots_that_gave_the_same_share_its_words() -> None:
    signs = [sign(root, "left", "power", "5") for root in ("L4", "L5", "S1")]
    signs.append(sign("S1", "left", "reflex", "normal"))
    (left,) = sentences(conduction=signs)["C_radII"]
    assert left == "Signs of one root, left: L4, L5: 0 of 1 with loss; S1: 0 of 2 with loss"


def test_a_brief_basis_names_its_studies_and_leaves_figures_to_them(catalogue: Catalogue) -> None:
    for cluster in catalogue.clusters.values():
        words = brief_basis(cluster, catalogue)
        assert words.startswith(cluster.basis.text.rstrip("."))
        named = {*cluster.basis.sources, *(catalogue.accuracy[a].source for a in cluster.accuracy)}
        assert all(catalogue.sources[key].citation.split(",")[0] in words for key in named)
        assert catalogue.words("mark", cluster.basis.mark) in words
        assert "%" not in words


def test_the_two_studies_that_disagree_both_stand(catalogue: Catalogue) -> None:
    words = basis(catalogue.clusters["C_ruleout"], catalogue)
    assert "97.4%" in words
    assert "negative likelihood ratio 0.05" in words
    assert "negative likelihood ratio 0.36 (0.25 to 0.53)" in words
    assert "sources disagree" in words


def turned(examined: Examination) -> Examination:
    """Return the examination with left and right exchanged."""
    mirrored = msgspec.to_builtins(examined)
    for entry in (*(mirrored.get("responses") or ()), *(mirrored.get("conduction") or ())):
        for field in {"side", "symptom_side"} & set(entry):
            entry[field] = TURNED.get(entry[field], entry[field])
    return msgspec.convert(mirrored, Examination)


@given(DOCUMENTS)
def test_exchanging_left_and_right_exchanges_the_counts(document: Json) -> None:
    examined = examination(**document)
    mirrored = {(c.cluster, c.side.opposite, c.root): c.counted for c in found(turned(examined))}
    assert mirrored == {(c.cluster, c.side, c.root): c.counted for c in found(examined)}


@given(DOCUMENTS, st.sampled_from(sorted(CATALOGUE.tests)), st.sampled_from(["left", "right"]))
def test_a_response_not_tested_changes_nothing(document: Json, test: str, side: str) -> None:
    kept = [
        entry for entry in document["responses"] if (entry["test"], entry["side"]) != (test, side)
    ]
    before = examination(**{**document, "responses": kept})
    after = examination(**{**document, "responses": [*kept, response(test, side, "not_tested")]})
    assert found(after) == found(before)
    assert cluster_sentences(after, CATALOGUE) == cluster_sentences(before, CATALOGUE)


@given(DOCUMENTS, st.sampled_from(["left", "right"]))
def test_what_is_recorded_on_one_side_never_counts_on_the_other(document: Json, side: str) -> None:
    """None of the clusters has a crossed test."""
    other = "right" if side == "left" else "left"
    of_side = {
        part: [entry for entry in document[part] if entry["side"] != other]
        for part in ("responses", "conduction")
    }
    alone = examination(**{**document, **of_side})
    assert {count.side for count in found(alone)} <= {Side(side)}
    together = [count for count in found(examination(**document)) if count.side == side]
    assert list(found(alone)) == together


@given(DOCUMENTS)
def test_a_count_never_exceeds_what_was_done(document: Json) -> None:
    for count in found(examination(**document)):
        assert count.done
        assert set(count.counted) <= set(count.done)
        assert not set(count.done) & set(count.without_result)
