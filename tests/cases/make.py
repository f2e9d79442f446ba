"""Writes every case anew: `python -B make.py` (needs openpyxl, xlwt, pyarrow, msoffcrypto-tool). People are invented.

The bytes are the same each time but for the workbook with a password, whose salt is random.

A cell of expected.csv: empty = must be blank; `a|b` = either will do, where the references leave the choice;
`?` = not compared. `findings` names the fields of which the program must say something.
"""
from maker import *

clear()
plan, exam = "plan_roster", "screening_roster"
FIVE = [("Nông Thị Thuỷ", "1957-05-12", "female"), ("Hoàng Văn Đức", "1983-11-30", "male"),
        ("Lục Thị Hường", "1991-02-17", "female"), ("Triệu Quốc Khánh", "2001-09-02", "male"),
        ("Bế Thị Ngọc Ánh", "1969-12-24", "female")]


def five(keys=ROSTER, sheet="", people=FIVE, **more):
    t = T(keys, sheet).head()
    for name, birth, sex in people:
        t.p(P(name, birth, sex, **more))
    return t


# ---- 01–19: encodings

ACCENTED = FIVE + [("Vừ A Dình", "1975-06-08", "male"), ("Sùng Thị Mỷ", "1988-10-19", "female"),
                   ("Đặng Thị Kiều Diễm", "1994-07-21", "female"), ("Đàm Ngọc Quỹ", "1961-08-15", "male")]
for n, page, what in [("01", "tcvn3", "bytes of TCVN3 (ABC) fonts"), ("02", "vni_windows", "bytes of VNI fonts"),
                      ("03", "viscii", "VISCII bytes"), ("04", "cp1258", "Windows-1258, letter and tone apart"),
                      ("05", "vps", "VPS bytes")]:
    t = five(people=ACCENTED)
    case(f"{n}_{page}_csv", plan, f"a CSV in {what}", {"csv": legacy(utf8(t).decode(), page)}, t)
t = five(people=ACCENTED)
case("06_utf16le_text", plan, "Excel's 'Unicode text': UTF-16LE with tabs, called .txt",
     {"txt": b"\xff\xfe" + text(t.rows, sep="\t", eol="\r\n").encode("utf-16-le")}, t)
t = five()
case("07_utf16be_csv", plan, "UTF-16BE with its mark", {"csv": b"\xfe\xff" + text(t.rows).encode("utf-16-be")}, t)
t = five()
case("08_bom_semicolon", plan, "UTF-8 mark before STT, semicolons, CRLF",
     {"csv": b"\xef\xbb\xbf" + utf8(t, sep=";", eol="\r\n")}, t)
t = five(people=ACCENTED)
case("09_mojibake_csv", plan, "UTF-8 that was read as Windows-1252 and saved as UTF-8 again",
     {"csv": as_1252(utf8(t)).encode()}, t)


def relettered(t, page, only=None, upper=False):
    """The table with its texts as Latin-1 letters of a font."""
    other = T(t.keys, t.sheet)
    other.exp = t.exp
    for r, row in enumerate(t.rows):
        other.line(*[shown(v, page) if isinstance(v, str) and (only is None or c in only and r) else v
                     for c, v in enumerate(row)])
    return other


def fonts(name, columns=None):
    def after(book):
        from openpyxl.styles import Font
        for sheet in book:
            for row in sheet.iter_rows():
                for c in row:
                    if columns is None or c.column - 1 in columns:
                        c.font = Font(name=name)
    return after


t = relettered(five(people=ACCENTED), "tcvn3")
case("10_tcvn3_font_xlsx", plan, "TCVN3 letters in a workbook, with the font .VnTime", {"xlsx": xlsx(t, after=fonts(".VnTime"))}, t)
t = relettered(five(people=ACCENTED), "vni_windows", only={1})
case("11_vni_name_column_xlsx", plan, "only the name column is written with a VNI font, the others are Unicode",
     {"xlsx": xlsx(t, after=fonts("VNI-Times", {1}))}, t)
t = five(people=ACCENTED)
lines = []
for r, row in enumerate(t.rows):
    lines.append(b",".join(legacy(str(v), "tcvn3") if c == 1 and r else str(v).encode() for c, v in enumerate(row)))
case("12_mixed_bytes_csv", plan, "TCVN3 bytes pasted into a UTF-8 file: read column by column, or refused", {"csv": b"\n".join(lines) + b"\n"}, t, refusal=["or: encoding"])
t = five(people=ACCENTED)
case("12_mixed_columns_utf8", plan, "Excel saved names in .VnTime and hamlets in VNI as UTF-8, letter by letter",
     {"csv": text([[shown(v, "tcvn3") if c == 1 and r else shown(v, "vni_windows") if c == 6 and r else v for c, v in enumerate(row)] for r, row in enumerate(t.rows)]).encode()}, t)
t = five(people=ACCENTED)
lines = [b",".join(legacy(str(v), "tcvn3" if c == 1 or not r else "vni_windows") for c, v in enumerate(row)) for r, row in enumerate(t.rows)]
case("12_mixed_columns_ansi", plan, "header and names in TCVN3 bytes, the other columns in VNI bytes", {"csv": b"\n".join(lines) + b"\n"}, t)
t = T().head()
t.p(P("Nông Thị Hường", "1977-10-14"), {"name": unicodedata.normalize("NFD", "Nông Thị Hường")})
t.p(P("Lý Văn Thắng", "1962-12-20", "male"), {"name": "Lý\u00a0Văn \u200bThắng\ufeff", "hamlet": "Xóm\u00a0Nà Pò"})
partly = unicodedata.normalize("NFC", "Bế Thị Yến").replace("ế", "ê\u0301")
t.p(P("Bế Thị Yến", "1990-04-30"), {"name": partly, "groups": unicodedata.normalize("NFD", "Hộ nghèo")}, {"target_groups": "3"})
t.p(P("Đinh Văn Đạt", "1984-08-22", "male"), {"name": "Ðinh Văn Ðạt"})
t.p(P("Ma Thị Lê", "1971-01-19"), {"name": "Ma  Thị\u2007Lê", "cccd": None}, {"cccd": ""})
case("13_unicode_forms", plan, "NFD, partly composed, no-break and zero-width characters, Icelandic Ð", {"csv": utf8(t)}, t)
t = relettered(five(people=ACCENTED), "viscii")
case("14_viscii_as_1252_xlsx", plan, "VISCII read as Windows-1252 before it came into the workbook, no font to tell", {"xlsx": xlsx(t)}, t)
t = relettered(five(people=ACCENTED), "tcvn3")
case("15_tcvn3_no_font_xlsx", plan, "TCVN3 letters in a workbook whose font was since changed to Arial", {"xlsx": xlsx(t, after=fonts("Arial"))}, t)
t = T().head()
for name, birth, sex in [("Nông Văn Thuỷ", "1966-07-13", "male"), ("Đàm Thị Hậu", "1978-03-29", "female"),
                         ("Hoàng Thị Ươm", "1985-10-31", "female"), ("Lương Văn Ổn", "1959-06-18", "male")]:
    cells = {"name": "".join(c if c.upper() in "ĂÂĐÊÔƠƯ" or c.isascii() and False else c for c in name)}
    t.p(P(name, birth, sex), cells)
loud = T()
loud.exp = t.exp
loud.line(*t.rows[0])
for row in t.rows[1:]:
    # What a capitals font draws: plain capitals, and small bytes for accented letters.
    caps = "".join(c.upper() if c.upper() in "ĂÂĐÊÔƠƯ" or c.isascii() else c.lower() for c in row[1])
    loud.line(row[0], caps, *row[2:])
case("16_tcvn3_capitals_csv", plan, "names in a TCVN3 capitals font: accented capitals are stored as small letters",
     {"csv": legacy(utf8(loud).decode(), "tcvn3")}, loud)
t = five()
case("17_utf16_without_mark", plan, "UTF-16LE without a byte-order mark", {"csv": text(t.rows, sep="\t").encode("utf-16-le")}, t)
t = five(people=ACCENTED)
lines = [unicodedata.normalize("NFC", line) for line in utf8(t).decode().splitlines()]
case("18_cp1258_semicolon_titles", plan, "Windows-1258 with title rows and semicolons",
     {"csv": legacy("ỦY BAN NHÂN DÂN XÃ LÝ BÔN;;;;;;;;\nDANH SÁCH NGƯỜI ĐƯỢC KHÁM;;;;;;;;\n" + text(t.rows, sep=";"), "cp1258")}, t)
t.exp = [(s, r + 2, *rest) for s, r, *rest in t.exp]
case("18_cp1258_semicolon_titles", plan, "Windows-1258 with title rows and semicolons", {}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "eth", "hamlet"], "").head()
for name, birth, sex, eth in [("Giàng Mí Sính", "1979-05-16", "male", "Mông"), ("Má Thị Dí", "1992-11-23", "female", "Mông"),
                              ("Phàn Dào Mềnh", "1987-08-27", "male", "Dao"), ("Chảo Mùi Pham", "1996-02-18", "female", "Dao")]:
    t.p(P(name, birth, sex, eth=eth))
case("19_tcvn3_mong_dao_csv", plan, "TCVN3 bytes and names whose syllables no Kinh inventory knows",
     {"csv": legacy(utf8(t).decode(), "tcvn3")}, t)

# ---- 20–29: text files

t = T(EXAM + ["groups"]).head()
for name, birth, sex in FIVE:
    p = P(name, birth, sex, groups=[1, 6] if birth < "1967" else [6, 13])
    t.p(p, {"w": comma(p.w), "glu": comma(p.glu)})
case("20_decimal_comma_semicolon", exam, "semicolons between columns and, in quotes, between groups; decimal commas", {"csv": utf8(t, sep=";", eol="\r\n")}, t)
t = five()
case("21_tabs_tsv", plan, "tabs", {"tsv": utf8(t, sep="\t")}, t)
t = five()
case("22_pipes", plan, "pipes between columns", {"csv": utf8(t, sep="|")}, t)
t = five()
case("23_cr_only", plan, "lines end with CR alone, as old Macs write", {"csv": utf8(t, eol="\r")}, t)
t = T(ROSTER + ["note"]).head()
rows = [P(*x) for x in FIVE]
for p in rows:
    t.p(p)
t.rows[2] = t.rows[2][:9]
t.rows[3] = t.rows[3][:6]
t.exp[2][3].update(hamlet="", target_groups="", phone="")
t.rows[4] = t.rows[4][:9] + ["đau lưng", " đau khớp"]
# Whether the comma stands in the last column or in one before it, nobody can tell.
t.exp[3] = (*t.exp[3][:2], "quarantined", *t.exp[3][3:])
t.rows[5] = t.rows[5] + ["", "", ""]
body = "".join(",".join(map(str, row)) + "\n" for row in t.rows)
case("24_ragged", plan, "rows that end early, a comma in the remark without quotes, empty cells behind the end", {"csv": body.encode()}, t)
t = T(ROSTER + ["note"]).head()
p = P("Nông Văn Hải", "1972-04-25", "male")
t.p(p, {"note": 'gọi là "Tý", ở\nnhà anh cả', "hamlet": "Xóm Nà Pò,\nTổ 2"}, {"hamlet": "Xóm Nà Pò, Tổ 2"})
t.p(P("Lã Thị Sen", "1986-07-28"))
t.p(P("Vi Văn Lâm", "1999-10-17", "male"), {"note": "người nhà nói: \"khoẻ\""})
t.p(P("Mạc Thị Đào", "1953-06-16"))
case("25_quotes_and_breaks", plan, "doubled quotes, commas and line breaks inside quoted cells", {"csv": utf8(t, quote=csv.QUOTE_ALL, eol="\r\n")}, t)
t = T(ROSTER + ["note"]).head()
t.p(P("Nông Văn Bình", "1972-04-25", "male"), {"note": 'sẹo 5" ở trán'})
t.p(P("Lã Thị Tươi", "1986-07-28"), {"note": "khoẻ"})
t.p(P("Vi Văn Tiến", "1999-10-17", "male"), {"note": 'cao 5"'})
t.p(P("Mạc Thị Nhung", "1953-06-16"))
body = "".join(",".join(map(str, row)) + "\n" for row in t.rows)
case("26_stray_quote", plan, "a quotation mark in the middle of a cell that no quotes enclose", {"csv": body.encode()}, t)
t = five()
case("27_sep_line", plan, "first line sep=; which Excel obeys and does not show", {"csv": b"sep=;\r\n" + utf8(t, sep=";", eol="\r\n")}, t)
t = five()
case("28_gz", plan, "a gzipped CSV", {"csv.gz": gzip.compress(utf8(t), mtime=0)}, t)
t = T().title("UBND XÃ LÝ BÔN", "TRẠM Y TẾ", "", "DANH SÁCH NGƯỜI CAO TUỔI ĐƯỢC KHÁM SỨC KHOẺ NĂM 2026",
              "(Kèm theo Kế hoạch số 15/KH-UBND ngày 03/6/2026)", "")
t.head().line(*[f"({i})" for i in range(1, 10)])
t.line("Xóm Nà Pò")
for x in FIVE[:2]:
    t.p(P(*x), {"hamlet": ""}, {"hamlet": "Xóm Nà Pò"})
t.line("Cộng xóm Nà Pò:", "2 người").line("Xóm Pò Tậu")
for x in FIVE[2:]:
    t.p(P(*x), {"hamlet": ""}, {"hamlet": "Xóm Pò Tậu"})
t.line("Cộng xóm Pò Tậu:", "3 người").line("", "Tổng cộng: 5 người (nữ: 3)").line("")
t.line("", "", "", "", "Lý Bôn, ngày 20 tháng 11 năm 2026").line("", "Người lập biểu", "", "", "", "TRẠM TRƯỞNG")
t.line("").line("", "Đàm Thị Lan", "", "", "", "BS. Hoàng Văn Nam")
case("29_station_csv", plan, "title rows, column numbers, sections, subtotals and signatures around five people", {"csv": utf8(t, sep=";")}, t)

# ---- 30–45: layouts of workbooks

KEYS = ["stt", "name", "male", "female", "cccd", "hamlet", "phone"]
t = T(KEYS).title("ỦY BAN NHÂN DÂN XÃ LÝ BÔN", "DANH SÁCH KHÁM SỨC KHOẺ")
t.line("STT", "Họ và tên", "Năm sinh", "", "Số CCCD", "Thôn/xóm", "Số điện thoại").line("", "", "Nam", "Nữ")
t.merges = ["A1:G1", "A2:G2", "A3:A4", "B3:B4", "C3:D3", "E3:E4", "F3:F4", "G3:G4"]
for name, birth, sex in FIVE:
    p = P(name, birth, sex)
    t.p(p, {"male" if sex == "male" else "female": int(birth[:4])}, {"birth_date": birth[:4], "sex": sex})
case("30_sex_split_birth_years", plan, "Năm sinh over Nam and Nữ: the column of the year tells the sex", {"xlsx": xlsx(t)}, t)

t = T(EXAM).title("SỞ Y TẾ CAO BẰNG", "TRẠM Y TẾ XÃ LÝ BÔN", "KẾT QUẢ KHÁM SỨC KHOẺ")
t.line("STT", "Thông tin cá nhân", "", "", "", "", "Kết quả khám")
t.line("", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Thôn/xóm", "Ngày khám", "Thể lực", "", "Dấu hiệu", "", "Đường huyết", "Phân loại SK")
t.line("", "", "", "", "", "", "", "Chiều cao (cm)", "Cân nặng (kg)", "Huyết áp", "Mạch")
t.merges = ["B4:F4", "G4:M4", "A4:A6", "H5:I5", "J5:K5", *[f"{c}5:{c}6" for c in "BCDEFGLM"]]
t.line("stt", "ho_ten", "ngay_sinh", "gioi_tinh", "so_cccd", "thon", "ngay_kham", "chieu_cao", "can_nang", "huyet_ap", "mach", "duong_huyet", "phan_loai")
t.line("Bắt buộc", "Ghi chữ in hoa, có dấu", "dd/mm/yyyy", "Nam hoặc Nữ", "12 số", "Tên xóm", "dd/mm/yyyy", "cm", "kg", "120/80", "lần/phút", "mmol/L", "I đến V")
t.line(*range(1, 14))
for x in FIVE:
    t.p(P(*x))
case("31_three_row_header", exam, "three merged header rows, then codes, instructions and column numbers", {"xlsx": xlsx(t)}, t)

t = T().title("DANH SÁCH").head()
for numeral, hamlet, people in [("I", "Xóm Nà Pò", FIVE[:3]), ("II", "Xóm Khuổi Vin", FIVE[3:])]:
    t.line(numeral, hamlet)
    t.no = 0
    for x in people:
        t.p(P(*x), {"hamlet": ""}, {"hamlet": hamlet})
    t.line("", "Cộng", "", len(people))
t.line("", "Tổng cộng", "", 5, "", 5).line("", "Trong đó: nữ", "", 3).line()
t.line("", "Bằng chữ: năm người").line("", "NGƯỜI LẬP", "", "", "", "THỦ TRƯỞNG ĐƠN VỊ").line("", "(Ký, ghi rõ họ tên)").line()
t.line("", "Nông Thị Lan", "", "", "", "Hoàng Văn Nam")
case("32_roman_sections", plan, "roman numerals before hamlets, counts in columns of people, signatures with names", {"xlsx": xlsx(t)}, t)

t = T(["stt", "family", "given", "birth", "sex", "cccd", "hamlet"]).line("TT", "Họ và tên", "", "Ngày sinh", "Giới tính", "CCCD", "Xóm")
t.line("", "Họ đệm", "Tên")
t.merges = ["B1:C1"]
for name, birth, sex in FIVE:
    family, given = name.rsplit(" ", 1)
    t.p(P(name, birth, sex), {"family": family, "given": given}, {"full_name": name})
case("33_split_names", plan, "family and middle names apart from the given name", {"xlsx": xlsx(t)}, t)
t = T(["stt", "family", "given", "birth", "sex", "cccd", "hamlet"]).head(family="Họ và tên đệm", given="Tên")
for name, birth, sex in FIVE:
    family, given = name.rsplit(" ", 1)
    t.p(P(name, birth, sex), {"family": family, "given": given}, {"full_name": name})
case("34_split_names_one_row", "school_roster", "Họ và tên đệm beside Tên in one header row", {"csv": utf8(t)}, t)

t = T().title("DANH SÁCH").head()
for i, x in enumerate(ACCENTED):
    if i in (3, 6):
        t.line("", "", "", f"Trang {i // 3}").title("DANH SÁCH (tiếp theo)").head()
    t.p(P(*x))
case("35_header_again", plan, "title and header again on every printed page", {"xlsx": xlsx(t)}, t)

a = T(ROSTER, "Xóm Nà Pò").title("DANH SÁCH XÓM NÀ PÒ").head()
for x in FIVE[:2]:
    a.p(P(*x))
b = T([k for k in ROSTER if k != "card"], "Xóm Pò Tậu").head()
for x in FIVE[2:]:
    b.p(P(*x, hamlet="Xóm Pò Tậu"))
empty, codes = T([], "Sheet3"), T([], "DanhMuc").line("Mã", "Tên đối tượng").line(1, "Người cao tuổi").line(2, "Người khuyết tật").line("Nam").line("Nữ")


def hide(book):
    book["DanhMuc"].sheet_state = "hidden"


case("36_sheets", plan, "a sheet per hamlet with different columns, an empty sheet, a hidden list of codes", {"xlsx": xlsx(a, b, empty, codes, after=hide)}, a, b)

t = T(["stt", "name", "birth", "sex", "cccd", "bhxh", "phone"]).head()
for x in FIVE:
    p = P(*x)
    t.p(p, {"cccd": int(p.cccd), "bhxh": int(p.bhxh), "phone": int(p.phone)}, find="identity_number;bhxh_number;phone")
case("37_ids_as_numbers", plan, "identity, insurance and phone numbers are numbers: leading zeros are gone", {"xlsx": xlsx(t)}, t)

for n, system in [("38", False), ("39", True)]:
    t = T(EXAM).head()
    for x in FIVE:
        p = P(*x)
        t.p(p, {"birth": day(p.birth), "exam": day(p.exam)})
    case(f"{n}_date_cells_{1904 if system else 1900}", exam, f"date cells of the {1904 if system else 1900} system", {"xlsx": xlsx(t, date1904=system)}, t)

t = T().head()
for i, (name, birth, sex) in enumerate([("Nông Văn Kiên", "1978-03-25", "male"), ("Lý Thị Bích", "1985-05-03", "female"), ("Tô Văn Quân", "1966-07-19", "male"),
                                       ("Hà Thị Xuyến", "1990-12-06", "female"), ("Mã Văn Thế", "1981-08-30", "male"), ("Lâm Thị Hoài", "1974-02-11", "female"),
                                       ("Chu Văn Lực", "1958-10-27", "male"), ("Long Thị Nga", "1963-06-09", "female")]):
    p = P(name, birth, sex)
    y, m, d = birth.split("-")
    if int(d) <= 12:
        # A station types 03/05/1985; an American Excel reads 5 March for 3 May and makes it a date cell.
        t.p(p, {"birth": dt.date(int(y), int(d), int(m))}, {"birth_date": f"{birth}|{y}|"}, find="birth_date")
    else:
        t.p(p)
case("40_american_date_cells", plan, "an American Excel made date cells of days up to 12, the other dates stayed text", {"xlsx": xlsx(t)}, t)

t = T(EXAM).head()
for x in FIVE:
    p = P(*x)
    t.p(p, {"birth": serial(p.birth), "exam": serial(p.exam)}, {"birth_date": p.birth, "exam_date": p.exam}, find="birth_date;exam_date")
case("41_serials", exam, "dates pasted as values: Excel's day numbers without a date format", {"xlsx": xlsx(t)}, t)

t = T(["stt", "name", "birth", "sex", "cccd", "phone"]).head()
for x, form in zip(FIVE, ["{:.2E}", "{:.1E}", "{:.5E}", "{:.2E}", "{:.2E}"]):
    p = P(*x)
    t.p(p, {"cccd": form.format(int(p.cccd)).replace(".", ",") if x is FIVE[1] else form.format(int(p.cccd))}, {"cccd": ""}, find="identity_number")
case("42_scientific_text", plan, "3.16E+09 in a CSV: the digits are gone for good", {"csv": utf8(t, sep=";")}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "phone"]).head()
for x in FIVE:
    p = P(*x)
    t.p(p, {"cccd": float(p.cccd)}, find="identity_number")


