"""Broken and odd files: one ingest over all of them ends, accounts for each, and loads the good ones."""

import gzip
import io
import json
import os
import random
import socket
import sqlite3
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from copydesk.collecting import find_files
from flows.running import RunReport
from tests.pipeline.desk import Desk, Rows, make_desk

LOADED = "loaded"
MAX_BYTES = 5_300_000  # room for the line of 5 MB, and small enough to write files that are larger
URL = "https://harbour-gazette.example/"
# Addresses by what follows the file's path (`#3` for line 3, nothing for the file itself), or URLs.
Outcomes = Mapping[str, str]

Paragraphs = tuple[str, str]
ENGLISH: Paragraphs = (
    "The harbour council of Norrvik will ask every skipper for a fee of {number} crowns, the mayor told a"
    " full hall on Tuesday evening, because the old quay has to be mended before the autumn storms arrive.",
    "“Nobody likes to pay, but nobody likes to swim ashore,” said Ilse Brandvik, who keeps the tower of the"
    " port and has counted the boats there for nineteen years without a single day of leave.",
)
FRENCH: Paragraphs = (
    "Le conseil du port de Brevanne réclamera {number} couronnes à chaque pêcheur, a annoncé le maire mardi"
    " soir devant une salle comble, car le vieux quai doit être réparé avant les tempêtes d'automne.",
    "« Personne n'aime payer, mais personne n'aime rentrer à la nage », a déclaré Édith Lanvollon, qui garde"
    " la tour du port et compte les bateaux depuis dix-neuf années sans un seul jour de congé.",
)
RUSSIAN: Paragraphs = (
    "Портовый совет Норвика потребует с каждого шкипера сбор в {number} крон, сообщил мэр во вторник вечером"
    " в переполненном зале, потому что старый причал нужно починить до осенних штормов.",
    "«Платить никто не любит, но и плыть до берега никто не хочет», — сказала Ильза Брандвик, которая"
    " девятнадцать лет смотрит за портовой башней и считает лодки без единого дня отпуска.",
)
HEBREW: Paragraphs = (
    "מועצת הנמל של נורוויק תגבה {number} כתרים מכל רב חובל, הודיע ראש העיר ביום שלישי בערב באולם מלא,"
    " משום שצריך לתקן את הרציף הישן לפני סערות הסתיו.",
    "איש אינו אוהב לשלם, אבל איש אינו רוצה לשחות אל החוף, אמרה אילזה ברנדוויק, שומרת מגדל הנמל,"
    " הסופרת את הסירות זה תשע עשרה שנים ללא יום חופש אחד.",
)
CHINESE: Paragraphs = (
    "诺尔维克港务委员会将向每位船长收取{number}克朗的费用，市长星期二晚上在座无虚席的大厅里宣布，"
    "因为旧码头必须在秋季风暴到来之前修好。",
    "没有人喜欢付钱，但也没有人愿意游回岸边，看守港口灯塔的伊尔莎说。"
    "她十九年来每天数着进出的船只，从来没有请过一天假。",
)
TAIWANESE: Paragraphs = (
    "諾爾維克港務委員會將向每位船長收取{number}克朗的費用，市長星期二晚上在座無虛席的大廳裡宣布，"
    "因為舊碼頭必須在秋季風暴到來之前修好。",
    "沒有人喜歡付錢，但也沒有人願意游回岸邊，看守港口燈塔的伊爾莎說。"
    "她十九年來每天數著進出的船隻，從來沒有請過一天假。",
)
JAPANESE: Paragraphs = (
    "ノルヴィク港湾評議会はすべての船長から{number}クローネの料金を徴収すると、市長が火曜日の夜、満員の会場で発表した。"
    "秋の嵐が来る前に古い桟橋を直さなければならないためである。",
    "「払いたい人はいないが、岸まで泳ぎたい人もいない」と、港の塔を守るイルゼさんは語った。"
    "十九年間、一日も休まずに船を数えてきたという。",
)
KOREAN: Paragraphs = (
    "노르비크 항만 위원회는 모든 선장에게 {number} 크로네의 요금을 받겠다고 시장이 화요일 저녁 가득 찬"
    " 강당에서 발표했다. 가을 폭풍이 오기 전에 낡은 부두를 고쳐야 하기 때문이다.",
    "돈을 내고 싶은 사람은 없지만 해안까지 헤엄치고 싶은 사람도 없다고 항구의 탑을 지키는 일제는 말했다."
    " 그는 십구 년 동안 하루도 쉬지 않고 배를 세어 왔다.",
)

