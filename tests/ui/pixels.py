"""Contrast of what is painted, as WCAG 2 defines it."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget


def luminance(colour: QColor) -> float:
    """Return the relative luminance of a colour."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast of two colours, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def picture(window: QWidget) -> QImage:
    """Return a window as it is painted now."""
    QApplication.processEvents()
    return window.grab().toImage()


def pixel(image: QImage, widget: QWidget, x: int) -> QColor:
    """Return the colour at half the height of a widget, `x` pixels from its left edge."""
    place = widget.mapTo(widget.window(), QPoint(x, widget.height() // 2))
    return image.pixelColor(place)
