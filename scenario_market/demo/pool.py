"""The demonstration pool as the workbook that an office would hand in."""

from collections.abc import Iterable, Iterator, Mapping
from typing import IO

from scenario_market.demo.credentials import Credential
from scenario_market.demo.providers import Provider, providers
from scenario_market.documents.exports import Sheet, write_xlsx
from scenario_market.domain.codes import CodeList

HEADER = (
    *("序号", "公司名称", "统一社会信用代码", "类别", "所在区", "企业与产品简介", "场景能力", "服务类型"),
    *("服务行业", "可应用落地场景", "服务领域", "服务区域", "企业资质", "证书", "产品及方案"),
    *("联系人", "联系电话", "邮箱"),
)  # fmt: skip
_WIDTHS = (6, 34, 22, 26, 12, 60, 60, 24, 20, 30, 20, 20, 36, 36, 40, 16, 16, 26)


def write_pool(
    stream: IO[bytes], lists: Mapping[str, CodeList], pool: Iterable[Provider] | None = None
) -> None:
    """Write providers (all of the demonstration unless given) as .xlsx with the real headers."""
    rows = (_row(provider, lists) for provider in (providers() if pool is None else pool))
    write_xlsx(stream, [Sheet("服务商库（演示）", HEADER, rows, _WIDTHS)])


def _row(provider: Provider, lists: Mapping[str, CodeList]) -> tuple[str | int, ...]:
    def said(list_name: str, codes: Iterable[str]) -> str:
        return "、".join(lists[list_name][code].zh for code in codes)

    return (
        provider.number,
        provider.name,
        provider.uscc,
        said("provider_categories", provider.categories),
        said("districts", (provider.district,)),
        provider.introduction,
        provider.capabilities,
        said("service_types", provider.service_types),
        # Section names contain 、 themselves, so codes are written.
        "；".join(provider.industries),
        "、".join(provider.scenarios),
        said("scenario_domains", provider.domains),
        said("districts", provider.districts),
        "、".join(_held(provider.honours, lists["honours"])),
        "、".join(_held(provider.certificates, lists["certificates"])),
        "；".join(f"{offer.title}：{offer.summary}" for offer in provider.offerings),
        provider.contact_name,
        provider.contact_mobile,
        provider.contact_email,
    )


def _held(items: Iterable[Credential], names: CodeList) -> Iterator[str]:
    for item in items:
        below = [e for e in names.children(item.code) if e.extra.get("level") == item.level]
        entry = below[0] if below else names[item.code]
        yield f"{entry.zh}（{item.issued_on.isoformat()}至{item.expires_on.isoformat()}）"
