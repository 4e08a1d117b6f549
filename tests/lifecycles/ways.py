"""Who makes a move that no route makes."""

CLOCK, WORKER = "by the clock", "by a worker"
PLEDGE = "with the pledge"  # by the commands on pledges, which call this one
