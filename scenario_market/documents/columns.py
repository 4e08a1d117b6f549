"""Which columns the lists of the field have, and how their cells become fields of ours.

The four published lists, the pool of providers, and a full list of demands. A cell can give several
fields, and a row is read to its end: every error in it is reported at once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scenario_market.documents import cells
from scenario_market.documents.parsing import BadValue
from scenario_market.documents.tables import Column, Problem, Row, Table, TableError, Value, text
from scenario_market.domain.codes import CodeList

Lists = Mapping[str, CodeList]
Parse = Callable[[Value, Lists, str], dict[str, Any]]


class MissingColumns(TableError):
    """Columns that this list cannot do without. Params: ``columns``."""

    code = "missing_columns"


@dataclass(frozen=True)
class Spec:
    """A column: its header as published, other names for it, and the parser of its cells."""

    name: str
    header: str
    parse: Parse
    required: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What a row says, as far as it could be read: ``record`` by field of ours, and every problem."""

    number: int
    record: Mapping[str, Any]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class ColumnMap:
    """The columns of one kind of list, in the order of its export."""

    name: str
    title: str
    columns: tuple[Spec, ...]

    @property
    def headers(self) -> dict[str, str]:
        """Every known header name with the name of its column, for ``read_table``."""
        return {said: spec.name for spec in self.columns for said in (spec.header, *spec.aliases)}

    def check(self, table: Table) -> None:
        """:raises MissingColumns: the table lacks a required column."""
        present = {column.field for column in table.columns}
        missing = [s.header for s in self.columns if s.required and s.name not in present]
        if missing:
            raise MissingColumns(columns=tuple(missing))

    def read(self, row: Row, columns: Sequence[Column], lists: Lists) -> Reading:
        """The fields of a row. :param columns: of the table, whose headers may name a unit."""
        record: dict[str, Any] = {}
        problems = list(row.problems)
        broken = {problem.field for problem in problems}
        where = {column.field: column for column in columns}
        for spec in self.columns:
            column = where.get(spec.name)
            value = row.values.get(spec.name)
            index = column.index if column else None
            if not text(value):
                if spec.required:
                    problems.append(Problem("required", index, spec.name, {"header": spec.header}))
                continue
            if spec.name in broken:
                continue
            try:
                record |= spec.parse(value, lists, column.header if column else spec.header)
            except BadValue as error:
                problems.append(Problem(error.rule, index, spec.name, error.params))
        return Reading(row.number, record, tuple(problems))


_SERIAL = Spec("serial", "序号", cells.plain("serial"), aliases=("编号", "No."))
_NAME = Spec(
    "name",
    "公司名称",
    cells.name("name"),
    required=True,
    aliases=("企业名称", "单位全称", "单位名称", "服务商名称"),
)
_USCC = Spec(
    "uscc", "统一社会信用代码", cells.uscc, aliases=("信用代码", "社会信用代码", "统一信用代码")
)
_INTRODUCTION = Spec(
    "introduction", "企业与产品简介", cells.plain("introduction"), aliases=("企业简介", "简介")
)
_CAPABILITIES = Spec(
    "capabilities", "场景能力", cells.plain("capabilities"), aliases=("能力", "核心能力")
)
_SCENARIOS = Spec(
    "scenarios", "可应用落地场景", cells.scenarios, aliases=("可落地场景", "应用场景", "可应用场景")
)
_HONOURS = Spec("honours", "企业资质", cells.held("honours"), aliases=("企业荣誉", "荣誉资质"))
_CONTACT = (
    Spec("contact_name", "联系人", cells.plain("contact_name"), aliases=("联系人姓名",)),
    Spec("contact_mobile", "联系电话", cells.phone, aliases=("手机", "电话", "手机号码")),
    Spec("contact_email", "邮箱", cells.email, aliases=("电子邮箱", "邮件", "email", "E-mail")),
)

POOL = ColumnMap(
    "pool",
    "服务商库",
    (
        _SERIAL,
        _NAME,
        Spec(_USCC.name, _USCC.header, _USCC.parse, True, _USCC.aliases),
        Spec(
            "categories",
            "类别",
            cells.many("provider_categories", "categories"),
            True,
            ("服务商类别",),
        ),
        Spec("district", "所在区", cells.one("districts", "district"), aliases=("注册区", "区域")),
        _INTRODUCTION,
        _CAPABILITIES,
        Spec("service_types", "服务类型", cells.many("service_types", "service_types")),
        Spec("industries", "服务行业", cells.many("industries", "industries"), aliases=("行业",)),
        _SCENARIOS,
        Spec("domains", "服务领域", cells.many("scenario_domains", "domains"), aliases=("领域",)),
        Spec("districts", "服务区域", cells.many("districts", "districts")),
        _HONOURS,
        Spec("certificates", "证书", cells.held("certificates"), aliases=("资质证书", "认证")),
        Spec("offerings", "产品及方案", cells.offerings, aliases=("服务产品及方案", "产品方案")),
        *_CONTACT,
    ),
)