_numbers = count(100)


def article(paragraphs: Paragraphs = ENGLISH, gap: str = "\n\n") -> str:
    """Give an article that the gate lets pass, each time with another number in it."""
    return gap.join(paragraphs).format(number=next(_numbers))


def page(paragraphs: Paragraphs = ENGLISH, head: str = "", around: str = "{}") -> str:
    """Give such an article as a page."""
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in article(paragraphs).split("\n\n"))
    return f"<!DOCTYPE html><html><head>{head}</head><body>{around.format(body)}</body></html>"


def record(**fields: Any) -> str:
    """Give such an article as a line of JSON."""
    return json.dumps({"text": article()} | fields, ensure_ascii=False)


def lines(*written: str) -> str:
    return "\n".join(written)


@dataclass(frozen=True)
class Odd:
    """A file: how to make it, and what must become of it."""

    name: str
    content: bytes | Callable[[Path], object]
    outcome: str | Outcomes = LOADED
    words: str = ""  # that the body must hold where it loads
    flag: str = ""  # that the article must bear where it loads
    shown: str = ""  # its name as the address shows it, where it cannot be shown as it is

    def make(self, folder: Path) -> None:
        path = folder / self.name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(self.content, bytes):
            path.write_bytes(self.content)
        else:
            self.content(path)

    def outcomes(self, folder: Path) -> dict[str, str]:
        """Give the outcome at each address."""
        outcomes = {"": self.outcome} if isinstance(self.outcome, str) else self.outcome
        path = folder / (self.shown or self.name)
        return {key if URL in key else f"{path}{key}": outcome for key, outcome in outcomes.items()}


# --- Things that are not text -------------------------------------------------------------------------------


def _zip() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ferry.txt", article())
    return packed.getvalue()


def _png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes(9 * 8))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def _sqlite() -> bytes:
    with closing(sqlite3.connect(":memory:")) as con:
        con.execute("create table boats (name text)")
        return con.serialize()


def _parquet() -> bytes:
    written = io.BytesIO()
    pl.DataFrame({"boat": ["Lorne", "Skarholm"]}).write_parquet(written)
    return written.getvalue()


def renamed_formats() -> list[Odd]:
    formats = {
        "pdf": b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n",
        "elf": b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HHI", 2, 62, 1) + bytes(40),
        "png": _png(),
        "zip": _zip(),
        "sqlite": _sqlite(),
        "parquet": _parquet(),
        "noise": random.Random(7).randbytes(20_000),  # noqa: S311 - no secret
    }
    return [
        *(Odd(f"{name}.txt", data, "binary") for name, data in formats.items()),
        *(Odd(f"{name}.html", data, "binary") for name, data in formats.items()),
        Odd("noise", formats["noise"], "binary"),
        Odd("pdf.json", formats["pdf"], "binary"),
        Odd("zip.jsonl", formats["zip"], "binary"),
    ]


# --- Nothing in it ------------------------------------------------------------------------------------------


def nothing() -> list[Odd]:
    return [
        Odd("empty.txt", b"", "empty_file"),
        Odd("empty.html", b"", "empty_file"),
        Odd("empty.jsonl", b"", "empty_file"),
        Odd("blank-lines.jsonl", b"\n\r\n \n", "empty_file"),
        Odd("blanks.txt", b" \t\r\n\n  \n", "no_text"),
        Odd("blanks.html", b" \n \n", "no_text"),
        Odd("only-mark.txt", b"\xef\xbb\xbf", "no_text"),
        Odd("only-mark-utf16.txt", b"\xff\xfe", "no_text"),
        Odd("no-break-spaces.txt", ("\u00a0\u2003\u3000" * 9).encode(), "no_text"),
        Odd("zero-width.txt", ("\u200b\u2060\ufeff\u00ad" * 9).encode(), "no_text"),
        Odd("nuls.txt", bytes(4096), "binary"),
        Odd("controls.txt", bytes(range(1, 9)) * 99, "binary"),
    ]


