"""Random bytes and mutated real files, into every reader of a file that comes in.

They are read in children that loop, each under the bound on memory that a reader has in the
program. A child that dies, or takes more than its share, is started again after what it died of.
"""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from random import Random
from typing import Final

from clinic_desktop.domain.document import read_document
from clinic_desktop.domain.errors import UserError
from clinic_desktop.intake.details import details_in
from clinic_desktop.intake.form import Form, form_of
from clinic_desktop.intake.reading_apart import MEMORY, reader_of
from clinic_desktop.intake.report_reading import read_report
from tests.intake import made
from tests.torture.line import Line
from tests.torture.processes import without_coverage

FIGURE: Final = "random bytes and mutated files into every reader: uncaught, > 2 s, > 256 MB"
SECONDS: Final = 2.0
"""Of processor time: what else runs on the machine says nothing about a reader."""
MEGABYTES: Final = 256
DOCUMENT: Final = "document"
KINDS: Final = (*Form, DOCUMENT)
_EXAMPLES: Final = Path(__file__).parents[1] / "data"
_SHARE: Final = 4_000
_LONGEST: Final = 120.0

_TOKENS: Final = (
    *(b"\0", b"\xff", b"\n", b"\r", b"|", b"^", b"~", b"&", b"\\", b"\\.br\\", b"\\X0D\\", b"MSH|"),
    *(b"{", b"}", b"[", b"]", b'"', b"\\ud800", b"1e999", b"NaN", b"null", b"-1", b"4294967295"),
    *(b"<<", b">>", b"endobj", b"stream", b"/Kids", b"/Count 99999", b"/Length 0", b"5 0 R"),
    *(b"SQ", b"UI", b"\xff\xff\xff\xff", b"\xfe\xff\x00\xe0", b"\x00\x00\x00\x7f", b"%PDF-"),
    *(b"DOB: 1/13/", b"PATIENT: ", "é".encode(), b"\xe9", b"\xef\xbb\xbf", b"\xff\xfe"),
)


def run(seed: int, count: int, *, first: int = 0) -> Line:
    """Read `count` files, the kinds in turn."""
    line = Line(name="readers", figure=FIGURE, count=count, seed=seed)
    end, middle = first + count, first + count // 2
    shares = [(start, min(start + _SHARE, end)) for start in range(first, end, _SHARE)]
    if len(shares) == 1:
        shares = [(first, middle), (middle, end)]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        results = tuple(pool.map(partial(_share, seed), shares))
    peak = max((most for _, most in results), default=0)
    found = tuple(sentence for sentences, _ in results for sentence in sentences)
    return line.but(found=found, measured=f"{len(KINDS)} kinds, at most {peak} MB")


def _share(seed: int, share: tuple[int, int]) -> tuple[list[str], int]:
    """Read the files of these numbers; return what went wrong, and the most memory in MB."""
    first, end = share
    found: list[str] = []
    peak = 0
    while first < end:
        number = first
        for said in _child(seed, first, end):
            word, _, rest = said.partition(" ")
            if word == "reading":
                number = int(rest)
            elif word == "wrong":
                found.append(f"number {number} of seed {seed}: {rest}")
            else:
                peak = max(peak, int(rest))
                number = end if word == "done" else number
        if number < end and (not found or not found[-1].startswith(f"number {number} ")):
            found.append(f"number {number} of seed {seed}: the reader died")
        first = number + 1
    return found, peak


def _child(seed: int, first: int, end: int) -> Iterator[str]:
    """Yield what a child says; it is ended when it says nothing for too long."""
    command = (sys.executable, "-m", "tests.torture.readers", str(seed), str(first), str(end))
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=without_coverage(),
        text=True,
    ) as child:
        assert child.stdout
        yield from (said.rstrip("\n") for said in child.stdout)


