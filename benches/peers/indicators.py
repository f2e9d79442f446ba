"""Counts every indicator again, by brute force in DuckDB, and compares with the published table.

    python indicators.py VERSION --pipeline PIPELINE [--totals]

VERSION is a version's folder (`out/<pipeline>/current`); PIPELINE holds pipeline.toml and indicators.toml.
Numerators and denominators are counted with the definitions' own SQL over restricted/persons.parquet,
restricted/exams.parquet and, of what places deliver, restricted/counts.parquet, for the province, each commune of
the scope, and `unassigned`, in each stratum. They and the values that follow from them must equal
steering/indicators.parquet row by row. Rows whose state is missing_input must have none of them, and unless a source
is missing there must be nothing to count. Exit 1 with a listing on any difference.
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

COUNTED = f"INSERT INTO counted ({KEY}, numerator, denominator)"

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

FLAGS = """
CREATE OR REPLACE TEMP TABLE flags AS SELECT place, coalesce(CAST(age_band AS VARCHAR), 'unknown') AS age_band,
    coalesce(CAST(sex AS VARCHAR), 'unknown') AS sex,
    CASE WHEN coalesce(target_groups, '') = '' THEN ['none']
         ELSE list_distinct(string_split(CAST(target_groups AS VARCHAR), ';')) END AS target_group,
    achieved
FROM (SELECT person_id, coalesce(({numerator}), false) AS achieved FROM {units} WHERE coalesce(({denominator}), false))
LEFT JOIN placed USING (person_id)
"""

HAS_EXAM = "person_id IN (SELECT person_id FROM exams WHERE coalesce(({condition}), false))"

COUNT_STRATUM = COUNTED + """
SELECT level, code, $indicator, $kind, stratum, count(*) FILTER (achieved), count(*) FROM (
    SELECT 'province' AS level, NULL AS code, {stratum} AS stratum, achieved FROM flags
    UNION ALL
    SELECT CASE WHEN place IS NULL THEN 'unassigned' ELSE 'commune' END, place, {stratum}, achieved FROM flags)
GROUP BY ALL
"""

FILL_ZEROS = COUNTED + """
SELECT e.level, e.code, $indicator, $kind, e.stratum, 0, 0
FROM (SELECT * FROM (SELECT 'province' AS level, NULL AS code UNION ALL SELECT 'commune', code FROM scope
                     UNION ALL SELECT 'unassigned', NULL WHERE EXISTS (FROM flags WHERE place IS NULL)),
     (SELECT unnest($strata) AS stratum)) e
ANTI JOIN (SELECT * FROM counted WHERE indicator = $indicator AND stratum_kind = $kind) c
ON e.level = c.level AND e.code IS NOT DISTINCT FROM c.commune_code AND e.stratum = c.stratum
"""

COUNT_COMMUNES = COUNTED + """
SELECT level, code, $indicator, 'all', 'all', count(*) FILTER (counted AND achieved), count(*) FILTER (counted) FROM (
    SELECT code AS commune, {denominator} AS counted,
        code IN (SELECT commune_code FROM aggregates WHERE coalesce(({numerator}), false)) AS achieved FROM scope),
    LATERAL (SELECT 'province' AS level, NULL AS code UNION ALL SELECT 'commune', commune)
GROUP BY ALL
"""

COUNT_FACILITIES = COUNTED + """
SELECT level, place, $indicator, 'all', 'all', count(facility) FILTER (achieved), count(facility) FROM (
    SELECT code, facility,
        facility IN (SELECT facility FROM aggregates WHERE coalesce(({numerator}), false)) AS achieved
    FROM scope LEFT JOIN (
        SELECT facility, min(commune_code) AS code FROM aggregates
        WHERE facility IS NOT NULL AND coalesce(({denominator}), false) GROUP BY facility) USING (code)),
    LATERAL (SELECT 'province' AS level, NULL AS place UNION ALL SELECT 'commune', code)
GROUP BY ALL
"""

COUNT_MILESTONE = COUNTED + """
SELECT 'province', NULL, $indicator, 'all', 'all', count(*) > 0, 1 FROM aggregates WHERE coalesce(({numerator}), false)
"""

DELIVERED = """
SELECT commune_code, {amount} FROM aggregates
WHERE coalesce(({condition}), false) AND (commune_code IS NULL OR commune_code IN (FROM scope)) GROUP BY ALL
"""

PEOPLE = "SELECT {place}, count(*) FROM placed WHERE coalesce(({condition}), false) GROUP BY ALL"

ADD = "INSERT INTO counted SELECT $level, $code, $indicator, 'all', 'all', $numerator, $denominator, $value"

COUNT_RATIO = COUNTED + """
SELECT level, commune_code, $indicator, stratum_kind, stratum, CASE WHEN bottom IS NOT NULL THEN top END,
    CASE WHEN top IS NOT NULL THEN bottom END
