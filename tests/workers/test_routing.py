"""The table of routing and what handles it agree."""

from scenario_market.workers import handling, routing
from scenario_market.workers.broker import QUEUES


def test_every_consumer_has_a_queue_that_is_served_and_a_handler():
    assert set(routing.QUEUE_OF) == set(handling.HANDLERS)
    assert set(routing.QUEUE_OF.values()) <= set(QUEUES)
    assert {name for consumers in routing.ROUTES.values() for name in consumers} == set(
        routing.QUEUE_OF
    )
