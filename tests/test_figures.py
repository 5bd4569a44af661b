"""The drawings of the tests: each is whole, says what it shows, and is used."""

import re
import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from clinic_desktop.resources import CatalogueRefused, read_catalogue, resources_folder

CATALOGUE = read_catalogue()
SVG = "{http://www.w3.org/2000/svg}"
# Ink, paper and the tested limb: the colours the window puts its own in place of.
COLOURS = {"#000", "#fff", "#888", "none"}


@pytest.fixture(params=CATALOGUE.figures)
def drawing(request: pytest.FixtureRequest) -> ET.Element:
    return ET.fromstring(CATALOGUE.figures[request.param])  # noqa: S314 - our own files


def test_the_core_tests_have_a_figure_of_their_own() -> None:
    for key in CATALOGUE.protocol_tests("lumbar_core"):
        assert CATALOGUE.tests[key].figure == key


def test_every_figure_is_used_by_a_test() -> None:
    assert set(CATALOGUE.figures) == {test.figure for test in CATALOGUE.tests.values()} - {None}


def test_a_figure_has_the_common_frame_and_says_what_it_shows(drawing: ET.Element) -> None:
    assert drawing.tag == f"{SVG}svg"
    assert drawing.get("viewBox") == "0 0 240 150"
    assert drawing.findtext(f"{SVG}title")
    assert (drawing.findtext(f"{SVG}desc") or "").startswith("Seen from ")


def test_a_figure_keeps_to_the_colours_the_window_replaces(drawing: ET.Element) -> None:
    used = {
        value
        for element in drawing.iter()
        for name, value in element.items()
        if name in {"fill", "stroke", "color", "style", "class"}
    }
    assert used <= COLOURS


def test_a_figure_is_a_drawing_without_words_pictures_or_links(drawing: ET.Element) -> None:
    tags = {element.tag.removeprefix(SVG) for element in drawing.iter()}
    assert tags <= {"svg", "title", "desc", "defs", "g", "use", "path", "rect"}
    ids = {element.get("id") for element in drawing.iter()}
    links = {element.get("href", "") for element in drawing.iter(f"{SVG}use")}
    assert {link.removeprefix("#") for link in links} <= ids


@pytest.mark.parametrize("key", CATALOGUE.figures)
def test_what_a_figure_says_holds_no_forbidden_word(key: str) -> None:
    said = " ".join(re.findall(r"<(?:title|desc)>(.*?)<", CATALOGUE.figures[key])).casefold()
    assert [word for word in CATALOGUE.wording.forbidden if re.search(rf"\b{word}\b", said)] == []


def test_a_figure_that_is_not_there_or_cannot_be_read_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "resources"
    shutil.copytree(resources_folder(), folder, ignore=shutil.ignore_patterns("fonts"))
    figure = folder / "figures/slump.svg"
    figure.write_bytes(b"\xff")
    with pytest.raises(CatalogueRefused, match=r"figures/slump\.svg cannot be read"):
        read_catalogue(folder)
    figure.unlink()
    with pytest.raises(CatalogueRefused, match=r"slump\.figure: there is no 'slump'"):
        read_catalogue(folder)
