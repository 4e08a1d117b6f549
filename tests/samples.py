"""Small real files of each kind, made here: nothing is downloaded and nothing is anybody's."""

import io
import struct
import wave
import zipfile
import zlib

import openpyxl

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def pdf(text="scenario"):
    return f"%PDF-1.7\n1 0 obj<</T({text})>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n".encode()


def png():
    def chunk(kind, body):
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    )


def jpeg():
    return (
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
        + b"\0" * 64
        + b"\xff\xd9"
    )


def xlsx():
    stream = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["指标", 1])
    book.save(stream)
    return stream.getvalue()


def archive(parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return stream.getvalue()


def docx(main=WORD, **parts):
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    extra = {name.replace("__", "/").replace("_dot_", "."): body for name, body in parts.items()}
    return archive({"[Content_Types].xml": types, "word/document.xml": "<w:document/>"} | extra)


def bomb():
    """A document whose one part unpacks to 300 MB."""
    stream = io.BytesIO(docx())
    name = "word/media/image1.emf"
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as made, made.open(name, "w") as part:
        for _ in range(300):
            part.write(b"\0" * 1_000_000)
    return stream.getvalue()


def wav(seconds=0.1):
    stream = io.BytesIO()
    with wave.open(stream, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(8000)
        made.writeframes(b"\0\0" * int(8000 * seconds))
    return stream.getvalue()


def mp3(tagged=False):
    frame = b"\xff\xfb\x90\x00" + b"\0" * 413  # MPEG 1, layer III, 128 kbit/s, 44.1 kHz: 417 bytes
    tag = b"ID3\x04\x00\x00\x00\x00\x00\x0a" + b"\0" * 10 if tagged else b""
    return tag + frame * 3


def m4a(track=b"soun"):
    def box(kind, body):
        return struct.pack(">I", len(body) + 8) + kind + body

    handler = box(b"hdlr", b"\0" * 8 + track + b"\0" * 13)
    movie = box(b"moov", box(b"trak", box(b"mdia", handler)))
    return box(b"ftyp", b"mp42\0\0\0\0isom") + box(b"mdat", b"\0" * 100) + movie


def amr():
    return b"#!AMR\n" + (b"\x3c" + b"\0" * 31) * 5


ALL = {
    "application/pdf": pdf(),
    "image/png": png(),
    "image/jpeg": jpeg(),
    "audio/mpeg": mp3(),
    "audio/mp4": m4a(),
    "audio/amr": amr(),
    "audio/wav": wav(),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": docx(),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": xlsx(),
}
