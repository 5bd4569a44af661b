"""Start Clinic Desktop: the window without a verb, the command line with one."""

import sys

from clinic_desktop.cli import run


def main() -> int:
    """Run the program and return its exit code."""
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
