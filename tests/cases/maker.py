"""What the cases are made with: invented people, tables that know which rows are persons, and writers of formats.

Nobody here is real: identity numbers have place code 003, social insurance numbers begin with 03.
"""
import csv, datetime as dt, gzip, io, re, shutil, unicodedata, zipfile
from pathlib import Path

HERE = Path(__file__).parent
COLUMNS = ["full_name", "birth_date", "sex", "cccd", "cmnd", "bhxh_number", "bhyt_card", "phone", "ethnicity",
           "commune_code", "hamlet", "target_groups", "exam_date", "height_cm", "weight_kg", "systolic_mmhg",
           "diastolic_mmhg", "pulse_per_min", "glucose_mmol_l", "health_class", "valid_from", "valid_to",
           "residence_status", "death_date", "facility", "funding_code", "ehr_exists", "ehr_national_state"]
GROUPS = {1: "Người cao tuổi", 2: "Người khuyết tật", 3: "Hộ nghèo", 4: "Người có công", 5: "Bệnh mạn tính",
          6: "Đồng bào DTTS", 7: "Vùng khó khăn", 10: "Trẻ mầm non", 11: "Học sinh", 12: "Sinh viên",
          13: "Người lao động", 14: "Lao động không chính thức", 15: "Chưa có BHYT"}
HEADS = {"stt": "STT", "name": "Họ và tên", "birth": "Ngày sinh", "sex": "Giới tính", "cccd": "Số CCCD",
         "card": "Mã thẻ BHYT", "bhxh": "Mã số BHXH", "phone": "Số điện thoại", "eth": "Dân tộc",
         "hamlet": "Thôn/xóm", "groups": "Đối tượng", "exam": "Ngày khám", "h": "Chiều cao (cm)",
         "w": "Cân nặng (kg)", "bp": "Huyết áp (mmHg)", "pulse": "Mạch (lần/phút)",
         "glu": "Đường huyết (mmol/L)", "cls": "Phân loại SK", "note": "Ghi chú", "commune": "Xã/Phường",
         "code": "Mã xã", "from": "Giá trị từ", "to": "Giá trị đến", "class": "Lớp"}
ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV", 5: "V"}
ROSTER = ["stt", "name", "birth", "sex", "cccd", "card", "hamlet", "groups", "phone"]
EXAM = ["stt", "name", "birth", "sex", "cccd", "hamlet", "exam", "h", "w", "bp", "pulse", "glu", "cls"]
_count = 0