def science(book):
    for row in book.active.iter_rows(min_row=2, min_col=5, max_col=5):
        row[0].number_format = "0.00E+00"


case("43_scientific_display", plan, "the cell shows 3.16E+09 and holds the whole number", {"xlsx": xlsx(t, after=science)}, t)

for n, write, extension in [("44", xls, "xls"), ("45", ods, "ods")]:
    t = T(EXAM).title("TRẠM Y TẾ XÃ LÝ BÔN", "").head()
    t.line("Xóm Nà Pò")
    for x in FIVE:
        p = P(*x)
        t.p(p, {"birth": day(p.birth), "exam": day(p.exam), "hamlet": ""}, {"hamlet": "Xóm Nà Pò"})
    t.line("", "Tổng cộng", 5)
    second = T(ROSTER, "Bổ sung").head()
    second.p(P("Phùng Thị Mai", "1987-01-15"))
    case(f"{n}_{extension}", exam, f"{extension.upper()} with dates, numbers, a section, a second sheet", {extension: write(t, second)}, t, second)

# ---- 46–69: values

IDS = ["stt", "name", "birth", "sex", "cccd", "card", "phone"]
t = T(["stt", "name", "birth", "sex", "cccd", "phone"]).head(cccd="Số CMND/CCCD")
p = P("Nông Văn Páo", "1961-04-18", "male")
t.p(p, {"cccd": "081234567"}, {"cccd": "", "cmnd": "081234567"}, find="identity_number")
t.p(P("Lục Thị Xuân", "1970-02-26"), {"cccd": 80123456}, {"cccd": "", "cmnd": "080123456"}, find="identity_number")
t.p(P("Bế Văn Toàn", "1968-09-13", "male"), {"cccd": "00123 4567"}, {"cccd": "", "cmnd": "001234567"}, find="identity_number")
t.p(P("Đàm Thị Vân", "1982-12-15"))
case("46_cmnd", plan, "nine-digit CMND in the column of the CCCD, one without its zero, one with a blank", {"xlsx": xlsx(t)}, t)

t = T(IDS).head()
p = P("Nông Thị Chấm", "1985-03-17")
t.p(p, {"cccd": p.card, "card": p.cccd}, find="identity_number;bhyt_card")
p = P("Ma Văn Phúc", "1976-11-22", "male")
t.p(p, {"card": p.bhxh}, {"bhyt_card": "", "bhxh_number": p.bhxh}, find="bhyt_card|bhxh_number")
p = P("Lô Thị Xuyến", "1993-08-14")
t.p(p, {"card": p.cccd, "cccd": ""}, {"bhyt_card": ""}, find="identity_number|bhyt_card")
p = P("Vi Thị Loan", "1967-05-31")
t.p(p, {"cccd": p.phone, "phone": ""}, {"cccd": "", "phone": p.phone + "|"}, find="identity_number|phone")
p = P("Hà Văn Sơn", "1959-10-20", "male")
t.p(p, {"phone": p.cccd, "cccd": p.phone}, {"cccd": p.cccd + "|", "phone": p.phone + "|"}, find="identity_number;phone")
p = P("Tô Thị Hạnh", "1988-01-29")
t.p(p, {"card": p.cccd}, {"bhyt_card": ""})
case("47_numbers_in_wrong_columns", plan, "card and CCCD exchanged, BHXH number or CCCD as card, phone as CCCD", {"csv": utf8(t)}, t)

t = T(IDS).head()
for cccd, card, phone in [("000000000000", "không có", "0123456789"), ("111111111111", "chưa có", "0909090909"), ("123456789012", "-", "0000000000"),
                          ("999999999", "x", "0999999999"), ("không", "K", "không có ĐT"), ("đang làm", "...", "090900202")]:
    t.p(P("Hoàng Thị " + "Mai Lan Cúc Trúc Đào Huệ".split()[t.no], f"19{60 + t.no * 5}-0{t.no + 1}-2{t.no}"),
        {"cccd": cccd, "card": card, "phone": phone}, {"cccd": "", "bhyt_card": "", "phone": ""})
for i in (0, 1, 2, 3):
    t.exp[i] = (*t.exp[i][:4], "identity_number;phone" if i < 3 else "identity_number")
# Numbers like this one are sold for their looks.
t.exp[3][3]["phone"] = "|0999999999"
case("48_fillers", plan, "numbers and words that stand for nothing", {"csv": utf8(t)}, t)

t = T(["stt", "name", "age", "sex", "cccd", "hamlet"]).head(age="Tuổi")
for x in FIVE:
    t.p(P(*x), {"age": 2026 - int(x[1][:4])}, {"birth_date": "|" + x[1][:4]})
case("49_age_column", plan, "Tuổi instead of a birth date: 69 is no year of birth 1969", {"csv": utf8(t)}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "hamlet"]).head(birth="Năm sinh")
for x, form in zip(FIVE, ["69", "43 tuổi", "35T", "1957 (69 tuổi)", "57"]):
    p = P(*x)
    want = "1957|" if form.startswith("1957") else ""
    if form.startswith("1957"):
        p = P("Triệu Văn Sinh", "1957-04-04", "male")
    t.p(p, {"birth": form}, {"birth_date": want}, find="birth_date")
case("50_ages_as_birth_years", plan, "ages in the column of birth years: 69 must not become 1969", {"csv": utf8(t)}, t)

t = T(EXAM).head()
forms = [("155,0", "48,5", "5,6"), ("155.5", "48.5 kg", "5.6 mmol/l"), ("155 cm", "48,5kg", "5,6mmol/L"), (" 155 ", "48", "6"), ("155,5cm", "50.00", "05,6")]
for x, (h, w, g) in zip(FIVE, forms):
    number = lambda s: float(re.sub(r"[^\d.]", "", s.replace(",", ".").split("mmol")[0].replace("kg", "").replace("cm", "")))
    t.p(P(*x), {"h": h, "w": w, "glu": g}, {"height_cm": number(h), "weight_kg": number(w), "glucose_mmol_l": number(g)})
case("51_numbers_with_units", exam, "decimal commas and points, units in the cell", {"csv": utf8(t, sep=";")}, t)
t = T(EXAM).head()
for x, h in zip(FIVE, ["1.58", "1,6", "1m58", "1.55m", "1,72"]):
    t.p(P(*x), {"h": h}, {"height_cm": ""}, find="height_cm")
case("52_height_in_metres", exam, "heights in metres: proposed, not applied", {"csv": utf8(t, sep=";")}, t)
t = T(EXAM).head()
for x in FIVE:
    p = P(*x)
    t.p(p, {"h": p.w, "w": p.h} if x != FIVE[2] else {}, {"height_cm": "", "weight_kg": ""} if x != FIVE[2] else {}, find="height_cm;weight_kg" if x != FIVE[2] else "")
case("53_height_and_weight_swapped", exam, "weight in the column of height", {"csv": utf8(t)}, t)
t = T(EXAM).head()
for x, g in zip(FIVE, ["98", "110 mg/dL", "126", "5,4", "0"]):
    ok = g == "5,4"
    t.p(P(*x), {"glu": g}, {"glucose_mmol_l": 5.4 if ok else ""}, find="" if ok else "glucose_mmol_l")
case("54_glucose_mg_dl", exam, "glucose in mg/dL among mmol/L", {"csv": utf8(t)}, t)
t = T(EXAM).head()
for form, sys, dia, find in [("120/80", 120, 80, ""), ("130 / 85", 130, 85, ""), ("145/92 mmHg", 145, 92, ""), ("118-76", "118|", "76|", ""), ("12/8", "", "", "y"),
                             ("80/120", "", "", "y"), ("135\\88", "135|", "88|", ""), ("120", "120|", "", ""), ("1400/90", "", "90|", "y"), ("140/90/75", "140|", "90|", "y"), ("HA 125/75", "125|", "75|", ""), ("K đo", "", "", "")]:
    need = find or ("|" in f"{sys}" and False)
    t.p(P("Nông Thị " + "An Bình Chi Dung Én Gấm Hà Ích Kha Liên Mơ Nụ".split()[t.no], f"{1950 + t.no * 3}-06-2{t.no % 8}"), {"bp": form},
        {"systolic_mmhg": sys, "diastolic_mmhg": dia}, find="blood_pressure" if find else "")
case("55_blood_pressure_forms", exam, "120/80 in every way it is written, in cmHg, reversed, with a digit too many", {"csv": utf8(t)}, t)
t = T(EXAM).head()
for form, cls in [("I", 1), ("Loại II", 2), ("loại 3", 3), ("IV", 4), ("5", 5), ("Loai 4", 4), ("LOẠI III", 3), ("Ⅲ", 3), (" II ", 2), ("II-III", ""), ("6", ""), ("Khoẻ", "2|"), ("Trung bình", "3|"), ("Yếu", "4|"), ("Rất khỏe", "1|"), ("lll", "3|")]:
    t.p(P("Lý Thị " + "An Bình Chi Dung Én Gấm Hà Ích Kha Liên Mơ Nụ Oanh Phấn Quế Rượi".split()[t.no], f"{1950 + t.no * 3}-06-2{t.no % 8}"), {"cls": form},
        {"health_class": cls}, find="health_class" if cls == "" else "")
case("56_health_class_forms", exam, "classes as numerals, digits and words", {"csv": utf8(t)}, t)
t = T(ROSTER).head()
for form, codes, find in [("NCT, DTTS", "1;6", ""), ("1;6", "1;6", ""), ("Người cao tuổi + Hộ nghèo", "1;3", ""), ("NCT/NKT", "1;2", ""), ("Người cao tuổi\nDTTS", "1;6", ""),
                          ("1, 3, 6", "1;3;6", ""), ("Hộ nghèo, cận nghèo", "3", ""), ("6", "6", ""), ("- NCT\n- Hộ cận nghèo", "1;3", ""), ("Cán bộ xã", "", "y"), ("NCT; cán bộ hưu", "1|", "y"), ("DTTS và NCT", "1;6", "")]:
    t.p(P("Bàn Thị " + "An Bình Chi Dung Én Gấm Hà Ích Kha Liên Mơ Nụ".split()[t.no], f"{1940 + t.no}-06-2{t.no % 8}"), {"groups": form},
        {"target_groups": codes}, find="target_groups" if find or "|" in codes else "")
case("57_groups", plan, "several groups in one cell, with every separator", {"xlsx": xlsx(t)}, t)

RES = ["cccd", "name", "birth", "sex", "eth", "code", "commune", "hamlet", "phone"]
t = T(RES).head()
for code, name, want, find in [("01273", "Phường Thục Phán", "01273", ""), ("01276", "Phường Tân Giang", "01288", "y"), ("", "Xã Lý Bôn", "01294", ""), ("", "Phường Hợp Giang", "01273", "y"),
                               ("", "Xã Hưng Đạo", "", "y"), ("", "xã Hưng Đạo, huyện Nguyên Bình", "01774|", "y"), ("00001", "", "", "y"), ("01558", "Xã Lý Quốc", "01537|", "y"), ("1294", "Xã Lý Bôn", "01294", ""),
                               ("01495", "", "01501", "y"), ("", "Đàm Thủy", "01501", ""), ("", "TT. Nước Hai", "01654", "y"), ("99999", "", "", "y"), ("", "Xã Đàm Thuỷ, huyện Trùng Khánh, tỉnh Cao Bằng", "01501", ""), ("", "P. Thục Phán", "01273", "")]:
    t.p(P("Hoàng Thị " + "An Bình Chi Dung Én Gấm Hà Ích Kha Liên Mơ Nụ Oanh Phấn Quế".split()[t.no], f"{1940 + t.no}-06-2{t.no % 8}"),
        {"code": code, "commune": name}, {"commune_code": want}, find="commune_code|commune_name" if find else "")
case("58_communes", "residents", "old code, new code, old name, new name, homonym, draft code, default code", {"csv": utf8(t)}, t)

t = T(EXAM).head()
for i, (name, birth, sex) in enumerate(ACCENTED):
    p = P(name, birth, sex)
    if i % 2:
        t.p(p, {"h": 165, "w": 60, "bp": "120/80", "pulse": 80, "cls": "I", "glu": ""}, {"height_cm": "|165", "weight_kg": "|60", "systolic_mmhg": "|120", "diastolic_mmhg": "|80", "pulse_per_min": "|80", "health_class": "|1", "glucose_mmol_l": ""}, find="height_cm|weight_kg|blood_pressure|")
        t.exp[-1] = (*t.exp[-1][:4], "height_cm|weight_kg|blood_pressure|pulse_per_min")
    else:
        t.p(p)
case("59_default_vectors", exam, "rows that were never measured: 165, 60, 120/80, 80, I", {"csv": utf8(t)}, t)

t = T(ROSTER).head()
for name, birth, sex in [("Vừ A Dình", "1975-06-28", "male"), ("Sùng Thị Mỷ", "1988-10-19", "female"), ("Má Thị Dí", "1992-05-17", "female"), ("Giàng A Pháo", "1969-03-13", "male"),
                         ("Thào Mí Sính", "1980-01-24", "male"), ("Ly Thị Xỉa", "1957-11-26", "female"), ("Vừ Sính", "1949-08-15", "male"), ("Phàn Dào Mềnh", "2009-05-31", "male"),
                         ("Chảo Sành Phu", "1983-07-22", "male"), ("Lầu Y Mo", "2001-12-18", "female"), ("Hầu Mí Dia", "1996-02-27", "male"), ("Tẩn Mùi Nhàn", "1963-09-14", "female"),
                         ("Vàng Thị Chía", "1977-04-16", "female"), ("Ma A Xà", "1955-10-29", "male"), ("Giàng Seo Phứ", "1990-06-13", "male")]:
    t.p(P(name, birth, sex))
case("60_mong_and_dao_names", plan, "Mông and Dao names, of two words, with syllables no Kinh inventory has", {"csv": utf8(t)}, t)

t = T(["stt", "head", "name", "birth", "sex", "cccd", "mother", "mcccd", "mphone", "hamlet"])
t.head(head="Họ tên chủ hộ", mother="Họ và tên người giám hộ", mcccd="Số CCCD người giám hộ", mphone="SĐT bố/mẹ", name="Họ và tên trẻ")
for name, birth, sex in [("Nông Gia Bảo", "2022-06-18", "male"), ("Lý Bảo Ngọc", "2023-02-27", "female"), ("Vừ Mí Cho", "2021-10-15", "male")]:
    mother = P("Đàm Thị Thơm", "1995-08-19")
    t.p(P(name, birth, sex), {"head": "Nông Văn Trụ", "mother": mother.name, "mcccd": mother.cccd, "mphone": mother.phone}, {"phone": ""})
t.exp[0][3]["cccd"] = ""
t.rows[1][5] = ""
case("61_guardians", plan, "head of household before the child, guardian's number and phone behind; a child without a number", {"csv": utf8(t)}, t)

t = T(ROSTER).head()
for name, written in [("Nông Văn Tâm", "Nông Văn Tâm (đã mất)"), ("Lý Thị Hoa", "Lý Thị Hoa - mới sinh"), ("Hoàng Văn Ái", "Hoàng Văn Ái (chuyển đi Bình Dương)"), ("Đàm Thị Bưởi", "Đàm Thị Bưởi*"),
                      ("Triệu Thị Mán", "Triệu Thị Mán (tức Mai)"), ("Bế Văn Khang", "Ông: Bế Văn Khang"), ("Lục Thị Mẩy", "Bà Lục Thị Mẩy"), ("Tô Văn Bền", "Tô Văn Bền 0399123456"), ("Lã Thị Thêu", "3. Lã Thị Thêu")]:
    t.p(P(name, f"19{50 + 4 * t.no}-03-1{t.no % 6 + 3}", "male" if "Văn" in name else "female"), {"name": written}, {"full_name": f"{name}|" + (written if written.startswith("Bà ") else "")}, find="full_name")
    if written.startswith("Bà "):
        t.exp[-1][3]["full_name"] = f"{name}|{written}"
    else:
        t.exp[-1][3]["full_name"] = name
    if "tức" in written:
        t.exp[-1][3]["full_name"] = name
case("62_remarks_in_names", plan, "(đã mất), tức Mai, Ông, a phone number or a star beside the name", {"csv": utf8(t)}, t)

t = T().title("BẢNG 1. NGƯỜI CAO TUỔI").head()
for x in FIVE[:2]:
    t.p(P(*x))
t.line("", "Cộng", 2).line().title("BẢNG 2. HỌC SINH")
two = ["stt", "name", "sex", "birth", "class", "hamlet", "phone", "cccd"]
t.line("TT", "Họ tên", "Giới", "Năm sinh", "Lớp", "Xóm", "SĐT", "Số định danh cá nhân")
t.no = 0
for name, birth, sex in [("Nông Khánh Vy", "2013-07-26", "female"), ("Lục Gia Huy", "2014-04-21", "male")]:
    t.p(P(name, birth, sex), {"class": "5A"}, keys=two)
case("63_two_tables", plan, "a second table below the first, with its own header and order of columns", {"xlsx": xlsx(t)}, t)

