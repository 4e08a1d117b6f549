"""Key officers, early openings, and what the market publishes of them."""

from tests.api.calls.table import Call, call, keyed, move, of, simple
from tests.api.world.openings import REASON

EARLY, OFFICER, NAMING = "early_opening_id", "officer_id", "naming_id"

simple("GET /key-officers", "auditor")
simple("GET /receipt-keys", "public")
simple("GET /platform-keys", "public")
simple("GET /head-keys", "public")
keyed("GET /key-officers/{officer_id}", "keeper", OFFICER, lambda w: w.key_officer()[0])
move(
    "POST /key-officers/{officer_id}/retire",
    "new_keeper",
    OFFICER,
    lambda w: w.key_officer("new_keeper"),
)


@call("POST /key-officers")
def enrol(w):
    w.without_key("new_keeper")
    return Call("new_keeper", body={"passphrase": w.passphrase("new_keeper")})


simple("GET /key-namings", "auditor")
keyed("GET /key-namings/{naming_id}", "auditor", NAMING, lambda w: w.key_naming()[0])
move("POST /key-namings/{naming_id}/confirm", "keeper", NAMING, lambda w: w.key_naming())
move("POST /key-namings/{naming_id}/withdraw", "administrator", NAMING, lambda w: w.key_naming())


@call("POST /key-namings")
def name_officer(w):
    w.key_officer()
    return Call("administrator", body={"person_id": w.nobody()})


@call("POST /challenges/{challenge_id}/early-openings")
def ask(w):
    body = {"passphrase": w.passphrase("keeper"), "reason": REASON}
    return Call("keeper", {"challenge_id": w.challenge("opened")[0]}, body)


keyed(
    "GET /challenges/{challenge_id}/early-openings",
    "public",
    "challenge_id",
    lambda w: w.called_early(),
)
keyed("GET /early-openings/{early_opening_id}", "public", EARLY, lambda w: w.early_opening()[0])


@call("POST /early-openings/{early_opening_id}/confirm")
def confirm(w):
    body = {"passphrase": w.passphrase("second_keeper")}
    return of("second_keeper", EARLY, w.early_opening(), body)


move(
    "POST /early-openings/{early_opening_id}/withdraw",
    "second_keeper",
    EARLY,
    lambda w: w.early_opening(),
)
keyed(
    "GET /challenges/{challenge_id}/bid-hashes",
    "public",
    "challenge_id",
    lambda w: w.evaluated("unsealed")[0],
)


@call("POST /challenges/{challenge_id}/reentries")
def ask_to_look_again(w):
    return Call("keeper", {"challenge_id": w.spoilt_call()}, {"reason": REASON})


keyed(
    "GET /challenges/{challenge_id}/reentries",
    "public",
    "challenge_id",
    lambda w: w.looked_at_again(),
)
keyed("GET /reentries/{reentry_id}", "public", "reentry_id", lambda w: w.reentry()[0])
move("POST /reentries/{reentry_id}/confirm", "second_keeper", "reentry_id", lambda w: w.reentry())
move("POST /reentries/{reentry_id}/withdraw", "second_keeper", "reentry_id", lambda w: w.reentry())
