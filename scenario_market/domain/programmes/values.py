"""A programme: the rules under which its challenges run, as a city configures them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Criterion:
    """One criterion of the score (评分项), each scored from 0 to 100.

    :param weight: percent; those of a programme sum to 100.
    :param part: ``blind`` (暗标) or ``open`` (明标).
    :param pass_mark: mean below which a bid fails whatever its total; None: no such mark.
    """

    code: str
    zh: str
    en: str
    weight: int
    part: str
    pass_mark: int | None = None


@dataclass(frozen=True)
class PanelRules:
    """How a panel is made up.

    :param size: seats, an odd number; one of them is the chair's.
    :param finance_seats: of them for experts on finance.
    :param answer_hours: to accept an invitation, before the next one drawn is asked.
    :param past_conflict_months: an employer left so lately still excludes.
    """

    size: int
    finance_seats: int
    answer_hours: int
    past_conflict_months: int


@dataclass(frozen=True)
class NoticeRules:
    """公示 and 异议. ``kind``: ``working`` or ``calendar`` days, from the day after on, to a working day.

    :param shows: what the notice tells of a winner besides its name: ``place``, ``total``, ``price``; and ``reserves``.
    """

    days: int
    kind: str
    objection_answer_days: int
    shows: Sequence[str] = ("place", "total")


@dataclass(frozen=True)
class Tranche:
    """One part of the subsidy: percent of the reward, released at ``pledge``, ``milestone`` or ``acceptance``.

    ``milestone``: its number, from 1 on, where released at one.
    """

    percent: int
    at: str
    milestone: int | None = None


@dataclass(frozen=True)
class Programme:
    """A programme of challenges. Money in fen, times in days unless the name says otherwise.

    :param joint: a joint organiser countersigns before publication.
    :param sources: who may post: ``demand``, ``office``, ``laboratory``, ``innovation_centre``.
    :param aggregation: ``mean`` or ``trimmed_mean`` (without the highest and lowest ``trim`` sheets).
    :param ties: what separates equal totals, in order: ``criterion:<code>``, ``price``, ``lot`` (drawn from the seed).
    :param winners: how many may win; more than one run in parallel (赛马) where ``race`` holds.
    :param gate_milestone: number of the milestone at which a race drops the slower.
    :param one_bid_per: ``challenge``: each round of a call for itself; ``series``: all its linked rounds together.
    :param envelope_bytes: size of every sealed envelope; the content of a bid must fit.
    :param attachment_step_bytes: sealed attachments are filled up to whole steps of this size.
    """

    code: str
    zh: str
    en: str
    joint: bool
    sources: Sequence[str]
    number_format: str
    approvals: int
    criteria: Sequence[Criterion]
    pass_mark: int
    panel: PanelRules
    aggregation: str
    trim: int
    ties: Sequence[str]
    bids_min: int
    consortium_max: int
    one_bid_per: str
    winners: int
    race: bool
    reserves: int
    window_days_min: int
    window_days_max: int
    questions_days: int
    amendment_days: int
    correction_hours: int
    notice: NoticeRules
    pledge_days: int
    owner_answer_days: int
    term_months_min: int
    term_months_max: int
    reward_min_fen: int
    reward_max_fen: int
    tranches: Sequence[Tranche]
    contract_routes: Sequence[str]
    pledge_template: str
    sharpener_may_bid: bool
    envelope_bytes: int
    attachments_max: int
    attachment_bytes_max: int
    attachment_step_bytes: int
    retention_years: int
    gate_milestone: int | None = None

    def criterion(self, code: str) -> Criterion:
        """:raises KeyError: there is none."""
        return {one.code: one for one in self.criteria}[code]

    def kept(self) -> dict[str, Any]:
        """As JSON, to keep with a challenge: later changes of the configuration do not touch it."""
        return asdict(self)


PARTS = {"panel": PanelRules, "notice": NoticeRules}
LISTS = {"criteria": Criterion, "tranches": Tranche}


def programme(values: Mapping[str, Any]) -> Programme:
    """A programme from configuration, or from what a challenge kept.

    :raises TypeError: a value is missing or unknown, which it names.
    """
    made = dict(values) | {name: cls(**values[name]) for name, cls in PARTS.items()}
    for name, cls in LISTS.items():
        made[name] = tuple(cls(**one) for one in values[name])
    return Programme(**made)
