"""Who completes whom: what a partner would bring, and in which order partners are named. Pure."""

from datetime import timedelta

from scenario_market.domain.challenges.bidders import Bidder, Held
from scenario_market.domain.challenges.complement import Candidate, Seeker, lacking, suggest
from tests.domain.challenges.calls import TODAY

CMMI3 = {"code": "cmmi", "level": 3, "reason": "absent", "expired_on": None}
HONOUR = {"code": "high_tech", "level": 0, "reason": "expired", "expired_on": "2026-03-01"}


def answer(rule, *missing, passed=False, by_partner=True):
    return {"rule": rule, "passed": passed, "by_partner": by_partner, "lacking": list(missing)}


def candidate(key, *held, services=(), name=None):
    papers = tuple(Held(*one) for one in held)
    return Candidate(name or f"单位{key}", Bidder(key, held=papers), frozenset(services))


def named(seeker, *candidates, wanted=()):
    found = suggest(seeker, wanted, candidates, today=TODAY)
    return [(one.organisation_id, [kind for kind, _ in one.brings]) for one in found]


SEEKER = Seeker(
    1, frozenset({"ai_model"}), [answer("certificate", CMMI3), answer("honour", HONOUR)]
)


def test_what_a_partner_cannot_bring_is_not_looked_for():
    seeker = Seeker(
        1,
        frozenset({"ai_model"}),
        [
            answer("certificate", CMMI3),
            answer("district", {"code": "420106", "level": 0}, by_partner=False),
            answer("honour", passed=True),
        ],
    )
    assert lacking(seeker, ["ai_model", "security"]) == [
        ("certificate", {"code": "cmmi", "level": 3}),
        ("service_type", "security"),
    ]


def test_who_brings_most_is_named_first_and_at_most_three():
    honour, cmmi = ("honour", "high_tech"), ("certificate", "cmmi", 5)
    found = named(
        SEEKER,
        candidate(2, honour),
        candidate(3, honour, cmmi),
        candidate(4, cmmi),
        candidate(5, honour),
    )
    assert found == [(3, ["certificate", "honour"]), (2, ["honour"]), (4, ["certificate"])]


def test_neither_oneself_nor_who_brings_nothing_is_named():
    assert named(SEEKER, candidate(1, ("honour", "high_tech")), candidate(2)) == []


def test_what_has_expired_or_is_of_a_lower_level_brings_nothing():
    yesterday = TODAY - timedelta(days=1)
    expired, low = ("honour", "high_tech", 0, yesterday), ("certificate", "cmmi", 2)
    assert named(SEEKER, candidate(2, expired), candidate(3, low)) == []


def test_who_misses_nothing_may_still_lack_a_service_of_the_call():
    seeker = Seeker(1, frozenset({"ai_model"}), [])
    other = candidate(2, services={"security"})
    assert named(seeker, other, wanted=["ai_model", "security"]) == [(2, ["service_type"])]
    assert named(seeker, other, wanted=["ai_model"]) == []
