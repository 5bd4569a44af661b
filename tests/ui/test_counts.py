"""What makes the program fast, counted without a clock: bounds that stand close to today's truth.

Where one of them is passed, something was added to the start or to the way of an answer. It may be
worth it: then the bound is raised, knowingly, and `make bench` says what it costs.
"""

import sys

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.examination import Examination, Presentation
from clinic_desktop.storage.record import Record
from clinic_desktop.ui.examination_page import ExaminationPage
from clinic_desktop.ui.neurodynamic_page import NeurodynamicPage
from tests.bench.windows.imported import Modules, of_program
from tests.ui.keys import press

# What the first window of an existing record is made of.
FIRST_WINDOW = frozenset(
    f"clinic_desktop{name and f'.{name}'}"
    for name in (
        *("", "__main__", "app", "data_folder", "record_folder"),
        *("domain", "domain.errors", "intake", "intake.verb"),
        *("storage", "storage.errors", "storage.files", "storage.folder", "storage.key_slots"),
        *("storage.keys", "storage.keys_file", "storage.recovery_key", "storage.surroundings"),
        *("ui", "ui.countdown", "ui.doors", "ui.entry_pages", "ui.help_menu", "ui.lock"),
        *("ui.notices", "ui.outfit", "ui.qt_guard"),
        *("ui.record_menu", "ui.sound", "ui.style", "ui.theme", "ui.unlock_page"),
        *("ui.view_menu", "ui.who_field"),
        *("ui.widgets", "ui.widgets.form", "ui.widgets.page_stack"),
        *("ui.widgets.secret_line", "ui.widgets.telling", "ui.window"),
    )
)
OF_OTHERS = frozenset({"PySide6", "msgspec", "shiboken6", "shibokensupport", "typing_extensions"})
# Not of the first window either, though they belong to Python.
LATER = frozenset({"email", "http", "json", "logging.handlers", "sqlite3", "tomllib"})


@pytest.fixture
def first_window(store: Record) -> Modules:
    """The modules of the window over a record when it is first painted."""
    return of_program(store.folder)


def test_the_first_window_imports_nothing_that_only_an_open_record_needs(
    first_window: Modules,
) -> None:
    imported = frozenset(first_window.imported)
    own = {name for name in imported if name.partition(".")[0] == "clinic_desktop"}
    tops = {name.partition(".")[0] for name in imported - own}
    others = {n for n in tops if not n.startswith("_") and n not in sys.stdlib_module_names}
    assert own - FIRST_WINDOW == set()
    of_python = {"signature_bootstrap", "sitecustomize"}
    assert others - OF_OTHERS - of_python == set()
    assert imported & LATER == set()


def test_no_source_of_the_program_is_read_or_kept(first_window: Modules) -> None:
    own = {"app", "keys", "window", "unlock_page", "theme", "record_folder"}
    assert own & {name.rpartition(".")[2] for name in first_window.imported} == own
    assert own & set(first_window.sources) == set()


def test_an_answer_is_five_statements_and_five_pages(store: Record, draft: Examination) -> None:
    statements: list[str] = []
    log = store.folder / "record.db-wal"
    store.drafts.save(_noted(draft, "the first change of a draft is told to the trail"))
    before = log.stat().st_size
    store._session.db.conn.set_trace_callback(statements.append)
    store.drafts.save(_noted(draft, "another"))
    store._session.db.conn.set_trace_callback(None)
    assert [statement.split()[0] for statement in statements] == [
        *("BEGIN", "UPDATE", "INSERT", "UPDATE", "COMMIT"),
    ]
    assert log.stat().st_size - before <= 5 * 4120


def test_no_statement_of_an_answer_reads_more_the_larger_the_record_is(
    store: Record, draft: Examination
) -> None:
    statements: list[str] = []
    connection = store._session.db.conn
    store.drafts.save(_noted(draft, "once"))
    connection.set_trace_callback(statements.append)
    store.drafts.save(_noted(draft, "twice"))
    connection.set_trace_callback(None)
    plans = [
        row[3]
        for statement in statements
        if not statement.startswith(("BEGIN", "COMMIT"))
        for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
    ]
    # The one row of the tally.
    assert [plan for plan in plans if plan.startswith("SCAN")] == ["SCAN tally"]


