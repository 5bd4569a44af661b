"""A picture file as the clinic's logo: flat, small, and nothing but its points.

What a camera or a drawing program wrote beside the points, such as a place, does not travel.
"""

import warnings
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps

from clinic_desktop.domain.errors import UserError

MOST_BYTES: Final = 2_000_000
MOST_POINTS: Final = 4000
"""Of width and of height: more is never unpacked."""
WIDTH: Final = 600
HEIGHT: Final = 300
"""What is kept at most: 300 points an inch on a place of 51 by 25 mm."""


class PictureRefused(UserError):
    """A file that is no PNG or JPEG picture, or one too large."""


def read_logo(path: Path) -> bytes:
    """Return a picture as a PNG without transparency, on white, of `WIDTH` by `HEIGHT` at most.

    Raises:
        PictureRefused: when the file cannot be read, is no PNG or JPEG, or too large.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise PictureRefused(f"{path.name} cannot be read ({error.strerror}).") from None
    if len(data) > MOST_BYTES:
        raise PictureRefused(f"{path.name} holds more than 2 MB. Choose a smaller picture.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # of so many points that Pillow warns of them
            picture = Image.open(BytesIO(data), formats=("PNG", "JPEG"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_points(path) from None
    except Exception:  # noqa: BLE001 - a damaged file fails in many ways
        raise _no_picture(path) from None
    with picture:
        # Known from the file's head: nothing is unpacked yet.
        if max(picture.size) > MOST_POINTS:
            raise _too_many_points(path)
        try:
            return _small(_flat(picture))
        except Exception:  # noqa: BLE001 - the same
            raise _no_picture(path) from None


def _flat(picture: Image.Image) -> Image.Image:
    """Return the picture on white; a new one, that has nothing of the file but its points."""
    picture = ImageOps.exif_transpose(picture)
    if picture.mode.startswith("I"):  # 16 bits of grey
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    flat = Image.new("RGB", picture.size, "white")
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        flat.paste(picture, mask=picture.getchannel("A"))
    else:
        flat.paste(picture.convert("RGB"))
    return flat


def _small(picture: Image.Image) -> bytes:
    picture.thumbnail((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _too_many_points(path: Path) -> PictureRefused:
    return PictureRefused(
        f"{path.name} is wider or higher than {MOST_POINTS} points. Choose a smaller picture."
    )


def _no_picture(path: Path) -> PictureRefused:
    return PictureRefused(
        f"{path.name} is no PNG or JPEG picture, or it is damaged. Choose another file."
    )
