"""Looking things up in the catalogue: what is unknown is kept as written or loads nothing."""

from clinic_desktop.domain.catalogue import Catalogue, Fact, Mark


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


def test_the_roots_of_a_test_are_those_of_its_pathway(catalogue: Catalogue) -> None:
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
