"""The demonstration's landmark: nominated, reviewed, in notice, certified, copied elsewhere."""

from datetime import datetime, timedelta

from scenario_market.demo import pictures
from scenario_market.demo.story import Stage
from scenario_market.domain.attachments import attaching
from scenario_market.domain.landmarks import certifying, copying, nominating, reviewing
from scenario_market.domain.publicity import posting

STORY = {
    "summary": "焊装线数字孪生与自适应焊接，换型调试由十六小时缩短到四小时。",
    "background": "副车架焊装线承担三款车型混线生产，平均每周换型两次，每次调试约十六小时。焊接变形靠返修消化，"
    "返修工时占总工时百分之九，且依赖少数老师傅的经验。",
    "approach": "一、打通焊接电源、机器人与三坐标测量数据，统一到毫秒级时间轴。\n"
    "二、建立焊接变形预测模型，在数字孪生中先行验证换型参数，再下发到产线。\n"
    "三、把测量偏差反馈给机器人，闭环调整电流、速度和焊接顺序；模型置信度不足时自动退回人工确认。",
    "outcome": "焊后尺寸一次合格率和换型调试时间均达到军令状目标，返修工时下降六成，三名调试人员转岗至工艺研发。"
    "工艺包已在外地一条同类产线复制应用。",
}


def nominate(stage: Stage, project_id: int, now: datetime) -> int:
    """The owner nominates, with the pictures of the case."""
    row = nominating.nominate(
        stage.session,
        project_id=project_id,
        fields=STORY,
        actor=stage.who("owner", now),
        now=now,
    )
    stage.session.flush()
    for upload in pictures.kept(stage.files):
        attaching.attach(
            stage.session,
            "landmark",
            row.id,
            purpose="picture",
            upload=upload,
            **stage.by("owner", now),
        )
    return row.id


def announce(stage: Stage, key: int, now: datetime) -> datetime:
    """Reviewed and put in notice; returns when its days are over."""
    reviewing.review(
        stage.session,
        key,
        opinion="成效真实、指标经第三方检测，具备可复制性。",
        actor=stage.who("reviewer", now),
        now=now,
        version=None,
    )
    reviewing.announce(stage.session, key, version=None, **stage.by("reviewer", now))
    notice = posting.standing(stage.session, "landmark", key)
    assert notice is not None
    return notice.ends_at


def certify(stage: Stage, key: int, serial: int, now: datetime) -> None:
    prefix = stage.city.identity["records"]["document_prefix"]
    certifying.certify(
        stage.session,
        key,
        number=f"{prefix}〔{stage.city.day(now).year}〕{serial}号",
        signer=stage.keys.signing.signer,
        version=None,
        **stage.by("lead", now),
    )


def copy(stage: Stage, key: int, now: datetime) -> None:
    """The provider reports a copy elsewhere with evidence, and the office confirms it."""
    row = copying.report(
        stage.session,
        key,
        place="湖北省襄阳市",
        organisation_name="襄阳某车桥企业（演示）",
        description="一条副车架焊装线复制应用，换型时间缩短七成。",
        copied_on=stage.city.day(now) - timedelta(days=3),
        **stage.by("bidder_a", now),
    )
    stage.session.flush()
    attaching.attach(
        stage.session,
        "landmark_copy",
        row.id,
        purpose="evidence",
        upload=stage.evidence,
        **stage.by("bidder_a", now),
    )
    who = stage.who("reviewer", now)
    copying.confirm(stage.session, row.id, actor=who, now=now, version=None)
