"""The table and the JSON say the same: figures, how far they lie apart, targets."""

from __future__ import annotations

import json

from tests.benchmarks.figures import CPU, GZIP, Figure
from tests.benchmarks.report import document, machine_lines, table

BUILD = Figure(
    "build, cold",
    1_000,
    CPU,
    (3.0, 1.0, 2.0),
    (4.0, 2.0, 3.0),
    (90.4, 80.0, 85.0),
    4_000,
    35_000_000,
)
FIGURES = [
    Figure("--version", 0, CPU, (0.2,), (0.3,), (18.0,)),
    BUILD,
    Figure("Hugo, system", 1_000, CPU, (2.5,)),
    Figure("Material, blog and rss", 1_000, CPU, (30.0,)),
    Figure("search index", 1_000, GZIP, (54.0,), bytes=352_806),
]
TABLE = """\
releases  what                    median     min–max  unit     wall s  peak MB  files  MB out  at most                        met
          --version                 0.20              s CPU      0.30       18                 0.15 s CPU                     NO
   1,000  build, cold               2.00   1.00–3.00  s CPU      3.00       85  4,000    35.0  the faster Hugo, 2.50          yes
                                                                                               1/20 of Material's blog, 1.50  NO
   1,000  Hugo, system              2.50              s CPU
   1,000  Material, blog and rss   30.00              s CPU
   1,000  search index             54.00              KB gzip                             0.4  1000 KB gzip                   yes
"""


def test_the_table_has_a_line_for_each_figure_and_each_further_target() -> None:
    assert [line.split() for line in table(FIGURES).splitlines()] == [
        line.split() for line in TABLE.splitlines()
    ]


def test_the_columns_of_the_table_stand_below_each_other() -> None:
    head, *lines = table(FIGURES).splitlines()

    assert all(len(line) <= len(head) for line in lines)
    assert {line.index("s CPU") for line in lines if "s CPU  " in line} == {head.index("unit")}


def test_a_number_of_thousands_has_no_decimals() -> None:
    assert " 12,346 " in table([Figure("build, cold", 100, CPU, (12_345.6,))])


def test_the_json_has_each_run_and_each_verdict() -> None:
    data = json.loads(document(FIGURES, {"cores": 2}, 3, ["a note"]))

    assert {key: data[key] for key in data if key != "figures"} == {
        "format": 1, "machine": {"cores": 2}, "runs": 3, "failure": None, "notes": ["a note"],
    }  # fmt: skip
    assert data["figures"][1] == {
        "what": "build, cold",
        "size": 1_000,
        "unit": "s CPU",
        "median": 2.0,
        "min": 1.0,
        "max": 3.0,
        "runs": [3.0, 1.0, 2.0],
        "wall_s": {"median": 3.0, "min": 2.0, "max": 4.0},
        "peak_mb": {"median": 85.0, "min": 80.0, "max": 90.4},
        "files": 4_000,
        "bytes": 35_000_000,
        "targets": [
            {"limit": 2.5, "words": "the faster Hugo, 2.50", "met": True},
            {"limit": 1.5, "words": "1/20 of Material's blog, 1.50", "met": False},
        ],
    }
    assert data["figures"][4]["wall_s"] is None


def test_the_json_of_a_run_that_ended_too_early_says_why() -> None:
    assert json.loads(document([], {}, 3, [], "no disk"))["failure"] == "no disk"


def test_the_machine_is_told_with_all_versions() -> None:
    told = machine_lines({"folder": "/x", "versions": {"Hugo, system": "0.1"}})

    assert told == "folder: /x\nHugo, system: 0.1\n"