FROM (SELECT level, commune_code, stratum_kind, stratum, max(numerator) FILTER (indicator = $numerator) AS top,
          max(numerator) FILTER (indicator = $denominator) AS bottom
      FROM (FROM counted WHERE indicator IN ($numerator, $denominator) AND list_contains($kinds, stratum_kind)
            UNION ALL BY NAME
            SELECT 'commune' AS level, code AS commune_code, 'all' AS stratum_kind, 'all' AS stratum FROM scope)
      GROUP BY ALL)
WHERE level <> 'unassigned' OR (top IS NOT NULL AND EXISTS (
    FROM counted WHERE indicator = $denominator AND level = 'unassigned' AND numerator > 0))
"""

SET_VALUES = """
UPDATE counted SET value = CAST(numerator AS DOUBLE) / denominator * $factor
WHERE indicator = $indicator AND denominator > 0
"""

PROVINCE_ONLY = "DELETE FROM counted WHERE indicator = $indicator AND level <> 'province'"

# A missing source may hide what is there; every other reason for missing_input is that nothing is there to count.
DIFFERENCES = f"""
SELECT coalesce(c.level, p.level), coalesce(c.commune_code, p.commune_code), coalesce(c.indicator, p.indicator),
    coalesce(c.stratum_kind, p.stratum_kind), coalesce(c.stratum, p.stratum),
    c.numerator, c.denominator, c.value, p.numerator, p.denominator, p.value, p.state
FROM counted c FULL JOIN published p
ON (c.level, c.indicator, c.stratum_kind, c.stratum) = (p.level, p.indicator, p.stratum_kind, p.stratum)
    AND c.commune_code IS NOT DISTINCT FROM p.commune_code
WHERE c.level IS NULL OR p.level IS NULL OR (
    CASE WHEN p.state = 'missing_input' THEN coalesce(p.numerator, p.denominator, p.value) IS NOT NULL
        OR (coalesce(p.cause, '') NOT LIKE '%: missing%' AND coalesce(c.numerator, c.denominator, c.value) IS NOT NULL)
    ELSE p.numerator IS DISTINCT FROM c.numerator OR p.denominator IS DISTINCT FROM c.denominator
        OR p.value IS DISTINCT FROM CASE WHEN p.state <> 'no_plan' THEN c.value END END)
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
        ("steering", "indicators", "published"),
    ):
        file = str(version / folder / f"{name}.parquet").replace("'", "''")
        connection.execute(f"CREATE VIEW {table} AS FROM read_parquet('{file}')")
    connection.execute("CREATE TABLE scope AS SELECT unnest(?::VARCHAR[]) AS code", [communes])
    connection.execute(PLACED)
    connection.execute(f"CREATE TABLE counted AS SELECT {KEY}, numerator, denominator, value FROM published LIMIT 0")
    return connection


def count_strata(connection: duckdb.DuckDBPyConnection, definition: dict) -> None:
    """Counts the flags in every place and stratum."""
    for kind in ["all", *(kind for kind in definition.get("strata", []) if kind != "all")]:
        expression = {"all": "'all'", "target_group": "unnest(target_group)"}.get(kind, kind)
        values = {"indicator": definition["code"], "kind": kind}
        connection.execute(COUNT_STRATUM.format(stratum=expression), values)
        connection.execute(FILL_ZEROS, values | {"strata": STRATA.get(kind, ["all"])})


def count_persons(connection: duckdb.DuckDBPyConnection, definition: dict) -> None:
    """Counts one indicator of persons."""
    numerator = definition.get("numerator")
    if numerator is None:
        numerator = HAS_EXAM.format(condition=definition["numerator_exam"])
    denominator = definition.get("denominator", "").strip() or "TRUE"
    if "denominator_exam" in definition:
        denominator = f"({denominator}) AND {HAS_EXAM.format(condition=definition['denominator_exam'])}"
    connection.execute(FLAGS.format(units="persons", numerator=numerator, denominator=denominator))
    count_strata(connection, definition)


def count_exams(connection: duckdb.DuckDBPyConnection, definition: dict) -> None:
    """Counts one indicator of exams, each where and as what its person stands in persons."""
    denominator = definition.get("denominator", "").strip() or "TRUE"
    connection.execute(FLAGS.format(units="exams", numerator=definition["numerator"], denominator=denominator))
    count_strata(connection, definition)


def count_communes(connection: duckdb.DuckDBPyConnection, definition: dict) -> None:
    """Counts one indicator of communes; an empty denominator is every commune of the scope."""
    condition = definition.get("denominator", "").strip()
    denominator = "true"
    if condition:
        denominator = f"code IN (SELECT commune_code FROM aggregates WHERE coalesce(({condition}), false))"
    sql = COUNT_COMMUNES.format(denominator=denominator, numerator=definition["numerator"])
    connection.execute(sql, {"indicator": definition["code"]})


