"""A signed pledge becomes a paper whose bytes are kept, whoever dies between file and row."""

import hashlib
import io

import pypdf
import pytest

from scenario_market.domain import clock
from scenario_market.domain.attachments.models import Attachment
from scenario_market.domain.jobs import Job
from scenario_market.domain.pledges import queries
from scenario_market.domain.pledges.models import Pledge
from tests.domain.pledges import cases
from tests.workers.hand import Hand, once, undo


@pytest.fixture
def signed(settings, tmp_path):
    hand = Hand(settings)

    def change(session, now):
        cast = cases.cast(session, hand.city, tmp_path)
        cast.now = now
        return cast.signed().id

    yield hand, hand.put(change)
    hand.database.close()


@once
def test_the_paper_of_a_signed_pledge_is_issued_and_verifiable(signed):
    hand, pledge_id = signed
    hand.turn()
    (pledge,) = hand.rows(Pledge)
    (row,) = hand.rows(Attachment)
    assert (row.purpose, row.subject_id, pledge.attachment_id) == ("paper", pledge_id, row.id)
    with hand.machine.files.open(row.stored_as) as file:
        content = file.read()
    assert pledge.issued_sha256 == row.sha256 == hashlib.sha256(content).hexdigest()
    attached = pypdf.PdfReader(io.BytesIO(content)).attachments["pledge.json"][0]
    assert hashlib.sha256(attached).hexdigest() == pledge.sha256
    altered = bytearray(content)
    altered[len(altered) // 2] ^= 1
    with hand.database.reading() as session:
        for bytes_, is_genuine in ((content, True), (bytes(altered), False)):
            found = queries.compare(
                session, pledge.check_code, sha256=hashlib.sha256(bytes_).hexdigest()
            )
            assert found["is_genuine"] is is_genuine


@once
def test_issuing_again_after_a_crash_changes_nothing(signed):
    hand, _ = signed
    hand.turn()
    before = hand.rows(Pledge)[0].issued_sha256
    (job,) = hand.rows(Job, Job.consumer == "issue_pledge")
    hand.put(lambda session, now: undo(session, Job, job.id, clock.now(session)))
    hand.turn()
    assert hand.rows(Pledge)[0].issued_sha256 == before
    assert len(hand.rows(Attachment)) == 1
