"""The details of the clinic and of the therapist, which a draft has from when it was begun."""

import msgspec

from clinic_desktop.domain.examination import Clinic, Examination
from clinic_desktop.domain.practice import Account


def with_present_details(
    examination: Examination, clinic: Clinic | None, account: Account
) -> Examination:
    """Return a draft with these details as the record has them now.

    What the record does not have stays, and so do the details of a therapist who is somebody else.

    Args:
        examination: the draft.
        clinic: whose record it is.
        account: who unlocked the record.
    """
    recorder = examination.therapist
    is_own = recorder is not None and recorder.id == account.id
    return msgspec.structs.replace(
        examination,
        clinic=clinic or examination.clinic,
        therapist=account.therapist if is_own else recorder,
    )
