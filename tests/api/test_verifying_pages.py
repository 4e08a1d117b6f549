"""Anybody verifies a pledge or a certificate on a page: by its code, by the file itself, or by its digest."""

import hashlib
import io
import json
import re
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pypdfium2
import pytest

from scenario_market.api import create_app
from scenario_market.domain.landmarks.models import Landmark
from tests.api.browsing import BROWSER, browse, words, world
from tests.api.test_pledges import PARTIES, sign
from tests.workers.hand import Hand

__all__ = ["browse", "world"]  # fixtures
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
UNKNOWN = "AAAA-AAAA-AAAA-AAAA"


@pytest.fixture
def issued(world, settings):
    """A pledge that three parties signed, and its paper as a worker made it."""
    key, _ = world.pledge("settled")
    for who in PARTIES:
        signed = sign(world, key, who)
    Hand(settings).turn()
    row = world.client("provider").get(f"/pledges/{key}").json
    paper = world.client("provider").get(f"/attachments/{row['attachment_id']}/content").data
    return SimpleNamespace(code=signed.json["check_code"], paper=paper, sha256=row["sha256"])


def send(browse, path, content, name="军令状.pdf"):
    """Sends a file and follows to the answer."""
    form = {"file": (io.BytesIO(content), name)} if content is not None else {}
    answer, _ = browse(path, "POST", data=form, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.status_code
    return browse(answer.headers["Location"].partition("#")[0])


def heading(text):
    """The first thing that a page says."""
    return re.search("<h1[^>]*>([^<]*)</h1>", text)[1]


def test_the_start_page_leads_from_a_code_however_typed_to_its_document(world, browse, issued):
    certificate = world.certificate_code()
    for code, kind in ((issued.code, "pledges"), (certificate, "certificates")):
        answer, _ = browse("/verify", query_string={"code": f" {code.lower().replace('-', ' ')}"})
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/verify/{kind}/{code}")
    answer, _ = browse("/verify", query_string={"code": certificate, "lang": "en"})
    assert answer.headers["Location"].endswith("?lang=en")


def test_a_signed_pledge_is_shown_with_each_kind_of_signature_as_what_it_is(browse, issued):
    answer, text = browse(f"/verify/pledges/{issued.code}")
    said = words(text)
    assert answer.status_code == 200
    assert "核验通过" in said
    assert said.count("平台确认（非签章）") == 3
    assert issued.sha256 in said
    assert hashlib.sha256(issued.paper).hexdigest() in said
    english = words(browse(f"/verify/pledges/{issued.code}?lang=en")[1])
    assert "Authentic" in english
    assert english.count("Confirmed on the platform (no seal)") == 3


def test_the_paper_names_the_page_that_verifies_it(issued):
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(issued.paper)]
    assert f"/verify/pledges/{issued.code}" in "".join("".join(pages).split())


