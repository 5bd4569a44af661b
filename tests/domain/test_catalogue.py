"""Looking things up in the catalogue: what is unknown is kept as written or loads nothing."""

from clinic_desktop.domain.catalogue import Catalogue


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
