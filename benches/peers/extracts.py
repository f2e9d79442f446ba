"""Which files a province's extracts are, and how their columns stand: what an analyst knows by heart.

Only the standard library. The column orders are those that `toandan synth --tables csv` writes; a file
with other columns would need another entry here, where toandan matches headers by synonyms.
"""

from __future__ import annotations

from pathlib import Path

WINDOW = ("2026-07-01", "2026-11-30")
"""First and last day of the screening campaign, as in pipelines/cao-bang/pipeline.toml."""

PERSON_FOLDERS = ("residents", "insurance", "ehr", "plan", "screening", "school", "employer")
OTHER_FOLDERS = ("quotas", "facilities", "aggregates")

ROSTER_COLUMNS: dict[str, list[str]] = {
    "plan": ["seq", "name", "birth", "sex", "id", "card", "hamlet", "groups", "phone"],
    "screening": [
        "seq", "name", "birth", "sex", "id", "card", "hamlet", "groups", "phone", "exam_date", "place",
        "height", "weight", "pressure", "pulse", "glucose", "class", "conclusion", "funding",
    ],
    "school": ["seq", "name", "birth", "sex", "id", "card", "group", "hamlet", "commune_name"],
    "employer": ["seq", "name", "birth", "sex", "id", "card", "department", "commune_name", "phone"],
}
"""Columns of the rosters in file order. The card of an employer's roster is a BHXH number."""


def csv_files(data: Path, folders: tuple[str, ...] = PERSON_FOLDERS + OTHER_FOLDERS) -> list[Path]:
    """Every CSV extract in `folders` of a province, in a fixed order; the truth table is none of them."""
    return [file for folder in folders for file in sorted((data / folder).glob("*.csv"))]


def delimiter(file: Path) -> str:
    """`;` or `,`: whichever the first 4 KiB hold more of."""
    with file.open("rb") as head:
        text = head.read(4096)
    return ";" if text.count(b";") > text.count(b",") else ","


def rosters_by_delimiter(data: Path, folder: str) -> dict[str, list[str]]:
    """The files of one kind of roster, grouped so that each group can be read in one call."""
    groups: dict[str, list[str]] = {}
    for file in csv_files(data, (folder,)):
        groups.setdefault(delimiter(file), []).append(str(file))
    return groups
