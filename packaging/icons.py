"""The program's icon in the sizes and formats that systems ask for, from its one drawing.

    python packaging/icons.py FOLDER

Needs the packages of requirements.lock. Leaves clinic-desktop-SIZE.png, .ico and .icns.
"""

import sys
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

DRAWING = Path(__file__).resolve().parents[1] / "resources" / "icons" / "clinic-desktop.svg"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512, 1024)


def draw(size: int, path: Path) -> None:
    """Draw the icon with `size` pixels to a side."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(DRAWING)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    if not image.save(str(path)):
        raise SystemExit(f"{path} cannot be written.")


def main(folder: Path) -> None:
    """Draw every size, and join them for Windows and macOS."""
    folder.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        draw(size, folder / f"clinic-desktop-{size}.png")
    with Image.open(folder / "clinic-desktop-1024.png") as largest:
        largest.save(folder / "clinic-desktop.ico", sizes=[(s, s) for s in SIZES if 16 <= s <= 256])
        largest.save(folder / "clinic-desktop.icns")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
