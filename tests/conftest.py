"""What every test shares: no screen, a catalogue, a fast key, Hypothesis at a steady pace."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, is_hypothesis_test, settings

from tests import in_memory
from tests.often import LONG, often

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.pop("CLINIC_DESKTOP_PASSPHRASE", None)

if (place := in_memory.folder()) is not None:
    # Records are synced with every answer: on a disk a third of a run is waiting for it.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(place))

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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure the coverage by what tests name, not by what is drawn: it took as long again."""
    for item in items:
        if isinstance(item, pytest.Function) and is_hypothesis_test(item.obj):
            item.add_marker("no_cover")


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
