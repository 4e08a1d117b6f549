"""The demonstration's calls: each carried by the real commands to where it is to stand."""

import pytest
from sqlalchemy import func, select

from scenario_market import settings as settings_module
from scenario_market.demo import city as demonstration
from scenario_market.demo import lives, people
from scenario_market.demo.call_texts import calls
from scenario_market.demo.keys import held
from scenario_market.documents.files import Directory
from scenario_market.domain.actor import PUBLIC
from scenario_market.domain.attachments import queries as attachments
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.challenges.states import ChallengeState
from scenario_market.domain.draws import draw
from scenario_market.domain.evaluation.models import Panel
from scenario_market.domain.landmarks.models import Landmark
from scenario_market.domain.outbox import EventRecord
from scenario_market.domain.projects.models import Project
from scenario_market.domain.projects.panel_models import AcceptancePanel
from tests.factories import NOW


def tell(session, city, folder):
    """The whole past, as a start makes it."""
    people.make_people(session, now=NOW - demonstration.BEFORE, city=city)
    demonstration._organisations(session, NOW, city)
    keys = held(settings_module.load({"SM_DATA_DIR": str(folder)}))
    demonstration._calls(keys, Directory(folder / "files"), session, NOW, city)


# A demonstration is kept in SQLite, and telling its past takes a while.
@pytest.mark.parametrize("shared_database", ["sqlite"], indirect=True)
def test_a_call_stands_in_every_state_that_lasts_and_the_past_is_in_order(session, city, tmp_path):
    tell(session, city, tmp_path)
    states = dict(session.execute(select(Challenge.title, Challenge.state)).all())
    wanted = {one.fields["title"]: lives.STATES.get(one.ends, one.ends) for one in calls()}
    assert states == wanted
    # A closed call is opened, and a pledged one delivered, at once.
    assert set(ChallengeState) - set(states.values()) == {"closed", "pledged"}
    projects = dict(
        session.execute(select(Project.state, func.count()).group_by(Project.state)).all()
    )
    assert projects == {"pledge_pending": 1, "active": 2, "eliminated": 1, "accepted": 2}
    landmark = session.scalars(select(Landmark)).one()
    assert landmark.state == "certified"
    pictures = attachments.attachments(session, "landmark", landmark.id, actor=PUBLIC).rows
    assert [one.media_type for one in pictures] == ["image/png"] * 3
    instants = session.scalars(
        select(EventRecord.at)
        .where(EventRecord.subject_kind.in_(["challenge", "bid", "project", "milestone"]))
        .order_by(EventRecord.id)
    ).all()
    assert instants == sorted(instants)
    assert not any(session.scalars(select(Panel.after_opening)).all())
    published = [one for one in session.scalars(select(AcceptancePanel.published)).all() if one]
    assert [draw.faults(one) for one in published] == [[], []]
    assert instants[-1] <= NOW
