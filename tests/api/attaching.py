"""A draft that files are attached to, its people, and files."""

import io

import pytest

from scenario_market.domain import clock
from scenario_market.domain.demands.models import Demand
from tests import factories, samples

BODY = samples.pdf("场景需求附件" * 100)
MIB = 2**20
FORM = (
    b'--b\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nmaterial\r\n'
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7\n'
)


@pytest.fixture
def world(database, client_of):
    """An owner with a draft, a rival, and an officer."""
    with database.unit_of_work() as session:
        people = [factories.person(session) for _ in range(3)]
        now = clock.now(session)
        organisations = [
            factories.organisation(session, uscc=factories.USCCS[n], name=f"测试单位{n}")
            for n in range(2)
        ]
        for organisation, person in zip(organisations, people, strict=False):
            factories.mandate(session, organisation.id, person.id)
        session.flush()
    owner, rival, stranger = (client_of(person.id) for person in people)
    draft = {"organisation_id": organisations[0].id}
    with database.unit_of_work() as session:
        row = Demand(owner_organisation_id=draft["organisation_id"], created_at=now, updated_at=now)
        session.add(row)
        session.flush()
        demand_id = row.id
    return demand_id, owner, rival, stranger


def send(client, demand_id, content=BODY, name="需求 说明.pdf", purpose="material", **options):
    form = {"purpose": purpose, "file": (io.BytesIO(content), name)}
    return client.post(f"/demands/{demand_id}/attachments", data=form, **options)


@pytest.fixture
def stored(settings):
    """What lies in the store."""

    def stored():
        root = settings.data_dir / "files"
        return sorted(p for p in root.rglob("*") if p.is_file() and p.name != ".lock")

    return stored
