"""Counts the published indicators of the sample pipeline a second time, from what their definitions say.

What it proves: the numbers of `steering/` follow from `restricted/persons`, `exams` and `counts` of the same version
by another program, in another language, written from the text of the definitions (labels, comments, conditions,
column descriptions) without having seen the code that publishes. It does not prove that persons and exams are right.

    pip install -r tests/oracles/requirements.txt
    python tests/oracles/indicators_duckdb.py out/cao-bang/current [pipelines/cao-bang]

The second argument is the folder of the pipeline, for the communes of its scope. Checked are `indicators` (every
indicator, place and stratum, in both directions: rows that are missing and rows too many), `series`, `gaps` and
`reconciliation`; each difference is a line. Exit code 1 when anything differs.

What the text leaves open, and how it is read here:
 A1  An exam's measured items hold when height, weight and both pressures are there (null: not measured, or filled in).
 A2  The age of a stratum is the age at as_of (`persons.age_band`), also where a condition is about the age at the exam.
 A3  "of those measured": one exam must have been measured and show the finding; two exams are not put together.
 A4  Province and communes of the scope have all rows, of zeros where nobody is. "unassigned" has rows of an indicator
     when somebody who is of no commune of the scope is in its denominator; gaps and reconciliation, when there is
     anybody of no commune of the scope. What happens once for the province (milestones) has no other row.
 A5  A milestone that nobody reports is not done. An amount that nobody delivered is missing, in every place; an
     amount of which rows came, but none that is meant (beds, all of them a station's), is 0.
 A6  A commune, or a milestone, is one yes or no and has no interval; facilities and persons are counted, also one.
 A7  Amounts of several periods are added, as they are; halves round up. Of the province are also amounts of communes
     outside the scope, as their people are; communes and facilities are those of the scope.
 A8  The gaps of people of the plan with no counting exam exclude each other (worklists have one reason for each):
     first dead_or_moved, then not_screened, no_date, items_missing, outside_window. An exam that is outside the window
     and not measured either has its items missing: CB06 takes `outside_window` for an exam that misses the window
     only. `other_roster` counts, of the people in no plan, those on a roster of a school, an employer or a screening.
 A9  "Examined, only on another commune's list": someone of the plan has exams, and none of them stands on a list of the
     home commune. (Of the commune whose plan it is: the text allows that too, and it makes another number.)
 A10 A card is known when its number, its object code or its end is.
 A11 Where several states hold: no_plan (a commune whose list never came) goes before missing_input, then comes
     no_denominator, then stale, over_100 and what the target says.
 A12 A place in whose denominator nobody is has no rows in `series`; its periods end with the indicator's deadline, or with as_of if that is earlier.
 A13 Of periods that end before 1 July 2025 `series` has rows in the borders of then: of persons whose home is in the
     scope by `persons.former_commune_code`, of everybody else (`former_unassigned`), wherever there is anybody.
"""

import json
import math
import sys
import tomllib
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import duckdb
from statsmodels.stats.proportion import proportion_confint

CAMPAIGN = (date(2026, 7, 1), date(2026, 11, 30))

# --- The 32 indicators ------------------------------------------------------------------------------------------------
# A query about persons or exams has one row per unit of the denominator: commune_code, age_band, sex, target_groups
# and `num`, whether the unit is in the numerator; with `num_first`, the day it came into it, and `den_first`, the day
# it came into the denominator, where exams decide. A query about amounts has the columns place, num, den: place null is
# the province.

QUERIES = {}

QUERIES["CB01"] = """
    SELECT p.commune_code, p.former_commune_code, p.age_band, p.sex, p.target_groups, e.num_first, e.num_first IS NOT NULL AS num
    FROM persons p
    LEFT JOIN (SELECT person_id, min(exam_date) AS num_first FROM measured_exams
               WHERE exam_date >= DATE '2026-07-01' AND exam_date < DATE '2026-12-01' GROUP BY person_id) e
    USING (person_id)
    WHERE p.in_plan"""

QUERIES["CB02"] = """
    SELECT commune_code, age_band, sex, target_groups, has_ehr AS num FROM persons WHERE is_resident"""

QUERIES["CB03"] = """
    SELECT commune_code, age_band, sex, target_groups, coalesce(ehr_national_state, '') = 'accepted' AS num
    FROM persons WHERE is_resident AND has_ehr"""

QUERIES["CB03V"] = """
    SELECT commune_code, age_band, sex, target_groups, coalesce(ehr_vneid_state, '') = 'accepted' AS num
    FROM persons WHERE is_resident AND has_ehr"""

QUERIES["CB04"] = """
    SELECT p.commune_code, p.former_commune_code, p.age_band, p.sex, p.target_groups,
           p.is_insured AND p.insured_until >= n.as_of AS num
    FROM persons p, night n WHERE p.is_resident"""

QUERIES["CB05"] = """
    SELECT NULL AS place, count(*) FILTER (WHERE item = 'provincial_database_done' AND commune_code IS NULL AND value = 1) > 0 AS num, 1 AS den
    FROM newest"""

QUERIES["CB06"] = """
    SELECT p.commune_code, p.former_commune_code, p.age_band, p.sex, p.target_groups, e.num_first, e.num_first IS NOT NULL AS num
    FROM persons p
    LEFT JOIN (SELECT person_id, min(exam_date) AS num_first FROM measured_exams
               WHERE year(exam_date) = 2026 GROUP BY person_id) e USING (person_id)
    WHERE p.is_worker"""