CODES = """MA_LK STT HO_TEN GIOI_TINH NGAY_SINH MA_DAN_TOC SO_CCCD NGAYCAP_CCCD NOICAP_CCCD NHOM_MAU DIA_CHI MATINH_CU_TRU MAXA_CU_TRU DIEN_THOAI
MA_NGHE_NGHIEP NOI_LAM_VIEC_HOC_TAP LY_DO_VV DOI_TUONG NGUON_CHI_TRA MA_LOAI_KCB NGAY_VAO NGAY_RA TSGD_MAC_BENH TSGD_MA_BENH TSBT_BENH_TRONG_5_NAM_QUA
TSBT_BENH_THAN_KINH TSBT_BENH_MAT TSBT_BENH_TAI TSBT_BENH_TIM TSBT_PHAU_THUAT_TIM TSBT_TANG_HUYET_AP TSBT_KHO_THO TSBT_BENH_PHOI TSBT_BENH_THAN
TSBT_NGHIEN_RUOU TSBT_DAI_THAO_DUONG TSBT_BENH_TAM_THAN TSBT_MAT_Y_THUC TSBT_NGAT TSBT_BENH_TIEU_HOA TSBT_ROI_LOAN_GIAC_NGU TSBT_TAI_BIEN
TSBT_BENH_COT_SONG TSBT_RUOU_THUONG_XUYEN TSBT_MA_TUY TSBT_BENH_KHAC TSBT_THAI_SAN BENH_DANG_DIEU_TRI HANG_LAI_XE CHIEU_CAO CAN_NANG CHI_SO_BMI MACH
HUYET_AP KHAM_THE_LUC_PL NOI_KHOA_TUAN_HOAN NOI_KHOA_TUAN_HOAN_PL NOI_KHOA_HO_HAP NOI_KHOA_HO_HAP_PL NOI_KHOA_TIEU_HOA NOI_KHOA_TIEU_HOA_PL
NOI_KHOA_THAN_TN_SD NOI_KHOA_THAN_TIETNIEU_PL NOI_KHOA_NOI_TIET NOI_KHOA_NOI_TIET_PL NOI_KHOA_CO_XUONG_KHOP NOI_KHOA_CO_XUONG_KHOP_PL
NOI_KHOA_THAN_KINH NOI_KHOA_THAN_KINH_PL NOI_KHOA_TAM_THAN NOI_KHOA_TAM_THAN_PL KET_QUA_KHAM_NGOAI_KHOA KHAM_NGOAI_KHOA_PL KET_QUA_KHAM_DA_LIEU
KHAM_DA_LIEU_PL KET_QUA_KHAM_SAN_PHU_KHOA KHAM_SAN_PHU_KHOA_PL KHONG_KINH_MAT_PHAI KHONG_KINH_MAT_TRAI CO_KINH_MAT_PHAI CO_KINH_MAT_TRAI BENH_KHAC_MAT
KHAM_MAT_PL TAI_TRAI_NOI_THUONG TAI_TRAI_NOI_THAM TAI_PHAI_NOI_THUONG TAI_PHAI_NOI_THAM BENH_KHAC_TAI_MUI_HONG KHAM_TAI_MUI_HONG_PL HAM_TREN HAM_DUOI
BENH_KHAC_RANG_HAM_MAT KHAM_RANG_HAM_MAT_PL GIA_TRI_GLUCOSE DON_VI_GLUCOSE CDHA_KET_LUAN PHAN_LOAI_SK KET_LUAN_BENH CAC_VAN_DE_SUC_KHOE GHI_CHU""".split()
CODES = CODES[:103]
t = T(CODES, "Import_KSK_Tren 18")
labels = {"HO_TEN": "Họ và tên*", "GIOI_TINH": "Giới tính*", "NGAY_SINH": "Ngày sinh*", "SO_CCCD": "Số CCCD*", "CHIEU_CAO": "Chiều cao", "DIEN_THOAI": "Điện thoại", "DOI_TUONG": "Đối tượng", "NGAY_VAO": "Ngày khám"}
t.line(*[labels.get(c, c.replace("_", " ").capitalize()) for c in CODES]).line(*CODES)
t.line(*["Bắt buộc nhập" if c in labels else "Nhập theo danh mục" for c in CODES])
for x in FIVE:
    p = P(*x, groups=[13])
    t.p(p, {"STT": t.no + 1, "HO_TEN": p.name, "GIOI_TINH": "1" if p.sex == "male" else "2", "NGAY_SINH": p.birth.replace("-", ""), "MA_DAN_TOC": "02", "SO_CCCD": p.cccd, "NGAYCAP_CCCD": "20210716",
            "NOICAP_CCCD": "Cục CSQLHC", "MATINH_CU_TRU": "04", "MAXA_CU_TRU": "01294", "DIEN_THOAI": p.phone, "DOI_TUONG": "13", "NGUON_CHI_TRA": "2", "NGAY_VAO": p.exam.replace("-", "") + "0815",
            "CHIEU_CAO": p.h, "CAN_NANG": p.w, "CHI_SO_BMI": 21.4, "MACH": p.pulse, "HUYET_AP": f"{p.sys}/{p.dia}", "PHAN_LOAI_SK": p.cls, "KHAM_THE_LUC_PL": 2, "TSBT_TANG_HUYET_AP": 0,
            "KHAM_MAT_PL": 2, "DIA_CHI": "Xóm Nà Pò", "KET_LUAN_BENH": "Z00.0"},
        {"full_name": p.name, "birth_date": p.birth, "sex": p.sex, "ethnicity": "Tày", "cccd": p.cccd, "phone": p.phone, "target_groups": "13", "exam_date": p.exam, "height_cm": p.h, "weight_kg": p.w,
         "systolic_mmhg": p.sys, "diastolic_mmhg": p.dia, "pulse_per_min": p.pulse, "health_class": p.cls, "hamlet": "?"})
xa = T([], "DM_XA").line("Mã", "Tên xã")


def template(book):
    book["DM_XA"].sheet_state = "hidden"
    book["DM_XA"]["C1"] = "=#REF!"


case("64_ministry_template", exam, "the ministry's 103 columns: labels, codes, instructions; hidden list of communes with #REF!", {"xlsm": xlsx(t, xa, after=template)}, t)

RES = ["cccd", "name", "birth", "sex", "eth", "code", "hamlet", "status", "died", "left", "phone"]
t = T(RES).head(status="Tình trạng cư trú", died="Ngày mất", left="Ngày chuyển đi")
for x, (status, code) in zip(FIVE, [("Thường trú", "permanent"), ("Tạm trú", "temporary"), ("Đã mất", "dead"), ("Đã chuyển đi", "departed"), ("Tạm vắng", "absent")]):
    p = P(*x)
    t.p(p, {"status": status, "code": "01501", "birth": day(p.birth), "died": day("2026-05-20") if code == "dead" else "", "left": day("2026-06-21") if code == "departed" else ""},
        {"residence_status": code, "commune_code": "01501"})
case("65_register_xlsx", "residents", "a register as a workbook with dates as date cells", {"xlsx": xlsx(t)}, t)

INS = ["card", "bhxh", "cccd", "name", "birth", "sex", "code", "from", "to"]
t = T(INS).line("ma_the", "ma_so_bhxh", "so_cccd", "ho_ten", "ngay_sinh", "gioi_tinh", "ma_xa", "gt_the_tu", "gt_the_den")
for i, (birth, start, end, want) in enumerate([("19570512", "20260101", "20261231", {}), ("19570000", "20260101", "20261231", {"birth_date": "1957"}), ("195705120000", "20260101", "20281231", {"valid_to": "2028-12-31"}),
                                               ("1957-05-12", "2026-01-01", "2026-12-31", {}), ("12/05/1957", "01/01/2026", "31/12/2026", {}), ("19570512", "20260101", "", {"valid_to": ""}),
                                               ("19570512", "20260101", "00000000", {"valid_to": ""}), ("19570512", "20261231", "20260101", {"valid_from": "|2026-12-31", "valid_to": "|2026-01-01"})]):
    p = P("Nông Thị " + "An Bình Chi Dung Én Gấm Hà Ích".split()[i], "1957-05-12")
    t.p(p, {"birth": birth, "sex": "2", "code": "01294", "from": start, "to": end}, {"valid_from": "2026-01-01", "valid_to": "2026-12-31", "commune_code": "01294", **want},
        find="valid_to" if i in (5, 6) else "valid_from|valid_to" if i == 7 else "")
case("66_insurer_csv", "insurance", "yyyymmdd, yyyy0000, twelve digits, a period without end, one upside down", {"csv": utf8(t)}, t)
t = T(INS).line("maThe", "maSoBHXH", "soCCCD", "hoTen", "ngaySinh", "gioiTinh", "maXa", "gtTheTu", "gtTheDen")
for x in FIVE:
    p = P(*x)
    t.p(p, {"bhxh": int(p.bhxh), "cccd": int(p.cccd), "sex": 1 if p.sex == "male" else 2, "code": 1276, "from": dt.datetime(2026, 1, 1), "to": "31/12/2026"},
        {"valid_from": "2026-01-01", "valid_to": "2026-12-31", "commune_code": "01288"}, find="bhxh_number;identity_number;commune_code|commune_name")
case("67_insurer_camel_case", "insurance", "headers of the insurer's service, numbers without zeros, old commune code as a number", {"xlsx": xlsx(t)}, t)

t = T(EXAM).head()
for form, want in [("15/10/2026", "2026-10-15"), ("2026-10-15", "2026-10-15"), ("15.10.26", "2026-10-15"), ("15-10-2026", "2026-10-15"), ("20261015", "2026-10-15"), ("15/10/2026 08:30", "2026-10-15"), ("10/15/2026", "2026-10-15|"),
                   ("31/11/2026", ""), ("15/12/2026", ""), ("10/2026", ""), ("ngày 15 tháng 10 năm 2026", "2026-10-15|"), ("15/10", ""), ("202610150830", "2026-10-15"), ("15/10/2062", ""), ("15/10/1026", ""), ("15/1O/2026", "2026-10-15|")]:
    names = "An Bình Chi Dung Én Gấm Hà Ích Kha Liên Mơ Nụ Oanh Phấn Quế Rượi".split()
    t.p(P("Sầm Thị " + names[t.no], f"{1950 + t.no * 3}-06-2{t.no % 8}"), {"exam": form}, {"exam_date": want}, find="exam_date" if want == "" or "|" in want and "ngày" not in form else "")
case("68_exam_dates", exam, "exam dates in every form: month first, impossible, future, without day, with a letter O", {"csv": utf8(t)}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "hamlet"]).head()
for form, want, find in [("05.03.80", "1980-03-05", "y"), ("5-3-1980", "1980-03-05", ""), ("1980-03-05", "1980-03-05", ""), ("03/1980", "1980-03", ""), ("1980", "1980", ""), ("05/03/1980 00:00:00", "1980-03-05", ""),
                         ("00/00/1980", "1980", ""), ("31/02/1980", "|1980|1980-02", "y"), ("03/25/1980", "1980-03-25|", "y"), ("25/03/2062", "", "y"), ("Ngày 25 tháng 3 năm 1980", "1980-03-25|", ""), ("  /  /1980", "1980|", ""),
                         ("25/03/0980", "", "y"), ("1980.0", "1980", ""), ("19800325", "1980-03-25", ""), ("25/3/80", "1980-03-25", "y"), ("01/01/1980", "1980", "y"), ("'25/03/1980", "1980-03-25", ""), ("25/03/1880", "", "y"), ("250380", "|1980-03-25", "y"), ("25031980", "1980-03-25|", "")]:
    names = "An Bình Chi Dung Én Gấm Hà Ích Kha Liên Mơ Nụ Oanh Phấn Quế Rượi Sen Tú Uyên Vui Xanh".split()
    t.p(P("Thẩm Thị " + names[t.no]), {"birth": form}, {"birth_date": want}, find="birth_date" if find or want.startswith("|") else "")
case("69_birth_dates", plan, "birth dates in every form: two-digit years, month first, impossible, year only", {"csv": utf8(t)}, t)

# ---- 70–79: XML, archives, Parquet, and files that cannot be read

import base64


def element(tag, **values):
    return f"<{tag}>" + "".join(f"<{k}>{v}</{k}>" for k, v in values.items()) + f"</{tag}>"


def ksk(p, groups, nested, extra=""):
    adult = {"XML1": element("THONG_TIN_HANH_CHINH", HO_TEN=p.name, GIOI_TINH=1 if p.sex == "male" else 2, NGAY_SINH=p.birth.replace("-", ""), MA_DAN_TOC="02", SO_CCCD=p.cccd, DIA_CHI="Xóm Nà Pò",
                             MATINH_CU_TRU="04", MAXA_CU_TRU="01294", DIEN_THOAI=p.phone, NGUOI_GIAM_HO="Nông Thị Ký", SO_CCCD_NGH="003170999001", DIEN_THOAI_NGH="0399000111"),
             "XML2": element("THONG_TIN_CHUNG_VE_LAN_KHAM", MA_LK=f"LK{p.cccd[-6:]}", MA_CSKCB="04101", TYPE="Adult", DOI_TUONG=groups, **{"NGUON_CHI_TRA" if p.exam > "2026-07-07" else "NGUON_KINH_PHI": 2}, MA_LOAI_KCB=16, NGAY_VAO=p.exam.replace("-", "") + "0815"),
             "XML10": element("KHAM_THE_LUC", CHIEU_CAO=p.h, CAN_NANG=p.w, CHI_SO_BMI=21.5, MACH=p.pulse, HUYET_AP=f"{p.sys}/{p.dia}", KHAM_THE_LUC_PL=2),
             "XML11": "<KHAM_CAN_LAM_SANG><DSACH_CHI_TIET_CLS>" + element("CHI_TIET_CLS", MA_DICH_VU="23.0075.1494", MA_CHI_SO="S01", TEN_CHI_SO="Glucose", GIA_TRI=p.glu, DON_VI_DO="mmol/L") + "</DSACH_CHI_TIET_CLS></KHAM_CAN_LAM_SANG>",
             "XML12": element("KET_LUAN", PHAN_LOAI_SK=p.cls, KET_LUAN_BENH="Z00.0", CAC_VAN_DE_SUC_KHOE="")}
    files = "".join(f"<FILEHOSO><LOAIHOSO>{kind}</LOAIHOSO><NOIDUNGFILE>{body if nested else base64.b64encode(body.encode()).decode()}</NOIDUNGFILE></FILEHOSO>" for kind, body in adult.items())
    return f"<HOSO>{files}{extra}</HOSO>"


def envelope(records, root="KHAMSUCKHOE", head='<?xml version="1.0" encoding="UTF-8"?>\n'):
    return (f"{head}<{root}><THONGTINDONVI><MACSKCB>04101</MACSKCB></THONGTINDONVI><THONGTINHOSO><NGAYLAP>20261105</NGAYLAP><SOLUONGHOSO>{len(records)}</SOLUONGHOSO>"
            f"<DANHSACHHOSO>{''.join(records)}</DANHSACHHOSO></THONGTINHOSO><CHUKYDONVI/></{root}>")


XML = ["name", "birth", "sex", "cccd", "phone", "exam", "h", "w", "bp", "pulse", "glu", "cls"]


def xml_rows(people, groups):
    t = T(XML)
    for p, g in zip(people, groups):
        t.p(p, exp={"commune_code": "01294", "ethnicity": "Tày", "target_groups": g, "hamlet": "?"})
    return t


people = [P(*FIVE[2])]
case("70_ksk_nested_xml", "exam_xml", "one health check, blocks nested as XML; a guardian's number that is not the patient's",
     {"xml": envelope([ksk(people[0], "6;13", True)]).encode()}, xml_rows(people, ["6;13"]))
people = [P(*x) for x in FIVE]
case("71_ksk_base64_xml", "exam_xml", "five health checks in one file, blocks in base64, with a byte-order mark",
     {"xml": b"\xef\xbb\xbf" + envelope([ksk(p, "13", False) for p in people]).encode()}, xml_rows(people, ["13"] * 5))
people = [P(*FIVE[3], exam="2026-06-18"), P(*FIVE[1], exam="2026-08-18")]
case("72_ksk_code_14", "exam_xml", "DOI_TUONG 14 before QĐ 2062 is 'others', since then informal workers",
     {"xml": envelope([ksk(p, "14", True) for p in people]).encode()}, xml_rows(people, ["16|", "14"]))


def visit(p, **other):
    values = dict(MA_LK=f"LK{p.cccd[-6:]}", STT=1, MA_BN="BN1", HO_TEN=p.name, SO_CCCD=p.cccd, NGAY_SINH=p.birth.replace("-", "") + "0000", GIOI_TINH=1 if p.sex == "male" else 2, NHOM_MAU="", MA_QUOCTICH="000",
                  MA_DANTOC="02", MA_NGHE_NGHIEP="00000", DIA_CHI="Xóm Nà Pò", MATINH_CU_TRU="04", MAHUYEN_CU_TRU="", MAXA_CU_TRU="01294", DIEN_THOAI=p.phone, MA_THE_BHYT=p.card, MA_DKBD="04101",
                  GT_THE_TU="20260101", GT_THE_DEN="20261231", CHAN_DOAN_VAO="Tăng huyết áp", CHAN_DOAN_RV="Tăng huyết áp", MA_BENH_CHINH="I10", MA_DOITUONG_KCB="1.11", NGAY_VAO=p.exam.replace("-", "") + "0815",
                  NGAY_RA=p.exam.replace("-", "") + "0930", MA_LOAI_KCB="01", MA_CSKCB="04101", CAN_NANG=p.w)
    values.update(other)
    body = element("TONG_HOP", **values)
    file = f"<FILEHOSO><LOAIHOSO>XML1</LOAIHOSO><NOIDUNGFILE>{base64.b64encode(body.encode()).decode()}</NOIDUNGFILE></FILEHOSO>"
    return f"<HOSO>{file}</HOSO>"


people = [P(*x) for x in FIVE[:3]]
t = T(["name", "birth", "sex", "cccd", "card", "phone", "w"])
for i, p in enumerate(people):
    t.p(p, exp={"commune_code": "01294", "ethnicity": "Tày", "valid_from": "?", "valid_to": "?", "exam_date": f"{p.exam}|", "hamlet": "?", "bhxh_number": f"|{p.bhxh}"},
        find="identity_number;phone" if i == 1 else "")
t.exp[2][3].update(birth_date="1991", bhyt_card="|" + people[2].card)
case("73_giamdinh_xml1", "visit_xml", "insured visits: numbers that software typed as integers, yyyy0000 births, two cards in a visit",
     {"xml": envelope([visit(people[0]), visit(people[1], SO_CCCD=int(people[1].cccd), DIEN_THOAI=int(people[1].phone)),
                       visit(people[2], NGAY_SINH="199100000000", MA_THE_BHYT=f"{people[2].card};HN{people[2].card[2:]}")], "GIAMDINHHS").encode()}, t)

for name, first, second, what in [("74_zipped_folder", "ds_01294_20261120.csv", "ds_01273_20261120.xlsx", "a folder of rosters, zipped, with a Mac's shadow file beside"),
                                  ("74_zipped_hamlets", "xom_na_po.csv", "xom_po_tau.xlsx", "the name of the zip alone tells commune and day, its files are called after hamlets")]:
    a, b = five(), T(ROSTER).head()
    b.p(P("Phùng Thị Mai", "1987-01-15", hamlet="Xóm Pò Tậu"), exp={"commune_code": second[3:8] if second.startswith("ds") else "01294"})
    workbook = xlsx(b)
    case(name, plan, what, {"zip": zipped({f"danh sach/{first}": utf8(a), f"danh sach/{second}": workbook, f"__MACOSX/danh sach/._{first}": b"\x00\x05\x16\x07", "danh sach/.DS_Store": b"\x00"})}, a, b)
    path = HERE / name / "expected.csv"
    lines = path.read_text().splitlines()
    lines = ["file," + lines[0]] + [(first if line.startswith(",") else second) + "," + line for line in lines[1:]]
    path.write_text("\n".join(lines) + "\n")

import pyarrow as pa
import pyarrow.parquet as pq
people = [P(*x) for x in FIVE]
t = T(["cccd", "name", "birth", "sex", "eth", "code", "hamlet", "phone"])
for p in people:
    t.p(p, exp={"commune_code": "01501"}, find="identity_number;phone")
table = pa.table({"so_dinh_danh": pa.array([int(p.cccd) for p in people], pa.int64()), "ho_ten": [p.name for p in people], "ngay_sinh": pa.array([day(p.birth) for p in people], pa.date32()),
                  "gioi_tinh": ["Nam" if p.sex == "male" else "Nữ" for p in people], "dan_toc": [p.eth for p in people], "ma_xa": pa.array(["01501"] * 5).dictionary_encode(), "thon_xom": [p.hamlet for p in people],
                  "dien_thoai": pa.array([float(p.phone) for p in people])})
out = io.BytesIO()
pq.write_table(table, out, compression="snappy")
case("75_parquet", "residents", "a register in Parquet: numbers as integers, dates as dates, a dictionary column", {"parquet": out.getvalue()}, t)

good = xlsx(five())
secret = HERE.parent / "cases_secret.tmp"
import msoffcrypto
from msoffcrypto.format.ooxml import OOXMLFile
import os
locked = io.BytesIO()
seed = iter(range(10 ** 6))
os.urandom, real = (lambda n: bytes((next(seed) * 37 + 11) % 256 for _ in range(n))), os.urandom
OOXMLFile(io.BytesIO(good)).encrypt("matkhau", locked)
os.urandom = real
case("76_password", plan, "a workbook with a password", {"xlsx": locked.getvalue()}, refusal=["password", "Excel asks for a password; nothing can be read"])
html = "<html><head><meta charset='utf-8'></head><body><table border=1>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in five().rows) + "</table></body></html>"
case("77_html_xls", plan, "an HTML table that calls itself .xls, as web exports of hospital software do", {"xls": html.encode()}, refusal=["html", "Excel opens it with a warning; it must be saved as .xlsx"])
t = five(sheet="Sheet1")
spreadsheetml = ('<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Sheet1"><Table>'
                 + "".join("<Row>" + "".join(f'<Cell><Data ss:Type="String">{c}</Data></Cell>' for c in row) + "</Row>" for row in t.rows) + "</Table></Worksheet></Workbook>")
