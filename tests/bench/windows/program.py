"""The program, started as a person starts it, over the record named by `--record`."""

import sys
from typing import TYPE_CHECKING

from clinic_desktop import __main__, app

if TYPE_CHECKING:
    from clinic_desktop.ui.window import MainWindow

install_hook = app.install_hook


def watched(window: "MainWindow") -> None:
    """Install the program's hook, which is the last it does before the window is shown."""
    install_hook(window)
    from tests.bench.windows.painted import tell_when_painted  # Qt, when the program itself has it

    tell_when_painted(window)


app.install_hook = watched
sys.exit(__main__.main())
