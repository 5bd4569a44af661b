"""What the file says of itself: title, author and time, in both places where a PDF says it."""

import re
from datetime import datetime
from typing import Final
from xml.sax.saxutils import escape

from pikepdf import Dictionary, Name, Pdf

PRODUCER: Final = "Clinic Desktop"
_NOT_IN_XML: Final = re.compile("[\ufffe\uffff\ud800-\udfff]")

_PACKET: Final = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
{dates}<pdf:Producer>{producer}</pdf:Producer>
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""
_DATES: Final = """\
<xmp:CreateDate>{at}</xmp:CreateDate>
<xmp:ModifyDate>{at}</xmp:ModifyDate>
"""


def write_metadata(pdf: Pdf, *, title: str, author: str, made_at: datetime | None) -> None:
    """Write title, author and time, and that the file keeps to PDF/A-3a and PDF/UA-1."""
    title, author = _NOT_IN_XML.sub("", title), _NOT_IN_XML.sub("", author)
    told = Dictionary(Title=title, Author=author, Producer=PRODUCER)
    dates = ""
    if made_at:
        told.CreationDate = told.ModDate = pdf_time(made_at)
        dates = _DATES.format(at=made_at.isoformat(timespec="seconds"))
    pdf.trailer.Info = pdf.make_indirect(told)
    packet = _PACKET.format(
        title=escape(title), author=escape(author), producer=PRODUCER, dates=dates
    )
    stream = pdf.make_stream(packet.encode())
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = stream


def pdf_time(at: datetime) -> str:
    """Return a time with its offset as a PDF writes it: "D:20261118093000+01'00'"."""
    digits = re.sub(r"\D", "", at.replace(tzinfo=None).isoformat(timespec="seconds"))
    offset = at.isoformat(timespec="seconds")[19:]
    return f"D:{digits}{offset[:3]}'{offset[4:6]}'"