case("78_spreadsheetml_xls", plan, "XML Spreadsheet 2003 that calls itself .xls", {"xls": spreadsheetml.encode()}, t, refusal=["or: spreadsheetml|xml spreadsheet|2003"])
case("79_half_written_xlsx", plan, "a workbook of which only the first part arrived", {"xlsx": good[: len(good) * 2 // 3]}, refusal=["half|cut off|truncated|incomplete|damaged|copy it again", "copied before it was whole"])
t = five()
case("80_lock_file", plan, "Excel's lock file beside the roster that is open", {"xlsx": xlsx(t), "~$ds_01294_20261120.xlsx": b"\x05Tram " + b" " * 48 + b"\x05\x00T\x00r\x00a\x00m" + b"\x00 " * 47}, t)
(HERE / "80_lock_file/expected_refusal.txt").write_text("lock\nthe other program has the roster open\n")
t = five(people=ACCENTED * 3)
case("81_half_written_csv", plan, "a CSV that ends in the middle of a row's quoted cell", {"csv": utf8(t, quote=csv.QUOTE_ALL)[:-40]}, refusal=["half|cut off|ends inside|copy it again", "copied before it was whole"])
t = five()
case("82_csv_called_xlsx", plan, "text that calls itself .xlsx", {"xlsx": utf8(t)}, t, refusal=["or: csv|text"])
case("83_word_called_xlsx", plan, "a Word document that was renamed", {"xlsx": zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document/>"})}, refusal=["word|not a workbook|no workbook|cannot be opened", "renamed by hand"])
case("84_pdf_called_xls", plan, "a scanned PDF that was renamed", {"xls": b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"}, refusal=["pdf", "a scan has no cells"])
t = five()
case("85_text_called_xls", plan, "tabs and UTF-16 that call themselves .xls, as HIS exports do", {"xls": b"\xff\xfe" + text(t.rows, sep="\t", eol="\r\n").encode("utf-16-le")}, t, refusal=["or: text|csv|utf-16"])

# ---- 86–: traps that no list names

t = T(["stt", "name", "birth", "sex", "cccd", "bhxh", "phone"]).head()
for x, form in zip(FIVE + FIVE[:2], ["{0[0]}.{0[1]}.{0[2]}.{0[3]}", "{0[0]} {0[1]} {0[2]} {0[3]}", "{0[0]}-{0[1]}-{0[2]}-{0[3]}", "{0[0]},{0[1]},{0[2]},{0[3]}", "short", "{0[0]}.{0[1]}{0[2]}{0[3]}.", "'{0[0]}{0[1]}{0[2]}{0[3]}"]):
    p = P(*x)
    parts = [p.cccd[i:i + 3] for i in range(0, 12, 3)]
    cccd = f"{int(p.cccd):,}".replace(",", ".") if form == "short" else form.format(parts)
    t.p(p, {"cccd": cccd, "bhxh": f"{p.bhxh[:4]} {p.bhxh[4:]}", "phone": f"{p.phone[:4]}.{p.phone[4:7]}.{p.phone[7:]}"})
    t.exp[-1] = (*t.exp[-1][:4], "identity_number" if form == "short" else "")
case("86_thousands_in_numbers", plan, "separators of thousands inside identity numbers, also with the zeros lost", {"xlsx": xlsx(t)}, t)

import html as markup


def raw_cell(ref, value):
    at = f' r="{ref}"' if ref else ""
    if isinstance(value, tuple):
        formula, cached, kind = value
        return f'<c{at} t="{kind}"><f>{markup.escape(formula)}</f><v>{markup.escape(str(cached))}</v></c>'
    if isinstance(value, (int, float)):
        return f"<c{at}><v>{value}</v></c>"
    return f'<c{at} t="inlineStr"><is><t xml:space="preserve">{markup.escape(value)}</t></is></c>' if value != "" else f"<c{at}/>"


def raw_sheet(rows, refs=True, extra=""):
    body = "".join(f'<row r="{r}">' + "".join(raw_cell(f"{chr(64 + c)}{r}" if refs else "", v) for c, v in enumerate(row, 1)) + "</row>" if refs
                   else "<row>" + "".join(raw_cell("", v) for v in row) + "</row>" for r, row in enumerate(rows, 1))
    return f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData>{extra}</worksheet>'


t = T(EXAM, "Sheet1").head()
for i, x in enumerate(FIVE):
    p = P(*x)
    t.p(p, {"name": ('PROPER(Nhap!B2&" "&Nhap!C2)', p.name, "str"), "cccd": ('TEXT(Nhap!D2,"000000000000")', p.cccd, "str"), "w": ("ROUND(Nhap!E2,1)", p.w, "n"),
            "hamlet": ("VLOOKUP(A2,Nhap!A:F,6,0)", "#N/A", "e") if i == 3 else ("VLOOKUP(A2,Nhap!A:F,6,0)", p.hamlet, "str"), "glu": ("1/0", "#DIV/0!", "e") if i == 4 else p.glu},
        {"hamlet": "" if i == 3 else p.hamlet, "glucose_mmol_l": "" if i == 4 else p.glu}, find="glucose_mmol_l" if i == 4 else "")
case("87_formulas", exam, "formulas with the values Excel last saw, two of them errors", {"xlsx": raw_xlsx(raw_sheet(t.rows))}, t)
t = five(sheet="Sheet1")
case("88_cells_without_places", plan, "a reporting library that writes rows and cells without their places", {"xlsx": raw_xlsx(raw_sheet(t.rows, refs=False))}, t)
t = T(ROSTER, "Sheet1").head()
shared, body = [], ""
for x in FIVE:
    p = P(*x)
    t.p(p)
index = 0
for r, row in enumerate(t.rows, 1):
    cells = ""
    for c, v in enumerate(row, 1):
        if c == 2 and r > 1:
            first, rest = v.split(" ", 1)
            item = f'<si><r><rPr><b/></rPr><t xml:space="preserve">{first} </t></r><r><t xml:space="preserve">{rest}</t></r><rPh sb="0" eb="2"><t>KANA</t></rPh></si>'
        elif c == 7 and r > 1:
            item = f"<si><t>{v}_x000D_</t></si>"
        else:
            item = f'<si><t xml:space="preserve">{markup.escape(str(v))}</t></si>'
        shared.append(item)
        cells += f'<c r="{chr(64 + c)}{r}" t="s"><v>{index}</v></c>'
        index += 1
    body += f'<row r="{r}">{cells}</row>'
case("89_rich_text", plan, "names in two runs of rich text, phonetic text, _x000D_ from a web form",
     {"xlsx": raw_xlsx(f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>', f'<sst xmlns="{MAIN}" count="{index}" uniqueCount="{index}">{"".join(shared)}</sst>')}, t)

t = T(["stt", "name", "birth", "sex", "cccd", "hamlet", "phone"]).head(name="Họ và\ntên", birth="Ngày,\ntháng,\nnăm sinh", sex="Giới\ntính", cccd="Số\nCCCD/\nCMND", phone="Số điện\nthoại")
for x in FIVE:
    p = P(*x)
    t.p(p, {"name": p.name.replace(" ", "\n", 1), "cccd": p.cccd[:6] + "\n" + p.cccd[6:], "hamlet": "Xóm\nNà Pò", "phone": p.phone + "\n", "birth": dmy(p.birth)[:6] + "\n" + dmy(p.birth)[6:]}, {"hamlet": "Xóm Nà Pò"})
case("90_word_line_breaks", plan, "a table pasted from Word: line breaks in headers, names, dates and numbers", {"xlsx": xlsx(t)}, t)

t = T(ROSTER).head()
for i, x in enumerate(ACCENTED):
    p = P(*x)
    if i in (3, 4, 5):
        t.p(p)
        row = t.rows[-1]
        t.rows[-1] = row[:2] + [""] + row[2:]
        t.exp[-1][3].update(birth_date=f"|{p.birth}", sex=f"|{p.sex}", cccd=f"{p.cccd}|", bhyt_card=f"|{p.card}", hamlet=f"|{p.hamlet}", target_groups="|6", phone=f"{p.phone}|")
        t.exp[-1] = (*t.exp[-1][:2], "accepted|quarantined", t.exp[-1][3], "sex;identity_number|bhyt_card")
    else:
        t.p(p)
case("91_shifted_rows", plan, "a cell was inserted in three rows: everything stands one column to the right", {"xlsx": xlsx(t)}, t)

t = five()


def pad(book):
    from openpyxl.styles import PatternFill
    sheet = book.active
    for r in range(1, 200):
        sheet.cell(r, 60).fill = PatternFill("solid", fgColor="FFFF00")
    for r in range(8, 60):
        sheet.cell(r, 1, " ")
        sheet.cell(r, 3, "\u00a0")


case("92_padding", plan, "coloured empty columns and rows of blanks behind the table", {"xlsx": xlsx(t, after=pad)}, t)

t = T(EXAM).line("Họ tên người lập: Nông Thị Lan", "", "", "Ngày khám: 20/10/2026").line("DANH SÁCH / LIST")
t.head(stt="STT\nNo.", name="Họ và tên\n(Full name)", birth="Ngày sinh (Date of birth)", sex="Giới tính/Sex", cccd="Số CCCD / ID number", hamlet="Thôn/xóm - Hamlet", exam="Ngày khám\n(Exam date)", h="Chiều cao / Height (cm)", w="Cân nặng / Weight (kg)",
       bp="Huyết áp / Blood pressure", pulse="Mạch / Pulse", glu="Đường huyết / Glucose (mmol/L)", cls="Phân loại SK / Class")
for x in FIVE:
    t.p(P(*x))
case("93_two_languages", exam, "headers in Vietnamese and English, a title that speaks of names and exam dates", {"xlsx": xlsx(t)}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "hamlet"]).head().line("No.", "Full name", "Date of birth", "Sex", "ID number", "Village").line("A", "B", "C", "D", "1", "2")
for x in FIVE:
    t.p(P(*x))
case("94_second_header_row", plan, "the header again in English, then columns lettered A, B, C, D, 1, 2", {"xlsx": xlsx(t)}, t)

t = five(people=ACCENTED)


def filtered(book):
    from openpyxl.worksheet.table import Table
    sheet = book.active
    sheet.add_table(Table(displayName="DanhSach", ref=f"A1:I{sheet.max_row}"))
    sheet.auto_filter.ref = f"A1:I{sheet.max_row}"
    for r in (3, 5, 6):
        sheet.row_dimensions[r].hidden = True
    sheet.column_dimensions["E"].hidden = True


case("95_filtered_table", plan, "an Excel table with a filter: hidden rows are people too", {"xlsx": xlsx(t, after=filtered)}, t)

t = T(ROSTER).head()
for i, x in enumerate(FIVE):
    p = P(*x, phone="0399123456")
    t.p(p, {"hamlet": p.hamlet if i in (0, 3) else "", "phone": p.phone if i == 0 else "", "groups": "Hộ nghèo" if i in (0, 3) else ""}, {"hamlet": p.hamlet, "target_groups": "3", "phone": p.phone if i == 0 else f"{p.phone}|"})
t.merges = ["G2:G4", "G5:G6", "I2:I6", "H2:H4", "H5:H6"]
case("96_merged_down", plan, "hamlet, group and phone written once for a household, in merged cells", {"xlsx": xlsx(t)}, t)

t = T(EXAM + ["groups"]).head()
for i, x in enumerate(FIVE):
    p = P(*x, groups=[6], exam="2026-10-14")
    marks = [{}, {"hamlet": '"', "groups": "nt", "exam": "-nt-"}, {"hamlet": "như trên", "groups": "''", "exam": "nt"}, {"hamlet": "-//-", "groups": "//", "exam": '"'}, {"hamlet": "Nt", "groups": "n.t", "exam": "như trên"}][i]
    t.p(p, marks, {} if not i else {"hamlet": f"{p.hamlet}|", "target_groups": "6|", "exam_date": f"{p.exam}|"}, find="hamlet;target_groups;exam_date" if i else "")
case("97_ditto_marks", exam, '" and nt and như trên: the same as above', {"xlsx": xlsx(t)}, t)

t = T(["stt", "name", "d", "m", "y", "sex", "cccd", "hamlet"]).line("STT", "Họ và tên", "Ngày sinh", "", "", "Giới tính", "Số CCCD", "Thôn/xóm").line("", "", "Ngày", "Tháng", "Năm")
t.merges = ["A1:A2", "B1:B2", "C1:E1", "F1:F2", "G1:G2", "H1:H2"]
for i, x in enumerate(FIVE):
    p = P(*x)
    y, m, d = p.birth.split("-")
    t.p(p, {"d": int(d) if i < 4 else "", "m": int(m) if i < 3 else "", "y": int(y)}, {"birth_date": p.birth if i < 3 else f"{y}|" if i == 3 else y})
case("98_birth_in_three_columns", plan, "day, month and year of birth in three columns", {"xlsx": xlsx(t)}, t)

t = T(["stt", "name", "birth", "m", "f", "cccd", "hamlet"]).line("STT", "Họ và tên", "Năm sinh", "Giới tính", "", "Số CCCD", "Thôn/xóm").line("", "", "", "Nam", "Nữ")
t.merges = ["D1:E1", "A1:A2", "B1:B2", "C1:C2", "F1:F2", "G1:G2"]
for x in FIVE:
    p = P(*x)
    t.p(p, {"birth": int(p.birth[:4]), "m" if p.sex == "male" else "f": "x"}, {"birth_date": p.birth[:4], "sex": p.sex})
case("99_sex_by_cross", plan, "a cross under Nam or under Nữ", {"xlsx": xlsx(t)}, t)

BASIC = ["stt", "name", "birth", "sex", "cccd", "hamlet"]
GIVEN = "An Bình Chi Dung Én Gấm Hà Ích Kha Liên Mơ Nụ Oanh Phấn Quế Rượi Sen Tú Uyên Vui Xanh".split()


def someone(n, family="Lương Thị", birth="1980-03-25", sex="female", **more):
    return P(f"{family} {GIVEN[n]}", birth, sex, **more)


t = T(BASIC).head(birth="Năm sinh")
years = [1957, 1983, 1991, 2001, 1969]
for x, year in zip(FIVE, years):
    t.p(P(*x), {"birth": year}, {"birth_date": f"{year}|"}, find="birth_date")


def as_dates(book):
    for r in range(2, 7):
        book.active.cell(r, 3).number_format = "dd/mm/yyyy"


case("100_years_in_date_cells", plan, "the year 1957 typed into cells with a date format: Excel shows 10/05/1905", {"xlsx": xlsx(t, after=as_dates)}, t)
t = T(BASIC).head(birth="Năm sinh")
for x, year in zip(FIVE, years):
    t.p(P(*x), {"birth": year if year != 1991 else float(year)}, {"birth_date": str(year)})
case("101_years_as_numbers", plan, "years of birth as plain numbers: 1957 is no day number", {"xlsx": xlsx(t)}, t)
t = T(EXAM + ["groups"]).head()
for i in range(4):
    p = someone(i)
    t.p(p, {"bp": [dt.date(2026, 8, 12), f"{p.sys}/{p.dia}", 120.8, dt.date(2026, 7, 11)][i], "groups": ["6", dt.date(2026, 3, 1), "6", dt.date(2026, 6, 1)][i]},
        {"systolic_mmhg": p.sys if i == 1 else "", "diastolic_mmhg": p.dia if i == 1 else "", "target_groups": "" if i in (1, 3) else "6"}, find=["blood_pressure", "target_groups", "blood_pressure", "blood_pressure;target_groups"][i])
case("102_excel_made_dates", exam, "12/8 became 12 August and group 1-3 became 1 March", {"xlsx": xlsx(t)}, t)
t = T(EXAM).head(h="Chiều cao (m)", w="Cân nặng (g)", glu="Đường huyết (mg/dL)")
for i in range(4):
    p = someone(i, h=150 + i, w=52.5 + i, glu=5.5)
    t.p(p, {"h": f"1.{50 + i}", "w": int(p.w * 1000), "glu": 99}, {"height_cm": f"|{p.h}", "weight_kg": f"|{p.w}", "glucose_mmol_l": "|5.5|5.495"}, find="height_cm;weight_kg;glucose_mmol_l")
case("103_units_in_header", exam, "the header asks for metres, grams and mg/dL", {"csv": utf8(t)}, t)
t = T(EXAM).head()
for i in range(4):
    p = someone(i, birth="1980-03-25", exam="2026-10-15")
    t.p(p, {"birth": "1980-03-24T17:00:00.000Z", "exam": ["2026-10-14T17:00:00.000Z", "2026-10-15T00:00:00+07:00", "2026-10-15T08:30:00", "2026-10-14T17:00:00Z"][i]},
        {"birth_date": "1980-03-25|", "exam_date": "2026-10-15|"})
case("104_iso_with_zone", exam, "a web export in UTC: 17:00 of the day before is midnight in Việt Nam", {"csv": utf8(t)}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "bhxh", "phone", "hamlet"]).head()
for i in range(4):
    p = someone(i, birth="1980-03-25")
    t.p(p, {"stt": f"{i + 1}.0", "cccd": f"{int(p.cccd)}.0", "bhxh": f"{int(p.bhxh)}.0", "phone": f"{int(p.phone)}.0", "birth": "1980.0" if i % 2 else "1980-03-25 00:00:00"}, {"birth_date": "1980" if i % 2 else "1980-03-25"}, find="identity_number;bhxh_number;phone")
case("105_pandas_floats", plan, "a script wrote numbers as 3180123456.0", {"csv": utf8(t)}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "issued", "by", "hamlet", "again", "exam", "typed"]).head(issued="Ngày cấp CCCD", by="Nơi cấp", again="Ngày hẹn tái khám", typed="Ngày nhập liệu")
for i in range(4):
    p = someone(i)
    t.p(p, {"issued": "16/07/2021", "by": "Cục CS QLHC về TTXH", "again": "15/12/2026", "typed": "18/11/2026", "cccd": [p.cccd, f"{p.cccd} cấp ngày 12/5/2021", f"CCCD: {p.cccd}", f"{p.cccd}\n(16/07/2021)"][i]},
        {"cccd": p.cccd if i == 0 else f"{p.cccd}|"}, find="identity_number" if i else "")
case("106_other_dates", exam, "date of issue, of the next visit and of typing beside the exam date; issue date in the cell of the number", {"csv": utf8(t)}, t)
t = T().head()
for name in ["Nông Văn Tổng", "Lục Thị Cộng", "Tống Văn Số", "Đàm Văn Lập", "Hoàng Văn Trạm", "Ma Thị Ký", "Chu Thị Trưởng", "Bế Thị Xóm", "La Thị Tổ", "Lý Văn Nam", "Triệu Thị Nữ", "Hà Văn Giám Đốc", "Bản Văn Đối", "Tổng Văn Bản"]:
    t.p(P(name, f"19{50 + 2 * t.no}-03-1{t.no % 6 + 3}", "male" if "Văn" in name else "female"))
case("107_names_like_totals", plan, "people called Tổng, Cộng, Lập, Ký, Trạm, Trưởng, Nam, Nữ", {"csv": utf8(t)}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "bhxh", "phone"]).head()
for i, form in enumerate([lambda s: s.replace("0", "O"), lambda s: s.replace("1", "l"), lambda s: "".join(chr(ord(c) + 0xFEE0) for c in s), lambda s: s[:4] + "\u200b" + s[4:], lambda s: s + "\u00a0", lambda s: s[:3] + "o" + s[4:] if s[3] == "0" else s.replace("0", "o", 1)]):
    p = someone(i)
    t.p(p, {"cccd": form(p.cccd), "phone": form(p.phone)}, find="identity_number" if i in (0, 1, 5) else "")
case("108_look_alike_digits", plan, "letters O and l for digits, full-width digits, zero-width characters inside numbers", {"csv": utf8(t)}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "phone"]).head()
for form, want, find in [("0399 123 456", "0399123456", ""), ("0399.123.456", "0399123456", ""), ("+84 399 123 456", "0399123456", ""), ("84399123456", "0399123456", ""), (399123456, "0399123456", "y"), ("0399123456/0399654321", "0399123456|", "y"),
                         ("0206 3000 123", "02063000123", ""), ("01699123456", "0399123456|", "y"), ("039912345", "", "y"), ("ĐT: 0399123456", "0399123456|", ""), ("0399123456 (con)", "0399123456|", ""), ("(0399) 123-456", "0399123456", ""), ("0399123456; 0399654321", "0399123456|", "y"), ("113", "", "y")]:
    t.p(someone(t.no), {"phone": form}, {"phone": want}, find="phone" if find else "")
case("109_phone_forms", plan, "phones with prefixes, separators, two in a cell, old and fixed numbers", {"xlsx": xlsx(t)}, t)
KIDS = [("Nông Gia Bảo", "2015-06-18", "male"), ("Lý Bảo Ngọc", "2015-02-27", "female"), ("Vừ Mí Cho", "2014-10-15", "male"), ("Hoàng Nhật Minh", "2014-03-30", "male")]
t = T(["stt", "name", "birth", "sex", "cccd", "father", "mother", "phone", "hamlet"]).title("PHÒNG VĂN HOÁ - XÃ HỘI XÃ LÝ BÔN", "TRƯỜNG PTDTBT TIỂU HỌC LÝ BÔN", "DANH SÁCH HỌC SINH KHÁM SỨC KHOẺ NĂM HỌC 2026 - 2027")
t.head(stt="TT", name="Họ và tên học sinh", cccd="Mã định danh", father="Họ tên bố", mother="Họ tên mẹ", phone="SĐT phụ huynh", hamlet="Xóm")
for grade, kids in [("Lớp 5A", KIDS[:2]), ("Lớp 5B", KIDS[2:])]:
    t.line(grade)
    t.no = 0
    for x in kids:
        t.p(P(*x), {"father": "Nông Văn Trụ", "mother": "Đàm Thị Thơm"}, {"phone": "?", "commune_code": "01294|"})
    t.line("", f"Tổng số: {len(kids)} HS")
t.line("", "Danh sách có 04 học sinh./.").line("", "Giáo viên chủ nhiệm", "", "", "Hiệu trưởng").line("", "Nông Thị Lan", "", "", "Hoàng Văn Nam")
case("110_school_classes", "school_roster", "classes as section rows, parents' names in columns, the commune in the title", {"xlsx": xlsx(t)}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "bhxh", "job", "phone"]).title("CÔNG TY TNHH NÀ PÒ", "DANH SÁCH LAO ĐỘNG ĐÓNG BHXH")
t.head(name="Họ tên", birth="NTNS", cccd="Số CMTNN/Hộ chiếu/Thẻ căn cước", bhxh="Mã số BHXH", job="Chức vụ", phone="ĐT liên hệ")
for i, dept in enumerate(["I. Phòng Kế toán", "II. Phân xưởng 1"]):
    t.line("", dept)
    for x in FIVE[i * 2: i * 2 + 2]:
        p = P(*x)
        t.p(p, {"bhxh": int(p.bhxh), "job": "Công nhân", "cccd": p.cccd}, {"commune_code": ""}, find="bhxh_number")
case("111_employer_departments", "employer_roster", "departments as section rows, nine-digit BHXH numbers whose zero is lost", {"xlsx": xlsx(t)}, t)
t = T(["cccd", "bhxh", "name", "birth", "sex", "code", "has", "updated", "csdl", "vneid"]).line("so_dinh_danh", "ma_so_bhxh", "ho_ten", "ngay_sinh", "gioi_tinh", "ma_xa", "co_ho_so", "ngay_cap_nhat", "trang_thai_csdlqg", "trang_thai_vneid")
for i, x in enumerate(FIVE):
    p = P(*x)
    t.p(p, {"code": "01294", "has": ["1", "Có", "x", "0", "Không"][i], "updated": day("2026-11-13") if i < 3 else "", "csdl": ["Đã tiếp nhận", "Từ chối", "Chưa gửi", "", ""][i]}, {"commune_code": "01294"})
case("112_ehr_states", "ehr_status", "states of records in a workbook", {"xlsx": xlsx(t)}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "hamlet", "exam", "s", "d", "pulse"]).line("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Thôn/xóm", "Ngày khám", "Huyết áp (mmHg)", "", "Mạch").line("", "", "", "", "", "", "", "Tâm thu", "Tâm trương")
t.merges = ["H1:I1", *[f"{c}1:{c}2" for c in "ABCDEFGJ"]]
for i in range(4):
    p = someone(i)
    t.p(p, {"s": p.sys, "d": p.dia}, {"systolic_mmhg": p.sys, "diastolic_mmhg": p.dia})
case("113_pressure_in_two_columns", exam, "systolic and diastolic pressure in columns of their own under one heading", {"xlsx": xlsx(t)}, t)
t = T().head()
for i, mark in enumerate(["1.", "b)", "iii", "", "IV", "1.1", "-", "07", "*"]):
    t.p(someone(i), {"stt": mark})
case("114_numbering", plan, "people numbered 1., b), iii, IV, 1.1, * or not at all", {"csv": utf8(t)}, t)
t = T().head()
for x in FIVE[:2]:
    t.p(P(*x))
p = P("Lò Văn Chỉ", "1970-01-13", "male")
t.p(p, {k: "" for k in ROSTER if k not in ("stt", "name")}, state="quarantined")
p = P("Không Tên", "1970-01-13", "male")
t.p(p, {"name": ""}, state="quarantined")
t.exp[2] = (*t.exp[2][:3], {"full_name": ""}, "")
for n in range(5, 15):
    t.line(n, "", "", "", "", "", "Xóm Nà Pò" if n > 9 else "")
t.line("", "", "", "", "", "", "", "", "").line("…", "…", "…").line("15", "…………………", "……")
case("115_numbered_empty_rows", plan, "rows that are numbered and wait for people; one with a name alone, one without a name", {"xlsx": xlsx(t)}, t)
t = five()
t.line("").line("Ghi chú:").line("- NCT: người cao tuổi; NKT: người khuyết tật").line("", "Đề nghị các xóm rà soát, gửi về Trạm trước ngày 25/11/2026").line("(*) Số liệu tính đến 20/11/2026").line("", "Trung bình tuổi", "52")
t.line("", "Số nữ", "3").line("", "Tỷ lệ", "60%").line("Nơi nhận:", "", "", "", "TM. UBND XÃ").line("- Như trên;", "", "", "", "KT. CHỦ TỊCH").line("- Lưu VT.", "", "", "", "PHÓ CHỦ TỊCH").line("", "", "", "", "Nông Văn Hùng")
t.line("", "Người duyệt: Đàm Thị Lan", "", "", "SĐT: 0399123456")
case("116_notes_below", plan, "legends, averages, addressees and signatures below the table", {"csv": utf8(t)}, t)
t = T(BASIC).head()
for form, want in [("Nam", "male"), ("nữ", "female"), ("NỮ ", "female"), ("Nu", "female"), ("F", "female"), ("M", "male"), ("1", "male"), ("2", "female"), ("nam giới", "male|"), ("Gái", "female|"), ("Trai", "male|"), ("?", ""), ("Nũ", "female|")]:
    t.p(someone(t.no, family="Lương Mai", sex="male" if want.startswith("male") else "female"), {"sex": form}, {"sex": want}, find="sex" if want == "" else "")
case("117_sex_forms", plan, "sex in words, letters, digits", {"csv": utf8(t)}, t)
t = T(BASIC).line("TT", "HO TEN", "NGAY SINH", "GIOI TINH", "SO CCCD", "XOM")
for name, written in [("Nông Thị Thuỷ", "NÔNG THỊ THUỶ"), ("Hoàng Thị Lan", "hoàng thị lan"), ("Nguyen Thi Hoa", "NGUYEN THI HOA"), ("Lục Thị Bích", "  Lục  Thị   Bích "), ("Đàm Thị Én", "ĐàM THị éN"), ("Bế Thị Hoà", "Bế thị Hoà"), ("Lý Thị Mỷ", "LÝ THỊ MỶ,"), ("Sùng Thị Mỷ", "Sùng.Thị.Mỷ")]:
    t.p(P(name, f"19{50 + 4 * t.no}-03-1{t.no % 6 + 3}"), {"name": written})
for i in (6, 7):
    t.exp[i] = (*t.exp[i][:4], "full_name")
t.exp[7][3]["full_name"] = "Sùng Thị Mỷ|Sùng.Thị.Mỷ"
case("118_names_in_every_case", plan, "capitals, small letters, both, double blanks, points between; headers without marks", {"csv": utf8(t)}, t)


def tcvn3_xls(sheet, table):
    import xlwt
    style = xlwt.easyxf("font: name .VnTime")
    for r, row in enumerate(table.rows):
        for c, v in enumerate(row):
            if isinstance(v, str) and v:
                sheet.write(r, c, v, style)


t = relettered(five(people=ACCENTED), "tcvn3")
case("119_tcvn3_xls", plan, "an old .xls in .VnTime", {"xls": xls(t, after=tcvn3_xls)}, t)
t = T(["stt", "name", "birth", "birth2", "sex", "cccd", "hamlet", "note", "note2"]).head(birth2="Ngày sinh", note="Ghi chú", note2="Ghi chú")
for i in range(4):
    t.p(someone(i), {"birth2": ""})
case("120_header_twice", plan, "two columns called Ngày sinh, the second empty, and two called Ghi chú", {"csv": utf8(t)}, t)
case("121_template_without_people", plan, "a template that nobody filled in: title, header, numbered rows", {"xlsx": xlsx(T().title("DANH SÁCH").head().line(1).line(2).line(3))}, T())
rows = five().rows[1:]
case("122_no_header", plan, "people without a header row", {"csv": text(rows).encode()}, refusal=["header", "a person must say which column is which"])
guide = T([], "Hướng dẫn").line("HƯỚNG DẪN NHẬP LIỆU").line("1", "Họ và tên: ghi đầy đủ, có dấu").line("2", "Ngày sinh: dd/mm/yyyy").line("3", "Số CCCD: 12 số, Giới tính: Nam/Nữ").line("Họ và tên, Ngày sinh, Giới tính, Số CCCD là bắt buộc")
t = five(sheet="Dữ liệu")
case("123_guide_sheet_first", plan, "a first sheet of instructions that names every column", {"xlsx": xlsx(guide, t)}, t)
left, right = T(BASIC), T(BASIC)
for i in range(4):
    left.p(someone(i)), right.p(someone(i + 4), {"stt": i + 5})
head = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Thôn/xóm"]
side = T([]).line(*head, "", *head)
for a, b in zip(left.rows, right.rows):
    side.line(*a, "", *b)
case("124_side_by_side", plan, "to save paper, persons 5 to 8 stand to the right of persons 1 to 4", {"xlsx": xlsx(side)}, refusal=["twice|two tables|side by side|beside", "a row would hold two people"])
t = five()
second = five(people=ACCENTED[5:])
joined = b"\xef\xbb\xbf" + utf8(t, eol="\r\n") + b"\xef\xbb\xbf" + utf8(second)
t.exp += [(s, r + len(t.rows), *rest) for s, r, *rest in second.exp]
case("125_concatenated", plan, "copy a.csv+b.csv: mark and header again in the middle, other line ends", {"csv": joined}, t)
t = five(sheet="Sheet1")
sheet = raw_sheet(t.rows).replace("<sheetData>", '<dimension ref="A1"/><sheetData>')
case("126_wrong_dimension", plan, "a sheet that says it has one cell", {"xlsx": raw_xlsx(sheet)}, t)
t = five(sheet="Sheet1")
sheet = re.sub(r"<(/?)(\w)", r"<\1x:\2", raw_sheet(t.rows)).replace("xmlns=", "xmlns:x=")
case("127_prefixed_names", plan, "x: before every element, as .NET libraries write", {"xlsx": raw_xlsx(sheet)}, t)
t = T(EXAM, "Sheet1").head()
for x in FIVE:
    t.p(P(*x))
sheet = raw_sheet(t.rows)
for x in t.exp:
    for column, key in (("C", "birth_date"), ("G", "exam_date")):
        iso = x[3][key]
        sheet = sheet.replace(raw_cell(f"{column}{x[1]}", dmy(iso)), f'<c r="{column}{x[1]}" t="d"><v>{iso}T00:00:00</v></c>')
case("128_iso_date_cells", exam, "date cells that hold ISO text (t=\"d\")", {"xlsx": raw_xlsx(sheet)}, t)
t = T(BASIC).head(birth="Năm sinh")
for i, form in enumerate(["8 tháng", "3 ngày tuổi", "18 tháng tuổi", "2 tuổi"]):
    t.p(someone(i, birth="2025-06-14"), {"birth": form}, {"birth_date": "|2024" if i == 3 else ""}, find="birth_date")
case("129_ages_of_infants", plan, "ages in months and days in the column of birth years", {"csv": utf8(t)}, t)
t = T(BASIC + ["h", "w", "note"]).head()
for i in range(6):
    p = someone(i, birth="1956-03-25")
    t.p(p, {"h": ["150", "-", "không đo được", "1550", "15", "KĐ"][i], "w": ["48,5", "", "nằm liệt", "485", "4,85", "0"][i]}, {"height_cm": 150 if i == 0 else "", "weight_kg": [48.5, "", "", "", "|4.85", ""][i]},
        find=["", "", "height_cm;weight_kg", "height_cm;weight_kg", "height_cm", ""][i])
case("130_unmeasurable", exam, "'could not be measured', a digit too many, a point lost", {"csv": utf8(t)}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "card", "from", "to", "hamlet"]).line("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Thẻ BHYT", "", "", "Thôn/xóm").line("", "", "", "", "", "Mã thẻ BHYT", "Giá trị từ", "Giá trị đến")
t.merges = ["F1:H1", *[f"{c}1:{c}2" for c in "ABCDEI"]]
for i, form in enumerate(["{0}", "{1} {2} {3} {4}", "{1}-{2}-{3}-{4}", "lower", "{0}-04101", "{1}{2}{3}", "DT 2 04"]):
    p = someone(i)
    parts = [p.card, p.card[:2], p.card[2], p.card[3:5], p.card[5:]]
    written = p.card.lower() if form == "lower" else form.format(*parts)
    bad = i in (5, 6)
    t.p(p, {"card": written, "from": "01/01/2026", "to": "31/12/2026"}, {"bhyt_card": "" if bad else p.card if i < 4 else f"{p.card}|", "valid_from": "?", "valid_to": "?"}, find="bhyt_card" if i > 3 else "")
case("131_card_forms", plan, "cards with blanks, dashes, small letters, with the facility behind, cut off", {"xlsx": xlsx(t)}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "eth", "hamlet"]).head(eth="DT")
for form, want in [("Tày", "Tày"), ("tày", "Tày"), ("H'Mông", "Mông"), ("H’Mông", "Mông"), ("Mèo", "Mông|"), ("HMong", "Mông"), ("Nùng", "Nùng"), ("Nùng An", "Nùng|"), ("Dao Đỏ", "Dao|"), ("02", "Tày"), ("Kinh", "Kinh"), ("Lô Lô", "Lô Lô"), ("DAO", "Dao"), ("Tàyy", "Tày|")]:
    t.p(someone(t.no), {"eth": form}, {"ethnicity": want}, find="ethnicity" if form == "Tàyy" else "")
case("132_ethnic_groups", plan, "H'Mông, Mèo, Dao Đỏ, 02", {"csv": utf8(t)}, t)
t = T(ROSTER, "Sheet1").head()
for x in FIVE:
    t.p(P(*x))


def struck(book):
    from openpyxl.styles import Font
    from openpyxl.comments import Comment
    sheet = book.active
    for c in sheet[3]:
        c.font = Font(strike=True)
    sheet["B4"].comment = Comment("xem lại ngày sinh 01/02/1990", "Trạm")


case("133_strike_through", plan, "a row struck through is still a row; a comment is no value", {"xlsx": xlsx(t, after=struck)}, t)
t = five(people=ACCENTED)
t.rows = [[f"  {v}  " if isinstance(v, str) else v for v in row] for row in t.rows]
case("134_fixed_width_padding", plan, "an export that fills every cell with blanks", {"csv": utf8(t, sep=";")}, t)
t = T(["cccd", "name", "birth", "sex", "hamlet", "status", "phone"]).head(status="Tình trạng cư trú", hamlet="Thôn/xóm", cccd="Số định danh cá nhân")
for i in range(3):
    p = someone(i, family="Hoàng Thị")
    t.p(p, {"status": "Thường trú", "cccd": p.cccd}, {"residence_status": "permanent", "commune_code": ""})
shared_id = t.rows[1][0]
p = P("Vi Văn Trọng", "1979-04-23", "male")
t.p(p, {"cccd": shared_id, "status": "Thường trú"}, {"cccd": shared_id, "residence_status": "permanent", "commune_code": ""}, find="identity_number|sex|birth_date")
case("135_shared_identity", "residents", "a man under his wife's number: kept as written, and said", {"csv": utf8(t)}, t)
t = five(people=ACCENTED)
half = relettered(t, "tcvn3", only={1})
half.rows = [new if r % 3 == 0 and r else old for r, (old, new) in enumerate(zip(t.rows, half.rows))]
case("136_pasted_tcvn3_rows", plan, "some rows of the name column were pasted from an old TCVN3 list", {"xlsx": xlsx(half)}, half)
t = five(people=ACCENTED)
lines = text(t.rows).splitlines(keepends=True)
case("137_mojibake_half", plan, "the second half of the file went through Windows-1252, the first did not", {"csv": "".join(line if r < 5 else as_1252(line.encode()) for r, line in enumerate(lines)).encode()}, t)
t = T(["stt", "name", "given", "birth", "sex", "cccd", "hamlet"]).head(given="Tên")
for name, birth, sex in FIVE:
    t.p(P(name, birth, sex), {"given": name.split()[-1]})
case("138_given_name_again", "school_roster", "Họ và tên in full and the given name again, for sorting", {"csv": utf8(t)}, t)
t = T(BASIC).head()
for i, birth in enumerate(["1980-03-25", "1985-05-03", "1966-12-30", "1990-07-06", "1971-02-11", "1958-10-27", "1949-01-19", "2003-09-04"]):
    y, m, d = birth.split("-")
    ambiguous = int(d) <= 12
    t.p(someone(i, birth=birth), {"birth": f"{int(m)}/{int(d)}/{y}"}, {"birth_date": f"{birth}|{y}|" if ambiguous else f"{birth}|"}, find="birth_date")
case("139_american_text_dates", plan, "a CSV saved by an American Excel: every date month first, half of them readable both ways", {"csv": utf8(t)}, t)
t = T(["stt", "name", "birth", "x", "cccd", "hamlet"]).head(x="Nữ (x)", birth="Năm sinh")
for x in FIVE:
    p = P(*x)
    t.p(p, {"birth": p.birth[:4], "x": "x" if p.sex == "female" else ""}, {"birth_date": p.birth[:4], "sex": "female" if p.sex == "female" else "male|"})
case("140_women_by_cross", plan, "one column Nữ (x): a cross for women, nothing for men", {"csv": utf8(t)}, t)
t = T(["stt", "name", "sex", "cccd", "hamlet"]).head(name="Họ tên - năm sinh")
for i, form in enumerate(["{} - 1957", "{} (1957)", "{}, sn 1957", "{} 1957"]):
    p = someone(i, birth="1957-04-28")
    t.p(p, {"name": form.format(p.name)}, {"birth_date": "|1957"}, find="full_name")
case("141_year_in_name_cell", plan, "name and year of birth in one cell", {"csv": utf8(t)}, t)
t = T().title("DANH SÁCH").head()
for i, (section, hamlet) in enumerate([("3. Xóm Nà Pò (12 người)", "Xóm Nà Pò"), ("* Xóm Pò Tậu", "Xóm Pò Tậu"), ("THÔN KHUỔI VIN: 15 khẩu", "Thôn Khuổi Vin|THÔN KHUỔI VIN|Thôn KHUỔI VIN"), ("Tổ dân phố 3", "Tổ dân phố 3"), ("Bản Phiêng - Nà Lầu", "Bản Phiêng - Nà Lầu"), ("IV/ Xóm Háng Riềng", "Xóm Háng Riềng")]):
    t.line(section)
    if i == 1:
        t.line("", "Hộ ông Nông Văn Trụ")
    t.p(someone(2 * i), {"hamlet": ""}, {"hamlet": hamlet})
    t.p(someone(2 * i + 1), {"hamlet": ""}, {"hamlet": hamlet})
    t.line("Cộng trang", "", "", 2).line("", "Luỹ kế", "", 2 * i + 2).line("", "Mang sang trang sau", "", "")
case("142_sections_and_carry_overs", plan, "sections with numbers, counts and stars, households below them, sums carried over pages", {"xlsx": xlsx(t)}, t)
t = T().head().line("", "Tổng số", 5, 3).line("", "Nữ", 3)
for x in FIVE:
    t.p(P(*x))
case("143_totals_on_top", plan, "sums directly below the header", {"xlsx": xlsx(t)}, t)
t = T(EXAM).head()
for i, x in enumerate(FIVE):
    p = P(*x)
    t.p(p, {"w": comma(p.w), "glu": comma(p.glu)})
    t.exp[-1] = (*t.exp[-1][:2], "accepted|quarantined", {k: ("" if k in ("glucose_mmol_l", "health_class", "systolic_mmhg", "diastolic_mmhg", "pulse_per_min") else v) for k, v in t.exp[-1][3].items()} | {"weight_kg": "|" + str(p.w)}, "blood_pressure")
body = "".join(",".join(map(str, row)) + "\n" for row in t.rows)
case("144_decimal_commas_unquoted", exam, "decimal commas in a comma-separated file without quotes: cells move to the right", {"csv": body.encode()}, t)
t = T(BASIC).head()
for i, (form, want) in enumerate([("Nông Văn Trụ và Đàm Thị Thơm", "|Nông Văn Trụ|Nông Văn Trụ Và Đàm Thị Thơm"), ("Con bà Đàm Thị Thơm", "|Con Bà Đàm Thị Thơm"), ("Bé gái (chưa đặt tên)", "|Bé Gái"), ("Chưa đặt tên", ""), ("Nông Văn Trụ, Nông Văn Tài", "|Nông Văn Trụ"), ("A", "|A"), ("Nguyễn Thị", "Nguyễn Thị")]):
    t.p(someone(i, birth="2026-08-23"), {"name": form}, {"full_name": want}, find="full_name" if i < 6 else "")
    if i < 6:
        t.exp[-1] = (*t.exp[-1][:2], "accepted|quarantined", *t.exp[-1][3:])
case("145_no_single_name", plan, "two people in a cell, newborn children without a name", {"csv": utf8(t)}, t)
t = T(EXAM + ["phone"]).head(name="Họ & tên", birth="Sinh ngày", sex="Giới tính (Nam/Nữ)", cccd="SỐ CĂN CƯỚC CÔNG DÂN", hamlet="Thôn (xóm, tổ)", exam="Ngày khám bệnh", h="C.cao (cm)", w="C.nặng (kg)", bp="Chỉ số HA", pulse="Mạch (l/p)", glu="Đường máu (mmol/l)", cls="Xếp loại sức khỏe", phone="Điện thoại liên hệ")
for x in FIVE:
    t.p(P(*x))
    for column in ("hamlet", "exam_date", "height_cm", "weight_kg", "systolic_mmhg", "diastolic_mmhg", "pulse_per_min", "glucose_mmol_l", "health_class", "phone"):
        t.exp[-1][3][column] = f"|{t.exp[-1][3][column]}"
case("146_other_headers", exam, "headers in words that stations make up: Họ & tên, Sinh ngày, C.cao, Đường máu", {"csv": utf8(t)}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "phone"]).head()
for i, form in enumerate(["{}1", "{:.11}", "003{:.9}9999", "07{:.10}", "AB1234567", "4301234567"]):
    p = someone(i)
    t.p(p, {"cccd": form.format(p.cccd) if i != 3 else "1" + p.cccd[1:4] + "7" + p.cccd[5:]}, {"cccd": "" if i != 3 else "?"}, find="identity_number")
