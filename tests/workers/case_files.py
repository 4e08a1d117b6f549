"""A case up to its signed pledge, with its paper and an objection, for tests of what leaves the house."""

import shutil

import pytest

from scenario_market import settings as settings_module
from scenario_market.domain.publicity.models import Objection, PublicNotice
from scenario_market.vault import holding
from tests.domain.pledges import cases
from tests.workers.hand import Hand

SECRET = "异议人的原话与联系方式"


def on(folder, redis_url):
    """Settings of a market whose database and data stand in one folder."""
    places = {"SM_DATA_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder / 'market.sqlite3'}"}
    return settings_module.load({**places, "REDIS_URL": redis_url})


@pytest.fixture(scope="module")
def played(tmp_path_factory, sqlite_template, redis_url):
    """A case up to its signed pledge, with its paper and an objection: its folder, its key, the lead who exports."""
    folder = tmp_path_factory.mktemp("played")
    shutil.copy(sqlite_template, folder / "market.sqlite3")
    hand = Hand(on(folder, redis_url))

    def change(session, now):
        cast = cases.cast(session, hand.city, folder)
        cast.now = now
        pledge = cast.signed(reserves=[cast.organisation(name="备选单位")])
        objected(session, pledge.challenge_id, cast.person(), now)
        session.flush()
        return pledge.challenge_id, cast.lead

    key, lead = hand.put(change)
    hand.turn()
    hand.database.close()
    return folder, key, lead


@pytest.fixture
def settings(played, tmp_path, fresh_redis_url):
    """Of a copy: a dossier holds the same whatever the database, so there is one kind of it."""
    shutil.copytree(played[0], tmp_path / "market")
    return on(tmp_path / "market", fresh_redis_url)


@pytest.fixture
def case(played, settings):
    """The case in a market of this test's own."""
    hand, (_, key, lead) = Hand(settings), played
    yield hand, key, lead, holding.platform(settings)
    hand.database.close()


def objected(session, challenge_id, person, now):
    """An objection by fiat against the notice of the call."""
    day = now.date()
    notice = PublicNotice(
        number="GS-1",
        subject_kind="challenge",
        subject_id=challenge_id,
        attempt=1,
        title="公示",
        content={},
        receiver={},
        day_kind="working",
        days=5,
        answer_days=3,
        posted_at=now,
        first_on=day,
        last_on=day,
        ends_at=now,
        ended_at=now,
        created_at=now,
        updated_at=now,
    )
    session.add(notice)
    session.flush()
    session.add(
        Objection(
            number="YY-1",
            state="dismissed",
            notice_id=notice.id,
            subject_kind="challenge",
            subject_id=challenge_id,
            objector_id=person.id,
            contact=SECRET,
            grounds=SECRET,
            filed_at=now,
            due_at=now,
            decided_at=now,
            finding="评审程序合规",
            created_at=now,
            updated_at=now,
        )
    )
