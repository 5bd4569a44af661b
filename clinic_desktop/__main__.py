"""Start Clinic Desktop: the window without a verb, the command line with one."""

import gc
import os
import sys
from contextlib import suppress
from pathlib import Path

from clinic_desktop.intake.verb import READ_APART


def main() -> int:
    """Run the program and return its exit code."""
    os.umask(0o077)  # whatever the program writes is its user's alone
    _leave_no_core()
    if sys.argv[1:] == [READ_APART]:
        from clinic_desktop.intake import reading_apart

        return reading_apart.main()
    match sys.argv[1:]:
        case []:
            return _open_window(None)
        case ["--record", folder] if not folder.startswith("-"):
            return _open_window(Path(folder))
    from clinic_desktop.cli import run

    return run(sys.argv[1:])


def _open_window(folder: Path | None) -> int:
    """Open the window as the command line does, without what its verbs import: it shows sooner."""
    gc.disable()  # nothing made until the window is painted can go; `run_window` enables it
    from clinic_desktop import app
    from clinic_desktop.domain.errors import UserError

    try:
        return app.run_window(folder or app.default_folder())
    except UserError as error:
        from clinic_desktop.cli import refused

        return refused(error)
    except KeyboardInterrupt:
        return 1


def _leave_no_core() -> None:
    """Let a crash leave no image of the memory behind: patients' names stand in it."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, most))


if __name__ == "__main__":
    sys.exit(main())