case("147_impossible_ids", plan, "thirteen and eleven digits, a passport, a number of nobody", {"csv": utf8(t)}, t)
t = T(BASIC + ["hm", "addr"]).head(hm="SĐT chủ hộ", addr="Địa chỉ")
for x in FIVE:
    p = P(*x)
    t.p(p, {"hm": "0399000111", "addr": "Xóm Nà Pò, xã Lý Bôn, tỉnh Cao Bằng", "cccd": p.cccd}, {"phone": "", "commune_code": "01294"})
case("148_phone_of_the_household", plan, "the phone of the head of household, an address that names the commune again", {"csv": utf8(t)}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "exam", "bp1", "bp2", "glu1", "glu2", "cls"]).head(bp1="Huyết áp lần 1", bp2="Huyết áp lần 2", glu1="Đường huyết đói", glu2="Đường huyết sau ăn")
for x in FIVE:
    p = P(*x)
    t.p(p, {"bp1": f"{p.sys}/{p.dia}", "bp2": f"{p.sys - 5}/{p.dia - 3}", "glu1": p.glu, "glu2": p.glu + 2}, {"systolic_mmhg": f"|{p.sys}", "diastolic_mmhg": f"|{p.dia}", "glucose_mmol_l": f"|{p.glu}"})
case("149_measured_twice", exam, "two blood pressures and two glucoses: never the second in silence", {"csv": utf8(t)}, t)
t = T(BASIC).head()
for x in FIVE:
    t.p(P(*x))
