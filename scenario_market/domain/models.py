"""Imports every entity, so that the metadata is whole, and every event with them: for migrations, documents, tests."""

from scenario_market.domain import (
    attachments,
    checkpoint_events,
    checkpoints,
    clock,
    clock_events,
    deadlines,
    idempotency,
    jobs,
    lifecycle,
    outbox,
    poison_events,
    readings,
)
from scenario_market.domain.attachments import events as attachment_events
from scenario_market.domain.base import Base
from scenario_market.domain.bids import awards
from scenario_market.domain.bids import models as bids
from scenario_market.domain.challenges import call_models, opening_events
from scenario_market.domain.challenges import models as challenges
from scenario_market.domain.demands import lists, serials
from scenario_market.domain.demands import models as demands
from scenario_market.domain.dossiers import models as dossiers
from scenario_market.domain.evaluation import models as evaluation
from scenario_market.domain.experts import models as experts
from scenario_market.domain.imports import models as imports
from scenario_market.domain.keys import events as key_events
from scenario_market.domain.keys import models as keys
from scenario_market.domain.landmarks import models as landmarks
from scenario_market.domain.matching import events as match_events
from scenario_market.domain.matching import records
from scenario_market.domain.notices import events as notice_events
from scenario_market.domain.notices import models as notices
from scenario_market.domain.parties import models as parties
from scenario_market.domain.pledges import models as pledges
from scenario_market.domain.projects import models as projects
from scenario_market.domain.projects import panel_models as acceptance_panels
from scenario_market.domain.projects import records as project_records
from scenario_market.domain.providers import models as providers
from scenario_market.domain.publicity import models as publicity
from scenario_market.domain.results import events as result_events
from scenario_market.domain.results import models as results
from scenario_market.domain.results import numbering
from scenario_market.domain.todos import events as todo_events
from scenario_market.domain.todos import models as todos

metadata = Base.metadata

__all__ = [
    "acceptance_panels",
    "attachment_events",
    "attachments",
    "awards",
    "bids",
    "call_models",
    "challenges",
    "checkpoint_events",
    "checkpoints",
    "clock",
    "clock_events",
    "deadlines",
    "demands",
    "dossiers",
    "evaluation",
    "experts",
    "idempotency",
    "imports",
    "jobs",
    "key_events",
    "keys",
    "landmarks",
    "lifecycle",
    "lists",
    "match_events",
    "metadata",
    "notice_events",
    "notices",
    "numbering",
    "opening_events",
    "outbox",
    "parties",
    "pledges",
    "poison_events",
    "project_records",
    "projects",
    "providers",
    "publicity",
    "readings",
    "records",
    "result_events",
    "results",
    "serials",
    "todo_events",
    "todos",
]
