"""Runs toandan and what a user would otherwise write on the same invented province, and compares them.

    cargo build --release
    python3 benches/peers/run.py --toandan target/release/toandan --residents 1000000 [--stage reading]

With `--stage reading` it times what comes before linkage alone: `toandan check` against the part of reading and
cleaning that the users' scripts do.

Each contestant is a whole process, run in turn (A B C D E, A B C D E, ...) after one warm-up round that is
recorded but not counted. Wall time, user + system CPU and peak resident memory are the kernel's (wait4). Before
each process outputs of an earlier round are deleted and dirty pages are written out, outside the timing.
No round is dropped. Prints Markdown on stdout, progress on stderr. Needs Linux and Python 3.11.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import time
import venv
from dataclasses import asdict, dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
PIPELINE = REPOSITORY / "pipelines" / "cao-bang"
REFERENCE = REPOSITORY / "pipelines" / "reference"
PROVINCE = "04"

FLOORS = ("plain copy", "plain copy, layouts given")
TOTALS = ("population", "planned", "screened", "ehr", "accepted", "insured", "records", "persons")


@dataclass(frozen=True)
class Contestant:
    """A command to time, and the folder that must not exist before it starts."""

    name: str
    command: list[str]
    out: Path
    environment: dict[str, str]


@dataclass(frozen=True)
class Run:
    """One timed process. CPU is user + system; memory is the peak resident set."""

    round: int
    contestant: str
    wall_seconds: float
    cpu_seconds: float
    peak_mib: float
    seconds_after_imports: float | None
    load_before: float


def say(text: str) -> None:
    """Progress."""
    print(text, file=sys.stderr, flush=True)


def prepare_venv(folder: Path) -> Path:
    """The Python of a virtual environment with the pinned requirements."""
    python = folder / "bin" / "python"
    if not python.exists():
        say(f"creating {folder}")
        venv.create(folder, with_pip=True)
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", HERE / "requirements.txt"],
        check=True,
    )
    return python


def generate(options: argparse.Namespace) -> Path:
    """The province's extracts; those of an earlier call by the same binary with the same arguments are used again."""
    data, stamp = options.work / "data", options.work / "data.json"
    with options.toandan.open("rb") as binary:
        digest = hashlib.file_digest(binary, "sha256").hexdigest()
    wanted = {"residents": options.residents, "seed": options.seed, "as_of": options.as_of, "binary": digest}
    if stamp.exists() and json.loads(stamp.read_text()) == wanted:
        say(f"using {data} again")
        return data
    stamp.unlink(missing_ok=True)
    shutil.rmtree(data, ignore_errors=True)
    say(f"generating {options.residents:,} residents")
    command = [options.toandan, "synth", "--province", PROVINCE, "--residents", options.residents]
    command += ["--seed", options.seed, "--as-of", options.as_of, "--tables", "csv", "--out", data]
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)
    stamp.write_text(json.dumps(wanted))
    return data


def derived_pipeline(text: str, data: Path, out: Path) -> str:
    """The repository's pipeline.toml over all communes, reading `data` and writing to `out`."""
    substitutions = [
        (r'^(?:#.*\n)?communes = .*\n', ""),
        (r'^reference = .*$', f'reference = "{REFERENCE}"'),
        (r'^directory = .*$', f'directory = "{out}"'),
        (r'^folder = ".*/([^/"]+)"$', rf'folder = "{data}/\1"'),
    ]
    for pattern, replacement in substitutions:
        text, count = re.subn(pattern, replacement, text, flags=re.MULTILINE)
        if count == 0:
            raise SystemExit(f"pipeline.toml has no line like {pattern}")
    return text


def write_pipeline(work: Path, data: Path) -> Path:
    """A pipeline folder with the repository's profiles, rules, linkage and indicators."""
    folder = work / "pipeline"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(PIPELINE, folder)
    file = folder / "pipeline.toml"
    file.write_text(derived_pipeline(file.read_text(encoding="utf-8"), data, work / "out"), encoding="utf-8")
    return folder


