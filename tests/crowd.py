"""Several at once, in threads of the test."""

import threading


def at_once(*calls):
    """Run calls at the same time. What one of them raises is raised: refusals are caught where they are answers."""
    barrier, faults = threading.Barrier(len(calls)), []

    def run(call):
        barrier.wait()
        try:
            call()
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=run, args=[call], daemon=True) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads), "somebody waits for ever"
    if faults:
        raise faults[0]
