"""What the tests of parties give the commands: a key, an organisation's fields, its question to be verified."""

from scenario_market.domain.parties import organisations
from tests.factories import NOW

KEY = b"a key for tests"
FIELDS = {
    "name": "武汉测试光电有限公司",
    "district": "洪山",
    "owner_type": "民营企业",
    "address": "珞喻路1号",
}


def ask(session, city, organisation, actor):
    return organisations.ask_verification(
        session,
        organisation_id=organisation.id,
        version=organisation.version,
        actor=actor,
        now=NOW,
        city=city,
    )
