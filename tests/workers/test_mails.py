"""What stands in a mail or an SMS, and what no name can write into it."""

import json
from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest

from scenario_market.channels.post import open_post
from scenario_market.domain import outbox
from scenario_market.domain.actor import SYSTEM
from scenario_market.domain.notices import tokens
from scenario_market.domain.notices.models import Delivery
from scenario_market.domain.parties.events import MandateExpiring
from scenario_market.workers import clock as clock_module
from tests.domain.demands import cases
from tests.workers.hand import MAIL, body, once, reader, undo, verified


def test_a_published_demand_comes_by_mail_with_the_reason_in_chinese(hand, mailbox, scene):
    hand.turn()
    (message,) = [one for one in mailbox.to(MAIL) if "匹配" in one["Subject"]]
    assert message["Subject"] == "新需求与贵单位匹配：轴承座产线表面缺陷在线检测"
    for kind in ("plain", "html"):
        text = body(message, kind)
        assert "为什么通知您" in text
        assert "匹配得分" in text
        assert "测试需求单位" in text
        assert "北京时间" in text
        assert "不适合我" in text
        assert "退订此类邮件" in text


@once
def test_no_contact_details_of_others_stand_in_a_mail(hand, mailbox, scene):
    hand.turn()
    whole = "".join(body(m, k) for m in mailbox.to(MAIL) for k in ("plain", "html"))
    for secret in ("contact@owner.example", "027-00000003", "测试联系人", "1390000"):
        assert secret not in whole


@once
def test_a_mail_unsubscribes_in_one_click_by_rfc_8058(hand, mailbox):
    _, person_id = verified(hand)
    hand.turn()
    (message,) = mailbox.to(MAIL)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = message["List-Unsubscribe"].strip("<>")
    assert address.startswith(hand.settings.public_url)
    token = address.rpartition("/")[2]
    assert tokens.read(hand.settings.secret_key, token) == (person_id, "organisation_verified")


@once
def test_a_mail_that_must_be_repeated_has_the_same_message_id(hand, mailbox):
    verified(hand)
    hand.turn()
    (delivery,) = hand.rows(Delivery)
    hand.put(lambda session, now: undo(session, Delivery, delivery.id, now))
    hand.turn()
    first, second = mailbox.to(MAIL)
    assert first["Message-ID"] == second["Message-ID"]


@once
@pytest.mark.parametrize(
    "name",
    [
        "甲公司\r\nBcc: victim@other.example",
        "乙公司\nSubject: forged",
        "丙\u2028公司\x07\u202e",
        "<script>alert(1)</script>公司",
        "{subject} {{ 7 * 7 }} %s 公司",
    ],
)
def test_a_name_cannot_write_headers_or_markup(hand, mailbox, name):
    verified(hand, name=name)
    hand.turn()
    ((to, message, raw),) = mailbox.mails
    assert to == MAIL
    head = raw.partition(b"\r\n\r\n")[0].lower()
    assert b"\nbcc" not in head
    assert head.count(b"\nsubject:") == 1
    assert "<script>" not in body(message, "html")
    assert "49" not in message["Subject"]
    assert not any(ord(letter) < 32 or letter in "\u2028\u202e" for letter in message["Subject"])


@once
def test_english_readers_are_told_in_english(hand, mailbox):
    verified(hand, locale="en")
    hand.turn()
    (message,) = mailbox.to(MAIL)
    assert message["Subject"].startswith("Organisation verified")
    assert "Dear " in body(message, "plain")


@once
def test_without_a_server_mails_are_kept_as_files(hand):
    hand.machine.post = open_post(replace(hand.settings, smtp_url=""))
    verified(hand)
    hand.turn()
    (path,) = (hand.settings.data_dir / "mail").glob("*.eml")
    message = message_from_bytes(path.read_bytes(), policy=default)
    assert message["To"] == MAIL


@once
def test_a_kind_that_comes_by_sms_is_sent_by_its_template(hand):
    def change(session, now):
        cast = cases.cast(session, hand.city)
        organisation, actor = cast.provider(name="武汉测试科技有限公司")
        person_id = reader(session, actor, organisation, email=None)
        fact = MandateExpiring(
            subject_id=organisation.id, mandate_id=1, person_id=person_id, days=7
        )
        outbox.record(session, fact, actor=SYSTEM, now=now)

    hand.put(change)
    hand.turn()
    assert [(row.channel, row.outcome) for row in hand.rows(Delivery)] == [("sms", "sent")]
    (line,) = (hand.settings.data_dir / "sms" / "messages.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["variables"] == {"organisation": "武汉测试科技有限公司", "days": "7"}


@once
def test_the_auditor_gets_the_signed_head_by_mail_and_it_verifies(hand, mailbox):
    from scenario_market.domain import audit
    from scenario_market.domain.parties.models import RoleGrant

    def change(session, now):
        person = cases.factories.person(session, email=MAIL, email_confirmed_at=now)
        session.add(RoleGrant(person_id=person.id, role="auditor", starts_at=now))

    hand.put(change)
    verified(hand, email="other@provider.example")
    hand.turn()
    command = clock_module.standing(hand.settings)[audit.CHECKPOINT]
    hand.put(lambda session, now: command(session, 0, now=now, city=hand.city))
    hand.turn()
    (message,) = mailbox.to(MAIL)
    (paper,) = message.iter_attachments()
    with hand.database.reading() as session:
        assert json.loads(paper.get_content()) == audit.document(audit.newest(session))
