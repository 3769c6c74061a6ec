"""Bytes become the characters that were written, whatever the encoding, and damage is told."""

import pytest

from copydesk.reading.encoding import decode, encodable, is_wide, mend, unicode_form

ENGLISH = "The harbour council of Norrvik met “in the dark”, said the mayor – nobody had paid the bill. " * 3
RUSSIAN = "Портовый совет Норвика собрался в темноте, сказал мэр: за свет никто не заплатил. " * 3
CHINESE = "诺尔维克港务委员会在黑暗中开会，市长说，没有人付过电费。居民们对此表示不满。\n" * 3
LONG = " Nobody had paid the bill for the light, said the mayor of Norrvik. " * 3
# A sentence of each language in the code page its newspapers used.
LEGACY = {
    "cp1250": "Starosta řekl, že přívoz bude jezdit i ve svátek. Obyvatelé jsou s rozhodnutím spokojeni.",
    "cp1251": "Мэр сообщил, что паром будет ходить и в праздники. Жители довольны решением.",
    "cp1252": "El señor alcalde inauguró el puente mañana. La celebración será después, según la comisión.",
    "cp1253": "Ο δήμαρχος ανακοίνωσε ότι το πλοίο θα εκτελεί δρομολόγια και στις γιορτές.",
    "cp1254": "Başkan, feribotun bayramda da çalışacağını söyledi. Halk karardan memnun olduğunu belirtti.",
    "cp1255": "ראש העיר הודיע כי המעבורת תפעל גם בחגים. התושבים מרוצים מההחלטה שהתקבלה אתמול.",
    "cp1256": "أعلن رئيس البلدية أن العبارة ستعمل أيضا في الأعياد. السكان راضون عن القرار.",
    "cp1257": "Meras pranešė, kad keltas plauks ir per šventes. Gyventojai džiaugiasi priimtu sprendimu.",
    "cp866": "Мэр сообщил, что паром будет ходить и в праздники. Жители довольны решением.",
    "cp874": "นายกเทศมนตรีประกาศว่าเรือข้ามฟากจะให้บริการในวันหยุดด้วย ชาวบ้านพอใจกับการตัดสินใจ",
    "koi8_r": "Мэр сообщил, что паром будет ходить и в праздники. Жители довольны решением.",
    "gb18030": "市长宣布，渡轮在节假日也将照常运行。居民们对昨天作出的决定表示满意，他说。",
    "big5": "市長宣布，渡輪在節假日也將照常運行。居民們對昨天作出的決定表示滿意，他說。",
    "cp932": "市長は、フェリーが祝日にも運航すると発表した。住民は昨日の決定に満足していると述べた。",
    "euc_jp": "市長は、フェリーが祝日にも運航すると発表した。住民は昨日の決定に満足していると述べた。",
    "iso2022_jp": "市長は、フェリーが祝日にも運航すると発表した。住民は昨日の決定に満足していると述べた。",
    "cp949": "시장은 여객선이 휴일에도 운항한다고 발표했다. 주민들은 어제 내려진 결정에 만족한다고 했다.",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [ENGLISH, RUSSIAN])
def test_unicode_is_read_with_and_without_a_mark(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.flags) == (text, ())


@pytest.mark.parametrize(("encoding", "text"), LEGACY.items(), ids=LEGACY.keys())
def test_legacy_code_pages_are_detected(encoding: str, text: str) -> None:
    decoded = decode((f"{text} " * 3).encode(encoding))
    assert decoded.text == f"{text} " * 3
    assert decoded.flags == ()


@pytest.mark.parametrize(
    "text",
    [
        "El señor alcalde inauguró el puente mañana por la mañana, según la comisión. ",
        "O prefeito disse que a situação não é grave; a reunião começou às nove horas. ",
        "Borgmästaren sade att färjan går på söndag. Människorna på ön är nöjda med beslutet. ",
        "Borgerne på øen er glade for beslutningen, som blev taget på mødet i går. ",
        "« Personne n'aime payer », a déclaré Édith Lanvollon, qui rentrait à la nage. ",
    ],
)
def test_western_letters_are_not_taken_for_central_european_ones(text: str) -> None:
    assert decode((text * 2).encode("cp1252")).text == text * 2


def test_a_few_letters_beyond_ascii_are_windows_1252() -> None:
    text = "The mayor said nothing of note, and the ferry left on time. " * 9 + "“Good,” said Zoë."
    assert decode(text.encode("cp1252")).text == text


