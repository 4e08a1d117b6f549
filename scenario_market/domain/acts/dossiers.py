"""Acts on the records of cases."""

from scenario_market.domain.roles import LEAD, Permission

ACTS = {
    "dossier.export": Permission(
        LEAD | frozenset({"auditor"}), "导出案卷（一项一档）", "Export the whole record of a case"
    ),
}
