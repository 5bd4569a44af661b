"""The angles as arcs: drawn for tests with both sides, in lines a fax keeps, told in words."""

import msgspec
import pytest

from clinic_desktop.domain.anatomy import TestedSide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.response import Outcome, Response
from clinic_desktop.report.dial_drawing import (
    _HALF_RADIUS,
    _HALF_ROOM,
    _RADIUS,
    _ROOM,
    DialDrawing,
    _labels,
)
from clinic_desktop.report.dials_section import angles
from clinic_desktop.report.parts import Dials
from clinic_desktop.report.text import load_fonts
from tests.report.conftest import FONTS, Write
from tests.report.hearing import faults, heard
from tests.report.test_chart_drawing import Recording
from tests.report.test_document import example, sample

LEFT, RIGHT = TestedSide.LEFT, TestedSide.RIGHT


def response(test: str, side: TestedSide, onset: int | None, limit: int | None = None) -> Response:
    return Response(
        test=test, side=side, outcome=Outcome.POSITIVE, onset_deg=onset, limit_deg=limit
    )


def dials(catalogue: Catalogue, *responses: Response) -> list[Dials]:
    shown = msgspec.structs.replace(example(), protocol=None, responses=responses)
    return [block for block in angles(shown, catalogue) if isinstance(block, Dials)]


def test_a_test_with_an_angle_on_both_sides_is_drawn_and_told(catalogue: Catalogue) -> None:
    (drawn,) = dials(
        catalogue,
        response("slr", LEFT, 35, 48),
        response("slr", RIGHT, 68),
        response("slump", LEFT, 9),
    )
    (dial,) = drawn.dials
    assert dial.sides == (("left", 35, 48), ("right", 68, None))
    assert drawn.words == (
        "Straight leg raise (hip flexion): left first response 35 degrees, limit 48 degrees; "
        "right first response 68 degrees. First response: SLR 33 degrees less on the left."
    )


def test_one_side_alone_has_nothing_to_be_set_against(catalogue: Catalogue) -> None:
    assert dials(catalogue, response("slr", LEFT, 35, 48)) == []


def test_a_limit_alone_is_drawn_without_a_difference(catalogue: Catalogue) -> None:
    (drawn,) = dials(catalogue, response("slr", LEFT, None, 48), response("slr", RIGHT, None, 80))
    assert drawn.dials[0].difference == ""
    assert drawn.words.endswith("right limit 80 degrees.")


def test_the_figure_is_told_in_words_with_its_place(write: Write) -> None:
    pdf = write(sample()).pdf
    figure = heard(pdf).all("Figure")[1]
    assert figure.words.startswith("Angles. Straight leg raise (hip flexion): left first response")
    assert "Slump 30 degrees more on the left" in figure.words
    left, bottom, right, top = figure.box
    assert 42 <= left < right <= 595 - 42
    assert 30 < top - bottom < 120
    assert faults(pdf) == []


@pytest.mark.parametrize("angles_of_it", [(35, 48, 68, 80), (0, 0, 90, 90), (20, 100, 175, 180)])
def test_no_line_of_a_dial_is_thinner_than_a_fax_keeps(
    angles_of_it: tuple[int, int, int, int], catalogue: Catalogue
) -> None:
    first, second, third, fourth = angles_of_it
    (drawn,) = dials(
        catalogue, response("slr", LEFT, first, second), response("slr", RIGHT, third, fourth)
    )
    load_fonts(FONTS)
    drawing, canvas = DialDrawing(drawn), Recording()
    drawing.wrap(510, 1000)
    drawing.drawOn(canvas, 0, 0)
    assert min([*canvas.widths, *(width for _, width in canvas.paths)]) >= 0.6


@pytest.mark.parametrize("radius", [_RADIUS, _HALF_RADIUS])
@pytest.mark.parametrize("apart", [-20, -3, 1, 8, 12, 30])
def test_labels_of_one_dial_have_white_paper_between_them(radius: float, apart: int) -> None:
    load_fonts(FONTS)
    for onset in range(0, 181, 5):
        first, last = _labels(onset, onset + apart, radius)
        assert first.stands_clear_of(last), (onset, apart)


@pytest.mark.parametrize("angle", [135, 160, 180])
def test_a_label_of_the_second_half_stands_away_from_the_rim_of_the_first(angle: int) -> None:
    load_fonts(FONTS)
    (label,) = _labels(angle, None, _HALF_RADIUS)
    middle_of_second = _RADIUS + _ROOM + _HALF_ROOM + _HALF_RADIUS
    assert middle_of_second + label.left - 2 * _HALF_RADIUS >= 10


def test_angles_far_from_each_other_have_their_labels_at_their_rays() -> None:
    load_fonts(FONTS)
    (alone,) = _labels(None, 80, _RADIUS)
    assert _labels(20, 80, _RADIUS)[1] == alone
    assert [label.words for label in _labels(40, 40, _RADIUS)] == ["40\u00b0"]


def test_more_dials_than_a_page_holds_are_split_between_rows(
    catalogue: Catalogue, write: Write
) -> None:
    responses = tuple(
        response(test, side, 30) for test in catalogue.tests for side in (LEFT, RIGHT)
    )
    report = write(msgspec.structs.replace(example(), responses=responses))
    assert not report.plain
    figures = [one for one in heard(report.pdf).all("Figure") if one.words.startswith("Angles")]
    assert len(figures) > 1
    told = " ".join(one.words for one in figures)
    assert all(test.name in told for test in catalogue.tests.values())
