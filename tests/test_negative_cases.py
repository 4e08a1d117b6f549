"""What a procurement must refuse, in our own words: for each case the tests that show it, each of which must be there.

Written by hand, from the titles of public procurement test suites.
"""

from pathlib import Path

import pytest

ROOT = Path(__file__).parent
CASES = {
    "view bids while the call is open": [
        ("domain/evaluation/test_reading.py", "before_the_opening_and_for_strangers"),
        ("sealed/test_canary.py", "nothing_of_a_sealed_bid_is_anywhere"),
    ],
    "change, hand in or withdraw after closing": [
        ("domain/bids/test_working.py", "from_the_deadline_on_every_act"),
        ("api/test_workspaces.py", "after_the_deadline_every_act"),
    ],
    "amend or cancel a call after its deadline, or out of its states": [
        ("domain/challenges/test_amending.py", "after_the_deadline_nothing_is_changed"),
        ("domain/challenges/test_challenge_moves.py", "the_office_cancels_a_public_call"),
    ],
    "ask after the period": [("domain/challenges/test_asking.py", "after_the_period_nobody_asks")],
    "amend by someone else": [
        ("domain/challenges/test_amending.py", "somebody_else_does_not_amend")
    ],
    "close without a fair deadline": [
        ("domain/challenges/test_amending.py", "a_material_change_needs_a_deadline"),
        ("api/test_challenges.py", "an_unfair_deadline_is_refused"),
    ],
    "award inside the notice": [("domain/results/test_awarding.py", "inside_the_notice_nothing")],
    "award with an open objection": [
        ("domain/results/test_awarding.py", "with_an_open_objection_nothing")
    ],
    "sign a changed document": [
        ("domain/pledges/test_signing.py", "a_changed_document_is_not_signed"),
        ("api/test_pledges.py", "a_changed_document_is_not_signed"),
    ],
    "score without declaration": [
        ("domain/evaluation/test_scoring.py", "score_without_declaration_is_refused"),
        ("api/test_evaluation.py", "score_without_declaration_is_refused"),
    ],
    "score one's own organisation": [
        ("domain/evaluation/test_scoring.py", "score_own_organisation_is_refused")
    ],
    "two awards on a one-winner call at the same time": [
        ("domain/results/test_awarding.py", "two_awards_at_the_same_time_have_one_winner")
    ],
    "bid in two consortia": [
        ("domain/bids/test_consortium.py", "nobody_is_in_two_consortia"),
        ("domain/bids/test_at_once.py", "an_organisation_that_consents_twice_at_once"),
    ],
    "bid by the owner's subsidiary": [
        ("domain/bids/test_consortium.py", "the_owner_and_what_it_controls_do_not_bid")
    ],
    "a late milestone": [
        ("domain/projects/test_milestones.py", "a_late_milestone_is_refused_by_name")
    ],
    "accept one's own work": [("domain/projects/test_milestones.py", "nobody_accepts_his_own")],
}


@pytest.mark.parametrize("case", sorted(CASES))
def test_each_case_has_its_tests(case):
    for file, name in CASES[case]:
        assert f"def test_{name}" in (ROOT / file).read_text("utf-8"), f"{case}: {file} {name}"
