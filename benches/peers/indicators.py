"""Counts indicators of persons and communes again, by brute force in DuckDB, and compares with the published table.

    python indicators.py VERSION --pipeline PIPELINE [--totals]

VERSION is a version's folder (`out/<pipeline>/current`); PIPELINE holds pipeline.toml and indicators.toml.
Numerators and denominators are counted with the definitions' own SQL over restricted/persons.parquet and
restricted/exams.parquet (indicators of communes: over restricted/counts.parquet), for the province, each
commune of the scope, and `unassigned`, in each stratum, and must equal steering/indicators.parquet row by
row. Rows whose state is missing_input must have no counts. Exit 1 with a listing on any difference.
Needs Python 3.11 and duckdb.

--totals prints the province's totals as one JSON line instead, by the names that the other contestants use.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tomllib
from pathlib import Path

import duckdb

KEY = "level, commune_code, indicator, stratum_kind, stratum"

STRATA: dict[str, list[str]] = {
    "age_band": ["0-5", "6-17", "18-59", "60+", "unknown"],
    "sex": ["male", "female", "unknown"],
    "target_group": [*(str(code) for code in range(1, 17)), "none"],
}

TOTALS = {
    "population": ("CB02", "denominator"),
    "planned": ("CB01", "denominator"),
    "screened": ("CB01", "numerator"),
    "ehr": ("CB02", "numerator"),
    "accepted": ("CB03", "numerator"),
    "insured": ("CB04", "numerator"),
}
"""Where the totals that every contestant prints stand: indicator and column."""

PLACED = """
CREATE TABLE placed AS SELECT *, CASE WHEN commune_code IN (FROM scope) THEN commune_code END AS place FROM persons
"""

PERSON_FLAGS = """
CREATE OR REPLACE TEMP TABLE flags AS SELECT place, coalesce(CAST(age_band AS VARCHAR), 'unknown') AS age_band,
    coalesce(CAST(sex AS VARCHAR), 'unknown') AS sex,
    CASE WHEN coalesce(target_groups, '') = '' THEN ['none']
         ELSE list_distinct(string_split(CAST(target_groups AS VARCHAR), ';')) END AS target_group,
    coalesce(({numerator}), false) AS achieved
FROM placed WHERE coalesce(({denominator}), false)
"""

HAS_EXAM = "person_id IN (SELECT person_id FROM exams WHERE coalesce(({condition}), false))"

COUNT_STRATUM = """
INSERT INTO counted
SELECT level, code, $indicator, $kind, stratum, count(*) FILTER (achieved), count(*) FROM (
    SELECT 'province' AS level, NULL AS code, {stratum} AS stratum, achieved FROM flags
    UNION ALL
    SELECT CASE WHEN place IS NULL THEN 'unassigned' ELSE 'commune' END, place, {stratum}, achieved FROM flags)
GROUP BY ALL
"""

FILL_ZEROS = """
INSERT INTO counted
SELECT e.level, e.code, $indicator, $kind, e.stratum, 0, 0
FROM (SELECT * FROM (SELECT 'province' AS level, NULL AS code UNION ALL SELECT 'commune', code FROM scope
                     UNION ALL SELECT 'unassigned', NULL WHERE EXISTS (FROM flags WHERE place IS NULL)),
     (SELECT unnest($strata) AS stratum)) e
ANTI JOIN (SELECT * FROM counted WHERE indicator = $indicator AND stratum_kind = $kind) c
ON e.level = c.level AND e.code IS NOT DISTINCT FROM c.commune_code AND e.stratum = c.stratum
"""

COUNT_COMMUNES = """
INSERT INTO counted
SELECT level, code, $indicator, 'all', 'all', count(*) FILTER (counted AND achieved), count(*) FILTER (counted) FROM (
    SELECT code AS commune, {denominator} AS counted,
        code IN (SELECT commune_code FROM aggregates WHERE coalesce(({numerator}), false)) AS achieved FROM scope),
    LATERAL (SELECT 'province' AS level, NULL AS code UNION ALL SELECT 'commune', commune)
GROUP BY ALL
"""

DIFFERENCES = f"""
SELECT coalesce(c.level, p.level), coalesce(c.commune_code, p.commune_code), coalesce(c.indicator, p.indicator),
    coalesce(c.stratum_kind, p.stratum_kind), coalesce(c.stratum, p.stratum),
    c.numerator, c.denominator, p.numerator, p.denominator, p.state
FROM counted c FULL JOIN published p
ON (c.level, c.indicator, c.stratum_kind, c.stratum) = (p.level, p.indicator, p.stratum_kind, p.stratum)
    AND c.commune_code IS NOT DISTINCT FROM p.commune_code
WHERE c.level IS NULL OR p.level IS NULL OR (
    CASE WHEN p.state = 'missing_input' THEN p.numerator IS NOT NULL OR p.denominator IS NOT NULL
    ELSE p.numerator IS DISTINCT FROM c.numerator OR p.denominator IS DISTINCT FROM c.denominator
        OR (p.value IS NOT NULL AND p.value <> CAST(p.numerator AS DOUBLE) / p.denominator) END)
