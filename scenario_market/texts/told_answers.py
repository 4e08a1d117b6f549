"""What people are told about answers to needs: received, accepted, declined, docked, signed."""

from scenario_market.texts.telling import Text

ANSWER = ("查看对接意向", "Open the answer")
WHY = ("原因：{reason}。", "Reason: {reason}.")

TEXTS = {
    "response_received": Text(
        ("收到对接意向：{title}", "An answer to your need: {title}"),
        (
            (
                "{organisation}对贵单位的场景需求“{title}”提交了对接意向，请及时答复。",
                "{organisation} answered your need “{title}”. Please decide on it in good time.",
            ),
        ),
        ANSWER,
    ),
    "response_overdue": Text(
        ("对接意向待答复已超期：{title}", "An answer waits too long: {title}"),
        (
            (
                "{organisation}对需求“{title}”的对接意向尚未答复，已超过规定时限，请尽快处理。",
                "{organisation}'s answer to “{title}” has waited longer than the city allows.",
            ),
        ),
        ANSWER,
    ),
    "response_withdrawn": Text(
        ("对接意向已撤回：{title}", "An answer was withdrawn: {title}"),
        (
            (
                "{organisation}撤回了对需求“{title}”的对接意向。",
                "{organisation} withdrew its answer to your need “{title}”.",
            ),
        ),
        ANSWER,
    ),
    "response_accepted": Text(
        ("对接意向已被接受：{title}", "Your answer was accepted: {title}"),
        (
            (
                "贵单位对需求“{title}”的对接意向已被接受，双方联系方式已互相开放，请登录平台确认对接。",
                "Your answer to “{title}” was accepted. Both sides now see each other's contacts.",
            ),
        ),
        ("确认对接", "Confirm"),
    ),
    "response_declined": Text(
        ("对接意向未被接受：{title}", "Your answer was declined: {title}"),
        (
            (
                "贵单位对需求“{title}”的对接意向未被接受。",
                "Your answer to the need “{title}” was declined.",
            ),
            WHY,
        ),
        ANSWER,
    ),
    "docking_confirmed": Text(
        ("服务商已确认对接：{title}", "The provider confirmed: {title}"),
        (
            (
                "{organisation}已确认就需求“{title}”开展对接。",
                "{organisation} confirmed that you work together on “{title}”.",
            ),
        ),
        ANSWER,
    ),
    "docking_ended": Text(
        ("对接已结束：{title}", "A docking has ended: {title}"),
        (
            (
                "关于需求“{title}”的对接已结束，未签约。",
                "The docking on the need “{title}” ended without a contract.",
            ),
            WHY,
        ),
        ANSWER,
    ),
    "contract_recorded": Text(
        ("请确认签约信息：{title}", "Please confirm a contract: {title}"),
        (
            (
                "对方已就需求“{title}”登记签约信息，请核对并确认。",
                "The other side recorded a contract on “{title}”. Please check and confirm it.",
            ),
        ),
        ("核对并确认", "Check it"),
    ),
    "contract_confirmed": Text(
        ("签约已确认：{title}", "A contract is confirmed: {title}"),
        (
            (
                "关于需求“{title}”的签约信息已由对方确认。",
                "The other side confirmed the contract on “{title}”.",
            ),
        ),
        ANSWER,
    ),
}
