"""The pages that are made from the code are the ones that the code makes; links in the documents lead somewhere."""

import re
from pathlib import Path

import pytest

from scenario_market.cli.docs import PAGES

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


@pytest.mark.parametrize("name", PAGES)
def test_a_made_page_is_up_to_date(name):
    assert (ROOT / "docs" / name).read_text("utf-8") == PAGES[name](), "run scenario-market docs"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path):
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text("utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            assert (path.parent / target).exists(), f"{path.name} links to {target}"
