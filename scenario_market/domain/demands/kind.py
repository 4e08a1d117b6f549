"""Demands as a kind of posting."""

from scenario_market.domain.demands.models import Clearance, Demand, DemandIndustry, DemandVersion
from scenario_market.domain.demands.rules import FIELDS
from scenario_market.domain.postings.kinds import Kind

DEMANDS = Kind(Demand, DemandVersion, Clearance, DemandIndustry, "demand_id", FIELDS)