QUERIES["CB07"] = """
    SELECT p.commune_code, p.former_commune_code, p.age_band, p.sex, p.target_groups, e.num_first, e.num_first IS NOT NULL AS num
    FROM persons p
    LEFT JOIN (SELECT person_id, min(exam_date) AS num_first FROM measured_exams
               WHERE exam_date >= DATE '2026-09-05' AND exam_date < DATE '2027-01-16' GROUP BY person_id) e
    USING (person_id)
    WHERE p.is_pupil"""

QUERIES["CB08"] = """
    WITH lists AS (SELECT c.code, count(a.item) > 0 AS is_approved
                   FROM scope c LEFT JOIN newest a
                     ON a.commune_code = c.code AND a.item = 'plan_list_approved' AND a.value = 1
                   GROUP BY c.code)
    SELECT code AS place, is_approved AS num, 1 AS den FROM lists
    UNION ALL SELECT NULL, count(*) FILTER (WHERE is_approved), count(*) FROM lists"""

QUERIES["CB09"] = """
    WITH quotas AS (SELECT code, EXISTS (SELECT 1 FROM newest a WHERE a.commune_code = code AND a.kind = 'quotas'
                                         AND a.facility IS NULL AND a.value > 0) AS has_quota FROM scope)
    SELECT code AS place, has_quota AS num, 1 AS den FROM quotas
    UNION ALL SELECT NULL, count(*) FILTER (WHERE has_quota), count(*) FROM quotas"""

QUERIES["CB10"] = """
    SELECT NULL AS place, coalesce(bool_or(value = 1), false) AS num, 1 AS den
    FROM newest WHERE item = 'community_health_index_published' AND commune_code IS NULL"""

QUERIES["CB11"] = """
    WITH accounts AS (SELECT commune_code AS code, sum(value) AS accounts FROM newest
                      WHERE item = 'vneid_level2_accounts' GROUP BY commune_code),
         people AS (SELECT commune_code AS code, count(*) AS people FROM persons
                    WHERE is_resident AND age_years >= 14 GROUP BY commune_code)
    SELECT s.code AS place, a.accounts AS num, coalesce(p.people, 0) AS den
    FROM scope s LEFT JOIN accounts a USING (code) LEFT JOIN people p USING (code)
    UNION ALL
    SELECT NULL, (SELECT sum(accounts) FROM accounts), (SELECT sum(people) FROM people)"""

QUERIES["CB12"] = """
    SELECT commune_code, age_band, sex, target_groups,
           CASE WHEN NOT has_ehr THEN false ELSE ehr_vneid_state IS NOT DISTINCT FROM 'accepted' END AS num
    FROM persons WHERE is_resident"""

QUERIES["CB13"] = """
    SELECT commune_code, age_band, sex, target_groups, has_ehr AS num
    FROM persons
    WHERE is_pupil AND person_id IN (SELECT person_id FROM measured_exams
                                     WHERE exam_date >= DATE '2026-09-05' AND exam_date < DATE '2027-01-16')"""

QUERIES["KS01"] = """
    SELECT p.commune_code, p.former_commune_code, p.age_band, p.sex, p.target_groups, num_first IS NOT NULL AS num, num_first, den_first
    FROM persons p JOIN (
        SELECT person_id, min(exam_date) AS den_first,
               min(CASE WHEN num_nulls(systolic_mmhg, diastolic_mmhg) = 0 THEN exam_date END) AS num_first
        FROM campaign_exams WHERE age_years > 17 GROUP BY person_id) USING (person_id)"""

QUERIES["KS02"] = """
    SELECT p.commune_code, p.former_commune_code, p.age_band, p.sex, p.target_groups, num_first IS NOT NULL AS num, num_first, den_first
    FROM persons p JOIN (
        SELECT person_id, min(exam_date) AS den_first,
               min(exam_date) FILTER (WHERE NOT (systolic_mmhg < 140 AND diastolic_mmhg < 90)) AS num_first
        FROM campaign_exams
        WHERE age_years > 17 AND systolic_mmhg IS NOT NULL AND diastolic_mmhg IS NOT NULL
        GROUP BY person_id) USING (person_id)"""

QUERIES["KS03"] = """
    SELECT p.commune_code, p.former_commune_code, p.age_band, p.sex, p.target_groups, num_first IS NOT NULL AS num, num_first, den_first
    FROM persons p JOIN (
        SELECT person_id, min(exam_date) AS den_first,
               min(CASE WHEN glucose_mmol_l < 7 THEN NULL ELSE exam_date END) AS num_first
        FROM campaign_exams WHERE glucose_mmol_l IS NOT NULL GROUP BY person_id) USING (person_id)"""

QUERIES["KS04"] = """
    SELECT p.commune_code, p.former_commune_code, p.age_band, p.sex, p.target_groups, num_first IS NOT NULL AS num, num_first, den_first
    FROM persons p JOIN (
        SELECT person_id, min(exam_date) AS den_first,
               min(exam_date) FILTER (WHERE CAST(weight_kg AS DECIMAL(12, 4)) * 10000
                   >= 23 * CAST(height_cm AS DECIMAL(12, 4)) * CAST(height_cm AS DECIMAL(12, 4))) AS num_first
        FROM campaign_exams WHERE age_years > 17 AND height_cm > 0 AND weight_kg > 0
        GROUP BY person_id) USING (person_id)"""

