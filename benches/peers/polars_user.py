"""Coverage per commune as a good analyst would write it in Polars.

    POLARS_MAX_THREADS=2 python polars_user.py DATA REFERENCE OUT --as-of 2026-11-20

The same reading, cleaning, joins, outputs and totals as duckdb_user.py, whose head holds the definitions.
"""

from __future__ import annotations

import argparse
import json
import time
from datetime import date
from pathlib import Path

import polars as pl

from extracts import ROSTER_COLUMNS, WINDOW, rosters_by_delimiter

RECORD_TYPES: dict[str, pl.DataType | type[pl.DataType]] = {
    "kind": pl.String, "commune": pl.String, "name": pl.String, "birth": pl.String, "sex": pl.String,
    "cccd": pl.String, "bhxh": pl.String, "is_dead": pl.Boolean, "has_left": pl.Boolean, "is_insured": pl.Boolean,
    "exam_date": pl.Date, "is_measured": pl.Boolean, "has_ehr": pl.Boolean, "national_state": pl.String,
    "file": pl.String,
}
TOTAL_NAMES = ["population", "planned", "screened", "ehr", "accepted", "insured"]


def clean_name(text: pl.Expr) -> pl.Expr:
    """NFC, one blank between words, capitals."""
    composed = text.str.normalize("NFC").str.replace_all("\u200b", "", literal=True)
    return composed.str.replace_all(r"[\s\u00A0]+", " ").str.strip_chars().str.to_uppercase()


def digits(text: pl.Expr) -> pl.Expr:
    """What remains without everything but digits."""
    return text.str.replace_all(r"[^0-9]", "")


def clean_cccd(text: pl.Expr) -> pl.Expr:
    """12 digits, up to two lost zeros put back."""
    number = digits(text)
    return pl.when(number.str.len_bytes().is_between(10, 12)).then(number.str.zfill(12))


def clean_bhxh(text: pl.Expr) -> pl.Expr:
    """The BHXH number of a 15-character card, or the number itself with a lost zero put back."""
    number = digits(text)
    return (
        pl.when(text.str.strip_chars().str.len_bytes() == 15)
        .then(text.str.strip_chars().str.tail(10))
        .when(number.str.len_bytes().is_between(9, 10))
        .then(number.str.zfill(10))
    )


def clean_date(text: pl.Expr) -> pl.Expr:
    """dd/mm/yyyy or yyyymmdd."""
    trimmed = text.str.strip_chars()
    return pl.coalesce(
        trimmed.str.to_date("%d/%m/%Y", strict=False), trimmed.str.to_date("%Y%m%d", strict=False)
    )


def clean_birth(text: pl.Expr) -> pl.Expr:
    """1957-05-12, or 1957 where only the year is given."""
    year = text.str.strip_chars().str.extract(r"^(\d{4})(?:0000)?$")
    return pl.coalesce(clean_date(text).dt.strftime("%Y-%m-%d"), year)


def roster_birth(text: pl.Expr) -> pl.Expr:
    """The same; on a roster 1 January stands for an unknown day."""
    return pl.when(text.str.starts_with("01/01/")).then(text.str.tail(4)).otherwise(clean_birth(text))


def clean_sex(text: pl.Expr) -> pl.Expr:
    """male or female."""
    words = {"Nam": "male", "1": "male", "Nữ": "female", "2": "female"}
    return text.str.strip_chars().replace_strict(words, default=None)


def number(text: pl.Expr) -> pl.Expr:
    """A decimal with comma or point."""
    return text.str.strip_chars().str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)


def communes(reference: Path, province: str) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """Old code -> new code, and cleaned name -> code where a name means one commune."""
    units = pl.read_csv(reference / "admin_units.csv", infer_schema=False)
    units = units.filter((pl.col("level") == "commune") & (pl.col("parent_code") == province))
    mapping = pl.read_csv(reference / "old_to_new_communes.csv", infer_schema=False).filter(
        (pl.col("old_province_code") == province)
        & (pl.col("is_default") == "1")
        & ~pl.col("old_code").is_in(units["code"].implode())
    )
    names = pl.concat([
        units.select(commune_name=clean_name(pl.col("name")), named_commune="code"),
        mapping.select(commune_name=clean_name(pl.col("old_name")), named_commune="new_code"),
    ])
    names = names.group_by("commune_name").agg(pl.col("named_commune").unique())
    names = names.filter(pl.col("named_commune").list.len() == 1).explode("named_commune")
    return mapping.select("old_code", "new_code").lazy(), names.lazy()


def conform(rows: pl.LazyFrame) -> pl.LazyFrame:
    """All columns of a record in one order, null where the source has none."""
    present = rows.collect_schema().names()
    return rows.select(
        (pl.col(name) if name in present else pl.lit(None)).cast(type_).alias(name)
        for name, type_ in RECORD_TYPES.items()
    )


