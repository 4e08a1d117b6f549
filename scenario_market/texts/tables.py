"""Words for what can be wrong with an uploaded table: the file, a row, a cell.

Keys are the codes of ``documents.tables`` and the rules of ``documents.columns``.
"""

from collections.abc import Mapping

from scenario_market.texts import columns

WORDS: Mapping[str, tuple[str, str]] = {
    **columns.WORDS,
    "file_too_large": (
        "文件超过上限 {limit} 字节，请拆分后上传。",
        "The file is larger than {limit} bytes; please split it.",
    ),
    "unsupported_format": (
        "不支持“{extension}”格式，请使用 {accepted}。",
        "“{extension}” is not accepted; use {accepted}.",
    ),
    "wrong_content": (
        "文件扩展名是“{extension}”，但内容是 {found}，请另存为正确格式后上传。",
        "The name ends in “{extension}” but the content is {found}; save it in the right format.",
    ),
    "archive_bomb": (
        "压缩内容异常（{rule}：{found}，上限 {limit}），已拒绝打开。",
        "The file unpacks abnormally ({rule}: {found}, limit {limit}) and was not opened.",
    ),
    "encrypted_file": (
        "文件是旧版 .xls 或设有打开密码，请取消密码并另存为 .xlsx。",
        "The file is an old .xls or has a password; save it as .xlsx without one.",
    ),
    "forbidden_markup": (
        "文件部件“{entry}”含有不允许的实体声明，已拒绝打开。",
        "Part “{entry}” declares entities, which is not allowed; the file was not opened.",
    ),
    "damaged_file": (
        "文件已损坏，无法读取（{detail}），请用表格软件打开后重新保存。",
        "The file is damaged ({detail}); open it in a spreadsheet and save it again.",
    ),
    "unknown_encoding": (
        "无法识别文本编码，请另存为 UTF-8 或 GB18030。",
        "The text encoding is unknown; save it as UTF-8 or GB 18030.",
    ),
    "nul_bytes": (
        "文件含有空字节，不是文本表格。",
        "The file contains NUL bytes and is no text table.",
    ),
    "broken_quoting": (
        "第 {row} 行的引号没有配对，其后内容无法读取。",
        "A quotation mark in row {row} is not closed; what follows cannot be read.",
    ),
    "header_not_found": (
        "前 {searched} 行没有找到表头，应包含：{expected}。",
        "No header in the first {searched} rows; expected names such as {expected}.",
    ),
    "too_many_rows": (
        "数据超过 {limit} 行，请拆分后上传。",
        "More than {limit} rows; please split the file.",
    ),
    "too_many_columns": (
        "共有 {found} 列，超过上限 {limit} 列。",
        "{found} columns, more than the limit of {limit}.",
    ),
    "formula_cell": (
        "单元格是公式“{text}”，不会计算，请粘贴为数值。",
        "The cell is the formula “{text}”, which is not computed; paste it as a value.",
    ),
    "error_cell": (
        "单元格是错误值“{text}”。",
        "The cell holds the error “{text}”.",
    ),
    "precision_lost": (
        "“{text}”以数字保存，15 位之后已丢失，请改为文本格式后重填。",
        "“{text}” was stored as a number and lost digits after the 15th; enter it as text.",
    ),
    "text_too_long": (
        "文字长 {found} 字，超过上限 {limit} 字。",
        "The text has {found} characters, more than {limit}.",
    ),
    "short_row": (
        "本行只有 {found} 列，应为 {expected} 列，可能没有写完。",
        "The row has {found} columns, not {expected}; it may be half-written.",
    ),
    "long_row": (
        "本行有 {found} 列，多于表头的 {expected} 列。",
        "The row has {found} columns, more than the header's {expected}.",
    ),
}


def say(code: str, params: Mapping[str, object], language: str = "zh") -> str:
    """The sentence for a code, Chinese unless ``language`` begins with "en".

    :raises KeyError: there are no words for the code, or they want a parameter that is not given.
    """
    zh, en = WORDS[code]
    english = language.startswith("en")
    join = ", " if english else "、"
    shown = {
        key: join.join(map(str, value)) or "-" if isinstance(value, (list, tuple)) else value
        for key, value in params.items()
    }
    return (en if english else zh).format(**shown)
