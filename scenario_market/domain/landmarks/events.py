"""Facts about landmarks and their copies elsewhere."""

from scenario_market.domain.events import Event


class LandmarkEvent(Event):
    """Base of facts about a landmark."""

    subject_kind = "landmark"


class LandmarkNominated(LandmarkEvent):
    """An accepted project was nominated.

    :param project_id: its key.
    """

    kind = "landmark.nominated"
    project_id: int


class LandmarkEdited(LandmarkEvent):
    """A nomination was changed.

    :param fields: names of what changed.
    """

    kind = "landmark.edited"
    fields: list[str]


class LandmarkReviewed(LandmarkEvent):
    """The office found the nomination in order."""

    kind = "landmark.reviewed"


class LandmarkDeclined(LandmarkEvent):
    """The office does not take the nomination further, with reason."""

    kind = "landmark.declined"


class LandmarkAnnounced(LandmarkEvent):
    """The landmark stands in public notice.

    :param ends_on: the notice's last day, ISO.
    """

    kind = "landmark.announced"
    public = True
    ends_on: str


class LandmarkRemanded(LandmarkEvent):
    """An upheld objection sends the landmark back to its nomination."""

    kind = "landmark.remanded"
    public = True


class LandmarkCertified(LandmarkEvent):
    """The landmark is certified.

    :param number: of the certificate. :param expires_on: its last day, ISO.
    """

    kind = "landmark.certified"
    public = True
    number: str
    expires_on: str


class LandmarkExpiring(LandmarkEvent):
    """The certificate runs out in so many days.

    :param days: how many. :param expires_on: its last day, ISO.
    """

    kind = "landmark.expiring"
    days: int
    expires_on: str


class LandmarkExpired(LandmarkEvent):
    """The certificate has run out."""

    kind = "landmark.expired"
    public = True


class LandmarkRevoked(LandmarkEvent):
    """The certificate was revoked, with reason."""

    kind = "landmark.revoked"
    public = True


class CopyEvent(Event):
    """Base of facts about a copy of a landmark elsewhere.

    :param landmark_id: what was copied.
    """

    subject_kind = "landmark_copy"
    landmark_id: int


class CopyReported(CopyEvent):
    """Somebody reports that a landmark was copied elsewhere."""

    kind = "landmark_copy.reported"


class CopyConfirmed(CopyEvent):
    """The office confirmed the copy; it counts."""

    kind = "landmark_copy.confirmed"


class CopyDeclined(CopyEvent):
    """The office did not confirm the copy, with reason."""

    kind = "landmark_copy.declined"
