"""What can wait is done in portions, and what does not wait comes between them."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from pytestqt.qtbot import QtBot

from clinic_desktop.ui.afterwards import Afterwards

_KIND = QEvent.Type(QEvent.registerEventType())


class _Painting(QObject):
    """Writes down when an event of the priority of painting comes."""

    def __init__(self, done: list[str]) -> None:
        super().__init__()
        self._done = done

    def event(self, event: QEvent) -> bool:
        if event.type() == _KIND:
            self._done.append("painted")
        return super().event(event)


@pytest.fixture
def done() -> list[str]:
    return []


@pytest.fixture
def afterwards(qapp: QObject) -> Iterator[Afterwards]:
    made = Afterwards(qapp)
    yield made
    made.deleteLater()


def portions(done: list[str], names: str) -> Iterator[None]:
    for name in names:
        done.append(name)
        yield


def test_all_portions_are_done_in_order(
    afterwards: Afterwards, done: list[str], qtbot: QtBot
) -> None:
    afterwards.begin(portions(done, "abc"))
    assert done == []
    qtbot.waitUntil(lambda: done == ["a", "b", "c"])


def test_what_is_to_be_painted_comes_first(
    afterwards: Afterwards, done: list[str], qtbot: QtBot
) -> None:
    screen = _Painting(done)
    afterwards.begin(portions(done, "a"))
    afterwards._post()
    QCoreApplication.postEvent(screen, QEvent(_KIND), Qt.EventPriority.LowEventPriority.value)
    qtbot.waitUntil(lambda: "a" in done)
    assert done[0] == "painted"


def test_between_two_portions_the_event_loop_goes_round(
    afterwards: Afterwards, done: list[str], qtbot: QtBot
) -> None:
    screen = _Painting(done)

    def painting() -> Iterator[None]:
        for name in "ab":
            done.append(name)
            QCoreApplication.postEvent(screen, QEvent(_KIND))
            yield

    afterwards.begin(painting())
    qtbot.waitUntil(lambda: len(done) == 4)
    assert done == ["a", "painted", "b", "painted"]


def test_others_take_the_place_of_what_is_left_and_what_is_dropped_is_not_done(
    afterwards: Afterwards, done: list[str], qtbot: QtBot
) -> None:
    afterwards.begin(portions(done, "abc"))
    afterwards.begin(portions(done, "d"))
    qtbot.waitUntil(lambda: done == ["d"])
    afterwards.begin(portions(done, "e"))
    afterwards.drop()
    afterwards._post()
    other = Afterwards(afterwards)
    other.begin(portions(done, "f"))
    qtbot.waitUntil(lambda: "f" in done)
    assert done == ["d", "f"]
