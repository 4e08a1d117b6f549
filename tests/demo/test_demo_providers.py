import hashlib
import io
import os
import re
import subprocess
import sys
from collections import Counter
from datetime import date

import pytest

from scenario_market.demo.credentials import Credential
from scenario_market.demo.fiction import MARK, Draw, fictitious
from scenario_market.demo.pool import write_pool
from scenario_market.demo.providers import AS_OF, providers, specialities
from scenario_market.documents.columns import POOL
from scenario_market.documents.workbooks import read_table
from scenario_market.domain.parties import uscc

POOL_OF_500 = providers()
DIGEST = "3a1cf3097ffd6dce4a1ff4f4804569bc4ddc2d2d3ca7136c127d6b81e7c71723"


def digest(pool):
    return hashlib.sha256(repr(pool).encode()).hexdigest()


def test_the_pool_has_the_figures_of_the_reference_city():
    held = Counter(category for p in POOL_OF_500 for category in p.categories)
    assert len(POOL_OF_500) == 500
    assert held["diagnosis"] == 142
    assert held["solution"] == 186
    assert sum({"diagnosis", "solution"} <= set(p.categories) for p in POOL_OF_500) == 48
    assert sum(len(p.offerings) for p in POOL_OF_500) == 233
    assert all(p.categories for p in POOL_OF_500)


def test_every_solution_provider_offers_something():
    assert all(p.offerings for p in POOL_OF_500 if "solution" in p.categories)


def test_every_provider_is_marked_and_can_be_taken_for_nobody():
    for p in POOL_OF_500:
        assert p.name.endswith(MARK)
        assert p.is_fictitious
        assert p.contact_mobile.startswith("000-")
        assert p.contact_email.endswith(".example")
        assert p.uscc.startswith("91000000DEM")
        assert uscc.check(p.uscc) == p.uscc
        assert uscc.warnings(p.uscc) == []
    assert len({p.uscc for p in POOL_OF_500}) == len({p.name for p in POOL_OF_500}) == 500


def test_fictitious_codes_are_valid_and_different_for_different_seeds():
    codes = [fictitious(seed) for seed in range(0, 100_000, 97)]
    assert len(set(codes)) == len(codes)
    assert all(uscc.check(code) == code for code in codes)
    with pytest.raises(ValueError, match="99999"):
        fictitious(100_000)


def test_the_pool_is_the_same_on_every_run_and_under_every_hash_seed():
    code = (
        "import hashlib;from scenario_market.demo.providers import providers;"
        "print(hashlib.sha256(repr(providers()).encode()).hexdigest())"
    )
    seen = {digest(POOL_OF_500)}
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        run = subprocess.run(
            [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
        )
        seen.add(run.stdout.strip())
    assert seen == {DIGEST}


def test_every_code_of_a_provider_stands_in_the_lists(city):
    lists = city.codes
    for p in POOL_OF_500:
        for name, codes in [
            ("provider_categories", p.categories),
            ("service_types", p.service_types),
            ("industries", p.industries),
            ("scenario_domains", p.domains),
            ("districts", (p.district, *p.districts)),
            ("honours", [h.code for h in p.honours]),
            ("certificates", [c.code for c in p.certificates]),
            ("size_classes", [p.size_class]),
        ]:
            assert all(code in lists[name] for code in codes)
        for held in p.certificates:
            levels = {entry.extra["level"] for entry in lists["certificates"].children(held.code)}
            assert held.level in (levels or {None})


def test_every_domain_and_service_type_has_providers(city):
    domains = Counter(code for p in POOL_OF_500 for code in p.domains)
    types = Counter(code for p in POOL_OF_500 for code in p.service_types)
    assert set(domains) == {entry.code for entry in city.codes["scenario_domains"]}
    assert set(types) == {entry.code for entry in city.codes["service_types"]}
    assert min(domains.values()) >= 10


def test_profiles_differ_and_no_blank_is_left_in_them():
    assert len({p.capabilities for p in POOL_OF_500}) == 500
    assert len({p.introduction for p in POOL_OF_500}) == 500
    for p in POOL_OF_500:
        texts = (p.introduction, p.capabilities, *(o.title + o.summary for o in p.offerings))
        assert not re.search(r"[{}]|None", "".join(texts))
        assert len(p.capabilities) > 40


def test_some_honours_lapsed_and_some_are_about_to():
    days = [(h.expires_on - AS_OF).days for p in POOL_OF_500 for h in p.honours]
    assert sum(d < 0 for d in days) > 20
    assert sum(0 <= d <= 90 for d in days) > 20
    assert all(h.issued_on < AS_OF for p in POOL_OF_500 for h in p.honours)


def test_validity_moves_with_the_day_asked_for_and_nothing_else_does():
    later = providers(date(2027, 7, 1))
    assert [p.capabilities for p in later] == [p.capabilities for p in POOL_OF_500]
    assert later[0].honours != POOL_OF_500[0].honours or not later[0].honours


def test_draws_are_fair_enough_and_stay_inside_their_bounds():
    draw = Draw(1)
    seen = Counter(draw.number(1, 6) for _ in range(6000))
    assert set(seen) == {1, 2, 3, 4, 5, 6}
    assert min(seen.values()) > 800
    assert sorted(draw.shuffled(range(50))) == list(range(50))


def held_as_read(items):
    return tuple(
        Credential(item["code"], item["issued_on"], item["expires_on"], item["level"])
        for item in items
    )


def test_the_pool_as_a_workbook_reads_back_as_it_was_written(city):
    stream = io.BytesIO()
    write_pool(stream, city.codes)
    stream.seek(0)
    table = read_table(stream, "pool.xlsx", POOL.headers)
    POOL.check(table)
    found = [POOL.read(row, table.columns, city.codes) for row in table.rows]
    assert [reading.problems for reading in found] == [()] * 500
    for reading, p in zip(found, POOL_OF_500, strict=True):
        record = reading.record
        for field in ("name", "uscc", "categories", "district", "introduction", "capabilities"):
            assert record[field] == getattr(p, field)
        for field in ("service_types", "industries", "domains", "contact_mobile"):
            assert record[field] == getattr(p, field)
        assert record.get("districts", ()) == p.districts
        assert held_as_read(record.get("honours", ())) == p.honours
        assert held_as_read(record.get("certificates", ())) == p.certificates
        offers = [(o.title, o.summary) for o in p.offerings]
        assert [(o["title"], o["summary"]) for o in record.get("offerings", ())] == offers


def test_specialities_have_enough_words_to_tell_them_apart():
    every = specialities()
    assert len(every) >= 30
    for one in every:
        assert len(one["skills"]) >= 6
        assert len(one["scenes"]) >= 3
        assert all("：" in product for product in one["products"])
