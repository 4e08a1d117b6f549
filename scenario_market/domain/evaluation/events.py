"""Facts about panels, sheets, hearings and rankings. What is public names no person."""

from scenario_market.domain.events import Event


class PanelEvent(Event):
    """Base of facts about the panel of a call."""

    subject_kind = "panel"


class PanelPrepared(PanelEvent):
    """The secret of a draw was made and the pool was fixed; this commits to both before anybody is drawn.

    :param challenge_id: the call. :param secret_hash: SHA-256 of the secret, in hex. :param pool_hash: digest of who
        stands behind which number. :param candidates: how many do. :param fields: of which a member has one.
    :param after_opening: the bids were open already.
    """

    kind = "panel.prepared"
    public = True
    challenge_id: int
    secret_hash: str
    pool_hash: str
    candidates: int
    fields: list[str]
    after_opening: bool


class PanelDrawn(PanelEvent):
    """The panel was drawn from a list that is fixed by its digest.

    :param challenge_id: the call. :param digest: SHA-256 of the record, in hex.
    """

    kind = "panel.drawn"
    public = True
    challenge_id: int
    digest: str


class PanelSeated(PanelEvent):
    """Every seat is taken by somebody who declared himself clear."""

    kind = "panel.seated"


class PanelUnseated(PanelEvent):
    """A member left; the next one drawn is asked."""

    kind = "panel.unseated"


class PanelDissolved(PanelEvent):
    """The panel cannot work; another is prepared.

    :param challenge_id: the call. :param reason_code: why, of ``reasons_panel``.
    """

    kind = "panel.dissolved"
    public = True
    challenge_id: int
    reason_code: str


class PanelShort(PanelEvent):
    """Nobody is left on the drawn order for a seat.

    :param missing: how many seats stay empty.
    """

    kind = "panel.short"
    missing: int


class BlindPartLocked(PanelEvent):
    """All sheets of the blind part are in; the open part may be read now."""

    kind = "panel.blind_part_locked"


class SeatEvent(Event):
    """Base of facts about one seat."""

    subject_kind = "panel_seat"


class SeatOffered(SeatEvent):
    """Somebody who was drawn is asked to sit.

    :param panel_id: the panel. :param due_at: until when he may answer, ISO.
    """

    kind = "panel_seat.offered"
    panel_id: int
    due_at: str


class SeatAccepted(SeatEvent):
    """He will sit."""

    kind = "panel_seat.accepted"


class SeatDeclined(SeatEvent):
    """He will not sit, with reason."""

    kind = "panel_seat.declined"


class SeatLapsed(SeatEvent):
    """He did not answer in time."""

    kind = "panel_seat.lapsed"


class SeatCleared(SeatEvent):
    """He declared that he has no conflict of interest."""

    kind = "panel_seat.cleared"


class SeatRecused(SeatEvent):
    """He recused himself, with reason."""

    kind = "panel_seat.recused"


class SeatRemovalAsked(SeatEvent):
    """An officer asks that he be taken off the panel; the lead decides.

    :param panel_id: the panel. :param reason_code: why, of ``reasons_panel``.
    """

    kind = "panel_seat.removal_asked"
    panel_id: int
    reason_code: str


class SeatDropped(SeatEvent):
    """The office took him off the panel, with reason."""

    kind = "panel_seat.dropped"


class SheetEvent(Event):
    """Base of facts about one member's sheet on one part of one bid."""

    subject_kind = "score_sheet"


class SheetBegun(SheetEvent):
    """A member began to score."""

    kind = "score_sheet.begun"


class SheetSaved(SheetEvent):
    """A member changed his draft."""

    kind = "score_sheet.saved"


class SheetSubmitted(SheetEvent):
    """A member handed a sheet in.

    :param digest: SHA-256 in hex of the canonical JSON of its scores and reasons, so that a later change shows.
    """

    kind = "score_sheet.submitted"
    digest: str


class SheetReopened(SheetEvent):
    """The chair opened a sheet again, with reason."""

    kind = "score_sheet.reopened"


class SheetVoided(SheetEvent):
    """Its member left, or its bid: the sheet does not count."""

    kind = "score_sheet.voided"


class HearingRecorded(Event):
    """An interview (答辩) or a site visit (现场考察) of a bid is on record.

    :param bid_id: the bid. :param hearing: ``interview`` or ``site_visit``.
    """

    kind = "hearing.recorded"
    subject_kind = "challenge"
    bid_id: int
    hearing: str


class RankingMade(Event):
    """The bids of a call were ranked by the panel's sheets.

    :param attempt: from 1 on; a result that is sent back is ranked anew.
    :param digest: SHA-256 in hex of the canonical JSON of bid_id, place, total and scores of each row, in this order.
    """

    kind = "ranking.made"
    subject_kind = "challenge"
    attempt: int
    digest: str
