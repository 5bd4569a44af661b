"""A logo is a small flat picture without anything that travels beside its points."""

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from clinic_desktop.report.logo_file import MOST_BYTES, PictureRefused, read_logo


def written(tmp_path: Path, picture: Image.Image, name: str = "logo.png", **options: Any) -> Path:
    path = tmp_path / name
    picture.save(path, **options)
    return path


def read(path: Path) -> Image.Image:
    picture = Image.open(BytesIO(read_logo(path)))
    picture.load()
    assert (picture.format, picture.mode) == ("PNG", "RGB")
    assert picture.info == {}
    return picture


def test_a_transparent_picture_stands_on_white(tmp_path: Path) -> None:
    drawn = Image.new("RGBA", (20, 10), (0, 0, 0, 0))
    drawn.putpixel((3, 3), (255, 0, 0, 255))
    picture = read(written(tmp_path, drawn))
    assert picture.size == (20, 10)
    assert picture.getpixel((0, 0)) == (255, 255, 255)
    assert picture.getpixel((3, 3)) == (255, 0, 0)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "CMYK", "I;16"])
def test_every_kind_of_points_is_read(tmp_path: Path, mode: str) -> None:
    name = "logo.jpg" if mode == "CMYK" else "logo.png"
    white = 65535 if mode == "I;16" else None
    drawn = (
        Image.new(mode, (8, 8), white) if white else Image.new("L", (8, 8), "white").convert(mode)
    )
    shown = read(written(tmp_path, drawn, name)).getpixel((4, 4))
    assert shown == (255, 255, 255)


def test_a_large_picture_gets_small_and_keeps_its_shape(tmp_path: Path) -> None:
    assert read(written(tmp_path, Image.new("L", (4000, 1000)))).size == (600, 150)
    assert read(written(tmp_path, Image.new("L", (500, 1000)))).size == (150, 300)


def test_what_a_camera_wrote_stays_behind_and_up_is_up(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lying on its side
    exif[0x010E] = "Fictional Street 1"
    path = written(tmp_path, Image.new("RGB", (30, 10)), "logo.jpg", exif=exif, comment=b"secret")
    assert read(path).size == (10, 30)
    assert b"Fictional" not in read_logo(path)


@pytest.mark.parametrize(
    "data", [b"", b"no picture", b"GIF89a\1\0\1\0\0\0\0;", b"\xff\xd8\xff\xe0", b"%PDF-1.7"]
)
def test_what_is_no_picture_is_told(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "logo.png"
    path.write_bytes(data)
    with pytest.raises(PictureRefused, match=r"^logo\.png is no PNG or JPEG picture"):
        read_logo(path)


def test_half_a_picture_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, Image.effect_noise((90, 90), 50))
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(PictureRefused, match="or it is damaged"):
        read_logo(path)


def bomb(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that says it is large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(100)))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(4001, 10), (10, 4001), (10_000, 10_000), (60_000, 60_000)])
def test_a_picture_of_too_many_points_is_never_unpacked(
    tmp_path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "logo.png"
    path.write_bytes(bomb(*size))
    monkeypatch.setattr(Image.Image, "load", lambda _: pytest.fail("unpacked"))
    with pytest.raises(PictureRefused, match="wider or higher than 4000 points"):
        read_logo(path)


def test_a_file_too_large_or_not_there_is_told(tmp_path: Path) -> None:
    path = tmp_path / "logo.png"
    path.write_bytes(bytes(MOST_BYTES + 1))
    with pytest.raises(PictureRefused, match="more than 2 MB"):
        read_logo(path)
    with pytest.raises(PictureRefused, match=r"^missing\.png cannot be read"):
        read_logo(tmp_path / "missing.png")
