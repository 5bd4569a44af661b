"""What may be told of changes while imaging is closed: that there are some, not what they say."""

from collections.abc import Iterable
from typing import Final

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.examine_first import imaging_is_closed
from clinic_desktop.domain.progress import COMPARISON, IMAGING
from clinic_desktop.domain.versions import Change

_WORDS: Final = {IMAGING: "imaging report, closed", COMPARISON: "comparison, closed"}


def seen_changes(
    changed: Iterable[Change], examination: Examination, catalogue: Catalogue
) -> tuple[Change, ...]:
    """Return changes as they may be shown beside an examination.

    While its imaging is closed those of the imaging report and of the comparison become one change
    each, without a word of theirs.
    """
    if not imaging_is_closed(examination, catalogue):
        return tuple(changed)
    seen: dict[Change, None] = {}
    for change in changed:
        if change.step in _WORDS:
            what = _WORDS[change.step]
            seen[Change(step=change.step, what=what, before="closed", after="closed")] = None
        else:
            seen[change] = None
    return tuple(seen)
