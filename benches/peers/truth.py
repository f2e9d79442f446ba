"""How well a published version links the records of an invented province.

    python truth.py VERSION TRUTH [--json FILE]

VERSION is a version's folder (`out/<pipeline>/current`), TRUTH the `truth/truth.csv` that `toandan synth`
wrote beside the extracts. Needs duckdb.

A pair is two records; it is found when both have one person_id and right when both have one true person.
precision = right pairs found / pairs found; recall = right pairs found / true pairs; F1 their harmonic mean.
Pairs are counted from the contingency of persons and true persons: n records in a cell are n(n-1)/2 pairs,
and n of one kind with m of another are n*m. Only accepted records are counted; quarantined rows are told.
Exit 1 when a record has no row in the truth, or a record no person: the figures would mean nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import duckdb

RECORDS = """
CREATE TABLE truth AS SELECT parse_filename(file) AS file, coalesce(sheet, '') AS sheet,
    CAST(row AS BIGINT) AS row, person FROM read_csv(?, all_varchar=true);
"""
JOINED = """
CREATE TABLE joined AS SELECT r.record_id, r.kind, l.person_id AS found, t.person AS truth
FROM (SELECT record_id, CAST(kind AS VARCHAR) AS kind, parse_filename(CAST(file AS VARCHAR)) AS file,
             coalesce(CAST(sheet AS VARCHAR), '') AS sheet, CAST(row AS BIGINT) AS row
      FROM read_parquet(?)) r
LEFT JOIN read_parquet(?) l USING (record_id) LEFT JOIN truth t USING (file, sheet, row);
"""
CELLS = """
CREATE TABLE cells AS SELECT kind, found, truth, CAST(count(*) AS HUGEINT) AS n FROM joined GROUP BY ALL;
"""

WITHIN = """
SELECT kind AS left_kind, kind AS right_kind, coalesce(sum(n * (n - 1) // 2), 0) AS pairs
FROM (SELECT kind, {keys}, sum(n) AS n FROM cells GROUP BY ALL) GROUP BY kind
"""
ACROSS = """
SELECT a.kind AS left_kind, b.kind AS right_kind, sum(a.n * b.n) AS pairs
FROM (SELECT kind, {keys}, sum(n) AS n FROM cells GROUP BY ALL) a
JOIN (SELECT kind, {keys}, sum(n) AS n FROM cells GROUP BY ALL) b USING ({keys})
WHERE a.kind < b.kind GROUP BY ALL
"""

PERSONS = """
WITH by_person AS (SELECT found, truth, sum(n) AS n FROM cells GROUP BY ALL),
    merged AS (SELECT found, sum(n) - max(n) AS foreign_records FROM by_person GROUP BY found HAVING count(*) > 1),
    split AS (SELECT truth, count(*) AS parts FROM by_person GROUP BY truth HAVING count(*) > 1)
SELECT (SELECT count(DISTINCT found) FROM cells) AS persons, (SELECT count(DISTINCT truth) FROM cells) AS true_persons,
    (SELECT count(*) FROM merged) AS merged, (SELECT coalesce(sum(foreign_records), 0) FROM merged) AS foreign_records,
    (SELECT count(*) FROM split) AS split, (SELECT coalesce(sum(parts - 1), 0) FROM split) AS surplus_persons
"""

COVERED = """
SELECT (SELECT count(*) FROM joined) AS records, (SELECT count(*) FROM truth) AS truth_rows,
    (SELECT count(*) FROM joined WHERE truth IS NULL) AS without_truth,
    (SELECT count(*) FROM joined WHERE found IS NULL) AS without_person
"""

Pairs = dict[tuple[str, str], int]


def load(version: Path, truth: Path) -> duckdb.DuckDBPyConnection:
    """A database with the contingency of kinds, persons and true persons."""
    connection = duckdb.connect()
    restricted = version / "restricted"
    connection.execute(RECORDS, [str(truth)])
    connection.execute(JOINED, [str(restricted / "records.parquet"), str(restricted / "links.parquet")])
    connection.execute(CELLS)
    return connection


def row(connection: duckdb.DuckDBPyConnection, sql: str) -> dict[str, int]:
    """The only row of `sql`, by column."""
    cursor = connection.execute(sql)
    return {column[0]: int(value) for column, value in zip(cursor.description, cursor.fetchone())}


def pairs(connection: duckdb.DuckDBPyConnection, keys: str) -> Pairs:
    """Pairs of records with equal `keys`, per unordered pair of kinds."""
    counted: Pairs = {}
    for sql in (WITHIN, ACROSS):
        for left, right, count in connection.execute(sql.format(keys=keys)).fetchall():
            counted[(left, right)] = int(count)
    return counted


def rates(right: int, found: int, true: int) -> dict[str, float | int | None]:
    """Precision, recall and F1 of counts of pairs; None where there is nothing to divide by."""
    precision = right / found if found else None
    recall = right / true if true else None
    f1 = 2 * right / (found + true) if found + true else None
    return {"right": right, "found": found, "true": true, "precision": precision, "recall": recall, "f1": f1}


def evaluate(connection: duckdb.DuckDBPyConnection) -> dict[str, object]:
    """Everything this script knows of a version."""
    right, found, true = (pairs(connection, keys) for keys in ("found, truth", "found", "truth"))
    kinds = sorted(key for key in found.keys() | true.keys() if found.get(key) or true.get(key))
    return {
        "coverage": row(connection, COVERED),
        "persons": row(connection, PERSONS),
        "overall": rates(sum(right.values()), sum(found.values()), sum(true.values())),
        "by_kinds": {
            " - ".join(key): rates(right.get(key, 0), found.get(key, 0), true.get(key, 0)) for key in kinds
        },
    }


def percent(share: float | None) -> str:
    """A share for people."""
    return "-" if share is None else f"{100 * share:.3f} %"


def markdown(result: dict) -> str:
    """The result as tables."""
    covered, persons = result["coverage"], result["persons"]
    quarantined = covered["truth_rows"] - covered["records"] + covered["without_truth"]
    lines = [
        f"{covered['records']:,} records, {quarantined:,} rows of the truth without a record (quarantined).",
        f"{persons['persons']:,} persons found, {persons['true_persons']:,} true: {persons['merged']:,} persons hold "
        f"records of several people ({persons['foreign_records']:,} records in the wrong one), {persons['split']:,} "
        f"people are split ({persons['surplus_persons']:,} persons too many).",
        "",
        "| pairs | precision | recall | F1 | right | found | true |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, figures in {"all": result["overall"], **result["by_kinds"]}.items():
        shares = " | ".join(percent(figures[key]) for key in ("precision", "recall", "f1"))
        lines.append(f"| {name} | {shares} | {figures['right']:,} | {figures['found']:,} | {figures['true']:,} |")
    return "\n".join(lines)


def main() -> int:
    """Prints the evaluation; 1 when records and truth do not fit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("version", type=Path)
    parser.add_argument("truth", type=Path)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    result = evaluate(load(options.version, options.truth))
    print(markdown(result))
    if options.json:
        options.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    covered = result["coverage"]
    if covered["without_truth"] or covered["without_person"]:
        print(f"does not fit: {covered}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
