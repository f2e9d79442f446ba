"""The floor: every CSV extract copied to Parquet by DuckDB, nothing cleaned, nothing joined.

    python plain_copy.py DATA OUT [--threads 2] [--layouts sniffed|given]

sniffed: per file exactly `COPY (SELECT * FROM read_csv(f, all_varchar=true)) TO g (FORMAT parquet,
COMPRESSION zstd)`. The sniffer decides delimiter and header; a roster with title rows may come out as one
wide column (`--describe` counts those) and is left so: the copy measures reading and writing, it is no
result. A file that the sniffer refuses is read again with its layout given, and counted in
`second_attempts`; rows are never skipped (`ignore_errors` is not used).

given: the same with delimiter and columns named, so that no time goes into guessing. A hundred small
rosters make the sniffer a good part of the other figure; this is the harder floor.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import duckdb

from extracts import ROSTER_COLUMNS, csv_files, delimiter

WRITE = "(FORMAT parquet, COMPRESSION zstd)"


def quoted(text: str | Path) -> str:
    """An SQL string."""
    return "'" + str(text).replace("'", "''") + "'"


def sniffed(file: Path) -> str:
    """The file as the sniffer reads it."""
    return f"read_csv({quoted(file)}, all_varchar=true)"


def given(file: Path) -> str:
    """The file with its layout named; title rows and signatures stay in it as rows."""
    names = ROSTER_COLUMNS.get(file.parent.name)
    has_header = names is None
    if names is None:
        with file.open(encoding="utf-8-sig") as lines:
            names = lines.readline().strip().split(delimiter(file))
    columns = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in names)
    return (
        f"read_csv({quoted(file)}, auto_detect=false, columns={{{columns}}}, delim={quoted(delimiter(file))}, "
        f"quote='\"', escape='\"', header={has_header}, null_padding=true, strict_mode=false)"
    )


def copy(connection: duckdb.DuckDBPyConnection, source: str, target: Path) -> int:
    """Writes `source` to `target`; the rows written."""
    return connection.execute(f"COPY (SELECT * FROM {source}) TO {quoted(target)} {WRITE}").fetchone()[0]


def copy_sniffed(connection: duckdb.DuckDBPyConnection, file: Path, target: Path) -> tuple[int, bool]:
    """Copies one file; rows written, and whether the plain statement was enough."""
    try:
        return copy(connection, sniffed(file), target), True
    except duckdb.Error:
        return copy(connection, given(file), target), False


def is_single_column(connection: duckdb.DuckDBPyConnection, target: Path) -> bool:
    """Whether the sniffer found no columns in the file behind `target`."""
    described = connection.execute(f"DESCRIBE SELECT * FROM read_parquet({quoted(target)})").fetchall()
    return len(described) == 1


def arguments() -> argparse.Namespace:
    """What was typed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--layouts", choices=("sniffed", "given"), default="sniffed")
    parser.add_argument("--describe", action="store_true", help="count single-column files too; not to be timed")
    return parser.parse_args()


def main() -> None:
    """Copies and prints one JSON line."""
    options = arguments()
    start = time.perf_counter()
    connection = duckdb.connect()
    connection.execute(f"SET threads={options.threads}")
    options.out.mkdir(parents=True, exist_ok=True)
    rows, second_attempts, targets = 0, 0, []
    for file in csv_files(options.data):
        target = options.out / f"{file.parent.name}_{file.stem}.parquet"
        if options.layouts == "given":
            rows += copy(connection, given(file), target)
        else:
            copied, was_plain = copy_sniffed(connection, file, target)
            rows += copied
            second_attempts += not was_plain
        targets.append(target)
    report = {
        "files": len(targets),
        "rows": rows,
        "second_attempts": second_attempts,
        "seconds_after_imports": round(time.perf_counter() - start, 3),
    }
    if options.describe:
        report["single_column_files"] = sum(is_single_column(connection, target) for target in targets)
    print(json.dumps(report))


if __name__ == "__main__":
    main()