QUERIES["KS05"] = """
    SELECT p.commune_code, p.former_commune_code, p.age_band, p.sex, p.target_groups, num_first IS NOT NULL AS num, num_first, den_first
    FROM persons p JOIN (
        SELECT person_id, min(exam_date) AS den_first,
               min(exam_date) FILTER (WHERE health_class IN (4, 5)) AS num_first
        FROM campaign_exams WHERE health_class IS NOT NULL GROUP BY person_id) USING (person_id)"""

QUERIES["KS06"] = """
    SELECT p.commune_code, p.former_commune_code, p.age_band, p.sex, p.target_groups, num_first IS NOT NULL AS num, num_first, den_first
    FROM persons p JOIN (
        SELECT person_id, min(exam_date) AS den_first,
               min(exam_date) FILTER (WHERE greatest(systolic_mmhg / 160, diastolic_mmhg / 100) >= 1) AS num_first
        FROM campaign_exams
        WHERE age_years > 17 AND systolic_mmhg IS NOT NULL AND diastolic_mmhg IS NOT NULL
        GROUP BY person_id) USING (person_id)"""

QUERIES["KS07"] = """
    SELECT p.commune_code, p.former_commune_code, p.age_band, p.sex, p.target_groups, num_first IS NOT NULL AS num, num_first, den_first
    FROM persons p JOIN (
        SELECT person_id, min(exam_date) AS den_first,
               min(exam_date) FILTER (WHERE NOT (systolic_mmhg < 180 AND diastolic_mmhg < 110)) AS num_first
        FROM campaign_exams
        WHERE age_years > 17 AND systolic_mmhg IS NOT NULL AND diastolic_mmhg IS NOT NULL
        GROUP BY person_id) USING (person_id)"""

QUERIES["KS08"] = """
    SELECT p.commune_code, p.former_commune_code, p.age_band, p.sex, p.target_groups, num_first IS NOT NULL AS num, num_first, den_first
    FROM persons p JOIN (
        SELECT person_id, min(exam_date) AS den_first,
               min(CASE WHEN glucose_mmol_l IS NOT NULL THEN exam_date END) AS num_first
        FROM campaign_exams GROUP BY person_id) USING (person_id)"""

QUERIES["KS09"] = """
    SELECT p.commune_code, p.former_commune_code, p.age_band, p.sex, p.target_groups, num_first IS NOT NULL AS num, num_first, den_first
    FROM persons p JOIN (
        SELECT person_id, min(exam_date) AS den_first,
               min(CASE WHEN least(height_cm, weight_kg) > 0 AND num_nulls(height_cm, weight_kg) = 0
                        THEN exam_date END) AS num_first
        FROM campaign_exams WHERE age_years > 17 GROUP BY person_id) USING (person_id)"""

QUERIES["KS10"] = """
    SELECT p.commune_code, p.former_commune_code, p.age_band, p.sex, p.target_groups,
           num_nulls(e.height_cm, e.weight_kg, e.systolic_mmhg, e.diastolic_mmhg) = 0 AS num
    FROM campaign_exams e JOIN persons p USING (person_id)"""

QUERIES["KS11"] = """
    SELECT p.commune_code, p.former_commune_code, p.age_band, p.sex, p.target_groups, num_first IS NOT NULL AS num, num_first, den_first
    FROM persons p JOIN (
        SELECT person_id, min(exam_date) AS den_first,
               min(CASE WHEN health_class BETWEEN 1 AND 5 THEN exam_date END) AS num_first
        FROM campaign_exams GROUP BY person_id) USING (person_id)"""

# KS12 is KS04 from another bound.
QUERIES["KS12"] = QUERIES["KS04"].replace(">= 23 *", ">= 25 *")

QUERIES["NL01"] = """
    SELECT commune_code AS place, sum(value) FILTER (WHERE kind = 'facilities' AND item = 'doctors') AS num,
           sum(value) FILTER (WHERE item = 'average_population') AS den
    FROM newest GROUP BY GROUPING SETS ((commune_code), ())"""

QUERIES["NL02"] = """
    WITH staff AS (SELECT commune_code, value FROM newest WHERE kind = 'facilities'
                   AND list_contains(['doctors', 'assistant_doctors', 'nurses', 'midwives', 'pharmacists'], item)),
         people AS (SELECT commune_code, value FROM newest WHERE item = 'average_population')
    SELECT code AS place, (SELECT sum(value) FROM staff WHERE commune_code = code) AS num,
           (SELECT sum(value) FROM people WHERE commune_code = code) AS den FROM scope
    UNION ALL SELECT NULL, (SELECT sum(value) FROM staff), (SELECT sum(value) FROM people)"""

QUERIES["NL03"] = """
    SELECT commune_code AS place,
           sum(CASE WHEN facility_type <> 'Trạm Y tế' THEN value ELSE 0 END)
               FILTER (WHERE kind = 'facilities' AND item IN ('public_beds', 'private_beds')) AS num,
           sum(value) FILTER (WHERE item = 'average_population') AS den
    FROM newest GROUP BY GROUPING SETS ((commune_code), ())"""

