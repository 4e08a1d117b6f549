"""A file of the pool as an office sends it: two good rows, as a workbook and as text."""

import io

import openpyxl

from tests import factories

HEADER = [
    "公司名称",
    "统一社会信用代码",
    "类别",
    "所在区",
    "企业与产品简介",
    "场景能力",
    "服务类型",
    "服务领域",
]


HEADER += ["企业资质", "证书", "产品及方案", "联系人", "联系电话"]


GOOD = {
    "公司名称": "武汉丙数字科技有限公司",
    "统一社会信用代码": factories.USCCS[0],
    "类别": "数字化转型诊断咨询服务商",
    "所在区": "光谷",
    "企业与产品简介": "面向离散制造的数字化诊断。",
    "场景能力": "产线数据采集；能耗诊断",
    "服务类型": "诊断咨询、工业软件",
    "服务领域": "智慧园区",
    "企业资质": "高新技术企业（2099-12-31）",
    "证书": "CMMI 3 级",
    "产品及方案": "能耗诊断系统：按产线计量",
    "联系人": "王工",
    "联系电话": "027-87654321",
}


SECOND = GOOD | {"公司名称": "武汉丁公司", "统一社会信用代码": factories.USCCS[1]}


def workbook(*rows, header=HEADER):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["某市服务商库"])
    sheet.append(header)
    for row in rows:
        sheet.append([row.get(name) for name in header])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def text_file(*rows, header=HEADER, encoding="utf-8-sig"):
    lines = [",".join(header)]
    lines += [",".join(row.get(name) or "" for name in header) for row in rows]
    return "\r\n".join(lines).encode(encoding)
