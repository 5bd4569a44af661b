"""The body chart by keyboard and by pointer: where a press lands, what it records, what is said."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QHelpEvent, QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.anatomy import BodySide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import SymptomArea, SymptomKind
from clinic_desktop.domain.symptom_areas import Areas, Place
from clinic_desktop.ui.widgets.body_chart import BodyChart
from clinic_desktop.ui.widgets.chart_painting import DrawnRegion
from clinic_desktop.ui.widgets.read_only import make_read_only
from tests.ui.keys import press

PAIN, PINS, NUMB = SymptomKind
LEFT, RIGHT, BOTH, MIDLINE = BodySide
Key = Qt.Key


@pytest.fixture
def chart(qtbot: QtBot, catalogue: Catalogue) -> Iterator[BodyChart]:
    page, shown = QWidget(), BodyChart(catalogue)
    qtbot.addWidget(page)
    QVBoxLayout(page).addWidget(shown)
    page.resize(1100, 600)
    page.show()
    qtbot.waitActive(page)
    shown.figure.setFocus()
    yield shown
    page.close()


def regions(chart: BodyChart, place: Place) -> list[DrawnRegion]:
    return [region for region in chart.figure.regions if region.place == place]


def click(chart: BodyChart, region: DrawnRegion) -> None:
    at = chart.figure.position_of(region).toPoint()
    QTest.mouseClick(chart.figure, Qt.MouseButton.LeftButton, pos=at)


def walk_to(chart: BodyChart, place: Place) -> None:
    """Walk with the arrows alone, by the shortest way there is."""
    figure = chart.figure
    arrows = (Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down)
    start = figure.current
    ways: dict[DrawnRegion, tuple[Key, ...]] = {start: ()}
    queue = [start]
    for here in queue:
        if here.place == place:
            break
        for arrow in arrows:
            figure.current = here
            QTest.keyClick(figure, arrow)
            if figure.current not in ways:
                ways[figure.current] = (*ways[here], arrow)
                queue.append(figure.current)
    figure.current = start
    for arrow in ways[next(region for region in ways if region.place == place)]:
        QTest.keyClick(figure, arrow)
    assert figure.current.place == place


def test_a_press_on_the_middle_of_any_region_marks_that_area_and_side(chart: BodyChart) -> None:
    for region in chart.figure.regions:
        chart.show_areas(None)
        seen: list[Areas | None] = []
        chart.changed.connect(seen.append)
        click(chart, region)
        chart.changed.disconnect()
        area, side = region.place
        assert seen == [(SymptomArea(area=area, side=side, kinds=(PAIN,)),)]


def test_the_patients_left_is_right_of_the_middle_in_front_and_left_of_it_behind(
    chart: BodyChart,
) -> None:
    def middle(place: Place) -> float:
        (region,) = regions(chart, place)
        return chart.figure.position_of(region).x()

    assert middle(("chest", LEFT)) > middle(("chest", MIDLINE)) > middle(("chest", RIGHT))
    assert middle(("low_back", LEFT)) < middle(("low_back", MIDLINE))
    assert middle(("low_back", MIDLINE)) < middle(("low_back", RIGHT))


def test_each_point_of_the_figure_belongs_to_one_region(chart: BodyChart) -> None:
    for view in chart.figure._views:
        box = view.outline.boundingRect()
        for across in range(40):
            for down in range(80):
                point = QPointF(
                    box.x() + box.width() * (across + 0.5) / 40,
                    box.y() + box.height() * (down + 0.5) / 80,
                )
                holding = [r.place for r in view.regions if r.path.contains(point)]
                assert len(holding) == view.outline.contains(point), (view.view.name, point)


def test_the_arrows_reach_every_region(chart: BodyChart) -> None:
    figure = chart.figure
    reached, queue = {figure.current}, [figure.current]
    for here in queue:
        for arrow in (Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down):
            figure.current = here
            QTest.keyClick(figure, arrow)
            if figure.current not in reached:
                reached.add(figure.current)
                queue.append(figure.current)
    assert reached == set(figure.regions)


def test_the_keyboard_alone_marks_unmarks_and_clears(chart: BodyChart) -> None:
    seen: list[Areas | None] = []
    chart.changed.connect(seen.append)
    walk_to(chart, ("posterior_calf", LEFT))
    press(" ")
    press("2")
    QTest.keyClick(chart.figure, Key.Key_Return)
    calf = SymptomArea(area="posterior_calf", side=LEFT, kinds=(PAIN, PINS))
    assert seen[1:] == [(calf,)]
    assert chart.here.text() == "Back of calf, left: pain, pins and needles"
    QTest.keyClick(chart.figure, Key.Key_Return)
    assert seen[2:] == [(SymptomArea(area="posterior_calf", side=LEFT, kinds=(PAIN,)),)]
    QTest.keyClick(chart.figure, Key.Key_Delete)
    assert seen[3:] == [None]
    assert chart.here.text() == "Back of calf, left: nothing marked"
    QTest.keyClick(chart.figure, Key.Key_Delete)
    assert len(seen) == 4


def test_a_key_held_down_marks_once(chart: BodyChart) -> None:
    seen: list[Areas | None] = []
    chart.changed.connect(seen.append)
    press(" ")
    held = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Space, Qt.KeyboardModifier(0), " ", True)
    QApplication.sendEvent(chart.figure, held)
    assert len(seen) == 1


def test_the_figure_is_one_stop_of_the_keyboard_and_other_keys_pass(chart: BodyChart) -> None:
    walk_to(chart, ("knee", RIGHT))
    QTest.keyClick(chart.figure, Key.Key_Tab)
    assert QApplication.focusWidget() is not chart.figure
    assert chart.here.text() == ""
    chart.figure.setFocus()
    assert chart.here.text() == "Knee, right: nothing marked"
    seen: list[Areas | None] = []
    chart.changed.connect(seen.append)
    press("pfx4")
    assert seen == []


def test_the_current_region_is_told_to_screen_readers(chart: BodyChart) -> None:
    chart.show_areas((SymptomArea(area="knee", side=BOTH, kinds=(NUMB,)),))
    walk_to(chart, ("knee", LEFT))
    interface = QAccessible.queryAccessibleInterface(chart.figure)
    assert interface.text(QAccessible.Text.Name) == "Body chart"
    assert interface.text(QAccessible.Text.Description) == "Knee, left: numbness"
    assert chart.kinds[PAIN].accessibleName() == "Mark: Pain"


def test_every_recorded_area_stands_in_words_also_one_that_is_not_drawn(chart: BodyChart) -> None:
    assert chart.recorded.text() == "Nothing is marked."
    chart.show_areas(
        (
            SymptomArea(area="low_back", side=MIDLINE, kinds=(PAIN,)),
            SymptomArea(area="behind the ear", side=LEFT, kinds=(PINS, NUMB)),
            SymptomArea(area="knee", side=RIGHT),
        )
    )
    assert chart.recorded.text().splitlines() == [
        "Low back, midline: pain",
        "behind the ear, left: pins and needles, numbness",
        "Knee, right",
    ]
    walk_to(chart, ("knee", RIGHT))
    assert chart.here.text() == "Knee, right: marked"


def test_showing_areas_does_not_say_that_they_changed(chart: BodyChart, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(chart.changed):
        chart.show_areas((SymptomArea(area="knee", side=LEFT, kinds=(PAIN,)),))


def test_the_kinds_differ_without_colour_and_one_is_always_chosen(chart: BodyChart) -> None:
    drawn = {}
    for kind in SymptomKind:
        chart.show_areas((SymptomArea(area="posterior_thigh", side=LEFT, kinds=(kind,)),))
        drawn[kind] = black_and_white(chart)
    assert len(set(drawn.values())) == 3
    chart.kinds[NUMB].click()
    chart.kinds[NUMB].click()
    assert [kind for kind, button in chart.kinds.items() if button.isChecked()] == [NUMB]
    assert chart.kind is NUMB


def black_and_white(chart: BodyChart) -> bytes:
    image = chart.figure.grab().toImage()
    return bytes(image.convertToFormat(QImage.Format.Format_Mono).constBits())


def test_both_sides_and_the_midline_are_painted(chart: BodyChart) -> None:
    def ink(place: Place) -> bytes:
        (region,) = regions(chart, place)
        box = chart.figure.position_of(region).toPoint() - QPoint(4, 4)
        image = chart.figure.grab().toImage().copy(box.x(), box.y(), 8, 8)
        return bytes(image.constBits())

    places: list[Place] = [("low_back", LEFT), ("low_back", RIGHT), ("low_back", MIDLINE)]
    before = {place: ink(place) for place in places}
    chart.show_areas((SymptomArea(area="low_back", side=BOTH, kinds=(PAIN,)),))
    assert [ink(place) != before[place] for place in places] == [True, True, False]
    chart.show_areas((SymptomArea(area="low_back", side=MIDLINE, kinds=(PAIN,)),))
    assert [ink(place) != before[place] for place in places] == [False, False, True]


def test_a_press_close_beside_a_narrow_region_still_finds_it(chart: BodyChart) -> None:
    (region,) = regions(chart, ("little_finger", LEFT))[:1]
    box = region.path.boundingRect()
    figure = chart.figure
    beside = figure.position_of(region)
    beside.setX(figure._origin().x() + (box.left() - 4) * figure._scale())
    found = figure.region_at(beside)
    assert found is not None
    assert found.place == region.place
    assert figure.region_at(QPointF(1, figure.height() - 1)) is None
    QTest.mouseClick(figure, Qt.MouseButton.LeftButton, pos=QPoint(1, figure.height() - 1))
    assert chart.recorded.text() == "Nothing is marked."


def test_the_region_under_the_pointer_is_named(
    chart: BodyChart, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, words, _widget: shown.append(words))
    (region,) = regions(chart, ("medial_thigh", RIGHT))
    at = chart.figure.position_of(region).toPoint()
    event = QHelpEvent(QEvent.Type.ToolTip, at, chart.figure.mapToGlobal(at))
    QApplication.sendEvent(chart.figure, event)
    assert shown == ["Inner thigh, right: nothing marked"]


def test_a_signed_chart_is_read_with_the_arrows_and_takes_nothing(
    chart: BodyChart, qtbot: QtBot
) -> None:
    chart.show_areas((SymptomArea(area="knee", side=LEFT, kinds=(PAIN,)),))
    make_read_only(chart.window())
    with qtbot.assertNotEmitted(chart.changed):
        walk_to(chart, ("knee", LEFT))
        press(" 2")
        QTest.keyClick(chart.figure, Key.Key_Delete)
        click(chart, regions(chart, ("hip", RIGHT))[0])
    assert chart.here.text() == "Outer hip, right: nothing marked"
    assert all(button.isVisible() for button in chart.kinds.values())
    assert not any(button.isEnabled() for button in chart.kinds.values())
