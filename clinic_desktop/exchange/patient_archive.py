"""Everything about one patient in one zip that other programs, and people, can read."""

import hashlib
import io
import re
import zipfile
from collections import Counter
from collections.abc import Sequence
from typing import Final

import msgspec

from clinic_desktop.domain.examination import Patient

PATIENT: Final = "patient.json"
README: Final = "README.txt"

_NAME: Final = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*", re.ASCII)
# A zip knows no earlier time. A true one would make two archives of one record differ.
_TIME: Final = (1980, 1, 1, 0, 0, 0)
_PRIVATE: Final = 0o100600 << 16
_UNIX: Final = 3
_SAYS: Final = f"""\
Everything Clinic Desktop recorded about one patient

THIS FILE IS NOT ENCRYPTED. Whoever has it can read all of it. Keep it where nobody else can reach
it, and delete it when it is no longer needed.

{PATIENT} holds the patient's details as they are now. Every examination has a number, the day it
was performed and the end of its id; its files are told apart by their endings:

-version-1.json    the examination as it was signed; -version-2.json after its first amendment
-versions.json     who signed each version, when, and why it was amended
-draft.json        an examination, or an amendment, that is not signed
-original-1.pdf    a file that an imaging report came in as, byte for byte
-originals.json    what each of these files was called, when and by whom it was attached
-paper-1.pdf       a report as it was handed out, byte for byte
-papers.json       when, how and by whom each report was handed out

JSON is text that any editor shows. Times end in Z or in their difference from UTC. The sums in
-versions.json are of the documents as the record stores them, in one line.
Withdrawn drafts, and examinations marked as entered in error, are not in this file.

SHA-256 of the files
"""


def archive(patient: Patient, documents: Sequence[tuple[str, bytes]]) -> bytes:
    """Return a zip with a patient's details, the documents and a README that explains them.

    The same content gives the same bytes.

    Args:
        patient: whose record it is.
        documents: the name and the bytes of each file.

    Raises:
        ValueError: when a name has other characters than A-Z a-z 0-9 _ - and, after the first,
            the point; or when it stands twice.
    """
    details = msgspec.json.format(msgspec.json.encode(patient), indent=2) + b"\n"
    files = [(PATIENT, details), *documents]
    _check([README, *(name for name, _ in files)])
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, data in [(README, (_SAYS + sums).encode()), *files]:
            entry = zipfile.ZipInfo(name, _TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = _UNIX
            entry.external_attr = _PRIVATE
            made.writestr(entry, data)
    return target.getvalue()


def _check(names: Sequence[str]) -> None:
    wrong = [name for name in names if not _NAME.fullmatch(name)]
    # Some disks keep two names that differ in capitals only as one file.
    doubled = [name for name, count in Counter(map(str.lower, names)).items() if count > 1]
    if wrong or doubled:
        raise ValueError(f"not names of files in an archive: {[*wrong, *doubled]}")
