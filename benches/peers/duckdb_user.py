"""Coverage per commune as a good analyst would write it in DuckDB SQL.

    python duckdb_user.py DATA REFERENCE OUT --as-of 2026-11-20 [--threads 2] [--records-only]

Reads all extracts about people, cleans them, joins on exact keys, writes records, persons and coverage as
Parquet (zstd), and prints the province's totals as one JSON line. It does not find headers, explain or
quarantine bad rows, keep originals, link across a typo, or publish atomically.

Definitions, the same as in polars_user.py:
  person     a row of the register (one per CCCD); other rows join it by CCCD, by the BHXH number that
             an insurance row gives it, or by name + birth + commune where that is unique in the register.
             A number joins only with an equal name or birth year. Rows that join nobody become persons by
             their CCCD, else BHXH number, else name + birth + commune.
  population residents: in the register, neither departed nor dead
  planned    persons on a plan roster
  screened   planned persons with an exam in the campaign window whose height, weight and blood pressure
             are given and are not the software's default
  ehr        residents with a health record; accepted: of those, accepted by the national database
  insured    residents with a card valid at as_of
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import duckdb

from extracts import ROSTER_COLUMNS, WINDOW, rosters_by_delimiter

MACROS = r"""
CREATE MACRO clean_name(t) AS upper(trim(regexp_replace(
    translate(nfc_normalize(t), chr(160) || chr(8203), ' '), '\s+', ' ', 'g')));
CREATE MACRO digits(t) AS regexp_replace(t, '[^0-9]', '', 'g');
CREATE MACRO clean_cccd(t) AS CASE length(digits(t))
    WHEN 12 THEN digits(t) WHEN 11 THEN '0' || digits(t) WHEN 10 THEN '00' || digits(t) END;
CREATE MACRO clean_bhxh(t) AS CASE
    WHEN length(trim(t)) = 15 THEN right(trim(t), 10)
    WHEN length(digits(t)) = 10 THEN digits(t)
    WHEN length(digits(t)) = 9 THEN '0' || digits(t) END;
CREATE MACRO clean_date(t) AS CAST(try_strptime(trim(t), ['%d/%m/%Y', '%Y%m%d']) AS DATE);
CREATE MACRO year_only(t) AS CASE WHEN regexp_full_match(trim(t), '\d{4}(0000)?') THEN left(trim(t), 4) END;
CREATE MACRO clean_birth(t) AS coalesce(strftime(clean_date(t), '%Y-%m-%d'), year_only(t));
CREATE MACRO roster_birth(t) AS CASE WHEN t LIKE '01/01/%' THEN right(t, 4) ELSE clean_birth(t) END;
CREATE MACRO clean_sex(t) AS CASE trim(t) WHEN 'Nam' THEN 'male' WHEN '1' THEN 'male'
    WHEN 'Nữ' THEN 'female' WHEN '2' THEN 'female' END;
CREATE MACRO number(t) AS try_cast(replace(trim(t), ',', '.') AS DOUBLE);
CREATE MACRO file_commune(f) AS regexp_extract(f, '_(\d{5})_\d{8}', 1);
"""

COMMUNES = """
CREATE TABLE communes AS SELECT code, name FROM read_csv($units, all_varchar=true)
WHERE level = 'commune' AND parent_code = $province;
CREATE TABLE old_communes AS SELECT old_code, old_name, new_code FROM read_csv($mapping, all_varchar=true)
WHERE old_province_code = $province AND is_default = '1' AND old_code NOT IN (SELECT code FROM communes);
CREATE TABLE commune_names AS SELECT name, any_value(code) AS code FROM (
    SELECT clean_name(name) AS name, code FROM communes
    UNION ALL SELECT clean_name(old_name), new_code FROM old_communes)