QUERIES["NL04"] = """
    WITH stations AS (SELECT commune_code, facility, max(CASE WHEN item = 'doctors' THEN value END) AS doctors
                      FROM newest WHERE kind = 'facilities' AND facility_type = 'Trạm Y tế'
                        AND commune_code IN (SELECT code FROM scope)
                      GROUP BY commune_code, facility)
    SELECT commune_code AS place, count(*) FILTER (WHERE doctors >= 1) AS num, count(*) AS den
    FROM stations GROUP BY GROUPING SETS ((commune_code), ())"""

QUERIES["NL05"] = """
    WITH stations AS (SELECT commune_code, facility, max(CASE WHEN item = 'midwives' THEN value END) AS midwives
                      FROM newest WHERE kind = 'facilities' AND facility_type = 'Trạm Y tế'
                        AND commune_code IN (SELECT code FROM scope)
                      GROUP BY commune_code, facility)
    SELECT commune_code AS place, count(*) FILTER (WHERE midwives >= 1) AS num, count(*) AS den
    FROM stations GROUP BY GROUPING SETS ((commune_code), ())"""

QUERIES["NL06"] = """
    SELECT commune_code AS place, sum(value) FILTER (WHERE item = 'doctors') AS num, sum(value) AS den
    FROM counts WHERE kind = 'facilities'
      AND item IN ('doctors', 'nurses', 'midwives', 'pharmacists', 'assistant_doctors')
    GROUP BY GROUPING SETS ((commune_code), ())"""

# --- What the definitions say beside the conditions -------------------------------------------------------------------

THREE, TWO = ("age_band", "sex", "target_group"), ("age_band", "sex")
COVERAGE = ("0.5", "0.8", "0.95", "1")
SEMESTER, YEAR = (date(2026, 9, 5), date(2027, 1, 15)), (date(2026, 1, 1), date(2026, 12, 31))


def spec(population, needs, strata=(), bands=(), target=None, direction=None, series=None, unit="share"):
    """`series`: first and last day of an indicator that is followed by the dates of exams."""
    return {"population": population, "needs": needs.split(), "strata": strata, "bands": bands, "target": target,
            "direction": direction, "series": series, "unit": unit}


SPECS = {
    "CB01": spec("persons", "plan_roster screening_roster", THREE, COVERAGE, "1", "at_least", CAMPAIGN),
    "CB02": spec("persons", "residents ehr_status", THREE, COVERAGE, "1", "at_least"),
    "CB03": spec("persons", "residents ehr_status", THREE, COVERAGE, "1", "at_least"),
    "CB03V": spec("persons", "residents ehr_status", THREE, COVERAGE, "1", "at_least"),
    "CB04": spec("persons", "residents insurance", THREE, ("0.8", "0.9", "0.95", "0.98"), "0.98", "more_than"),
    "CB05": spec("milestone", "aggregates", target="1", direction="at_least", unit="yes_no"),
    "CB06": spec("persons", "employer_roster screening_roster", THREE, COVERAGE, "1", "at_least", YEAR),
    "CB07": spec("persons", "school_roster screening_roster", THREE, COVERAGE, "1", "at_least", SEMESTER),
    "CB08": spec("communes", "aggregates", bands=("0.5", "1"), target="1", direction="at_least"),
    "CB09": spec("communes", "quotas", target="1", direction="at_least"),
    "CB10": spec("milestone", "aggregates", unit="yes_no"),
    "CB11": spec("amounts", "residents aggregates"),
    "CB12": spec("persons", "residents ehr_status", THREE, COVERAGE),
    "CB13": spec("persons", "school_roster screening_roster ehr_status", TWO),
    "KS01": spec("persons", "screening_roster", TWO, series=CAMPAIGN),
    "KS02": spec("persons", "screening_roster", TWO, ("0.1", "0.2", "0.3", "0.4"), series=CAMPAIGN),
    "KS03": spec("persons", "screening_roster", TWO, ("0.02", "0.05", "0.1"), series=CAMPAIGN),
    "KS04": spec("persons", "screening_roster", TWO, ("0.2", "0.3", "0.4"), series=CAMPAIGN),
    "KS05": spec("persons", "screening_roster", TWO, ("0.05", "0.1", "0.2"), series=CAMPAIGN),
    "KS06": spec("persons", "screening_roster", TWO, series=CAMPAIGN),
    "KS07": spec("persons", "screening_roster", TWO, series=CAMPAIGN),
    "KS08": spec("persons", "screening_roster", TWO, series=CAMPAIGN),
    "KS09": spec("persons", "screening_roster", TWO, series=CAMPAIGN),
    "KS10": spec("exams", "screening_roster", TWO),
    "KS11": spec("persons", "screening_roster", TWO, series=CAMPAIGN),
    "KS12": spec("persons", "screening_roster", TWO, series=CAMPAIGN),
    "NL01": spec("amounts", "facilities aggregates", unit="per_10000"),
    "NL02": spec("amounts", "facilities aggregates", unit="per_10000"),
    "NL03": spec("amounts", "facilities aggregates", unit="per_10000"),
    "NL04": spec("facilities", "facilities"),
    "NL05": spec("facilities", "facilities"),
    "NL06": spec("amounts", "facilities", unit="per_100"),
}
FACTORS = {"share": 1, "yes_no": 1, "per_100": 100, "per_10000": 10_000}
STRATA = {
    "age_band": ["0-5", "6-17", "18-59", "60+", "unknown"],
    "sex": ["male", "female", "unknown"],
    "target_group": [str(code) for code in range(1, 17)] + ["none"],
}
PLACED = """
    placed AS (
        SELECT 'province' AS level, NULL AS code, * FROM unit
        UNION ALL SELECT 'commune', commune_code, * FROM unit WHERE commune_code IN (SELECT code FROM scope)
        UNION ALL SELECT 'unassigned', NULL, * FROM unit
                  WHERE commune_code IS NULL OR commune_code NOT IN (SELECT code FROM scope))"""

