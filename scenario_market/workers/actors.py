"""The actors: one key in, harmless to repeat, the row decides. One per queue: Dramatiq ties an actor to a queue."""

from typing import Any

import dramatiq

from scenario_market.domain.jobs import Job
from scenario_market.domain.notices.models import Delivery
from scenario_market.workers import attempts, deliver, runner
from scenario_market.workers.attempts import Leases
from scenario_market.workers.broker import QUEUES, MarketBroker
from scenario_market.workers.machine import Machine


def declare(broker: MarketBroker, machine: Machine, leases: Leases) -> None:
    """Declare ``handle_<queue>`` for jobs and ``deliver_deliver`` for deliveries on this broker."""

    def handle(job_id: int, alone: bool = False) -> None:
        with attempts.turn(machine, Job, job_id, alone=alone) as inside:
            if inside:
                runner.handle(machine, leases, job_id, alone=alone)

    def carry(delivery_id: int, alone: bool = False) -> None:
        with attempts.turn(machine, Delivery, delivery_id, alone=alone) as inside:
            if inside:
                deliver.deliver(machine, leases, delivery_id, alone=alone)

    actor: Any = dramatiq.actor
    for queue in QUEUES:
        actor(handle, actor_name=f"handle_{queue}", queue_name=queue, broker=broker)
    actor(carry, actor_name="deliver_deliver", queue_name="deliver", broker=broker)
