"""The command line: its verbs, what each takes, and one plain sentence when one is refused."""

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from clinic_desktop import __version__, verbs
from clinic_desktop.domain.errors import UserError
from clinic_desktop.terminal import one_line


def run(arguments: Sequence[str]) -> int:
    """Run one verb, or open the window; return the exit code.

    0 on success, 2 on a wrong call, 1 with one plain sentence on stderr otherwise.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # JSON is UTF-8 whatever the computer's language; a name is never a reason to stop.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    parser = _parser()
    call = parser.parse_args(arguments)
    try:
        try:
            return int(call.verb(call))
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except UserError as error:
        return refused(error)
    except BrokenPipeError:
        # The reader, such as `head`, has seen enough.
        _print_no_more()
        return 1
    except OSError as error:
        if error.filename is not None:  # of a file: verbs say that themselves, this is a fault
            raise
        _print_no_more()
        return refused(UserError(f"What was to be printed cannot be written ({error.strerror})."))
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 1


def _print_no_more() -> None:
    """Let nothing be left to print at exit, where Python would tell of the same error again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def refused(error: UserError) -> int:
    """Say in one line why something was refused, and return the exit code."""
    sentence = one_line(str(error))
    if sys.stderr is None:
        # The program in the Start menu of Windows has no console.
        from clinic_desktop import app

        app.show_refusal(sentence)
    else:
        print(sentence, file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="clinic-desktop",
        description="Record a neurodynamic examination and set it beside the imaging report. "
        "Without a verb the window opens.",
    )
    parser.add_argument("--version", action="version", version=f"Clinic Desktop {__version__}")
    parser.add_argument(
        "--self-test",
        action="store_const",
        const=verbs.run_self_test,
        dest="verb",
        help="try each part of the program on a fictional patient, say what was found, and end",
    )
    _add_record(parser, default=None)
    parser.set_defaults(verb=verbs.open_window)
    commands = parser.add_subparsers(title="verbs", metavar="VERB")

    def add(name: str, verb: Callable[[argparse.Namespace], int], help_: str) -> Any:
        command = commands.add_parser(name, help=help_, description=help_)
        command.set_defaults(verb=verb)
        # Also after the verb; without a default there, one given before it stays.
        _add_record(command, default=argparse.SUPPRESS)
        return command

    demo = add("demo", verbs.play_demo, "play a sample examination through the real window")
    demo.add_argument("--out", type=Path, required=True, metavar="DIR")
    imports = add(
        "import", verbs.import_files, "take examination documents into the record as drafts"
    )
    imports.add_argument("files", nargs="+", type=Path, metavar="FILE")
    listing = add("list", verbs.list_examinations, "list the examinations of the record")
    listing.add_argument("--json", action="store_true", help="print JSON")
    compares = add(
        "compare", verbs.show_comparison, "set the findings of an examination beside its imaging"
    )
    compares.add_argument("source", metavar="ID-or-FILE")
    compares.add_argument("--json", action="store_true", help="print JSON")
    report = add("report", verbs.write_report, "write the report of an examination as PDF")
    report.add_argument("source", metavar="ID-or-FILE")
    report.add_argument("--out", type=Path, required=True, metavar="F.pdf")
    reads = add("read", verbs.read_report_file, "read the findings in an imaging report's file")
    reads.add_argument("file", type=Path, metavar="FILE", help="txt, pdf, hl7, json or dcm")
    reads.add_argument("--json", action="store_true", help="print JSON")
    export = add("export", verbs.export, "write an examination out of the record")
    export.add_argument("id", metavar="ID")
    export.add_argument("--format", choices=["json", "fhir", "csv"], required=True)
    export.add_argument("--out", type=Path, required=True, metavar="F")
    sign = add("sign", verbs.sign, "list what is missing in a draft and, with --yes, sign it")
    sign.add_argument("id", metavar="ID")
    sign.add_argument("--yes", action="store_true", help="sign, with what is listed")
    backup = add("backup", verbs.make_backup, "write a verified backup of the record")
    backup.add_argument("into", type=Path, metavar="DIR")
    restore = add(
        "restore", verbs.restore_backup, "put a backup in the record's place, or in an empty folder"
    )
    restore.add_argument("file", type=Path, metavar="FILE")
    add("verify", verbs.verify, "read the whole record through and name what is damaged or altered")
    return parser


def _add_record(parser: argparse.ArgumentParser, default: object) -> None:
    parser.add_argument(
        "--record",
        type=Path,
        default=default,
        metavar="DIR",
        help="the record's folder (default: the user's data folder)",
    )
