"""The base of all events: frozen facts in the past tense. Pure; the outbox stores them.

Events hold no personal data: keys, codes, numbers and dates only, so that the chain need never be rewritten.
"""

from dataclasses import asdict, dataclass
from typing import Any, ClassVar, dataclass_transform

REGISTRY: dict[str, type["Event"]] = {}


@dataclass_transform(frozen_default=True, kw_only_default=True)
@dataclass(frozen=True, kw_only=True)
class Event:
    """A fact. Subclasses set ``kind`` (``noun.verb-ed``), ``subject_kind`` and their own payload fields.

    Each of them is a frozen dataclass by being one of these; what it annotates is a field of the payload.

    :param subject_id: key of the object that the fact is about.
    """

    kind: ClassVar[str] = ""
    subject_kind: ClassVar[str] = ""
    public: ClassVar[bool] = False

    subject_id: int

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        dataclass(frozen=True, kw_only=True)(cls)
        if cls.kind:
            if cls.kind in REGISTRY and REGISTRY[cls.kind].__qualname__ != cls.__qualname__:
                raise TypeError(f"two events are called {cls.kind}")
            REGISTRY[cls.kind] = cls

    def payload(self) -> dict[str, Any]:
        """The event's own fields as JSON-able values."""
        fields = asdict(self)
        fields.pop("subject_id")
        return fields
