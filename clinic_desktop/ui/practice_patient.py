"""A fictional patient to practise with; the name and the number say so wherever they stand."""

from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from clinic_desktop.domain.examination import Identifier, Patient

if TYPE_CHECKING:
    from clinic_desktop.storage.record import Record

_NUMBER: Final = Identifier(system="practice", value="fictional")


def practice_patient(store: "Record") -> Patient:
    """Return the record's practice patient, added where there is none yet.

    Raises:
        UserError: when the record cannot be read or written.
    """
    new = Patient(
        id=uuid4(),
        family_name="Practice",
        given_name="Pat",
        birth_date=date(1980, 1, 1),
        identifiers=(_NUMBER,),
    )
    for known in store.patients.similar(new):
        if _NUMBER in (known.identifiers or ()):
            return known
    store.patients.save(new)
    return new
