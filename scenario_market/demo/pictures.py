"""Pictures of the demonstration's landmark: drawn here, marked as sketches, the same bytes each time."""

import io
import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import sans_path

from scenario_market.documents.files import Directory
from scenario_market.domain.attachments.models import Upload

WIDTH, HEIGHT, FINER = 1280, 800, 2
INK, SOFT, PAPER, LINE = "#1f2b3d", "#5f6b7c", "#f4f7fb", "#d5dce6"
CITY, GOLD, GREEN, STEEL = "#0a4a9e", "#f2b705", "#18794e", "#8fa3bd"
NOTE = "示意图（演示数据，非真实现场）"
LIMIT_BYTES = 2_000_000


class Sheet:
    """A picture in the making, in units of its final pixels; drawn finer, so that edges are smooth."""

    def __init__(self, heading: str) -> None:
        self._image = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), PAPER)
        self._draw: Any = ImageDraw.Draw(self._image)
        self.box((0, 0, WIDTH, 96), CITY)
        self.words((48, 48), heading, 38, "white", "lm")
        self.words((WIDTH - 48, 48), NOTE, 22, "white", "rm")

    def box(self, corners: tuple[float, ...], fill: str, *, round_by: float = 0) -> None:
        self._draw.rounded_rectangle([v * FINER for v in corners], round_by * FINER, fill)

    def line(self, points: Sequence[tuple[float, float]], fill: str, width: float) -> None:
        scaled = [(x * FINER, y * FINER) for x, y in points]
        self._draw.line(scaled, fill, round(width * FINER), joint="curve")

    def dot(self, x: float, y: float, radius: float, fill: str) -> None:
        edges = (x - radius, y - radius, x + radius, y + radius)
        self._draw.ellipse([v * FINER for v in edges], fill)

    def words(
        self, at: tuple[float, float], text: str, size: int, fill: str = INK, anchor: str = "mm"
    ) -> None:
        place = (at[0] * FINER, at[1] * FINER)
        self._draw.text(place, text, fill, _font(size * FINER), anchor=anchor)

    def made(self) -> bytes:
        """The picture as PNG, of few colours: small, and the same each time."""
        out = io.BytesIO()
        small = self._image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        small.quantize(128, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
            out, "PNG", optimize=True
        )
        return out.getvalue()


@lru_cache(maxsize=8)
def _font(size: int) -> Any:
    return ImageFont.truetype(str(sans_path()), size)


def line_with_twin() -> bytes:
    """The welding line: what is measured goes up to the twin, what it predicts comes back."""
    sheet = Sheet("副车架焊装线与数字孪生")
    sheet.box((120, 140, 1160, 330), "#0f2747", round_by=18)
    sheet.words((160, 172), "数字孪生：焊接变形预测", 26, "white", "lm")
    wave = [(180 + x, 262 - 34 * math.sin(x / 62) * math.exp(-x / 900)) for x in range(0, 620, 6)]
    sheet.line(wave, GOLD, 4)
    for number, (name, value) in enumerate((("预测偏差", "0.18 mm"), ("参数调整", "电流 −3%"))):
        left = 850 + number * 150
        sheet.box((left, 205, left + 138, 295), "#1c3d69", round_by=10)
        sheet.words((left + 69, 232), name, 20, "#c9d7ea")
        sheet.words((left + 69, 266), value, 24, "white")
    for x in (300, 640, 980):
        sheet.line([(x - 14, 400), (x - 14, 338)], GREEN, 5)
        sheet.line([(x + 14, 338), (x + 14, 400)], GOLD, 5)
        sheet.dot(x - 14, 342, 9, GREEN)
        sheet.dot(x + 14, 396, 9, GOLD)
        _robot(sheet, x)
    sheet.box((80, 640, 1200, 676), "#46566d", round_by=8)
    for x in range(110, 1200, 60):
        sheet.dot(x, 658, 9, STEEL)
    for x in (300, 640, 980):
        sheet.box((x - 92, 604, x + 92, 640), STEEL, round_by=8)
        sheet.dot(x - 10, 602, 8, GOLD)
    for x, name in ((300, "上件定位"), (640, "自适应焊接"), (980, "三坐标测量")):
        sheet.words((x, 724), name, 28)
    return sheet.made()


