"""A refusal to run on a Qt that loses a reference to `None` with each call.

PySide6 6.12.0 does so on Python 3.10 and 3.11; some 5,000 calls later, in the middle of a visit,
the interpreter aborts. The package's own metadata allows these versions, so an installation that
does not keep to the lock files can have them.
"""

import sys
from typing import Final

import PySide6
from PySide6.QtCore import QObject

from clinic_desktop.domain.errors import UserError

_CALLS: Final = 100
_LOST: Final = _CALLS // 2
"""Other code may drop a few references meanwhile; a build that loses them loses one per call."""


def refuse_losing_qt() -> None:
    """Make some calls that return `None`, and count its references; takes microseconds.

    On Python 3.12 and newer `None` is immortal: nothing is lost, and the count stays.

    Raises:
        UserError: when references were lost.
    """
    if references_lost() > _LOST:
        raise UserError(
            f"PySide6 {PySide6.__version__} on Python {sys.version_info.major}."
            f"{sys.version_info.minor} would stop this program in the middle of a visit, so it "
            "does not start. Install it again as its guide says (make install), or use Python "
            "3.12 or newer."
        )


def references_lost() -> int:
    """Return how many references to `None` a hundred calls of Qt take away."""
    probe = QObject()
    before = sys.getrefcount(None)
    for _ in range(_CALLS):
        probe.setObjectName("")
    return before - sys.getrefcount(None)