t.line("", "Người lập danh sách", "01/11/2026", "Nam").line("", "Hoàng Văn Nam", "20/11/2026").line("", "Nông Thị Lan", "Trưởng trạm", "", "0399000111")
case("150_signatures_in_columns", plan, "signatures with dates and phones standing in the columns of people", {"csv": utf8(t)}, t)



def font_of_records(book):
    from openpyxl.styles import Font
    for row in book.active.iter_rows(min_row=2):
        for c in row:
            c.font = Font(name=".VnTime")


t = relettered(five(people=FIVE[:2]), "tcvn3", only={1, 5, 6})
case("151_old_font_of_few_xlsx", plan, "two people in .VnTime below a header in Unicode: only the font tells the encoding",
     {"xlsx": xlsx(t, after=font_of_records)}, t)
t = relettered(five(people=FIVE[:2]), "tcvn3", only={1, 5, 6})
case("152_old_font_of_few_xls", plan, "the same in a workbook of Excel 97", {"xls": xls(t, font=".VnTime")}, t)
t = T(BASIC).head()
for i, x in enumerate(FIVE):
    t.p(P(*x))
    if i % 2:
        t.rows[-1] = [*t.rows[-1], "", "đã chuyển đi"]
case("153_remarks_beside_the_table", plan, "remarks typed to the right of the last column: nothing is moved by them", {"xlsx": xlsx(t)}, t)
t = five()
t.rows = [[*row, "x"] if r == 3 else row for r, row in enumerate(t.rows)]
t.exp[2] = (*t.exp[2][:2], "quarantined", *t.exp[2][3:])
case("154_a_cell_too_many_csv", plan, "one cell too many in a line of text: nobody can tell which comma", {"csv": text(t.rows, square=False).encode()}, t)
t = T(EXAM).head()
for i in range(36):
    p = someone(i % 21, family="Lương Thị" if i < 21 else "Hà Thị")
    if i % 6:
        t.p(p, {"bp": "120/80"}, {"systolic_mmhg": "", "diastolic_mmhg": ""}, find="blood_pressure")
    else:
        t.p(p)
case("155_filled_column", exam, "one blood pressure for five people of six: it was filled in, not measured", {"csv": utf8(t)}, t)

t = T(["cccd", "name", "birth", "sex", "code", "ehr", "nat"]).line("so_dinh_danh", "ho_ten", "ngay_sinh", "gioi_tinh", "ma_xa", "co_ho_so", "trang_thai_csdlqg")
for i, (form, exists, sent, state) in enumerate([(True, "true", "Chưa đồng bộ", "not_sent"), (False, "false", "", ""), ("Đã lập", "true", "Tiếp nhận thành công", "accepted"), ("Đã lập hồ sơ", "true", "Bị từ chối", "rejected"), ("Chưa lập", "false", "Chưa gửi", "not_sent"), ("Rồi", "true", "Đã gửi thành công", "sent"), ("Chưa", "false", "", ""), ("✓", "true", "2 - Đã tiếp nhận", "accepted"), ("x", "true", "Đã đồng bộ", ""), ("Có", "true", "Không rõ", "unknown"), ("Không", "false", "", ""), ("1 - Có", "true", "Đã gửi", "sent")]):
    t.p(someone(i), {"ehr": form, "nat": sent, "code": "01294"}, {"ehr_exists": exists, "ehr_national_state": state, "commune_code": "01294"}, find={7: "ehr_national_state", 8: "ehr_national_state", 11: "ehr_exists"}.get(i, ""))
case("180_ehr_exists_in_words", "ehr_status", "truth values of a workbook, Đã lập, Rồi, a tick", {"xlsx": xlsx(t)}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "groups"]).head()
for i, (form, want) in enumerate([("Người chưa có thẻ BHYT", "15"), ("Vùng đồng bào dân tộc thiểu số và miền núi", "6"), ("Vùng kinh tế - xã hội khó khăn, đặc biệt khó khăn", "7"), ("Dân tộc thiểu số", "6"), ("SV", "12"), ("ĐBKK", "7"), ("Lao động tự do", "14"), ("Có công với cách mạng", "4"), ("DTTS - NKT", "2;6"), ("2 và 3", "2;3"), ("2 - Người khuyết tật", "2"), ("2-Người khuyết tật; 3-Hộ nghèo", "2;3"), ("3. Hộ nghèo, cận nghèo", "3"), ("2 - Hộ nghèo", ""), ("14 (?)", ""), ("DTTS, abc", "6")]):
    t.p(someone(i), {"groups": form}, {"target_groups": want}, find="target_groups" if i > 9 else "")
case("181_official_groups", plan, "official names of target groups, several in a cell, codes with their labels", {"xlsx": xlsx(t)}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "eth", "cls", "funding", "exam"]).head(funding="Nguồn kinh phí")
for i, (sex, female, eth, want, cls, read, funding, code) in enumerate([("2 - Nữ", True, "02 - Tày", "Tày", "2 - Khoẻ", 2, "2 - NSĐP", 2), ("2-Nữ", True, "Tày (02)", "Tày", "Loại III - Trung bình", 3, "3. Quỹ BHYT", 3), ("Nữ (2)", True, "2-Tày", "Tày", "II", 2, "9 - Khác", 9), ("Giới tính: Nữ", True, "04 - Thái", "Thái", "Khoẻ (loại II)", 2, "Nguồn: NSTW", 1), ("1 - Nữ", None, "02 - Nùng", "", "Loại II (yếu)", "", "1 - NSĐP", "")]):
    p = someone(2 * i + 1, sex="female")
    is_plain = lambda text: text in ("II", "2 - Khoẻ", "Loại III - Trung bình", "Khoẻ (loại II)")
    t.p(p, {"sex": sex, "eth": eth, "cls": cls, "funding": funding}, {"sex": "female" if female else "", "ethnicity": want, "health_class": read, "funding_code": code}, find="sex;ethnicity;funding" + ("" if is_plain(cls) else ";health_class"))
case("182_codes_with_labels", exam, "drop-down values: 1 - Nam, 02 - Tày, 2 - NSĐP, and some that contradict themselves", {"csv": utf8(t)}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "eth"]).head()
for i, (form, want) in enumerate([("Nùng An", "Nùng"), ("Nùng Phàn Slình", "Nùng"), ("Nùng Lòi", "Nùng"), ("Dao đỏ", "Dao"), ("Dao Tiền", "Dao"), ("Mông Trắng", "Mông"), ("Mông Đen", "Mông"), ("Mông Hoa", "Mông"), ("Mông (Hoa)", "Mông"), ("Kinh (Việt)", "Kinh"), ("Hoa (Hán)", "Hoa"), ("Mông (Mèo)", "Mông"), ("Sán Chay (Cao Lan)", "Sán Chay"), ("Dao (Mán)", "Dao"), ("Dân tộc Tày", "Tày"), ("DT Nùng", "Nùng"), ("Tày (Nùng)", ""), ("Tày/Nùng", "")]):
    t.p(someone(i), {"eth": form}, {"ethnicity": want}, find="ethnicity" if i > 8 else "")
case("183_ethnic_names_in_parentheses", plan, "Kinh (Việt), Mông (Mèo), DT Nùng, local groups", {"csv": utf8(t)}, t)
t = T(["stt", "name", "birth", "sex", "card", "period"]).head(period="Hạn thẻ")
for i, form in enumerate(["01/01/2026 - 31/12/2026", "01/01/2026-31/12/2026", "01/01/2026 đến 31/12/2026", "Từ 01/01/2026 đến 31/12/2026", "01/01/26 - 31/12/26", "(01/01/2026→31/12/2026)", "31/12/2026", "01/01/2026 hoặc 31/12/2026"]):
    has_both = i < 6
    t.p(someone(i), {"period": form}, {"valid_from": "2026-01-01" if has_both else "", "valid_to": "2026-12-31" if i < 7 else ""}, find="valid_from;valid_to" if has_both else "valid_to" if i == 7 else "")
case("184_period_in_one_cell", plan, "both days of the card in one column Hạn thẻ", {"xlsx": xlsx(t)}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "card"]).head(card="Số thẻ BHYT")
for i, (form, is_read) in enumerate([("Số thẻ: {}", True), ("{} (hết hạn)", True), ("{} (K1)", True), ("{} - K1", True), ("{}-04001", True), ("{}/04001", True), ("{}\n(01/01/2026-31/12/2026)", True), ("{} HSD 31/12/2026", True), ("O", True), ("{} (mẹ)", False), ("{}9", False), ("{:.14} 1 thẻ", False)]):
    p = someone(i)
    written = p.card[:2] + p.card[2:].replace("0", "O") if form == "O" else form.format(p.card)
    t.p(p, {"card": written}, {"bhyt_card": p.card if is_read else ""}, find="bhyt_card")
case("185_cards_beside_words", plan, "cards with labels, remarks, facilities, periods, the letter O for every zero", {"xlsx": xlsx(t)}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "card", "bhxh", "phone"]).head()
for i, order in enumerate(["phone cccd", "card cccd", "phone card cccd", "bhxh cccd", "phone", "bhxh", "empty", "other", "both"]):
    p = someone(i)
    # A mobile that no social insurance number looks like, and a number that is no mobile.
    p.phone, p.bhxh, p.card = f"0912{345 + i}672", f"0420{123411 + i}", f"DT2040420{123411 + i}"
    cells, want = {"cccd": "", "card": "", "bhxh": "", "phone": ""}, {"cccd": p.cccd, "bhyt_card": "", "bhxh_number": "", "phone": ""}
    found = "identity_number"
    if order == "phone cccd":
        cells |= {"cccd": p.phone, "phone": p.cccd, "card": p.card}
        want |= {"phone": p.phone, "bhyt_card": p.card}
        found += ";phone"
    elif order == "card cccd":
        cells |= {"cccd": p.card, "phone": p.cccd}
        want |= {"bhyt_card": p.card}
        found += ";bhyt_card"
    elif order == "phone card cccd":
        cells |= {"cccd": p.phone, "card": p.cccd}
        want |= {"phone": p.phone}
        found += ";phone"
    elif order == "bhxh cccd":
        cells |= {"cccd": p.bhxh, "bhxh": p.cccd}
        want |= {"bhxh_number": p.bhxh}
        found += ";bhxh_number"
    elif order == "phone":
        cells |= {"cccd": p.phone}
        want |= {"cccd": "", "phone": p.phone}
        found = "phone"
    elif order == "bhxh":
        cells |= {"cccd": p.bhxh, "phone": p.phone}
        want |= {"cccd": "", "bhxh_number": p.bhxh, "phone": p.phone}
        found = "bhxh_number"
    elif order == "empty":
        cells |= {"phone": p.cccd}
    elif order == "other":
        # Another person's number: nobody can tell.
        cells |= {"cccd": p.phone, "phone": P("Vi Thị Én", "1999-01-30").cccd}
        want |= {"cccd": ""}
        found += ";phone"
    else:
        # Phone and social insurance number alike.
        cells |= {"cccd": "0334567891"}
        want |= {"cccd": ""}
    t.p(p, cells, want, find=found)
case("186_numbers_in_each_others_place", exam, "cccd, card, phone and social insurance number in each other's columns", {"csv": utf8(t)}, t)
t = T(["name", "birth", "xa"]).line("HO_TEN", "NGAY_SINH", "MAXA_CU_TRU")
for i, (code, found) in enumerate([("00001", "commune_code"), ("00000", "commune_code"), ("01294", ""), ("1294", "commune_code"), ("", "")]):
    t.p(someone(i), {"xa": code}, {}, find=found)
case("187_default_commune_of_a_commune", exam, "the commune that software fills in, in the file of one commune", {"csv": utf8(t)}, t)
t = T(["card", "name", "birth", "sex", "code", "from", "to", "fac"]).line("maThe", "hoTen", "ngaySinh", "gioiTinh", "ma_xa", "gtTheTu", "gtTheDen", "maDKBD")
for i, (form, want) in enumerate([("04001", "04001"), ("4001", "04001"), ("04001 - BVĐK tỉnh", "04001"), ("", "")]):
    t.p(someone(i), {"fac": form, "code": "01294", "from": "20260101", "to": "20261231"}, {"facility": want, "commune_code": "01294", "valid_from": "2026-01-01", "valid_to": "2026-12-31"}, find="facility" if i in (1, 2) else "")
case("188_facility_without_zero", "insurance", "a facility code that lost its zero, and one with its name", {"csv": utf8(t)}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "exam", "groups"]).head()
for i, (day, form, want) in enumerate([("15/06/2026", "14", "16"), ("06/07/2026", "14", "16"), ("07/07/2026", "14", "14"), ("15/10/2026", "14", "14"), ("", "14", "14"), ("15/06/2026", "3;14", "3;16"), ("15/06/2026", "14;15", "14;15"), ("15/06/2026", "Lao động tự do", "14"), ("15/06/2026", "14 - Lao động tự do", "14"), ("15/06/2026", "14 - Các đối tượng khác", "16"), ("15/06/2026", "13", "13")]):
    t.p(someone(i), {"exam": day, "groups": form}, {"exam_date": "-".join(reversed(day.split("/"))) if day else "", "target_groups": want}, find="target_groups" if i in (0, 1, 5, 8, 9) else "")
case("189_code_14_of_its_day", exam, "code 14 in a roster of exams before and after QĐ 2062", {"csv": utf8(t)}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "exam", "h", "w", "pulse"]).head(birth="Năm sinh")
for i, (birth, h, w, pulse, want, found) in enumerate([("{} (tuổi)", 155, 48, 72, {}, "birth_date"), ("", "15,5", 48, "M: 76", {"height_cm": ""}, "height_cm"), ("", 155, 48, "72 chu kỳ/phút", {}, ""), ("", 48, 155, 72, {"height_cm": "", "weight_kg": ""}, "height_cm;weight_kg"), ("issue", 155, 48, 72, {}, "identity_number")]):
    p = someone(i, birth="1957-05-12")
    written = {"birth": "1957 (69 tuổi)" if i == 0 else "1957", "h": h, "w": w, "pulse": pulse}
    if birth == "issue":
        written["cccd"] = f"{p.cccd} cấp 12/05/2021"
    t.p(p, written, {"birth_date": "1957", "height_cm": h, "weight_kg": w, "pulse_per_min": 76 if i == 1 else 72, **want}, find=found)
case("190_small_forms", exam, "an age beside a year, the day of issue beside a cccd, M: 76, a height of 15,5", {"csv": utf8(t)}, t)
t = T(["cccd", "name", "birth", "sex", "place", "status", "died"]).line("so_dinh_danh", "ho_ten", "ngay_sinh", "gioi_tinh", "ten_xa", "tinh_trang_cu_tru", "ngay_mat")
for i, (place, code, died, want, found) in enumerate([("Xã Lý Bôn.", "01294", "", "", "commune_code"), ("Xã Phong Châu cũ", "01501", "", "", "commune_code"), ("Xã Hưng Đạo cũ", "", "", "", "commune_code"), ("Xã Lý Bôn", "01294", "05/03/1926", "", "death_date"), ("Xã Lý Bôn", "01294", "05/03/2026", "2026-03-05", "")]):
    t.p(someone(i), {"place": place, "status": "Chết" if i > 2 else "Thường trú", "died": died}, {"commune_code": code, "residence_status": "dead" if i > 2 else "permanent", "death_date": want}, find=found)
