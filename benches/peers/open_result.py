"""Opens every Parquet file of a published version with two readers that toandan does not use.

    python open_result.py VERSION

Needs `pip install duckdb pyarrow`. Each file that manifest.json lists is read whole, every column decoded, by
DuckDB and by PyArrow; both must find the manifest's row count and the same columns. A line per dataset; exit 1
on any difference, on a version without Parquet files, and on a Parquet file that the manifest does not list.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import duckdb
import pyarrow
import pyarrow.parquet as parquet

UNREADABLE = (duckdb.Error, pyarrow.ArrowException, OSError)


def read_by_duckdb(file: Path) -> tuple[int, list[str]]:
    """Rows and columns as DuckDB sees them; the hash makes it decode every value."""
    source = "read_parquet('" + str(file).replace("'", "''") + "')"
    connection = duckdb.connect()
    rows, _ = connection.execute(f"SELECT count(*), max(hash(t)) FROM {source} t").fetchone()
    return rows, [column[0] for column in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]


def read_by_pyarrow(file: Path) -> tuple[int, list[str]]:
    """Rows and columns as PyArrow sees them, a batch at a time."""
    with parquet.ParquetFile(file) as opened:
        rows = sum(batch.num_rows for batch in opened.iter_batches())
        return rows, opened.schema_arrow.names


def differences(file: Path, expected_rows: int) -> tuple[list[str], int]:
    """What is wrong with a file, and how many columns it has."""
    try:
        readers = {"duckdb": read_by_duckdb(file), "pyarrow": read_by_pyarrow(file)}
    except UNREADABLE as error:
        return [f"cannot be read: {error}".splitlines()[0]], 0
    wrong = [
        f"{reader} reads {rows} rows, the manifest says {expected_rows}"
        for reader, (rows, _) in readers.items()
        if rows != expected_rows
    ]
    columns = [names for _, names in readers.values()]
    if columns[0] != columns[1]:
        wrong.append(f"columns differ: {columns[0]} and {columns[1]}")
    return wrong, len(columns[0])


def unlisted(version: Path, listed: set[str]) -> list[str]:
    """Parquet files in the version that its manifest does not know."""
    present = {file.relative_to(version).as_posix() for file in version.rglob("*.parquet")}
    return sorted(present - listed)


def check(version: Path) -> int:
    """Prints a line per dataset; the number of faults."""
    manifest = json.loads((version / "manifest.json").read_text(encoding="utf-8"))
    outputs = [output for output in manifest["outputs"] if output["path"].endswith(".parquet")]
    faults = 0 if outputs else 1
    for output in outputs:
        wrong, columns = differences(version / output["path"], output["rows"])
        faults += len(wrong)
        verdict = "; ".join(wrong) or "equal in the manifest, DuckDB and PyArrow"
        print(f"{output['path']}: {output['rows']} rows, {columns} columns: {verdict}")
    for path in unlisted(version, {output["path"] for output in outputs}):
        faults += 1
        print(f"{path}: not in the manifest")
    print(f"{len(outputs)} datasets, {faults} faults")
    return faults


def main() -> int:
    """Checks the version named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("version", type=Path)
    return 1 if check(parser.parse_args().version) else 0


if __name__ == "__main__":
    sys.exit(main())
