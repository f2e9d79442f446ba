"""Checks the match weights of `toandan link` on a FEBRL set against Splink's own for the same parameters.

    toandan link pipelines/link-examples/febrl.toml --file records=FOLDER/febrl3/records.csv --out febrl3.linked
    python benches/peers/splink_weights.py FOLDER/febrl3/records.csv febrl3.linked

Splink gets the model of febrl.toml with the m, u and prior of `parameters.toml`, trains nothing, and predicts. Compared
are the pairs of either side at the model's review threshold (p >= 1e-6): the same pairs, and per pair the weights.
Exits 1 when a pair is missing or a weight is apart by more than a thousandth of a bit.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from pathlib import Path

import duckdb
import pandas
from splink import DuckDBAPI, Linker

WEIGHT_MIN = -19.931567
"""log2 of the odds of 1e-6, a hair above."""

APART_MAX = 1e-3
"""Bits. toandan keeps weights as 32-bit floats."""

BLOCKS = [
    ["soc_sec_id"],
    ["date_of_birth"],
    ["given_name", "surname"],
    ["address_1", "street_number"],
    ["surname", "postcode"],
    ["given_name", "postcode"],
    ["given_name", "suburb"],
    ["surname", "suburb"],
    ["street_number", "postcode", "suburb"],
    ["substr({}given_name, 1, 3)", "substr({}surname, 1, 3)"],
]


def condition(column: str, label: str) -> str:
    """The SQL of a level by its label."""
    word, _, limit = label.partition(" ")
    left, right = f"{column}_l", f"{column}_r"
    return {
        "exact": f"{left} = {right}",
        "swapped": "given_name_l = surname_r and given_name_r = surname_l",
        "jaro_winkler": f"jaro_winkler_similarity({left}, {right}) >= {limit}",
        "damerau_levenshtein": f"damerau_levenshtein({left}, {right}) <= {limit}",
        "else": "ELSE",
    }[word]


def comparison(parameters: dict) -> dict:
    """A comparison of Splink's settings."""
    column = parameters["name"]
    missing = f"{column}_l is null or {column}_r is null"
    levels = [{"sql_condition": missing, "label_for_charts": "missing", "is_null_level": True}]
    for level in parameters["levels"]:
        written = {
            "sql_condition": condition(column, level["label"]),
            "label_for_charts": level["label"],
            "m_probability": level["m"],
            "u_probability": level["u"],
        }
        if level["label"] == "exact":
            written |= {
                "tf_adjustment_column": column,
                "tf_adjustment_weight": 1.0,
                "tf_minimum_u_value": 1e-4,
            }
        levels.append(written)
    return {"output_column_name": column, "comparison_levels": levels}


def blocking_rule(parts: list[str]) -> str:
    """Equality of all parts."""

    def side(part: str, table: str) -> str:
        return part.format(f"{table}.") if "{}" in part else f"{table}.{part}"

    return " and ".join(f"{side(part, 'l')} = {side(part, 'r')}" for part in parts)


def predicted(records: pandas.DataFrame, parameters: dict) -> pandas.DataFrame:
    """Splink's pairs by ids, with weights."""
    settings = {
        "link_type": "dedupe_only",
        "unique_id_column_name": "id",
        "probability_two_random_records_match": parameters["prior"],
        "comparisons": [comparison(of) for of in parameters["comparisons"]],
        "blocking_rules_to_generate_predictions": [blocking_rule(parts) for parts in BLOCKS],
    }
    api = DuckDBAPI(connection=duckdb.connect())
    linker = Linker(api.register(records), settings)
    frame = linker.inference.predict(threshold_match_weight=WEIGHT_MIN).as_pandas_dataframe()
    pairs = frame[["id_l", "id_r"]].to_numpy()
    return pandas.DataFrame({
        "left": pairs.min(axis=1), "right": pairs.max(axis=1), "splink": frame["match_weight"],
    })


def main() -> None:
    """Compares one set and says how far the weights are apart."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("records", type=Path)
    parser.add_argument("linked", type=Path)
    arguments = parser.parse_args()
    records = pandas.read_csv(arguments.records, dtype=str)
    saved = tomllib.loads((arguments.linked / "parameters.toml").read_text(encoding="utf-8"))
    pairs = f"select left_id, right_id, match_weight from '{arguments.linked}/pairs.parquet'"
    ours = duckdb.sql(pairs).df()
    ours.columns = ["left", "right", "weight"]
    theirs = predicted(records, saved["parameters"])
    both = ours.merge(theirs, on=["left", "right"], how="outer", indicator=True)
    apart = (both["weight"] - both["splink"]).abs()
    wrong = both[(apart > APART_MAX) | (both["_merge"] != "both")]
    print(f"pairs {both['_merge'].value_counts().to_dict()}, largest difference {apart.max():.2e} bits")
    if len(wrong):
        print(wrong.head(10).to_string())
        sys.exit(1)


if __name__ == "__main__":
    main()
