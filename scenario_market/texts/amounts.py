"""Amounts of money as a Chinese paper writes them: in figures, and in capital numerals (大写).

Source of the capitals: 支付结算办法, annex 1 (正确填写票据和结算凭证的基本规定).
"""

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")
LIMIT_FEN = 10**18


def in_figures(fen: int) -> str:
    """¥1,234.50元, without the decimals where there are none."""
    yuan, rest = divmod(fen, 100)
    return f"{yuan:,}.{rest:02}" if rest else f"{yuan:,}"


def in_capitals(fen: int) -> str:
    """伍拾万元整. :raises ValueError: negative, or beyond what has a name."""
    if not 0 <= fen < LIMIT_FEN:
        raise ValueError(fen)
    yuan, rest = divmod(fen, 100)
    jiao, cents = divmod(rest, 10)
    words = _whole(yuan) + "元" if yuan or not rest else ""
    if not rest:
        return f"{words}整"
    if jiao:
        words += f"{DIGITS[jiao]}角"
    elif yuan:
        words += "零"
    return words + (f"{DIGITS[cents]}分" if cents else "整")


def _whole(number: int) -> str:
    if number == 0:
        return DIGITS[0]
    words, gap = "", False
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    for place in reversed(range(len(groups))):
        group = groups[place]
        if group == 0:
            gap = bool(words)
            continue
        words += ("零" if words and (gap or group < 1000) else "") + _group(group) + GROUPS[place]
        gap = False
    return words


def _group(number: int) -> str:
    words, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit == 0:
            gap = bool(words)
            continue
        words += ("零" if gap else "") + DIGITS[digit] + PLACES[place]
        gap = False
    return words
