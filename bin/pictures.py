"""Takes the pictures of pages that the documents show, from a running demonstration.

``bin/up --port 8000``, then ``.venv/bin/python bin/pictures.py http://127.0.0.1:8000 [FOLDER]``; needs what
``bin/test`` needs. Without a folder they go to ``docs/pictures``.
"""

import io
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
WIDE, PHONE = (1280, 800), (375, 740)


def main(address: str, folder: Path) -> None:
    """Take every picture."""
    from tests.browser.chromium import launched

    with launched() as browser:
        for name, path, size in shots(address):
            width, height = size
            context = browser.new_context(
                viewport={"width": width, "height": height}, locale="zh-CN", device_scale_factor=1
            )
            page = context.new_page()
            page.goto(address + path, wait_until="networkidle")
            content = small(page.screenshot(full_page=True))
            (folder / f"{name}.png").write_bytes(content)
            print(f"{name}.png {len(content) // 1024} KB")
            context.close()


def shots(address: str) -> list[tuple[str, str, tuple[int, int]]]:
    """Name, address and size of each: the newest landmark and its certificate stand for all."""
    import requests

    newest = requests.get(f"{address}/api/v1/landmarks?limit=1", timeout=30).json()[0]
    landmark = f"/landmarks/{newest['id']}"
    return [
        ("home", "/", WIDE),
        ("landmarks", "/landmarks", WIDE),
        ("landmark", landmark, WIDE),
        ("landmark_phone", landmark, PHONE),
        ("verify", "/verify", WIDE),
        ("certificate", f"/verify/certificates/{newest['check_code']}", WIDE),
    ]


def small(content: bytes) -> bytes:
    """The same picture in few colours: the documents are read over slow lines too."""
    from PIL import Image

    out = io.BytesIO()
    with Image.open(io.BytesIO(content)) as shown:
        few = shown.convert("RGB").quantize(256, dither=Image.Dither.NONE)
        few.save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: pictures.py ADDRESS [FOLDER]")
    main(
        sys.argv[1].rstrip("/"),
        Path(sys.argv[2]) if len(sys.argv) == 3 else ROOT / "docs" / "pictures",
    )
