"""The letters of the matrix: roles, and who is more than one."""

ALL = "ALL"
SIGNED_IN = "SIGNED_IN"
ROLES = {
    "E": "enterprise",
    "P": "provider",
    "X": "expert",
    "D": "district_officer",
    "N": "node_officer",
    "R": "office_reviewer",
    "L": "office_lead",
    "C": "panel_chair",
    "O": "objection_reviewer",
    "J": "joint_organiser",
    "K": "key_officer",
    "W": "discipline_observer",
    "A": "auditor",
    "M": "administrator",
}
