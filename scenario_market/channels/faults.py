"""How a channel says that sending will never succeed. Every other error means: try again later."""


class Rejected(Exception):
    """The other side will not take this message, now or later; the text is what it said."""


class AddressRefused(Rejected):
    """The address itself is dead: nothing further may be sent to it."""