def provincial(data: Path, folder: str, old: pl.LazyFrame) -> pl.LazyFrame:
    """Rows of an extract that covers the province; old commune codes replaced."""
    files = sorted((data / folder).glob("*.csv"))
    rows = pl.scan_csv(files, infer_schema=False, include_file_paths="file")
    rows = rows.join(old, left_on="ma_xa", right_on="old_code", how="left")
    return rows.with_columns(
        kind=pl.lit(folder),
        commune=pl.coalesce("new_code", "ma_xa"),
        name=clean_name(pl.col("ho_ten")),
        birth=clean_birth(pl.col("ngay_sinh")),
        sex=clean_sex(pl.col("gioi_tinh")),
    )


def residents(data: Path, old: pl.LazyFrame, as_of: date) -> pl.LazyFrame:
    """The register."""
    status = pl.col("tinh_trang_cu_tru")
    return provincial(data, "residents", old).with_columns(
        cccd=clean_cccd(pl.col("so_dinh_danh")),
        is_dead=(status == "Đã mất") | (clean_date(pl.col("ngay_mat")) <= as_of).fill_null(False),
        has_left=(status == "Đã chuyển đi") | (clean_date(pl.col("ngay_chuyen_di")) <= as_of).fill_null(False),
    )


def insurance(data: Path, old: pl.LazyFrame, as_of: date) -> pl.LazyFrame:
    """Card periods."""
    return provincial(data, "insurance", old).with_columns(
        cccd=clean_cccd(pl.col("so_cccd")),
        bhxh=pl.coalesce(clean_bhxh(pl.col("ma_so_bhxh")), clean_bhxh(pl.col("ma_the"))),
        is_insured=(clean_date(pl.col("gt_the_tu")) <= as_of) & (clean_date(pl.col("gt_the_den")) >= as_of),
    )


def health_records(data: Path, old: pl.LazyFrame) -> pl.LazyFrame:
    """State of electronic health records."""
    return provincial(data, "ehr", old).with_columns(
        cccd=clean_cccd(pl.col("so_dinh_danh")),
        bhxh=clean_bhxh(pl.col("ma_so_bhxh")),
        has_ehr=pl.col("co_ho_so") == "1",
        national_state=pl.col("trang_thai_csdlqg"),
    )


def exams() -> dict[str, pl.Expr]:
    """Date of an exam, and whether it was measured rather than filled in."""
    height, weight, pressure = number(pl.col("height")), number(pl.col("weight")), pl.col("pressure")
    is_default = (height == 165) & (weight == 60) & (pressure == "120/80")
    is_given = (height > 0) & (weight > 0) & pressure.str.contains(r"\d+/\d+")
    return {"exam_date": clean_date(pl.col("exam_date")), "is_measured": is_given & ~is_default}


def roster(data: Path, kind: str, names: pl.LazyFrame) -> list[pl.LazyFrame]:
    """Rows about people of a kind of roster, a frame per delimiter; titles and sections left out."""
    frames = []
    for delimiter, files in rosters_by_delimiter(data, kind).items():
        rows = pl.scan_csv(
            files, has_header=False, separator=delimiter, schema={name: pl.String for name in ROSTER_COLUMNS[kind]},
            truncate_ragged_lines=True, include_file_paths="file",
        )
        rows = rows.filter(pl.col("seq").str.contains(r"^\s*\d+\s*$"))
        if "commune_name" in ROSTER_COLUMNS[kind]:
            rows = rows.with_columns(commune_name=clean_name(pl.col("commune_name")))
            rows = rows.join(names, on="commune_name", how="left").rename({"named_commune": "commune"})
        else:
            rows = rows.with_columns(commune=pl.col("file").str.extract(r"_(\d{5})_\d{8}"))
        frames.append(rows.with_columns(
            kind=pl.lit(kind),
            name=clean_name(pl.col("name")),
            birth=roster_birth(pl.col("birth")),
            sex=clean_sex(pl.col("sex")),
            cccd=clean_cccd(pl.col("id")),
            bhxh=clean_bhxh(pl.col("card")),
            **(exams() if kind == "screening" else {}),
        ))
    return frames


def read_records(options: argparse.Namespace) -> pl.DataFrame:
    """Every row about a person, cleaned."""
    as_of = date.fromisoformat(options.as_of)
    old, names = communes(options.reference, options.province)
    sources = [
        residents(options.data, old, as_of),
        insurance(options.data, old, as_of),
        health_records(options.data, old),
    ]
    for kind in ROSTER_COLUMNS:
        sources += roster(options.data, kind, names)
    return pl.concat([conform(source) for source in sources]).with_row_index("record_id").collect()


def agrees() -> pl.Expr:
    """A number is believed with an equal name or birth year."""
    year = pl.col("birth").str.head(4) == pl.col("birth_right").str.head(4)
    return (pl.col("name") == pl.col("name_right")).fill_null(False) | year.fill_null(False)


