"""What WeasyPrint leaves open: one file that is PDF/A-3a and PDF/UA-1 at once (law.md A-02).

Works on the objects of a document that is about to be written, so nothing is parsed or saved twice.
"""

import zlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from xml.sax.saxutils import escape


class PdfAttachment(NamedTuple):
    """A file inside the PDF: PDF/A-3 asks for its type, description and relation to the document."""

    name: str
    data: bytes
    mime: str
    description: str
    relationship: str = "Data"


class Finisher:
    """Called by WeasyPrint just before it writes; see `__call__`."""

    def __init__(self, *, title: str, language: str, made: datetime, attachments: Iterable[PdfAttachment]):
        self.title, self.language, self.made = title, language, made
        self.attachments = {attachment.name: attachment for attachment in attachments}

    def __call__(self, document: Any, pdf: Any) -> None:
        """Complete `pdf` (a pydyf.PDF) in place."""
        _place_feet(pdf)
        _pair_descriptions(pdf)
        _type_attachments(pdf, self.attachments)
        _write_metadata(pdf, self._xmp(pdf).encode())
        _compress(pdf)

    def _xmp(self, pdf: Any) -> str:
        made = self.made.strftime("%Y-%m-%dT%H:%M:%SZ")
        stamp = self.made.strftime("D:%Y%m%d%H%M%SZ")
        for key, value in (("Creator", "Toetssteen"), ("CreationDate", stamp), ("ModDate", stamp)):
            pdf.info[key] = _string(value)
        return _XMP.format(title=escape(self.title), language=escape(self.language), made=made)


def _string(value: str) -> Any:
    import pydyf

    return pydyf.String(value)


def _object(pdf: Any, reference: bytes | str) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _elements(pdf: Any) -> list[Any]:
    return [item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == "/StructElem"]


def _place_feet(pdf: Any) -> None:
    """Read the page foot once, at the end; on the other pages it is an artifact.

    WeasyPrint tags what stands in a page margin but leaves it out of the tree, so a reader would never hear it.
    """
    root = next(element for element in _elements(pdf) if element["S"] == "/Document")
    linked = set(root["K"])
    feet = [e for e in _elements(pdf) if e["P"] == root.reference and e.reference not in linked]
    last = pdf.page_references[-1]
    root["K"].extend(foot.reference for foot in feet if foot["Pg"] == last)
    loose = {e.reference for foot in feet if foot["Pg"] != last for e in _below(pdf, foot)}
    if loose:
        _make_artifacts(pdf, loose)


def _below(pdf: Any, element: Any) -> Iterable[Any]:
    yield element
    for child in element["K"]:
        if isinstance(child, bytes):
            yield from _below(pdf, _object(pdf, child))


def _make_artifacts(pdf: Any, loose: set[bytes]) -> None:
    import pydyf

    numbers = _object(pdf, _object(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
    for index, page in enumerate(pdf.page_references):
        owners = numbers[2 * index + 1]
        foot = pydyf.Dictionary({"Type": "/Pagination", "Subtype": "/Footer", "Attached": pydyf.Array(["/Bottom"])})
        stream = _object(pdf, _object(pdf, page)["Contents"]).stream
        for place, item in enumerate(stream):
            if isinstance(item, dict) and "MCID" in item and owners[item["MCID"]] in loose:
                stream[place - 1 : place + 1] = ["/Artifact", foot]
        numbers[2 * index + 1] = pydyf.Array("null" if owner in loose else owner for owner in owners)
    for reference in loose:
        _object(pdf, reference).free = "f"


def _pair_descriptions(pdf: Any) -> None:
    """Make each ``<div><dt><dd></div>`` of a description list one list item with label and body (14.8.4.3.3)."""
    elements = _elements(pdf)
    for group in elements:
        if group["S"] not in ("/Div", "/NonStruct") or _object(pdf, group["P"]).get("S") != "/L":
            continue
        group["S"] = "/LI"
        parts = []
        for item in [_object(pdf, child) for child in group["K"]]:
            for body in [_object(pdf, child) for child in item["K"]]:
                body["P"] = group.reference
                parts.append(body)
            item.free = "f"
        if len(parts) > 1:  # one alone is what went on to the next page
            parts[0]["S"] = "/Lbl"
        group["K"][:] = [part.reference for part in parts]


def _type_attachments(pdf: Any, attachments: dict[str, PdfAttachment]) -> None:
    """Write the type that was given instead of a guess from the name, and list each file once."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = list(dict.fromkeys(pdf.catalog["AF"]))
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("Type") == "/Filespec":
            attachment = attachments[item["UF"].string]
            content = _object(pdf, item["EF"]["F"])
            content.extra["Subtype"] = "/" + attachment.mime.replace("/", "#2f").replace("+", "#2b")


def _write_metadata(pdf: Any, xmp: bytes) -> None:
    stream = _object(pdf, pdf.catalog["Metadata"])
    stream.stream, stream.compress = [xmp], False
    stream.extra = {"Type": "/Metadata", "Subtype": "/XML"}


def _compress(pdf: Any) -> None:
    """Compress every stream but the metadata, unless the result would end in a carriage return.

    A reader may take that byte for part of the line end before ``endstream``, and then /Length is wrong (PDF/A-3
    6.1.7.1). It would happen to one small file in twenty.
    """
    import pydyf

    for item in pdf.objects:
        if not isinstance(item, pydyf.Stream) or item.extra.get("Type") == "/Metadata" or "Filter" in item.extra:
            continue
        data = item.data
        raw = data[data.index(b"\nstream\n") + 8 : -len(b"\nendstream")]
        packed = zlib.compress(raw)
        if packed.endswith(b"\r"):
            item.stream = [raw]
        else:
            item.stream, item.extra = [packed], pydyf.Dictionary({**item.extra, "Filter": "/FlateDecode"})


_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>Toetssteen</xmp:CreatorTool>
<xmp:CreateDate>{made}</xmp:CreateDate><xmp:ModifyDate>{made}</xmp:ModifyDate>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Which part of ISO 14289 this file keeps to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
