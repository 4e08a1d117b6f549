"""Facts about public notices and objections. None says who objected: the actor of a filing is left out as well."""

from scenario_market.domain.events import Event


class NoticeEvent(Event):
    """Base of facts about a public notice. Where a notice is posted, the subject's own event says so."""

    subject_kind = "public_notice"


class NoticeRested(NoticeEvent):
    """An objection is open: the notice's clock rests until it is answered.

    :param of_kind: what stands in notice. :param of_id: its key.
    """

    kind = "public_notice.rested"
    public = True
    of_kind: str
    of_id: int


class NoticeResumed(NoticeEvent):
    """No objection is open any more; the days that were left run again from the day after.

    :param of_kind: what stands in notice. :param of_id: its key. :param ends_on: the new last day, ISO.
    """

    kind = "public_notice.resumed"
    public = True
    of_kind: str
    of_id: int
    ends_on: str


class NoticeEnded(NoticeEvent):
    """The days of the notice are over, and no objection is open.

    :param of_kind: what stood in notice. :param of_id: its key.
    """

    kind = "public_notice.ended"
    public = True
    of_kind: str
    of_id: int


class NoticeWithdrawn(NoticeEvent):
    """What stood in notice was sent back, or its call was cancelled.

    :param of_kind: what stood in notice. :param of_id: its key.
    """

    kind = "public_notice.withdrawn"
    public = True
    of_kind: str
    of_id: int


class ObjectionEvent(Event):
    """Base of facts about an objection.

    :param of_kind: what it is about. :param of_id: its key.
    """

    subject_kind = "objection"
    of_kind: str
    of_id: int


class ObjectionFiled(ObjectionEvent):
    """Somebody objected under his real name, or an organisation under seal.

    :param due_at: until when it is to be answered, ISO.
    """

    kind = "objection.filed"
    due_at: str


class ObjectionAdmitted(ObjectionEvent):
    """The objection is admissible and is looked into."""

    kind = "objection.admitted"


class ObjectionRejected(ObjectionEvent):
    """The objection is not admissible, with reason."""

    kind = "objection.rejected"


class ObjectionUpheld(ObjectionEvent):
    """The objection holds."""

    kind = "objection.upheld"


class ObjectionDismissed(ObjectionEvent):
    """The objection does not hold, with reason."""

    kind = "objection.dismissed"


class ObjectionDueSoon(ObjectionEvent):
    """The answer is owed soon.

    :param due_at: until when, ISO.
    """

    kind = "objection.due_soon"
    due_at: str


class ObjectionOverdue(ObjectionEvent):
    """The answer was owed by now."""

    kind = "objection.overdue"
