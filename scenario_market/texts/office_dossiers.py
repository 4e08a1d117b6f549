"""What the office's pages of cases say: search, export, how far it is, and how to check what was fetched."""

from collections.abc import Mapping
from typing import Any

from scenario_market.texts import errors
from scenario_market.texts.frame import Texts, sayer

TEXTS: Texts = {
    "heading": ("案卷导出（一项一档）", "Cases: export the whole record"),
    "what": (
        "一个榜单一份案卷，未发榜即签约的需求也是一份：揭榜、评审、公示与异议、军令状、合同、里程碑和验收的全部记录、"
        "附件与事件链证明。",
        "One file for each call, and for each need that was contracted without one: all records of bids, evaluation,"
        " notices and objections, pledge, contract, milestones and acceptance, with the files and the proof of the"
        " chain of events.",
    ),
    "search": ("编号或名称", "Number or title"),
    "search_help": (
        "榜单或其来源需求的编号、名称，输入一部分即可。",
        "Any part of the number or title of the call, or of the need that it was made from.",
    ),
    "shown": ("范围", "Show"),
    "shown_all": ("全部榜单和需求", "All calls and needs"),
    "shown_ready": ("可以导出的", "Those that can be exported"),
    "shown_sealed": ("尚在密封期的", "Those still sealed"),
    "shown_exported": ("曾经导出的", "Those exported before"),
    "find": ("查询", "Search"),
    "clear": ("清除条件", "Clear"),
    "number": ("编号", "Number"),
    "title": ("名称", "Title"),
    "kind_challenge": ("榜单", "Call"),
    "kind_demand": ("需求", "Need"),
    "state": ("状态", "State"),
    "last_export": ("最近一次导出", "Last export"),
    "never": ("未导出", "Never"),
    "none": ("还没有已发布的榜单或需求。", "No call and no need has been published yet."),
    "none_found": ("没有符合条件的榜单或需求。", "No call and no need fits these conditions."),
    "export_heading": ("导出全部案卷", "Export the whole record"),
    "sealed": (
        "揭榜书尚在密封期，开启之后方可导出案卷。",
        "The bids are still sealed. The record can be exported once they have been opened.",
    ),
    "warning": (
        "案卷含有商业秘密和个人信息。导出、下载均记录在案，审计人员可以查阅；下载后由下载人负责保管。",
        "The record holds business secrets and personal data. Asking for it and each download are on record for the"
        " auditor; whoever downloads it keeps it safe.",
    ),
    "confirm": (
        "我因工作需要导出该案卷，并按规定保管。",
        "I need this record for my work and will keep it as the rules say.",
    ),
    "confirm_needed": (
        "请勾选确认后再导出。",
        "Tick the box to confirm before you export.",
    ),
    "export": ("导出全部案卷", "Export the whole record"),
    "try_again": ("重新导出", "Try again"),
    "export_anew": ("再次导出", "Export anew"),
    "under_way": ("正在导出", "Being made"),
    "progress": ("已写入 {done} / {files} 个文件。", "{done} of {files} files written."),
    "waiting": ("已排队，等待后台处理。", "Waiting for a worker."),
    "asked_at": ("申请时间：{at}", "Asked for at {at}"),
    "reload": ("查看最新进度", "See how far it is"),
    "slow": (
        "已超过一小时仍未完成，请联系运行维护人员查看后台任务，也可以重新导出。",
        "It has not been made within an hour. Ask operations to look at the workers; you may also ask for it again.",
    ),
    "made": ("案卷已导出", "The record is ready"),
    "failed": ("未能导出", "It could not be made"),
    "exports": ("导出记录", "Exports"),
    "asked": ("申请时间", "Asked for"),
    "by": ("申请人", "By"),
    "file": ("文件", "File"),
    "size": ("大小", "Size"),
    "files": ("{count} 个文件", "{count} files"),
    "withheld": ("未纳入 {count} 类", "{count} parts held back"),
    "sha256": ("文件 SHA-256", "SHA-256 of the file"),
    "manifest": ("目录 SHA-256", "SHA-256 of the manifest"),
    "retained": ("案卷保存至", "Record kept until"),
    "kept": ("可下载至", "To be fetched until"),
    "download": ("下载 {name}", "Download {name}"),
    "no_exports": ("尚未导出过。", "Never exported."),
    "takings": ("下载记录", "Who took it"),
    "no_takings": ("尚无人下载。", "Nobody has taken it yet."),
    "took": ("{name}，{at}", "{name}, {at}"),
    "check": ("离线核验", "Check it offline"),
    "check_how": (
        "在任何装有本软件的电脑上运行下列命令，无需联网。任何一处改动都会被指出。",
        "Run this on any computer with this software; it needs no network. Whatever was changed is named.",
    ),
    "check_key": (
        "--key 之后是本平台的签名公钥，与公开途径取得的公钥一致时，可确认案卷出自本平台。",
        "Behind --key stands this platform's public key: where it is the one that you know from elsewhere, the record"
        " is this platform's.",
    ),
    "zone": ("时间均为北京时间", "All times are Beijing time"),
}
FAILURES: Texts = {
    "signer_missing": (
        "处理导出的服务器没有平台签名密钥，请运行维护人员设置 SM_PLATFORM_KEY_FILE 后重新导出。",
        "The worker does not hold the platform's key. Operations must set SM_PLATFORM_KEY_FILE for it; then try again.",
    ),
    "asker_left": (
        "申请人的账号已停用。",
        "The account of whoever asked for it is closed.",
    ),
    "not_permitted": (
        "申请人已不再具有导出案卷的权限。",
        "Whoever asked for it may no longer export records.",
    ),
    "stored_file_missing": (
        "文件库中缺少文件 {file}，请运行维护人员从备份恢复后重新导出。",
        "The file {file} is missing in the store. Operations must restore it from the backup; then try again.",
    ),
}
say = sayer(TEXTS)
say_failure = sayer(FAILURES)


def failure(stated: Mapping[str, Any], locale: str) -> str:
    """Why an export could not be made, and what to do."""
    rule, params = stated["rule"], dict(stated["params"])
    if rule in FAILURES:
        return say_failure(rule, locale, **params)
    return errors.detail(rule, rule, params, locale)