def link(records: pl.DataFrame) -> pl.DataFrame:
    """`records` with the person of each."""
    residents_rows = records.filter(pl.col("kind") == "residents")
    register = pl.concat([
        residents_rows.filter(pl.col("cccd").is_null()),
        residents_rows.filter(pl.col("cccd").is_not_null()).unique("cccd", keep="first", maintain_order=True),
    ]).select("cccd", "name", "birth", "commune", person="record_id")
    by_cccd = records.join(register, on="cccd").filter(agrees()).select("record_id", of_cccd="person")
    unique = register.filter(pl.col("birth").is_not_null() & (pl.len().over("name", "birth", "commune") == 1))
    others = records.filter(pl.col("kind") != "residents")
    by_name = others.join(unique, on=["name", "birth", "commune"]).select("record_id", of_name="person")
    found = records.join(by_cccd, on="record_id", how="left").join(by_name, on="record_id", how="left")
    numbers = (
        found.filter((pl.col("kind") == "insurance") & pl.col("bhxh").is_not_null())
        .group_by("bhxh")
        .agg(pl.coalesce("of_cccd", "of_name").drop_nulls().unique().alias("person"))
        .filter(pl.col("person").list.len() == 1)
        .explode("person")
    )
    known = numbers.join(register.select("person", "name", "birth"), on="person")
    by_bhxh = records.join(known, on="bhxh").filter(agrees()).select("record_id", of_bhxh="person")
    found = found.join(by_bhxh, on="record_id", how="left")
    found = found.join(register.select(record_id="person", itself="person"), on="record_id", how="left")
    return found.with_columns(person_id=person_id()).drop("itself", "of_cccd", "of_bhxh", "of_name")


def person_id() -> pl.Expr:
    """The register's row, else the best key that a row has."""
    blank_commune = pl.col("commune").fill_null("")
    return pl.coalesce(
        pl.coalesce("itself", "of_cccd", "of_bhxh", "of_name").cast(pl.String),
        pl.concat_str(pl.lit("c"), "cccd"),
        pl.concat_str(pl.lit("b"), "bhxh"),
        pl.concat_str(pl.lit("n"), "name", pl.lit("|"), "birth", pl.lit("|"), blank_commune),
        pl.concat_str(pl.lit("r"), pl.col("record_id").cast(pl.String)),
    )


def persons_of(linked: pl.DataFrame) -> pl.DataFrame:
    """One row per person: the register's values, else the smallest."""
    in_register = pl.col("kind") == "residents"
    first, last = (date.fromisoformat(day) for day in WINDOW)
    counts = pl.col("is_measured") & pl.col("exam_date").is_between(first, last)
    kinds = {"is_planned": "plan", "is_pupil": "school", "is_worker": "employer"}
    described = [
        pl.coalesce(pl.col(name).filter(in_register).min(), pl.col(name).min()).alias(name)
        for name in ("commune", "name", "birth", "sex")
    ]
    return linked.group_by("person_id").agg(
        *described,
        pl.col("cccd", "bhxh").min(),
        ((in_register & ~pl.col("has_left").fill_null(False)).any() & ~pl.col("is_dead").any()).alias("is_resident"),
        *[(pl.col("kind") == kind).any().alias(name) for name, kind in kinds.items()],
        counts.any().alias("is_screened"),
        pl.col("has_ehr", "is_insured").any(),
        (pl.col("has_ehr") & (pl.col("national_state") == "Đã tiếp nhận")).any().alias("is_accepted"),
        pl.len().alias("record_count"),
    )


def coverage_of(persons: pl.DataFrame) -> pl.DataFrame:
    """Counts per commune."""
    resident = pl.col("is_resident")
    return persons.group_by("commune").agg(
        population=resident.sum(),
        planned=pl.col("is_planned").sum(),
        screened=(pl.col("is_planned") & pl.col("is_screened")).sum(),
        ehr=(resident & pl.col("has_ehr")).sum(),
        accepted=(resident & pl.col("is_accepted")).sum(),
        insured=(resident & pl.col("is_insured")).sum(),
    ).sort("commune")


def write(out: Path, linked: pl.DataFrame, persons: pl.DataFrame, coverage: pl.DataFrame) -> None:
    """Writes the three results."""
    out.mkdir(parents=True, exist_ok=True)
    linked.sort("commune", "record_id").write_parquet(out / "records.parquet", compression="zstd")
    persons.sort("commune", "person_id").write_parquet(out / "persons.parquet", compression="zstd")
    coverage.write_parquet(out / "coverage.parquet", compression="zstd")


def arguments() -> argparse.Namespace:
    """What was typed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("reference", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--as-of", required=True)
    parser.add_argument("--province", default="04")
    parser.add_argument("--records-only", action="store_true", help="read and clean, nothing more")
    return parser.parse_args()


def main() -> None:
    """Builds, writes and prints one JSON line."""
    options = arguments()
    start = time.perf_counter()
    records = read_records(options)
    report = {"records": records.height}
    if not options.records_only:
        linked = link(records)
        persons = persons_of(linked)
        coverage = coverage_of(persons)
        write(options.out, linked, persons, coverage)
        report |= {name: int(coverage[name].sum()) for name in TOTAL_NAMES} | {"persons": persons.height}
    report["seconds_after_imports"] = round(time.perf_counter() - start, 3)
    report["threads"] = pl.thread_pool_size()
    print(json.dumps(report))


if __name__ == "__main__":
    main()
