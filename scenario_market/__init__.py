"""An event-driven marketplace that opens a city's application scenarios."""

__version__ = "0.1.0"
