"""What officers are told about the files that they handed in."""

from scenario_market.texts.telling import Text

TEXTS = {
    "import_checked": Text(
        ("导入文件已检查完毕", "Your file was checked"),
        (
            (
                "您上传的文件已检查：共 {rows} 行，其中 {wrong} 行有误，请查看结果并决定是否导入。",
                "Your file was checked: {rows} rows, {wrong} of them wrong. Please decide on the import.",
            ),
        ),
        ("查看结果", "Open the report"),
    ),
    "import_pool_done": Text(
        ("导入已完成", "Your import is done"),
        (
            (
                "导入已完成：新增 {created} 家，更新 {updated} 家，未变 {unchanged} 家。",
                "The import is done: {created} new, {updated} updated, {unchanged} unchanged.",
            ),
        ),
        ("查看结果", "Open the report"),
    ),
    "import_demands_done": Text(
        ("清单导入已完成", "Your list was taken in"),
        (
            (
                "清单导入已完成：新增需求草稿 {created} 条，此前已导入 {unchanged} 条。",
                "The list was taken in: {created} new drafts, {unchanged} taken in before.",
            ),
        ),
        ("查看结果", "Open the report"),
    ),
    "import_projects_done": Text(
        ("项目责任清单导入已完成", "Your list of projects was taken in"),
        (
            (
                "项目责任清单导入已完成：更新项目 {updated} 个，未变 {unchanged} 个。",
                "The list was taken in: {updated} projects updated, {unchanged} unchanged.",
            ),
        ),
        ("查看结果", "Open the report"),
    ),
    "import_failed": Text(
        ("导入失败", "Your import failed"),
        (
            (
                "您上传的文件无法导入，请查看原因后重新上传。",
                "Your file could not be used. Please see why, and upload it again.",
            ),
        ),
        ("查看原因", "See why"),
    ),
}