# --- Bytes and characters -----------------------------------------------------------------------------------


def line_ends() -> list[Odd]:
    return [
        Odd("crlf.txt", article().replace("\n", "\r\n").encode(), words="the old quay"),
        Odd("cr.txt", article(gap="\r\r").encode(), words="the old quay"),
        Odd("separators.txt", article(gap="\u2029").encode(), words="the old quay"),
    ]


def unicode_forms() -> list[Odd]:
    forms = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
    return [
        *(Odd(f"marked-{form}.txt", f"\ufeff{article()}".encode(form), words="“Nobody") for form in forms),
        Odd("utf-16-le.txt", article().encode("utf-16-le"), words="“Nobody"),
        Odd("utf-16-be.txt", article().encode("utf-16-be"), words="“Nobody"),
        Odd("marked-utf-8.txt", article(FRENCH).encode("utf-8-sig"), words="réparé avant"),
        Odd("marked-cyrillic.txt", article(RUSSIAN).encode("utf-16"), words="старый причал"),
        Odd("cyrillic.txt", article(RUSSIAN).encode("utf-16-be"), words="старый причал"),
        Odd("marked-chinese.txt", article(CHINESE).encode("utf-16"), words="旧码头必须"),
        Odd("half-a-character.txt", article().encode("utf-16")[:-1], words="“Nobody", flag="replaced_bytes"),
        Odd("page-in-utf-16.html", page(RUSSIAN).encode("utf-16"), words="старый причал"),
        Odd("unmarked-utf-32.txt", article().encode("utf-32-le"), "binary"),
    ]


def code_pages() -> list[Odd]:
    languages = {
        "cp1251": (RUSSIAN, "старый причал"),
        "koi8-r": (RUSSIAN, "старый причал"),
        "cp866": (RUSSIAN, "старый причал"),
        "cp1252": (FRENCH, "réparé avant les tempêtes"),
        "cp1255": (HEBREW, "הרציף הישן"),
        "gb18030": (CHINESE, "旧码头必须"),
        "big5": (TAIWANESE, "舊碼頭必須"),
        "shift_jis": (JAPANESE, "古い桟橋を"),
        "euc-jp": (JAPANESE, "古い桟橋を"),
        "iso2022_jp": (JAPANESE, "古い桟橋を"),
        "euc-kr": (KOREAN, "낡은 부두를"),
    }
    return [
        *(
            Odd(f"{name}.txt", article(text).encode(name, "replace"), words=words)
            for name, (text, words) in languages.items()
        ),
        Odd("few-letters.txt", article().encode("cp1252"), words="“Nobody"),
        Odd("cp1251.jsonl", record(text=article(RUSSIAN)).encode("cp1251"), {"#1": LOADED}, "старый причал"),
    ]


def declared_code_pages() -> list[Odd]:
    """Pages that declare their code page: truly, loosely, wrongly, absurdly."""
    cases = [
        (RUSSIAN, "windows-1251", "cp1251", "старый причал"),
        (ENGLISH, "iso-8859-1", "cp1252", "“Nobody"),
        (CHINESE, "gb2312", "gb18030", "旧码头必须"),
        (RUSSIAN, "utf-8", "cp1251", "старый причал"),
        (FRENCH, "utf-16", "cp1252", "réparé avant"),
        (RUSSIAN, "iso-8859-1", "utf-8", "старый причал"),
        (FRENCH, "unicode_escape", "cp1252", "réparé avant"),
        (FRENCH, "no-such-code", "cp1252", "réparé avant"),
    ]
    return [
        Odd(f"{said}-is-{true}.html", page(text, f'<meta charset="{said}">').encode(true), words=words)
        for text, said, true, words in cases
    ]


