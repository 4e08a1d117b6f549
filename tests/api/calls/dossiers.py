"""The record of a case."""

from tests.api.calls.table import keyed

keyed("POST /challenges/{challenge_id}/dossier", "lead", "challenge_id", lambda w: w.pledged_case())
