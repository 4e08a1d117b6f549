"""What every page has around it, and how a page is put together."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, render_template, request, url_for

from scenario_market.api import browser, identity, language
from scenario_market.domain.city import City
from scenario_market.texts import frame as texts
from scenario_market.texts.notices import teller

# What the band leads to: the endpoint, its word, and the path below which one is at home there.
WAYS = (
    ("web.home", "home", "/"),
    ("landmark_pages.listed", "landmarks", "/landmarks"),
    ("verify.start", "verify", "/verify"),
)


def page(template: str, words: texts.Texts, **values: Any) -> str:
    """A page in the reader's language; in the template ``say(key, …)`` are its own words.

    :param words: of the page, by key: Chinese, English.
    """
    say = partial(texts.sayer(words), locale=language.current())
    return render_template(template, say=say, **values)


def link(endpoint: str, **values: Any) -> str:
    """The address of another page, in the reader's language."""
    if language.current() == "en":
        values["lang"] = "en"
    return url_for(endpoint, **values)


def name(city: City, kind: str, code: str | None, locale: str) -> str:
    """A code of the city's lists in words; one that the city has dropped since, as it is."""
    known = code is not None and code in city.codes[kind]
    return city.codes[kind][code].name(locale) if known and code else code or ""


def here(**changed: str | None) -> str:
    """This page with some arguments of its address changed; None takes one away.

    Relative, so that no path that somebody made up can lead to another host.
    """
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in changed]
    new = [(name, value) for name, value in changed.items() if value is not None]
    return "?" + urlencode(kept + new)


def around() -> dict[str, Any]:
    """What the frame of a page shows, and ``told`` for days, instants and names of codes. Needs no database."""
    locale, city = language.current(), identity.city()
    other = "en" if locale == "zh" else "zh" if browser.of_api() else None
    return {
        "city": city,
        "locale": locale,
        "told": teller(city, locale),
        "named": lambda kind, code: name(city, kind, code, locale),
        "frame": partial(texts.say, locale=locale),
        "ways": [
            (link(endpoint), word, f"{request.path}/".startswith(f"{path}/"))
            for endpoint, word, path in WAYS
        ],
        "link": link,
        "here": here,
        "other_language": here(lang=other),
        "is_demonstration": not current_app.extensions["settings"].production,
    }


def register(app: Flask) -> None:
    """Put the frame around every page."""
    app.context_processor(around)
