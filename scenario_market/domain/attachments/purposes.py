"""What files are attached for, by kind of subject. Pure."""

from dataclasses import dataclass

_OFFICE = "application/vnd.openxmlformats-officedocument"
IMAGES = frozenset({"image/jpeg", "image/png"})
AUDIO = frozenset({"audio/mpeg", "audio/mp4", "audio/amr", "audio/wav"})
SCANS = IMAGES | {"application/pdf"}
PAPERS = SCANS | {f"{_OFFICE}.wordprocessingml.document", f"{_OFFICE}.spreadsheetml.sheet"}


@dataclass(frozen=True)
class Purpose:
    """:param media: media types that will do. :param public: read by everybody once the subject is public."""

    media: frozenset[str]
    zh: str
    en: str
    public: bool = False


# Adopting: from → to. A rough problem's photographs and recordings show people and plants, so they stay inside until
# the owner says that they belong to the need.
ADOPTED = {"photo": "material", "voice": "material"}

PURPOSES = {
    "demand": {
        "material": Purpose(PAPERS | AUDIO, "附件材料", "Material", public=True),
        "photo": Purpose(IMAGES, "现场照片", "Photograph of the problem"),
        "voice": Purpose(AUDIO, "语音说明", "Voice note on the problem"),
    },
    "challenge": {
        "specification": Purpose(PAPERS, "榜单附件", "Attachment of the call", public=True),
        "revision": Purpose(PAPERS, "拟随变更发布的附件", "File that an amendment is to bring"),
    },
    "response": {"contract": Purpose(SCANS, "合同扫描件", "Scan of the contract")},
    "provider": {"credential": Purpose(SCANS, "资质荣誉证明", "Evidence of a credential")},
    "import": {
        "pool": Purpose(frozenset(), "导入的服务商库", "Imported pool"),
        "demands": Purpose(frozenset(), "导入的需求清单", "Imported list of demands"),
        "projects": Purpose(frozenset(), "导入的项目责任清单", "Imported list of projects"),
    },
    "project": {
        "material": Purpose(PAPERS, "项目材料", "Material of the project"),
        "measurement": Purpose(SCANS, "第三方检测报告", "Report of a third party's measurement"),
        "acceptance": Purpose(PAPERS, "验收材料", "Material for the acceptance"),
        "diligence": Purpose(PAPERS, "尽职证明材料", "Evidence of diligence"),
    },
    "milestone": {"evidence": Purpose(PAPERS, "里程碑佐证材料", "Evidence of a milestone")},
    "organisation": {"licence": Purpose(SCANS, "营业执照", "Business licence")},
    "pledge": {
        "scan": Purpose(SCANS, "加盖公章的扫描件", "Scan under the seal"),
        "paper": Purpose(frozenset(), "签发的军令状", "Issued pledge"),
    },
    "mandate": {"authorisation": Purpose(SCANS, "授权书", "Letter of authorisation")},
    "result": {
        "minutes": Purpose(PAPERS, "集体审定会议纪要", "Minutes of the collective decision")
    },
    "landmark": {
        "picture": Purpose(IMAGES, "案例图片", "Picture of the case", public=True),
        "material": Purpose(PAPERS, "佐证材料", "Material"),
    },
    "landmark_copy": {"evidence": Purpose(PAPERS, "复制推广证明材料", "Evidence of the copy")},
    "objection": {
        "seal": Purpose(SCANS, "加盖公章的异议书", "Objection under seal"),
        "evidence": Purpose(PAPERS, "证明材料", "Evidence"),
    },
}
