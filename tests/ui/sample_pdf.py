"""PDFs made for tests: plain pages of given sizes, with a red and a blue field."""

from collections.abc import Sequence
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

A4 = (595.276, 841.89)


def sample_pdf(sizes: Sequence[tuple[float, float]]) -> bytes:
    """Return a PDF with a page of each size in points: red at the bottom left, blue top right."""
    file = BytesIO()
    canvas = Canvas(file)
    for number, (width, height) in enumerate(sizes, 1):
        canvas.setPageSize((width, height))
        canvas.setFillColorRGB(1, 0, 0)
        canvas.rect(0, 0, width / 4, height / 4, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 1)
        canvas.rect(width * 3 / 4, height * 3 / 4, width / 4, height / 4, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.drawString(width / 2, height / 2, f"page {number}")
        canvas.showPage()
    canvas.save()
    return file.getvalue()
