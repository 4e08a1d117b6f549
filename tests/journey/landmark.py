"""From an accepted project to a certified landmark that somebody copied."""

STORY = {
    "title": "总装线扭矩在线防错示范",
    "summary": "扭矩数据在线防错替代人工复核",
    "background": "人工复核效率低，返修无法追溯。",
    "approach": "全线工具联网，扭矩曲线实时判定。",
    "outcome": "错漏装率下降，单班复核人员减少。",
}


def certified(players, project, year):
    """Nominated by the owner, reviewed, in notice, certified; anybody verifies the certificate by its code."""
    body = {"project_id": int(project.split("/")[-1]), "fields": STORY}
    landmark = f"/landmarks/{players['owner'].post('/landmarks', body)['id']}"
    players["reviewer"].do(f"{landmark}/review", {"opinion": "成效真实，可复制"})
    players["reviewer"].do(f"{landmark}/announce")
    notices = players["public"].get("/public-notices?kind=landmark")
    number = {"document_number": f"武场景〔{year}〕9002号"}
    players["lead"].refused(f"{landmark}/certify", "notice_standing", number)
    players.wait_until(notices[0]["ends_at"])
    players["lead"].do(
        f"{landmark}/certify", {"document_number": f"武场景〔{players.now.year}〕9002号"}
    )
    code = players["public"].get(landmark)["check_code"]
    certificate = players["public"].get(f"/certificates/{code}")
    assert STORY["title"] in str(certificate)
    return landmark


def copied(players, landmark):
    """Somebody reports a copy elsewhere; it counts once the office has confirmed it."""
    before = players["public"].get(landmark)["copies"]
    body = {
        "place": "湖北省襄阳市",
        "organisation_name": "襄阳某总装厂",
        "description": "两条产线复制",
        "copied_on": players.today.isoformat(),
    }
    made = players["bidder_b"].post(f"{landmark}/copies", body)
    copy = f"/landmark-copies/{made['id']}"
    players["bidder_b"].attach(f"{copy}/attachments", "evidence")
    players["reviewer"].do(f"{copy}/confirm")
    assert players["public"].get(landmark)["copies"] == before + 1
