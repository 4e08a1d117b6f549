"""Loading the demonstration city: people, organisations, the pool of 500, calls, needs and lists, by users' commands.

Each step is a transaction of its own and looks whether it was done before, so that a killed start can be repeated.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenario_market.demo import accounts, evaluating, evidence, lives, needs, people, pool_import
from scenario_market.demo.organisations import bidders, organisations
from scenario_market.demo.passing import pass_to
from scenario_market.demo.story import Keys, Stage, tell
from scenario_market.documents.files import Directory
from scenario_market.domain import clock
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.city import City
from scenario_market.domain.demands.models import Demand
from scenario_market.domain.keys import officers
from scenario_market.domain.parties.models import Organisation, Person
from scenario_market.persistence.database import Database

BEFORE = timedelta(days=500)  # long enough for a call to become a landmark
RENEWED = timedelta(days=150)  # a mandate runs for a year


def load(database: Database, files: Directory, city: City, keys: Keys) -> bool:
    """Load what is not there yet; False when all of it was.

    :param keys: those of a web process and of an opener, which only a demonstration has together.
    """
    done = [_step(database, city, step) for step in (_people, _organisations)]
    done.append(pool_import.load(database, city, files))
    done.append(_step(database, city, partial(_calls, keys, files)))
    done.append(_step(database, city, _needs))
    return any(done)


def _step(database: Database, city: City, step: Callable[[Session, datetime, City], bool]) -> bool:
    with database.unit_of_work(request_id="demonstration") as session:
        return step(session, clock.now(session), city)


def _keys(session: Session) -> dict[str, int]:
    rows = session.execute(select(Person.mobile, Person.id).where(Person.is_demo))
    by_mobile = {row.mobile: row.id for row in rows}
    return {one.key: by_mobile[one.mobile] for one in accounts.ACCOUNTS if one.mobile in by_mobile}


def _people(session: Session, now: datetime, city: City) -> bool:
    if people.is_there(session):
        return False
    people.make_people(session, now=now - BEFORE, city=city)
    return True


def _organisation_keys(session: Session) -> dict[str, int]:
    rows = session.execute(select(Organisation.uscc, Organisation.id))
    by_uscc = {row.uscc: row.id for row in rows}
    made = (*organisations(), *bidders())
    return {one.key: by_uscc[one.uscc] for one in made if one.uscc in by_uscc}


def _organisations(session: Session, now: datetime, city: City) -> bool:
    if _organisation_keys(session):
        return False
    made = _keys(session)
    people.make_organisations(session, made, now=now - BEFORE, city=city)
    people.renew_mandates(session, made, now=now - RENEWED, city=city)
    return True


def _calls(keys: Keys, files: Directory, session: Session, now: datetime, city: City) -> bool:
    if session.scalar(select(func.count(Challenge.id))):
        return False
    made = _keys(session)
    for name in ("key_one", "key_two"):
        pair = keys.web.officer_keys.enrol(made[name], accounts.PASSWORD)
        then = now - BEFORE
        officers.enrol(session, new=pair, actor=people.actor(session, made[name], then), now=then)
    organisations = _organisation_keys(session)
    stage = Stage(session, city, made, organisations, keys, files, evidence.kept(files, now))
    evaluating.enter_experts(stage, now - BEFORE)
    tell(lives.stories(stage, now), partial(pass_to, stage))
    return True


def _needs(session: Session, now: datetime, city: City) -> bool:
    if session.scalar(select(func.count(Demand.id))):
        return False
    way = needs.Way(session, _keys(session), _organisation_keys(session), city)
    needs.make_needs(way, now=now)
    return True
