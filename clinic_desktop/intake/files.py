"""Opening the file a report comes in as."""

from pathlib import Path
from typing import Final

from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.incoming import IncomingReport
from clinic_desktop.intake.details import details_in, merged
from clinic_desktop.intake.form import Form, form_of
from clinic_desktop.intake.limited import read_limited
from clinic_desktop.intake.text_file import read_text

MAX_BYTES: Final = 20_000_000


def open_file(path: Path) -> IncomingReport:
    """Return the report in a text, PDF, HL7, FHIR or DICOM file; it takes up to ten seconds.

    What the format itself says of person and study goes before what its text says.

    Raises:
        UserError: when the file is too large, of another kind, damaged, or cannot be opened.
    """
    data = _bytes_of(path)
    form = form_of(data, path.suffix)
    contents = read_text(data) if form is Form.TEXT else read_limited(form, data)
    return IncomingReport(
        name=path.name.encode("utf-8", "replace").decode(),
        media_type=form.media_type,
        data=data,
        text=contents.text,
        details=merged(contents.details, details_in(contents.text)),
        pictures=contents.pictures,
        warnings=contents.warnings,
    )


def _bytes_of(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise UserError(f"{path.name} is not a file. Choose the report's file.")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        why = error.strerror or "unknown reason"
        raise UserError(f"{path.name} cannot be opened ({why}). Choose another file.") from None
    if len(data) > MAX_BYTES:
        raise UserError(
            f"{path.name} is larger than {MAX_BYTES // 1_000_000} MB. "
            "Open it in another program, copy the report's text and paste it."
        )
    if not data:
        raise UserError(f"{path.name} is empty. Choose another file, or paste the report's text.")
    return data
