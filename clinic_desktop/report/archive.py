"""Makes a drawn PDF one that is kept and read aloud: PDF/A-3a and PDF/UA-1 in one file."""

import re
from datetime import datetime
from functools import cache
from io import BytesIO
from typing import Final, Literal

from msgspec import Struct
from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Pdf
from PIL import ImageCms

from clinic_desktop.report.metadata import pdf_time, write_metadata
from clinic_desktop.report.structure import Tree
from clinic_desktop.report.structure_tree import write_tree

_LANGUAGE: Final = "en-GB"
_COLOURS: Final = "sRGB IEC61966-2.1"
_PROFILE_DATE: Final = slice(24, 36)
_A_DATE: Final = bytes.fromhex("07ea00010001000000000000")
"""1 January 2026 as a colour profile writes it."""
_NO_SIGN: Final = (b"<00> <0000>", b"<00> <FFFD>")
_FIVE_DIGITS: Final = re.compile(rb"(?<=> <)[0-9A-F]{5}(?=>)")


class Drawn(Struct, frozen=True):
    """A PDF as reportlab drew it, and the structure of what stands in it."""

    pdf: bytes
    tree: Tree


class Attachment(Struct, frozen=True, kw_only=True):
    """A file within the PDF; `relationship` is what it is to the report, by ISO 19005-3."""

    name: str
    media_type: str
    description: str
    relationship: Literal["Source", "Data", "Alternative", "Supplement"]
    content: bytes


class About(Struct, frozen=True, kw_only=True):
    """What the file says of itself, and what it carries."""

    title: str
    author: str
    made_at: datetime | None
    attachments: tuple[Attachment, ...] = ()


def archived(drawn: Drawn, about: About) -> bytes:
    """Return the finished PDF; the same arguments give the same bytes."""
    out = BytesIO()
    with Pdf.open(BytesIO(drawn.pdf)) as pdf:
        write_tree(pdf, drawn.tree)
        write_metadata(pdf, title=about.title, author=about.author, made_at=about.made_at)
        pdf.Root.Lang = _LANGUAGE
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        pdf.Root.OutputIntents = Array([_output_intent(pdf)])
        _mend_fonts(pdf)
        _attach(pdf, about)
        pdf.save(
            out,
            deterministic_id=True,
            fix_metadata_version=False,
            min_version="1.7",
            object_stream_mode=ObjectStreamMode.generate,
        )
    return out.getvalue()


def _output_intent(pdf: Pdf) -> Object:
    profile = pdf.make_stream(_srgb())
    profile.N = 3
    return pdf.make_indirect(
        Dictionary(
            Type=Name.OutputIntent,
            S=Name.GTS_PDFA1,
            OutputConditionIdentifier=_COLOURS,
            Info=_COLOURS,
            DestOutputProfile=profile,
        )
    )


@cache
def _srgb() -> bytes:
    """Return the profile of sRGB; the date of its making would differ each time."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[_PROFILE_DATE] = _A_DATE
    return bytes(profile)


def _mend_fonts(pdf: Pdf) -> None:
    """Mend what reportlab says of the characters that a font's codes stand for.

    Code 0, which is never drawn, is said to be U+0000, which PDF/A forbids; a character beyond
    U+FFFF is written with five digits, where the format asks for UTF-16.
    """
    fonts = {font.objgen: font for page in pdf.pages for font in page.Resources.Font.values()}
    for font in fonts.values():
        if "/ToUnicode" in font:
            told = font.ToUnicode.read_bytes().replace(*_NO_SIGN)
            font.ToUnicode.write(_FIVE_DIGITS.sub(_in_utf_16, told))


def _in_utf_16(digits: re.Match[bytes]) -> bytes:
    return chr(int(digits[0], 16)).encode("utf-16-be").hex().upper().encode()


def _attach(pdf: Pdf, about: About) -> None:
    files = sorted(about.attachments, key=lambda attachment: attachment.name)
    if not files:
        return
    specifications = [_file(pdf, attachment, about.made_at) for attachment in files]
    names: list[str | Object] = []
    for attachment, specification in zip(files, specifications, strict=True):
        names += [attachment.name, specification]
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array(names)))
    pdf.Root.AF = Array(specifications)


def _file(pdf: Pdf, attachment: Attachment, made_at: datetime | None) -> Object:
    content = pdf.make_stream(attachment.content)
    content.Type, content.Subtype = Name.EmbeddedFile, Name(f"/{attachment.media_type}")
    content.Params = Dictionary(Size=len(attachment.content))
    if made_at:
        content.Params.ModDate = pdf_time(made_at)
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=attachment.name,
            UF=attachment.name,
            Desc=attachment.description,
            AFRelationship=Name(f"/{attachment.relationship}"),
            EF=Dictionary(F=content, UF=content),
        )
    )
