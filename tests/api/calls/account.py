"""Signing in and out, and what a person keeps for himself."""

from tests.api.calls.table import Call, call, keyed, simple
from tests.api.world import PASSWORD

for _label, _who in {
    "GET /me": "owner",
    "GET /me/sign-ins": "owner",
    "DELETE /me/sign-ins": "colleague",
    "POST /sign-out": "colleague",
    "GET /me/tokens": "owner",
    "POST /oidc/authorizations": "public",
}.items():
    simple(_label, _who)

for _label, _arguments in {
    "DELETE /me/sign-ins/{sign_in_id}": ("owner", "sign_in_id", lambda w: w.sign_in()),
    "DELETE /me/tokens/{token_id}": ("owner", "token_id", lambda w: w.api_token()),
}.items():
    keyed(_label, *_arguments)


@call("POST /sign-in-codes")
def sign_in_code(w):
    return Call("public", body={"mobile": "13912340001"})


@call("POST /sign-ins")
def sign_in(w):
    return Call("public", body={"mobile": w.password("auditor"), "password": PASSWORD})


@call("POST /oidc/sign-ins")
def oidc_sign_in(w):
    from tests.api.test_oidc import browse

    begun = w.client("public").post("/oidc/authorizations").json
    return Call("public", body={"pending": begun["pending"], "answer": browse(begun["url"])})


@call("PATCH /me")
def rename(w):
    return Call(
        "owner", body={"locale": "zh"}, version=w.client("owner").get("/me").json["version"]
    )


@call("PUT /me/password")
def password(w):
    w.password("auditor")
    return Call(
        "auditor", body={"new_password": "另一句 很长的 口令", "current_password": PASSWORD}
    )


@call("POST /me/email/confirm")
def confirm_email(w):
    return Call("auditor", body={"token": w.email_code("auditor")})


@call("POST /me/email/resend")
def resend_email(w):
    w.email_code("auditor")
    return Call("auditor")


@call("POST /me/tokens")
def token(w):
    return Call("owner", body={"name": "对接", "scopes": ["account.use"]})