case("191_places_and_deaths", "residents", "names of communes with a full stop or cũ, a death before the birth", {"csv": utf8(t)}, t)

# ---- 160–179: columns beside columns

t = T(["stt", "name", "birth", "year", "sex", "hamlet"]).head(year="Năm sinh")
for i, x in enumerate(FIVE):
    p = P(*x)
    differs, only_year = i == 2, i in (1, 3)
    year = str(int(p.birth[:4]) + differs)
    t.p(p, {"birth": "" if only_year else dmy(p.birth), "year": year}, {"birth_date": year if only_year else p.birth}, find="birth_date" if differs else "")
case("160_date_and_year_of_birth", plan, "Ngày sinh beside Năm sinh: of some only the year is known, in one row they differ", {"csv": utf8(t)}, t)
t = T(["stt", "name", "birth", "sex", "cmnd", "cccd", "phone", "phone2"]).head(cmnd="Số CMND", phone2="Điện thoại liên hệ")
for i, x in enumerate(FIVE + [("Vừ A Dình", "1975-06-08", "male"), ("Sùng Thị Mỷ", "1988-10-19", "female")]):
    p = P(*x)
    old = f"08{(i + 3) * 1234567 % 10000000:07}"
    cmnd, cccd = [(old, ""), (old, p.cccd), ("", p.cccd), (p.cccd, ""), (p.cccd, p.cccd), ("-", p.cccd), (P(*x).cccd, p.cccd)][i]
    want = {"cccd": "", "cmnd": old} if i == 0 else {"cccd": p.cccd, "cmnd": ""}
    phones = [("", p.phone), (p.phone, ""), (p.phone, p.phone), (p.phone, "0912" + p.phone[4:]), ("chưa có", p.phone), (p.phone, "."), ("", "")][i]
    if i == 6:
        want["phone"] = ""
    t.p(p, {"cmnd": cmnd, "cccd": cccd, "phone": phones[0], "phone2": phones[1]}, want, find={3: "phone", 4: "phone", 6: "identity_number"}.get(i, ""))
case("161_two_numbers_of_a_person", plan, "Số CMND beside Số CCCD, SĐT beside Điện thoại liên hệ: now the one is filled, now the other, now both", {"csv": utf8(t)}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "mother", "birth2", "cccd2"]).head(mother="Họ tên mẹ", birth2="Năm sinh", cccd2="CCCD")
for i in range(4):
    p = P(f"Nông Thị Mỷ {['Ánh', 'Bích', 'Cúc', 'Dung'][i]}", f"{2016 + i}-0{i + 2}-1{i}")
    t.p(p, {"cccd": "" if i else p.cccd, "mother": "Hoàng Thị Hường", "birth2": "1990", "cccd2": P("Hoàng Thị Hường", "1990-05-16").cccd}, {"cccd": "" if i else p.cccd})
case("162_year_and_number_of_the_mother", plan, "behind the mother's name stand her birth year and number: a child without a number has none", {"csv": utf8(t)}, t)
for n, heads in [("163", ("Ngày sinh", "Tháng sinh", "Năm sinh")), ("164", ("Ngày", "Tháng", "Năm"))]:
    t = T(["stt", "name", "d", "m", "y", "sex", "hamlet"]).head(d=heads[0], m=heads[1], y=heads[2])
    for i, x in enumerate(FIVE + [("Vừ A Dình", "1975-06-08", "male"), ("Sùng Thị Mỷ", "1988-10-19", "female")]):
        p = P(*x)
        y, m, d = p.birth.split("-")
        parts, want = [((int(d), int(m), y), p.birth), (("", "", y), y), (("", int(m), y), f"{y}-{m}"), ((0, 0, y), y), ((d, m, y[2:]), p.birth), (("?", "?", y), y), ((31, 2, y), "")][i]
        t.p(p, dict(zip("dmy", parts)), {"birth_date": want}, find="birth_date" if i in (4, 6) else "")
        if i == 6:
            t.exp[-1] = (*t.exp[-1][:2], "quarantined", *t.exp[-1][3:])
    case(f"{n}_birth_in_three_columns_without_heading", plan, f"{' | '.join(heads)}: day, month and year apart, of some only the year", {"csv": utf8(t)}, t)
t = T(["stt", "name", "birth", "sex", "d", "m", "y", "h"]).head(d="Ngày", m="Tháng", y="Năm")
for x in FIVE:
    p = P(*x)
    t.p(p, {"birth": p.birth[:4], "d": int(p.exam[8:]), "m": 10, "y": 2026}, {"birth_date": p.birth[:4], "exam_date": ""})
case("165_day_of_the_exam_in_three_columns", exam, "Ngày | Tháng | Năm behind the birth date are of the exam: no birth date, and nothing guessed", {"csv": utf8(t)}, t)
for n, labels, tail in [("166", ["I", "II", "III", "IV", "V"], []), ("167", ["Loại I", "Loại II", "Loại III", "Loại IV", "Loại V"], ["phone"]), ("168", [1, 2, 3, 4, 5], ["note"])]:
    t = T(["stt", "name", "birth", "sex", "cccd", "bp1", "bp2", *"12345", *tail])
    t.line(*[HEADS[k] for k in t.keys[:5]], "Huyết áp (mmHg)", "", "Phân loại sức khỏe", "", "", "", "", *[HEADS[k] for k in tail])
    t.line(*[""] * 5, "Tối đa", "Tối thiểu", *labels)
    t.merges = ["F1:G1", "H1:L1", *[f"{c}1:{c}2" for c in "ABCDE"]]
    for i, x in enumerate(FIVE + [("Vừ A Dình", "1975-06-08", "male"), ("Sùng Thị Mỷ", "1988-10-19", "female")]):
        p = P(*x)
        ticks = ["1", "2", "3", "4", "5", "23", ""][i]
        t.p(p, {"bp1": p.sys, "bp2": p.dia, **{k: "xX✓+v"[int(k) - 1] for k in ticks}}, {"systolic_mmhg": p.sys, "diastolic_mmhg": p.dia, "health_class": int(ticks) if i < 5 else ""}, find="health_class" if i == 5 else "")
    case(f"{n}_class_by_cross", exam, f"Phân loại sức khoẻ over {labels[0]} to {labels[4]}: a cross in the column of the class; two crosses are none", {"xlsx": xlsx(t)}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "hamlet", "commune", "district", "province"]).head(commune="Xã", district="Huyện", province="Tỉnh")
for i, (commune, district, province, want) in enumerate([("Hưng Đạo", "Bảo Lạc", "Cao Bằng", "01351"), ("Hưng Đạo", "huyện Nguyên Bình", "Tỉnh Cao Bằng", "01774"), ("Hưng Đạo", "TP Cao Bằng", "", "01273"), ("Hưng Đạo", "", "Cao Bằng", ""), ("Đức Long", "H. Hòa An", "Cao Bằng", "01660"), ("Phan Thanh", "Bảo Lạc", "Cao Bằng", "01336"), ("Lý Bôn", "Bảo Lâm", "Cao Bằng", "01294"), ("Hưng Đạo", "Bình Gia", "Lạng Sơn", "06073"), ("Hưng Đạo", "Bắc Mê", "Hà Giang", "")]):
    t.p(someone(i), {"commune": commune, "district": district, "province": province}, {"commune_code": want}, find="commune_code" if not want else "")
case("169_homonyms_with_district_column", plan, "Xã and Huyện in columns of their own: the district tells communes of one name apart, another province's are not ours", {"csv": utf8(t)}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "hamlet"]).head(cccd="Số CCCD, ngày cấp, nơi cấp")
for i, form in enumerate(["{}, 12/05/2021, Cục CSQLHC về TTXH", "{} - 03/11/2022", "{}\ncấp ngày 07/01/2023", "{}", "{}, của mẹ", "12/05/2021, Cục CSQLHC về TTXH"]):
    p = someone(i)
    t.p(p, {"cccd": form.format(p.cccd)}, {"cccd": p.cccd if i < 4 else ""}, find="identity_number" if i != 3 else "")
case("170_number_with_its_issue", plan, "number, day and place of issue in one cell", {"csv": utf8(t)}, t)
t = T(BASIC + ["exam"]).head()
for x in FIVE:
    p = P(*x)
    days = [(dt.date.fromisoformat(day) - dt.date(1904, 1, 1)).days for day in (p.birth, p.exam)]
    t.p(p, {"birth": days[0], "exam": days[1]}, find="birth_date")
case("171_serials_1904", exam, "day numbers without a date format in a workbook of the 1904 system: four years off if read as of 1900", {"xlsx": xlsx(t, date1904=True)}, t)


# ---- 200–219: headers as they are sent

t = T(["stt", "name", "birth", "sex", "qx", "qc", "hamlet", "commune", "cccd"]).line("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Quê quán", "", "Nơi ở hiện nay", "", "Số CCCD").line("", "", "", "", "Xóm", "Xã", "Xóm", "Xã")
t.merges = ["E1:F1", "G1:H1"]
for x in FIVE:
    t.p(P(*x), {"qx": "Xóm Bản Cũ", "qc": "Xã Tam Kim", "commune": "Xã Lý Bôn"})
case("200_birthplace_before_home", plan, "hamlet and commune of the birthplace stand before those of the home", {"xlsx": xlsx(t)}, t)
t = T(["stt", "name", "birth", "sex", "tx", "tc", "hamlet", "commune", "cccd"]).line("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Nơi thường trú", "", "Nơi ở hiện tại", "", "Số CCCD").line("", "", "", "", "Xóm", "Xã", "Xóm", "Xã")
t.merges = ["E1:F1", "G1:H1"]
for x in FIVE:
    t.p(P(*x), {"tx": "Xóm Bản Cũ", "tc": "Xã Tam Kim", "commune": "Xã Lý Bôn"})
case("201_registered_and_present_home", plan, "where people are registered and where they live now: now counts, both parts of it", {"xlsx": xlsx(t)}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "hamlet", "commune"]).head(commune="Xã")
for i, x in enumerate(FIVE):
    t.p(P(*x), {"commune": "Xã Tam Kim" if i == 2 else "Xã Lý Bôn"}, {"commune_code": "01774" if i == 2 else "01294"}, find="commune_code" if i == 2 else "")
case("202_row_of_another_commune", plan, "a row of the list of Lý Bôn names another commune: kept, and said", {"csv": utf8(t)}, t)
t = T(BASIC[:5]).line("I. DANH SÁCH NGƯỜI CAO TUỔI").head()
for x in FIVE:
    t.p(P(*x), exp={"phone": "", "hamlet": ""})
t.line().line("II. DANH SÁCH TRẺ EM").line("STT", "Họ và tên trẻ", "Giới tính", "Ngày sinh", "Xóm", "Số định danh", "SĐT")
for x in KIDS:
    t.p(P(*x), keys=["stt", "name", "sex", "birth", "hamlet", "cccd", "phone"])
case("203_second_table_is_wider", plan, "two tables one below the other, the second with more columns: the people of the first are no titles", {"xlsx": xlsx(t)}, t)
t = T(BASIC)
for x in FIVE[:3]:
    t.p(P(*x))
t.head()
for x in FIVE[3:]:
    t.p(P(*x))
case("204_sorted_with_its_header", plan, "a list that was sorted with its header in it: people stand above the header", {"xlsx": xlsx(t)}, t)
for name, top, below in [("205_number_and_issue", ["CCCD", "", ""], ["Số", "Ngày cấp", "Nơi cấp"]), ("206_number_again_and_issue", ["Căn cước công dân", ""], ["Số thẻ CC", "Ngày, tháng, năm cấp"])]:
    t = T(["stt", "name", "birth", "sex", "cccd", "on", "by"][:4 + len(top)]).line("STT", "Họ và tên", "Ngày sinh", "Giới tính", *top).line("", "", "", "", *below)
    for x in FIVE:
        t.p(P(*x), {"on": "05/06/2021", "by": "Cục CS"})
    case(name, plan, "the number of the CCCD with its day and place of issue under one heading, and nothing else below", {"xlsx": xlsx(t)} if top[1:] == ["", ""] else {"csv": utf8(t)}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "on", "by", "card", "to", "note"]).line("STT", "Họ và tên", "Ngày sinh", "GT", "CCCD", "", "", "BHYT", "", "Ghi chú").line("", "", "", "", "Số", "Ngày cấp", "Nơi cấp", "Số thẻ", "Hạn sử dụng")
t.merges = ["E1:G1", "H1:I1"]
for x in FIVE:
    t.p(P(*x), {"on": "05/06/2021", "by": "Cục CS", "to": "31/12/2026"}, {"valid_to": "2026-12-31"})
case("207_numbers_and_their_days", plan, "CCCD over number and issue, BHYT over number and last day", {"xlsx": xlsx(t)}, t)
t = T(["stt", "ho", "dem", "ten", "birth", "sex", "cccd", "hamlet"]).line("STT", "Họ và tên", "", "", "Ngày sinh", "Giới tính", "Số CCCD", "Xóm").line("", "Họ", "Đệm", "Tên")
t.merges = ["B1:D1"]
for x in FIVE:
    p = P(*x)
    words = p.name.split()
    t.p(p, {"ho": words[0], "dem": " ".join(words[1:-1]), "ten": words[-1]}, {"full_name": p.name})
case("208_name_in_three_parts", plan, "family, middle and given name under one heading", {"xlsx": xlsx(t)}, t)
t = T(["stt", "own", "name", "birth", "sex", "cccd", "class"]).head(own="Mã định danh")
for i, x in enumerate(KIDS):
    t.p(P(*x), {"own": f"45012340{i:02}", "class": "4A"}, {"commune_code": ""})
case("209_number_of_the_school", "school_roster", "the ministry's number of a pupil before the CCCD", {"xlsx": xlsx(t)}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "old", "commune", "hamlet"]).head(old="Xã/phường (cũ)", commune="Xã/phường (mới)", hamlet="Tổ/Xóm")
for i, x in enumerate(FIVE):
    t.p(P(*x), {"old": ["Xã Hưng Đạo", "Phường Hợp Giang"][i % 2], "commune": "Phường Thục Phán", "hamlet": "Tổ 5"}, {"hamlet": "Tổ 5"})
case("210_commune_of_before_and_today", plan, "the commune of before the merger beside the one of today", {"xlsx": xlsx(t)}, t, commune="01273")
t = T(["stt", "hname", "hid", "name", "rel", "birth", "sex", "cccd", "hamlet"]).head(hname="Họ và tên chủ hộ", hid="Số CCCD chủ hộ", name="Họ và tên thành viên", rel="Quan hệ với chủ hộ", cccd="Số CCCD thành viên", hamlet="Địa chỉ (xóm)")
for x in FIVE:
    t.p(P(*x), {"hname": "Nông Văn Trụ", "hid": "003057000017", "rel": "Con"})
case("211_members_of_households", plan, "the head of the household with name and number before each member", {"xlsx": xlsx(t)}, t)
WORDINGS = [
    dict(name="Họ tên người dân", birth="Sinh năm", sex="G.tính", cccd="Căn cước/CCCD (12 số)", card="Số thẻ bảo hiểm", hamlet="Xóm, tổ dân phố", phone="ĐTDĐ", eth="Người dân tộc"),
    dict(name="Họ và tên nhân khẩu", birth="Ngày, tháng sinh", sex="G/tính", cccd="Số thẻ căn cước/CCCD/Mã định danh cá nhân", card="Mã số thẻ BHYT", hamlet="Địa chỉ thôn/xóm", phone="Số ĐT liên lạc", eth="Thành phần dân tộc"),
    dict(name="Họ và tên CBCNV", birth="Năm, tháng, ngày sinh", sex="Giới tính (Nam, Nữ)", cccd="Số CCCD, CMND, mã định danh", card="Mã BHYT/ Số thẻ", hamlet="Khu dân cư", phone="SĐT cá nhân", eth="Dân tộc"),
    dict(name="Tên học sinh", birth="Ngày sinh của trẻ", sex="Giới", cccd="Số CCCD của trẻ", card="Thẻ bảo hiểm y tế", hamlet="Thôn, bản, xóm", phone="Số máy", eth="D.tộc"),
    dict(name="Họ và tên NCT", birth="DOB", sex="Phái", cccd="Số CC/CCCD", card="BHYT", hamlet="Khu phố", phone="Tel", eth="Dân tộc"),
    dict(name="Họ tên hội viên (in hoa)", birth="Ng.sinh", sex="Nam/Nữ", cccd="Số giấy tờ tùy thân", card="Mã thẻ", hamlet="Nơi ở (xóm)", phone="Điện thoại di động", eth="Dân tộc"),
]
tables = []
for n, heads in enumerate(WORDINGS):
    t = T(["stt", "name", "birth", "sex", "cccd", "card", "hamlet", "phone", "eth"], f"Bảng {n + 1}").head(**heads)
    for i in range(3):
        t.p(someone(3 * n + i))
    tables.append(t)
case("212_headers_in_other_words", plan, "known headers with whom they are of, with words that add nothing, several in one", {"xlsx": xlsx(*tables)}, *tables)
tables = []
for n, heads in enumerate([
    dict(exam="Ngày KSK", h="Chiều cao đứng", w="Cân", bp="Đo huyết áp", pulse="Mạch/phút", glu="ĐMMM", cls="Loại SK"),
    dict(exam="Thời gian khám", h="C.cao", w="Thể trọng", bp="Huyết áp tay trái", pulse="Nhịp mạch", glu="Xét nghiệm đường huyết", cls="Phân loại"),
    dict(exam="Ngày đi khám", h="Chiều cao (cm)", w="Cân nặng đo được", bp="Kết quả đo HA", pulse="Mạch", glu="Đường huyết đói (mmol/l)", cls="Xếp loại SK"),
]):
    t = T(EXAM, f"Bảng {n + 1}").head(name="Họ và tên người khám bệnh", **heads)
    for i in range(3):
        t.p(someone(3 * n + i))
    tables.append(t)
case("213_measures_in_other_words", exam, "days of exams, measurements and classes in other words", {"xlsx": xlsx(*tables)}, *tables)
t = T(["stt", "name", "birth", "sex", "cccd", "exam", "h", "w", "bmi", "pl", "eye", "plm", "cls"]).head(bmi="BMI", pl="Phân loại", eye="Mắt", plm="Phân loại", cls="Phân loại sức khỏe")
for x in FIVE:
    t.p(P(*x), {"bmi": 21.3, "pl": 1, "eye": "10/10", "plm": 1})
case("214_classes_of_parts", exam, "classes of the BMI and of the eyes before the class of health", {"xlsx": xlsx(t)}, t)

# ---- 220–239: what stands over rows, and rows that are damaged

COLUMNS.append("unit_group")
BARE = ["stt", "name", "birth", "sex", "cccd"]


def below(t, section, **want):
    """Two people below a section row, who have its value."""
    t.line(*(section if isinstance(section, tuple) else (section,)))
    sex = want.get("sex", "female")
    middle = "Thị" if sex == "female" else "Văn"
    for _ in range(2):
        t.p(someone(t.no % 21, family=f"{'Vương' if t.no < 21 else 'Hứa'} {middle}", sex=sex), exp=want)
    return t


t = T(BARE, "DS").title("DANH SÁCH").head()
for section, hamlet in [("Thôn (xóm): Lũng Rì", "Lũng Rì"), ("Thôn (xóm, bản): Nà Pò", "Nà Pò"), ("Tổ dân phố (xóm) Cốc Lùng", "Cốc Lùng"), ("Xóm Lũng Rì - 45 hộ, 210 khẩu", "Xóm Lũng Rì"), ("Xóm Nà Pò    Tổng số hộ: 45", "Xóm Nà Pò"), ("Thôn/Xóm: Lũng Rì", "Lũng Rì"), ("Tên xóm: Nà Pò", "Nà Pò"), ("Danh sách xóm Lũng Rì", "Lũng Rì|Xóm Lũng Rì"), (("", "Đội Cốc Lùng"), "Đội Cốc Lùng"), ("Cụm dân cư Nà Pò", "Cụm dân cư Nà Pò|Nà Pò"), ("Xóm Lũng Rì, xã Lý Bôn", "Xóm Lũng Rì"), ("Tổ 1 - 2", "Tổ 1 - 2"), (("I", "Xóm Nà Pò", "", "45 hộ"), "Xóm Nà Pò"), (("Xóm:", "Lũng Rì"), "Lũng Rì")]:
    below(t, section, hamlet=hamlet)