class P:
    """A person who does not exist, with valid numbers that are nobody's."""

    def __init__(self, name, birth="1980-03-25", sex="female", **more):
        global _count
        _count += 1
        n = _count
        year = int(birth[:4])
        g = (year // 100 - 19) * 2 + (sex == "female")
        self.name, self.birth, self.sex = name, birth, sex
        self.cccd = f"003{g}{year % 100:02}{(n * 7919 + 104729) % 1000000:06}"
        self.bhxh = f"03{(n * 15485863 + 32452843) % 100000000:08}"
        self.card = f"DT204{self.bhxh}"
        self.phone = f"0399{(n * 6151 + 173207) % 1000000:06}"
        self.hamlet, self.groups, self.eth = "Xóm Nà Pò", [6], "Tày"
        self.exam = f"2026-10-{13 + n % 15:02}"
        self.h, self.w = 150 + n % 23, round(45 + n % 19 + (n % 9 + 1) / 10, 1)
        self.sys, self.dia, self.pulse = 111 + n % 27, 65 + n % 14, 66 + n % 13
        self.glu, self.cls = round(4.2 + (n % 17) / 10, 1), 2 + n % 2
        self.__dict__.update(more)


def dmy(iso):
    return "/".join(reversed(iso.split("-")))


def comma(x):
    return str(x).replace(".", ",")


def cell(p, key):
    """How an ordinary station would write it."""
    plain = {"name": p.name, "cccd": p.cccd, "card": p.card, "bhxh": p.bhxh, "phone": p.phone, "eth": p.eth,
             "hamlet": p.hamlet, "h": p.h, "pulse": p.pulse}
    if key in plain:
        return plain[key]
    return {"birth": lambda: dmy(p.birth), "sex": lambda: "Nam" if p.sex == "male" else "Nữ",
            "groups": lambda: ";".join(GROUPS[g] for g in p.groups), "exam": lambda: dmy(p.exam),
            "w": lambda: p.w, "bp": lambda: f"{p.sys}/{p.dia}", "glu": lambda: p.glu,
            "cls": lambda: ROMAN[p.cls]}.get(key, lambda: "")()


def expected(p, key):
    return {"name": {"full_name": p.name}, "birth": {"birth_date": p.birth}, "sex": {"sex": p.sex},
            "cccd": {"cccd": p.cccd}, "card": {"bhyt_card": p.card}, "bhxh": {"bhxh_number": p.bhxh},
            "phone": {"phone": p.phone}, "eth": {"ethnicity": p.eth}, "hamlet": {"hamlet": p.hamlet},
            "groups": {"target_groups": ";".join(map(str, p.groups))}, "exam": {"exam_date": p.exam},
            "h": {"height_cm": p.h}, "w": {"weight_kg": p.w},
            "bp": {"systolic_mmhg": p.sys, "diastolic_mmhg": p.dia}, "pulse": {"pulse_per_min": p.pulse},
            "glu": {"glucose_mmol_l": p.glu}, "cls": {"health_class": p.cls}}.get(key, {})


class T:
    """One sheet or one text file: rows as written, and what its person rows must become."""

    def __init__(self, keys=ROSTER, sheet="", first=1, **base):
        self.keys, self.sheet, self.rows, self.exp, self.base, self.no = keys, sheet, [], [], base, 0
        self.first, self.merges = first, []

    def line(self, *cells):
        self.rows.append(list(cells))
        return self

    def title(self, *lines):
        for text in lines:
            self.line(text)
        return self

    def head(self, **other):
        return self.line(*[other.get(k, HEADS.get(k, k)) for k in self.keys])

    def p(self, p, cells=None, exp=None, find="", state="accepted", keys=None, more=()):
        """A person row: `cells` written otherwise than usual, `exp` expected otherwise than written."""
        self.no += 1
        cells = dict(cells or {})
        cells.setdefault("stt", self.no)
        keys = keys or self.keys
        self.line(*[cells.get(k, cell(p, k)) for k in keys], *more)
        want = dict(self.base)
        for k in keys:
            want.update(expected(p, k))
        want.update(exp or {})
        self.exp.append((self.sheet, len(self.rows) + self.first - 1, state, want, find))
        return self


def case(name, kind, trap, files, *tables, commune="01294", refusal=None, prefix="ds"):
    """Writes a case. `files`: extension or whole name → bytes."""
    folder = HERE / name
    folder.mkdir(exist_ok=True)
    (folder / "README.md").write_text(f"Trap: {trap}\nKind: {kind}\n")
    for file, content in files.items():
        if file in {"csv.gz", "xml.gz"} or "." not in file:
            rosters = {"plan_roster", "screening_roster"}
            middle = f"_{commune}" if kind in rosters else "_dv1" if kind.endswith("_roster") else ""
            file = f"{prefix}{middle}_20261120.{file.lstrip('.')}"
        (folder / file).write_bytes(content)
    if refusal is not None:
        (folder / "expected_refusal.txt").write_text("\n".join(refusal) + "\n")
        if not tables:
            return
    rows = [row for table in tables for row in table.exp]
    if kind in {"plan_roster", "screening_roster"}:
        for row in rows:
            row[3].setdefault("commune_code", commune)
    used = [c for c in COLUMNS if any(c in want for _, _, _, want, _ in rows)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["sheet", "row", "state", *used, "findings"])
    for sheet, row, state, want, find in rows:
        writer.writerow([sheet, row, state, *[want.get(c, "") for c in used], find])
    (folder / "expected.csv").write_text(out.getvalue())


# ---- encodings

TABLE = (HERE / "../../src/ingest/encoding/legacy_encodings.csv").read_text(encoding="utf-8").splitlines()
LETTERS = {row["char"]: row for row in csv.DictReader(line for line in TABLE if not line.startswith("#"))}


def legacy(text, page):
    out = b""
    for c in unicodedata.normalize("NFC", text):
        code = LETTERS.get(c, {}).get(page + "_hex") or LETTERS.get(c.lower(), {}).get(page + "_hex")
        out += bytes.fromhex(code) if code else c.encode("latin-1")
    return out


def as_1252(data):
    """What Windows shows: bytes without a letter stay as control characters."""
    return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in data)


def shown(text, page):
    return as_1252(legacy(text, page))


# ---- text

def text(rows, sep=",", eol="\n", quote=csv.QUOTE_MINIMAL, square=True):
    out = io.StringIO()
    writer = csv.writer(out, delimiter=sep, lineterminator=eol, quoting=quote)
    width = max(map(len, rows)) if square else 0
    for row in rows:
        writer.writerow([*row, *[""] * (width - len(row))])
    return out.getvalue()


def utf8(t, **options):
    return text(t.rows, **options).encode()


# ---- workbooks

STAMP = (2026, 11, 20, 8, 0, 0)


