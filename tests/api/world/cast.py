"""Who plays in every test, and what they usually say."""

from tests.domain.demands import cases

OFFICERS = {
    "reviewer": ("office_reviewer", None),
    "second": ("office_reviewer", None),
    "third": ("office_reviewer", None),
    "lead": ("office_lead", None),
    "other_lead": ("office_lead", None),
    "district": ("district_officer", "420106"),
    "node": ("node_officer", "lab"),
    "expert": ("expert", None),
    "chair": ("panel_chair", None),
    "objections": ("objection_reviewer", None),
    "joint": ("joint_organiser", None),
    "keeper": ("key_officer", None),
    "second_keeper": ("key_officer", None),
    "new_keeper": ("key_officer", None),
    "observer": ("discipline_observer", None),
    "administrator": ("administrator", None),
    "auditor": ("auditor", None),
}
SCOPES = {
    "owner": ["demands", "sign", "manage"],
    "colleague": ["demands"],
    "rival": ["demands", "manage"],
    "provider": ["offers", "profile", "sign", "manage"],
    "other": ["offers", "profile", "manage"],
}
FIELDS = {**cases.COMPLETE, "node": "lab", "starts_on": "2099-01-01", "ends_on": "2099-12-31"}
PASSWORD = "一句 很长的 口令 2026"