def test_what_was_signed_is_counted_without_reading_all_of_it(
    store: Record, draft: Examination
) -> None:
    store.drafts.save(draft)
    store.signed.sign(store.drafts.examination(draft.id))
    (signed,) = (line for line in (store.folder / "record.tally").read_text().splitlines() if line)
    assert msgspec.json.decode(signed)["signed"] == 1


def test_going_to_a_step_again_builds_no_widget(page: ExaminationPage) -> None:
    assert page.examination is not None
    steps = ("safety", "test:slr", "comparison")
    for step in steps:
        page.go_to(step)
    built = _widgets(page)
    for step in reversed(steps):
        page.go_to(step)
    assert _widgets(page) - built == set()


def test_an_answer_builds_no_widget_on_the_page_it_is_given_on(page: ExaminationPage) -> None:
    page.go_to("test:slump")
    shown = page.stack.currentWidget()
    assert shown is not None
    built = _widgets(shown)
    press("f")
    press("y")
    press("+")
    assert _widgets(shown) - built == set()


def test_an_answer_paints_what_changed_and_moves_nothing(
    page: ExaminationPage, qtbot: QtBot
) -> None:
    page.go_to("test:slr")
    shown = page.stack.currentWidget()
    assert isinstance(shown, NeurodynamicPage)
    _wait_for_the_next(page, qtbot)
    press("f")
    # The words of the mark are others after the first answer, and take another width.
    qtbot.waitUntil(lambda: page.save_mark.width() == page.save_mark.sizeHint().width())
    place = page.stack.geometry()
    for key in "y+":  # the echo takes two lines then
        painted, resized, polished = _events_until_painted(key)
        assert len(painted) <= 20
        assert resized == set()
        assert polished == set()
    assert page.stack.geometry() == place


def test_passing_to_the_next_page_builds_and_polishes_nothing_and_commits_once(
    page: ExaminationPage, store: Record, qtbot: QtBot
) -> None:
    page.go_to("test:slr")
    following = _wait_for_the_next(page, qtbot)
    built = _widgets(following)
    statements: list[str] = []
    store._session.db.conn.set_trace_callback(statements.append)
    _, _, polished = _events_until_painted("p")
    store._session.db.conn.set_trace_callback(None)
    assert page.stack.currentWidget() is following
    assert _widgets(following) - built == set()
    assert polished == set()
    assert [each for each in statements if each.startswith("COMMIT")] == ["COMMIT"]


def test_a_page_is_styled_where_it_stays(page: ExaminationPage) -> None:
    """What is made elsewhere is styled anew, with all that is in it, where it is put."""
    seen = _Seen(QEvent.Type.StyleChange)
    new = page.pages.page("test:slr")
    assert len(seen.events) <= 1.5 * len(_widgets(new))


def _noted(examination: Examination, note: str) -> Examination:
    return msgspec.structs.replace(examination, presentation=Presentation(note=note))


class _Seen(QObject):
    """Keeps what events of these kinds come to, from now until it is deleted."""

    def __init__(self, *kinds: QEvent.Type) -> None:
        app = QApplication.instance()
        super().__init__(app)
        self._kinds = kinds
        self.events: list[tuple[QEvent.Type, int]] = []
        assert app is not None
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Override QObject.eventFilter."""
        if event.type() in self._kinds:
            self.events.append((event.type(), id(watched)))
        return False

    def of(self, kind: QEvent.Type) -> set[int]:
        """Return which objects had an event of a kind."""
        return {watched for each, watched in self.events if each == kind}


def _events_until_painted(key: str) -> tuple[set[int], set[int], set[int]]:
    """Press a key; return what was painted, took another size and was polished for it."""
    kinds = QEvent.Type.Paint, QEvent.Type.Resize, QEvent.Type.Polish
    seen = _Seen(*kinds)
    press(key)
    QCoreApplication.sendPostedEvents()
    seen.deleteLater()
    painted, resized, polished = map(seen.of, kinds)
    return painted, resized, polished


def _wait_for_the_next(page: ExaminationPage, qtbot: QtBot) -> NeurodynamicPage:
    """Return the page after the open one, once it is built."""
    shown = page.stack.currentWidget()
    assert shown is not None

    def built() -> list[NeurodynamicPage]:
        pages = page.stack.findChildren(NeurodynamicPage)
        return [each for each in pages if each is not shown and each.size() == shown.size()]

    qtbot.waitUntil(lambda: bool(built()))
    return built()[0]


def _widgets(within: QWidget) -> set[int]:
    return {id(widget) for widget in within.findChildren(QWidget)}
