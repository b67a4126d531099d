#!/usr/bin/env python3
"""Writes the seeds of the targets from the workbooks of the tests: `seeds.py`, then `cargo fuzz run workbook`.

A workbook becomes two seeds: its bytes, and the text of its cells in the shape that the target `workbook` packs again.
Attachments begin with those workbooks, a document and the heads of the other formats.
"""

import re
from pathlib import Path

import openpyxl

HERE = Path(__file__).parent
ROOT = HERE.parent


DOCUMENT = """<w:document xmlns:w="w"><w:body><w:tbl><w:tr><w:tc><w:p><w:r><w:t>B.1 v1</w:t></w:r></w:p></w:tc><w:tc><w:p><w:ins><w:r><w:t>a
&amp; &#x2611; b</w:t><w:br/><w:tab/><w:sym/></w:r></w:ins></w:p></w:tc></w:tr></w:tbl><w:sdt><w:p/></w:sdt></w:body></w:document>"""


def attachments(folder, workbooks):
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(workbooks.glob("*.bytes"))[:10]:
        (folder / path.name).write_bytes(path.read_bytes())
    heads = {
        "document": DOCUMENT.encode(),
        "pdf": b"%PDF-1.7\ntrailer<</Root 1 0 R/Encrypt 2 0 R>>\nstartxref\n9\n%%EOF\n",
        "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\0\0\0\0\0\0\0\0IEND\xae\x42\x60\x82",
        "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xc0\0\x0b\x08\0\1\0\1\1\1\x11\0\xff\xd9",
        "age": b"age-encryption.org/v1\n-> X25519 abc\ndef\n--- ghi\n",
    }
    for name, head in heads.items():
        (folder / name).write_bytes(head)


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
    attachments(HERE / "corpus/attachment", workbooks)
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
