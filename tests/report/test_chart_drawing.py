"""The body chart on paper: a region for each marked place, the words beside it, black lines."""

from itertools import combinations
from typing import Any

import msgspec
import pypdfium2
import pytest

from clinic_desktop.domain.anatomy import BodySide, Side
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import (
    Examination,
    Presentation,
    SymptomArea,
    SymptomKind,
)
from clinic_desktop.domain.symptom_areas import marks
from clinic_desktop.report import layout
from clinic_desktop.report.chart_drawing import ChartDrawing, path
from clinic_desktop.report.parts import Chart
from clinic_desktop.report.structure import Tree
from clinic_desktop.report.tagging import TaggedCanvas
from clinic_desktop.report.text import load_fonts
from tests.domain.build import examination
from tests.report.conftest import FONTS, Write
from tests.report.reading import pages, whole

PAIN, PINS, NUMB = SymptomKind
LEFT, RIGHT, BOTH, MIDLINE = BodySide
CALF = SymptomArea(area="posterior_calf", side=LEFT, kinds=(PAIN, PINS))
KNEES = SymptomArea(area="knee", side=BOTH, kinds=(NUMB,))
BACK = SymptomArea(area="low_back", side=MIDLINE, kinds=(PAIN,))
FOOT = SymptomArea(area="lateral_foot", side=RIGHT)
EAR = SymptomArea(area="behind the ear", side=LEFT, kinds=(PAIN,))
SIDELESS = SymptomArea(area="knee", kinds=(PAIN,))
WIDTH = 400.0


class Recording(TaggedCanvas):
    """A canvas that remembers the stroked paths, each with its width in points."""

    def __init__(self) -> None:
        super().__init__("never written", tree=Tree())
        self.paths: list[tuple[str, float]] = []
        self.widths: list[float] = []

    def drawPath(self, aPath: Any, *arguments: Any, **options: Any) -> None:  # noqa: N802, N803
        self.paths.append((aPath.getCode(), self.stroke))
        super().drawPath(aPath, *arguments, **options)

    def line(self, *ends: float) -> None:
        self.widths.append(self.stroke)
        super().line(*ends)

    @property
    def stroke(self) -> float:
        inside = vars(self)  # the canvas has no public way to ask
        return float(inside["_lineWidth"] * abs(inside["_currentMatrix"][0]))


def with_areas(*areas: SymptomArea) -> Examination:
    return msgspec.structs.replace(examination(), presentation=Presentation(areas=areas or None))


def drawn(catalogue: Catalogue, *areas: SymptomArea) -> Recording:
    labels = catalogue.wording.labels
    chart = Chart(
        chart=catalogue.body_chart,
        marks=marks(areas),
        titles=labels["chart_view"],
        sides={side: labels["chart_side"][side] for side in Side},
        kinds={kind: labels["symptom_kind"][kind] for kind in SymptomKind},
        words="Body chart.",
    )
    load_fonts(FONTS)
    drawing, canvas = ChartDrawing(chart), Recording()
    drawing.wrap(WIDTH, 1000)
    drawing.drawOn(canvas, 0, 0)
    return canvas


@pytest.mark.parametrize(
    ("areas", "views"),
    [
        ((), {}),
        ((CALF,), {"back": 1}),
        ((KNEES,), {"front": 2}),
        ((BACK,), {"back": 1}),
        ((FOOT,), {"tops_of_feet": 1, "soles": 1}),
        ((EAR, SIDELESS), {}),
        ((CALF, KNEES, BACK, FOOT, EAR), {"front": 2, "back": 2, "tops_of_feet": 1, "soles": 1}),
    ],
)
def test_each_marked_place_is_framed_in_every_view_that_shows_it(
    areas: tuple[SymptomArea, ...], views: dict[str, int], catalogue: Catalogue
) -> None:
    bare = [code for code, _ in drawn(catalogue).paths]
    framed = [
        code for code, _ in drawn(catalogue, *areas).paths if code not in bare and " c" in code
    ]
    wanted = {
        view.name: [
            path((region.curve,)).code
            for region in view.regions
            if (region.area, region.side) in marks(areas)
        ]
        for view in catalogue.body_chart.views
    }
    assert {name: len(paths) for name, paths in wanted.items() if paths} == views
    assert framed == [code for paths in wanted.values() for code in paths]


