"""The demonstration accounts: marked as such, one password for all, refused in production mode."""

from dataclasses import dataclass

PASSWORD = "changjing-yanshi-2026"  # noqa: S105  the demonstration's, printed at each start


@dataclass(frozen=True)
class Account:
    """Somebody of the demonstration.

    :param roles: granted roles, each with its place or None.
    :param owner: key of the demonstration organisation for which he posts needs.
    :param bidder: key of the demonstration organisation for which he answers calls.
    :param provider: number of the demonstration provider for which he answers.
    """

    key: str
    mobile: str
    name: str
    says: str
    roles: tuple[tuple[str, str | None], ...] = ()
    owner: str | None = None
    bidder: str | None = None
    provider: int | None = None

    @property
    def email(self) -> str:
        """Experts have a house of their own: one with a bidder's mail domain is in conflict."""
        house = "experts.example" if self.key.startswith("expert") else "demo.example"
        return f"{self.key}@{house}"


OFFICE = (
    Account(
        "administrator", "19900000001", "演示·管理员", "系统管理员", (("administrator", None),)
    ),
    Account("reviewer", "19900000002", "演示·经办人甲", "场景办经办", (("office_reviewer", None),)),
    Account("second", "19900000003", "演示·经办人乙", "场景办经办", (("office_reviewer", None),)),
    Account("third", "19900000004", "演示·经办人丙", "场景办经办", (("office_reviewer", None),)),
    Account("lead", "19900000005", "演示·负责人甲", "场景办负责人", (("office_lead", None),)),
    Account(
        "district", "19900000006", "演示·区级经办", "区级经办", (("district_officer", "WH-WHKF"),)
    ),
    Account("owner", "19900000007", "演示·需求单位", "需求单位", owner="auto"),
    Account("provider", "19900000008", "演示·服务商", "服务商", provider=1),
    Account("auditor", "19900000009", "演示·审计", "审计人员", (("auditor", None),)),
    Account("observer", "19900000010", "演示·纪检", "纪检监督员", (("discipline_observer", None),)),
    # Who decided does not hear the appeal against it.
    Account(
        "second_lead", "19900000011", "演示·负责人乙", "场景办负责人", (("office_lead", None),)
    ),
)

# Around calls: who bids, who scores, who watches over it.
BIDDERS = tuple(
    Account(
        f"bidder_{letter}",
        f"199000000{number}",
        f"演示·揭榜单位{name}",
        "揭榜单位",
        bidder=f"bidder_{letter}",
    )
    for number, letter, name in ((21, "a", "甲"), (22, "b", "乙"), (23, "c", "丙"), (24, "d", "丁"))
)
COUNTERPARTS = (
    Account("joint", "19900000012", "演示·联合组织方", "联合组织方", (("joint_organiser", None),)),
    Account(
        "objections", "19900000013", "演示·异议复核", "异议复核人", (("objection_reviewer", None),)
    ),
    Account("key_one", "19900000014", "演示·密钥保管甲", "密钥保管人", (("key_officer", None),)),
    Account("key_two", "19900000015", "演示·密钥保管乙", "密钥保管人", (("key_officer", None),)),
)
EXPERTS = tuple(
    Account(
        f"expert_{n:02}", f"199000000{30 + n}", f"演示·专家{n:02}", "评审专家", (("expert", None),)
    )
    for n in range(1, 15)
)
ACCOUNTS = (*OFFICE, *COUNTERPARTS, *BIDDERS, *EXPERTS)


def table() -> str:
    """The accounts as lines to print."""
    lines = [f"{one.mobile}  {one.name}（{one.says}）" for one in ACCOUNTS]
    return "\n".join(
        [
            "演示账号（口令均为 " + PASSWORD + "）  Demonstration accounts, one password for all:",
            *lines,
        ]
    )