def damaged_text() -> list[Odd]:
    sprinkled = article().encode("ascii", "ignore").replace(b" the ", b" \x81the\xff ", 2)
    broken = article().encode().replace(b"quay", b"qu\xe2ay")
    cut = article(RUSSIAN).encode()[:-2]
    return [
        Odd("sprinkled.txt", sprinkled, words="mended before", flag="replaced_bytes"),
        Odd("broken-utf-8.txt", broken, words="“Nobody", flag="replaced_bytes"),
        Odd("cut-utf-8.txt", cut, words="старый причал", flag="replaced_bytes"),
        Odd("some-nuls.txt", article().replace("quay", "quay\0").encode(), words="old quay"),
        Odd("replacement-characters.txt", article().replace("a", "\ufffd").encode(), "garbage"),
    ]


def mojibake() -> list[Odd]:
    wrong = article(FRENCH).encode().decode("cp1252")
    escaped = json.dumps({"text": article(FRENCH).encode().decode("cp1252")})
    lost = article() + " Ã\u00a9t\u00a9Ã\u00a9 \ufffd"
    controls = article().replace("“", "\u0093").replace("”", "\u0094")
    return [
        Odd("wrong.txt", wrong.encode(), words="réparé avant", flag="mojibake_mended"),
        Odd("wrong-marked.txt", f"\ufeff{wrong}!".encode(), words="réparé avant", flag="mojibake_mended"),
        Odd("escaped.jsonl", escaped.encode(), {"#1": LOADED}, "réparé avant", "mojibake_mended"),
        Odd("lost.txt", lost.encode(), words="old quay", flag="mojibake"),
        Odd("c1-controls.txt", controls.encode(), words="“Nobody", flag="mojibake_mended"),
    ]


def odd_text() -> list[Odd]:
    marks = article(HEBREW).replace(" ", " \u200f")
    return [
        Odd("punctuation.txt", b"!?... --- ;;; ,,, ::: ()[]{} " * 40, "garbage"),
        Odd("digits.txt", b"1204 5561 98 33 " * 40, "garbage"),
        Odd("one-word.txt", b"Ferry", "empty"),
        Odd("one-line-of-5-mb.txt", b"ferry" * 1_000_000, "too_short"),
        Odd("right-to-left.txt", marks.encode(), words="הרציף"),
        Odd("text-in.html", article().encode(), words="old quay"),
        Odd("id3.txt", ("ID3 is the name of a boat. " + article()).encode(), words="name of a boat"),
    ]


# --- Packed files -------------------------------------------------------------------------------------------


def _packed_article() -> bytes:
    return gzip.compress(article().encode())


def packed() -> list[Odd]:
    return [
        Odd("good.txt.gz", _packed_article(), words="old quay"),
        Odd("GOOD.HTML.GZ", gzip.compress(page().encode()), words="old quay"),
        Odd("good.jsonl.gz", gzip.compress(record().encode()), {"#1": LOADED}, "old quay"),
        Odd("packed.txt", _packed_article(), words="old quay"),
        Odd("unpacked.txt.gz", article().encode(), words="old quay"),
        Odd("two-members.txt.gz", _packed_article() + gzip.compress(b"\nThe end."), words="old quay"),
        Odd("padded.txt.gz", _packed_article() + bytes(512), words="old quay"),
        Odd("nothing.txt.gz", gzip.compress(b""), "empty_file"),
    ]


