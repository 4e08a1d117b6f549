"""What the pages say by which anybody verifies a pledge or a certificate."""

from scenario_market.texts.frame import Texts

TEXTS: Texts = {
    "title": ("防伪核验", "Verify a document"),
    "lead": (
        "军令状和示范场景证书上均印有核验码。输入核验码，即可核对文件是否由本平台出具、目前是否有效；无需登录。",
        "Pledges and landmark certificates carry a check code. Enter it to see whether the document was issued here"
        " and whether it stands. No account is needed.",
    ),
    "code": ("核验码", "Check code"),
    "code_help": (
        "16 位字母和数字，每 4 位一组，印在文件每页页脚或证书正文，如 {example}。不含易混淆的 0、O、1、I；"
        "大小写、空格和连字符不影响核验。",
        "16 letters and digits in groups of four, in the footer of each page or in the certificate, such as {example}."
        " There is no 0, O, 1 or I in it; case, blanks and dashes do not matter.",
    ),
    "check": ("核验", "Verify"),
    "code_missing": ("请输入核验码。", "Enter the check code."),
    "code_unknown": (
        "没有与“{code}”对应的已签署军令状或示范场景证书。请对照文件逐位核对；确认无误仍查不到的，该文件不是由本平台出具。",
        "No signed pledge and no certificate has the code “{code}”. Compare it with the document, letter by letter;"
        " if it is right, the document was not issued here.",
    ),
    "what": ("能核验什么", "What can be verified"),
    "what_pledge": (
        "军令状（PDF）：是否由揭榜方、发榜方和场景办三方签署，以何种方式签署；您手中的文件与出具的文件是否逐字节一致。",
        "Pledges (PDF): whether all three parties signed and how; whether your file is the one issued, byte for byte.",
    ),
    "what_certificate": (
        "示范场景证书：是否由本平台签名，是否在有效期内，是否已被撤销。",
        "Landmark certificates: whether the platform signed them, whether they are in force, expired or revoked.",
    ),
    "what_not": (
        "核验结果只说明文件的真伪和状态，不替代合同、招标采购等法定程序的认定。",
        "The answer says what is genuine and in force; it does not replace what the law provides for contracts"
        " or procurement.",
    ),
    "pledge": ("军令状", "Pledge"),
    "certificate": ("示范场景证书", "Landmark certificate"),
    "passed": ("核验通过：", "Authentic: "),
    "authentic": (
        "该核验码属于已签署的军令状",
        "this code belongs to a signed pledge",
    ),
    "authentic_help": (
        "以下为系统记录。请与您手中的文件对照；要确认文件未被改动，请在下方比对文件。",
        "This is what is on record. Compare it with your paper; to be sure that nothing was altered, compare the file.",
    ),
    "in_force": (
        "证书真实，在有效期内",
        "the certificate is genuine and in force",
    ),
    "in_force_help": ("有效期至 {day}。", "Valid until {day}."),
    "expired": ("证书真实，但已到期", "Genuine, but expired"),
    "expired_help": ("有效期至 {day}。", "It was valid until {day}."),
    "superseded": ("证书真实，但已由新证书取代", "Genuine, but superseded by a newer certificate"),
    "superseded_link": ("查看现行认定", "See what is in force now"),
    "revoked": ("证书已被撤销，不再有效", "This certificate was revoked and is no longer valid"),
    "revoked_help": ("撤销日期：{day}。", "Revoked on {day}."),
    "forged": (
        "系统记录的签名校验未通过，请勿采信，并请告知我们",
        "The recorded signature does not hold: do not rely on this, and please tell us",
    ),
    "record": ("系统记录", "On record"),
    "call": ("榜单", "Call"),
    "provider": ("揭榜方", "Provider"),
    "owner": ("发榜方", "Owner"),
    "owner_masked": (
        "（榜单脱敏发布，不公开）",
        "(not public: the call was published without its owner)",
    ),
    "uscc": ("统一社会信用代码", "Registration code"),
    "version": ("文本版本", "Version of the text"),
    "version_number": ("第 {number} 版", "No. {number}"),
    "signed_at": ("签署完成", "Signed"),
    "signatures": ("三方签署", "Signatures"),
    "party": ("签署方", "Party"),
    "form": ("签署方式", "Kind of signature"),
    "when": ("时间（北京时间）", "Time (Beijing)"),
    "party_provider": ("揭榜方", "Provider"),
    "party_owner": ("发榜方", "Owner"),
    "party_office": ("场景办", "Office"),
    "form_platform": ("平台确认（非签章）", "Confirmed on the platform (no seal)"),
    "form_scan": ("公章扫描件（经核对）", "Scan of the seal on paper, checked by an officer"),
    "form_seal": ("电子印章", "Electronic seal"),
    "text_sha256": ("签署文本摘要（SHA-256）", "Digest of the signed text (SHA-256)"),
    "file_sha256": ("出具文件摘要（SHA-256）", "Digest of the issued file (SHA-256)"),
    "not_issued": ("文件正在制发", "The paper is being made"),
    "number": ("证书编号", "Certificate number"),
    "landmark": ("示范场景", "Landmark"),
    "document_number": ("认定文号", "Document number"),
    "certified_at": ("认定日期", "Certified"),
    "expires_on": ("有效期至", "Valid until"),
    "signature": ("平台签名（Ed25519）", "Signature of the platform (Ed25519)"),
    "public_key": ("平台公钥", "Public key"),
    "offline": ("离线核验", "Verify offline"),
    "offline_help": (
        "证书为规范化 JSON 文本。下载后以平台公钥校验其 UTF-8 字节上的签名，即可在任何系统上核验。",
        "The certificate is a canonical JSON text. Download it and verify the signature over its UTF-8 bytes with the"
        " public key, on any system.",
    ),
    "download": ("下载证书文本", "Download the certificate's text"),
    "compare": ("比对文件", "Compare a file"),
    "compare_help": (
        "改动一个字节即显示不一致。文件只用于计算摘要，不保存。",
        "One altered byte, and it is not the same. The file is only hashed; nothing of it is kept.",
    ),
    "file": ("您手中的文件", "Your file"),
    "file_help_pledge": ("PDF 文件，不超过 {limit} MB。", "A PDF, at most {limit} MB."),
    "file_help_certificate": (
        "从本页下载的证书文本（.json），不超过 {limit} MB。",
        "The certificate's text (.json) as downloaded here, at most {limit} MB.",
    ),
    "compare_file": ("上传并比对", "Upload and compare"),
    "or": ("或者，不上传文件", "Or without uploading"),
    "hash": ("文件的 SHA-256 摘要", "SHA-256 digest of the file"),
    "hash_help": (
        "64 位十六进制字符，可在本机计算。Windows：certutil -hashfile 文件名 SHA256；Linux：sha256sum 文件名。",
        "64 hexadecimal digits, computed on your own machine. Windows: certutil -hashfile FILE SHA256; Linux:"
        " sha256sum FILE.",
    ),
    "compare_hash": ("比对摘要", "Compare the digest"),
    "file_missing": ("请选择要比对的文件。", "Choose the file to compare."),
    "file_too_large": (
        "文件超过 {limit} MB，请核对是否选错。",
        "The file exceeds {limit} MB; is it the right one?",
    ),
    "same": ("文件一致", "The same file"),
    "same_help": ("与本平台出具的文件逐字节一致。", "Byte for byte what was issued here."),
    "same_text": ("与签署文本的摘要一致", "This is the digest of the signed text"),
    "same_text_help": (
        "这是三方签署文本的摘要，不是 PDF 文件的摘要。要确认 PDF 未被改动，请比对文件本身。",
        "It is the digest of the text that the parties signed, not of the PDF. To check the PDF, compare the file.",
    ),
    "different": ("文件不一致", "Not the same file"),
    "different_help": (
        "您的文件与本平台出具的文件不同：可能被改动、另存、重新打印扫描，或不是该核验码对应的文件。",
        "Your file is not what was issued: it was altered, saved anew, printed and scanned, or has another code.",
    ),
    "of_the_code": ("核验码查询结果：", "What its code says: "),
    "your_digest": ("您的文件摘要", "Digest of your file"),
    "another": ("核验另一份文件", "Verify another document"),
}