def _robot(sheet: Sheet, x: float) -> None:
    """A robot's arm above the line, its torch at the part."""
    sheet.box((x + 105, 560, x + 195, 650), "#c2410c", round_by=8)
    sheet.line([(x + 150, 560), (x + 140, 450), (x + 40, 415), (x - 10, 560)], "#ea7317", 22)
    for joint in ((x + 150, 560), (x + 140, 450), (x + 40, 415)):
        sheet.dot(*joint, 17, "#7c2d12")
    sheet.line([(x - 10, 556), (x - 10, 594)], INK, 7)


def deviations() -> bytes:
    """Deviations after welding over the part, before and now."""
    sheet = Sheet("焊后尺寸偏差分布")
    for left, name, spread in ((80, "实施前", 1.0), (680, "实施后", 0.28)):
        sheet.words((left + 260, 150), name, 32)
        for row in range(10):
            for column in range(13):
                wave = math.sin(column / 2.1) * math.cos(row / 1.7) + 0.35 * math.sin(row + column)
                corner = (left + column * 40, 190 + row * 40)
                edges = (*corner, corner[0] + 38, corner[1] + 38)
                sheet.box(edges, _heat(abs(wave) * spread), round_by=5)
    for step in range(10):
        left = 440 + step * 40
        sheet.box((left, 650, left + 40, 676), _heat(step / 9 * 1.35))
    for x, words in ((430, "0"), (850, "1.2")):
        sheet.words((x, 664), words, 24, SOFT, "rm" if x < 600 else "lm")
    sheet.words((640, 712), "偏差绝对值（mm）", 24, SOFT)
    return sheet.made()


def _heat(value: float) -> str:
    """From green over amber to red."""
    stops = ((24, 121, 78), (242, 183, 5), (176, 42, 55))
    at = min(max(value / 1.35, 0), 1) * 2
    low, high = (stops[0], stops[1]) if at < 1 else (stops[1], stops[2])
    part = at if at < 1 else at - 1
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(low, high, strict=True))
    return f"#{red:02x}{green:02x}{blue:02x}"


def changeovers() -> bytes:
    """Hours of a changeover over eight months, down to its target."""
    sheet = Sheet("换型调试时间逐月变化（小时）")
    hours = (16, 15.2, 12.8, 10.5, 8.1, 6.0, 4.6, 3.9)
    left, right, floor, top = 140, 1180, 680, 170

    def place(month: int, value: float) -> tuple[float, float]:
        return left + (right - left) * month / 7, floor - (floor - top) * value / 18

    for value in (0, 4, 8, 12, 16):
        _, y = place(0, value)
        sheet.line([(left, y), (right, y)], GOLD if value == 4 else LINE, 4 if value == 4 else 2)
        sheet.words((left - 24, y), str(value), 24, SOFT, "rm")
    sheet.words((left + 12, place(0, 4)[1] + 26), "目标 4 小时", 24, "#8a5a00", "lm")
    points = [place(month, value) for month, value in enumerate(hours)]
    sheet.line(points, CITY, 7)
    for month, (x, y) in enumerate(points):
        sheet.dot(x, y, 11, CITY)
        sheet.words((x, y - 34), f"{hours[month]:g}", 26, INK)
        sheet.words((x, floor + 36), f"第{month + 1}月", 24, SOFT)
    return sheet.made()


PICTURES = {
    "焊装线与数字孪生示意图.png": line_with_twin,
    "焊后尺寸偏差分布示意图.png": deviations,
    "换型调试时间逐月变化.png": changeovers,
}


def kept(files: Directory) -> list[Upload]:
    """The pictures in the store; the same ones however often they are kept."""
    uploads = []
    for name, draw in PICTURES.items():
        content = draw()
        row = files.keep(io.BytesIO(content), limit_bytes=LIMIT_BYTES)
        uploads.append(Upload(name, "image/png", row.size_bytes, row.sha256, row.stored_as))
    return uploads
