"""The reader's language: Chinese unless the request says English."""

from flask import g, request


def current() -> str:
    """``zh`` or ``en``: by Accept-Language in the API, on pages by the switch alone (?lang=)."""
    if "language" not in g:
        if request.path.startswith("/api/"):
            known = ["zh", "zh-CN", "zh-Hans", "en"]
            asked: str | None = request.accept_languages.best_match(known, default="zh")
        else:
            asked = request.args.get("lang")
        g.language = "en" if asked and asked.startswith("en") else "zh"
    return g.language
