"""Issues the paper of a signed pledge; makes the pledges of a cancelled call void.

A crash between file and row leaves a file that the sweep takes away.
"""

import io

from scenario_market.documents.names import clean_name
from scenario_market.documents.pledge_paper import Signed, pledge_pdf
from scenario_market.domain.attachments.models import Upload
from scenario_market.domain.pledges import forfeiting, issuing
from scenario_market.domain.pledges.models import PledgeSignature
from scenario_market.texts import pledge_paper as words
from scenario_market.texts.notices import teller
from scenario_market.workers.machine import Work


def make(work: Work) -> Upload | None:
    """Typeset the paper and keep the file, before the write begins."""
    found = issuing.sheet(work.session, work.event.subject_id)
    if found is None:
        return None
    speaker = teller(work.city, "zh")
    code = found.document["code"]
    content = pledge_pdf(
        found.document,
        found.canonical,
        sha256=found.sha256,
        signatures=[
            Signed(one.party, one.form, name, speaker.instant(one.signed_at), _detail(one))
            for one, name in found.signatures
        ],
        verify_at=f"{work.machine.settings.public_url}{words.VERIFY_PATH.format(code=code)}",
        at=found.signed_at,
    )
    kept = work.machine.files.keep(io.BytesIO(content), limit_bytes=len(content))
    return Upload(
        name=clean_name(f"{found.document['challenge']['number']} 军令状.pdf", ".pdf"),
        media_type="application/pdf",
        size_bytes=kept.size_bytes,
        sha256=kept.sha256,
        stored_as=kept.stored_as,
    )


def issue(work: Work, prepared: Upload | None) -> None:
    """Keep the paper with its pledge."""
    if prepared is not None:
        issuing.issue(work.session, work.event.subject_id, paper=prepared, now=work.now)


def void(work: Work, prepared: None) -> None:
    """The call was cancelled: what was not signed is void."""
    forfeiting.void_all(work.session, work.event.subject_id, now=work.now, city=work.city)


def _detail(one: PledgeSignature) -> str:
    facts = one.facts or {}
    return words.detail(one.form, stamp=one.stamp, evidence=one.evidence_sha256 or "", facts=facts)
