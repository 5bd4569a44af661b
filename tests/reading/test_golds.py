"""The gold readings are well formed, complete, and agree with themselves and their texts."""

import re

import msgspec
import pytest

from clinic_desktop.domain.anatomy import Level
from tests.reading.golds import FOLDER, Gold, GoldLevel, case, names
from tests.reading.grades import accepted

ENGLISH = [name for name in names() if case(name).gold.lang == "en"]
UNNAMED_IN_THE_DOCUMENT = "S1-S2"


def test_every_text_has_its_gold_and_every_gold_its_text() -> None:
    golds = {path.name.removesuffix(".gold.json") for path in FOLDER.glob("*.gold.json")}
    assert golds == set(names())
    assert len([name for name in golds if name.startswith("s")]) >= 40


@pytest.mark.parametrize("name", names())
def test_a_gold_is_well_formed(name: str) -> None:
    gold = case(name).gold
    assert gold.id == name
    assert gold.levels.keys() <= {*Level, UNNAMED_IN_THE_DOCUMENT}
    assert gold.lang == "en" or not gold.levels


def test_an_unknown_word_in_a_gold_is_refused() -> None:
    gold = msgspec.to_builtins(case("s01").gold)
    gold["levels"]["L4-L5"]["canal_stenosis"] = "huge"
    with pytest.raises(msgspec.ValidationError, match="canal_stenosis"):
        msgspec.convert(gold, Gold)


@pytest.mark.parametrize("name", ENGLISH)
def test_a_level_called_normal_has_nothing_that_is_changed(name: str) -> None:
    gold = case(name).gold
    assert not set(gold.stated_normal) & set(gold.may_be_normal)
    for level in (*gold.stated_normal, *gold.may_be_normal):
        stated = gold.at(level)
        if stated is None:
            continue
        assert set(stated.disc or []) <= {"normal", "no_herniation"}, level
        assert all(set(place) <= {None, "none"} for place in places(stated)), level
        assert all("none" in root.relations for root in stated.roots), level


@pytest.mark.parametrize("name", ENGLISH)
def test_a_root_belongs_to_its_level(name: str) -> None:
    gold = case(name).gold
    for level, stated in gold.levels.items():
        above, below = re.findall(r"[CTLS]\d+", level)
        for root in stated.roots:
            assert root.root in {above, below, "C8"}, level


@pytest.mark.parametrize("name", ENGLISH)
def test_a_named_root_stands_in_the_text(name: str) -> None:
    one = case(name)
    for stated in one.gold.levels.values():
        for root in stated.roots:
            if root.root_named:
                assert root.root in one.text


def test_texts_have_no_trailing_blanks_and_end_with_one_line_break() -> None:
    for name in names():
        text = case(name).text
        if name.startswith(("s", "t", "u")):
            assert text.endswith("\n")
            assert not text.endswith("\n\n")
            assert not re.search(r"[ \t]\n", text), name


def places(stated: GoldLevel) -> list[list[str | None]]:
    """Return what is accepted of the canal, the recesses and the foramina."""
    return [
        accepted(place)
        for place in (
            stated.canal_stenosis,
            stated.lateral_recess.left,
            stated.lateral_recess.right,
            stated.foraminal.left,
            stated.foraminal.right,
        )
    ]
