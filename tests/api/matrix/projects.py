"""Who may call what of projects in delivery."""

from tests.api.matrix.letters import ALL

READERS = "EPXDNRLJWA"
PROJECTS = {
    "GET /api/v1/projects": READERS,
    "POST /api/v1/responses/<>/project": "EP",
    "GET /api/v1/projects/<>": READERS,
    "GET /api/v1/projects/<>/history": READERS,
    "PUT /api/v1/projects/<>/plan": "EP",
    "POST /api/v1/projects/<>/plan/agree": "EP",
    "POST /api/v1/projects/<>/plan/withdraw": "EP",
    "GET /api/v1/projects/list.xlsx": READERS,
    "GET /api/v1/projects/list.csv": READERS,
    "PATCH /api/v1/projects/<>/following": "RL",
    "POST /api/v1/projects/<>/suspend": "L",
    "POST /api/v1/projects/<>/resume": "L",
    "POST /api/v1/projects/<>/terminate": "L",
    "POST /api/v1/projects/<>/excuse": "L",
    "POST /api/v1/projects/<>/tranches/<>/release": "L",
    "GET /api/v1/projects/<>/reports": READERS,
    "POST /api/v1/projects/<>/reports": "P",
}
CHANGES = {
    "GET /api/v1/projects/<>/versions": READERS,
    "GET /api/v1/projects/<>/changes": READERS,
    "POST /api/v1/projects/<>/changes": "EP",
    "POST /api/v1/projects/<>/change/agree": "EP",
    "POST /api/v1/projects/<>/change/disagree": "EP",
    "POST /api/v1/projects/<>/change/take-back": "EP",
    "POST /api/v1/projects/<>/change/approve": "RL",
    "POST /api/v1/projects/<>/change/refuse": "RL",
}
MILESTONES = {
    "GET /api/v1/milestones/<>": READERS,
    "POST /api/v1/milestones/<>/begin": "P",
    "POST /api/v1/milestones/<>/submit": "P",
    "POST /api/v1/milestones/<>/retry": "P",
    "POST /api/v1/milestones/<>/confirm": "E",
    "POST /api/v1/milestones/<>/decline": "E",
    "POST /api/v1/milestones/<>/accept": "RL",
    "POST /api/v1/milestones/<>/accept-partly": "RL",
    "POST /api/v1/milestones/<>/reject": "RL",
}
ACCEPTANCE = {
    "POST /api/v1/projects/<>/present": "P",
    "POST /api/v1/projects/<>/measurements": "P",
    "POST /api/v1/projects/<>/panel": "RL",
    "POST /api/v1/projects/<>/panel/renew": "RL",
    "GET /api/v1/projects/<>/draws": READERS,
    "GET /api/v1/acceptance-seats/<>": "X",
    "POST /api/v1/acceptance-seats/<>/declare": "X",
    "POST /api/v1/acceptance-seats/<>/recuse": "X",
    "POST /api/v1/acceptance-seats/<>/removal": "RL",
    "POST /api/v1/acceptance-seats/<>/drop": "L",
    "POST /api/v1/projects/<>/opinion": "X",
    "POST /api/v1/projects/<>/accept": "L",
    "POST /api/v1/projects/<>/rectify": "L",
    "POST /api/v1/projects/<>/prolong": "L",
    "POST /api/v1/projects/<>/fail": "L",
    "GET /api/v1/challenges/<>/race": READERS,
    "POST /api/v1/challenges/<>/race": "L",
}
FILES = {
    "GET /api/v1/projects/<>/attachments": ALL,
    "POST /api/v1/projects/<>/attachments": "EPRL",
    "GET /api/v1/milestones/<>/attachments": ALL,
    "POST /api/v1/milestones/<>/attachments": "P",
}

MATRIX = {**PROJECTS, **CHANGES, **MILESTONES, **ACCEPTANCE, **FILES}