@pytest.mark.parametrize(
    ("label", "encoding", "text"),
    [
        ("windows-1251", "cp1251", "Паром"),
        ("iso-8859-1", "cp1252", "“Ferry”"),
        ("us-ascii", "cp1252", "“Ferry”"),
        ("gb2312", "gb18030", "朱镕基"),
        ("shift_jis", "cp932", "①港"),
        ("euc-kr", "cp949", "똠방각하"),
        ("big5", "big5hkscs", "港務委員會"),
    ],
)
def test_a_declared_label_means_what_pages_mean_by_it(label: str, encoding: str, text: str) -> None:
    assert decode(text.encode(encoding), label).text == text


@pytest.mark.parametrize(
    "label", "utf-16 utf-32 cp037 unicode_escape raw_unicode_escape utf-7 idna punycode hex ?".split()
)
def test_a_label_that_cannot_be_true_is_passed_over(label: str) -> None:
    text = LEGACY["cp1251"] + r" \ud800 \d +2AA- ab-cd"
    assert decode(text.encode("cp1251"), label).text == text


def test_a_declared_encoding_survives_one_broken_byte() -> None:
    decoded = decode(LEGACY["cp1251"].encode("cp1251") * 2 + b"\x98", "windows-1251")
    assert decoded.text.startswith(LEGACY["cp1251"])
    assert decoded.flags == ("replaced_bytes",)


def test_a_few_broken_bytes_leave_utf8_what_it_is() -> None:
    decoded = decode("“Nobody” paid – not even Zoë.".encode().replace(b"paid", b"p\xe2aid"))
    assert decoded.text == "“Nobody” p\ufffdaid – not even Zoë."
    assert (decoded.encoding, decoded.flags) == ("utf-8", ("replaced_bytes",))


@pytest.mark.parametrize("glue", ["\n", ""])
def test_a_long_text_is_not_cut_within_a_character(glue: str) -> None:
    text = "a" + CHINESE.replace("\n", glue) * 300
    decoded = decode(text.encode("gb18030"))
    assert (decoded.text == text, decoded.encoding) == (True, "gb18030")


def test_damage_in_one_line_does_not_hide_the_encoding_of_the_others() -> None:
    decoded = decode(b"\xff\n" + CHINESE.encode("gb18030"))
    assert decoded.text == "\ufffd\n" + CHINESE
    assert decoded.flags == ("replaced_bytes",)


def test_what_no_encoding_fits_is_flagged() -> None:
    assert "encoding_guessed" in decode(bytes(range(128, 256)) * 3).flags


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("cafÃ© crÃ¨me", "café crème"),
        ("\ufeffcafÃ© crÃ¨me", "café crème"),
        ("â€œFerryâ€\u009d, she said", "“Ferry”, she said"),
        ("don\u0092t, she said, don\u0092t", "don’t, she said, don’t"),
        (f"cafÃ©{LONG}crÃ¨me{LONG}", f"café{LONG}crème{LONG}"),
        (f"{LONG}cafÃ©{LONG}\0{LONG}crÃ¨me", f"{LONG}café{LONG}\0{LONG}crème"),
    ],
)
def test_mojibake_is_mended_and_flagged(wrong: str, right: str) -> None:
    decoded = decode(wrong.encode())
    assert (decoded.text, decoded.flags) == (right, ("mojibake_mended",))


def test_mojibake_that_cannot_be_mended_is_only_flagged() -> None:
    wrong = "Ã\u00a9t\u00a9Ã\u00a9 \ufffd"
    assert mend(wrong) == (wrong, ("mojibake",))


@pytest.mark.parametrize("text", ["NO CÃO", "a Ð b", "Привет, Â", "x\u0085y\u0085z", ENGLISH, RUSSIAN])
def test_sound_text_is_not_mended(text: str) -> None:
    assert mend(text) == (text, ())


def test_lone_surrogates_are_replaced_and_pairs_joined() -> None:
    assert encodable("a\ud800b") == "a\ufffdb"
    assert encodable("\ud83d\ude00") == "😀"


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b"\xef\xbb\xbfa", "utf-8-sig"),
        (b"\xff\xfea\0", "utf-16"),
        (b"\xff\xfe\0\0a\0\0\0", "utf-32"),
        (RUSSIAN.encode("utf-16-le"), "utf-16-le"),
        (ENGLISH.encode("utf-16-be"), "utf-16-be"),
        (ENGLISH.encode(), None),
        (b"\0" * 99, None),
        (b"\n\t\n\t\n\t\n\t", None),
        (b"", None),
    ],
)
def test_unicode_forms_are_told_by_mark_or_pattern(data: bytes, form: str | None) -> None:
    assert unicode_form(data) == form
    assert is_wide(data) == (form is not None and form != "utf-8-sig")
