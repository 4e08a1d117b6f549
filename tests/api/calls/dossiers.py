"""The record of a case."""

from tests.api.calls.table import keyed

keyed("POST /challenges/{challenge_id}/dossier", "lead", "challenge_id", lambda w: w.pledged_case())
keyed("POST /demands/{demand_id}/dossier", "lead", "demand_id", lambda w: w.contracted_demand())

for _method in ("GET", "POST"):
    keyed(
        _method + " /challenges/{challenge_id}/dossier-exports",
        "lead",
        "challenge_id",
        lambda w: w.pledged_case(),
    )
    keyed(
        _method + " /demands/{demand_id}/dossier-exports",
        "lead",
        "demand_id",
        lambda w: w.contracted_demand(),
    )
keyed("GET /dossier-exports/{export_id}", "lead", "export_id", lambda w: w.case_export())
keyed("GET /dossier-exports/{export_id}/file", "auditor", "export_id", lambda w: w.case_export())
