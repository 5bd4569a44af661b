"""The clinic's picture at the head of page 1, as `logo_file` made it: small, and flat on white."""

import logging
from functools import lru_cache
from io import BytesIO
from typing import Final

from PIL import Image
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable

from clinic_desktop.report.structure import Element
from clinic_desktop.report.tagging import TaggedCanvas

BOX: Final = (22 * mm, 14 * mm)
"""Width and height the picture is fitted into, in points."""

_log: Final = logging.getLogger(__name__)


class Logo(Flowable):
    """A picture in its own proportions, read aloud as the logo of the clinic."""

    canv: TaggedCanvas

    def __init__(self, picture: Image.Image, clinic: str) -> None:
        super().__init__()
        self.picture = picture
        self.clinic = clinic
        across, down = picture.size
        scale = min(BOX[0] / across, BOX[1] / down)
        self.width, self.height = across * scale, down * scale

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:  # noqa: ARG002, N803 - reportlab's
        """Return the size in points."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the picture as a figure."""
        left, bottom = self.canv.absolutePosition(0, 0)
        box = (left, bottom, left + self.width, bottom + self.height)
        words = f"Logo of {self.clinic}"
        with self.canv.content(Element("Figure", words=words, box=box)):
            self.canv.drawImage(ImageReader(self.picture), 0, 0, self.width, self.height)


def logo_of(clinic: str, picture: bytes | None) -> Logo | None:
    """Return the clinic's logo; none where there is no picture, or it cannot be read."""
    if picture is None:
        return None
    try:
        return Logo(_points(picture), clinic)
    except Exception as error:  # noqa: BLE001 - no picture is worth a report
        _log.warning("logo left out: %s", type(error).__name__)
        return None


@lru_cache(maxsize=2)
def _points(picture: bytes) -> Image.Image:
    with Image.open(BytesIO(picture), formats=("PNG", "JPEG")) as opened:
        return opened.convert("RGB")  # PDF/A and a fax know no transparency
