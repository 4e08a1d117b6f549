"""Who makes a move that no route makes."""

CLOCK, WORKER = "by the clock", "by a worker"