def test_no_line_is_thinner_than_a_fax_keeps(catalogue: Catalogue) -> None:
    canvas = drawn(catalogue, CALF, KNEES, BACK, FOOT)
    assert canvas.widths
    assert min([*canvas.widths, *(width for _, width in canvas.paths)]) >= 0.6 - 1e-9


def test_the_words_stand_beside_the_chart_with_its_legend(write: Write) -> None:
    report = write(with_areas(CALF, KNEES, BACK, FOOT, EAR, SIDELESS))
    assert not report.plain
    text = whole(report.pdf)
    for told in (
        "Backofcalf,left:pain,pinsandneedles;Knee,bothsides:numbness;Lowback,midline:pain;",
        "Outerfoot,right;behindtheear,left:pain;Knee:pain",
        *("Front", "Back", "Palms", "Backsofhands", "Topsoffeet", "Soles"),
        *("Pain", "Pinsandneedles", "Numbness"),
    ):
        assert told in text
    assert text.count("Patient's") == 12


def test_the_patients_left_is_printed_right_of_the_front_and_left_of_the_back(
    write: Write,
) -> None:
    pdf = pypdfium2.PdfDocument(write(with_areas(CALF)).pdf)
    page = pdf[1].get_textpage()

    def places(words: str) -> list[float]:
        search = page.search(words, match_case=True)
        found = []
        while hit := search.get_next():
            found.append(float(page.get_charbox(hit[0])[0]))
        return sorted(found)

    front, back = places("Front")[0], places("Back\r")[0]
    left, right = places("\nleft"), places("\nright")
    pdf.close()
    assert len(left) == len(right) == 6
    assert min(right) < front < min(left)
    assert any(x < back for x in left if x > front)
    assert max(left) < max(right)


@pytest.mark.parametrize("areas", [(CALF,), (CALF, KNEES, BACK, FOOT)])
def test_no_words_on_the_chart_touch(areas: tuple[SymptomArea, ...], write: Write) -> None:
    pdf = pypdfium2.PdfDocument(write(with_areas(*areas)).pdf)
    page = pdf[1].get_textpage()
    boxes = []
    for words in (
        "Front",
        "Palms",
        "Back\r",
        "Backs of hands",
        "Tops of feet",
        "Soles",
        "Patient's",
    ):
        search = page.search(words, match_case=True)
        while hit := search.get_next():
            letters = [page.get_charbox(hit[0] + n) for n in range(len(words.strip()))]
            left, low, right, high = zip(*letters, strict=True)
            boxes.append((min(left), min(low), max(right), max(high)))
    pdf.close()
    assert len(boxes) == 18
    for one, other in combinations(boxes, 2):
        apart = max(one[0], other[0]) > min(one[2], other[2])
        assert apart or max(one[1], other[1]) > min(one[3], other[3])


def test_the_words_of_the_symptoms_stand_left_of_the_chart(write: Write) -> None:
    pdf = pypdfium2.PdfDocument(write(with_areas(CALF)).pdf)
    page = pdf[1].get_textpage()

    def box(words: str) -> tuple[float, float, float, float]:
        index, count = page.search(words).get_next()
        left, low, right, high = zip(
            *(page.get_charbox(index + n) for n in range(count)), strict=True
        )
        return min(left), min(low), max(right), max(high)

    areas, title = box("Areas:"), box("Front")
    pdf.close()
    assert areas[2] < title[0]
    assert abs(areas[3] - title[3]) < 40


@pytest.mark.parametrize("areas", [(), (EAR,), (SIDELESS,)])
def test_without_anything_to_mark_there_is_no_chart(
    areas: tuple[SymptomArea, ...], write: Write
) -> None:
    assert "Patient's" not in whole(write(with_areas(*areas)).pdf)


def test_the_plain_column_keeps_the_words_and_goes_without_the_picture(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr(layout.Layout, "_story", fail)
    report = write(with_areas(CALF))
    assert report.plain
    text = whole(report.pdf)
    assert "Backofcalf,left:pain,pinsandneedles" in text
    assert "Patient's" not in text


def test_a_chart_that_does_not_fit_the_rest_of_a_page_stands_whole_on_the_next(
    write: Write,
) -> None:
    shown = with_areas(CALF)
    long = msgspec.structs.replace(
        shown,
        presentation=Presentation(areas=(CALF,), question="A question asked at length. " * 180),
    )
    report = write(long)
    assert not report.plain
    charts = [page for page in pages(report.pdf) if "Patient's" in page]
    assert len(charts) == 1
    assert charts[0].count("Patient's") == 12
