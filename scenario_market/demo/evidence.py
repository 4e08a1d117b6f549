"""The one paper that stands for every evidence of the demonstration, and says so."""

import hashlib
import io
from datetime import datetime

from scenario_market.documents.files import Directory
from scenario_market.documents.pdf import Paper
from scenario_market.domain.attachments.models import Upload

NAME = "证明材料（演示）.pdf"
LIMIT_BYTES = 5_000_000


def kept(files: Directory, now: datetime) -> Upload:
    """The paper in the store; the same one however often it is kept."""
    paper = Paper("证明材料（演示）", footer="演示城市", at=now, author="演示城市")
    paper.text("本文件为演示城市的示例材料，不代表任何真实单位、项目或检测结果。")
    content = paper.made()
    row = files.keep(io.BytesIO(content), limit_bytes=LIMIT_BYTES)
    sha256 = hashlib.sha256(content).hexdigest()
    return Upload(NAME, "application/pdf", len(content), sha256, row.stored_as)
