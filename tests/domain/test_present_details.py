"""A draft takes the details of the clinic and of its own therapist as they are now."""

from uuid import UUID

import msgspec

from clinic_desktop.domain.examination import Clinic, Therapist
from clinic_desktop.domain.practice import Account, Role
from clinic_desktop.domain.present_details import with_present_details
from tests.domain.build import examination

OLD, NEW = Clinic(name="Clinic", phone="1"), Clinic(name="Clinic", phone="2")
BEFORE = Therapist(id=UUID(int=7), name="Tess Maiden")
NOW = Therapist(id=UUID(int=7), name="Tess Married")
ACCOUNT = Account(id=UUID(int=7), therapist=NOW, role=Role.OWNER)


def test_a_draft_takes_the_present_details_and_keeps_all_else() -> None:
    draft = msgspec.structs.replace(examination(), clinic=OLD, therapist=BEFORE)
    present = with_present_details(draft, NEW, ACCOUNT)
    assert (present.clinic, present.therapist) == (NEW, NOW)
    assert msgspec.structs.replace(present, clinic=OLD, therapist=BEFORE) == draft


def test_what_the_record_does_not_have_stays() -> None:
    draft = msgspec.structs.replace(examination(), clinic=OLD)
    assert with_present_details(draft, None, ACCOUNT) == draft


def test_the_details_of_another_therapist_stay() -> None:
    for other in (Therapist(id=UUID(int=8), name="Theo"), Therapist(name="Tess Maiden")):
        draft = msgspec.structs.replace(examination(), clinic=NEW, therapist=other)
        assert with_present_details(draft, NEW, ACCOUNT) == draft
