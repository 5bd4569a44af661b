"""An examination in which what is asked before the first test was asked."""

import msgspec

from clinic_desktop.domain import red_flags
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.values import YesNoUnknown


def asked_first(examination: Examination, catalogue: Catalogue) -> Examination:
    """Return the examination with "no" to what is asked before the first test."""
    first = red_flags.unasked_first(examination, catalogue)
    flags = red_flags.with_answers(examination.red_flags, dict.fromkeys(first, YesNoUnknown.NO))
    return msgspec.structs.replace(examination, red_flags=flags)
