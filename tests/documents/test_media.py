"""What a file is, by content; what only looks like it; and the names that files may have."""

import io

import pytest

from scenario_market.documents.media import EXTENSIONS, detect
from scenario_market.documents.names import LIMIT_BYTES, clean_name
from scenario_market.domain.errors import Invalid
from tests import samples


def rule_of(content, **options):
    with pytest.raises(Invalid) as caught:
        detect(io.BytesIO(content), **options)
    assert caught.value.errors[0].field == "file"
    return caught.value.errors[0].rule


@pytest.mark.parametrize("media_type", samples.ALL)
def test_every_kind_is_known_by_its_content(media_type):
    assert detect(io.BytesIO(samples.ALL[media_type])).media_type == media_type


def test_every_kind_has_a_sample():
    assert set(samples.ALL) == set(EXTENSIONS)


@pytest.mark.parametrize("media_type", samples.ALL)
def test_a_kind_is_refused_where_it_is_not_accepted(media_type):
    others = frozenset(EXTENSIONS) - {media_type}
    assert rule_of(samples.ALL[media_type], accepted=others) == "unsupported_media"


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE html><html><script>alert(1)</script></html>",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"  \n<HTML><body>",
        b"%PDF-1.7\n<html><script>alert(1)</script></html>\n%%EOF",
        b"\xff\xd8\xff\xe0<?php system($_GET[0]); ?>",
    ],
)
def test_a_page_or_script_in_disguise_is_refused(content):
    assert rule_of(content) == "hidden_markup"


@pytest.mark.parametrize(
    "content",
    [
        b"\n" + samples.pdf(),
        b"GIF89a" + samples.pdf(),
        samples.pdf()[:-8],
        samples.png()[:-1],
        samples.png() + b"more",
        b"#!/bin/sh\nrm -rf /\n",
        b"#!AMR\nrm -rf /\n",
        b"MZ\x90\0" + b"\0" * 100,
        b"\xff\xfb\x90\x00" + b"\0" * 100,
        samples.m4a(track=b"vide"),
        samples.wav()[:-50],
        samples.archive({"META-INF/MANIFEST.MF": "x"}),
        samples.archive({"word/document.xml": "<w:document/>"}),
        "纯文本".encode(),
    ],
)
def test_what_is_not_exactly_one_known_kind_is_refused(content):
    assert rule_of(content) == "unsupported_media"


def test_an_empty_file_is_refused():
    assert rule_of(b"") == "empty_file"


@pytest.mark.parametrize("carrier", [samples.pdf(), samples.jpeg()])
def test_a_file_with_an_archive_behind_it_is_refused(carrier):
    assert rule_of(carrier + samples.archive({"evil.html": "<script>"})) == "two_formats"


def test_a_bomb_of_a_document_is_not_unpacked():
    content = samples.bomb()
    assert len(content) < 1_000_000
    assert rule_of(content) == "file_unpacks_too_large"


def test_a_document_with_macros_is_refused():
    assert rule_of(samples.docx(word__vbaProject_dot_bin="x")) == "has_macros"
    macro = "application/vnd.ms-word.document.macroEnabled.main+xml"
    assert rule_of(samples.docx(main=macro)) == "has_macros"


def test_a_document_that_declares_an_entity_or_is_cut_off_is_refused():
    entity = '<!DOCTYPE x [<!ENTITY a "b">]><x/>'
    assert rule_of(samples.docx(word__styles_dot_xml=entity)) == "file_declares_entities"
    assert rule_of(samples.docx()[:-30]) == "file_damaged"


def test_an_mp3_is_known_with_its_tag_too():
    assert detect(io.BytesIO(samples.mp3(tagged=True))).media_type == "audio/mpeg"


@pytest.mark.parametrize(
    ("given", "extension", "wanted"),
    [
        ("方案.pdf", ".pdf", "方案.pdf"),
        ("照片.JPEG", ".jpg", "照片.jpg"),
        ("报告.pdf.exe", ".pdf", "报告.pdf"),
        ("../../etc/passwd", ".pdf", "passwd.pdf"),
        (r"C:\Users\x\图纸 v1.2.PDF", ".pdf", "图纸 v1.2.pdf"),
        ("a\u202egpj.exe", ".pdf", "agpj.pdf"),
        ("a\r\nSet-Cookie: x\0.pdf", ".pdf", "aSet-Cookie_ x.pdf"),
        ("\u200b\u2066 . ", ".png", "附件.png"),
        (None, ".png", "附件.png"),
        ("con.pdf", ".pdf", "_con.pdf"),
        (".htaccess", ".pdf", "htaccess.pdf"),
        ('"quoted"|name?.docx', ".docx", "_quoted__name_.docx"),
    ],
)
def test_a_name_is_cleaned_and_ends_with_what_the_file_is(given, extension, wanted):
    assert clean_name(given, extension) == wanted


def test_a_long_name_is_cut_between_characters():
    name = clean_name("需" * 500 + ".pdf", ".pdf")
    assert len(name.encode()) <= LIMIT_BYTES
    assert name.endswith("需.pdf")
