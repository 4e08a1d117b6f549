"""An accepted project, and the way of its landmark through the commands."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

from scenario_market.domain.actor import Actor
from scenario_market.domain.attachments.models import Attachment
from scenario_market.domain.landmarks import certifying, copying, nominating, reviewing
from scenario_market.domain.landmarks.models import Landmark
from scenario_market.domain.moves import Reason
from scenario_market.domain.projects.records import Measurement
from scenario_market.domain.publicity import deciding, filing, posting
from scenario_market.vault.signing import Ed25519PrivateKey, SigningKey
from tests import factories
from tests.domain.projects import cases as projects

STORY = {
    "summary": "视觉检测替代人工目检",
    "background": "人工目检漏检率高，夜班尤甚",
    "approach": "三条产线部署机器视觉在线检测，与制造执行系统对接",
    "outcome": "漏检率由 3.5% 降至 0.4%，两年节约质检成本",
}
REVOKE = Reason("out_of_use", "产线已停用")
DECLINE = Reason("effect_unclear", "成效数据不足")
SIGNER = SigningKey(Ed25519PrivateKey.generate())
_serial = count(9000)


@dataclass
class Made:
    """One project, its landmark, and a clock of its own."""

    cast: projects.Cast
    project: Any
    now: Any
    row: Landmark = None

    @property
    def session(self):
        return self.cast.session

    @property
    def city(self):
        return self.cast.city

    @property
    def officer(self):
        return self.cast.reviewers[0]

    @property
    def plain(self):
        return {"now": self.now, "version": None}

    @property
    def context(self):
        return {**self.plain, "city": self.city}

    def nominated(self, actor=None, **fields):
        self.row = nominating.nominate(
            self.session,
            project_id=self.project.id,
            fields=STORY | fields,
            actor=actor or self.cast.owner,
            now=self.now,
        )
        return self

    def reviewed(self):
        self.nominated()
        return self.review()

    def review(self, actor=None):
        reviewing.review(
            self.session,
            self.row.id,
            opinion="成效真实，可复制",
            actor=actor or self.officer,
            **self.plain,
        )
        return self

    def announced(self):
        return self.reviewed().announce()

    def announce(self):
        reviewing.announce(self.session, self.row.id, actor=self.officer, **self.context)
        return self

    def over(self):
        self.announced()
        self.now = self.notice.ends_at
        return self

    def certified(self):
        return self.over().certify()

    def certify(self, number=None, signer=SIGNER):
        number = number or f"武场景〔{self.city.day(self.now).year}〕{next(_serial)}号"
        certifying.certify(
            self.session,
            self.row.id,
            number=number,
            signer=signer,
            actor=self.cast.lead,
            **self.context,
        )
        return self

    def revoke(self):
        certifying.revoke(
            self.session, self.row.id, reason=REVOKE, actor=self.cast.lead, **self.context
        )
        return self

    @property
    def notice(self):
        return posting.standing(self.session, "landmark", self.row.id)

    def objection(self, reviewer=None):
        """An admitted objection, and who reviews it."""
        reviewer = reviewer or factories.officer(self.cast.person(), "objection_reviewer")
        row = filing.file_objection(
            self.session,
            self.notice.id,
            grounds="公示的测量结果与实际不符",
            actor=Actor(person_id=self.cast.person().id),
            now=self.now,
            city=self.city,
        )
        deciding.admit(self.session, row.id, issue="测量结果", actor=reviewer, **self.plain)
        return row, reviewer

    def reported(self, actor=None, **fields):
        given = {
            "place": "湖北省襄阳市",
            "organisation_name": "襄阳某轴承厂",
            "description": "两条产线复制",
            "copied_on": date(2026, 3, 1),
        }
        return copying.report(
            self.session,
            self.row.id,
            actor=actor or self.cast.owner,
            now=self.now,
            city=self.city,
            **given | fields,
        )

    def file(self, kind, key, purpose):
        """A file by fiat."""
        row = Attachment(
            subject_kind=kind,
            subject_id=key,
            purpose=purpose,
            name="材料.pdf",
            media_type="application/pdf",
            size_bytes=9,
            sha256="0" * 64,
            stored_as="-",
            created_at=self.now,
        )
        self.session.add(row)
        self.session.flush()
        return row


def accepted(cast, measured=0.4, baseline=3.5, state="accepted"):
    """A project accepted by fiat, with a third party's measurement of its metric."""
    project = cast.active()
    project.state = state
    made = Made(cast, project, cast.now)
    report = made.file("project", project.id, "measurement")
    if measured is not None:
        cast.session.add(
            Measurement(
                project_id=project.id,
                round=1,
                metric="miss_rate",
                operator="le",
                baseline=baseline,
                target=0.5,
                measured=measured,
                unit="%",
                is_met=measured <= 0.5,
                measured_by="第三方检测中心",
                measured_by_uscc="91350100M000100Y43",
                measured_on=cast.city.day(cast.now),
                attachment_id=report.id,
                recorded_by_id=cast.lead.person_id,
                recorded_at=cast.now,
            )
        )
    cast.session.flush()
    return made


def later(made, **duration):
    made.now += timedelta(**duration)
    return made