def count_facilities(connection: duckdb.DuckDBPyConnection, definition: dict) -> None:
    """Counts one indicator of facilities by their codes, where the rows of the denominator place them."""
    denominator = definition.get("denominator", "").strip() or "TRUE"
    sql = COUNT_FACILITIES.format(denominator=denominator, numerator=definition["numerator"])
    connection.execute(sql, {"indicator": definition["code"]})


def count_milestone(connection: duckdb.DuckDBPyConnection, definition: dict) -> None:
    """Done when any delivered row says so; no row is not done."""
    connection.execute(COUNT_MILESTONE.format(numerator=definition["numerator"]), {"indicator": definition["code"]})


def delivered(connection: duckdb.DuckDBPyConnection, condition: str, amount: str) -> dict[str | None, float]:
    """The amount of every place that delivered a row of it; None is the whole province."""
    return dict(connection.execute(DELIVERED.format(condition=condition, amount=amount)).fetchall())


def people(connection: duckdb.DuckDBPyConnection, condition: str, communes: list[str]) -> dict[str | None, int]:
    """The people of each commune and, under None, of the whole province, whatever their commune."""
    everybody, living = (
        dict(connection.execute(PEOPLE.format(condition=condition, place=place)).fetchall())
        for place in ("NULL", "place")
    )
    return {code: living.get(code, 0) for code in communes} | {None: everybody.get(None, 0)}


def count_amounts(connection: duckdb.DuckDBPyConnection, definition: dict) -> None:
    """Sets what places delivered against other amounts or people, or takes it as it is."""
    communes = [code for (code,) in connection.execute("FROM scope").fetchall()]
    pairs, values = {}, {}
    if "denominator" in definition or "denominator_person" in definition:
        pairs = paired(connection, definition, communes)
    else:
        # Values do not add up: where a place delivered several, none is its value.
        only = "CASE WHEN count(*) = 1 THEN any_value(value) END"
        values = delivered(connection, definition["numerator"], only)
    for place in [None, *communes]:
        numerator, denominator = pairs.get(place, (None, None))
        row = {"level": "commune" if place else "province", "code": place, "indicator": definition["code"]}
        row |= {"numerator": numerator, "denominator": denominator, "value": values.get(place)}
        connection.execute(ADD, row)


def paired(
    connection: duckdb.DuckDBPyConnection, definition: dict, communes: list[str]
) -> dict[str | None, tuple[int, int]]:
    """Numerator and denominator of each place that delivered both."""
    # Rounded place by place, so that the province is the sum of what its communes show.
    whole = "CAST(round(sum(value)) AS BIGINT)"
    numerators = delivered(connection, definition["numerator"], whole)
    province_delivers = None in numerators
    if "denominator_person" in definition:
        denominators = people(connection, definition["denominator_person"], communes)
    else:
        denominators = delivered(connection, definition["denominator"], whole)
        province_delivers = province_delivers or None in denominators
    # Numerators alone: over nobody there is no value either way.
    if definition.get("absent_is_zero"):
        numerators = dict.fromkeys(communes, 0) | numerators
    pairs = {place: (numerators[place], denominators[place]) for place in numerators if place in denominators}
    # A province that delivered one part only is no sum of communes: its number would be set against theirs.
    if pairs and not province_delivers:
        pairs[None] = tuple(map(sum, zip(*pairs.values(), strict=True)))
    return pairs


def count_ratio(connection: duckdb.DuckDBPyConnection, definition: dict) -> None:
    """Sets the counted numerator of one indicator against that of another."""
    values = {"indicator": definition["code"], "kinds": ["all", *definition.get("strata", [])]}
    connection.execute(COUNT_RATIO, values | {part: definition[part] for part in ("numerator", "denominator")})


COUNTERS = {
    "persons": count_persons,
    "exams": count_exams,
    "communes": count_communes,
    "facilities": count_facilities,
    "milestone": count_milestone,
    "aggregates": count_amounts,
    "indicators": count_ratio,
}


def factor(definition: dict) -> int:
    """What a unit multiplies by: per_1000 by 1000, a share by 1."""
    unit = definition.get("unit", "share")
    return int(unit.removeprefix("per_")) if unit.startswith("per_") else 1


def compare(version: Path, folder: Path) -> int:
    """Prints what differs; the number of differences."""
    pipeline = toml(folder / "pipeline.toml")
    connection = load(version, scope(folder, pipeline))
    definitions = toml(folder / pipeline["pipeline"]["indicators"])["indicators"]
    # Ratios last, whatever their place in the file: they take what the others counted.
    for definition in sorted(definitions, key=lambda definition: definition["population"] == "indicators"):
        COUNTERS[definition["population"]](connection, definition)
        indicator = {"indicator": definition["code"]}
        connection.execute(SET_VALUES, indicator | {"factor": factor(definition)})
        if definition.get("level") == "province":
            connection.execute(PROVINCE_ONLY, indicator)
    differences = connection.execute(DIFFERENCES).fetchall()
    for level, code, indicator, kind, stratum, *counts, state in differences:
        ours, theirs = ("{}/{} = {}".format(*part) for part in (counts[:3], counts[3:]))
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
