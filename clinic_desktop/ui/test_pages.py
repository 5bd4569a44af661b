"""The pages of the tests, gone through in the order of the flow: the couch before the list."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QRect, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QPushButton

from clinic_desktop.domain import flow
from clinic_desktop.domain.anatomy import TestedSide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.flow import Order, Station
from clinic_desktop.domain.practice import Phrase
from clinic_desktop.domain.progress import OTHER, TEST_PREFIX, tests_of
from clinic_desktop.ui import theme
from clinic_desktop.ui.afterwards import Afterwards
from clinic_desktop.ui.neurodynamic_page import NeurodynamicPage
from clinic_desktop.ui.remaining_dialog import ask_remaining
from clinic_desktop.ui.widgets.read_only import keeps_in_reading
from clinic_desktop.ui.widgets.takes_text import is_letter

if TYPE_CHECKING:
    from clinic_desktop.ui.examination_page import ExaminationPage

_ORDER: Final = "order_of_tests"


class TestPages(QObject):
    """Makes a test's page, and opens what comes before and after a side of it.

    Signals:
        reordered: the order of the flow was switched.
    """

    __test__ = False  # pytest would collect a class of this name

    reordered = Signal()

    def __init__(self, page: "ExaminationPage", catalogue: Catalogue) -> None:
        """Build the buttons of the flow.

        Args:
            page: the examination's page.
            catalogue: tests, protocols and words.
        """
        super().__init__(page)
        self._page = page
        self._catalogue = catalogue
        self._afterwards = Afterwards(self)
        page.installEventFilter(self)
        self.by_test = QPushButton(self.tr("By test"), page)
        self.by_test.setCheckable(True)
        self.by_test.setProperty("choice", True)
        self.by_test.setAccessibleName(self.tr("Go test by test"))
        self.by_test.setToolTip(
            self.tr("Both sides of a test before the next, instead of position by position")
        )
        self.by_test.setChecked(theme.settings().value(_ORDER) == Order.BY_TEST.value)
        self.by_test.toggled.connect(self._switch)
        keeps_in_reading(self.by_test)
        self.add = QPushButton(self.tr("Add test"), page)
        self._menu = QMenu(self.add)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.add.setMenu(self._menu)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override QObject.eventFilter: an answer beside the test's page is one all the same.

        What a button or the list of steps does not take comes here.
        """
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            test = self._page.stack.currentWidget()
            if isinstance(test, NeurodynamicPage) and is_letter(event):
                return test.take_answer(event)
        return super().eventFilter(watched, event)

    @property
    def order(self) -> Order:
        """The order of the flow."""
        return Order.BY_TEST if self.by_test.isChecked() else Order.BY_POSITION

    def in_order(self, examination: Examination) -> tuple[str, ...]:
        """Return the tests in the order in which the flow comes to them."""
        return flow.tests_in_order(examination, self._catalogue, self.order)

    def new_page(
        self,
        test: str,
        previous: Examination | None,
        *,
        is_amending: bool,
        phrases: tuple[Phrase, ...],
    ) -> NeurodynamicPage:
        """Return a test's page without its forms, connected to the examination's."""
        page = NeurodynamicPage(
            test,
            self._catalogue,
            self._page.stack,
            is_amending=is_amending,
            phrases=phrases,
            in_portions=True,
        )
        page.show_previous(previous)
        page.moved_on.connect(partial(self._move_on, test))
        page.went_back.connect(partial(self._go_back, test))
        page.rest_wanted.connect(self._ask_rest)
        page.told.connect(self._page.tell)
        page.echoed.connect(self._page.echo.show_text)
        return page

    def begin(self, page: NeurodynamicPage) -> None:
        """Put the keyboard on the side of a test that the flow comes to first, of those open."""
        examination = self._page.examination
        if examination is None:
            return
        sides = [each.side for each in self._flow(examination) if each.test == page.key]
        waiting = [side for side in sides if page.forms[side].response.outcome is None]
        page.start_on((waiting or sides or list(page.forms))[0])
        self._afterwards.begin(self._build_next(page))

    def ahead(self, page: NeurodynamicPage) -> str:
        """Return what comes after the side that keys answer for; empty after the last."""
        examination = self._page.examination
        here = Station(page.key, page.current.side)
        station = examination and flow.following(here, examination, self._catalogue, self.order)
        if not station:
            return ""
        return f"{self._catalogue.tests[station.test].short} {station.side.value.upper()}"

    def add_test(self, test: str) -> None:
        """Put a test into the plan of this examination and open it."""
        examination = self._page.examination
        if examination is not None:
            planned = (*self._catalogue.planned_tests(examination), test)
            if test not in tests_of(examination, self._catalogue):
                self._page.record_fields({"protocol_tests": planned})
            self._page.go_to(TEST_PREFIX + test)

    def forget(self) -> None:
        """Build nothing more of an examination that is let go of."""
        self._afterwards.drop()

    def _build_next(self, page: NeurodynamicPage) -> Iterator[None]:
        """Build the page that the flow comes to after another while nobody waits for it.

        The key that passes opens it, and building it takes several times as long as an answer.
        """
        examination = self._page.examination
        if examination is None:
            return
        tests = self.in_order(examination)
        if page.key not in tests:
            return
        after = tests[tests.index(page.key) + 1 :]
        step = TEST_PREFIX + after[0] if after else OTHER
        yield from self._page.pages.build(step)
        following = self._page.pages.built(step)
        if isinstance(following, NeurodynamicPage):
            for form in following.forms.values():
                form.ensurePolished()
                yield
            following.show_examination(examination)
        following.resize(self._page.stack.size())
        following.grab(QRect(0, 0, 1, 1))  # what is grabbed takes its looks and places first

    def _flow(self, examination: Examination) -> tuple[Station, ...]:
        return flow.stations(examination, self._catalogue, self.order)

    def _move_on(self, test: str, side: TestedSide) -> None:
        examination = self._page.examination
        if examination is None:
            return
        station = flow.following(Station(test, side), examination, self._catalogue, self.order)
        if station is None:
            self._page.go_to(OTHER)
        else:
            self._open(station)

    def _go_back(self, test: str, side: TestedSide) -> None:
        examination = self._page.examination
        if examination is None:
            return
        station = flow.preceding(Station(test, side), examination, self._catalogue, self.order)
        if station is None:
            self._page.navigator.move_by(-1)
        else:
            self._open(station)

    def _open(self, station: Station) -> None:
        self._page.go_to(TEST_PREFIX + station.test)
        page = self._page.stack.currentWidget()
        if isinstance(page, NeurodynamicPage) and page.key == station.test:
            page.start_on(station.side)

    def _ask_rest(self, side: TestedSide) -> None:
        examination = self._page.examination
        if examination is None or self._page.is_read_only:
            return
        waiting = flow.remaining(side, examination, self._catalogue, self.order)
        done = ask_remaining(side, waiting, self._catalogue, self._page)
        if done:
            names = ", ".join(self._catalogue.tests[each.test].short for each in done)
            self._page.take_at_once(
                flow.with_negatives(done, examination, self._catalogue),
                self.tr("{side}: Pass (negative): {tests}").format(
                    side=side.value.upper(), tests=names
                ),
            )

    def _switch(self) -> None:
        theme.settings().setValue(_ORDER, self.order.value)
        self.reordered.emit()

    def _fill_menu(self) -> None:
        """Offer every test that is not in the plan, by what it loads."""
        self._menu.clear()
        examination = self._page.examination
        shown = tests_of(examination, self._catalogue) if examination else ()
        groups: dict[str, QMenu] = {}
        for key, test in self._catalogue.tests.items():
            if key in shown:
                continue
            group = self._catalogue.label("pathway", test.pathway) if test.pathway else "Others"
            if group not in groups:
                groups[group] = self._menu.addMenu(group)
            groups[group].addAction(test.name, partial(self.add_test, key))
