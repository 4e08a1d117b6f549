"""What the specification makes of itself: its operations, and cases that fit each and that do not.

Making cases takes ten times as long as answering them, and neither role nor database has a say in them: they are made
once in a process, the same in every run.
"""

import copy
import json
from functools import cache, lru_cache

import hypothesis
import schemathesis
from hypothesis import HealthCheck, Phase
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

PREFIX = "/api/v1"
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


def operations_of(app):
    """The operations of an application's specification, by method and path."""
    text = app.test_client().get(f"{PREFIX}/openapi.json").get_data(as_text=True)
    return read(text)


@lru_cache(maxsize=2)
def read(text):
    schema = schemathesis.openapi.from_dict(json.loads(text))
    found = [result.ok() for result in schema.get_all_operations()]
    return {one.label.replace(PREFIX, ""): Operation(one) for one in found}


class Operation:
    """One operation with the cases that were made of it."""

    def __init__(self, specified):
        self.specified = specified
        self.random_cases = cache(self._random_cases)

    def case(self, keys):
        """A call that is about these keys."""
        return self.specified.Case(path_parameters=keys)

    def cases(self, keys, *, part=0, most=None, examples):
        """Cases about these keys: those at a border of a parameter or field, and some at random.

        :param most: how many of each kind, from the place that ``part`` says on; ``None`` for all.
        :param examples: how many are made at random that fit, and as many that do not.
        """
        kinds = self.border_cases(), self.random_cases(examples)
        for cases, odd_paths in zip(kinds, (4, None), strict=True):
            chosen = cases if most is None else around(cases, part * most, most)
            for place, case in enumerate(chosen):
                odd = odd_paths and place % odd_paths == 0  # it keeps its path
                yield about(case, {} if odd else keys)

    def _random_cases(self, examples):
        """As hypothesis makes them, fitting the schema and not."""
        drawn = []
        for mode in MODES:

            @hypothesis.settings(
                derandomize=True,
                database=None,
                max_examples=examples,
                deadline=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @hypothesis.given(self.specified.as_strategy(generation_mode=mode))
            def collect(case):
                drawn.append(case)

            try:
                collect()
            except Unsatisfiable:
                assert mode is GenerationMode.NEGATIVE, "nothing fits the schema"
        return drawn

    @cache  # noqa: B019
    def border_cases(self):
        """Each parameter and field at its borders and beyond."""
        schema = self.specified.schema
        return list(
            schema.iter_coverage_cases(
                self.specified,
                generation_modes=list(MODES),
                generation_config=schema.config.generation_for(operation=self.specified),
            )
        )


def around(cases, start, count):
    """``count`` of the cases from ``start`` on, evenly far apart, from the first again after the last."""
    count = min(count, len(cases))
    step = max(1, len(cases) // count) if count else 1
    return [cases[(start + place * step) % len(cases)] for place in range(count)]


def about(case, keys):
    """A copy of a case, about these keys: sending one changes it."""
    one = object.__new__(type(case))
    for name in case.__slots__:  # what it says of itself is set by hand: it watches its changes
        object.__setattr__(one, name, getattr(case, name))
    for name in ("body", "query", "headers", "cookies"):
        object.__setattr__(one, name, copy.deepcopy(getattr(case, name)))
    object.__setattr__(one, "_meta", copy.deepcopy(case._meta))
    one.path_parameters = {**(case.path_parameters or {}), **keys}
    return one
