"""The record of a case."""

from tests.api.calls.table import keyed

keyed("POST /challenges/{challenge_id}/dossier", "lead", "challenge_id", lambda w: w.pledged_case())
keyed("POST /demands/{demand_id}/dossier", "lead", "demand_id", lambda w: w.contracted_demand())