case("220_forms_of_sections", plan, "hamlets over rows in all forms: kinds in parentheses, counts, the commune behind", {"xlsx": xlsx(t)}, t)
t = T(BARE).head().line("Xóm Nà Pò")
for i in range(6):
    p = someone(i, family="Vương Thị")
    if i in (1, 3):
        t.line("" if i == 1 else "*", f"Bàn Thị {GIVEN[i]}")
        t.exp.append(("", len(t.rows), "quarantined", {}, ""))
    t.p(p, exp={"hamlet": "Xóm Nà Pò"})
case("221_a_name_alone", plan, "a row with a name and nothing else is a person of whom too little is known, and ends no section", {"xlsx": xlsx(t)}, t)
t = T(["stt", "staff", "name", "birth", "sex", "cccd"]).head(staff="Mã NV")
for section, unit in [(("*", "", "PHÒNG TỔ CHỨC - HÀNH CHÍNH"), "PHÒNG TỔ CHỨC - HÀNH CHÍNH"), (("I. Phòng Kế toán",), "Phòng Kế toán"), (("", "", "II. Phân xưởng 2"), "Phân xưởng 2"), (("Tổ cơ khí: 12 người",), "Tổ cơ khí"), (("A", "", "Ban giám đốc"), "Ban giám đốc")]:
    below(t, section, unit_group=unit)
case("222_parts_of_an_employer", "employer_roster", "departments, workshops and teams over their people", {"xlsx": xlsx(t)}, t)
t = T(BARE).head()
below(t, "XÓM NÀ PÒ (Trưởng xóm: Lý Văn Trưởng - 0388111222)", hamlet="XÓM NÀ PÒ|Xóm Nà Pò")
below(t, "XÓM LŨNG RÌ - Trưởng xóm: Lý Văn Trưởng", hamlet="XÓM LŨNG RÌ|Xóm Lũng Rì")
t.merges = ["A2:E2", "A5:E5"]
case("223_section_with_its_head", plan, "directly below the header a hamlet with the name and the phone of its head", {"xlsx": xlsx(t)}, t)
t = T(["stt", "name", "birth", "cccd", "hamlet"]).head()
for section, want in [("A. NAM", {"sex": "male"}), (("I", "Hộ nghèo, hộ cận nghèo"), {"sex": "male", "target_groups": "3"}), ("B. NỮ", {"sex": "female"}), ("II. Người khuyết tật (2 người)", {"sex": "female", "target_groups": "2"}), ("III. Đối tượng: Đồng bào DTTS", {"sex": "female", "target_groups": "6"})]:
    below(t, section, **want)
t.line("", "Hộ nghèo", "", 12).line("", "Nữ", "", 3)
case("224_groups_over_rows", plan, "sexes and target groups over rows; sums of them are none", {"xlsx": xlsx(t)}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "h", "w"]).head()
for section, day_ in [(("", "Ngày khám: 05/10/2026"), "2026-10-05"), (("", "Ngày khám:", "06/10/2026"), "2026-10-06"), (("Khám ngày 07/10/2026 (buổi sáng)",), "2026-10-07")]:
    below(t, section, exam_date=day_)
t.line("", "Trung bình", "", "", "", 158.2, 52.3).line("", "Số người đã khám", 6)
case("225_days_over_rows", exam, "the day of the exam over the people examined on it", {"xlsx": xlsx(t)}, t)
t = T(BARE).head()
below(t, "Xóm Nà Pò", hamlet="Xóm Nà Pò")
for section in ["LŨNG RÌ", ("", "LŨNG RÌ"), ("C", "Văn nghệ sĩ, trí thức"), "Hộ mới thoát nghèo"]:
    below(t, section, hamlet="", target_groups="")
    below(t, "Hộ nghèo", target_groups="3", hamlet="")
case("226_sections_that_nobody_understands", plan, "what is not understood ends the section above it: nobody stays in the wrong hamlet or group", {"xlsx": xlsx(t)}, t)
tables = []
for hamlet in ["Nà Pò", "Bản Khuông", "Lũng Rì"]:
    t = T(BARE, f"Xóm {hamlet}", hamlet=f"Xóm {hamlet}").title(f"DANH SÁCH NGƯỜI DÂN XÓM {hamlet.upper()} NĂM 2026").line("").head()
    for i in range(3):
        t.p(someone(i))
    tables.append(t)
t = T(BARE + ["hamlet"], "Xóm Cốc Lùng").head()
t.p(someone(4), {"hamlet": ""}, {"hamlet": "Xóm Cốc Lùng"}).p(someone(5), {"hamlet": "Cốc Lùng"}, {"hamlet": "Cốc Lùng"}).p(someone(6), {"hamlet": "Lũng Rì"}, {"hamlet": "Lũng Rì"}, find="hamlet").line("Xóm Háng Riềng").p(someone(7), {"hamlet": ""}, {"hamlet": "Xóm Háng Riềng"})
case("227_a_sheet_for_each_hamlet", plan, "the hamlet stands in the name of the sheet; a row and a section say more", {"xlsx": xlsx(*tables, t)}, *tables, t)
tables = []
for sheet, title, want in [("Lớp 6A", "DANH SÁCH HỌC SINH LỚP 6A NĂM HỌC 2026-2027", "Lớp 6A"), ("7B", "DANH SÁCH HỌC SINH", "7B"), ("Sheet3", "Lớp: 8C", "8C"), ("Lớp 9A", "DANH SÁCH HỌC SINH LỚP 9B", "")]:
    t = T(["stt", "name", "birth", "sex", "cccd", "card"], sheet, unit_group=want).title("TRƯỜNG THCS LÝ BÔN", "Xóm Nà Pò, xã Lý Bôn", title).head()
    for i in range(3):
        t.p(someone(i, birth="2013-05-25"))
    tables.append(t)
case("228_a_sheet_for_each_class", "school_roster", "the class stands in the name of the sheet or in the title; two that differ are none, and a school's address is no hamlet", {"xlsx": xlsx(*tables)}, *tables)
tables = []
for sheet, titles, want in [("Nà Pò", [("DANH SÁCH NGƯỜI DÂN",), ("Xóm: Nà Pò, xã Lý Bôn",)], "Nà Pò"), ("DS2", [("Xã:", "Lý Bôn", "Xóm:", "Lũng Rì")], "Lũng Rì"), ("DS3", [("DANH SÁCH CÁC XÓM NÀ PÒ, LŨNG RÌ",), ("Địa điểm: nhà văn hóa xóm Nà Pò",), ("Trưởng xóm: Lý A Sì",)], "")]:
    t = T(BARE, sheet, hamlet=want)
    for title in titles:
        t.line(*title)
    t.line("").head()
    for i in range(3):
        t.p(someone(i))
    tables.append(t)
case("229_titles_that_name_a_hamlet", plan, "the hamlet stands in a title row; several hamlets, a place to come to and a head do not", {"xlsx": xlsx(*tables)}, *tables)
tables = []
for sheet, yes, no in [("Google", True, False), ("Wingdings", "ü", ""), ("Hộp", "☑", "☐")]:
    t = T(["stt", "name", "birth", "male", "female", "cccd"], sheet).head(male="Nam", female="Nữ")
    for x in FIVE:
        p = P(*x)
        t.p(p, {"male": yes if p.sex == "male" else no, "female": yes if p.sex == "female" else no}, {"sex": p.sex})
    tables.append(t)
t = T(["stt", "name", "birth", "female", "cccd"], "Một cột").head(female="Nữ")
for x in FIVE:
    p = P(*x)
    t.p(p, {"female": p.sex == "female"}, {"sex": p.sex})
case("230_checkboxes", plan, "checkboxes of Google Sheets and ticks of Wingdings under Nam and Nữ", {"xlsx": xlsx(*tables, t)}, *tables, t)
t = five(people=ACCENTED)
t.rows[3][6] = 'Xóm "Nà Pò", mới'
t.exp[2][3]["hamlet"] = 'Xóm "Nà Pò", mới|Xóm Nà Pò, mới'
lines = utf8(t).decode().splitlines()
case("231_lines_in_quotes", plan, "each line one quoted cell, as Excel with the list separator ; saves a file with commas", {"csv": "".join('"{}"{}\r\n'.format(line.replace('"', '""'), ";" * 8) for line in lines).encode()}, t)
t = five(people=ACCENTED)
t.rows[2][6] = t.exp[1][3]["hamlet"] = "Xóm Nà Pò; H'Mông"
case("232_single_quotes", plan, "cells in single quotation marks", {"csv": "".join(";".join(f"'{c}'" for c in row) + "\n" for row in t.rows).encode()}, t)
t = five(people=ACCENTED)
rows = utf8(t, sep=";").decode().splitlines(keepends=True)
rows[4] = rows[4].replace("Xóm Nà Pò", '"Xóm Nà Pò')
t.exp[3] = (*t.exp[3][:2], "quarantined", *t.exp[3][3:])
case("233_a_lone_quote", plan, "a quotation mark that opens in one cell and never closes costs that row and no other", {"csv": "".join(rows).encode()}, t)
t = five(people=ACCENTED)
body = utf8(t).replace("Lục Thị Hường".encode(), "Lục Thị Hườ".encode() + b"n\xc3")
t.exp[2] = (*t.exp[2][:2], "quarantined", *t.exp[2][3:])
case("234_half_a_letter", plan, "half a letter in one cell costs that row and no other", {"csv": body}, t)
t = five(people=ACCENTED)
case("235_mojibake_twice", plan, "UTF-8 that was read as Windows-1252 two times", {"csv": as_1252(as_1252(utf8(t)).encode()).encode()}, t)


def header_font(cells):
    def after(book):
        from openpyxl.styles import Font
        for row in book.active.iter_rows():
            for c in row:
                c.font = Font(name=".VnTime" if cells(c.row, c.column) else "Calibri")
    return after


t = T(["stt", "name", "birth", "sex", "cccd", "eth", "hamlet"]).head()
for i, x in enumerate(ACCENTED):
    t.p(P(*x, eth=["Tày", "Nùng", "Mông", "Dao", "Kinh"][i % 5]))
mixed = relettered(t, "tcvn3")
for old, new in zip(t.rows[1:], mixed.rows[1:]):
    new[5] = old[5]
case("236_header_in_another_font", plan, "a list in .VnTime whose column of ethnic groups was filled in Calibri, below a header in .VnTime", {"xlsx": xlsx(mixed, after=header_font(lambda r, c: r == 1 or c != 6))}, mixed)
t = T(["stt", "name", "birth", "sex", "cccd", "hamlet"]).head(hamlet=shown("Xóm", "tcvn3"))
for i, x in enumerate(FIVE):
    t.p(P(*x, hamlet=["Tùng Công", "Bó Mông", "Lùng Tô"][i % 3]))
case("237_one_header_in_another_font", plan, "one header in .VnTime over records in Calibri", {"xlsx": xlsx(t, after=header_font(lambda r, c: (r, c) == (1, 6)))}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "hamlet"]).head().line("", "Xóm Nà Pò")
for i, hamlet in enumerate(["", "Nà Pò", "XÓM NÀ PÒ", "Xóm Lũng Rì"]):
    t.p(someone(i), {"hamlet": hamlet}, {"hamlet": hamlet or "Xóm Nà Pò"}, find="hamlet" if i == 3 else "")
t.line("B. NAM")
t.p(someone(5), {"hamlet": "Xóm Nà Pò"}, {"sex": "female"}, find="sex")
case("238_rows_against_their_section", plan, "what a row says holds against what stands over it, and is said", {"xlsx": xlsx(t)}, t)
t = five(people=ACCENTED)
rows = utf8(t, sep=";").splitlines(keepends=True)
case("239_two_encodings_in_one_file", plan, "half of a file in UTF-8, half in TCVN3: set aside", {"csv": b"".join(row if i < 5 else legacy(row.decode(), "tcvn3") for i, row in enumerate(rows))}, refusal=["holds a byte that is no part of a letter"])
t = T(["stt", "name", "birth", "sex", "cccd", "hamlet"]).head()
for i, written in enumerate(["Họ và tên: {}", "Chủ hộ: {}", "Chủ hộ - {}", "(Chủ hộ) {}", "Vợ: {}", "HS: {}", "Cụ ông {}", "Ô. {}", "Mr. {}", "Đ/c {}", "Ông/Bà {}"]):
    p = someone(i)
    t.p(p, {"name": written.format(p.name)}, find="full_name")
for name in ["Ghi chú: danh sách đã kiểm tra", "Họ và tên", "NULL", "x", "Nông Văn A, Nông Văn B"]:
    t.p(P(name), exp={"full_name": ""}, find="full_name", state="quarantined")
case("250_labels_and_titles_of_names", plan, "labels, forms of address and words for nobody in the column of names", {"xlsx": xlsx(t)}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "hamlet"]).head()
for i, word in enumerate(["NULL", "nan", "(blank)", "None", "Không", "Không có", "Chưa rõ", "0", "x"]):
    t.p(someone(i), {"hamlet": word}, {"hamlet": ""}, find="hamlet")
case("251_words_for_no_hamlet", plan, "words and signs for nothing in the column of hamlets", {"xlsx": xlsx(t)}, t)
t = T(["stt", "name", "sex", "cccd", "hamlet"]).head(name="Họ tên, NS")
for i, written in enumerate(["{} (1957)", "{} - 1957", "{}, 1957", "{} sn 1957", "{} (12/5/1957)", "{} (mất 2024)"]):
    p = someone(i)
    birth = "" if "mất" in written else "1957-05-12" if "/" in written else "1957"
    t.p(p, {"name": written.format(p.name)}, {"birth_date": birth}, find="full_name|birth_date" if birth else "full_name")
case("252_birth_behind_the_name", plan, "the birth year stands behind the name, and no other column has it", {"xlsx": xlsx(t)}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "hamlet"]).head()
for i, (written, birth) in enumerate([("04/05/1961", "1961-05-04"), ("25/11/1980", "1980-11-25"), ("05/13/1947", "1947-05-13"), ("11/09/1972", "1972"), ("03/16/1968", "1968-03-16"), ("06/05/1996", "1996"), ("20/01/1955", "1955-01-20"), ("02/03/1964", "1964-03-02")]):
    p = someone(i)
    t.p(p, {"birth": written, "cccd": ""}, {"birth_date": birth, "cccd": ""}, find="birth_date" if i in (2, 3, 4, 5) else "")
case("253_block_with_months_first", plan, "rows put in from a list with the month first: between them the day is believed of none", {"xlsx": xlsx(t)}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "hamlet", "exam"]).head()
for i, (written, day) in enumerate([("15/10/2026", "2026-10-15"), ("20/10/2026", "2026-10-20"), (dt.date(2026, 7, 10), "2026-10-07"), ("25/10/2026", "2026-10-25"), ("30/10/2026", "2026-10-30")]):
    t.p(someone(i), {"exam": written}, {"exam_date": day}, find="exam_date" if i == 2 else "")
case("254_one_swapped_date_cell", exam, "one date cell, the tenth of July, among texts of days past the twelfth of October", {"xlsx": xlsx(t)}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "hamlet", "exam"]).head()
for i, (written, day) in enumerate([("2026-10-05", "2026-10-05"), ("10/13/2026", "2026-10-13"), ("5.10.2026", "2026-10-05")]):
    t.p(someone(i), {"exam": written}, {"exam_date": day}, find="exam_date" if i == 1 else "")
case("255_dates_of_other_orders", exam, "a year in front and dots have an order of their own beside a month in front", {"xlsx": xlsx(t)}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "hamlet", "commune"]).head(commune="Xã")
for i, written in enumerate(["Lý Bôn", '"', "nt", "Vĩnh Quang", ""]):
    t.p(someone(i), {"commune": written}, {"commune_code": "01294"}, find="commune_code" if written else "")
case("256_ditto_and_homonym_of_the_commune", plan, "marks that point above and a name of several communes, in the list of a commune", {"xlsx": xlsx(t)}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "status"]).line("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Tình trạng cư trú")
for i, (written, state, death) in enumerate([("Đã mất ngày 12/03/2026", "dead", "2026-03-12"), ("Mất 2026", "dead", "2026"), ("Chuyển đi 05/2026", "departed", ""), ("Đã chuyển khẩu", "departed", ""), ("Tạm vắng (đi Bình Dương)", "absent", ""), ("Thường trú", "permanent", "")]):
    found = "residence_status|death_date" if death else "departure_date" if i == 3 else "residence_status|departure_date" if i == 2 else "residence_status" if i == 4 else ""
    t.p(someone(i), {"status": written}, {"residence_status": state, "death_date": death, "commune_code": ""}, find=found)
case("257_state_beside_its_date", "residents", "the day of a death or a departure behind the state of residence", {"xlsx": xlsx(t)}, t)
t = T(["stt", "name", "birth", "sex", "card", "period", "facility"]).line("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Mã thẻ", "Giá trị thẻ", "Nơi ĐKKCB BĐ")
for i, (period, code) in enumerate([("01/01/2026 - 31/12/2026", "04012 - TYT xã Lý Bôn"), ("Từ 01/01/2026 đến 31/12/2026", "04-012"), ("31/12/2026 (gia hạn)", "04012."), ("31/12/2026", "4012")]):
    both = i < 2
    t.p(someone(i), {"period": period, "facility": code}, {"valid_from": "2026-01-01" if both else "", "valid_to": "2026-12-31", "facility": "04012", "commune_code": ""}, find="valid_from|valid_to|facility" if both else "valid_to|facility" if i == 2 else "facility")
case("258_period_and_facility_in_words", "insurance", "both days of a card under one header, a facility beside its name", {"xlsx": xlsx(t)}, t)
t = T(["stt", "name", "birth", "sex", "cccd"]).title("TRẠM Y TẾ XÃ LÝ BÔN", "SỔ KHÁM SỨC KHOẺ").line("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD")
for n, (rows, hamlet, day) in enumerate([
        (["Xóm Nà Pò", "Ngày khám: 09/11/2026"], "Xóm Nà Pò", "2026-11-09"), (["Ngày 10 tháng 11 năm 2026"], "Xóm Nà Pò", "2026-11-10"),
        (["Ngày khám: 11/11/2026 - Xóm Bản Um"], "Xóm Bản Um", "2026-11-11"), (["Xóm Khuổi Vin, ngày khám 12/11/2026"], "Xóm Khuổi Vin", "2026-11-12"),
        (["Ngày khám: 13/11/2026", "Xóm Pò Tậu"], "Xóm Pò Tậu", "2026-11-13"), (["Xóm Nà Mạ (ngày 14/11/2026)"], "Xóm Nà Mạ", "2026-11-14")]):
    for row in rows:
        t.line(row)
    t.p(someone(n), {}, {"hamlet": hamlet, "exam_date": day})
t.line("").line("", "", "Ngày 20 tháng 11 năm 2026").line("", "Người lập biểu").line("", "Đàm Thị Lan")
case("259_days_over_rows", exam, "the day of the exam over its people: alone, before a hamlet and behind one, and that of the signature", {"xlsx": xlsx(t)}, t)
t = T(["stt", "name", "birth", "sex", "cccd", "hamlet", "old", "poor", "disabled"]).line("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Xóm", "NCT", "Hộ nghèo/cận nghèo", "NKT")
for n, (ticks, groups) in enumerate([("x--", "1"), ("xx-", "1;3"), ("--X", "2"), ("---", ""), ("-x-", "3")]):
    t.p(someone(n), dict(zip(["old", "poor", "disabled"], [mark.strip("-") for mark in ticks])), {"target_groups": groups})
case("260_groups_ticked", plan, "a column for each target group, ticked where the person is of it", {"xlsx": xlsx(t)}, t)
t = T().head()
for (name, birth, sex), written in zip([("Hứa Thị Hường", "1957-05-12", "female"), ("Mông Ngọc Đạt", "1983-11-30", "male"), ("Ông Thuý Thơ", "1991-02-17", "female"), ("Ngôn Quốc Khánh", "2001-09-02", "male"), ("Lục Thị Mai", "1949-03-04", "female")],
                                       ["Bà Hứa Thị Hường", "Ông Mông Ngọc Đạt", "Bà Ông Thuý Thơ", "Ngôn Quốc Khánh HN", "Lục Thị Mai x"]):
    t.p(P(name, birth, sex), {"name": written}, {}, find="full_name")
case("261_titles_and_ticks_at_names", plan, "forms of address before family names of every kind, ticks and short words behind names", {"xlsx": xlsx(t)}, t)