GROUP BY name HAVING count(DISTINCT code) = 1;
"""

RESIDENTS = """
SELECT 'residents' AS kind, coalesce(o.new_code, r.ma_xa) AS commune, clean_name(ho_ten) AS name,
    clean_birth(ngay_sinh) AS birth, clean_sex(gioi_tinh) AS sex, clean_cccd(so_dinh_danh) AS cccd,
    NULL AS bhxh, tinh_trang_cu_tru = 'Đã mất' OR clean_date(ngay_mat) <= $as_of AS is_dead,
    tinh_trang_cu_tru = 'Đã chuyển đi' OR clean_date(ngay_chuyen_di) <= $as_of AS has_left,
    NULL AS is_insured, NULL AS exam_date, NULL AS is_measured, NULL AS has_ehr, NULL AS national_state,
    filename AS file
FROM read_csv($files, all_varchar=true, header=true, delim=',', filename=true) r
LEFT JOIN old_communes o ON o.old_code = r.ma_xa
"""

INSURANCE = """
SELECT 'insurance' AS kind, coalesce(o.new_code, r.ma_xa) AS commune, clean_name(ho_ten) AS name,
    clean_birth(ngay_sinh) AS birth, clean_sex(gioi_tinh) AS sex, clean_cccd(so_cccd) AS cccd,
    coalesce(clean_bhxh(ma_so_bhxh), clean_bhxh(ma_the)) AS bhxh, NULL AS is_dead, NULL AS has_left,
    clean_date(gt_the_tu) <= $as_of AND $as_of <= clean_date(gt_the_den) AS is_insured,
    NULL AS exam_date, NULL AS is_measured, NULL AS has_ehr, NULL AS national_state, filename AS file
FROM read_csv($files, all_varchar=true, header=true, delim=',', filename=true) r
LEFT JOIN old_communes o ON o.old_code = r.ma_xa
"""

EHR = """
SELECT 'ehr' AS kind, coalesce(o.new_code, r.ma_xa) AS commune, clean_name(ho_ten) AS name,
    clean_birth(ngay_sinh) AS birth, clean_sex(gioi_tinh) AS sex, clean_cccd(so_dinh_danh) AS cccd,
    clean_bhxh(ma_so_bhxh) AS bhxh, NULL AS is_dead, NULL AS has_left, NULL AS is_insured, NULL AS exam_date,
    NULL AS is_measured, co_ho_so = '1' AS has_ehr, trang_thai_csdlqg AS national_state, filename AS file
FROM read_csv($files, all_varchar=true, header=true, delim=',', filename=true) r
LEFT JOIN old_communes o ON o.old_code = r.ma_xa
"""

ROSTER = """
SELECT '{kind}' AS kind, {commune} AS commune, clean_name(r.name) AS name,
    roster_birth(birth) AS birth, clean_sex(sex) AS sex, clean_cccd(id) AS cccd,
    clean_bhxh(card) AS bhxh, NULL AS is_dead, NULL AS has_left, NULL AS is_insured, {exam}, NULL AS has_ehr,
    NULL AS national_state, filename AS file
FROM {rows} r {names}
WHERE regexp_full_match(trim(seq), '\\d+')
"""

NO_EXAM = "NULL AS exam_date, NULL AS is_measured"
EXAM = """clean_date(exam_date) AS exam_date,
    number(height) > 0 AND number(weight) > 0 AND regexp_matches(pressure, '\\d+/\\d+')
    AND NOT (number(height) = 165 AND number(weight) = 60 AND pressure = '120/80') AS is_measured"""

RECORDS = "CREATE TABLE records AS SELECT row_number() OVER () AS record_id, * FROM ({union});"

REGISTER = """
CREATE TABLE register AS
SELECT record_id AS person_id, * EXCLUDE (record_id) FROM records WHERE kind = 'residents'
QUALIFY cccd IS NULL OR row_number() OVER (PARTITION BY cccd ORDER BY record_id) = 1;
"""

BY_CCCD = """
CREATE TABLE by_cccd AS SELECT r.record_id, p.person_id FROM records r JOIN register p USING (cccd)
WHERE r.name = p.name OR left(r.birth, 4) = left(p.birth, 4);
"""

BY_NAME = """
CREATE TABLE by_name AS SELECT r.record_id, p.person_id FROM records r JOIN (
    SELECT name, birth, commune, any_value(person_id) AS person_id FROM register
    WHERE birth IS NOT NULL GROUP BY ALL HAVING count(*) = 1) p USING (name, birth, commune)
