#!/usr/bin/env python3
"""Writes the seeds of both targets from the workbooks of the tests: `seeds.py`, then `cargo fuzz run workbook`.

A workbook becomes two seeds: its bytes, and the text of its cells in the shape that the target `workbook` packs again.
"""

import re
from pathlib import Path

import openpyxl

HERE = Path(__file__).parent
ROOT = HERE.parent


def main():
    workbooks, expressions = HERE / "corpus/workbook", HERE / "corpus/expression"
    for folder in (workbooks, expressions):
        folder.mkdir(parents=True, exist_ok=True)
    found = set()
    for path in sorted(ROOT.glob("tests/fixtures/xlsforms/*.xlsx")) + sorted(ROOT.glob("config/questionnaire/*.xlsx")):
        if path.stat().st_size < 60_000:
            (workbooks / f"{path.stem}.bytes").write_bytes(path.read_bytes())
        book = openpyxl.load_workbook(path, read_only=True)
        tables = []
        for name in ("survey", "choices", "settings"):
            sheet = next((sheet for sheet in book.worksheets if sheet.title.lower() == name), None)
            rows = [] if sheet is None else [list(row)[:30] for row in sheet.iter_rows(max_row=60, values_only=True)]
            tables.append("\n".join("\t".join("" if cell is None else str(cell) for cell in row).rstrip("\t") for row in rows))
            for row in rows:
                found.update(str(cell) for cell in row if re.search(r"\$\{|[a-z]\(|\. ?[<>=]", str(cell)))
        (workbooks / f"{path.stem}.text").write_text("\f".join(tables), encoding="utf-8")
    functions = re.findall(r'"([a-z:-]+)" \d', (ROOT / "src/domain/questionnaire/expr/functions.rs").read_text(encoding="utf-8"))
    found.update(f"{name}(${{a}}, ${{n}}, ${{x}})" for name in functions)
    found.update(f"{name}(${{r}})" for name in functions)
    for number, expression in enumerate(sorted(found)):
        (expressions / f"{number}").write_text(expression, encoding="utf-8")
    words = functions + [
        "${a}", "${n}", "${r}", "${x}", "${s}", "current()/../", "position(..)", " and ", " or ", " div ", " mod ", "today()", "!=", "<=",
        "begin group", "end group", "begin repeat", "end repeat", "select_one ", "select_multiple ", "or_other", "calculate", "text", "range",
        "type", "name", "label::English (en)", "relevant", "required", "constraint", "calculation", "choice_filter", "repeat_count",
        "list_name", "default", "parameters", "bind::concord:visibility", "court", "states_parties", "start=1 end=5 step=1",
    ]
    lines = [f'"{word}"' for word in dict.fromkeys(words)] + ['"\\x0c"', '"\\x09"', '"\\x0a"']
    (HERE / "words.dict").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
