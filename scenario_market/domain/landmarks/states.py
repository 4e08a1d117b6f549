"""Lifecycles of a landmark (标志性、引领性示范场景) and of its copies elsewhere (复制推广)."""

from enum import StrEnum

from scenario_market.domain.landmarks import events as e
from scenario_market.domain.moves import table


class LandmarkState(StrEnum):
    NOMINATED = "nominated"
    REVIEWED = "reviewed"
    PUBLIC_NOTICE = "public_notice"
    CERTIFIED = "certified"
    EXPIRED = "expired"
    REVOKED = "revoked"
    DECLINED = "declined"


L = LandmarkState
# Everybody reads these; of a revoked one the trace alone.
PUBLIC_STATES = frozenset({L.CERTIFIED, L.EXPIRED, L.REVOKED})
OVER = frozenset({L.EXPIRED, L.REVOKED, L.DECLINED})
REASONS = "reasons_landmark"

LANDMARK_MOVES = table(
    {
        # verb: from, to, by, event, reasons
        "review": (L.NOMINATED, L.REVIEWED, "landmark.review", e.LandmarkReviewed),
        "decline": (
            (L.NOMINATED, L.REVIEWED),
            L.DECLINED,
            "landmark.review",
            e.LandmarkDeclined,
            REASONS,
        ),
        "announce": (L.REVIEWED, L.PUBLIC_NOTICE, "landmark.announce", e.LandmarkAnnounced),
        "remand": (L.PUBLIC_NOTICE, L.NOMINATED, "objection.decide", e.LandmarkRemanded, REASONS),
        "certify": (L.PUBLIC_NOTICE, L.CERTIFIED, "landmark.certify", e.LandmarkCertified),
        "expire": (L.CERTIFIED, L.EXPIRED, "system", e.LandmarkExpired),
        # What was found false stays false when the certificate has run out.
        "revoke": (
            (L.CERTIFIED, L.EXPIRED),
            L.REVOKED,
            "landmark.revoke",
            e.LandmarkRevoked,
            REASONS,
        ),
    }
)


class CopyState(StrEnum):
    REPORTED = "reported"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


C = CopyState
COPY_MOVES = table(
    {
        "confirm": (C.REPORTED, C.CONFIRMED, "landmark.confirm", e.CopyConfirmed),
        "decline": (C.REPORTED, C.DECLINED, "landmark.confirm", e.CopyDeclined, REASONS),
    }
)