def test_the_issued_file_is_the_same_and_one_altered_byte_is_not(browse, issued, settings):
    altered = bytearray(issued.paper)
    altered[len(altered) // 2] ^= 1
    path = f"/verify/pledges/{issued.code}"
    kept = sorted(settings.data_dir.rglob("*"))
    for content, said in ((issued.paper, "文件一致"), (bytes(altered), "文件不一致")):
        answer, text = send(browse, path, content)
        assert answer.status_code == 200
        assert said in heading(text)
        digest = hashlib.sha256(content).hexdigest()
        assert said in heading(browse(f"{path}?sha256={digest.upper()}")[1])
    assert sorted(settings.data_dir.rglob("*")) == kept
    assert "与签署文本的摘要一致" in heading(browse(f"{path}?sha256={issued.sha256}")[1])


def test_what_is_no_digest_and_no_file_is_said_at_its_field(world, browse):
    key, _ = world.pledge("signed")
    code = world.client("owner").get(f"/pledges/{key}").json["check_code"]
    path = f"/verify/pledges/{code}"
    answer, text = browse(f"{path}?sha256=abc%22")
    assert answer.status_code == 422
    assert 'href="#sha256"' in text
    assert 'value="abc&#34;"' in text
    answer, text = send(browse, path, None)
    assert answer.status_code == 422
    assert "请选择要比对的文件" in words(text)
    assert 'aria-describedby="file-help file-error" aria-invalid="true"' in text


def test_a_file_beyond_the_limit_is_told_with_the_limit(settings, world):
    small = create_app(replace(settings, upload_limit_bytes=2**20))
    path = f"/verify/certificates/{world.certificate_code()}"
    for length in (
        {},
        {"environ_overrides": {"CONTENT_LENGTH": "", "wsgi.input_terminated": True}},
    ):
        form = {"file": (io.BytesIO(b"x" * (2**20 + 70_000)), "a.json")}
        client = small.test_client()
        answer = client.post(path, data=form, headers=BROWSER, **length)
        assert answer.status_code == 303
        answer = client.get(answer.headers["Location"], headers=BROWSER)
        assert answer.status_code == 422
        assert "超过 1 MB" in answer.get_data(as_text=True)


def test_comparing_is_counted_by_address(settings):
    few = create_app(replace(settings, rate_limits=True, rate_uploads="1 per hour"))
    path = f"/verify/pledges/{UNKNOWN}"
    found = [few.test_client().post(path, headers=BROWSER) for _ in range(2)]
    assert [one.status_code for one in found] == [303, 429]
    assert found[1].mimetype == "text/html"
    assert int(found[1].headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    "path",
    [
        f"/verify?code={UNKNOWN}",
        f"/verify/pledges/{UNKNOWN}",
        f"/verify/certificates/{UNKNOWN}",
        f"/verify/certificates/{UNKNOWN}/text",
        "/verify?code=%00%22%3E%3Cb%3E",
    ],
)
def test_an_unknown_code_is_a_page_with_the_form_as_it_was_filled(browse, path):
    answer, text = browse(path)
    assert answer.status_code == 404
    assert "不是由本平台出具" in words(text)
    assert '<a href="#code">' in text
    filled = UNKNOWN if UNKNOWN in path else "&#34;&gt;&lt;b&gt;"
    assert re.search(f'value="[^"]*{re.escape(filled)}"', text)
    english = browse(path + ("&" if "?" in path else "?") + "lang=en")[1]
    assert "the document was not issued here" in words(english)


def test_no_code_at_all_is_asked_for(browse):
    answer, text = browse("/verify?code=+")
    assert (answer.status_code, "请输入核验码" in words(text)) == (422, True)


def test_a_pledge_that_is_not_signed_is_unknown(world, browse):
    key, _ = world.pledge("settled")
    code = world.client("owner").get(f"/pledges/{key}").json["check_code"]
    assert browse(f"/verify/pledges/{code}")[0].status_code == 404
    assert browse(f"/verify?code={code}")[0].status_code == 404


def test_a_certificate_says_whether_it_is_in_force_expired_superseded_or_revoked(world, browse):
    first, second = (world.pictured() for _ in "12")

    def verdict(key):
        code = world.client("public").get(f"/landmarks/{key}").json["check_code"]
        codes.setdefault(key, code)
        return words(browse(f"/verify/certificates/{codes[key]}")[1])

    codes = {}
    assert "证书真实，在有效期内" in verdict(first)
    verdict(second)
    world.ended(first, state="expired")
    assert "证书真实，但已到期" in verdict(first)
    with world.database.unit_of_work() as session:
        project_id = session.get(Landmark, first).project_id
        session.get(Landmark, second).project_id = project_id
    _, text = browse(f"/verify/certificates/{codes[first]}")
    assert "已由新证书取代" in words(text)
    assert f'href="/landmarks/{second}"' in text
    world.ended(second, state="revoked")
    said = words(browse(f"/verify/certificates/{codes[second]}")[1])
    assert "已被撤销" in said
    assert "核验通过" not in said


def _other_text(row, other):
    row.certificate = row.certificate.replace(row.number, "SF-1999-001")


def _longer(row, other):
    row.expires_on += timedelta(days=3650)


def _other_title(row, other):
    row.title = "另一个标杆"


def _lent(row, other):
    for name in ("certificate", "signature", "public_key"):
        setattr(row, name, getattr(other, name))


@pytest.mark.parametrize("forge", [_other_text, _longer, _other_title, _lent])
def test_a_certificate_that_somebody_forged_in_the_database_is_not_called_genuine(
    world, browse, forge
):
    key, other = world.pictured(), world.pictured()
    code = world.client("public").get(f"/landmarks/{key}").json["check_code"]
    with world.database.unit_of_work() as session:
        row = session.get(Landmark, key)
        forge(row, session.get(Landmark, other))
        file = row.certificate.encode()
    path = f"/verify/certificates/{code}"
    for said in (words(browse(path)[1]), words(send(browse, path, file, "a.json")[1])):
        assert "签名校验未通过" in said
        assert "核验通过" not in said
        assert "文件一致" not in said


def test_the_text_of_a_certificate_is_saved_and_compared_byte_for_byte(world, browse):
    key = world.pictured()  # signed by the platform's own key, or no file would be the same
    code = world.client("public").get(f"/landmarks/{key}").json["check_code"]
    path = f"/verify/certificates/{code}"
    answer, _ = browse(f"{path}/text")
    assert json.loads(answer.data)["code"] == code
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=SF-")
    for content, said in ((answer.data, "文件一致"), (answer.data + b"\n", "文件不一致")):
        assert heading(send(browse, path, content, "a.json")[1]) == said
