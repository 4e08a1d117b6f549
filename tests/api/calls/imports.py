"""Files that are handed in."""

from tests.api.calls.table import Call, call, keyed, move, simple
from tests.domain.providers.pool_file import SECOND, workbook

for _label, _who in {
    "GET /imports": "lead",
}.items():
    simple(_label, _who)

move(
    "POST /imports/{import_id}/commit",
    "lead",
    "import_id",
    lambda w: w.pool_file(),
    {"mode": "good"},
)

for _label, _arguments in {
    "GET /imports/{import_id}": ("lead", "import_id", lambda w: w.pool_file()[0]),
    "GET /imports/{import_id}/errors.xlsx": ("lead", "import_id", lambda w: w.pool_file()[0]),
}.items():
    keyed(_label, *_arguments)


@call("POST /imports")
def upload(w):
    return Call("lead", form={"kind": "pool", "file": (workbook(SECOND), "服务商库.xlsx")})
