"""Looking things up in the catalogue: what is unknown is kept as written or loads nothing."""

import msgspec
import pytest

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.facts import Fact, Mark


def test_a_value_of_an_open_list_without_words_is_kept_as_written(catalogue: Catalogue) -> None:
    assert catalogue.label("quality", "Like ANTS") == "Like ANTS"
    assert catalogue.label("no such list", "Value") == "Value"
    assert catalogue.label("modality", "xray") == "X-ray"


def test_nothing_recorded_is_said_so(catalogue: Catalogue) -> None:
    assert catalogue.label("quality", None) == "not recorded"
    assert catalogue.movement_name(None) == "not recorded"


def test_an_unlisted_movement_is_kept_as_written(catalogue: Catalogue) -> None:
    assert catalogue.movement_name("Thumb abduction") == "Thumb abduction"
    assert catalogue.movement_name("neck_extension") == "Neck extension"


def test_an_unknown_protocol_or_test_loads_nothing(catalogue: Catalogue) -> None:
    assert catalogue.protocol_tests("of my own") == ()
    assert catalogue.protocol_tests(None) == ()
    assert catalogue.loaded_pathways(["of my own", "spurling"]) == frozenset()


def test_the_core_protocols_are_those_of_the_contract(catalogue: Catalogue) -> None:
    assert catalogue.protocol_tests("lumbar_core") == ("slr", "bragard", "slump", "bowstring")
    assert catalogue.protocol_tests("upper_quarter") == ("ulnt1", "ulnt2b", "ulnt3")
    assert catalogue.loaded_pathways(["slr", "skb"]) == {"sciatic", "femoral"}


def test_a_test_names_the_roots_it_is_said_to_load_most(catalogue: Catalogue) -> None:
    assert catalogue.tests["slr"].roots == ("L5", "S1")
    assert catalogue.tests["skb"].roots == ("L2", "L3", "L4")
    assert catalogue.tests["spurling"].roots == ()


def test_a_fact_is_cited_with_its_sources_and_says_when_it_is_not_checked(
    catalogue: Catalogue,
) -> None:
    def cited(mark: Mark, *sources: str) -> str:
        return catalogue.cited(Fact(text="A fact.", mark=mark, sources=sources))

    assert cited(Mark.SEEN, "nijs2021", "beynon2019") == "A fact. (Nijs 2021; Beynon 2019)"
    assert cited(Mark.RECALLED) == "A fact. (not yet checked)"
    assert cited(Mark.SEEN, "kosek2021") == "A fact. (Kosek 2021, Pain; not yet checked)"
    assert cited(Mark.DISAGREE, "nijs2021") == "A fact. (Nijs 2021; sources disagree)"


def test_what_is_said_of_every_test_and_of_a_pathway_is_found_for_a_test(
    catalogue: Catalogue,
) -> None:
    causes = catalogue.said_of("slr_tib", catalogue.false_positives)
    assert [cause.cause.text for cause in causes][:1] == ["Short or sore hamstrings."]
    of_spurling = catalogue.said_of("spurling", catalogue.stop_rules)
    assert [rule.text for rule in of_spurling][:1] == ["Stop at the arm symptom."]
    assert len(of_spurling) == len(catalogue.said_of("slr", catalogue.stop_rules)) + 1


def test_a_test_is_found_by_its_definition(catalogue: Catalogue) -> None:
    tibial = catalogue.tests["palp_tibial"]
    assert catalogue.key_of(tibial) == "palp_tibial"
    with pytest.raises(KeyError, match="of another catalogue"):
        catalogue.key_of(msgspec.structs.replace(tibial, name="of another catalogue"))


def test_the_figures_of_a_test_are_found(catalogue: Catalogue) -> None:
    assert {figure.source for figure in catalogue.accuracy_of("palp_tibial")} == {"walsh2009"}
    assert catalogue.accuracy_of("pnf") == ()
