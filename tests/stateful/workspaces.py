"""What must have come of the acts on workspaces: the model of what stands in no table before the opening.

Each act that was made is an entry; the version of its workspace says in which order. Played again they give what the
envelope must hold, who takes part, and what the opening must find.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

TOUCHING = ("save", "hand_in", "withdraw", "invite", "consent", "decline", "call_back", "leave")
ON_ENVELOPE = TOUCHING[:3]


@dataclass(frozen=True)
class Entry:
    """One act that was made. ``version``: of the workspace after it; ``number``: of the call, as the act found it."""

    workspace_id: int
    version: int
    verb: str
    organisation_id: int
    at: datetime
    number: int = 0
    written: dict[str, Any] = field(default_factory=dict)
    content_hash: str = ""


@dataclass
class Workspace:
    """What a workspace is after some entries."""

    lead: int = 0
    partners: set[int] = field(default_factory=set)
    asked: set[int] = field(default_factory=set)
    draft: dict[str, Any] = field(default_factory=dict)
    handed_in: Entry | None = None
    named: frozenset[int] = frozenset()
    is_withdrawn: bool = False
    version: int = 1

    def play(self, entry):
        if entry.verb in TOUCHING:
            assert entry.version == self.version + 1
        self.version = entry.version
        self.draft.update(entry.written)
        getattr(self, f"_{entry.verb}")(entry, entry.organisation_id)

    def _begin(self, entry, organisation_id):
        assert not self.partners
        self.lead, self.partners = organisation_id, {organisation_id}

    def _save(self, entry, organisation_id):
        assert organisation_id in self.partners

    def _hand_in(self, entry, organisation_id):
        assert organisation_id == self.lead
        self.handed_in, self.named, self.is_withdrawn = entry, frozenset(self.partners), False

    def _withdraw(self, entry, organisation_id):
        assert organisation_id == self.lead
        assert self.handed_in is not None
        self.handed_in, self.is_withdrawn = None, True

    def _invite(self, entry, organisation_id):
        assert organisation_id not in self.partners | self.asked
        self.asked.add(organisation_id)

    def _consent(self, entry, organisation_id):
        self.asked.remove(organisation_id)
        self.partners.add(organisation_id)

    def _decline(self, entry, organisation_id):
        self.asked.remove(organisation_id)

    _call_back = _decline

    def _leave(self, entry, organisation_id):
        if organisation_id == self.lead:
            self.partners, self.asked = set(), set()
        else:
            self.partners.remove(organisation_id)

    def standing(self, reconfirm_number):
        if self.handed_in is None:
            return "withdrawn" if self.is_withdrawn else "draft"
        stale = self.handed_in.number < reconfirm_number or not self.named <= self.partners
        return "reconfirm" if stale else "submitted"


class Ledger:
    """The entries of all workspaces, and the versions of the call."""

    def __init__(self):
        self.entries, self.material = [], []

    def of(self, workspace_id):
        found = [one for one in self.entries if one.workspace_id == workspace_id]
        # Beginning again does not count the workspace's version up: it comes after the leaving before it.
        return sorted(found, key=lambda one: (one.version, one.verb == "begin"))

    def played(self):
        """Key of the workspace → what it must be."""
        found = defaultdict(Workspace)
        for key in {one.workspace_id for one in self.entries}:
            for entry in self.of(key):
                found[key].play(entry)
        return found
