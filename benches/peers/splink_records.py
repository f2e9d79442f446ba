"""Splink over the records of a published night, beside `toandan link` over the same file and blocking rules.

    python benches/peers/splink_records.py VERSION TRUTH --toandan target/release/toandan [--json FILE]

VERSION is a version's folder (`out/<pipeline>/current`), TRUTH the `truth/truth.csv` of `toandan synth`. Both get the
columns full_name, birth_date, sex, cccd, bhxh_number, phone, commune_code and hamlet of records.parquet, the ten rules of
pipelines/link-examples/records.toml, two threads, and know nothing of sources or of the register. Splink's comparisons
are those of its documentation (Jaro-Winkler on names, DateOfBirthComparison, one edit on numbers, term frequencies).
Each is a process of its own: wall seconds and the greatest resident set are of all it does, reading included. F1 counts
pairs of records at p >= 0.95 after clustering, and pairs as predicted.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

MODEL = Path(__file__).resolve().parents[2] / "pipelines/link-examples/records.toml"

COLUMNS = """
SELECT record_id, full_name, lower(strip_accents(replace(replace(full_name, 'Đ', 'D'), 'đ', 'd'))) AS name_plain,
    birth_date, left(birth_date, 4) AS birth_year, CAST(sex AS VARCHAR) AS sex, cccd, bhxh_number, phone,
    CAST(commune_code AS VARCHAR) AS commune, lower(strip_accents(hamlet)) AS hamlet,
    split_part(name_plain, ' ', 1) AS family, split_part(name_plain, ' ', -1) AS given
FROM read_parquet(?)
"""

BLOCKS = [
    ["cccd"],
    ["bhxh_number"],
    ["name_plain", "birth_date"],
    ["name_plain", "birth_year", "commune"],
    ["birth_date", "hamlet", "commune"],
    ["phone", "given"],
    ["phone", "birth_date"],
    ["given", "birth_date", "commune"],
    ["family", "given", "birth_date"],
    ["name_plain", "hamlet", "commune"],
]


def splink(records: Path, out: Path) -> None:
    """Predicts and clusters; writes pairs.parquet and clusters.parquet."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    connection.execute(f"CREATE TABLE records AS {COLUMNS}", [str(records)])
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="record_id",
        comparisons=[
            cl.JaroWinklerAtThresholds("full_name", [0.95, 0.88]).configure(term_frequency_adjustments=True),
            cl.DateOfBirthComparison("birth_date", input_is_string=True),
            cl.LevenshteinAtThresholds("cccd", 1),
            cl.LevenshteinAtThresholds("bhxh_number", 1),
            cl.ExactMatch("phone").configure(term_frequency_adjustments=True),
            cl.ExactMatch("sex"),
            cl.ExactMatch("commune").configure(term_frequency_adjustments=True),
            cl.ExactMatch("hamlet").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[block_on(*parts) for parts in BLOCKS],
    )
    api = DuckDBAPI(connection=connection)
    linker = Linker(api.register("records"), settings)
    certain = [block_on("cccd"), block_on("full_name", "birth_date", "commune")]
    linker.training.estimate_probability_two_random_records_match(certain, recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=2_000_000, seed=1)
    for parts in (["cccd"], ["bhxh_number"], ["name_plain", "birth_date"]):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*parts))
    pairs = linker.inference.predict(threshold_match_probability=0.5)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, 0.95)
    pairs.as_duckdbpyrelation().select(
        "record_id_l AS left_id, record_id_r AS right_id, match_probability"
    ).write_parquet(str(out / "pairs.parquet"))
    clusters.as_duckdbpyrelation().select("record_id AS id, cluster_id AS cluster").write_parquet(str(out / "clusters.parquet"))


def measured(command: list[str]) -> tuple[float, float]:
    """Wall seconds and peak MiB of a process."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"failed: {' '.join(command)}")
    return time.perf_counter() - started, usage.ru_maxrss / 1024


def truth(connection: duckdb.DuckDBPyConnection, records: Path, file: Path) -> None:
    """Table truth(id, person)."""
    connection.execute(
        """CREATE TABLE truth AS SELECT CAST(r.record_id AS VARCHAR) AS id, t.person
        FROM read_parquet(?) r JOIN read_csv(?, all_varchar=true) t
        ON parse_filename(CAST(r.file AS VARCHAR)) = parse_filename(t.file)
        AND coalesce(CAST(r.sheet AS VARCHAR), '') = coalesce(t.sheet, '') AND CAST(r.row AS BIGINT) = CAST(t.row AS BIGINT)""",
        [str(records), str(file)],
    )


def scores(connection: duckdb.DuckDBPyConnection, out: Path) -> dict:
    """F1 of the clusters and of the predicted pairs at 0.95."""
    pairs = "coalesce(sum(CAST(n AS HUGEINT) * (n - 1) // 2), 0)"
    (real,) = connection.execute(f"SELECT {pairs} FROM (SELECT count(*) n FROM truth GROUP BY person)").fetchone()
    joined = f"(SELECT c.cluster, t.person FROM read_parquet('{out}/clusters.parquet') c JOIN truth t ON CAST(c.id AS VARCHAR) = t.id)"
    (found,) = connection.execute(f"SELECT {pairs} FROM (SELECT count(*) n FROM {joined} GROUP BY cluster)").fetchone()
    (right,) = connection.execute(
        f"SELECT {pairs} FROM (SELECT count(*) n FROM {joined} GROUP BY cluster, person)"
    ).fetchone()
    predicted, agreed = connection.execute(
        f"""SELECT count(*), count(*) FILTER (a.person = b.person) FROM read_parquet('{out}/pairs.parquet') p
        JOIN truth a ON a.id = CAST(p.left_id AS VARCHAR) JOIN truth b ON b.id = CAST(p.right_id AS VARCHAR)
        WHERE p.match_probability >= 0.95"""
    ).fetchone()
    return {
        "clusters_f1": 2 * right / (found + real),
        "clusters_precision": right / found,
        "pairs_f1": 2 * agreed / (predicted + real),
    }


def main() -> None:
    """Runs both and prints one table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("version", type=Path)
    parser.add_argument("truth", type=Path)
    parser.add_argument("--toandan", type=Path, default=Path("target/release/toandan"))
    parser.add_argument("--json", type=Path)
    parser.add_argument("--splink-into", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    records = arguments.version / "restricted/records.parquet"
    if arguments.splink_into:
        splink(records, arguments.splink_into)
        return
    connection = duckdb.connect()
    truth(connection, records, arguments.truth)
    rows = {}
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder) / "toandan", Path(folder) / "splink"
        theirs.mkdir()
        here = [sys.executable, __file__, str(arguments.version), str(arguments.truth), "--splink-into", str(theirs)]
        link = [str(arguments.toandan), "link", str(MODEL), "--file", f"records={records}", "--out", str(ours), "--threads", "2"]
        for name, command, out in (("toandan link", link, ours), ("Splink", here, theirs)):
            seconds, peak = measured(command)
            rows[name] = {"wall_s": seconds, "peak_mib": peak, **scores(connection, out)}
    print("| | wall s | peak MiB | F1 of clusters | precision | F1 of pairs |\n|---|---|---|---|---|---|")
    for name, row in rows.items():
        print(
            f"| {name} | {row['wall_s']:.1f} | {row['peak_mib']:,.0f} | {row['clusters_f1']:.4f} |"
            f" {row['clusters_precision']:.4f} | {row['pairs_f1']:.4f} |"
        )
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