ORDER BY 3, 1, 2, 4, 5
"""


def toml(file: Path) -> dict:
    """A parsed TOML file."""
    return tomllib.loads(file.read_text(encoding="utf-8"))


def scope(folder: Path, pipeline: dict) -> list[str]:
    """Codes of the communes that get rows: those named, else all of the province."""
    head = pipeline["pipeline"]
    if "communes" in head:
        return sorted(head["communes"])
    with (folder / head["reference"] / "admin_units.csv").open(encoding="utf-8", newline="") as units:
        communes = [row for row in csv.DictReader(units) if row["level"] == "commune"]
    return sorted(row["code"] for row in communes if row["parent_code"] == head["province"])


def load(version: Path, communes: list[str]) -> duckdb.DuckDBPyConnection:
    """A database with persons, exams, the published table and an empty table of counts."""
    connection = duckdb.connect()
    for folder, name, table in (
        ("restricted", "persons", "persons"), ("restricted", "exams", "exams"), ("restricted", "counts", "aggregates"),
        ("steering", "indicators", "all_published"),
    ):
        file = str(version / folder / f"{name}.parquet").replace("'", "''")
        connection.execute(f"CREATE VIEW {table} AS FROM read_parquet('{file}')")
    connection.execute("CREATE TABLE scope AS SELECT unnest(?::VARCHAR[]) AS code", [communes])
    connection.execute(PLACED)
    columns = f"{KEY}, numerator, denominator"
    connection.execute(f"CREATE TABLE counted AS SELECT {columns} FROM all_published LIMIT 0")
    return connection


def count_persons(connection: duckdb.DuckDBPyConnection, definition: dict) -> None:
    """Counts one indicator of persons in every place and stratum."""
    numerator = definition.get("numerator")
    if numerator is None:
        numerator = HAS_EXAM.format(condition=definition["numerator_exam"])
    denominator = definition.get("denominator", "").strip() or "TRUE"
    if "denominator_exam" in definition:
        denominator = f"({denominator}) AND {HAS_EXAM.format(condition=definition['denominator_exam'])}"
    connection.execute(PERSON_FLAGS.format(numerator=numerator, denominator=denominator))
    for kind in ["all", *(kind for kind in definition.get("strata", []) if kind != "all")]:
        expression = {"all": "'all'", "target_group": "unnest(target_group)"}.get(kind, kind)
        values = {"indicator": definition["code"], "kind": kind}
        connection.execute(COUNT_STRATUM.format(stratum=expression), values)
        connection.execute(FILL_ZEROS, values | {"strata": STRATA.get(kind, ["all"])})


def count_communes(connection: duckdb.DuckDBPyConnection, definition: dict) -> None:
    """Counts one indicator of communes; an empty denominator is every commune of the scope."""
    condition = definition.get("denominator", "").strip()
    denominator = "true"
    if condition:
        denominator = f"code IN (SELECT commune_code FROM aggregates WHERE coalesce(({condition}), false))"
    sql = COUNT_COMMUNES.format(denominator=denominator, numerator=definition["numerator"])
    connection.execute(sql, {"indicator": definition["code"]})


def compare(version: Path, folder: Path) -> int:
    """Prints what differs; the number of differences."""
    pipeline = toml(folder / "pipeline.toml")
    connection = load(version, scope(folder, pipeline))
    counters = {"persons": count_persons, "communes": count_communes}
    definitions = toml(folder / pipeline["pipeline"]["indicators"])["indicators"]
    counted = [definition for definition in definitions if definition["population"] in counters]
    for definition in counted:
        counters[definition["population"]](connection, definition)
    codes = [definition["code"] for definition in counted]
    connection.execute("CREATE TABLE published AS FROM all_published WHERE list_contains(?::VARCHAR[], indicator)", [codes])
    differences = connection.execute(DIFFERENCES).fetchall()
    for level, code, indicator, kind, stratum, *counts, state in differences:
        ours, theirs = f"{counts[0]}/{counts[1]}", f"{counts[2]}/{counts[3]}"
        print(f"{indicator} {level} {code or ''} {kind}={stratum}: counted {ours}, published {theirs} ({state})")
    rows, codes = connection.execute("SELECT count(*), count(DISTINCT indicator) FROM published").fetchone()
    print(f"{rows} rows of {codes} indicators published, {len(differences)} differ from the brute-force count")
    return len(differences) + (rows == 0)


def totals(version: Path) -> dict[str, int]:
    """The province's published totals, and the row counts of records and persons."""
    file = str(version / "steering" / "indicators.parquet")
    rows = duckdb.execute(
        "SELECT indicator, numerator, denominator FROM read_parquet(?) "
        "WHERE level = 'province' AND stratum_kind = 'all'",
        [file],
    ).fetchall()
    published = {indicator: {"numerator": top, "denominator": bottom} for indicator, top, bottom in rows}
    result = {name: published[indicator][column] for name, (indicator, column) in TOTALS.items()}
    manifest = json.loads((version / "manifest.json").read_text(encoding="utf-8"))
    by_dataset = {output["dataset"]: output["rows"] for output in manifest["outputs"]}
    return result | {name: by_dataset[name] for name in ("records", "persons")}


def main() -> int:
    """Compares, or prints totals."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("version", type=Path)
    parser.add_argument("--pipeline", type=Path)
    parser.add_argument("--totals", action="store_true")
    options = parser.parse_args()
    if options.totals:
        print(json.dumps(totals(options.version)))
        return 0
    if options.pipeline is None:
        parser.error("--pipeline is needed to count")
    return 1 if compare(options.version, options.pipeline) else 0


if __name__ == "__main__":
    sys.exit(main())