SCENARIOS = ColumnMap(
    "scenarios",
    "应用场景清单",
    (
        _SERIAL,
        Spec("domain", "应用领域", cells.one("scenario_domains", "domain"), aliases=("领域",)),
        Spec("title", "应用场景名称", cells.name("title"), True, ("场景名称",)),
        Spec("content", "场景简介", cells.plain("content"), aliases=("场景描述",)),
        Spec("place", "拟落地应用区域", cells.place, aliases=("落地区域", "应用区域")),
        Spec("lead_department", "牵头部门", cells.plain("lead_department"), aliases=("责任部门",)),
    ),
)

OPPORTUNITIES = ColumnMap(
    "opportunities",
    "机会清单",
    (
        Spec("domain", "场景类型", cells.one("scenario_domains", "domain"), aliases=("场景领域",)),
        _SERIAL,
        Spec("title", "场景机会名称", cells.name("title"), True, ("机会名称", "场景名称")),
        Spec("owner_name", "单位名称", cells.name("owner_name"), True, ("企业名称", "公司名称")),
        Spec("content", "合作需求", cells.plain("content"), aliases=("需求描述", "需求内容")),
        Spec("contact", "联系方式", cells.contact, aliases=("联系人及电话",)),
    ),
)

CAPABILITIES = ColumnMap(
    "capabilities",
    "能力清单",
    (
        _SERIAL,
        _NAME,
        _USCC,
        _INTRODUCTION,
        _CAPABILITIES,
        _SCENARIOS,
        Spec("category_text", "类别", cells.plain("category_text")),
        _HONOURS,
    ),
)

PROJECTS = ColumnMap(
    "projects",
    "项目责任清单",
    (
        _SERIAL,
        _NAME,
        Spec("project", "项目名称", cells.plain("project"), aliases=("场景项目名称", "场景名称")),
        Spec("progress", "推进情况", cells.plain("progress"), aliases=("进展情况",)),
        Spec("follower", "场景全周期落地跟进人", cells.plain("follower"), aliases=("跟进人",)),
    ),
)

DEMANDS = ColumnMap(
    "demands",
    "场景需求清单",
    (
        _SERIAL,
        Spec("owner_name", "发榜方", cells.name("owner_name"), True, ("单位名称", "需求单位")),
        Spec(_USCC.name, _USCC.header, _USCC.parse, True, _USCC.aliases),
        Spec("title", "名称", cells.name("title"), True, ("需求名称", "场景名称", "应用场景名称")),
        Spec("domain", "领域", cells.one("scenario_domains", "domain"), True, ("应用领域",)),
        Spec("industries", "所属行业", cells.many("industries", "industries")),
        Spec("service_types", "所需服务类型", cells.many("service_types", "service_types")),
        Spec("background", "背景", cells.plain("background"), aliases=("需求背景",)),
        Spec("pain_points", "痛点", cells.plain("pain_points"), aliases=("痛点问题",)),
        Spec("content", "建设内容", cells.plain("content"), aliases=("场景简介", "合作需求")),
        Spec("metrics", "技术指标", cells.metrics, aliases=("指标",)),
        Spec("budget", "拟投资额", cells.budget, aliases=("投资额", "预算", "拟投资额（万元）")),
        Spec("funding_source", "资金来源", cells.one("funding_sources", "funding_source")),
        Spec("district", "所在区", cells.one("districts", "district")),
        Spec("place", "实施地点", cells.plain("place"), aliases=("地点",)),
        Spec("starts_on", "开始日期", cells.day("starts_on"), aliases=("开始时间", "起始日期")),
        Spec("ends_on", "结束日期", cells.day("ends_on"), aliases=("结束时间", "截止日期")),
        Spec("accepts_consortium", "是否接受联合体", cells.yes_no("accepts_consortium")),
        Spec("ip_ownership", "知识产权归属", cells.one("ip_ownerships", "ip_ownership")),
        Spec("deliverables", "交付物", cells.parts("deliverables")),
        *_CONTACT,
    ),
)

MAPS: Mapping[str, ColumnMap] = {
    each.name: each for each in (POOL, SCENARIOS, OPPORTUNITIES, CAPABILITIES, PROJECTS, DEMANDS)
}
