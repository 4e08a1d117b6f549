"""A large evaluation by its commands: a panel from 10,000 experts, a sheet saved, 200 bids ranked, hints of collusion.

The ceilings: the rows of the pool inserted bare; the commit of one written row; the sheets read bare; the letters of
the texts compared by their digests alone.
"""

import hashlib
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import count
from random import Random
from typing import Any

from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import Session

from benchmarks.room import Figure, Given, Goal, percentile, seconds
from benchmarks.servers import Place, place
from scenario_market.domain import city as city_module
from scenario_market.domain.bids.models import Bid
from scenario_market.domain.evaluation import looking
from scenario_market.domain.evaluation.collusion.passages import fold
from scenario_market.domain.evaluation.models import PanelCandidate, ScoreSheet
from scenario_market.domain.evaluation.sheets import codes_of
from scenario_market.domain.experts.models import Expert
from scenario_market.domain.parties.models import Person, RoleGrant
from scenario_market.persistence.database import Database
from tests.domain.bids.desks import ANSWERS
from tests.domain.evaluation.cases import Cast
from tests.factories import NOW

EXPERTS, BIDS, SAVED = 10_000, 200, 100
SIGNS = 30_000  # of a bid's longest text
COPIED = 400  # signs that each tenth bid has from the one before it


@dataclass
class Desk:
    """A cast whose acts are each one transaction, as the web makes them."""

    database: Database
    city: Any
    cast: Cast

    def act(self, name: str, *given: Any, **named: Any) -> Any:
        with self.database.unit_of_work() as session:
            self.cast.session = self.cast.register.session = session
            again = [session.get(type(one), one.id) if hasattr(one, "id") else one for one in given]
            return getattr(self.cast, name)(*again, **named)


def run(given: Given) -> Iterator[Figure]:
    """On both databases."""
    bids = given.sizes[0] if given.sizes else BIDS
    for kind in given.databases:
        with place(kind) as here:
            yield from _measured(here, bids)


def _measured(here: Place, bids: int) -> Iterator[Figure]:
    desk = _desk(here)
    call = _call(desk, bids)
    box: dict[str, Any] = {}
    yield _figure(
        f"{here.kind}: pool of {EXPERTS:,} experts committed",
        seconds(lambda: box.update(panel=desk.act("prepared", call))),
        seconds(partial(_bare_pool, desk)),
        at_most=5,
    )
    panel = box["panel"]
    yield _figure(
        f"{here.kind}: panel drawn from {EXPERTS:,}",
        seconds(lambda: desk.act("make", panel)),
        seconds(partial(_bare_experts, desk)),
        at_most=5,
    )
    _score(desk, call, panel)
    yield from _saving(here.kind, desk, panel)
    _submit_all(desk, call)
    yield _figure(
        f"{here.kind}: deliberation begun, {bids} bids ranked",
        seconds(lambda: (desk.act("deliberate", panel), desk.act("rank", panel))),
        seconds(partial(_bare_sheets, desk, call.id)),
        at_most=5,
    )
    yield from _hints(here.kind, desk, call, bids)
    desk.database.close()


def _figure(what: str, value: float, ceiling: float, *, at_most: float) -> Figure:
    goal = Goal(at_most, of="value", at_most=True)
    return Figure(what, value, "s", ceiling, less_is_better=True, goal=goal)


def _desk(here: Place) -> Desk:
    database, city = here.database(), city_module.load(here.settings.city_dir)
    with database.unit_of_work() as session:
        _experts(session)
        session.flush()
        cast = Cast(session, city)
    return Desk(database, city, cast)


def _experts(session: Session) -> None:
    """The register, filled by statements: each fourth knows about finance."""
    stamps = {"created_at": NOW, "updated_at": NOW}
    people = [{"mobile": f"137{n:08}", "name": f"测试专家{n}", **stamps} for n in range(EXPERTS)]
    session.execute(insert(Person), people)
    keys = session.scalars(select(Person.id).where(Person.mobile.like("137%"))).all()
    start = NOW - timedelta(days=30)
    session.execute(
        insert(RoleGrant),
        [{"person_id": key, "role": "expert", "starts_at": start} for key in keys],
    )
    rows = [
        {
            "person_id": key,
            "state": "active",
            "fields": [] if n % 4 == 0 else ["industrial_park"],
            "is_finance": n % 4 == 0,
            **stamps,
        }
        for n, key in enumerate(keys)
    ]
    session.execute(insert(Expert), rows)


