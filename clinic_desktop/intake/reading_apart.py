"""The reader of one file, in a process of its own that may do little else.

It takes a `Request` on its standard input and writes an `Answer` on its standard output. It opens
no file but the program's own, and has a bound on time and memory where the system has such bounds.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO, Final

import msgspec
from msgspec import Struct

from clinic_desktop.intake.contents import Contents, Unreadable
from clinic_desktop.intake.form import Form

MEMORY: Final = 512 * 1024 * 1024
"""Bytes of address space; PDFium asks for most of it by the size of a page."""
CPU_SECONDS: Final = 8
DAMAGED: Final = (
    "The file is damaged. Ask for it again, or open it in another program and paste the report's "
    "text."
)
_OPEN_FILES: Final = 64


class Request(Struct, frozen=True):
    """The bytes of a file, and what they are; `as_pictures` asks for a PDF's pages alone."""

    form: Form
    data: bytes
    as_pictures: bool = False


class Answer(Struct, frozen=True, kw_only=True):
    """What was read, or why nothing could be."""

    contents: Contents | None = None
    refused: str = ""


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Read one request and write its answer."""
    request = msgspec.msgpack.decode(requests.read(), type=Request)
    answers.write(msgspec.msgpack.encode(answer_to(request)))
    answers.flush()


def answer_to(request: Request) -> Answer:
    """Return what stands in the file of a request."""
    try:
        read = page_reader() if request.as_pictures else reader_of(request.form)
        return Answer(contents=read(request.data))
    except Unreadable as refused:
        return Answer(refused=str(refused))
    except Exception:  # noqa: BLE001 - a damaged file raises whatever its damage runs into
        return Answer(refused=DAMAGED)


def reader_of(form: Form) -> Callable[[bytes], Contents]:
    """Return the reader of a kind of file; only its own libraries are imported."""
    if form is Form.PDF:
        from clinic_desktop.intake.pdf_file import read_pdf

        return read_pdf
    if form is Form.HL7:
        from clinic_desktop.intake.hl7_file import read_hl7

        return read_hl7
    if form is Form.FHIR:
        from clinic_desktop.intake.fhir_file import read_fhir

        return read_fhir
    if form is Form.DICOM:
        from clinic_desktop.intake.dicom_file import read_dicom

        return read_dicom
    from clinic_desktop.intake.text_file import read_text

    return read_text


def page_reader() -> Callable[[bytes], Contents]:
    """Return what draws the pages of a PDF."""
    from clinic_desktop.intake.pdf_file import read_pages

    return read_pages


def limit_this_process() -> None:
    """Bound memory, processor time and open files, and forbid writing any.

    Windows has none of these bounds: there only the parent's clock ends a reader.
    """
    with suppress(ImportError):
        import resource

        for what, most in (
            (resource.RLIMIT_AS, MEMORY),
            (resource.RLIMIT_CPU, CPU_SECONDS),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_NOFILE, _OPEN_FILES),
            (resource.RLIMIT_CORE, 0),
        ):
            # macOS refuses some of them.
            with suppress(ValueError, OSError):
                resource.setrlimit(what, (most, most))


def main() -> int:
    """Serve one request over the process's own pipes."""
    limit_this_process()
    # A windowed program of PyInstaller has no sys.stdin and no sys.stdout; the pipes are there.
    with (
        open(0, "rb", closefd=False) as requests,
        open(1, "wb", closefd=False) as answers,
    ):
        serve(requests, answers)
    # Nothing of a library's farewell can undo the answer.
    os._exit(0)
