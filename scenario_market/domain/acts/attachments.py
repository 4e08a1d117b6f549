"""Acts on files."""

from scenario_market.domain.roles import PERSON, Permission

ACTS = {
    "attachment.add": Permission(
        PERSON,
        "上传附件",
        "Attach files",
    ),
    "attachment.remove": Permission(
        PERSON,
        "删除附件",
        "Remove files",
    ),
}