def _loop(seed: int, first: int, end: int) -> None:
    """Read in this process; a file that hangs ends it, by the system's alarm."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    say = sys.stdout.write
    seeds = {kind: files_of(kind) for kind in KINDS}
    peak = 0
    for number in range(first, end):
        say(f"reading {number}\n")
        sys.stdout.flush()
        signal.alarm(int(_LONGEST))
        kind = KINDS[number % len(KINDS)]
        wrong = _tried(kind, mutated(Random(f"{seed} {number}"), seeds[kind]))
        peak = _peak()
        if wrong:
            say(f"wrong {kind}: {wrong}\n")
        if peak > MEGABYTES:
            # The peak stays for good: the next file needs a new process.
            say(f"wrong {kind}: {peak} MB\npeak {peak}\n")
            return
    say(f"done {peak}\n")


def _peak() -> int:
    """Return the most memory this process has held, in MB.

    Not getrusage: its figure begins with what the parent held when it forked.
    """
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split(maxsplit=1)[0]) // 1024


def _tried(kind: str, data: bytes) -> str:
    """Read one file; return what went wrong."""
    began = time.process_time()
    try:
        _read(kind, data)
    except UserError as told:
        if not str(told).endswith((".", "…")):
            return f"told without a sentence: {told!r}"
    except Exception as error:  # noqa: BLE001 - whatever it is, it was not caught
        return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
    took = time.process_time() - began
    return f"{took:.1f} s" if took > SECONDS else ""


def _read(kind: str, data: bytes) -> None:
    if kind == DOCUMENT:
        read_document(data, ())
        return
    text = reader_of(Form(kind))(data).text
    details_in(text)
    read_report(text)
    form_of(data, ".dcm")


def files_of(kind: str) -> list[bytes]:
    """Return real files of a kind."""
    page = ("L4-L5: bulge.", "PATIENT: SAMPLE, PATIENT DOB: 1/4/1967")
    small = made.pdf(page, (), is_packed=False).replace(b"595.2756 841.8898", b"200.0000 200.0000")
    lists: dict[str, Callable[[], list[bytes]]] = {
        Form.TEXT: lambda: [made.TEXT, made.TEXT.decode().encode("utf-16"), made.HL7],
        Form.PDF: lambda: [small, small, made.pdf(page, page), made.pdf(page, password="secret")],
        Form.HL7: lambda: [made.HL7, made.HL7, made.hl7_with_pdf(small)],
        Form.FHIR: lambda: [
            made.FHIR,
            made.fhir(presentedForm=[made.form("application/pdf", small)]),
            made.fhir(presentedForm=[made.form("text/html", b"<p>L4-L5:<br>bulge &amp; x</p>")]),
        ],
        Form.DICOM: lambda: [made.structured_report(), made.dicom(document=small)],
        DOCUMENT: lambda: [path.read_bytes() for path in sorted(_EXAMPLES.glob("*[!d].json"))],
    }
    return lists[kind]()


def mutated(random: Random, seeds: list[bytes]) -> bytes:
    """Return noise, a file changed at some places, or a mixture of two."""
    if random.random() < 0.05:
        return random.randbytes(random.randrange(2_000))
    data = bytearray(random.choice(seeds))
    if random.random() < 0.1:
        other = random.choice(seeds)
        data = data[: random.randrange(len(data))] + other[random.randrange(len(other)) :]
    for _ in range(random.choice((1, 1, 2, 4, 16, 64))):
        _change(random, data)
    return bytes(data)


def _change(random: Random, data: bytearray) -> None:
    place = random.randrange(len(data) + 1)
    size = random.choice((1, 1, 2, 4, 30, 300))
    what = random.randrange(7)
    if what == 0:
        data[place : place + 1] = random.randbytes(1)
    elif what == 1:
        data[place : place + size] = b""
    elif what == 2:
        data[place:place] = random.choice(_TOKENS)
    elif what == 3:
        token = random.choice(_TOKENS)
        data[place : place + len(token)] = token
    elif what == 4:
        data[place:place] = data[place : place + size] * random.choice((1, 2, 50))
    elif what == 5:
        data[place : place + size] = random.randbytes(size)
    elif random.random() < 0.2:
        del data[place:]


if __name__ == "__main__":
    _loop(*map(int, sys.argv[1:]))
