"""The pages that to-dos lead to are those of their notices."""

from scenario_market.texts.notices import path_of as path_of_notice
from scenario_market.texts.todos import path_of


def test_a_reported_copy_has_one_page_for_its_to_do_and_its_notice():
    assert path_of("landmark_copy", 7) == path_of_notice("landmark_copy_waiting", 7)
    assert path_of("landmark_copy", 7) == "/landmark-copies/7"
