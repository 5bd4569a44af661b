"""Two things of Qt's binding that this program does not live with, settled before its first window.

PySide6 6.12.0 loses a reference to `None` with each call on Python 3.10 and 3.11; some 5,000 calls
later, in the middle of a visit, the interpreter aborts. The package's own metadata allows these
versions, so an installation that does not keep to the lock files can have them.

Every PySide6 puts an import function of its own in the place of Python's. It serves
`from __feature__ import ...`, which nothing here uses, and for that it reads the source text of
every module imported afterwards, and keeps it: 11 MB over a visit, and a tenth of the start.
"""

import builtins
import sys
from typing import Final

import PySide6
from PySide6.QtCore import QObject

from clinic_desktop.domain.errors import UserError

_CALLS: Final = 100
_LOST: Final = _CALLS // 2
"""Other code may drop a few references meanwhile; a build that loses them loses one per call."""


def give_import_back() -> None:
    """Put Python's own import function back where PySide6 has put its own."""
    ours = getattr(builtins, "__feature_import__", None)
    if ours is not None and builtins.__import__ is ours:
        builtins.__import__ = builtins.__orig_import__  # type: ignore[attr-defined] # PySide6's name


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
