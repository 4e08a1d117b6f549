"""Whose the needs of a list are. A draft brings contacts to its owner's people, so nobody is made one by a bare name.

Anybody may register a code and a name that are public. Where a row has a code, the code alone counts; a name counts
where exactly one verified organisation has it. Otherwise the owner stays open, and an officer names it later.
"""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from scenario_market.domain.demands.entries import Entry
from scenario_market.domain.errors import FieldError
from scenario_market.domain.parties.authority import held_unverified
from scenario_market.domain.parties.models import Organisation
from scenario_market.domain.parties.states import Verification


class Owners:
    """The organisations that a batch of rows names, in three statements."""

    def __init__(self, session: Session, entries: Sequence[Entry]) -> None:
        codes = {entry.uscc for entry in entries if entry.uscc}
        names = {entry.owner_name for entry in entries if not entry.uscc and entry.owner_name}
        coded = select(Organisation.uscc, Organisation.id).where(Organisation.uscc.in_(codes))
        verified = Organisation.state == Verification.VERIFIED
        named = select(Organisation.name, Organisation.id).where(
            Organisation.name.in_(names), verified
        )
        self.by_code = {uscc: key for uscc, key in session.execute(coded)}  # noqa: C416
        self.by_name: defaultdict[str, list[int]] = defaultdict(list)
        for name, key in session.execute(named):
            self.by_name[name].append(key)
        self.held_unverified = held_unverified(session, self.by_code.values())

    def find(self, entry: Entry) -> int | None:
        """The key of the organisation whose need the row is; None: it stays open."""
        if entry.uscc:
            return self.by_code.get(entry.uscc)
        found = self.by_name.get(entry.owner_name, [])
        return found[0] if len(found) == 1 else None

    def errors(self, entry: Entry) -> tuple[FieldError, ...]:
        """Why the row cannot be taken: others act for the organisation, and nobody has verified them."""
        if self.by_code.get(entry.uscc or "") in self.held_unverified:
            return (FieldError("uscc", "registered_by_others"),)
        return ()

    def warnings(self, entry: Entry) -> tuple[FieldError, ...]:
        """Why the owner stays open, where the row names one."""
        if self.find(entry) is not None or not (entry.uscc or entry.owner_name):
            return ()
        if entry.uscc:
            return (FieldError("uscc", "owner_unknown"),)
        many = len(self.by_name.get(entry.owner_name, [])) > 1
        return (FieldError("owner_name", "owner_ambiguous" if many else "owner_unknown"),)
