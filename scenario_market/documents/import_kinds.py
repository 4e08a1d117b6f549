"""The kinds of files that can be brought in, by name."""

from collections.abc import Mapping

from scenario_market.documents.demand_files import Demands
from scenario_market.documents.import_files import FileKind
from scenario_market.documents.pool_files import Pool
from scenario_market.documents.project_files import Projects

KINDS: Mapping[str, FileKind] = {kind.name: kind for kind in (Pool(), Demands(), Projects())}
