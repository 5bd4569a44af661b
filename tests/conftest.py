"""What every test shares: no screen, a catalogue, a fast key, Hypothesis at a steady pace."""

import gc
import inspect
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from coverage import Coverage
from hypothesis import HealthCheck, given, is_hypothesis_test, settings

from tests import in_memory
from tests.often import LONG, often

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.pop("CLINIC_DESKTOP_PASSPHRASE", None)

if (place := in_memory.folder()) is not None:
    # Records are synced with every answer: on a disk a third of a run is waiting for it.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(place))

_BY_THE_FIRST_CASE: Final = frozenset({"ui", "report"})
"""The folders of tests of which every case costs much."""

settings.register_profile(
    "default",
    deadline=None,
    max_examples=often(50),
    # The same examples in every run, so that one change fails it and not chance; a long run draws
    # new ones.
    derandomize=not LONG,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
settings.load_profile("default")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-golden",
        action="store_true",
        help="write the golden files anew, to be read through before they are kept",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Measure a worker once: it was begun to with the process, with its options, and will be here.

    Measures lie one upon the other: when the topmost is paused, the one below it takes over.
    """
    if hasattr(session.config, "workerinput"):
        while measure := Coverage.current():
            measure.stop()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure the coverage by what tests name, not by what is drawn: that takes half as long again.

    Of a test of several cases the first is measured where each builds a page or a report.
    """
    seen = set()
    for item in sorted(items, key=lambda item: item.nodeid):
        if isinstance(item, pytest.Function):
            test = (item.parent, item.originalname)
            is_again = test in seen and not _BY_THE_FIRST_CASE.isdisjoint(item.path.parts)
            if is_again or _draws(item.function):
                item.add_marker("no_cover")
            seen.add(test)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Let Python pass over all that was collected when it looks for what can go: a quarter less."""
    gc.collect()
    gc.freeze()


def _draws(test: Callable[..., object]) -> bool:
    """Return whether Hypothesis draws for a test, or for a function within it."""
    named = inspect.unwrap(test).__code__.co_names
    return is_hypothesis_test(test) or any(test.__globals__.get(name) is given for name in named)


@pytest.fixture
def long_form() -> None:
    """Leave a test to the long form: every page by fax, many made-up reports."""
    if not LONG:
        pytest.skip("only in the long form: CLINIC_DESKTOP_LONG_RUN=1")


@pytest.fixture(autouse=True)
def _own_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the window's settings of a test out of the user's, and of each other's."""
    from PySide6.QtCore import QSettings

    folder: Path = tmp_path_factory.mktemp("settings")
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))
