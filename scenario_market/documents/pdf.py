"""Typesetting papers as PDF/A-3u (ISO 19005-3): Chinese and Latin in one embedded font, pages numbered, files attached.

The font is Noto Serif SC (SIL Open Font License 1.1), from the package that carries it, so that a bare machine needs
none. The library and the font are loaded at the first paper: most processes never make one.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from scenario_market.documents.line_breaking import lines

if TYPE_CHECKING:
    from fpdf import FPDF

FONT = "paper"
MISSING = "〓"  # stands for a character that the font has not
MARGIN_MM, FOOT_MM, PADDING_MM = 22, 18, 1
TITLE_PT, HEADING_PT, TEXT_PT, SMALL_PT = 18, 13, 10.5, 8.5
LEADING = 1.65


class Paper:
    """One paper, written from the top down; ``made`` gives its bytes.

    :param title: printed at the top and kept as the document's title.
    :param footer: printed at the foot of every page, before the page's number.
    :param subject, author: kept in the metadata. :param at: when it was made, aware.
    """

    def __init__(
        self, title: str, *, footer: str, at: datetime, author: str, subject: str = ""
    ) -> None:
        self._pdf = _blank(footer)
        self._known = _characters(self._pdf)
        pdf = self._pdf
        pdf.set_title(self._shown(title))
        pdf.set_author(self._shown(author))
        pdf.set_subject(self._shown(subject))
        pdf.set_creation_date(at)
        pdf.set_lang("zh-CN")
        pdf.footer_text = self._shown(footer)  # type: ignore[attr-defined]
        pdf.add_page()
        self._write(title, TITLE_PT, align="C", after=4)

    def heading(self, text: str) -> None:
        """A heading; it does not stand alone at the foot of a page."""
        pdf = self._pdf
        if pdf.will_page_break(_mm(HEADING_PT) * 3):
            pdf.add_page()
        pdf.ln(2)
        self._write(text, HEADING_PT, after=1)

    def text(self, text: str) -> None:
        """Paragraphs, one for each line."""
        for line in text.splitlines():
            self._write(line, TEXT_PT)

    def small(self, text: str) -> None:
        """A note in small letters."""
        self._write(text, SMALL_PT)

    def table(
        self, head: Sequence[str], rows: Iterable[Sequence[Any]], *, widths: Sequence[int]
    ) -> None:
        """A table; its head is repeated on each page. :param widths: of the columns, as shares."""
        from fpdf.fonts import FontFace

        self._pdf.set_font(FONT, size=SMALL_PT)
        inner = [self._pdf.epw * width / sum(widths) - 2 * PADDING_MM for width in widths]
        with self._pdf.table(
            col_widths=tuple(widths),
            text_align="LEFT",
            wrapmode="CHAR",
            line_height=_mm(SMALL_PT) * LEADING,
            headings_style=FontFace(emphasis="", fill_color=(236, 236, 236)),
            padding=PADDING_MM,
        ) as table:
            for row in (head, *rows):
                cells = ("" if cell is None else str(cell) for cell in row)
                table.row([self._broken(cell, w) for cell, w in zip(cells, inner, strict=True)])
        self._pdf.ln(2)

    def attach(
        self, name: str, content: bytes, *, media_type: str, about: str, at: datetime
    ) -> None:
        """Put a file inside the PDF: what the paper was made from."""
        self._pdf.embed_file(
            bytes=content,
            basename=name,
            mime_type=media_type,
            desc=about,
            associated_file_relationship="Source",
            creation_date=at,
            modification_date=at,
            compress=True,
        )

    def made(self) -> bytes:
        """The whole PDF."""
        return bytes(self._pdf.output())

    def _write(self, text: str, size: float, *, align: str = "L", after: float = 0.6) -> None:
        from fpdf.enums import WrapMode

        self._pdf.set_font(FONT, size=size)
        self._pdf.multi_cell(
            0,
            _mm(size) * LEADING,
            self._broken(text, self._pdf.epw),
            align=align,
            wrapmode=WrapMode.CHAR,
            new_x="LMARGIN",
            new_y="NEXT",
        )
        self._pdf.ln(after)

    def _broken(self, text: str, width_mm: float) -> str:
        """As it is shown, with an end of line wherever one has to be, in the font that is set."""
        room = width_mm - 2 * self._pdf.c_margin
        measure = cache(self._pdf.get_string_width)
        shown = self._shown(text).split("\n")
        return "\n".join(line for part in shown for line in lines(part, room, measure) or ("",))

    def _shown(self, text: str) -> str:
        """Only what the font can show; what leaves no mark (controls, direction marks) is left out."""
        kept = (letter for letter in text if letter == "\n" or letter.isprintable())
        return "".join(letter if ord(letter) in self._known else MISSING for letter in kept)


def _mm(points: float) -> float:
    return points * 25.4 / 72


def _characters(pdf: "FPDF") -> frozenset[int]:
    font: Any = pdf.fonts[FONT]
    return frozenset(font.cmap) | {ord("\n")}


def _blank(footer: str) -> "FPDF":
    from fpdf import FPDF
    from pylopdf_fonts_zh_cn import serif_path

    logging.getLogger("fontTools").setLevel(logging.ERROR)  # it tells of each table it drops

    class Numbered(FPDF):
        footer_text = ""

        def footer(self) -> None:
            self.set_y(-FOOT_MM + 4)
            self.set_font(FONT, size=SMALL_PT)
            words = f"{self.footer_text}　第 {self.page_no()} 页，共 {{nb}} 页"
            self.cell(0, _mm(SMALL_PT), words, align="C")

    pdf = Numbered(format="A4", enforce_compliance="PDF/A-3U")
    pdf.set_margins(MARGIN_MM, MARGIN_MM)
    pdf.set_auto_page_break(True, margin=FOOT_MM + 4)
    pdf.add_font(FONT, fname=str(serif_path()))
    return pdf
