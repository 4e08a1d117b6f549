"""States and moves of those who take part: organisations, mandates, providers, experts, imports."""

STATES = {
    "organisation": {
        "unverified": ("未核验", "not verified"),
        "pending": ("待核验", "waiting for verification"),
        "verified": ("已核验", "verified"),
        "refused": ("核验未通过", "not confirmed"),
    },
    "mandate": {
        "live": ("有效", "in force"),
        "ended": ("已终止", "ended"),
    },
    "provider": {
        "draft": ("草稿", "draft"),
        "applied": ("已申报", "applied"),
        "in_review": ("审核中", "in review"),
        "returned": ("退回修改", "returned"),
        "rejected": ("未予入库", "not admitted"),
        "admitted": ("已入库", "admitted"),
        "warned": ("已警示", "warned"),
        "rectifying": ("整改中", "rectifying"),
        "suspended": ("已暂停", "suspended"),
        "removed": ("已移出", "removed"),
    },
    "expert": {
        "proposed": ("拟入库", "proposed"),
        "active": ("在库", "on the register"),
        "suspended": ("暂停抽取", "suspended"),
        "removed": ("已出库", "removed"),
    },
    "import": {
        "checking": ("校验中", "being checked"),
        "checked": ("校验完成", "checked"),
        "committing": ("入库中", "being committed"),
        "committed": ("已入库", "committed"),
        "failed": ("未完成", "failed"),
    },
    "dossier_export": {
        "asked": ("正在导出", "being made"),
        "made": ("可下载", "ready"),
        "failed": ("未能导出", "not made"),
        "erased": ("已过保留期，文件已清除", "its days are over, erased"),
    },
}
MOVES = {
    "organisation": {
        "ask": ("申请核验", "asked for verification"),
        "verify": ("核验通过", "verified"),
        "reject": ("核验不通过", "not confirmed"),
        "revoke": ("撤销核验", "verification revoked"),
    },
    "mandate": {
        "revoke": ("撤销授权", "revoked"),
        "replace": ("更换授权", "replaced"),
        "hand_over": ("移交授权", "handed over"),
        "restore": ("恢复授权", "restored"),
        "expire": ("授权到期", "expired"),
    },
    "provider": {
        "apply": ("申报", "applied"),
        "review": ("受理", "taken into review"),
        "return": ("退回", "returned"),
        "reject": ("不予入库", "not admitted"),
        "reopen": ("申诉成立，重新审核", "looked at again on appeal"),
        "admit": ("准予入库", "admitted"),
        "warn": ("警示", "warned"),
        "rectify": ("责令整改", "told to rectify"),
        "clear": ("解除警示", "cleared"),
        "suspend": ("暂停", "suspended"),
        "remove": ("移出", "removed"),
        "reinstate": ("恢复", "reinstated"),
    },
    "expert": {
        "admit": ("准予入库", "admitted"),
        "suspend": ("暂停抽取", "suspended"),
        "restore": ("恢复抽取", "restored"),
        "remove": ("出库", "removed"),
    },
    "import": {
        "pass": ("校验完成", "checked"),
        "commit": ("确认入库", "committing begun"),
        "finish": ("入库完成", "committed"),
        "fail": ("中止", "failed"),
    },
    "dossier_export": {
        "make": ("导出完成", "made"),
        "fail": ("导出中止", "not made"),
        "erase": ("到期清除", "erased"),
    },
}
