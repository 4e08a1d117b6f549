"""The moves of providers."""

from scenario_market.domain.providers import states as providers

TABLES = {
    "provider": providers.MOVES,
}
A = "providers.admission"
ADMISSION_TEST = "domain/providers/test_admission.py"

# noun.verb → command, route, test file
MADE = {
    "provider.apply": (f"{A}.apply", "POST /api/v1/providers/<>/apply", ADMISSION_TEST),
    "provider.review": (f"{A}.review", "POST /api/v1/providers/<>/review", ADMISSION_TEST),
    "provider.return": (f"{A}.return_", "POST /api/v1/providers/<>/return", ADMISSION_TEST),
    "provider.reject": (f"{A}.reject", "POST /api/v1/providers/<>/reject", ADMISSION_TEST),
    "provider.admit": (f"{A}.admit", "POST /api/v1/providers/<>/admit", ADMISSION_TEST),
    "provider.warn": (f"{A}.warn", "POST /api/v1/providers/<>/warn", ADMISSION_TEST),
    "provider.rectify": (f"{A}.rectify", "POST /api/v1/providers/<>/rectify", ADMISSION_TEST),
    "provider.clear": (f"{A}.clear", "POST /api/v1/providers/<>/clear", ADMISSION_TEST),
    "provider.suspend": (f"{A}.suspend", "POST /api/v1/providers/<>/suspend", ADMISSION_TEST),
    "provider.remove": (f"{A}.remove", "POST /api/v1/providers/<>/remove", ADMISSION_TEST),
    "provider.reinstate": (f"{A}.reinstate", "POST /api/v1/providers/<>/reinstate", ADMISSION_TEST),
    "provider.reopen": (
        "providers.appeals.decide_appeal",
        "POST /api/v1/appeals/<>/decide",
        ADMISSION_TEST,
    ),
}
