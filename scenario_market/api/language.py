"""The reader's language: Chinese unless the request says English."""

from flask import g, request

from scenario_market.api import browser


def current() -> str:
    """``zh`` or ``en``: by the switch (?lang=); without it by Accept-Language in the API, and Chinese on pages."""
    if "language" not in g:
        asked = request.args.get("lang")
        if asked is None and browser.of_api():
            known = ["zh", "zh-CN", "zh-Hans", "en"]
            asked = request.accept_languages.best_match(known, default="zh")
        g.language = "en" if asked and asked.startswith("en") else "zh"
    return g.language
