"""States and moves of needs: demands, lists of demands, answers."""

STATES = {
    "demand": {
        "draft": ("草稿", "draft"),
        "submitted": ("已提交", "submitted"),
        "in_review": ("审核中", "in review"),
        "returned": ("退回修改", "returned"),
        "rejected": ("不予发布", "rejected"),
        "approved": ("审核通过", "approved"),
        "listed": ("已发布", "listed"),
        "docking": ("对接中", "docking"),
        "contracted": ("已签约", "contracted"),
        "converted": ("已转揭榜挂帅", "turned into a call"),
        "withdrawn": ("已撤回", "withdrawn"),
        "expired": ("已过期", "expired"),
    },
    "demand_list": {
        "draft": ("编制中", "draft"),
        "scheduled": ("待发布", "scheduled"),
        "published": ("已发布", "published"),
        "withdrawn": ("已撤回", "withdrawn"),
    },
    "response": {
        "submitted": ("已提交", "submitted"),
        "withdrawn": ("已撤回", "withdrawn"),
        "declined": ("未接受", "declined"),
        "docking": ("对接中", "docking"),
        "confirmed": ("对接确认", "confirmed"),
        "ended": ("对接终止", "ended"),
        "contracted": ("已签约", "contracted"),
    },
}
MOVES = {
    "demand": {
        "submit": ("提交", "submitted"),
        "recall": ("撤回修改", "recalled"),
        "review": ("受理", "taken into review"),
        "return": ("退回", "returned"),
        "reject": ("不予发布", "rejected"),
        "approve": ("审核通过", "approved"),
        "list": ("列入清单发布", "listed"),
        "dock": ("开始对接", "docking begun"),
        "reopen": ("重新开放", "opened again"),
        "contract": ("签约", "contracted"),
        "convert": ("转为揭榜挂帅", "turned into a call"),
        "withdraw": ("撤回", "withdrawn"),
        "expire": ("到期", "expired"),
    },
    "demand_list": {
        "schedule": ("排定发布", "scheduled"),
        "unschedule": ("取消排定", "unscheduled"),
        "publish": ("发布", "published"),
        "withdraw": ("撤回", "withdrawn"),
    },
    "response": {
        "withdraw": ("撤回", "withdrawn"),
        "decline": ("不接受", "declined"),
        "accept": ("接受", "accepted"),
        "confirm": ("确认对接", "confirmed"),
        "end": ("终止对接", "ended"),
        "contract": ("签约", "contracted"),
    },
}
