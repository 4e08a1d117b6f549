"""The paper of a pledge: read again by a PDF reader, its text, its attached document and what PDF/A asks for."""

import io
import re

import pypdf
import pypdfium2
import pytest

from scenario_market.documents.pdf import MISSING, Paper
from scenario_market.documents.pledge_paper import SOURCE_NAME, Signed, pledge_pdf
from scenario_market.domain.pledges import document
from tests.domain.pledges.papers import PARTIES, drawn_up
from tests.factories import NOW

SIGNED = (
    Signed("provider", "seal", "张某", "2026年3月9日 10:00（北京时间）", "证书序列号 0A1B"),
    Signed("owner", "scan", "李某", "2026年3月10日 10:00（北京时间）", "扫描件摘要 cd"),
    Signed("office", "platform", "王某", "2026年3月11日 10:00（北京时间）", "平台签名 ef"),
)


def made(city, **parties):
    drawn = drawn_up(city.pledges["scenario"], parties=PARTIES | parties)
    text = document.canonical(drawn)
    content = pledge_pdf(
        drawn,
        text,
        sha256=document.sha256(text),
        signatures=SIGNED,
        verify_at="https://market.example/verify",
        at=NOW,
    )
    return drawn, text, content


@pytest.fixture(scope="module")
def paper(city):
    return made(city)


def pages(content):
    """The text of each page, without the spaces and line ends that the setting brings."""
    texts = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content)]
    return [re.sub(r"\s", "", text) for text in texts]


def test_everything_that_was_agreed_can_be_read_out_of_the_pdf(paper):
    drawn, text, content = paper
    words = "".join(pages(content))
    expected = [
        drawn["heading"],
        drawn["challenge"]["number"],
        drawn["challenge"]["title"],
        *(row["name"] for row in drawn["metrics"]),
        *(row["target"] for row in drawn["milestones"]),
        "人民币壹佰万元零壹分",
        "≤0.3%",
        "≤0.5%",
        "尽职免责",
        "第2个里程碑验收通过后",
        "测试联合单位",
        "平台确认（非签章）",
        "公章扫描件（经核对）",
        "电子印章",
        document.sha256(text),
    ]
    assert [one for one in expected if re.sub(r"\s", "", one) not in words] == []
    assert not re.search(r"\{\w+\}", words)  # every slot of the clauses is filled


def test_every_page_carries_the_check_code_and_its_number(paper):
    drawn, _, content = paper
    found = pages(content)
    count = len(found)
    for place, words in enumerate(found, 1):
        assert f"核验码{drawn['code']}第{place}页，共{count}页" in words


def test_the_canonical_document_lies_inside_the_pdf_byte_for_byte(paper):
    _, text, content = paper
    assert pypdf.PdfReader(io.BytesIO(content)).attachments[SOURCE_NAME] == [text.encode()]


def test_the_pdf_says_and_keeps_what_archives_ask_for(paper):
    reader = pypdf.PdfReader(io.BytesIO(paper[2]))
    root = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r"<pdfaid:part>3</pdfaid:part>\s*<pdfaid:conformance>U<", metadata)
    assert "/ID" in reader.trailer
    assert not reader.is_encrypted
    intent = root["/OutputIntents"][0].get_object()
    assert intent["/S"] == "/GTS_PDFA1"
    assert intent["/DestOutputProfile"].get_object().get_data()[36:40] == b"acsp"
    assert root["/Lang"] == "zh-CN"
    assert "/JavaScript" not in (root.get("/Names") or {})
    attached = root["/AF"][0].get_object()
    assert attached["/AFRelationship"] == "/Source"
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            whole = font.get_object()
            descriptor = whole["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            assert "/FontFile3" in descriptor
            assert "/ToUnicode" in whole


def test_a_character_that_the_font_has_not_is_marked_and_controls_are_left_out(city):
    _, _, content = made(city, owner={"name": "甲\U0001f600乙\u202e丙\x07单位", "uscc": "0"})
    assert f"甲{MISSING}乙丙单位" in "".join(pages(content))


def test_a_long_paper_breaks_its_lines_and_pages():
    paper = Paper("长文", footer="核验码 X", at=NOW, author="测试")
    paper.text("轴承座产线表面缺陷在线检测，" * 900)
    paper.table(("一", "二"), [["长" * 400, "短"]] * 12, widths=(3, 1))
    found = pages(paper.made())
    assert len(found) > 4
    whole = re.sub("核验码X第.*?页，共.*?页", "", "".join(found))
    assert whole.count("轴承座产线表面缺陷在线检测") == 900
    assert whole.count("短") == 12