WHERE r.kind <> 'residents';
"""

BY_BHXH = """
CREATE TABLE by_bhxh AS WITH numbers AS (
    SELECT bhxh, any_value(person_id) AS person_id
    FROM records JOIN (SELECT record_id, coalesce(c.person_id, n.person_id) AS person_id
                       FROM by_cccd c FULL JOIN by_name n USING (record_id)) USING (record_id)
    WHERE kind = 'insurance' AND bhxh IS NOT NULL GROUP BY bhxh HAVING count(DISTINCT person_id) = 1)
SELECT r.record_id, p.person_id FROM records r JOIN numbers USING (bhxh) JOIN register p USING (person_id)
WHERE r.name = p.name OR left(r.birth, 4) = left(p.birth, 4);
"""

LINKED = """
CREATE TABLE linked AS
SELECT r.*, coalesce(CAST(coalesce(g.person_id, c.person_id, b.person_id, n.person_id) AS VARCHAR),
    'c' || r.cccd, 'b' || r.bhxh, 'n' || r.name || '|' || r.birth || '|' || coalesce(r.commune, ''),
    'r' || r.record_id) AS person_id
FROM records r LEFT JOIN by_cccd c USING (record_id) LEFT JOIN by_bhxh b USING (record_id)
LEFT JOIN by_name n USING (record_id) LEFT JOIN register g ON g.person_id = r.record_id;
"""

PERSONS = """
CREATE TABLE persons AS SELECT person_id,
    coalesce(min(commune) FILTER (kind = 'residents'), min(commune)) AS commune,
    coalesce(min(name) FILTER (kind = 'residents'), min(name)) AS name,
    coalesce(min(birth) FILTER (kind = 'residents'), min(birth)) AS birth,
    coalesce(min(sex) FILTER (kind = 'residents'), min(sex)) AS sex, min(cccd) AS cccd, min(bhxh) AS bhxh,
    coalesce(bool_or(kind = 'residents' AND NOT coalesce(has_left, false)), false)
        AND NOT coalesce(bool_or(is_dead), false) AS is_resident,
    bool_or(kind = 'plan') AS is_planned, bool_or(kind = 'school') AS is_pupil, bool_or(kind = 'employer') AS is_worker,
    coalesce(bool_or(is_measured AND exam_date BETWEEN $first AND $last), false) AS is_screened,
    coalesce(bool_or(has_ehr), false) AS has_ehr,
    coalesce(bool_or(has_ehr AND national_state = 'Đã tiếp nhận'), false) AS is_accepted,
    coalesce(bool_or(is_insured), false) AS is_insured, count(*) AS record_count
FROM linked GROUP BY person_id;
"""

COVERAGE = """
CREATE TABLE coverage AS SELECT commune, count(*) FILTER (is_resident) AS population,
    count(*) FILTER (is_planned) AS planned, count(*) FILTER (is_planned AND is_screened) AS screened,
    count(*) FILTER (is_resident AND has_ehr) AS ehr, count(*) FILTER (is_resident AND is_accepted) AS accepted,
    count(*) FILTER (is_resident AND is_insured) AS insured
FROM persons GROUP BY commune ORDER BY commune;
"""

TOTALS = """
SELECT sum(population), sum(planned), sum(screened), sum(ehr), sum(accepted), sum(insured),
    (SELECT count(*) FROM records), (SELECT count(*) FROM persons) FROM coverage
