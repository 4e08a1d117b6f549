"""Names in the blind part (暗标): who bids must not be told by its words, so the bidder is warned before. Pure.

A warning refuses nothing: a name may be a common word. What is looked for: the organisations' names, whole and without
place and legal form, their uscc, the names of what they sell and the brands in these, the names of the team, whatever
width, case, blanks or marks stand between the signs; but nothing that the call says
itself; and whatever reaches somebody: telephone numbers, addresses of mail and web, any registration code.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scenario_market.domain.challenges.anonymity import contacts_in

LEGAL_FORM = re.compile(
    r"(?:\(集团\)|集团)?(?:股份有限公司|有限责任公司|有限公司|\(有限合伙\)|\(普通合伙\)|公司|研究院|研究所|中心)$"
)
PLACE = re.compile(r"^(?:[一-龥]{2,3}省|[一-龥]{2,3}市|湖北|武汉|中国)")
TRADE = re.compile(
    r"(?:科技|技术|信息|网络|智能|软件|数据|电子|工程|系统|服务|咨询|装备|自动化|产业|发展|控股|集团)+$"
)
PRODUCT = re.compile(
    r"(?:系统|平台|软件|(?:整体)?解决方案|方案|服务|引擎|套件|产品|一体机|设备|终端|装置|机器人|传感器|模组"
    r"|工具|中台|V?\d+(?:\.\d+)*版?|版)+$"
)
QUOTED = re.compile(r"[“\"「『《【]([^”\"」』》】]{2,40})[”\"」』》】]")
LATIN = re.compile(r"(?<![A-Z0-9])[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*(?![A-Z0-9])")
LATIN_SHORTEST = 4  # signs: MES, PLC and AI are everybody's
SHORTEST = 2  # characters: a shorter name is part of too many words
BRAND_SHORTEST = 3  # a name without place, trade and form
BLANKS = re.compile(r"\s+")
MARKS = re.compile(r"[\W_]+")
WEB = re.compile(r"(?:https?://|www\.)[\w./-]+", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Named:
    """One name that stands in the blind part: ``field`` where, ``found`` as it is written there."""

    field: str
    found: str


def spoken(name: str) -> list[str]:
    """What an organisation is called: its name, the name without place and form, and without its trade."""
    whole = _plain(name)
    bare = PLACE.sub("", LEGAL_FORM.sub("", whole))
    brand = TRADE.sub("", bare)
    return [
        one
        for one, least in ((whole, SHORTEST), (bare, BRAND_SHORTEST), (brand, BRAND_SHORTEST))
        if len(one) >= least
    ]


def branded(title: str) -> list[str]:
    """What a product is called: its title, the title without its kind and version, and brands that stand in it.

    A brand stands in marks of quotation, or is written in Latin letters.
    """
    written = unicodedata.normalize("NFKC", title).upper()
    whole = _plain(written)
    found = [whole, PRODUCT.sub("", whole)]
    brands = QUOTED.findall(written)
    brands += [one for one in LATIN.findall(written) if len(one) >= LATIN_SHORTEST]
    return [one for one in found if len(_bare(one)) >= BRAND_SHORTEST] + brands


def names_in(
    answers: Mapping[str, Any],
    *,
    organisations: Sequence[tuple[str, str]],
    people: Sequence[str],
    products: Sequence[str] = (),
    call: str = "",
) -> list[Named]:
    """Every name of the bidder that stands in these answers, each field's longest first.

    :param answers: the sections of the blind part. :param organisations: (name, uscc) of all that bid together.
    :param products: titles of what they sell. :param call: what the call says: that names no product of theirs.
    """
    said = _bare(call)
    wanted = {_bare(one) for title in products for one in branded(title)}
    wanted = {one for one in wanted if len(one) >= SHORTEST and one not in said}
    wanted |= {_bare(one) for name, _ in organisations for one in spoken(name)}
    wanted |= {uscc for _, uscc in organisations}
    wanted |= {_bare(one) for one in people if len(_bare(one)) >= SHORTEST}
    ordered = sorted(wanted, key=lambda one: (-len(one), one))
    return [named for field, text in _texts(answers, "") for named in _in(field, text, ordered)]


def _in(field: str, text: str, ordered: Sequence[str]) -> Iterator[Named]:
    plain = _bare(text)
    for one in ordered:
        if one in plain:
            plain = plain.replace(one, " ")  # a short name within a long one is told once
            yield Named(field, one)
    reached = [*contacts_in(text), *WEB.findall(unicodedata.normalize("NFKC", text))]
    for one in dict.fromkeys(reached):
        if one.upper() not in ordered:
            yield Named(field, one)


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
        return
    inner = (
        value.items()
        if isinstance(value, Mapping)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, one in inner:
        yield from _texts(one, f"{path}.{key}" if path else str(key))


def _bare(text: str) -> str:
    """Signs alone, so that neither width nor case nor marks between them hide a name."""
    return MARKS.sub("", unicodedata.normalize("NFKC", text)).upper()


def _plain(text: str) -> str:
    # Two replacements: a table of translation takes twenty times as long over Chinese.
    return BLANKS.sub("", text.replace("（", "(").replace("）", ")")).upper()
