"""The routes as the matrix writes them, and what stands behind each when its guard is taken off."""

import re
from contextlib import ExitStack, contextmanager

METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
PREFIX = "/api/v1"


def named(rule):
    """A rule as the matrix writes it."""
    return re.sub(r"<[^>]*>", "<>", re.sub(r"<int\([^)]*\):", "<", str(rule)))


def routes(app):
    """Every method and rule of the URL map with the view that answers."""
    found = {}
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        cls = getattr(view, "view_class", None)
        for method in sorted(rule.methods & METHODS):
            found[f"{method} {named(rule)}"] = getattr(cls, method.lower()) if cls else view
    return found


def methods(app):
    """Of each route of the API, the class and the name of its method."""
    found = {}
    for rule in app.url_map.iter_rules():
        cls = getattr(app.view_functions[rule.endpoint], "view_class", None)
        if cls and str(rule).startswith(PREFIX):
            for method in sorted(rule.methods & METHODS):
                found[f"{method} {named(rule)}"] = cls, method.lower()
    return found


@contextmanager
def open_door(cls, method):
    """A view with its outermost decorator taken off, as if nobody had written it."""
    guarded = getattr(cls, method)
    setattr(cls, method, guarded.__wrapped__)
    try:
        yield guarded.__wrapped__
    finally:
        setattr(cls, method, guarded)


@contextmanager
def open_doors(app):
    """Every guarded view of the API without its guard: only commands and queries still refuse."""
    with ExitStack() as stack:
        for cls, method in methods(app).values():
            stack.enter_context(open_door(cls, method))
        yield


def matrix_name(label):
    """An operation of the specification as the matrix writes it."""
    method, path = label.split(" ")
    return f"{method} {PREFIX}{re.sub(r'{[^}]*}', '<>', path)}"
