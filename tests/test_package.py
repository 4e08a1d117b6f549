"""What a package holds that is installed without its checkout."""

import configparser
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "scenario_market"


def test_every_file_that_is_no_module_of_a_package_is_package_data():
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg")
    patterns = setup["options.package_data"]["scenario_market"].split()
    packed = {path for pattern in patterns for path in PACKAGE.glob(pattern) if path.is_file()}
    modules = {path for path in PACKAGE.rglob("*.py") if (path.parent / "__init__.py").exists()}
    files = {
        path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    }
    assert files - modules - packed == set()
    assert all(any(PACKAGE.glob(pattern)) for pattern in patterns)
