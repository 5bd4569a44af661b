"""Where the program's data stands: at the top of a checkout, and inside the installed package."""

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parent


def resources_folder() -> Path:
    """Return the folder with the program's data."""
    installed = _PACKAGE / "_resources"
    return installed if installed.is_dir() else _PACKAGE.parent / "resources"