def contestants(options: argparse.Namespace, python: Path, data: Path, pipeline: Path) -> list[Contestant]:
    """Who runs, in order."""
    work, threads = options.work, str(options.threads)
    no_litter = {"PYTHONDONTWRITEBYTECODE": "1"}

    def script(name: str, file: str, *arguments: object, **environment: str) -> Contestant:
        out = work / f"out_{name.replace(', ', '_').replace(' ', '_')}"
        command = [str(part) for part in (python, HERE / file, data, *arguments)]
        return Contestant(name, [str(out) if part == "OUT" else part for part in command], out, no_litter | environment)

    given = ["--threads", threads, "--layouts"]
    user = [REFERENCE, "OUT", "--as-of", options.as_of, "--province", PROVINCE]
    if options.stage == "reading":
        toandan = [str(options.toandan), "check", str(pipeline), "--threads", threads, "--format", "json"]
        return [
            Contestant("toandan check", toandan, work / "out", {}),
            script("plain copy", "plain_copy.py", "OUT", *given, "sniffed"),
            script("plain copy, layouts given", "plain_copy.py", "OUT", *given, "given"),
            script("DuckDB SQL", "duckdb_user.py", *user, "--threads", threads, "--records-only"),
            script("Polars Python", "polars_user.py", *user, "--records-only", POLARS_MAX_THREADS=threads),
        ]
    toandan = [str(options.toandan), "run", str(pipeline), "--threads", threads, "--progress", "none"]
    return [
        Contestant("toandan", toandan, work / "out", {}),
        script("plain copy", "plain_copy.py", "OUT", *given, "sniffed"),
        script("plain copy, layouts given", "plain_copy.py", "OUT", *given, "given"),
        script("DuckDB SQL", "duckdb_user.py", *user, "--threads", threads),
        script("Polars Python", "polars_user.py", *user, POLARS_MAX_THREADS=threads),
    ]


def timed(contestant: Contestant, round_: int, logs: Path) -> tuple[Run, str]:
    """Runs one process to its end; what it took and what it printed."""
    shutil.rmtree(contestant.out, ignore_errors=True)
    os.sync()
    load = os.getloadavg()[0]
    name = contestant.out.name
    stdout, stderr = logs / f"{round_}_{name}.out", logs / f"{round_}_{name}.err"
    with stdout.open("wb") as out, stderr.open("wb") as err:
        start = time.perf_counter()
        process = subprocess.Popen(contestant.command, stdout=out, stderr=err, env=os.environ | contestant.environment)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{contestant.name} ended with {process.returncode}:\n{stderr.read_text()[-3000:]}")
    printed = stdout.read_text(encoding="utf-8")
    after = last_json(printed).get("seconds_after_imports")
    cpu = usage.ru_utime + usage.ru_stime
    return Run(round_, contestant.name, wall, cpu, usage.ru_maxrss / 1024, after, load), printed


def last_json(printed: str) -> dict:
    """The JSON object on the last line; empty for a program that prints none."""
    lines = printed.strip().splitlines()
    return json.loads(lines[-1]) if lines and lines[-1].startswith("{") else {}


def race(field: list[Contestant], repeat: int, logs: Path) -> tuple[list[Run], dict[str, dict]]:
    """Every run, the warm-up being round 0, and each contestant's last report."""
    logs.mkdir(parents=True, exist_ok=True)
    runs, reports = [], {}
    for round_ in range(repeat + 1):
        for contestant in field:
            run, printed = timed(contestant, round_, logs)
            say(f"round {round_}: {run.contestant}: {run.wall_seconds:.2f} s, {run.peak_mib:.0f} MiB")
            runs.append(run)
            reports[contestant.name] = last_json(printed)
    return runs, reports


def current_version(out: Path) -> Path:
    """The version that toandan published."""
    found = [link.resolve() for link in (out / "current", *sorted(out.glob("*/current"))) if link.exists()]
    if not found:
        raise SystemExit(f"no version under {out}")
    return found[0]


