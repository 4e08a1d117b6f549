"""What people are told of results, public notices and objections."""

from scenario_market.texts.telling import Text

RESULT = ("查看评审结果", "Open the result")
NOTICE = ("查看公示", "Open the notice")
LETTER = ("查看结果通知书", "Read the letter")
OBJECTION = ("查看异议", "Open the objection")
WHY = ("原因：{reason}。", "Reason: {reason}.")
ANSWER = ("答复意见：{answer}", "Answer: {answer}")
PROTECTED = (
    "异议人身份受保护，请勿打听或泄露。",
    "Who objected is protected: do not ask, and do not tell.",
)

TEXTS = {
    "opinion_to_sign": Text(
        ("请签署评审意见：{title}", "Sign the panel's opinion: {title}"),
        (
            (
                "“{title}”的评审意见已起草，请阅读后签署；如有不同意见，请书面写明后一并签署。意见如有修改，须重新签署。",
                "The panel's opinion on “{title}” is written. Please read and sign it, or dissent in writing. What is"
                " changed later has to be signed anew.",
            ),
        ),
        ("前往签署", "Read and sign"),
    ),
    "opinion_complete": Text(
        ("评审意见已全部签署：{title}", "All have signed: {title}"),
        (
            (
                "“{title}”的评审意见已由全体评审专家签署，请提交推荐结果。",
                "Every member of the panel has signed the opinion on “{title}”. You can recommend now.",
            ),
        ),
        RESULT,
    ),
    "recommendation_received": Text(
        ("请确认评审推荐结果：{title}", "The panel recommends: {title}"),
        (
            (
                "评审组已就贵单位发布的“{title}”提出推荐意见，请在规定期限内确认；如不确认，请说明理由。",
                "The panel recommends a bid for “{title}”. Please confirm it in due time, or decline with your reason.",
            ),
        ),
        ("前往确认", "Confirm or decline"),
    ),
    "owner_answer_due": Text(
        ("确认推荐结果即将到期：{title}", "Your word is owed: {title}"),
        (
            (
                "请于 {due} 前对“{title}”的评审推荐结果予以确认或说明不予确认的理由。",
                "Please confirm or decline the recommendation for “{title}” before {due}.",
            ),
        ),
        ("前往确认", "Confirm or decline"),
    ),
    "owner_answer_overdue": Text(
        ("逾期未确认推荐结果：{title}", "The owner's word is overdue: {title}"),
        (
            (
                "“{title}”的评审推荐结果已逾期未获发榜方确认，请尽快办理。",
                "The owner has not confirmed or declined the recommendation for “{title}” in time.",
            ),
        ),
        RESULT,
    ),
    "decision_waiting": Text(
        ("待集体审定：{title}", "Waits for the collective decision: {title}"),
        (
            (
                "发榜方已确认“{title}”的推荐结果，请组织集体审定并登记会议纪要。",
                "The owner confirmed the recommendation for “{title}”. Please hold the collective decision and record"
                " its minutes.",
            ),
        ),
        RESULT,
    ),
    "result_declined": Text(
        ("发榜方未确认推荐结果：{title}", "The owner declined: {title}"),
        (
            (
                "发榜方未确认“{title}”的推荐结果，项目退回评审组合议。",
                "The owner declined the recommendation for “{title}”; the panel is heard again.",
            ),
            WHY,
        ),
        RESULT,
    ),
    "announcement_waiting": Text(
        ("待公示：{title}", "Waits for its public notice: {title}"),
        (
            (
                "“{title}”的中榜结果已经集体审定通过，请及时公示。",
                "The collective decision approved the result of “{title}”. Please put it into public notice.",
            ),
        ),
        RESULT,
    ),
    "result_refused": Text(
        ("集体审定未通过：{title}", "Not approved: {title}"),
        (
            (
                "“{title}”的推荐结果未通过集体审定，项目退回评审组合议。",
                "The collective decision did not approve the result of “{title}”; the panel is heard again.",
            ),
            WHY,
        ),
        RESULT,
    ),
    "result_announced": Text(
        ("评审结果已公示：{title}", "In public notice: {title}"),
        (
            (
                "“{title}”的评审结果自次日起公示，公示期至 {ends} 届满。",
                "The result of “{title}” stands in public notice from tomorrow to the end of {ends}.",
            ),
        ),
        RESULT,
    ),
    "result_remanded": Text(
        ("评审结果撤回复议：{title}", "A result was sent back: {title}"),
        (
            (
                "经复核，对“{title}”公示结果的异议成立，原公示撤回，项目退回评审组复议，结果将重新公示。",
                "An objection to the result of “{title}” was upheld. The notice was withdrawn and the panel is heard"
                " again; a new result will stand in notice.",
            ),
            WHY,
        ),
        RESULT,
    ),
    "result_awarded": Text(
        ("中榜决定已发布：{title}", "Awarded: {title}"),
        (
            (
                "“{title}”的中榜决定已以“{document}”发布，请按确定的合同途径办理，并商签军令状。"
                "中榜决定不代替采购程序。",
                "“{title}” was awarded under “{document}”. Please go on by the route to contract that was fixed, and"
                " negotiate the pledge. The award replaces no procurement.",
            ),
        ),
        RESULT,
    ),
    "result_letter": Text(
        ("揭榜结果通知（公示期）：{title}", "The result of your bid: {title}"),
        (
            (
                "贵单位参加“{title}”揭榜的结果通知书已生成，载明分项得分、评审意见和排名。如有异议，请在公示期内实名提出。",
                "The letter on your bid for “{title}” is ready, with scores by criterion, reasons and place. You may"
                " object under real name as long as the notice stands.",
            ),
        ),
        LETTER,
    ),
    "result_letter_final": Text(
        ("揭榜结果通知（最终）：{title}", "The result of your bid is final: {title}"),
        (
            (
                "“{title}”的结果公示期满，中榜决定已发布，贵单位的结果通知书已确认。感谢贵单位的参与。",
                "The notice on “{title}” is over and the award is published; your letter is final. Thank you for your"
                " bid.",
            ),
        ),
        LETTER,
    ),
    "public_notice_rested": Text(
        ("公示期暂停计算：{title}", "The clock of a notice rests: {title}"),
        (
            (
                "有单位或个人对“{title}”提出异议，公示期自即日起暂停计算，异议答复后恢复。",
                "Somebody objected to “{title}”. The clock of the notice rests until the answer.",
            ),
            PROTECTED,
        ),
        NOTICE,
    ),
    "public_notice_resumed": Text(
        ("公示期恢复计算：{title}", "The clock of a notice runs again: {title}"),
        (
            (
                "对“{title}”的异议均已答复，公示期恢复计算，至 {ends} 届满。",
                "Every objection to “{title}” is answered. The notice stands to the end of {ends}.",
            ),
        ),
        NOTICE,
    ),
    "public_notice_ended": Text(
        ("公示期满：{title}", "A notice is over: {title}"),
        (
            (
                "“{title}”公示期满，无未答复的异议，可办理后续事项。",
                "“{title}” has stood its days and no objection is open. You can go on.",
            ),
        ),
        NOTICE,
    ),
    "objection_waiting": Text(
        ("待受理异议：{number}", "An objection waits: {number}"),
        (
            (
                "收到对“{title}”的异议（{number}），请于 {due} 前作出处理。与评审、决定有关的人员应当回避。",
                "There is an objection ({number}) to “{title}”, to be answered before {due}. Who had a part in the"
                " evaluation or the decision stands back.",
            ),
            PROTECTED,
        ),
        OBJECTION,
    ),
    "objection_due": Text(
        ("异议答复即将到期：{number}", "An answer is owed: {number}"),
        (
            (
                "对“{title}”的异议（{number}）应于 {due} 前答复，请抓紧办理。",
                "The objection {number} to “{title}” is to be answered before {due}.",
            ),
        ),
        OBJECTION,
    ),
    "objection_overdue": Text(
        ("异议逾期未答复：{number}", "An answer is overdue: {number}"),
        (
            (
                "对“{title}”的异议（{number}）已逾期未答复，答复前公示期暂停计算。",
                "The objection {number} to “{title}” was not answered in time; the notice's clock rests until it is.",
            ),
        ),
        OBJECTION,
    ),
    "objection_admitted": Text(
        ("您的异议已受理：{number}", "Your objection is admitted: {number}"),
        (
            (
                "您对“{title}”提出的异议（{number}）已受理，将在规定期限内书面答复。您的身份受保护。",
                "Your objection {number} to “{title}” is admitted and will be answered in due time. Who you are is"
                " protected.",
            ),
        ),
        OBJECTION,
    ),
    "objection_rejected": Text(
        ("您的异议不予受理：{number}", "Your objection is not admissible: {number}"),
        (
            (
                "您对“{title}”提出的异议（{number}）不予受理。",
                "Your objection {number} to “{title}” is not admissible.",
            ),
            ANSWER,
        ),
        OBJECTION,
    ),
    "objection_dismissed": Text(
        ("您的异议答复：{number}", "The answer to your objection: {number}"),
        (
            (
                "经复核，您对“{title}”提出的异议（{number}）不成立。",
                "Your objection {number} to “{title}” was looked into and dismissed.",
            ),
            ANSWER,
        ),
        OBJECTION,
    ),
    "objection_upheld": Text(
        ("您的异议成立：{number}", "Your objection is upheld: {number}"),
        (
            (
                "经复核，您对“{title}”提出的异议（{number}）成立，公示事项已退回重新办理。",
                "Your objection {number} to “{title}” was upheld; what stood in notice goes back.",
            ),
            ANSWER,
        ),
        OBJECTION,
    ),
}
