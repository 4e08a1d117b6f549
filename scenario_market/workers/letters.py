"""From a delivery row to the message that goes out: who, what, in which language, or nobody any more."""

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from scenario_market.channels import headers
from scenario_market.channels.sms import Template, TextMessage
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.demands.states import OPEN
from scenario_market.domain.notices import tokens
from scenario_market.domain.notices.facts import Facts, facts_of
from scenario_market.domain.notices.models import Delivery, DigestItem, Notice
from scenario_market.domain.notices.preferences import wish_of
from scenario_market.domain.parties import email
from scenario_market.domain.parties.authority import in_force
from scenario_market.domain.parties.models import Mandate, Person
from scenario_market.texts.mails import Links, Mail, digest_mail, notice_mail
from scenario_market.texts.notices import teller
from scenario_market.texts.telling import one_line, slots
from scenario_market.workers.machine import Machine

# Told about a demand that takes answers; once it takes none, the news is no news.
ABOUT_OPEN = frozenset({"demand_matched", "demand_amended"})


@dataclass(frozen=True)
class Letter:
    """A mail to one address, or an SMS to one number."""

    person_id: int
    address: str
    mail: EmailMessage | None = None
    sms: TextMessage | None = None


def write_letter(
    session: Session, delivery: Delivery, *, machine: Machine, now: datetime
) -> Letter | None:
    """What is to be sent now; None when there is nobody to send it to any more, or nothing left to say."""
    person = session.get(Person, delivery.person_id)
    known = delivery.template in machine.city.policy["notices"]
    if person is None or person.disabled_at is not None or not known:
        return None
    wish = wish_of(session, person_id=person.id, kind=delivery.template, city=machine.city)
    if not (wish.mail if delivery.channel == "mail" else wish.sms):
        return None
    notices = _current(session, _notices(session, delivery), person, now)
    if not notices:
        return None
    facts = facts_of(session, notices)
    shown = [facts[notice.id] for notice in notices]
    if delivery.channel == "sms":
        return _sms(delivery, person, shown[0], machine)
    return _mail(session, delivery, person, shown, machine=machine, now=now)


def _notices(session: Session, delivery: Delivery) -> Sequence[Notice]:
    if delivery.notice_id is not None:
        return session.scalars(select(Notice).where(Notice.id == delivery.notice_id)).all()
    items = select(DigestItem.notice_id).where(
        DigestItem.person_id == delivery.person_id, DigestItem.day == delivery.digest_day
    )
    return session.scalars(
        select(Notice).where(Notice.id.in_(items)).order_by(Notice.id.desc())
    ).all()


def _current(
    session: Session, notices: Sequence[Notice], person: Person, now: datetime
) -> list[Notice]:
    """Those that still concern the person: his mandate holds, and the demand takes answers."""
    live = select(Mandate.organisation_id).where(Mandate.person_id == person.id, *in_force(now))
    for_him = Notice.person_id.is_not(None) | Notice.organisation_id.in_(live)
    closed = Notice.kind.in_(ABOUT_OPEN) & ~exists().where(
        Demand.id == Notice.subject_id, Demand.state.in_(sorted(OPEN))
    )
    ids = [notice.id for notice in notices]
    kept = set(session.scalars(select(Notice.id).where(Notice.id.in_(ids), for_him, ~closed)))
    return [notice for notice in notices if notice.id in kept]


def _sms(delivery: Delivery, person: Person, facts: Facts, machine: Machine) -> Letter | None:
    entry = machine.city.policy["sms"]["templates"].get(delivery.template)
    if entry is None:
        return None
    # Approved templates are Chinese, so what fills them is.
    values = slots(facts, teller(machine.city, "zh"))
    message = Template(entry).fill(f"delivery-{delivery.id}", person.mobile, values)
    return Letter(person.id, person.mobile, sms=message)


def _mail(
    session: Session,
    delivery: Delivery,
    person: Person,
    shown: list[Facts],
    *,
    machine: Machine,
    now: datetime,
) -> Letter | None:
    confirms = delivery.template == email.KIND
    if person.email is None or not email.takes_mail(person, is_confirming=confirms):
        return None
    if confirms and person.email_confirmed_at is not None:  # once is enough
        return None
    settings, city = machine.settings, machine.city
    if confirms:
        if not email.is_current(session, shown[0].params.get("confirmation_id"), person):
            return None
        # Only here, never in the row or the inbox: who knows the code has read this mail.
        code = email.confirmation(settings.secret_key, person, now=now, city=city)
        shown = [replace(one, params={**one.params, "confirmation": code}) for one in shown]
    site = settings.public_url.rstrip("/")
    token = tokens.sign(settings.secret_key, person_id=person.id, kind=delivery.template)
    links = Links(site, f"{site}/unsubscribe/{token}")
    demo = person.is_demo
    if delivery.notice_id is None:
        mail = digest_mail(
            shown, name=person.name, city=city, language=person.locale, links=links, demo=demo
        )
    else:
        mail = notice_mail(
            shown[0], name=person.name, city=city, language=person.locale, links=links, demo=demo
        )
    message = _message(mail, person.email, links, delivery, machine, now)
    if delivery.template == "checkpoint_signed":
        _attach_paper(message, shown[0])
    return Letter(person.id, person.email, mail=message)


def _message(
    mail: Mail, address: str, links: Links, delivery: Delivery, machine: Machine, now: datetime
) -> EmailMessage:
    sender = machine.settings.mail_from
    local, _, domain = sender.rpartition("@")
    platform = machine.city.identity["office"]["platform_name"]["zh"]
    message = EmailMessage(policy=headers.MAIL)
    message["From"] = Address(one_line(platform), local, domain)
    message["To"] = address
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id(machine.settings.secret_key, delivery.id, domain)
    message["Auto-Submitted"] = "auto-generated"
    message["List-Unsubscribe"] = f"<{links.unsubscribe}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    # Chinese lines are long: base64 keeps every server from breaking them.
    message.set_content(mail.text, cte="base64")
    message.add_alternative(mail.html, subtype="html", cte="base64")
    return message


def _attach_paper(message: EmailMessage, facts: Facts) -> None:
    """The signed head as ``audit verify --checkpoint`` reads it."""
    paper = {("at" if key == "signed_at" else key): value for key, value in facts.params.items()}
    message.add_attachment(
        json.dumps(paper, indent=2).encode(),
        maintype="application",
        subtype="json",
        filename=f"checkpoint-{paper['position']}.json",
    )


def message_id(key: str, delivery_id: int, domain: str) -> str:
    """The same for a repetition, different in every installation, telling nothing about the row."""
    stated = f"message-id:{delivery_id}".encode()
    mark = hmac.new(key.encode(), stated, hashlib.sha256).hexdigest()[:24]
    return f"<{mark}@{domain or 'localhost'}>"
