"""The reader's language: Chinese unless the request says English."""

from flask import g, request

LANGUAGES = ("zh", "en")


def current() -> str:
    """``zh`` or ``en``, by ?lang=, then Accept-Language."""
    if "language" not in g:
        asked = request.args.get("lang") if not request.path.startswith("/api/") else None
        best = request.accept_languages.best_match(["zh", "zh-CN", "zh-Hans", "en"], default="zh")
        chosen = asked if asked in LANGUAGES else best
        g.language = "en" if chosen and chosen.startswith("en") else "zh"
    return g.language
