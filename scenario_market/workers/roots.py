"""What the clock locks before a deadline: the row that every act on its subject locks first.

An act locks that row and then sets, moves or drops deadlines; the clock comes the same way, so the two never wait for
each other. What it finds once it has both locks is what holds: the act before it may have moved the deadline.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from scenario_market.domain.base import Base
from scenario_market.domain.bids import beginning, nearing
from scenario_market.domain.bids.models import Bid, Workspace
from scenario_market.domain.challenges import timing as call_times
from scenario_market.domain.challenges.models import Challenge
from scenario_market.domain.demands import answers, list_drafting, publishing, sharpening
from scenario_market.domain.demands.lists import DemandList, Response
from scenario_market.domain.demands.models import Demand, Sharpening
from scenario_market.domain.dossiers import exporting
from scenario_market.domain.dossiers.models import DossierExport
from scenario_market.domain.evaluation import correcting, seating
from scenario_market.domain.evaluation.models import Panel, PanelSeat
from scenario_market.domain.keys import naming
from scenario_market.domain.keys.models import KeyNaming
from scenario_market.domain.landmarks import certifying
from scenario_market.domain.landmarks.models import Landmark
from scenario_market.domain.parties import tenure
from scenario_market.domain.parties.models import Mandate, Organisation
from scenario_market.domain.pledges import beginning as pledges
from scenario_market.domain.pledges.models import Pledge
from scenario_market.domain.projects import closing, reports, timing
from scenario_market.domain.projects import seating as acceptance
from scenario_market.domain.projects.models import Milestone, Project
from scenario_market.domain.projects.panel_models import Seat
from scenario_market.domain.providers import lapsing
from scenario_market.domain.providers.models import Credential, Provider
from scenario_market.domain.publicity import filing, posting
from scenario_market.domain.publicity.models import Objection, PublicNotice
from scenario_market.domain.results import confirming
from scenario_market.domain.todos import reconciling
from scenario_market.domain.todos.models import Todo

Root = Callable[[int], Select[Any]]
Key = InstrumentedAttribute[Any]


def itself(model: type[Base], *, shared: bool = False) -> Root:
    """The subject is locked first.

    :param shared: together with others who only read it, as acts on workspaces do.
    """
    key: Any = model.__table__.c.id
    return lambda subject_id: select(key).where(key == subject_id).with_for_update(read=shared)


def behind(model: type[Base], *keys: Key) -> Root:
    """The subject is locked behind what it belongs to.

    :param keys: foreign keys on the way from the subject to its root.
    """
    root: Any = model.__table__.c.id

    def query(subject_id: int) -> Select[Any]:
        found: Any = subject_id
        for key in keys:
            found = select(key).where(key.class_.id == found).scalar_subquery()
        return select(root).where(root == found).with_for_update()

    return query


ROOTS: Mapping[str, Root] = {
    lapsing.KIND: behind(Provider, Credential.provider_id),
    tenure.KIND: behind(Organisation, Mandate.organisation_id),
    **dict.fromkeys(call_times.CLOCKS, itself(Challenge)),
    nearing.KIND: itself(Challenge, shared=True),
    beginning.LOOK: itself(Workspace),
    correcting.CORRECTION_DUE: behind(Challenge, Bid.challenge_id),
    seating.ANSWER_DUE: behind(Challenge, PanelSeat.panel_id, Panel.challenge_id),
    confirming.DUE: itself(Challenge),
    pledges.DUE: behind(Challenge, Pledge.challenge_id),
    publishing.EXPIRE: itself(Demand),
    answers.DUE: behind(Demand, Response.demand_id),
    sharpening.DUE: behind(Demand, Sharpening.demand_id),
    list_drafting.PUBLISH: itself(DemandList),
    posting.ENDS: itself(PublicNotice),
    filing.DUE: itself(Objection),
    timing.KIND: behind(Project, Milestone.project_id),
    reports.KIND: itself(Project),
    closing.RECTIFY: itself(Project),
    acceptance.DUE: behind(Project, Seat.project_id),
    certifying.EXPIRES: itself(Landmark),
    naming.LAPSES: itself(KeyNaming),
    reconciling.NEAR: itself(Todo),
    reconciling.OVERDUE: itself(Todo),
    exporting.ERASE: itself(DossierExport),
}


def lock(session: Session, kind: str, subject_id: int) -> None:
    """Lock the root of a deadline. What comes again every day is about nothing that others act on."""
    if kind in ROOTS:
        session.execute(ROOTS[kind](subject_id))
