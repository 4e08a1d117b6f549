"""Lists of demands."""

from tests.api.calls.table import Call, L, call, keyed, move, reason, simple

for _label, _who in {
    "GET /lists": "public",
}.items():
    simple(_label, _who)

for _label, _arguments in {
    "PATCH /lists/{list_id}": ("lead", L, lambda w: w.list_of(), {"title": "第二批清单"}),
    "POST /lists/{list_id}/unschedule": ("lead", L, lambda w: w.list_of("scheduled")),
    "POST /lists/{list_id}/publish": ("lead", L, lambda w: w.list_of()),
    "POST /lists/{list_id}/schedule": (
        "lead",
        L,
        lambda w: w.list_of(),
        {"publish_at": "2099-01-01T09:00:00+08:00"},
    ),
    "POST /lists/{list_id}/withdraw": (
        "lead",
        L,
        lambda w: w.list_of("published"),
        reason("content_error"),
    ),
}.items():
    move(_label, *_arguments)

for _label, _arguments in {
    "GET /lists/{list_id}": ("public", L, lambda w: w.list_of("published")[0]),
    "GET /lists/{list_id}/scenarios.xlsx": ("public", L, lambda w: w.list_of("published")[0]),
    "GET /lists/{list_id}/scenarios.csv": ("public", L, lambda w: w.list_of("published")[0]),
    "GET /lists/{list_id}/unfit": ("lead", L, lambda w: w.list_of()[0]),
}.items():
    keyed(_label, *_arguments)


@call("POST /lists")
def begin_list(w):
    return Call("reviewer", body={"title": "第三批清单"})
