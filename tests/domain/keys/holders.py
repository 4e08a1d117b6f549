"""Key officers of tests, with passphrases, and vaults whose argon2id is quick."""

from dataclasses import dataclass
from typing import Any

from scenario_market.domain.actor import Actor
from scenario_market.domain.keys import officers
from scenario_market.domain.keys.making import Locksmith
from scenario_market.domain.parties.models import RoleGrant
from scenario_market.vault import keyfiles
from scenario_market.vault.attesting import Attestor
from scenario_market.vault.envelopes import OpenerSealing, WebSealing
from scenario_market.vault.officers import OfficerKeys
from scenario_market.vault.receipts import Receipts
from tests import factories
from tests.factories import NOW

QUICK = {"memory_kib": 64, "passes": 1, "lanes": 1}
PASSPHRASE = "第{}位密钥保管人的一句很长的口令 2026"


@dataclass
class Vaults:
    """All that both sides of a market hold."""

    opening: Any
    sealing: WebSealing
    locksmith: Locksmith
    officer_keys: OfficerKeys
    receipts: Receipts
    opener: OpenerSealing


def vaults():
    """Fresh keys."""
    opening = keyfiles.new_ring("opening", NOW)
    attestor = Attestor(keyfiles.new_ring("receipt", NOW))
    sealing = WebSealing(keyfiles.new_ring("draft", NOW), opening.public(), attestor)
    return Vaults(
        opening,
        sealing,
        Locksmith(sealing),
        OfficerKeys(opening.public(), attestor, **QUICK),
        Receipts(attestor),
        OpenerSealing(opening),
    )


def actor_of(session):
    """Somebody with the role, not enrolled."""
    person = factories.person(session)
    session.add(RoleGrant(person_id=person.id, role="key_officer", starts_at=NOW))
    session.flush()
    return Actor(person_id=person.id, roles=frozenset({"key_officer"}))


def enrolled(session, vaults, number=1):
    """An actor with the role and a key under ``PASSPHRASE`` with this number; and his row."""
    actor = actor_of(session)
    new = vaults.officer_keys.enrol(actor.person_id, PASSPHRASE.format(number))
    return actor, officers.enrol(session, new=new, actor=actor, now=NOW)