# The same in the borders of before 1 July 2025.
BORDER = date(2025, 7, 1)
FORMER_PLACED = """
    placed AS (
        SELECT CASE WHEN f.code IS NULL THEN 'former_unassigned' ELSE 'former_commune' END AS level, f.code, unit.*
        FROM unit LEFT JOIN former f
          ON f.code = unit.former_commune_code AND unit.commune_code IN (SELECT code FROM scope))"""

# --- Reading ----------------------------------------------------------------------------------------------------------


def connect(version, pipeline):
    db = duckdb.connect()
    for name, tier in [("persons", "restricted"), ("exams", "restricted"), ("counts", "restricted"),
                       ("indicators", "steering"), ("series", "steering"), ("gaps", "steering"),
                       ("reconciliation", "steering"), ("freshness", "steering")]:
        path = (version / tier / f"{name}.parquet").as_posix().replace("'", "''")
        db.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{path}')")
    # "The newest of its place and item": by the periods alone.
    db.execute("""CREATE VIEW newest AS SELECT * FROM counts
        QUALIFY coalesce(period, '') = max(coalesce(period, ''))
                OVER (PARTITION BY kind, commune_code, facility, item)""")
    # "An exam counts when it lies in the window and these items were measured, not filled in."
    db.execute("""CREATE VIEW measured_exams AS SELECT * FROM exams
        WHERE height_cm IS NOT NULL AND weight_kg IS NOT NULL
          AND systolic_mmhg IS NOT NULL AND diastolic_mmhg IS NOT NULL""")
    db.execute("""CREATE VIEW campaign_exams AS SELECT * FROM exams
        WHERE exam_date >= DATE '2026-07-01' AND exam_date < DATE '2026-12-01'""")
    db.execute("""CREATE MACRO num_nulls(a, b, c := 0, d := 0) AS
        (a IS NULL)::INT + (b IS NULL)::INT + (c IS NULL)::INT + (d IS NULL)::INT""")
    as_of = json.loads((version / "manifest.json").read_text(encoding="utf-8"))["as_of"]
    db.execute("CREATE TABLE night AS SELECT CAST(? AS DATE) AS as_of", [as_of])
    with open(pipeline / "pipeline.toml", "rb") as file:
        settings = tomllib.load(file)["pipeline"]
    reference = (pipeline / settings["reference"]).as_posix().replace("'", "''")
    db.execute("CREATE TABLE scope (code VARCHAR)")
    if "communes" in settings:
        for code in settings["communes"]:
            db.execute("INSERT INTO scope VALUES (?)", [code])
    else:
        db.execute(f"""INSERT INTO scope SELECT code FROM read_csv('{reference}/admin_units.csv', all_varchar = true)
            WHERE parent_code = ? AND level = 'commune'""", [settings["province"]])
    db.execute(f"""CREATE TABLE former AS SELECT DISTINCT old_code AS code
        FROM read_csv('{reference}/old_to_new_communes.csv', all_varchar = true)
        WHERE new_code IN (SELECT code FROM scope) AND old_code <> ''""")
    return db, date.fromisoformat(as_of)


def places(db):
    """Every place that has rows: (level, commune or None)."""
    strangers = db.execute("""SELECT count(*) FROM persons
        WHERE commune_code IS NULL OR commune_code NOT IN (SELECT code FROM scope)""").fetchall()[0][0]
    found = [("province", None)] + ([("unassigned", None)] if strangers else [])
    return found + [("commune", code) for (code,) in db.execute("SELECT code FROM scope ORDER BY code").fetchall()]


def source_states(db):
    """By kind of source, and for rosters of communes by (kind, commune): fresh, stale; what is not there is missing."""
    states = {}
    rows = db.execute("""SELECT kind, commune_code, bool_or(age_days <= max_age_days) FROM freshness WHERE is_used
                     GROUP BY GROUPING SETS ((kind, commune_code), (kind))""").fetchall()
    for kind, commune, is_fresh in rows:
        key = (kind, commune)
        states[key] = "fresh" if is_fresh or states.get(key) == "fresh" else "stale"
    return states


def missing_or_stale(states, needs, commune):
    found = []
    for kind in needs:
        key = (kind, commune) if commune and kind in ("plan_roster", "screening_roster") else (kind, None)
        found.append(states.get(key, "missing_input"))
    return next((state for state in ("missing_input", "stale") if state in found), None)


# --- Counting ---------------------------------------------------------------------------------------------------------


