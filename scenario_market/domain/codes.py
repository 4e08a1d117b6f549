"""Code lists of a city: what a district, a service type or an honour is called here.

A list is one toml file; a city is a folder of them. Reading happens only when :func:`load` is
called with a path, so importing this module touches no file. Lists are small (tens of entries),
frozen, and safe to share.
"""

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

_CODE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")
_NOT_SAID = re.compile(r"[\s()\[\]{}《》〈〉【】「」『』\"'“”‘’`·・,，、.。:：;；/\\_-]")
_RANK = re.compile(r"国家级|企业")


class BadCodeList(ValueError):
    """A file of code lists contradicts itself; the text names file, entry and rule."""


class UnknownCode(LookupError):
    """A code or name that the list does not have.

    :ivar params: ``list`` (its name), ``value`` (what was given), ``nearest`` (names that come
        close, best first).
    """

    code = "unknown_code"

    def __init__(self, list_name: str, value: str, nearest: tuple[str, ...]) -> None:
        self.params = {"list": list_name, "value": value, "nearest": nearest}
        super().__init__(f"{list_name} has no {value!r}; nearest: {', '.join(nearest) or '-'}")


@dataclass(frozen=True)
class Code:
    """One entry. ``mark`` tells its source: S published, M general knowledge, unverified.

    ``extra`` holds what else the file says of it, e.g. ``validity_months`` of an honour,
    ``verbs`` of a reason, ``kind`` of a district.
    """

    code: str
    zh: str
    en: str
    mark: str
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    extra: Mapping[str, object] = field(
        default_factory=lambda: MappingProxyType({}), hash=False, repr=False
    )

    def name(self, language: str = "zh") -> str:
        """The name to show: Chinese unless ``language`` begins with "en"."""
        return self.en if language.startswith("en") else self.zh


def fold(name: str) -> str:
    """The form by which names are compared: no width, case, brackets, quotes, dashes or spaces.

    Neither 国家级 nor 企业, which people add and drop at will: 国家级专精特新“小巨人”企业 is
    专精特新小巨人.
    """
    text = _NOT_SAID.sub("", unicodedata.normalize("NFKC", name)).casefold()
    return _RANK.sub("", text) or text


class CodeList:
    """A named, ordered list of codes, found by code, by name in either language, or by alias."""

    def __init__(self, name: str, zh: str, en: str, source: str, codes: tuple[Code, ...]) -> None:
        self.name, self.zh, self.en, self.source, self.codes = name, zh, en, source, codes
        self._by_code = {entry.code: entry for entry in codes}
        self._by_name: dict[str, Code] = {}
        if len(self._by_code) != len(codes):
            raise BadCodeList(f"{name}: a code stands twice")
        for entry in codes:
            if entry.parent is not None and entry.parent not in self._by_code:
                raise BadCodeList(f"{name}.{entry.code}: no parent {entry.parent!r} in the list")
            for said in (entry.zh, entry.en, *entry.aliases):
                other = self._by_name.setdefault(fold(said), entry)
                if other is not entry:
                    raise BadCodeList(
                        f"{name}: {said!r} means both {other.code!r} and {entry.code!r}"
                    )

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes)

    def __len__(self) -> int:
        return len(self.codes)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __getitem__(self, code: str) -> Code:
        """The entry of exactly this code. :raises UnknownCode:"""
        try:
            return self._by_code[code]
        except KeyError:
            raise UnknownCode(self.name, code, self.nearest(code)) from None

    def get(self, said: str) -> Code | None:
        """The entry that a code, a name or an alias means, or None."""
        return (
            self._by_code.get(said)
            or self._by_code.get(said.strip())
            or self._by_name.get(fold(said))
        )

    def find(self, said: str) -> Code:
        """Like :meth:`get`. :raises UnknownCode: with the nearest names."""
        entry = self.get(said)
        if entry is None:
            raise UnknownCode(self.name, said, self.nearest(said))
        return entry

    def nearest(self, said: str, *, limit: int = 3) -> tuple[str, ...]:
        """Chinese names that come close to ``said``, best first, for "did you mean"."""
        wanted = fold(said)
        scored = []
        for order, (known, entry) in enumerate(self._by_name.items()):
            ratio = difflib.SequenceMatcher(None, wanted, known, autojunk=False).ratio()
            if wanted and (wanted in known or known in wanted):
                ratio = max(ratio, 0.6)
            scored.append((-ratio, order, entry.zh))
        names = (zh for ratio, _, zh in sorted(scored) if ratio <= -0.4)
        return tuple(dict.fromkeys(names))[:limit]

    def children(self, code: str) -> tuple[Code, ...]:
        """Entries directly below ``code``."""
        return tuple(entry for entry in self.codes if entry.parent == code)

    def family(self, code: str) -> tuple[str, ...]:
        """``code`` and its ancestors, nearest first. :raises UnknownCode:"""
        line: list[str] = []
        step: str | None = code
        while step is not None and step not in line:
            line.append(step)
            step = self[step].parent
        return tuple(line)

    def where(self, **extra: object) -> tuple[Code, ...]:
        """Entries whose extra keys hold these values, or have them in a list-valued key."""
        return tuple(entry for entry in self.codes if all(_has(entry, *i) for i in extra.items()))


def _has(entry: Code, key: str, wanted: object) -> bool:
    value = entry.extra.get(key)
    return wanted in value if isinstance(value, (list, tuple)) else value == wanted


def load(folder: Path) -> dict[str, CodeList]:
    """Every ``*.toml`` of a folder as a code list, by name, in order of file names.

    :raises BadCodeList: a file is no toml, lacks a key, repeats a code or a name, or is not named
        as it says.
    """
    return {path.stem: load_list(path) for path in sorted(folder.glob("*.toml"))}


def load_list(path: Path) -> CodeList:
    """One file: keys ``name``, ``zh``, ``en``, ``source`` and ``codes``, an array of tables."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadCodeList(f"{path.name}: {error}") from error
    missing = [key for key in ("name", "zh", "en", "source", "codes") if key not in data]
    if missing:
        raise BadCodeList(f"{path.name}: lacks {', '.join(missing)}")
    if data["name"] != path.stem:
        raise BadCodeList(f"{path.name}: says it is {data['name']!r}")
    entries = tuple(_entry(path.name, raw) for raw in data["codes"])
    return CodeList(data["name"], data["zh"], data["en"], data["source"], entries)


def _entry(file_name: str, raw: dict[str, object]) -> Code:
    rest = dict(raw)
    known = {key: rest.pop(key, None) for key in ("code", "zh", "en", "mark", "parent")}
    aliases = rest.pop("aliases", [])
    for key in ("code", "zh", "en", "mark"):
        if not isinstance(known[key], str) or not known[key]:
            raise BadCodeList(f"{file_name}: {raw.get('code', raw)} lacks {key}")
    if not _CODE.match(str(known["code"])):
        raise BadCodeList(f"{file_name}: {known['code']!r} is no short ascii code")
    if known["mark"] not in ("S", "M"):
        raise BadCodeList(f"{file_name}: mark of {known['code']} is S or M")
    if not isinstance(aliases, list):
        raise BadCodeList(f"{file_name}: aliases of {known['code']} are a list")
    frozen = {key: tuple(v) if isinstance(v, list) else v for key, v in rest.items()}
    return Code(**known, aliases=tuple(aliases), extra=MappingProxyType(frozen))  # type: ignore[arg-type]
