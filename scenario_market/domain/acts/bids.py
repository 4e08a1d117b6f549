"""Acts on bids: before the opening. What a mandate's scope allows within them say the commands."""

from scenario_market.domain.roles import PROVIDER, Permission

ACTS = {
    "bid.work": Permission(PROVIDER, "编制、递交揭榜书", "Work on bids"),
    "bid.join": Permission(PROVIDER, "答复联合体邀请", "Answer invitations to a consortium"),
}
