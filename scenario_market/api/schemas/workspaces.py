"""Workspaces as the API takes and shows them: to those alone who work in them."""

import marshmallow as ma
from flask_smorest.fields import Upload

from scenario_market.api.resource import PageQuery, Schema
from scenario_market.api.schemas.shapes import Key
from scenario_market.domain.bids.sections import SECTIONS

PADDING_MAX = 524_288
PADDING = "Random filling, so that every answer has one size."
VERBS = ("save", "hand_in", "withdraw")


class WorkspaceQuery(PageQuery):
    """Which workspaces."""

    challenge_id = ma.fields.Integer(validate=Key)


class BeginRequest(Schema):
    """For whom a bid is begun."""

    organisation_id = ma.fields.Integer(required=True, validate=Key)


class LeaveRequest(BeginRequest):
    """Who no longer takes part."""


class WorkspaceSummary(Schema):
    """A workspace, with nothing of what is in it."""

    access_key = ma.fields.String(required=True)
    challenge_id = ma.fields.Integer(required=True)
    organisation_id = ma.fields.Integer(required=True, metadata={"description": "The lead's key."})
    version = ma.fields.Integer(required=True)
    created_at = ma.fields.AwareDateTime(required=True)
    updated_at = ma.fields.AwareDateTime(required=True)


class WrittenSection(Schema):
    """A section as it was written, and what was read before."""

    answer = ma.fields.Raw(required=True, allow_none=True)
    etag = ma.fields.String(required=True, validate=ma.validate.Length(max=64))


class ActRequest(Schema):
    """One act: the same request whatever is done."""

    act = ma.fields.String(required=True, validate=ma.validate.OneOf(VERBS))
    version = ma.fields.Integer(
        required=True,
        validate=Key,
        metadata={"description": "Of the workspace, as read: one hands in what one has seen."},
    )
    sections = ma.fields.Dict(
        keys=ma.fields.String(validate=ma.validate.OneOf(list(SECTIONS))),
        values=ma.fields.Nested(WrittenSection),
        load_default=dict,
    )
    accepts_rules = ma.fields.Boolean(load_default=False)
    removed_files = ma.fields.List(
        ma.fields.String(validate=ma.validate.Length(max=64)),
        load_default=list,
        validate=ma.validate.Length(max=50),
    )
    padding = ma.fields.String(
        load_default="",
        validate=ma.validate.Length(max=PADDING_MAX),
        metadata={"description": "Ignored: lets a client send requests of one size."},
    )


class RefusedRule(Schema):
    """A rule that stands against handing in or taking back."""

    rule = ma.fields.String(required=True)
    message = ma.fields.String(required=True)
    params = ma.fields.Dict(required=True)


class Lack(Schema):
    """A field that is not complete, or names the bidder."""

    field = ma.fields.String(required=True)
    rule = ma.fields.String(required=True)
    message = ma.fields.String(required=True)


class Judged(Schema):
    """What stands against handing in, and what the bidder is warned of."""

    standing = ma.fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "draft, submitted, reconfirm or withdrawn; null from the opening on."
        },
    )
    obstacles = ma.fields.List(ma.fields.Nested(RefusedRule), required=True)
    missing = ma.fields.List(ma.fields.Nested(Lack), required=True)
    names = ma.fields.List(
        ma.fields.Nested(Lack),
        required=True,
        metadata={
            "description": "Names of the bidder in the blind part: warnings that refuse nothing."
        },
    )
    invited = ma.fields.Integer(
        required=True,
        metadata={
            "description": "Organisations that were asked and have not answered: no bid names them."
        },
    )


class ActSchema(Judged):
    """What came of an act. ``done`` says whether what was asked was done; where not, the draft was saved."""

    version = ma.fields.Integer(required=True)
    act = ma.fields.String(required=True, metadata={"description": "What was asked."})
    done = ma.fields.Boolean(required=True)
    refused = ma.fields.List(ma.fields.Nested(RefusedRule), required=True)
    etags = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.String(), required=True)
    receipt = ma.fields.Dict(required=True)
    padding = ma.fields.String(required=True, metadata={"description": PADDING})


class Section(Schema):
    """One section of the draft."""

    part = ma.fields.String(required=True)
    answer = ma.fields.Raw(required=True, allow_none=True)
    etag = ma.fields.String(required=True)
    changed_at = ma.fields.String(required=True, allow_none=True)
    changed_by_id = ma.fields.Integer(required=True, allow_none=True)


