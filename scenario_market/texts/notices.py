"""The words of every notice, in Chinese and English, with the page it leads to."""

from dataclasses import dataclass

from scenario_market.domain.city import City
from scenario_market.domain.notices.facts import Facts
from scenario_market.texts import (
    told_answers,
    told_bids,
    told_calls,
    told_challenges,
    told_demands,
    told_evaluation,
    told_imports,
    told_keys,
    told_landmarks,
    told_lists,
    told_milestones,
    told_openings,
    told_parties,
    told_pledges,
    told_projects,
    told_providers,
    told_results,
    told_todos,
)
from scenario_market.texts.names import names
from scenario_market.texts.reasons import About, Language
from scenario_market.texts.telling import Teller, Text, slots

TEXTS: dict[str, Text] = {
    **told_demands.TEXTS,
    **told_evaluation.TEXTS,
    **told_lists.TEXTS,
    **told_answers.TEXTS,
    **told_bids.TEXTS,
    **told_parties.TEXTS,
    **told_providers.TEXTS,
    **told_imports.TEXTS,
    **told_todos.TEXTS,
    **told_calls.TEXTS,
    **told_challenges.TEXTS,
    **told_pledges.TEXTS,
    **told_projects.TEXTS,
    **told_milestones.TEXTS,
    **told_results.TEXTS,
    **told_openings.TEXTS,
    **told_keys.TEXTS,
    **told_landmarks.TEXTS,
}

# Pages of the product by what a notice is about; the first prefix that fits.
PATHS = (
    (("response_", "docking_", "contract_"), "/responses/{subject}"),
    (("list_",), "/lists/{subject}"),
    (("import_",), "/imports/{subject}"),
    (("provider_", "appeal_", "review_", "credential_", "rectification_"), "/providers/{subject}"),
    (("organisation_", "verification_", "mandate_"), "/organisations/{subject}"),
    (("role_", "password_", "token_", "confirm_"), "/account"),
    (("key_naming_",), "/key-namings/{subject}"),
    (("key_",), "/key-officers/{subject}"),
    (("checkpoint_",), "/audit"),
    (("todo_",), "/todos"),
    (("consortium_", "bid_deadline_"), "/challenges/{subject}"),
    (("challenge_", "own_challenge_"), "/challenges/{subject}"),
    (("landmark_copy_",), "/landmark-copies/{subject}"),
    (("landmark_",), "/landmarks/{subject}"),
    (("result_letter",), "/result-letters/{subject}"),
    (("public_notice_",), "/public-notices/{subject}"),
    (("objection_",), "/objections/{subject}"),
    (("opinion_", "recommendation_received", "owner_answer_"), "/challenges/{subject}"),
    (("decision_", "announcement_", "result_"), "/challenges/{subject}"),
    (("question_",), "/questions/{subject}"),
    (("pledge_",), "/pledges/{subject}"),
    (("expert_",), "/experts/{subject}"),
    (("seat_",), "/seats/{subject}"),
    (("acceptance_seat_",), "/acceptance-seats/{subject}"),
    (("sheet_",), "/sheets/{subject}"),
    (("panel_",), "/panels/{subject}"),
    (("bid_",), "/bids/{subject}"),
    (("project_",), "/projects/{subject}"),
    (("milestone_",), "/milestones/{subject}"),
    (("digest",), "/inbox"),
    (("",), "/demands/{subject}"),
)


@dataclass(frozen=True)
class Said:
    """One notice in words.

    :param sentences: the body. :param why: for a match, the sentences that say why this provider is told.
    :param path: the page it leads to; ``action``: the word on the button.
    """

    kind: str
    subject: str
    sentences: list[str]
    why: list[str]
    path: str
    action: str


def teller(city: City, language: str) -> Teller:
    """Who speaks: Chinese unless the language begins with "en"."""
    spoken: Language = "en" if language.startswith("en") else "zh"
    return Teller(spoken, names(city, spoken), city.zone)


def say(facts: Facts, city: City, language: str) -> Said:
    """A notice in words. The names in it may hold anything people typed: escape where it is shown."""
    speaker = teller(city, language)
    text = TEXTS[facts.kind]
    filled = slots(facts, speaker)
    told = [speaker.fill(pair, filled) for pair in text.sentences]
    why = []
    if facts.explanation:
        about: About = "demand" if facts.challenge_id is None else "challenge"
        why = speaker.why(facts.explanation, "provider", about)
    return Said(
        kind=facts.kind,
        subject=speaker.fill(text.subject, filled) or kind_name(facts.kind, language),
        sentences=[sentence for sentence in told if sentence],
        why=why,
        path=path_of(facts.kind, facts.subject_id),
        action=speaker.pick(text.action),
    )


def kind_name(kind: str, language: str) -> str:
    """What a kind of notice is called: its subject up to the first slot."""
    pair = TEXTS[kind].subject
    words = pair[1] if language.startswith("en") else pair[0]
    return words.partition("{")[0].rstrip("：: “")


def path_of(kind: str, subject_id: int) -> str:
    """The page that a notice of this kind leads to."""
    for prefixes, path in PATHS:
        if kind.startswith(prefixes):
            return path.format(subject=subject_id)
    raise LookupError(kind)
