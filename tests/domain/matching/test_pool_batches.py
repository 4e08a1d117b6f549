"""A pool of several batches: loaded, changed and counted as its profiles are one by one."""

from dataclasses import replace

import numpy as np
import pytest

from tests.domain.matching.test_engine import engine_of

from .pools import GOLDEN, MAINTENANCE, SPINDLE, TODAY, WATER


def crowd(size):
    """Profiles for several batches of the index, no two alike."""
    return [
        replace(
            GOLDEN[one % 3], provider_id=one, key=f"KEY{one}", text=f"编号{one}的介绍" * (one % 5)
        )
        for one in range(1, size + 1)
    ]


def test_a_pool_of_several_batches_is_what_its_profiles_are_one_by_one():
    pool = crowd(600)
    loaded = engine_of(iter(pool[::-1]))
    alone = engine_of([], statistics=loaded.statistics)
    assert loaded.statistics.profiles == 600
    ranked = loaded.rank(SPINDLE, today=TODAY)
    alone.put(*pool)
    assert alone.rank(SPINDLE, today=TODAY) == ranked
    for match in ranked[::97]:
        told = alone.explain(SPINDLE, pool[match.provider_id - 1], today=TODAY)
        assert told.stored_json == match.explanation_json


def test_statistics_of_several_batches_count_each_profile_once():
    pool = crowd(600)
    whole = engine_of(pool).statistics
    keys = np.array([ord("轴"), ord("介")])
    assert whole.df[whole.find(keys)].tolist() == [200, 480]


def test_many_are_put_and_dropped_at_once():
    pool = crowd(300)
    engine = engine_of(pool)
    engine.put(*(replace(profile, state="suspended") for profile in pool[:100]))
    engine.drop(*(profile.provider_id for profile in pool[100:150]))
    engine.put()
    reached = {match.provider_id for match in engine.rank(SPINDLE, today=TODAY)}
    assert (len(engine), reached) == (250, set(range(151, 301)))


def test_two_profiles_of_one_provider_are_refused():
    twice = [MAINTENANCE, replace(WATER, provider_id=MAINTENANCE.provider_id)]
    with pytest.raises(ValueError, match="same provider id"):
        engine_of(twice)
    with pytest.raises(ValueError, match="same provider id"):
        engine_of([]).put(*twice)
