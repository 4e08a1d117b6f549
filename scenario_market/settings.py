"""All settings of one process: defaults from ``config/default.toml``, then the environment.

Every key may be set as ``SM_<KEY>``; ``DATABASE_URL`` and ``REDIS_URL`` have their usual names. Everything that
is missing or wrong is named at once, so that one start tells an operator all that there is to mend. What is read from
the environment by others than :func:`load` stands in :data:`OUTSIDE`, for the page of settings.
"""

import os
import re
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent  # of a checkout
PLAIN_NAMES = {"database_url": "DATABASE_URL", "redis_url": "REDIS_URL"}
CHOICES = {
    "mode": {"demonstration", "production"},
    "log_format": {"json", "text"},
    "log_level": {"debug", "info", "warning", "error"},
}
MAY_BE_ZERO = {"proxies"}
ONE_RATE = r"[1-9]\d* per (second|minute|hour|day)"
RATE = re.compile(rf"({ONE_RATE}(; *{ONE_RATE})*)?")


# variable → (default, meaning); read before there are settings, or by gunicorn.conf.py
OUTSIDE = {
    "SM_CONFIG_DIR": (
        "`config/` of the checkout",
        "the folder with default.toml, gunicorn.conf.py and one folder per city; to be named where the package is"
        " installed without its checkout. A relative data_dir lies beside it",
    ),
    "SM_HOST": (
        "`127.0.0.1`",
        "address at which the web process listens; the default is this machine alone",
    ),
    "PORT": ("`8000`", "port at which the web process listens; bin/up sets it from --port"),
    "WEB_CONCURRENCY": (
        "`2`",
        "processes of one web server, 8 threads each; about one for each core. Each holds 12 connections of the"
        " database at most",
    ),
    "PROMETHEUS_MULTIPROC_DIR": (
        "one per user and port, in memory",
        "folder in which the processes of one web server count requests together; emptied when the server starts",
    ),
}


class SettingsError(Exception):
    """Lists every missing or wrong setting, one line each."""


@dataclass(frozen=True)
class Settings:
    """One process's settings; ``config/default.toml`` says what each key means."""

    city: str
    mode: str
    data_dir: Path
    database_url: str
    redis_url: str
    public_url: str
    secret_key: str
    log_level: str
    log_format: str
    smtp_url: str
    mail_from: str
    sms_url: str
    oidc_issuer: str
    oidc_client_id: str
    oidc_client_secret: str
    worker_threads: int
    job_lease_seconds: int
    job_attempts_limit: int
    backlog_limit: int
    redispatch: bool
    relay_batch: int
    poll_seconds: float
    session_hours: int
    upload_limit_bytes: int
    request_limit_bytes: int
    removed_files_days: int
    rate_limits: bool
    rate_codes: str
    rate_sign_ins: str
    rate_invitations: str
    rate_unsubscriptions: str
    rate_uploads: str
    proxies: int
    metrics_token: str
    draft_key_file: str
    receipt_key_file: str
    platform_key_file: str
    opening_key_file: str
    opening_public_key_file: str
    head_key_file: str
    head_public_key_file: str
    seal_anchors: str
    config_dir: Path = ROOT / "config"

    @property
    def production(self) -> bool:
        return self.mode == "production"

    @property
    def city_dir(self) -> Path:
        return self.config_dir / self.city


def _convert(name: str, kind: type, value: object) -> object:
    if kind is bool and isinstance(value, str):
        if value.lower() not in {"0", "1", "true", "false", "yes", "no"}:
            raise ValueError("must be true or false")
        return value.lower() in {"1", "true", "yes"}
    if name in CHOICES and value not in CHOICES[name]:
        raise ValueError(f"must be one of {', '.join(sorted(CHOICES[name]))}")
    if kind is str and name.startswith("rate_") and not RATE.fullmatch(str(value)):
        raise ValueError('must be like "30 per minute; 300 per hour", or empty')
    converted = kind(value)  # type: ignore[call-arg]
    if kind in (int, float) and converted <= 0 and not (name in MAY_BE_ZERO and converted == 0):
        raise ValueError("must be above 0")
    return converted


def find_config(environ: Mapping[str, str]) -> Path:
    """The folder of configuration, absolute.

    :raises SettingsError: there is no ``default.toml`` in it.
    """
    folder = Path(environ.get("SM_CONFIG_DIR") or ROOT / "config").resolve()
    if not (folder / "default.toml").is_file():
        raise SettingsError(
            f"SM_CONFIG_DIR: there is no default.toml in {folder}; name the folder that holds it (a copy of config/)"
        )
    return folder


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings.

    :raises SettingsError: names every missing, unknown or wrong key.
    """
    environ = os.environ if environ is None else environ
    config_dir = find_config(environ)
    defaults = tomllib.loads((config_dir / "default.toml").read_text("utf-8"))
    values: dict[str, object] = {"config_dir": config_dir}
    problems = []
    for field in fields(Settings):
        name = field.name
        if name == "config_dir":
            continue
        variable = PLAIN_NAMES.get(name, f"SM_{name.upper()}")
        raw = environ.get(variable, defaults.get(name))
        if raw is None:
            problems.append(f"{name}: missing; set it in default.toml or as {variable}")
            continue
        try:
            values[name] = _convert(name, field.type, raw)  # type: ignore[arg-type]
        except (TypeError, ValueError) as error:
            problems.append(f"{name} ({variable}={raw!r}): {error}")
    known = {field.name for field in fields(Settings)}
    problems += [f"{name}: unknown key in default.toml" for name in defaults if name not in known]
    if problems:
        raise SettingsError("\n".join(problems))
    return _complete(Settings(**values))  # type: ignore[arg-type]


def _complete(settings: Settings) -> Settings:
    """Fill in what depends on the data directory: the database's place and the secret key."""
    if not settings.city_dir.is_dir():
        raise SettingsError(f"city: no folder {settings.city_dir}")
    if settings.production:
        _refuse_in_production(settings)
    data_dir = settings.config_dir.parent / settings.data_dir  # an absolute one stays what it is
    changes: dict[str, object] = {"data_dir": data_dir}
    if not settings.database_url:
        changes["database_url"] = f"sqlite:///{data_dir / 'market.sqlite3'}"
    elif settings.database_url.startswith("postgres"):
        # SQLAlchemy wants the driver named; operators and hosts hand out the plain form.
        _, _, rest = settings.database_url.partition("://")
        changes["database_url"] = f"postgresql+psycopg://{rest}"
    if not settings.secret_key:
        changes["secret_key"] = _kept_secret(data_dir)
    return replace(settings, **changes)  # type: ignore[arg-type]


def _refuse_in_production(settings: Settings) -> None:
    """What a demonstration may do without.

    :raises SettingsError: names all of it.
    """
    problems = []
    kind = settings.database_url.partition("://")[0].partition("+")[0]
    if kind not in {"postgres", "postgresql"}:
        said = f", not {kind}" if kind else ""  # the rest of an address may hold a password
        problems.append(
            f"DATABASE_URL: production mode needs a PostgreSQL address, postgresql://user:password@host/name{said}"
        )
    if not settings.secret_key:
        problems.append("secret_key: production mode needs SM_SECRET_KEY, the same on all machines")
    if problems:
        raise SettingsError("\n".join(problems))


def _kept_secret(data_dir: Path) -> str:
    data_dir.mkdir(parents=True, exist_ok=True)
    path = data_dir / "secret_key"
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text("ascii")
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(48)
        file.write(key)
    return key
