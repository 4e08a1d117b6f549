"""Columns that all panels have, whatever they judge: how they were drawn, who stands behind a number, who sits."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from scenario_market.domain.draws import draw


class Drawn:
    """A panel.

    ``secret_sealed``: the secret of the draw under the web's own key, in hex, so that a copy of the database does not
    tell the order; ``secret`` in hex from the draw on. ``pool_hash`` commits to who stands behind which number.
    ``fields``: codes of which a member that is not on finance has one. ``record``: what was drawn from, as it is
    published; ``digest`` its SHA-256. ``passed``: numbers that were passed over after the draw, with reasons.
    ``purpose``: what the panel is for, in words that stay the same: the secret is sealed for it alone.
    """

    secret_sealed: Mapped[str] = mapped_column(String(300))
    secret: Mapped[str | None] = mapped_column(String(64))
    secret_hash: Mapped[str] = mapped_column(String(64))
    pool_hash: Mapped[str] = mapped_column(String(64))
    fields: Mapped[list[str]] = mapped_column(default=list)
    # A list of thousands, read by the draw alone: not with each sheet that a member saves.
    record: Mapped[dict[str, Any] | None] = mapped_column(deferred=True)
    digest: Mapped[str | None] = mapped_column(String(64))
    passed: Mapped[list[Any]] = mapped_column(default=list)

    if TYPE_CHECKING:
        id: Mapped[int]
        created_at: Mapped[datetime]

        @property
        def purpose(self) -> str: ...


class Numbered:
    """Which expert stands behind a number of a draw, under which name and salt this was committed to."""

    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id"), primary_key=True)
    number: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(80))
    salt: Mapped[str] = mapped_column(String(32))

    @property
    def sealed(self) -> str:
        """As it is published before the draw."""
        return draw.sealed(self.number, self.name, self.salt)


class Seated:
    """Somebody who was drawn and asked. ``kind``: ``finance`` or ``field``. ``declaration``: his own words.

    ``removal_``…: that an officer asked that he be taken off, who, when and why.
    """

    number: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(20))
    due_at: Mapped[datetime]
    is_chair: Mapped[bool] = mapped_column(default=False)
    declaration: Mapped[str] = mapped_column(default="")
    declared_at: Mapped[datetime | None]
    removal_asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    removal_asked_at: Mapped[datetime | None]
    removal_code: Mapped[str | None] = mapped_column(String(40))
    removal_text: Mapped[str] = mapped_column(default="")

    if TYPE_CHECKING:
        id: Mapped[int]
        panel_id: Mapped[int]
        state: Mapped[str]
        updated_at: Mapped[datetime]
