"""Mails: a notice or a digest as a subject and two bodies, text and HTML, rendered from ``templates/``.

HTML is escaped by the template engine; plain text needs none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from scenario_market.domain.city import City
from scenario_market.domain.notices.facts import Facts
from scenario_market.texts.notices import TEXTS, Said, say, teller
from scenario_market.texts.telling import Pair, one_line

WORDS: Mapping[str, Pair] = {
    "greeting": ("{name}，您好：", "Dear {name},"),
    "why": ("为什么通知您", "Why you are told"),
    "why_mail": ("为什么收到这封邮件", "Why you get this mail"),
    "not_for_me": ("不适合我", "Not for me"),
    "unsubscribe": ("退订此类邮件", "Unsubscribe from mails of this kind"),
    "preferences": ("通知设置", "Notice settings"),
    "footer_notice": (
        "您在{platform}上代表所在单位或以本人身份办理业务，因此收到本邮件。邮件由系统自动发出，请勿回复。",
        "You get this mail because you act on {platform}, for your organisation or yourself. Please do not reply.",
    ),
    "footer_demo": ("演示环境：内容为虚构数据。", "Demonstration: the content is fictitious."),
    "digest_subject": ("{platform}通知汇总（{count} 条）", "{platform}: your digest ({count})"),
    "more": ("另有 {count} 条，请登录平台查看。", "{count} more: please see your inbox."),
    "inbox": ("查看全部通知", "Open the inbox"),
}
DIGEST_LIMIT = 50


@dataclass(frozen=True)
class Links:
    """Absolute addresses that a mail needs. ``site`` has no slash at its end."""

    site: str
    unsubscribe: str

    def page(self, path: str) -> str:
        return self.site + path


@dataclass(frozen=True)
class Mail:
    """A rendered mail; the subject is one line."""

    subject: str
    text: str
    html: str


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("scenario_market.texts", "templates"),
        autoescape=select_autoescape(enabled_extensions=("html",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def notice_mail(
    facts: Facts, *, name: str, city: City, language: str, links: Links, demo: bool = False
) -> Mail:
    """The mail of one notice."""
    said = say(facts, city, language)
    spoken = _words(city, language)
    context = {
        "said": said,
        "link": links.page(said.path),
        "not_for_me": _not_for_me(facts, links),
    }
    return _render("notice", one_line(said.subject), context, spoken, name, links, demo)


def digest_mail(
    notices: Sequence[Facts],
    *,
    name: str,
    city: City,
    language: str,
    links: Links,
    demo: bool = False,
) -> Mail:
    """The mail of a day's digest: the newest first, at most fifty in full."""
    spoken = _words(city, language)
    shown: list[tuple[Said, str, str | None]] = []
    for facts in notices[:DIGEST_LIMIT]:
        said = say(facts, city, language)
        shown.append((said, links.page(said.path), _not_for_me(facts, links)))
    context = {"shown": shown, "more": len(notices) - len(shown), "inbox": links.page("/inbox")}
    subject = spoken["digest_subject"].format(count=len(notices), platform=spoken["platform"])
    return _render("digest", one_line(subject), context, spoken, name, links, demo)


def _not_for_me(facts: Facts, links: Links) -> str | None:
    return links.page(f"/matches/{facts.match_id}/dismiss") if facts.match_id else None


def _words(city: City, language: str) -> dict[str, str]:
    speaker = teller(city, language)
    words = {key: speaker.pick(pair) for key, pair in WORDS.items()}
    platform = city.identity["office"]["platform_name"][speaker.language]
    office = city.identity["office"]["name"][speaker.language]
    intro = speaker.pick(TEXTS["digest"].sentences[0])
    tongue = {"zh": "zh-CN", "en": "en"}[speaker.language]
    return words | {"platform": platform, "office": office, "intro": intro, "language": tongue}


def _render(
    template: str,
    subject: str,
    context: Mapping[str, Any],
    words: Mapping[str, str],
    name: str,
    links: Links,
    demo: bool,
) -> Mail:
    filled = {
        "subject": subject,
        "words": words,
        "name": one_line(name),
        "links": links,
        "preferences": links.page("/preferences"),
        "demo": demo,
        **context,
    }
    environment = _environment()
    return Mail(
        subject=subject,
        text=environment.get_template(f"{template}.txt").render(filled),
        html=environment.get_template(f"{template}.html").render(filled),
    )
