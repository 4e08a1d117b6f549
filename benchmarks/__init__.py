"""What the product costs, next to what the machine could do: ``python -m benchmarks --help``."""