def output_of(*command: object) -> str:
    """What a command prints; `unknown` when it cannot be run."""
    arguments = [str(part) for part in command]
    try:
        return subprocess.run(arguments, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def first_match(file: str, pattern: str) -> str:
    """The first group of the first match in a text file of the kernel."""
    match = re.search(pattern, Path(file).read_text())
    return match.group(1).strip() if match else "unknown"


def machine(work: Path) -> dict[str, object]:
    """What it ran on."""
    return {
        "cpu": first_match("/proc/cpuinfo", r"model name\s*:\s*(.*)"),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(int(first_match("/proc/meminfo", r"MemTotal:\s*(\d+)")) / 2**20, 1),
        "kernel": platform.release(),
        "file_system": output_of("stat", "-f", "-c", "%T", work),
    }


def versions(options: argparse.Namespace, python: Path) -> dict[str, str]:
    """Versions of everything that was timed, and the commit of the repository."""
    listed = json.loads(output_of(python, "-m", "pip", "list", "--format", "json"))
    packages = {package["name"]: package["version"] for package in listed}
    is_dirty = output_of("git", "-C", REPOSITORY, "status", "--porcelain") not in ("", "unknown")
    commit = output_of("git", "-C", REPOSITORY, "rev-parse", "HEAD")
    return {
        "toandan": output_of(options.toandan, "--version"),
        "commit": commit + (" with uncommitted changes" if is_dirty else ""),
        "python": output_of(python, "-c", "import platform; print(platform.python_version())"),
        **{name: packages.get(name, "unknown") for name in ("duckdb", "polars", "pyarrow")},
    }


def line_count(file: Path) -> int:
    """Physical lines of a file."""
    with file.open("rb") as opened:
        return sum(block.count(b"\n") for block in iter(lambda: opened.read(1 << 20), b""))


def extract_sizes(data: Path) -> list[dict[str, object]]:
    """Files, physical lines (titles and headers included) and bytes of each kind of extract, truth left out."""
    sizes = []
    for folder in sorted(path for path in data.iterdir() if path.is_dir() and path.name != "truth"):
        files = sorted(folder.glob("*.csv"))
        sizes.append({
            "extract": folder.name,
            "files": len(files),
            "lines": sum(line_count(file) for file in files),
            "bytes": sum(file.stat().st_size for file in files),
        })
    return sizes


def spread(values: list[float]) -> dict[str, float]:
    """Least, median and greatest."""
    return {"min": min(values), "median": statistics.median(values), "max": max(values)}


def summary(runs: list[Run], field: list[Contestant]) -> list[dict[str, object]]:
    """Per contestant the spread of its counted rounds and of its ratios to the floors, round by round."""
    counted = [run for run in runs if run.round > 0]
    walls = {(run.round, run.contestant): run.wall_seconds for run in counted}
    rows = []
    for contestant in field:
        own = [run for run in counted if run.contestant == contestant.name]
        ratios = {
            floor: spread([run.wall_seconds / walls[(run.round, floor)] for run in own]) for floor in FLOORS
        }
        after = [run.seconds_after_imports for run in own if run.seconds_after_imports is not None]
        rows.append({
            "contestant": contestant.name,
            "wall_seconds": spread([run.wall_seconds for run in own]),
            "cpu_seconds": spread([run.cpu_seconds for run in own]),
            "peak_mib": spread([run.peak_mib for run in own]),
            "seconds_after_imports": statistics.median(after) if after else None,
            "wall_ratio_to": ratios,
        })
    return rows


def three(values: dict[str, float], digits: int = 2) -> str:
    """min / median / max."""
    return " / ".join(f"{values[key]:,.{digits}f}" for key in ("min", "median", "max"))


def table(header: list[str], rows: list[list[object]]) -> list[str]:
    """Lines of a Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return ["| " + " | ".join(str(cell) for cell in line) + " |" for line in lines] + [""]


def markdown_times(result: dict) -> list[str]:
    """The summary, and every round."""
    header = ["", "wall s, min / median / max", "CPU s, median", "peak MiB, max"]
    header += [f"x {floor}, median (min to max)" for floor in FLOORS]
    rows = []
    for row in result["summary"]:
        ratios = [row["wall_ratio_to"][floor] for floor in FLOORS]
        shown = [f"{ratio['median']:.2f} ({ratio['min']:.2f} to {ratio['max']:.2f})" for ratio in ratios]
        cpu, peak = row["cpu_seconds"]["median"], row["peak_mib"]["max"]
        rows.append([row["contestant"], three(row["wall_seconds"]), f"{cpu:.2f}", f"{peak:,.0f}", *shown])
    names = [row["contestant"] for row in result["summary"]]
    walls = {(run["round"], run["contestant"]): f"{run['wall_seconds']:.2f}" for run in result["runs"]}
    rounds = sorted({run["round"] for run in result["runs"]})
    labels = [[f"{round_}" if round_ else "warm-up", *(walls[(round_, name)] for name in names)] for round_ in rounds]
    return [*table(header, rows), "Wall seconds of every round:", "", *table(["round", *names], labels)]


def markdown_totals(result: dict) -> list[str]:
    """What each contestant counted in the province."""
    rows = [
        [name, *(f"{totals[key]:,}" for key in TOTALS)]
        for name, totals in result["totals"].items()
    ]
    return ["What they counted:", "", *table(["", *TOTALS], rows)]


def markdown_setting(result: dict) -> list[str]:
    """Machine, versions and extracts."""
    settings = {**result["machine"], **result["versions"], **result["options"]}
    rows = [[size["extract"], size["files"], f"{size['lines']:,}", f"{size['bytes']:,}"] for size in result["extracts"]]
    sums = [sum(size[key] for size in result["extracts"]) for key in ("files", "lines", "bytes")]
    rows.append(["all", sums[0], f"{sums[1]:,}", f"{sums[2]:,}"])
    return [
        *table(["setting", "value"], [[key, value] for key, value in settings.items()]),
        *table(["extract", "files", "lines", "bytes"], rows),
    ]


def markdown(result: dict) -> str:
    """The whole report."""
    totals = markdown_totals(result) if result["totals"] else []
    return "\n".join([*markdown_times(result), *totals, *markdown_setting(result)])


def check(python: Path, version: Path, data: Path, pipeline: Path) -> bool:
    """Runs the three checks on the last published version; whether all are content."""
    commands = {
        "Readable by others": [HERE / "open_result.py", version],
        "Linkage against the truth": [HERE / "truth.py", version, data / "truth" / "truth.csv"],
        "Indicators by brute force": [HERE / "indicators.py", version, "--pipeline", pipeline],
    }
    is_content = True
    for title, command in commands.items():
        print(f"\n{title}:\n", flush=True)
        is_content &= subprocess.run([str(part) for part in (python, *command)]).returncode == 0
    return is_content


def arguments() -> argparse.Namespace:
    """What was typed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--toandan", type=Path, required=True, help="release binary")
    parser.add_argument("--residents", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--as-of", default="2026-11-20")
    parser.add_argument("--work", type=Path, default=REPOSITORY / "target" / "peers")
    parser.add_argument("--venv", type=Path, default=REPOSITORY / "target" / "peers-venv")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--stage", choices=("night", "reading"), default="night")
    parser.add_argument("--json", type=Path, help="write the same as JSON")
    parser.add_argument("--check", action="store_true", help="afterwards check the version that toandan published")
    options = parser.parse_args()
    if options.repeat < 1:
        parser.error("--repeat must be at least 1")
    for name in ("toandan", "work", "venv"):
        setattr(options, name, getattr(options, name).absolute())
    return options


def main() -> int:
    """Prepares, races and reports."""
    options = arguments()
    options.work.mkdir(parents=True, exist_ok=True)
    python = prepare_venv(options.venv)
    data = generate(options)
    pipeline = write_pipeline(options.work, data)
    field = contestants(options, python, data, pipeline)
    runs, reports = race(field, options.repeat, options.work / "logs")
    if options.stage == "night":
        version = current_version(options.work / "out")
        reports["toandan"] = json.loads(output_of(python, HERE / "indicators.py", version, "--totals"))
    counted = {name: report for name, report in reports.items() if "persons" in report}
    result = {
        "summary": summary(runs, field),
        "totals": {name: {key: report[key] for key in TOTALS} for name, report in counted.items()},
        "machine": machine(options.work),
        "versions": versions(options, python),
        "options": {name: getattr(options, name) for name in ("stage", "residents", "seed", "as_of", "threads", "repeat")},
        "extracts": extract_sizes(data),
        "reports": reports,
        "runs": [asdict(run) for run in runs],
    }
    print(markdown(result))
    if options.json:
        options.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    is_checked = options.check and options.stage == "night"
    return 0 if not is_checked or check(python, version, data, pipeline) else 1


if __name__ == "__main__":
    sys.exit(main())