class SealedFileSchema(Schema):
    """A file of the bid; its bytes are at ``/workspaces/<key>/files/<key>``."""

    key = ma.fields.String(required=True)
    section = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    media_type = ma.fields.String(required=True)
    size_bytes = ma.fields.Integer(required=True)
    sha256 = ma.fields.String(required=True)


class HandedInSchema(Schema):
    """What was handed in."""

    number = ma.fields.Integer(required=True)
    challenge_number = ma.fields.Integer(required=True, allow_none=True)
    at = ma.fields.String(required=True)
    content = ma.fields.Dict(
        required=True,
        allow_none=True,
        metadata={
            "description": "Null until the opening: /content has it, so that no reading of the draft is longer for it."
        },
    )
    changed_since = ma.fields.List(
        ma.fields.String(),
        required=True,
        metadata={"description": "Sections in which the draft is no longer what was handed in."},
    )
    files = ma.fields.List(ma.fields.Nested(SealedFileSchema), required=True)
    content_hash = ma.fields.String(required=True)
    receipt = ma.fields.Dict(required=True)


class InvitedPartySchema(Schema):
    """An organisation."""

    id = ma.fields.Integer(required=True)
    name = ma.fields.String(required=True)
    uscc = ma.fields.String(required=True)


class PartnerSchema(InvitedPartySchema):
    """An organisation that takes part."""

    is_lead = ma.fields.Boolean(required=True)


class ConsortiumInvitationSchema(Schema):
    """An invitation to a consortium; ``answer`` is null as long as it waits."""

    access_key = ma.fields.String(required=True)
    challenge_id = ma.fields.Integer(required=True)
    challenge_title = ma.fields.String(required=True)
    lead = ma.fields.Nested(InvitedPartySchema, required=True)
    organisation = ma.fields.Nested(InvitedPartySchema, required=True)
    invited_at = ma.fields.AwareDateTime(required=True)
    answer = ma.fields.String(required=True, allow_none=True)
    answered_at = ma.fields.AwareDateTime(required=True, allow_none=True)


class InviteRequest(Schema):
    """Who is asked to join."""

    uscc = ma.fields.String(required=True, validate=ma.validate.Length(min=1, max=40))


class WorkspaceSchema(WorkspaceSummary, Judged):
    """A workspace as those read it who work in it; from the opening on ``sections`` is empty."""

    challenge_state = ma.fields.String(required=True)
    challenge_number = ma.fields.Integer(
        required=True, metadata={"description": "The call's version, whose rules are accepted."}
    )
    closes_at = ma.fields.AwareDateTime(required=True, allow_none=True)
    rules_number = ma.fields.Integer(
        required=True, metadata={"description": "The version whose rules were accepted, 0: none."}
    )
    content_bytes_max = ma.fields.Integer(required=True)
    partners = ma.fields.List(ma.fields.Nested(PartnerSchema), required=True)
    invitations = ma.fields.List(ma.fields.Nested(ConsortiumInvitationSchema), required=True)
    sections = ma.fields.Dict(
        keys=ma.fields.String(), values=ma.fields.Nested(Section), required=True
    )
    files = ma.fields.List(ma.fields.Nested(SealedFileSchema), required=True)
    handed_in = ma.fields.Nested(HandedInSchema, required=True, allow_none=True)
    padding = ma.fields.String(required=True, metadata={"description": PADDING})


class ContentFile(Schema):
    """A receipt, and in base64 the file that it is about."""

    receipt = ma.fields.Dict(required=True)
    content = ma.fields.String(required=True)


class ContentFilesSchema(Schema):
    """Of the last act, and of what is handed in."""

    last = ma.fields.Nested(ContentFile, required=True, allow_none=True)
    handed_in = ma.fields.Nested(ContentFile, required=True, allow_none=True)
    padding = ma.fields.String(required=True, metadata={"description": PADDING})


class SealedFileForm(Schema):
    """The other part of the form of a file."""

    section = ma.fields.String(required=True, validate=ma.validate.OneOf(list(SECTIONS)))


class SealedFileInput(Schema):
    """The file's part of the form."""

    file = Upload(required=True, metadata={"description": "Its type is found by its content."})


class AddedFileSchema(ActSchema):
    """The file that was added, and what came of the act."""

    file = ma.fields.Nested(SealedFileSchema, required=True)
