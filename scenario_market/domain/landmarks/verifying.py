"""What anybody may check by the code on a certificate, and which kind of document a code stands on."""

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scenario_market.domain import check_codes
from scenario_market.domain.city import City
from scenario_market.domain.errors import NotFound
from scenario_market.domain.landmarks.certifying import FORM
from scenario_market.domain.landmarks.models import Landmark
from scenario_market.domain.landmarks.states import LandmarkState
from scenario_market.domain.pledges import queries as pledges

# public_key, message, signature → whether the platform signed it.
Holds = Callable[[str, bytes, str], bool]


def verification(
    session: Session, code: str, *, holds: Holds, now: datetime, city: City
) -> dict[str, Any]:
    """A certificate: what was signed, whether the platform signed just that, and whether it is in force.

    ``holds``: the signature is the platform's, and the signed text says what is shown here.
    ``status``: in_force, expired, revoked. ``sha256``: of the signed text's bytes. ``successor_id``: the landmark by
    which the same project is certified now, where this certificate is over.

    :raises NotFound: no certificate has this code.
    """
    row: Any = _certified(session, code)  # certified, so with all that it carries
    return {
        "code": row.check_code,
        "number": row.number,
        "landmark_id": row.id,
        "title": row.title,
        "document_number": row.document_number,
        "certified_at": row.certified_at,
        "expires_on": row.expires_on,
        "ended_at": row.ended_at,
        "status": _status(row, now, city),
        "successor_id": _successor(session, row),
        "holds": holds(row.public_key, row.certificate.encode(), row.signature)
        and _says_so(row, city),
        "text": row.certificate,
        "sha256": _sha256(row),
        "signature": row.signature,
        "public_key": row.public_key,
    }


def compare(session: Session, code: str, *, sha256: str) -> dict[str, Any]:
    """Whether a file is the text of the certificate, byte for byte.

    :param sha256: of the file. :raises NotFound: no certificate has this code.
    """
    row = _certified(session, code)
    return {"sha256": sha256, "is_genuine": hmac.compare_digest(_sha256(row), sha256)}


def kind_of(session: Session, code: str) -> str:
    """What carries a code: ``pledge`` or ``certificate``. :raises NotFound: nothing that is public does."""
    if pledges.is_signed(session, code):
        return "pledge"
    _certified(session, code)
    return "certificate"


def _says_so(row: Any, city: City) -> bool:
    """Whether the signed text is this landmark's and says what is shown.

    Whoever writes to the database could otherwise lend one landmark the certificate of another, or longer days.
    """
    signed = json.loads(row.certificate)
    shown = {
        "form": FORM,
        "code": row.check_code,
        "number": row.number,
        "title": row.title,
        "document_number": row.document_number,
        "certified_on": city.day(row.certified_at).isoformat(),
        "expires_on": row.expires_on.isoformat(),
    }
    return all(signed.get(name) == value for name, value in shown.items())


def _certified(session: Session, code: str) -> Landmark:
    query = select(Landmark).where(Landmark.check_code == check_codes.normal(code))
    row = session.scalar(query)
    if row is None:
        raise NotFound(kind="certificate")
    return row


def _sha256(row: Landmark) -> str:
    return hashlib.sha256((row.certificate or "").encode()).hexdigest()


def _status(row: Landmark, now: datetime, city: City) -> str:
    if row.state == LandmarkState.REVOKED:
        return "revoked"
    assert row.expires_on is not None
    # By its date too: the clock may be a moment late.
    is_over = row.state == LandmarkState.EXPIRED or now >= city.end_of(row.expires_on)
    return "expired" if is_over else "in_force"


def _successor(session: Session, row: Landmark) -> int | None:
    if row.state == LandmarkState.CERTIFIED:
        return None
    query = select(func.max(Landmark.id)).where(
        Landmark.project_id == row.project_id, Landmark.state == LandmarkState.CERTIFIED
    )
    return session.scalar(query)