"""
TOTAL_NAMES = ["population", "planned", "screened", "ehr", "accepted", "insured", "records", "persons"]


def literal(value: object) -> str:
    """A value as SQL: text, or a list of texts."""
    if isinstance(value, list):
        return "[" + ", ".join(literal(item) for item in value) + "]"
    return "'" + str(value).replace("'", "''") + "'"


def bind(sql: str, **values: object) -> str:
    """`sql` with its `$name` parameters written out: statements that create tables take none."""
    for name, value in values.items():
        sql = sql.replace(f"${name}", literal(value))
    return sql


def roster_rows(files: list[str], kind: str, delimiter: str) -> str:
    """All rows of rosters that share a delimiter, title and section rows included."""
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in ROSTER_COLUMNS[kind])
    return (
        f"read_csv({literal(files)}, auto_detect=false, columns={{{columns}}}, delim='{delimiter}', quote='\"', "
        "escape='\"', header=false, null_padding=true, strict_mode=false, filename=true)"
    )


def rosters(data: Path, kind: str) -> list[str]:
    """One SELECT per delimiter of a kind of roster. Unit rosters name the commune in a column."""
    has_name = "commune_name" in ROSTER_COLUMNS[kind]
    commune = "m.code" if has_name else "file_commune(filename)"
    names = "LEFT JOIN commune_names m ON m.name = clean_name(r.commune_name)" if has_name else ""
    exam = EXAM if kind == "screening" else NO_EXAM
    return [
        ROSTER.format(kind=kind, commune=commune, names=names, exam=exam, rows=roster_rows(files, kind, delimiter))
        for delimiter, files in rosters_by_delimiter(data, kind).items()
    ]


def extracts(data: Path, as_of: str) -> list[str]:
    """A SELECT of cleaned records per group of files, all with the same columns."""
    provincial = {"residents": RESIDENTS, "insurance": INSURANCE, "ehr": EHR}
    selects = [
        bind(sql, files=sorted(str(file) for file in (data / folder).glob("*.csv")), as_of=as_of)
        for folder, sql in provincial.items()
    ]
    for kind in ROSTER_COLUMNS:
        selects += rosters(data, kind)
    return selects


def build(connection: duckdb.DuckDBPyConnection, options: argparse.Namespace) -> None:
    """Creates every table, from files to coverage."""
    connection.execute(MACROS)
    units, mapping = options.reference / "admin_units.csv", options.reference / "old_to_new_communes.csv"
    connection.execute(bind(COMMUNES, units=units, mapping=mapping, province=options.province))
    union = "\nUNION ALL BY NAME\n".join(extracts(options.data, options.as_of))
    connection.execute(RECORDS.format(union=union))
    if options.records_only:
        return
    for step in (REGISTER, BY_CCCD, BY_NAME, BY_BHXH, LINKED):
        connection.execute(step)
    connection.execute(bind(PERSONS, first=WINDOW[0], last=WINDOW[1]))
    connection.execute(COVERAGE)


def write(connection: duckdb.DuckDBPyConnection, out: Path) -> None:
    """Writes the three results."""
    out.mkdir(parents=True, exist_ok=True)
    for table, order in (("linked", "commune, record_id"), ("persons", "commune, person_id"), ("coverage", "commune")):
        name = "records" if table == "linked" else table
        target = literal(out / f"{name}.parquet")
        connection.execute(f"COPY (FROM {table} ORDER BY {order}) TO {target} (FORMAT parquet, COMPRESSION zstd)")


def arguments() -> argparse.Namespace:
    """What was typed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("reference", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--as-of", required=True)
    parser.add_argument("--province", default="04")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--records-only", action="store_true", help="read and clean, nothing more")
    return parser.parse_args()


def main() -> None:
    """Builds, writes and prints one JSON line."""
    options = arguments()
    start = time.perf_counter()
    connection = duckdb.connect()
    connection.execute(f"SET threads={options.threads}")
    build(connection, options)
    if options.records_only:
        report = {"records": connection.execute("SELECT count(*) FROM records").fetchone()[0]}
    else:
        write(connection, options.out)
        totals = connection.execute(TOTALS).fetchone()
        report = {name: int(total) for name, total in zip(TOTAL_NAMES, totals)}
    report["seconds_after_imports"] = round(time.perf_counter() - start, 3)
    print(json.dumps(report))


if __name__ == "__main__":
    main()
