"""What is said when an act around a call is refused: who may bid, its review, its questions, its matches."""

DETAILS: dict[str, tuple[str, str]] = {
    "not_eligible": (
        "不符合本榜单的揭榜条件：{failed}。",
        "The conditions of this call are not met: {failed}.",
    ),
    "fairness_unreviewed": (
        "第 {number} 版尚无公平竞争审查记录，不能批准。",
        "Version {number} has no fair competition review yet and cannot be approved.",
    ),
    "fairness_failed": (
        "第 {number} 版的公平竞争审查未通过，须退回修改。",
        "The fair competition review of version {number} was not passed; the call has to be changed.",
    ),
    "questions_closed": (
        "本榜单的提问时间已截止。",
        "The time for questions on this call is over.",
    ),
    "possible_bidder": (
        "您所代表的单位可能参与揭榜，须回避。",
        "You stand for an organisation that could bid on this call; somebody else has to act.",
    ),
    "questions_waiting": (
        "贵单位在本榜单已有 {limit} 个提问待答复，请待答复后再提。",
        "{limit} questions of your organisation wait for an answer on this call already.",
    ),
}
FIELDS: dict[str, tuple[str, str]] = {
    "ground_required": (
        "该条件涉及限制竞争，须写明法律法规依据。",
        "This condition restricts competition and needs its legal ground.",
    ),
    "restricts_after_review": (
        "公平竞争审查之后不得再增加限制竞争的条件；确有必要的，请终止后重新发榜。",
        "No condition that restricts competition may be added after the review; cancel and publish anew instead.",
    ),
    "finding_missing": (
        "第 {place} 项条件涉及限制竞争，须有审查意见。",
        "Condition {place} restricts competition and owes a finding.",
    ),
    "no_such_condition": ("榜单中没有这一项条件。", "The call has no such condition."),
    "names_asker": (
        "提问须匿名，请删去：{found}。",
        "Questions are anonymous; please take out: {found}.",
    ),
    "contact_in_text": (
        "公开的提问和答复中不得有联系方式或单位代码，请删去：{found}。",
        "Questions and answers are public; please take out what leads to somebody: {found}.",
    ),
}
