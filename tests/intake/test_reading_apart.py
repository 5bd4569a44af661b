"""The reader in a process apart: one request, one answer, and next to nothing else."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from clinic_desktop.intake import reading_apart
from clinic_desktop.intake.form import Form
from clinic_desktop.intake.reading_apart import Answer, Request, reader_of, serve
from tests.intake import made
from tests.torture.processes import without_coverage

FILES = {
    Form.TEXT: made.TEXT,
    Form.PDF: made.pdf(made.LINES),
    Form.HL7: made.HL7,
    Form.FHIR: made.FHIR,
    Form.DICOM: made.structured_report(),
}


def served(request: Request) -> Answer:
    answers = io.BytesIO()
    serve(io.BytesIO(msgspec.msgpack.encode(request)), answers)
    return msgspec.msgpack.decode(answers.getvalue(), type=Answer)


@pytest.mark.parametrize("form", Form)
def test_each_kind_of_file_has_its_reader(form: Form) -> None:
    answer = served(Request(form, FILES[form]))
    assert answer.contents == reader_of(form)(FILES[form])
    assert answer.contents
    assert "L4-L5" in answer.contents.text


def test_a_refusal_is_answered_as_a_sentence() -> None:
    answer = served(Request(Form.FHIR, b"{"))
    assert answer.contents is None
    assert answer.refused.startswith("The file is not readable JSON.")


def test_whatever_a_reader_raises_is_answered_as_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(_: bytes) -> None:
        raise RuntimeError("a fault of a library")

    monkeypatch.setattr(reading_apart, "reader_of", lambda _: broken)
    assert served(Request(Form.PDF, b"x")).refused == reading_apart.DAMAGED


def in_a_child(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env=without_coverage(),
    ).stdout


def test_a_reader_imports_neither_qt_nor_the_record() -> None:
    code = (
        "import json, sys\n"
        "from clinic_desktop.intake.reading_apart import Form, reader_of\n"
        "for form in Form: reader_of(form)\n"
        "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    )
    imported = set(json.loads(in_a_child(code)))
    assert "msgspec" in imported
    assert not imported & {"PySide6", "sqlcipher3", "sqlite_utils", "reportlab", "cryptography"}
    # Those are imported by the reader itself, when it reads.
    assert not imported & {"hl7", "pydicom", "pypdfium2"}


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such bounds")
def test_the_limits_hold(tmp_path: Path) -> None:
    code = (
        "import resource\n"
        "from clinic_desktop.intake import reading_apart as apart\n"
        "apart.limit_this_process()\n"
        "def try_(act):\n"
        "    try: act()\n"
        "    except (MemoryError, OSError) as error: print(type(error).__name__)\n"
        "try_(lambda: bytearray(apart.MEMORY))\n"
        f"try_(lambda: open({str(tmp_path / 'file')!r}, 'wb').write(b'x' * 9999))\n"
        "try_(lambda: [open('/dev/null') for _ in range(100)])\n"
        "print(resource.getrlimit(resource.RLIMIT_CPU)[0])\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE)[0])\n"
    )
    assert in_a_child(code).split() == [
        "MemoryError",
        "OSError",
        "OSError",
        str(reading_apart.CPU_SECONDS),
        "0",
    ]