def badly_packed() -> list[Odd]:
    whole = gzip.compress(article().encode())
    damaged = whole[:-8] + bytes([whole[-8] ^ 1]) + whole[-7:]
    two_lines = gzip.compress(lines(record(), record(), "").encode())
    bomb = gzip.compress(bytes(20_000_000))
    return [
        Odd("two-bytes.txt.gz", whole[:2], "broken_gzip"),
        Odd("truncated.txt.gz", whole[: len(whole) // 2], "broken_gzip"),
        Odd("without-trailer.txt.gz", whole[:-8], "broken_gzip"),
        Odd("damaged.txt.gz", damaged, "broken_gzip"),
        Odd("damaged.html.gz", damaged, "broken_gzip"),
        Odd("garbage-after.txt.gz", whole + b"garbage", "broken_gzip"),
        Odd("truncated.jsonl.gz", two_lines[:-8], {"#1": LOADED, "#2": LOADED, "": "broken_gzip"}),
        Odd("twice.txt.gz", gzip.compress(whole), "binary"),
        Odd("twice.jsonl.gz", gzip.compress(two_lines), "binary"),
        Odd("bomb.txt.gz", bomb, "gzip_bomb"),
        Odd("bomb.jsonl.gz", bomb, "gzip_bomb"),
    ]


def oversize() -> list[Odd]:
    letters = random.Random(8).choices(b"abcdefghijklmnopqrstuvwxyz ", k=MAX_BYTES + 1)  # noqa: S311 - no secret
    long_line = lines(record(notes="a" * MAX_BYTES), record())
    return [
        Odd("oversize.txt", b"ferry " * (MAX_BYTES // 6 + 1), "too_large"),
        Odd("oversize.html", b"<p>ferry " * (MAX_BYTES // 9 + 1), "too_large"),
        Odd("oversize.txt.gz", gzip.compress(bytes(letters), 1), "too_large"),
        Odd("oversize.jsonl", long_line.encode(), {"#1": "too_large", "#2": LOADED}),
    ]


# --- Lines of JSON ------------------------------------------------------------------------------------------

LINES: list[tuple[str, str | None]] = [
    (record(), LOADED),
    ("no JSON at all", "bad_json"),
    ("[1, 2]", "json_not_object"),
    ("42", "json_not_object"),
    ("null", "json_not_object"),
    ('"text"', "json_not_object"),
    ("", None),
    ("{}", "record_without_text"),
    (json.dumps({"title": "The ferry"}), "record_without_text"),
    (json.dumps({"text": ["a", "list"]}), "record_without_text"),
    (json.dumps({"text": ""}), "record_without_text"),
    (json.dumps({"text": " \u200b "}), "no_text"),
    (json.dumps({"html": "<html><body></body></html>"}), "no_text"),
    (json.dumps({"\ud800": 1}), "record_without_text"),
    (json.dumps({"text": article() + " \ud800", "title": "Fees \udc00", "authors": ["Edda \ud8ff"]}), LOADED),
    ('{"text": ' + "[" * 50_000, "bad_json"),
    (record(notes=0).replace("0}", "9" * 5000 + "}"), "bad_json"),
    (record() + " and more", "bad_json"),
    (record()[:-9], "bad_json"),
    ("{'text': 'single quotation marks'}", "bad_json"),
    ('{"text": "a tab\tas it is"}', "bad_json"),
    ("\0" * 30, "binary"),
    (json.dumps({"html": page()}), LOADED),
    (record(url=None, title=7, date=[], authors={"name": 3}, source=""), LOADED),
]


def json_lines() -> list[Odd]:
    outcomes = {f"#{number}": outcome for number, (_, outcome) in enumerate(LINES, start=1) if outcome}
    return [Odd("lines.jsonl", lines(*(line for line, _ in LINES)).encode(), outcomes)]


def json_files() -> list[Odd]:
    separated = lines(record(), record(note="\u2028"), "[]")
    return [
        Odd("crlf.jsonl", f"{record()}\r\n\r\n{record()}\r\n".encode(), {"#1": LOADED, "#3": LOADED}),
        Odd("marked.jsonl", record().encode("utf-8-sig"), {"#1": LOADED}, "old quay"),
        Odd("u16.jsonl", separated.encode("utf-16"), {"#1": LOADED, "#2": LOADED, "#3": "json_not_object"}),
        Odd("u16-be.ndjson", lines(record(), record()).encode("utf-16-be"), {"#1": LOADED, "#2": LOADED}),
        Odd("array.json", json.dumps([{"text": article()}]).encode(), "json_not_object"),
        Odd("record.json", record().encode(), words="old quay"),
    ]


def json_addresses() -> list[Odd]:
    twice = lines(record(url=f"{URL}a"), record(url=f"{URL}a"))
    odd = json.dumps({"text": article(), "url": f" {URL}\ud800\nb "})
    return [
        Odd("twice.jsonl", twice.encode(), {f"{URL}a": LOADED}),
        Odd("odd-url.jsonl", odd.encode(), {rf"{URL}\ud800\u000ab": LOADED}),
        Odd("no-url.jsonl", record(url=" ").encode(), {"#1": LOADED}),
    ]


# --- Pages --------------------------------------------------------------------------------------------------


def empty_pages() -> list[Odd]:
    frames = b"<frameset><frame src=ferry.html><noframes>No frames?</noframes></frameset>"
    return [
        Odd("no-body.html", b"<html><head><title>Ferry</title></head></html>", "no_text"),
        Odd("only-script.html", b"<html><body><script>let ferry = 1</script></body></html>", "no_text"),
        Odd("only-comments.html", b"<!-- the ferry --><!-- the quay -->", "no_text"),
        Odd("only-entities.html", b"&nbsp;&#8203;&#x2003;&shy;", "no_text"),
        Odd("only-declaration.html", b"<!DOCTYPE html>", "no_text"),
        Odd("shell.html", b"<div id=app>Loading</div><script src=ferry.js></script>", "empty_shell"),
        Odd("frameset.html", frames, "empty_shell"),
    ]


def broken_pages() -> list[Odd]:
    deep = "<div>" * 5000
    declaration = "<?xml version='1.0' encoding='utf-16'?>"
    attribute = f"<div data-x='{'x' * 2_000_000}'>{{}}</div>"
    numeric = page().replace("“", "&#147;").replace("”", "&#148;")
    claims: tuple[dict[str, object], ...] = (
        {"headline": "Fees \ud800 rise"},
        {"headline": [7], "author": [3, None], "publisher": []},
    )
    return [
        Odd("unclosed.html", page(around="<div><b><table><tr><td>{}<p>The end").encode(), words="old quay"),
        Odd("deep.html", page(around=deep + "{}").encode(), "too_deep"),
        Odd("deep-behind.html", page(around="{}" + deep + "<p>The end.").encode(), "too_deep"),
        Odd("wrong-declaration.html", f"{declaration}{page()}".encode(), words="“Nobody"),
        Odd("huge-attribute.html", page(around=attribute).encode(), words="old quay"),
        Odd("nul-in-tags.html", page().replace("<p>", "<p\0>").encode(), words="old quay"),
        Odd("numeric-quotes.html", numeric.encode(), words="“Nobody"),
        *(Odd(f"claims-{n}.html", page(head=_linked_data(claim)).encode()) for n, claim in enumerate(claims)),
    ]


def _linked_data(claims: Mapping[str, object]) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **claims})}</script>'


# --- Names, links and things that are no files --------------------------------------------------------------


def _bind_socket(path: Path) -> None:
    """Leave a socket behind, named from within its folder: a socket's name is short."""
    home = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(path.name)
    finally:
        os.chdir(home)


def _link_to(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


def no_files() -> list[Odd]:
    return [
        Odd("fifo.txt", os.mkfifo, "not_a_file"),
        Odd("socket.txt", _bind_socket, "not_a_file"),
        Odd("device.txt", _link_to("/dev/zero"), "not_a_file"),
        Odd("link-to-folder", _link_to("."), "not_a_file"),
        Odd("broken-link.txt", _link_to("nowhere.txt"), "broken_link"),
        Odd("broken-link.jsonl.gz", _link_to("/nowhere/at/all\n"), "broken_link"),
        Odd("loop.txt", _link_to("loop.txt"), "broken_link"),
        Odd("folder.txt/inside.txt", article().encode(), words="old quay"),
        Odd("folder.jsonl", Path.mkdir, {}),
        Odd(".hidden/ferry.txt", article().encode(), {}),
        Odd(".hidden.txt", article().encode(), {}),
    ]


def names() -> list[Odd]:
    good = (
        "⛴️ 👩🏽‍✈️ паром.txt",
        "x" * 251 + ".txt",
        "a#1.txt",
        "~$ferry.txt",
        "-rf.txt",
        "50% 'off'; \"boats\" & {0} [a-z]*.txt",
        "no suffix",
        "dotted.2024.txt.bak",
        "a.b.c.TXT",
    )
    return [
        *(Odd(name, article().encode(), words="old quay") for name in good),
        Odd("new\nline.txt", article().encode(), words="old quay", shown=r"new\u000aline.txt"),
        Odd("page without suffix", page().encode(), words="old quay"),
        Odd("empty#2.txt", b"", "empty_file"),
    ]


KINDS: dict[str, Callable[[], list[Odd]]] = {
    kind.__name__: kind
    for kind in (
        *(nothing, renamed_formats, line_ends, unicode_forms, code_pages, declared_code_pages, damaged_text),
        *(mojibake, odd_text, packed, badly_packed, oversize, json_lines, json_files, json_addresses),
        *(empty_pages, broken_pages, no_files, names),
    )
}


# --- One ingest over all of them ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A desk that has taken everything in twice, and what was to come of it."""

    desk: Desk
    kinds: Mapping[str, list[Odd]]
    report: RunReport
    again: RunReport
    before: Mapping[str, Rows]  # the tables between the two runs

    def outcomes(self, kind: str) -> dict[str, str]:
        """Give the outcomes that a kind of files must have."""
        folder = self.desk.inbox / kind
        return dict(pair for odd in self.kinds[kind] for pair in odd.outcomes(folder).items())

    def found(self) -> dict[str, str]:
        """Give the outcomes there are, of all kinds."""
        rows = self.desk.rows(
            "select uri, reason from quarantine where status = 'open'"
            f" union all select distinct uri, '{LOADED}' from sightings"
        )
        assert len(rows) == len(dict(rows)), "an address is both loaded and in quarantine"
        return dict(rows)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    desk = make_desk(tmp_path_factory.mktemp("malformed"), max_bytes=MAX_BYTES)
    kinds = {name: make() for name, make in KINDS.items()}
    for kind, files in kinds.items():
        for odd in files:
            odd.make(desk.inbox / kind)
    report = desk.ingest()
    before = desk.tables()
    return Case(desk, kinds, report, desk.ingest(), before)


def test_the_collection_is_wide(case: Case) -> None:
    outcomes = [odd.outcomes(Path()).values() for kind in case.kinds.values() for odd in kind]
    assert sum(set(ends) - {LOADED} != set() for ends in outcomes) >= 60
    assert len(case.kinds) >= 15


@pytest.mark.parametrize("kind", KINDS)
def test_every_file_and_line_has_its_outcome(case: Case, kind: str) -> None:
    found = case.found()
    assert {address: found.get(address) for address in case.outcomes(kind)} == case.outcomes(kind)


def test_nothing_else_came_in(case: Case) -> None:
    assert set(case.found()) == {address for kind in KINDS for address in case.outcomes(kind)}


def test_the_counts_add_up(case: Case) -> None:
    counts = case.report.counts
    assert counts.in_count == counts.loaded_count + counts.known_count + counts.quarantined_count
    assert counts.loaded_count == case.desk.value("select count(*) from sightings")
    assert counts.quarantined_count == case.desk.value("select count(*) from quarantine")
    assert counts.known_count == 0
    assert case.report.state == "completed_with_rejects"
    assert case.report.published
    assert not case.report.failed_assertions


@pytest.mark.parametrize("kind", KINDS)
def test_what_loads_has_the_right_words_and_flags(case: Case, kind: str) -> None:
    rows = case.desk.rows("select uri, body, flags from sightings join articles using (document_id)")
    articles = {uri: (body, flags) for uri, body, flags in rows}
    for odd in case.kinds[kind]:
        for address, outcome in odd.outcomes(case.desk.inbox / kind).items():
            if outcome == LOADED:
                body, flags = articles[address]
                assert odd.words in body
                assert flags == ([odd.flag] if odd.flag else []), address


def test_every_row_of_quarantine_tells_cause_and_cure(case: Case) -> None:
    for uri, stage, detail, cure in case.desk.rows("select uri, stage, detail, cure from quarantine"):
        assert uri.isprintable() or "\u200d" in uri  # joins the parts of an emoji
        assert stage in ("collect", "read", "clean", "check")
        assert len(detail.split()) > 3
        assert len(cure.split()) > 3
        assert stage == "check" or "waive" not in cure  # only what was read can be let through


def test_the_spans_of_every_document_tile_its_text(case: Case) -> None:
    broken = case.desk.rows(
        """
        with neighbours as (
            select *, lag(stop, 1, 0) over (partition by document_id order by start) as previous from spans
        ),
        tilings as (
            select document_id, bool_and(start = previous and stop > start) as is_gapless, max(stop) as stop
            from neighbours group by document_id
        )
        select document_id from documents left join tilings using (document_id)
        where not coalesce(is_gapless and stop = char_count, false)
        """
    )
    assert broken == []


def test_a_second_ingest_changes_nothing(case: Case) -> None:
    counts = case.again.counts
    assert (counts.loaded_count, counts.quarantined_count) == (0, 0)
    assert counts.known_count == counts.in_count == case.report.counts.in_count
    assert case.desk.tables() == case.before


def test_a_file_name_that_is_no_utf8_is_made_printable(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    for name, content in ((b"f\xe9rry.txt", article().encode()), (b"p\xeeer.txt", b"")):
        Path(os.fsdecode(os.fsencode(desk.inbox) + b"/" + name)).write_bytes(content)
    report = desk.ingest()
    assert (report.counts.loaded_count, report.counts.quarantined_count) == (1, 1)
    assert desk.value("select uri from sightings") == rf"{desk.inbox}/f\xe9rry.txt"
    assert desk.value("select uri from quarantine") == rf"{desk.inbox}/p\xeeer.txt"


def test_what_fails_under_an_odd_name_can_be_retried(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, max_bytes=1000)
    for name in (b"C#/fees#2.txt", b"b\xe9.txt", b"new\nline.txt", b"a.jsonl", b"lines#3"):
        path = Path(os.fsdecode(os.fsencode(desk.inbox) + b"/" + name))
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x" * 2000)
    assert desk.ingest().counts.quarantined_count == 5
    for path in map(Path, find_files([str(desk.inbox)])):
        path.write_text(record() if path.suffix == ".jsonl" else article())
    assert desk.retry().counts.loaded_count == 5
    assert desk.rows("select uri from quarantine where status = 'open'") == []


# --- What this user may not read ----------------------------------------------------------------------------

_COLLECT_AS_NOBODY = """
import json, os, sys
from copydesk.collecting import Failure, collect, find_files
from copydesk.settings import Settings

settings = Settings()
if os.geteuid() == 0:  # root may read everything
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
arrivals = collect(find_files(sys.argv[1:]), settings)
print(json.dumps({one.uri: one.reason if isinstance(one, Failure) else "loaded" for one in arrivals}))
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users may enter: those of pytest belong to their owner alone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o755)


def test_what_this_user_may_not_read_is_told_and_the_rest_read(open_folder: Path) -> None:
    closed, locked, hollow = open_folder / "closed.txt", open_folder / "locked", open_folder / "hollow"
    for folder in (locked, hollow):
        folder.mkdir()
        (folder / "ferry.txt").write_text(article())
    for path in (open_folder / "open.txt", closed, open_folder / "closed.jsonl.gz"):
        path.write_text(article())
    for path, mode in ((closed, 0), (open_folder / "closed.jsonl.gz", 0), (locked, 0), (hollow, 0o644)):
        path.chmod(mode)
    told = subprocess.run(
        [sys.executable, "-c", _COLLECT_AS_NOBODY, str(open_folder), str(locked / "ferry.txt")],
        capture_output=True,
        check=True,
        text=True,
    )
    assert json.loads(told.stdout) == {
        str(closed): "no_permission",
        str(open_folder / "closed.jsonl.gz"): "no_permission",
        str(open_folder / "open.txt"): LOADED,
        str(hollow / "ferry.txt"): "no_permission",
        str(locked): "no_permission",
        str(locked / "ferry.txt"): "no_permission",
    }