def settled(data):
    """The same bytes each time: a zip without clocks."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            content = re.sub(rb"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-11-20T08:00:00Z", old.read(item)) \
                if item.filename.startswith(("docProps", "meta")) else old.read(item)
            entry = zipfile.ZipInfo(item.filename, STAMP)
            entry.compress_type = zipfile.ZIP_STORED if item.filename == "mimetype" else zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return out.getvalue()


def xlsx(*tables, after=None, date1904=False):
    """A workbook as Excel writes it; `after` may touch it before it is saved."""
    import openpyxl
    from openpyxl.utils.datetime import CALENDAR_MAC_1904
    book = openpyxl.Workbook()
    book.remove(book.active)
    if date1904:
        book.epoch = CALENDAR_MAC_1904
    for number, table in enumerate(tables, 1):
        if not table.sheet:
            table.sheet = f"Sheet{number}"
            table.exp = [(table.sheet, *rest[1:]) for rest in table.exp]
        sheet = book.create_sheet(table.sheet)
        for r, row in enumerate(table.rows, 1):
            for c, value in enumerate(row, 1):
                if value is not None and value != "":
                    sheet.cell(r, c, value)
                    if isinstance(value, dt.date):
                        sheet.cell(r, c).number_format = "dd/mm/yyyy"
        for merge in table.merges:
            sheet.merge_cells(merge)
    if after:
        after(book)
    out = io.BytesIO()
    book.save(out)
    return settled(out.getvalue())


def xls(*tables, after=None, font="Arial"):
    import xlwt
    book = xlwt.Workbook(encoding="utf-8")
    style = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    plain = xlwt.easyxf(f"font: name {font}")
    for number, table in enumerate(tables, 1):
        if not table.sheet:
            table.sheet = f"Sheet{number}"
            table.exp = [(table.sheet, *rest[1:]) for rest in table.exp]
        sheet = book.add_sheet(table.sheet, cell_overwrite_ok=True)
        for r, row in enumerate(table.rows):
            for c, value in enumerate(row):
                if value is not None and value != "":
                    sheet.write(r, c, value, style if isinstance(value, dt.date) else plain)
        for merge in table.merges:
            from openpyxl.utils import range_boundaries
            c1, r1, c2, r2 = range_boundaries(merge)
            sheet.merge(r1 - 1, r2 - 1, c1 - 1, c2 - 1)
        if after:
            after(sheet, table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(*tables, pad=True):
    """Content as LibreOffice writes it: repeated cells and rows, covered cells, dates with their own type."""
    from xml.sax.saxutils import escape
    body = ""
    for number, table in enumerate(tables, 1):
        if not table.sheet:
            table.sheet = f"Sheet{number}"
            table.exp = [(table.sheet, *rest[1:]) for rest in table.exp]
        body += f'<table:table table:name="{table.sheet}">'
        for row in table.rows:
            body += "<table:table-row>"
            at = 0
            while at < len(row):
                value, run = row[at], 1
                if value in ("", None):
                    while at + run < len(row) and row[at + run] in ("", None):
                        run += 1
                    repeat = f' table:number-columns-repeated="{run}"' if run > 1 else ""
                    body += f"<table:table-cell{repeat}/>"
                elif isinstance(value, dt.date):
                    body += (f'<table:table-cell office:value-type="date" office:date-value="{value:%Y-%m-%d}">'
                             f"<text:p>{value:%d/%m/%Y}</text:p></table:table-cell>")
                elif isinstance(value, (int, float)):
                    body += (f'<table:table-cell office:value-type="float" office:value="{value}">'
                             f"<text:p>{comma(value)}</text:p></table:table-cell>")
                else:
                    parts = "".join(f"<text:p>{escape(part)}</text:p>" for part in value.split("\n"))
                    body += f'<table:table-cell office:value-type="string">{parts}</table:table-cell>'
                at += run
            if pad:
                body += f'<table:table-cell table:number-columns-repeated="{1024 - len(row)}"/>'
            body += "</table:table-row>"
        if pad:
            body += (f'<table:table-row table:number-rows-repeated="{1048576 - len(table.rows)}">'
                     '<table:table-cell table:number-columns-repeated="1024"/></table:table-row>')
        body += "</table:table>"
    names = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{u}:1.0"' for n, u in
                     [("office", "office"), ("table", "table"), ("text", "text")])
    content = (f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} office:version="1.2">'
               f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>")
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = ('<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
                'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
                f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
                '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
                "</manifest:manifest>")
    return zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, STAMP)
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def raw_xlsx(sheet_xml, shared=None, name="Sheet1"):
    """A workbook whose sheet is given as XML, as reporting libraries of hospital software write it."""
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ct = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    types = (f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
             '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
             '<Default Extension="xml" ContentType="application/xml"/>'
             f'<Override PartName="/xl/workbook.xml" ContentType="{ct}.sheet.main+xml"/>'
             f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{ct}.worksheet+xml"/>'
             + (f'<Override PartName="/xl/sharedStrings.xml" ContentType="{ct}.sharedStrings+xml"/>' if shared else "")
             + "</Types>")
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    files = {
        "[Content_Types].xml": types,
        "_rels/.rels": f'<Relationships xmlns="{rels}"><Relationship Id="rId1" Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{rel}"><sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{rels}"><Relationship Id="rId1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/>'
        + (f'<Relationship Id="rId2" Type="{rel}/sharedStrings" Target="sharedStrings.xml"/>' if shared else "") + "</Relationships>",
        "xl/worksheets/sheet1.xml": sheet_xml,
    }
    if shared:
        files["xl/sharedStrings.xml"] = shared
    return zipped({name: '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + body for name, body in files.items()})


def serial(iso, base=dt.date(1899, 12, 30)):
    return (dt.date.fromisoformat(iso) - base).days


def day(iso):
    return dt.date.fromisoformat(iso)


def clear():
    for folder in HERE.iterdir():
        if folder.is_dir() and re.match(r"\d\d", folder.name):
            shutil.rmtree(folder)
