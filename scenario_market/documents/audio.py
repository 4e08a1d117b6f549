"""Recognising voice notes: MP3, M4A, AMR and WAV, each by more than its first bytes."""

import re
from typing import IO

# ISO/IEC 11172-3 and 13818-3, layer III: kbit/s by bitrate index, Hz by sampling index.
_RATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_RATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_HERTZ = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_MOVIE_LIMIT = 4_000_000  # bytes of an m4a's index; an hour of speech has about 700,000
_BRANDS = (b"M4A ", b"M4B ", b"mp41", b"mp42", b"isom", b"iso2", b"3gp4", b"3gp5", b"3gp6")


def is_mp3(head: bytes, file: IO[bytes]) -> bool:
    """An ID3 tag and a frame behind it, or two frames one behind the other."""
    if head.startswith(b"ID3") and len(head) >= 10 and max(head[6:10]) < 128:
        size = sum(byte << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
        file.seek(10 + size)
        rest = file.read(4096).lstrip(b"\0")  # a tag may be padded
        return _frame_bytes(rest[:4]) > 0
    first = _frame_bytes(head[:4])
    return first > 0 and _frame_bytes(head[first : first + 4]) > 0


def _frame_bytes(header: bytes) -> int:
    """Length of the layer III frame that begins with these four bytes, 0 where none does."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return 0
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    bitrate, sampling = header[2] >> 4, header[2] >> 2 & 3
    if layer != 1 or version == 1 or bitrate in (0, 15) or sampling == 3:
        return 0
    rates, factor = (_RATES_1, 144) if version == 3 else (_RATES_2, 72)
    return factor * rates[bitrate] * 1000 // _HERTZ[version][sampling] + (header[2] >> 1 & 1)


def is_m4a(head: bytes, file: IO[bytes], size: int) -> bool:
    """An ISO base media file (ISO/IEC 14496-12) with a sound track and no picture track."""
    if head[4:8] != b"ftyp" or head[8:12] not in _BRANDS:
        return False
    movie = _movie(file, size)
    tracks = set(re.findall(rb"hdlr.{8}(soun|vide)", movie, re.DOTALL))
    return tracks == {b"soun"}


def _movie(file: IO[bytes], size: int) -> bytes:
    """The box ``moov``, found by walking the boxes of the top level."""
    place = 0
    for _ in range(64):
        file.seek(place)
        header = file.read(16)
        if len(header) < 8:
            return b""
        length = int.from_bytes(header[:4], "big")
        if length == 1:
            length = int.from_bytes(header[8:16], "big")
        if header[4:8] == b"moov":
            file.seek(place)
            return file.read(min(length, _MOVIE_LIMIT))
        if length < 8 or place + length > size:
            return b""
        place += length
    return b""


def is_amr(head: bytes) -> bool:
    """Narrow or wide band of one channel (RFC 4867, 5), with a first frame of a known type."""
    magic = next((m for m in (b"#!AMR\n", b"#!AMR-WB\n") if head.startswith(m)), None)
    if magic is None or len(head) <= len(magic):
        return False
    frame = head[len(magic)]
    kind = frame >> 3 & 15
    return frame & 0x83 == 0 and (kind <= 9 or kind in (14, 15))


def is_wav(head: bytes, size: int) -> bool:
    """RIFF with a format chunk, not longer said than it is."""
    said = int.from_bytes(head[4:8], "little")
    named = head.startswith(b"RIFF") and head[8:12] == b"WAVE"
    return named and said + 8 <= size + 1 and b"fmt " in head[12:256]