def _call(desk: Desk, bids: int) -> Any:
    call = desk.act("call")
    made = Random(7)
    signs = [chr(code) for code in range(0x4E00, 0x4E00 + 3_000)]
    before = ""
    for n in range(bids):
        own = "".join(made.choices(signs, k=SIGNS))
        said = own[:-COPIED] + before[:COPIED] if n % 10 == 9 else own
        desk.act("bid", call, content={**ANSWERS, "approach": {"text": said}})
        before = own
    return call


def _bare_pool(desk: Desk) -> None:
    """As many candidates' rows, taken back at the end."""
    with desk.database.engine.connect() as connection:
        kept = connection.execute(select(PanelCandidate.__table__)).mappings().all()
        connection.execute(delete(PanelCandidate))
        connection.execute(insert(PanelCandidate), [dict(row) for row in kept])
        connection.rollback()


def _bare_experts(desk: Desk) -> None:
    with desk.database.engine.connect() as connection:
        connection.execute(select(Expert.__table__)).all()
        connection.execute(select(PanelCandidate.__table__)).all()


def _score(desk: Desk, call: Any, panel: Any) -> None:
    """Members declare, bids are in order, sheets are handed out."""
    for seat in desk.act("seats", panel):
        desk.act("accept", seat)
        desk.act("declare", seat)
    desk.act("begin", call)
    with desk.database.reading() as session:
        made = session.scalars(select(Bid).where(Bid.challenge_id == call.id)).all()
    for bid in made:
        desk.act("qualify", bid)
    desk.act("begin_scoring", call)


def _saving(kind: str, desk: Desk, panel: Any) -> Iterator[Figure]:
    """One member saves his sheets one after the other."""
    seat = desk.act("seats", panel, "clear")[0]
    with desk.database.reading() as session:
        query = select(ScoreSheet).where(ScoreSheet.seat_id == seat.id, ScoreSheet.part == "blind")
        sheets = session.scalars(query.limit(SAVED)).all()
    spent = [seconds(partial(desk.act, "save", sheet)) for sheet in sheets]
    turn = count()
    bare = [seconds(partial(_bare_save, desk, sheet.id, next(turn))) for sheet in sheets]
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        yield Figure(
            f"{kind}: a member saves a sheet: {name}",
            1_000 * percentile(spent, share),
            "ms",
            1_000 * percentile(bare, share),
            less_is_better=True,
        )


def _bare_save(desk: Desk, sheet_id: int, turn: int) -> None:
    with desk.database.engine.begin() as connection:
        if desk.database.engine.dialect.name == "sqlite":
            connection.execute(text("select 1"))
        change = update(ScoreSheet).where(ScoreSheet.id == sheet_id)
        connection.execute(change.values(version=ScoreSheet.version + 1, updated_at=NOW))


def _submit_all(desk: Desk, call: Any) -> None:
    """All sheets whole and in: set by one statement for each part, as what is measured comes after it."""
    made = Random(11)
    with desk.database.unit_of_work() as session:
        rows = session.execute(
            select(ScoreSheet.id, ScoreSheet.part).where(ScoreSheet.challenge_id == call.id)
        ).all()
        codes = {part: list(codes_of(call, part)) for part in ("blind", "open")}
        session.execute(
            update(ScoreSheet),
            [
                {
                    "id": row.id,
                    "state": "submitted",
                    "submitted_at": NOW,
                    "scores": {
                        code: {"score": made.randint(60, 95), "reason": "理由"}
                        for code in codes[row.part]
                    },
                }
                for row in rows
            ],
        )


def _bare_sheets(desk: Desk, call_id: int) -> None:
    with desk.database.engine.connect() as connection:
        query = select(ScoreSheet.__table__).where(ScoreSheet.challenge_id == call_id)
        connection.execute(query).all()


def _hints(kind: str, desk: Desk, call: Any, bids: int) -> Iterator[Figure]:
    with desk.database.reading() as session:
        look = partial(looking.hints_of, session, call.id, (), city=desk.city)
        spent, bare = seconds(look), seconds(partial(_bare_letters, session, call.id))
        tracemalloc.start()
        found = look()
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    passages = sum(one.kind == "passage" for one in found)
    if passages < bids // 10:
        raise SystemExit(f"{passages} copied passages found of {bids // 10}")
    title = f"{kind}: hints of collusion among {bids} bids of {SIGNS:,} signs"
    yield _figure(title, spent, bare, at_most=60)
    yield Figure(f"{title}: memory at most", peak / 2**20, "MB")


def _bare_letters(session: Session, call_id: int) -> None:
    """The same texts folded, and a digest of each taken."""
    for bid in session.scalars(select(Bid).where(Bid.challenge_id == call_id)):
        letters = fold("", "", bid.content["approach"]["text"]).letters
        hashlib.sha256(letters.encode()).digest()
