"""What people read when a file is refused."""

TITLES: dict[str, tuple[str, str]] = {
    "range_not_satisfiable": ("所请求的片段不存在", "There is no such part"),
}

DETAILS: dict[str, tuple[str, str]] = {
    "too_large": (
        "单个文件不得超过 {limit_mib} MB，请压缩或拆分后重新上传。",
        "A file may have {limit_mib} MiB at most. Compress or split it and send it again.",
    ),
    "body_too_large": (
        "请求内容不得超过 {limit_mib} MB。",
        "The body of a request may have {limit_mib} MiB at most.",
    ),
    "too_many_files": (
        "您今日上传的文件已达上限，请在 {wait_seconds} 秒后再试。",
        "You have sent your number of files for the day; try again in {wait_seconds} seconds.",
    ),
    "attachments_full": (
        "附件已达 {limit} 个上限，请先删除不再需要的附件。",
        "There are {limit} files already, which is the limit. Remove one that is no longer needed.",
    ),
    "attachments_kept": (
        "附件连同已删除但尚未清除的共 {kept} 个，已达 {limit} 个上限；已删除的到期清除后方可继续上传。",
        "With those removed and not yet erased there are {kept} files; the limit is {limit}. Wait for some to go.",
    ),
    "attachment_decided": (
        "该材料正在核验，或已作为核验依据，不能删除；可另行上传新的材料，原件留存备查。",
        "The office is looking at this file or decided by it, so it stays. Attach the new one beside it.",
    ),
    "attachment_in_use": (
        "该附件已被引用，不能删除；请先在引用处更换或取消。",
        "Something refers to this file. Change that first, then remove the file.",
    ),
    "attachment_of_another": (
        "该附件由他人上传，只能由上传人删除。",
        "Somebody else attached this file; only he can remove it.",
    ),
    "not_adoptable": (
        "只有现场照片和语音说明可以转为附件材料。",
        "Only photographs and voice notes can become material.",
    ),
}

FIELDS: dict[str, tuple[str, str]] = {
    "empty_file": ("文件为空。", "The file is empty."),
    "unsupported_media": (
        "文件内容不是此处可接收的类型（以内容为准，不看扩展名）；可接收：{known_text}。",
        "The content is not of a kind that is taken here (its name does not count). Taken: {known_text}.",
    ),
    "hidden_markup": (
        "文件内含网页或脚本代码，已拒绝接收。",
        "The file holds a web page or a script and was refused.",
    ),
    "two_formats": (
        "文件同时是两种格式（尾部附有压缩包），已拒绝接收。",
        "The file is of two formats at once (an archive is appended) and was refused.",
    ),
    "has_macros": (
        "文档含有宏，请另存为不含宏的 .docx 或 .xlsx 后上传。",
        "The document has macros. Save it as .docx or .xlsx without them.",
    ),
    "file_unpacks_too_large": (
        "文档解压后体积异常，已拒绝打开。",
        "The document unpacks to far more than it should and was not opened.",
    ),
    "file_encrypted": (
        "文档设有打开密码，请取消密码后上传。",
        "The document has a password. Save it without one.",
    ),
    "file_declares_entities": (
        "文档部件“{entry}”含有不允许的实体声明，已拒绝打开。",
        "Part “{entry}” declares entities, which is not allowed; the document was not opened.",
    ),
    "file_damaged": (
        "文件已损坏，无法读取，请重新保存后上传。",
        "The file is damaged. Save it again and send it once more.",
    ),
}
