"""Blind copies: what a file says of who made it is gone, what it shows is there, what cannot be cleaned is refused."""

import io
import zipfile

import pytest
from PIL import Image, PngImagePlugin
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import NameObject, TextStringObject

from scenario_market.documents import provenance
from scenario_market.documents.stripping import DOCX, XLSX, Unclean, stripped

WHO = "武汉甲科技-张三"
ASCII = "Wuhan-Jia-Zhang"


def pdf():
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    writer.add_metadata({"/Author": ASCII, "/Producer": "Tool 7", "/Company": ASCII})
    note = FreeText(text="see plan", rect=(10, 10, 90, 40))
    made = writer.add_annotation(0, note)
    made[NameObject("/T")] = TextStringObject(ASCII)
    page[NameObject("/LastModified")] = TextStringObject(ASCII)
    writer.add_attachment("secret.txt", ASCII.encode())
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def jpeg():
    picture = Image.new("RGB", (40, 20), "red")
    exif = Image.Exif()
    exif[315], exif[305], exif[274] = ASCII, "Camera", 6  # Artist, Software, turned by 90°
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=ASCII.encode())
    return out.getvalue()


def png():
    said = PngImagePlugin.PngInfo()
    said.add_text("Author", ASCII)
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG", pnginfo=said)
    return out.getvalue()


def office(*parts):
    core = f"<cp:coreProperties><dc:creator>{WHO}</dc:creator><cp:lastModifiedBy>{WHO}</cp:lastModifiedBy>"
    app = f"<Properties><Company>{WHO}</Company><Application>WPS 文字</Application></Properties>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("docProps/core.xml", core + "</cp:coreProperties>")
        archive.writestr("docProps/app.xml", app)
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


def docx():
    return office(
        (
            "word/document.xml",
            f'<w:document><w:ins w:id="1" w:author="{WHO}"><w:t>正文</w:t></w:ins>',
        ),
        ("word/comments.xml", f'<w:comment w:author="{WHO}" w:initials="张三"/>'),
        ("word/people.xml", f'<w15:person w15:author="{WHO}"/>'),
        ("word/media/image1.jpeg", jpeg()),
    )


def xlsx():
    return office(
        ("xl/comments1.xml", f"<authors><author>{WHO}</author></authors>"),
        ("xl/workbook.xml", f'<workbook><x15ac:absPath url="C:\\{WHO}\\"/></workbook>'),
    )


def said(content):
    """Everything that a file holds, packed parts unpacked."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return b"".join(said(archive.read(name)) for name in archive.namelist())
    return content


CASES = {
    "application/pdf": pdf,
    "image/jpeg": jpeg,
    "image/png": png,
    DOCX: docx,
    XLSX: xlsx,
}


@pytest.mark.parametrize("media_type", CASES)
def test_a_blind_copy_does_not_say_who_made_it(media_type):
    content = CASES[media_type]()
    names = [one.encode() for one in (WHO, ASCII, "张三")]
    assert any(name in said(content) for name in names)
    copy = stripped(content, media_type)
    assert not any(name in said(copy) for name in names)
    assert "author" not in provenance.of(copy, media_type)
    assert stripped(copy, media_type)


def test_what_a_file_says_of_who_made_it_is_read():
    assert provenance.of(pdf(), "application/pdf")["author"] == ASCII
    assert provenance.of(jpeg(), "image/jpeg") == {"author": ASCII, "tool": "Camera"}
    assert provenance.of(png(), "image/png")["author"] == ASCII
    assert provenance.of(docx(), DOCX) == {
        "author": WHO,
        "editor": WHO,
        "company": WHO,
        "tool": "WPS 文字",
    }
    assert provenance.of(b"no file", DOCX) == {}
    assert provenance.of(b"", "audio/mpeg") == {}


def test_a_blind_copy_shows_what_the_file_showed():
    with Image.open(io.BytesIO(stripped(jpeg(), "image/jpeg"))) as picture:
        assert picture.size == (20, 40)  # turned as its EXIF said
    copy = PdfReader(io.BytesIO(stripped(pdf(), "application/pdf")))
    assert len(copy.pages) == 1
    assert copy.attachments == {}
    assert "正文".encode() in said(stripped(docx(), DOCX))


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"ID3", "audio/mpeg"),
        (b"%PDF-1.7 broken", "application/pdf"),
        (b"\xff\xd8\xff broken", "image/jpeg"),
        (b"PK\x03\x04 broken", DOCX),
        (office(("word/media/image1.png", b"no picture")), DOCX),
    ],
)
def test_what_cannot_be_cleaned_is_refused(content, media_type):
    with pytest.raises(Unclean):
        stripped(content, media_type)


def test_a_locked_pdf_is_refused():
    writer = PdfWriter()
    writer.add_blank_page(10, 10)
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(Unclean, match="encrypted"):
        stripped(out.getvalue(), "application/pdf")
