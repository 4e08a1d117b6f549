"""Demands as a kind of posting."""

from scenario_market.domain.demands.models import (
    Clearance,
    Demand,
    DemandIndustry,
    DemandVersion,
    VersionAttachment,
)
from scenario_market.domain.demands.rules import FIELDS
from scenario_market.domain.postings.kinds import Kind

DEMANDS = Kind(
    model=Demand,
    version=DemandVersion,
    step=Clearance,
    file=VersionAttachment,
    industry=DemandIndustry,
    key="demand_id",
    fields=FIELDS,
)
