#!/usr/bin/python3
"""Opens a workbook or a document in LibreOffice, fills cells in as somebody at the keyboard would, and saves it as the same format.

    fill.py IN.xlsx OUT.xlsx < cells.json        fill.py IN.docx OUT.docx < cells.json

cells.json is a list of [key, column, kind, text]: the key stands in column A of some sheet, the column is a letter, and the kind is
"text" (a text as it is) or "typed" (what LibreOffice makes of it when it is typed). A locked cell is refused. In a document the key
is the first line of a row's first cell. Prints as JSON how many cells hold a formula. LibreOffice has a profile of its own, which goes with it.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.table.CellContentType import FORMULA


def connected(pipe, office):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(600):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if office.poll() is not None:
                sys.exit(f"soffice ended with {office.returncode}")
            time.sleep(0.1)
    sys.exit("soffice does not answer")


def option(name, value):
    return PropertyValue(Name=name, Value=value)


def used_rows(sheet):
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    return cursor.RangeAddress.EndRow + 1, cursor.RangeAddress.EndColumn + 1


def rows_of(document):
    """The sheet and row of every key."""
    rows = {}
    for sheet in document.Sheets:
        if not sheet.IsVisible:
            continue
        count, _ = used_rows(sheet)
        for row in range(2, count):
            key = sheet.getCellByPosition(0, row).String
            if key:
                rows.setdefault(key, (sheet, row))
    return rows


def fill(document, cells):
    rows = rows_of(document)
    for key, column, kind, text in cells:
        if key not in rows:
            sys.exit(f"no row {key}")
        sheet, row = rows[key]
        cell = sheet.getCellByPosition(ord(column) - ord("A"), row)
        if sheet.isProtected() and cell.CellProtection.IsLocked:
            sys.exit(f"{key} {column} is locked")
        if kind == "typed":
            cell.FormulaLocal = text
        else:
            cell.String = text


def fill_document(document, cells):
    rows = {}
    for table in document.TextTables:
        for row in range(table.Rows.Count):
            first = table.getCellByName(f"A{row + 1}")
            rows.setdefault(first.String.split("\n")[0], (table, row)) if first else None
    for key, column, _, text in cells:
        if key not in rows:
            sys.exit(f"no row {key}")
        table, row = rows[key]
        table.getCellByName(f"{column}{row + 1}").String = text


def formulas(document):
    count = 0
    for sheet in document.Sheets:
        rows, columns = used_rows(sheet)
        for row in range(rows):
            for column in range(columns):
                count += sheet.getCellByPosition(column, row).Type == FORMULA
    return count


def main():
    source, target = (os.path.abspath(path) for path in sys.argv[1:3])
    cells = json.load(sys.stdin)
    profile = tempfile.mkdtemp(prefix="concord-office-")
    pipe = f"concord-{os.getpid()}"
    office = subprocess.Popen(
        [
            "soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--invisible", "--norestore", "--nologo",
            "--nodefault", f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    try:
        context = connected(pipe, office)
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        hidden = (option("Hidden", True),)
        document = desktop.loadComponentFromURL(uno.systemPathToFileUrl(source), "_blank", 0, hidden)
        if target.endswith(".docx"):
            fill_document(document, cells)
            found, kept_as = 0, "MS Word 2007 XML"
        else:
            fill(document, cells)
            found, kept_as = formulas(document), "Calc MS Excel 2007 XML"
        document.storeToURL(uno.systemPathToFileUrl(target), (option("FilterName", kept_as),))
        document.close(True)
        try:
            desktop.terminate()
        except Exception:
            pass
        print(json.dumps({"formulas": found}))
    finally:
        try:
            office.wait(20)
        except subprocess.TimeoutExpired:
            office.kill()
        shutil.rmtree(profile, ignore_errors=True)


main()
