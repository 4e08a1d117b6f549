"""A market with a line behind it, turned by hand, in which bids are written, handed in and watched."""

import copy
import io
import logging
import os
import random
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import structlog

from scenario_market import logs
from scenario_market.api import create_app
from scenario_market.domain import clock
from scenario_market.domain.parties.models import Person
from scenario_market.persistence.web_session import db
from tests import samples
from tests.api.sealing import Bidder
from tests.api.world import World
from tests.domain.bids.desks import ANSWERS
from tests.smtp import Mailbox, running_smtp
from tests.workers.hand import Hand

REQUEST_BYTES = 20_000
ALIKE = {"colleague", "second", "third", "other_lead"}  # they read what another one reads


@dataclass
class Stage:
    """A market: the world of its people, the line, its mails, and what it logs."""

    world: Any
    hand: Hand
    mailbox: Mailbox
    settings: Any
    written: io.StringIO

    @property
    def database(self):
        return self.world.database

    @property
    def bystanders(self):
        """One of every kind who takes no part in the provider's bid."""
        return ["public", *sorted(set(self.world.people) - {"provider", "other"} - ALIKE)]

    def bidder(self, challenge_id, who="provider"):
        """Somebody who works on a bid."""
        return Bidder(self.world, who, challenge_id)

    def act(self, bidder, verb, answers=ANSWERS, removed=()):
        """An act in a request of one size."""
        seen = bidder.read()
        sections = {
            name: {"answer": answer, "etag": seen["sections"][name]["etag"]}
            for name, answer in answers.items()
        }
        body = {"act": verb, "version": seen["version"], "sections": sections}
        body |= {"accepts_rules": True, "removed_files": list(removed), "padding": ""}
        size = len(bidder.client.http.application.json.dumps(body).encode())
        body["padding"] = "-" * (REQUEST_BYTES - size)
        return bidder.client.put(bidder.path, body)

    def attach(self, bidder, name="团队简历.pdf", content=None):
        """A file in the draft's team."""
        file = io.BytesIO(content or samples.pdf("团队"))
        return bidder.client.call(
            "POST",
            f"{bidder.path}/files",
            data={"section": "team", "file": (file, name)},
            content_type="multipart/form-data",
        )


def mailed(world):
    """Gives everybody an address that mails reach."""
    with world.database.unit_of_work() as session:
        for name, key in world.people.items():
            person = session.get(Person, key)
            person.email, person.email_confirmed_at = f"{name}@people.example", world.now


@contextmanager
def playing(settings, world=None):
    """A market on these settings: with a world of its own, or the people of one that its database is a copy of."""
    mailbox, written = Mailbox(), io.StringIO()
    with running_smtp(mailbox) as smtp:
        settings = replace(settings, smtp_url=smtp, mail_from="noreply@city.example")
        settings = replace(settings, log_level="debug", log_format="json", rate_limits=False)
        app = create_app(settings)
        handler = logging.getLogger().handlers[0]
        before = handler.setStream(written)
        for noisy in ("mail.log", "asyncio", "faker"):
            logging.getLogger(noisy).setLevel("WARNING")
        if world is None:
            world = World(app)
            mailed(world)
        else:
            world = copy.copy(world)
            world.app, world.database = app, app.extensions["database"]
        hand = Hand(settings)
        try:
            yield Stage(world, hand, mailbox, settings, written)
        finally:
            handler.setStream(before)
            logs.configure("warning", "json")
            hand.database.close()
            world.database.close()
            with app.app_context():
                db.engine.dispose()


@contextmanager
def seeded(monkeypatch, start, seed=7):
    """All that is drawn comes from one seed, and the clock goes on by a millisecond each time that it is read."""
    drawn, instants = random.Random(seed), [start]

    def urandom(size):
        return drawn.randbytes(size)

    def now(session):
        instants[0] += timedelta(milliseconds=1)
        return instants[0]

    with monkeypatch.context() as patched:
        structlog.contextvars.clear_contextvars()
        patched.setattr(os, "urandom", urandom)
        patched.setattr(random, "_urandom", urandom)
        patched.setattr(clock, "now", now)
        yield