def count_units(db, code):
    """(level, commune, stratum_kind, stratum) -> (numerator, denominator), of persons or exams."""
    rows = db.execute(f"""
        WITH unit AS ({QUERIES[code]}), {PLACED},
        stratified AS (
            SELECT level, code, 'all' AS kind, 'all' AS stratum, num FROM placed
            UNION ALL SELECT level, code, 'age_band', coalesce(age_band, 'unknown'), num FROM placed
            UNION ALL SELECT level, code, 'sex', coalesce(sex, 'unknown'), num FROM placed
            UNION ALL SELECT level, code, 'target_group',
                             unnest(string_split(coalesce(target_groups, 'none'), ';')), num FROM placed)
        SELECT level, code, kind, stratum, count(*) FILTER (WHERE num), count(*) FROM stratified GROUP BY ALL
    """).fetchall()
    return {(level, place, kind, stratum): (num, den) for level, place, kind, stratum, num, den in rows}


def expected_counts(db, code, all_places):
    definition = SPECS[code]
    if definition["population"] in ("persons", "exams"):
        counted = count_units(db, code)
        keys = [("all", "all")] + [(kind, stratum) for kind in definition["strata"] for stratum in STRATA[kind]]
        rows = {(*place, *key): counted.get((*place, *key), (0, 0)) for place in all_places for key in keys
                if place[0] != "unassigned" or (*place, "all", "all") in counted}
        known = {"all", *definition["strata"]}
        strangers = [key for key in counted if key[2] in known and key not in rows]
        assert not strangers, f"{code}: strata that no text names: {strangers}"
        return rows
    counted = {place: (num, den) for place, num, den in db.execute(QUERIES[code]).fetchall()}
    nothing = (0, 0) if definition["population"] == "facilities" else (None, None)
    rows = {}
    for level, commune in all_places:
        if level == "province" or level == "commune" and definition["population"] != "milestone":
            pair = counted.get(commune, nothing)
            # An amount that is not known leaves nothing to publish of the pair.
            pair = (None, None) if None in pair else tuple(math.floor(float(x) + 0.5) for x in pair)
            rows[(level, commune, "all", "all")] = pair
    return rows


def wilson(numerator, denominator):
    low, high = proportion_confint(numerator, denominator, alpha=0.05, method="wilson")
    return (0.0 if numerator == 0 else float(low)), (1.0 if numerator == denominator else float(high))


def expected_row(definition, pair, blocked, has_no_plan):
    """All columns but the key, from a pair of counts."""
    unit, target = definition["unit"], definition["target"] and Fraction(definition["target"])
    row = {"numerator": None, "denominator": None, "unit": unit, "value": None, "displayed_percent": None,
           "lower": None, "upper": None, "method": None, "band": None, "target": target and float(target),
           "direction": definition["direction"], "gap": None}
    if not has_no_plan and blocked == "missing_input" or None in pair:
        return row | {"state": "missing_input"}
    numerator, denominator = row["numerator"], row["denominator"] = pair
    if has_no_plan or denominator == 0:
        return row | {"state": "no_plan" if has_no_plan else "no_denominator"}
    value = Fraction(numerator * FACTORS[unit], denominator)
    row["value"] = float(value)
    if unit == "share":
        row["displayed_percent"] = f"{value * 1000 // 1 / 10:.1f}"
        is_one_commune = definition["population"] == "communes" and denominator == 1
        if value <= 1 and not is_one_commune:
            row["method"] = "wilson"
            row["lower"], row["upper"] = wilson(numerator, denominator)
    if definition["bands"]:
        row["band"] = sum(value >= Fraction(bound) for bound in definition["bands"])
    is_met = None
    if target is not None:
        is_met = value >= target if definition["direction"] == "at_least" else value > target
        needed = target * denominator / FACTORS[unit]
        enough = math.ceil(needed) if definition["direction"] == "at_least" else math.floor(needed) + 1
        row["gap"] = max(0, enough - numerator)
    if blocked:
        state = blocked
    elif unit == "share" and value > 1:
        state = "over_100"
    else:
        state = {None: "tracked", True: "met", False: "not_met"}[is_met]
    return row | {"state": state}


def expected_indicators(db):
    all_places, states, rows = places(db), source_states(db), {}
    for code, definition in SPECS.items():
        counted = expected_counts(db, code, all_places)
        for key, pair in counted.items():
            level, commune = key[:2]
            blocked = missing_or_stale(states, definition["needs"], commune)
            has_no_plan = code == "CB01" and level == "commune" and ("plan_roster", commune) not in states
            rows[(level, commune, code, *key[2:])] = expected_row(definition, pair, blocked, has_no_plan)
    return rows


