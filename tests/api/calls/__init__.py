"""One call of every operation that succeeds: who makes it, on what, with which body. Written by hand, a file a noun."""

from importlib import import_module
from pkgutil import iter_modules

from tests.api.calls.table import CALLS, Call, send

for _noun in iter_modules(__path__):
    import_module(f"{__name__}.{_noun.name}")  # each registers its calls

__all__ = ["CALLS", "Call", "send"]
