"""What an open record is worked with: made when it is first needed, after the first window."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from clinic_desktop.domain.catalogue import Catalogue
    from clinic_desktop.ui.intake import Intake
    from clinic_desktop.ui.paperwork import Paperwork


class Outfit(NamedTuple):
    """Tests, words and sources; the makers of what is printed; what reads imaging reports."""

    catalogue: "Catalogue"
    paperwork: "Paperwork"
    intake: "Intake"