def periods(first, last, as_of):
    """(kind, start, end, is_complete) of all weeks and months that have begun."""
    for kind in ("week", "month"):
        start = first
        while start <= min(last, as_of):
            if kind == "week":
                over = start + timedelta(days=6 - start.weekday())
            else:
                over = (start.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
            over = min(over, last)
            yield kind, start, min(over, as_of), over <= as_of
            start = over + timedelta(days=1)


def expected_series(db, as_of):
    rows = {}
    for code, definition in SPECS.items():
        if definition["series"] is None:
            continue
        has_denominator_dates = "den_first" in QUERIES[code]
        den_first = "den_first" if has_denominator_dates else "NULL::DATE"
        for table, placed in (("dated", PLACED), ("dated_former", FORMER_PLACED)):
            db.execute(f"""CREATE OR REPLACE TEMP TABLE {table} AS WITH unit AS ({QUERIES[code]}), {placed}
                SELECT level, code, num, num_first, {den_first} AS den_first FROM placed""")
        for kind, start, end, is_complete in periods(*definition["series"], as_of):
            for table in ("dated", "dated_former") if end < BORDER else ("dated",):
                for level, commune, num_new, num, den_new, den in db.execute(f"""
                    SELECT level, code, count(*) FILTER (WHERE num_first BETWEEN $start AND $end),
                           count(*) FILTER (WHERE num AND coalesce(num_first <= $end, true)),
                           count(*) FILTER (WHERE den_first BETWEEN $start AND $end),
                           count(*) FILTER (WHERE coalesce(den_first <= $end, true))
                    FROM {table} GROUP BY ALL""", {"start": start, "end": end}).fetchall():
                    rows[(level, commune, code, kind, start)] = {
                        "period_end": end, "is_complete": is_complete, "numerator_new": num_new, "numerator": num,
                        "denominator_new": den_new if has_denominator_dates else None, "denominator": den,
                        "value": num / den if den else None}
    return rows


GAPS = """
    WITH exam AS (
        SELECT person_id, count(*) AS exams,
               bool_or(coalesce(exam_date BETWEEN DATE '2026-07-01' AND DATE '2026-11-30', false) AND is_measured)
                   AS counts,
               bool_or(exam_date IS NULL) AS no_date,
               bool_or(exam_date IS NOT NULL AND NOT is_measured) AS items_missing,
               list(coalesce(roster_commune_code, 'unknown')) FILTER (WHERE is_measured
                   AND exam_date BETWEEN DATE '2026-07-01' AND DATE '2026-11-30') AS rosters
        FROM (SELECT *, num_nulls(height_cm, weight_kg, systolic_mmhg, diastolic_mmhg) = 0 AS is_measured FROM exams)
        GROUP BY person_id),
    unit AS (
        SELECT p.*, coalesce(e.exams, 0) AS exams, p.is_registered AND NOT p.is_resident AS is_gone,
               CASE WHEN NOT p.in_plan OR coalesce(e.counts, false) THEN NULL
                    WHEN p.is_registered AND NOT p.is_resident THEN 'plan_dead_or_moved'
                    WHEN e.exams IS NULL THEN 'not_screened'
                    WHEN e.no_date THEN 'screened_no_date'
                    WHEN e.items_missing THEN 'screened_items_missing'
                    ELSE 'screened_outside_window' END AS reason,
               -- "Every examination that counts is on the list of another commune than the home": a list of no known
               -- commune may be that of the home.
               coalesce(e.counts AND p.commune_code IS NOT NULL
                        AND NOT list_has_any(e.rosters, [p.commune_code, 'unknown']), false) AS is_elsewhere,
               (p.is_pupil OR p.is_worker OR coalesce(e.exams, 0) > 0) AND NOT p.in_plan AS is_other,
               num_nulls(p.bhyt_card, p.insurance_object) < 2 OR p.insured_until IS NOT NULL AS has_card,
               n.as_of
        FROM persons p CROSS JOIN night n LEFT JOIN exam e USING (person_id)), """ + PLACED + """,
    gap AS (
        SELECT level, code, count(*) FILTER (WHERE in_plan) AS plan, count(*) FILTER (WHERE is_resident) AS residents,
            count(*) FILTER (WHERE is_other) AS others,
            count(*) FILTER (WHERE reason = 'not_screened') AS not_screened,
            count(*) FILTER (WHERE reason = 'screened_no_date') AS screened_no_date,
            count(*) FILTER (WHERE reason = 'screened_items_missing') AS screened_items_missing,
            count(*) FILTER (WHERE reason = 'screened_outside_window') AS screened_outside_window,
            count(*) FILTER (WHERE reason = 'plan_dead_or_moved') AS plan_dead_or_moved,
            count(*) FILTER (WHERE in_plan AND NOT is_registered) AS plan_not_registered,
            count(*) FILTER (WHERE is_other AND NOT is_registered) AS other_roster_not_registered,
            count(*) FILTER (WHERE is_resident AND NOT in_plan) AS not_in_plan,
            count(*) FILTER (WHERE is_resident AND NOT has_card) AS never_insured,
            count(*) FILTER (WHERE is_resident AND has_card AND NOT is_insured AND coalesce(insured_until < as_of, true))
                AS card_expired,
            count(*) FILTER (WHERE is_resident AND NOT is_insured AND insured_until >= as_of) AS card_not_yet_valid,
            count(*) FILTER (WHERE is_resident AND is_insured AND insured_until <= as_of + 30) AS card_expiring,
            count(*) FILTER (WHERE is_resident AND NOT has_ehr) AS no_record,
            count(*) FILTER (WHERE is_resident AND has_ehr AND ehr_national_state = 'not_sent') AS record_not_sent,
            count(*) FILTER (WHERE is_resident AND has_ehr AND ehr_national_state = 'sent') AS record_sent,
            count(*) FILTER (WHERE is_resident AND has_ehr AND ehr_national_state = 'rejected') AS record_rejected,
            count(*) FILTER (WHERE is_resident AND has_ehr AND coalesce(ehr_national_state, 'unknown') = 'unknown')
                AS record_unknown,
            count(*) FILTER (WHERE is_resident AND has_ehr AND ehr_vneid_state IS DISTINCT FROM 'accepted')
                AS record_not_on_vneid,
            count(*) FILTER (WHERE in_plan AND is_elsewhere) AS screened_elsewhere
        FROM placed GROUP BY ALL)
    SELECT * FROM gap"""
OF_PLAN = ["not_screened", "screened_no_date", "screened_items_missing", "screened_outside_window",
           "plan_dead_or_moved", "plan_not_registered", "screened_elsewhere"]
OF_OTHERS = ["other_roster_not_registered"]
OF_RESIDENTS = ["not_in_plan", "never_insured", "card_expired", "card_not_yet_valid", "card_expiring", "no_record", "record_not_sent",
                "record_sent", "record_rejected", "record_unknown", "record_not_on_vneid"]


def expected_gaps(db):
    result = db.execute(GAPS)
    names = [column[0] for column in result.description]
    counted = {(row[0], row[1]): dict(zip(names, row)) for row in result.fetchall()}
    rows = {}
    for place in places(db):
        found = counted.get(place, {})
        for whole, names in (("plan", OF_PLAN), ("others", OF_OTHERS), ("residents", OF_RESIDENTS)):
            for name in names:
                rows[(*place, name)] = {"person_count": found.get(name, 0), "of_count": found.get(whole, 0)}
    return rows


def expected_reconciliation(db):
    counted = db.execute(f"""
        WITH unit AS (SELECT commune_code, in_plan, is_registered, has_ehr, is_resident,
                             bhyt_card IS NOT NULL OR insurance_object IS NOT NULL OR insured_until IS NOT NULL
                                 AS has_card
                      FROM persons), {PLACED}
        SELECT level, code, in_plan, is_registered, has_card, has_ehr, count(*), count(*) FILTER (WHERE is_resident)
        FROM placed GROUP BY ALL""").fetchall()
    counted = {tuple(row[:6]): row[6:] for row in counted}
    rows = {}
    for place in places(db):
        for bits in range(16):
            key = (*place, *(bool(bits >> bit & 1) for bit in range(4)))
            people, residents = counted.get(key, (0, 0))
            rows[key] = {"person_count": people, "resident_count": residents}
    return rows


# --- Comparing --------------------------------------------------------------------------------------------------------

TOLERANCES = {"value": 1e-12, "target": 1e-12, "lower": 1e-9, "upper": 1e-9}


def is_same(column, expected, published):
    if expected is None or published is None:
        return expected is published
    if column in TOLERANCES:
        return math.isclose(expected, published, rel_tol=TOLERANCES[column], abs_tol=0.0)
    if column == "displayed_percent":
        return str(published) == expected
    return expected == published


def compare(db, table, key_columns, expected, as_of):
    """Prints what differs; how many rows there are on either side, and how many of them differ."""
    columns = list(next(iter(expected.values())))
    published, problems = {}, []
    result = db.execute(f"SELECT as_of, {', '.join(key_columns + columns)} FROM {table}")
    for day, *cells in result.fetchall():
        key = tuple(cells[: len(key_columns)])
        if key in published:
            problems.append((key, "stands there twice"))
        if day != as_of:
            problems.append((key, f"as_of is {day}, the manifest's {as_of}"))
        published[key] = dict(zip(columns, cells[len(key_columns):]))
    for key in expected.keys() - published.keys():
        problems.append((key, f"is missing; expected {expected[key]}"))
    for key in published.keys() - expected.keys():
        problems.append((key, f"is one too many: {published[key]}"))
    for key in expected.keys() & published.keys():
        wrong = [f"{column} is {published[key][column]!r}, expected {expected[key][column]!r}"
                 for column in columns if not is_same(column, expected[key][column], published[key][column])]
        if wrong:
            problems.append((key, "; ".join(wrong)))
    for key, problem in sorted(problems, key=str):
        print(f"{table} {' '.join('-' if part is None else str(part) for part in key)}: {problem}")
    return len(expected.keys() | published.keys()), len({key for key, _ in problems})


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    version = Path(sys.argv[1])
    pipeline = Path(sys.argv[2]) if len(sys.argv) == 3 else Path(__file__).parents[2] / "pipelines" / "cao-bang"
    db, as_of = connect(version, pipeline)
    assert SPECS.keys() == QUERIES.keys()
    place = ["level", "commune_code"]
    gaps = compare(db, "gaps", [*place, "gap"], expected_gaps(db), as_of)
    lists = ["in_plan", "in_register", "in_insurance", "in_ehr"]
    reconciliation = compare(db, "reconciliation", place + lists, expected_reconciliation(db), as_of)
    series_key = [*place, "indicator", "period_kind", "period_start"]
    series = compare(db, "series", series_key, expected_series(db, as_of), as_of)
    key = [*place, "indicator", "stratum_kind", "stratum"]
    indicators = compare(db, "indicators", key, expected_indicators(db), as_of)
    print(f"{gaps[0]} rows of gaps: {gaps[1]} differ")
    print(f"{reconciliation[0]} rows of reconciliation: {reconciliation[1]} differ")
    print(f"{series[0]} rows of series: {series[1]} differ")
    print(f"{indicators[0]} rows of {len(SPECS)} indicators: {indicators[1]} differ")
    sys.exit(1 if any(found for _, found in (gaps, reconciliation, series, indicators)) else 0)


if __name__ == "__main__":
    main()
