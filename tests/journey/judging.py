"""From the opening to the award: draw, a recusal, scores, a tie, the notice, an objection that is upheld."""

from tests.journey.conftest import PASSWORD
from tests.journey.players import why

EXPERTS = [f"expert_{number:02}" for number in range(1, 15)]
PRESENT = [{"name": f"参会人{n}", "post": "委员"} for n in range(3)]
WORTH = {"bidder_c": 70}  # the others are scored alike: a tie that the price breaks


def drawn(players, path):
    """The panel, drawn by the seed that was committed before."""
    reviewer = players["reviewer"]
    panel = f"/panels/{reviewer.post(f'{path}/panel', {})['id']}"
    secret_hash = reviewer.get(f"{path}/panel")["secret_hash"]
    reviewer.do(f"{panel}/draw", of=f"{path}/panel")
    assert reviewer.get(f"{path}/panel")["secret_hash"] == secret_hash
    return panel


def invited(players, path):
    """Seat by account of those who are asked for this call."""
    challenge_id = int(path.split("/")[-1])
    found = {}
    for name in EXPERTS:
        for seat in players[name].get("/seats"):
            if seat["challenge_id"] == challenge_id and seat["state"] in ("invited", "accepted"):
                found[name] = f"/seats/{seat['id']}"
    return found


def seated(players, path):
    """Everybody declares; one recuses himself, and the next one of the draw comes. :returns: seat by account."""
    asked = invited(players, path)
    assert len(asked) == 5
    first = next(iter(asked))
    players[first].do(f"{asked[first]}/accept")
    players[first].do(f"{asked[first]}/recuse", why("interest", "近亲属在揭榜单位任职"))
    taken = invited(players, path)
    assert first not in taken
    assert len(taken) == 5
    for name, seat in taken.items():
        players[name].do(f"{seat}/accept")
    return taken


def declared(players, seats):
    for name, seat in seats.items():
        players[name].do(f"{seat}/declare", {"text": "本人与各方均无利害关系"})


def checked(players, path):
    """The formal check: every bid is in order. :returns: bids as the office reads them."""
    reviewer = players["reviewer"]
    reviewer.do(f"{path}/prequalify")
    bids = reviewer.get(f"{path}/bids")
    for bid in bids:
        if bid["state"] == "under_review":
            reviewer.do(f"/bids/{bid['id']}/qualify")
    reviewer.do(f"{path}/score")
    return bids


def scored(players, path, seats, part, worth):
    """Every member scores every bid in one part. :param worth: bid's key → score."""
    for name in seats:
        for sheet in players[name].get(f"{path}/sheets"):
            if sheet["part"] == part and sheet["state"] == "assigned":
                where = f"/sheets/{sheet['id']}"
                codes = players[name].get(where)["scores"] or CODES[part]
                scores = {
                    code: {"score": worth[sheet["bid_id"]], "reason": "响应充分，依据完整"}
                    for code in codes
                }
                players[name].do(where, {"scores": scores}, method="PUT")
                players[name].do(f"{where}/submit")


CODES = {"blind": ("technology", "impact", "cost"), "open": ("capability", "team")}


def chair_of(players, path, seats):
    for name, seat in seats.items():
        if players[name].get(seat)["is_chair"]:
            return name
    raise LookupError("no chair")


def recommended(players, path, seats, chair, text="评审组推荐排名第一的揭榜方"):
    """The signed opinion, one member with a written dissent."""
    result = f"{path}/result"
    players[chair].do(f"{path}/opinion", {"text": text}, of=result, method="PUT")
    for name in seats:
        opinion = players[name].get(result)["opinion"]
        agrees = name != list(seats)[-1]
        body = {"content_hash": opinion["content_hash"], "agrees": agrees, "password": PASSWORD}
        if not agrees:
            body["dissent"] = "第二名方案可推广性更强，保留意见"
        players[name].do(f"{path}/opinion/sign", body, of=result)
    players[chair].do(f"{path}/recommend", of=result)


def decided(players, path):
    """The owner's word, and the collective decision with its minutes."""
    players["owner"].do(f"{path}/confirm", of=f"{path}/result")
    meeting = {
        "held_on": players.today.isoformat(),
        "presided_by": "主持人",
        "participants": PRESENT,
        "votes_for": 3,
        "minutes": "审议通过评审组推荐意见",
    }
    players["lead"].do(f"{path}/decide", {"meeting": meeting}, of=f"{path}/result")


def announced(players, path):
    """The address of the standing public notice."""
    players["reviewer"].do(f"{path}/announce", of=f"{path}/result")
    key = players["public"].get(f"{path}/result")["notice_ids"][-1]
    return f"/public-notices/{key}"


def objected(players, notice):
    """A loser objects under its real name; the reviewer finds it right."""
    body = {"grounds": "评分汇总少计一份评分表，请求复核"}
    made = players["bidder_a"].post(f"{notice}/objections", body)
    objection = f"/objections/{made['id']}"
    reviewer = players["objections"]
    reviewer.do(f"{objection}/admit", {"issue": "评分汇总是否有误"})
    return objection


def upheld(players, objection):
    body = why("procedure_fault", "经核实，评审记录有瑕疵") | {"finding": "评审记录缺一页"}
    players["objections"].do(f"{objection}/uphold", body)
