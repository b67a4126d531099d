#!/usr/bin/env python3
"""Compares the importer with pyxform, the reference implementation of XLSForm, on generated forms.

Forms are made from a seed, within the grammar that both read: some valid, some with one thing broken. Both must accept or both
refuse; where both accept, the bindings must be the same. Refusals of ours that pyxform does not share are our own rules; they are
generated too (`OWN`), and then pyxform must accept and we must refuse with the expected key.

    pyxform_oracle.py [--count 400] [--seed 1] [--keep FOLDER] COMMAND...

COMMAND reads workbooks named as arguments and prints one JSON report a line (`concord questionnaire check --json`).
"""

import argparse
import json
import logging
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
from pyxform.aliases import BINDING_CONVERSIONS
from pyxform.errors import PyXFormError
from pyxform.xls2json import workbook_to_json
from pyxform.xls2json_backends import get_xlsform
from pyxform.xls2xform import convert

logging.disable(logging.CRITICAL)
XF = "{http://www.w3.org/2002/xforms}"

TYPES = {
    "text": ["text", "string", "q string", "add text prompt"],
    "integer": ["integer", "int", "q int", "add integer prompt", "percentage", "number of days in last month"],
    "decimal": ["decimal", "q decimal", "add decimal prompt"],
    "date": ["date", "q date", "add date prompt"],
    "dateTime": ["dateTime", "datetime", "date time", "q date time", "add dateTime prompt"],
    "time": ["time"],
    "note": ["note", "q note", "add note prompt"],
    "acknowledge": ["acknowledge", "q acknowledge", "add acknowledge prompt", "trigger"],
    "calculate": ["calculate", "q calculate"],
    "hidden": ["hidden"],
    "file": ["file", "add file prompt"],
    "range": ["range"],
    "phone": ["phone number"],
    "one": ["select_one", "select one", "select one from", "select1", "add select one prompt using"],
    "many": ["select_multiple", "select all that apply", "select all that apply from", "add select multiple prompt using"],
    "rank": ["rank"],
}
OTHER = ["or_other", "or specify other", "or other"]
HEADERS = {
    "type": ["type", "Type", "command"],
    "name": ["name", "Name", "tag", "value"],
    "label": ["label", "caption", "Label"],
    "hint": ["hint", "Hint"],
    "relevant": ["relevant", "relevance", "bind::relevant", "Relevant"],
    "required": ["required", "bind::required"],
    "constraint": ["constraint", "bind::constraint"],
    "calculation": ["calculation", "calculate", "bind::calculate"],
    "read_only": ["read_only", "readonly", "read only", "bind::readonly"],
    "constraint_message": ["constraint_message", "constraint message", "constraining_message", "bind::jr:constraintMsg"],
    "required_message": ["required_message", "requiredMsg", "bind::jr:requiredMsg"],
    "appearance": ["appearance", "body::appearance", "control::appearance"],
    "default": ["default"],
    "choice_filter": ["choice_filter", "choice filter"],
    "repeat_count": ["repeat_count", "count", "jr:count", "repeat count"],
    "parameters": ["parameters"],
}
TRANSLATED = ["label", "hint", "constraint_message", "required_message"]
YES = ["yes", "Yes", "YES", "true", "True", "TRUE", "true()", True]
NO = ["no", "No", "false", "FALSE", "false()", False]


class Form:
    """One generated form: rows as dictionaries by canonical column."""

    def __init__(self, rng):
        self.rng = rng
        self.rows = []
        self.lists = {}
        self.choice_columns = []
        self.settings = {}
        self.questions = []  # (name, kind, repeats around) of what may be referred to
        self.number = 0
        self.languages = rng.choice([[], [], ["English (en)"], ["English (en)", "French (fr)"], ["en", "fr"]])
        self.double = rng.random() < 0.8
        self.extra_sheets = []
        self.headers = None
        self.raw_headers = []

    def name(self):
        self.number += 1
        style = self.rng.random()
        base = "Q" if self.rng.random() < 0.2 else "q"
        if style < 0.4:
            return f"{base}{self.number}"
        if style < 0.7:
            return f"{chr(65 + self.number % 26)}.{self.number}"
        if style < 0.85:
            return f"{chr(65 + self.number % 26)}.{self.number}.sub-item"
        return f"_é{self.number}" if style < 0.9 else f"name_{self.number}"

    def words(self):
        text = self.rng.choice(["How many?", "Quel est l’état ?", "A label with “quotes”", "x < y & z", "Line", 12, 3.5, "Label "])
        if self.questions and self.rng.random() < 0.1:
            text = f"{text} ${{{self.pick()[0]}}}"
        return text

    def pick(self, *kinds):
        fitting = [q for q in self.questions if not kinds or q[1] in kinds]
        return self.rng.choice(fitting) if fitting else None

    def reference(self, *kinds):
        picked = self.pick(*kinds)
        return f"${{{picked[0]}}}" if picked else "''"

    def rule(self, depth=0, own=False):
        """A truth value."""
        rng = self.rng
        options = [
            lambda: f"{self.reference('text', 'one')} = 'yes'",
            lambda: f"{self.reference('integer')}>={rng.randint(0, 9)}",
            lambda: f"selected({self.reference('many', 'one')}, 'a')",
            lambda: f"not(selected({self.reference('many')},'b'))",
            lambda: f"{self.reference('date')} < today()",
            lambda: f"string-length({self.reference('text')}) > 3",
            lambda: f"contains({self.reference('text')}, \"x\")",
            lambda: f"regex({self.reference('text')}, '[a-z]+')",
            lambda: f"count-selected({self.reference('many')}) = 1",
            lambda: "true()",
            lambda: f"{self.reference()} != ''",
            lambda: f"{self.reference('text')} = ‘curled’",
        ]
        if own:
            options += [lambda: ". > 0", lambda: ". != ''", lambda: "string-length(.) <= 20", lambda: "regex(., '^x.*$')"] * 2
        if depth < 2:
            options += [
                lambda: f"{self.rule(depth + 1, own)} and {self.rule(depth + 1, own)}",
                lambda: f"({self.rule(depth + 1, own)} or {self.rule(depth + 1, own)})",
                lambda: f"if({self.rule(depth + 1, own)}, 1, 2) = 1",
            ]
        return rng.choice(options)()

    def calculation(self):
        rng = self.rng
        return rng.choice([
            lambda: f"concat({self.reference('text')}, '-', {self.reference()})",
            lambda: f"{self.reference('integer')} * 2 + {self.reference('decimal')} div 3",
            lambda: "today()",
            lambda: f"if({self.rule()}, 'a', 'b')",
            lambda: f"coalesce({self.reference()}, {self.reference()})",
            lambda: f"round({self.reference('decimal')}, 2)",
            lambda: f"once({self.reference()})",
            lambda: f"format-date({self.reference('date')}, '%Y-%m')",
            lambda: 7,
            lambda: "-1",
        ])()

    def list(self, plain=False):
        if self.lists and self.rng.random() < 0.6:
            return self.rng.choice(list(self.lists))
        name = f"list{len(self.lists)}" if self.rng.random() < 0.7 else f"L.{len(self.lists)}"
        self.lists[name] = [[c, self.words_plain()] for c in self.rng.sample(["a", "b", "c", "yes", "no", 1, 2, "x-y"], self.rng.randint(1, 5))]
        return name

    def words_plain(self):
        return self.rng.choice(["Yes", "Non", "L’État", 5, "Choice"])

    def question(self, repeats):
        rng = self.rng
        kind = rng.choice(list(TYPES))
        row = {"type": rng.choice(TYPES[kind]), "name": self.name(), "label": self.words()}
        if kind in ("one", "many", "rank"):
            row["type"] += " " + self.list()
            if kind != "rank" and rng.random() < 0.15:
                row["type"] += " " + rng.choice(OTHER)
            elif rng.random() < 0.2:
                column = rng.choice(["region", "kind"])
                if column not in self.choice_columns:
                    self.choice_columns.append(column)
                row["choice_filter"] = rng.choice([f"{column} = {self.reference()}", f"{column}='x' or name != 'a'", "true()"])
            if rng.random() < 0.1:
                row["parameters"] = "randomize=false"
        if kind == "calculate" or (kind in ("text", "integer") and rng.random() < 0.1):
            row["calculation"] = self.calculation()
            if rng.random() < 0.6:
                del row["label"]
        if kind == "hidden" and rng.random() < 0.7:
            del row["label"]
        if kind == "range" and rng.random() < 0.8:
            row["parameters"] = rng.choice(["start=0 end=10 step=2", "start=1;end=5", "start=0.5, end=2.5 step=0.5", "end = 20", "start=10 end=0 step=1", "Start=1 END=3"])
        if kind == "text" and rng.random() < 0.2:
            row["parameters"] = "rows=5"
        if row["type"] == "note" and rng.random() < 0.4:
            del row["name"]
        if rng.random() < 0.3:
            row["relevant"] = self.rule()
        if rng.random() < 0.3 and kind not in ("note", "calculate"):
            row["required"] = rng.choice(YES + NO + [self.rule()])
            if rng.random() < 0.3:
                row["required_message"] = self.words()
        if rng.random() < 0.3:
            row["constraint"] = self.rule(own=True)
            if rng.random() < 0.5:
                row["constraint_message"] = self.words()
        if rng.random() < 0.15:
            row["read_only"] = rng.choice(YES + NO)
        if rng.random() < 0.1:
            row["appearance"] = rng.choice(["multiline", "minimal", "w2 numbers"])
        if rng.random() < 0.3:
            row["hint"] = self.words()
            if rng.random() < 0.2:
                row.pop("label", None)
        if rng.random() < 0.15:
            row["default"] = rng.choice({
                "integer": [3, "7", "1 + 1"], "text": ["some text", "follow-up", "a/b", "concat('a', 'b')"], "decimal": [1.5],
                "date": ["2027-04-19", "today()"],
            }.get(kind, ["a"]))
        self.rows.append(row)
        if "name" in row:
            self.questions.append((row["name"], kind, tuple(repeats)))

    def fill(self, depth=0, repeats=()):
        rng = self.rng
        for _ in range(rng.randint(1, 5)):
            chance = rng.random()
            if chance < 0.75 or depth == 3:
                self.question(repeats)
                continue
            kind = rng.choice(["group", "group", "repeat", "lgroup"])
            name = self.name()
            begin = {"type": rng.choice(["begin ", "begin_"]) + kind, "name": name}
            if rng.random() < 0.8:
                begin["label"] = self.words()
            if rng.random() < 0.3:
                begin["relevant"] = self.rule()
            if kind != "group" and rng.random() < 0.3:
                begin["repeat_count"] = rng.choice([3, self.reference("integer"), f"{self.reference('integer')} + 1"])
                if begin["repeat_count"] == "''":
                    del begin["repeat_count"]
            if rng.random() < 0.1:
                begin["appearance"] = "field-list"
            self.rows.append(begin)
            self.fill(depth + 1, repeats + ((name,) if kind != "group" else ()))
            end = {"type": rng.choice(["end ", "end_"]) + kind}
            if rng.random() < 0.4:
                end["name"] = name
            self.rows.append(end)
        if rng.random() < 0.15:
            self.rows.append({})
        if rng.random() < 0.05:
            self.rows.append({"hint": "a row of remarks only"})

    def dress(self):
        rng = self.rng
        if rng.random() < 0.7:
            self.settings = {"form_title": "A form", "form_id": "form", "version": rng.choice(["1", 2027, "2027.1"])}
            if self.languages and rng.random() < 0.5:
                self.settings["default_language"] = self.languages[0]
        if rng.random() < 0.2:
            self.extra_sheets.append(rng.choice(["notes", "changelog", "_survey", "Setting", "choice"]))


def column_headers(form):
    rng = form.rng
    used = ["type", "name", "label"] + sorted({key for row in form.rows for key in row} - {"type", "name", "label"})
    headers = {}
    for key in used:
        names = HEADERS.get(key, [key])
        header = rng.choice(names) if rng.random() < 0.4 else names[0]
        if not form.double and "::" in header:
            header = names[0]
        headers[key] = header
    return used, headers


def write(form, path):
    book = openpyxl.Workbook()
    survey = book.active
    survey.title = form.rng.choice(["survey", "survey", "Survey", "SURVEY"])
    used, headers = form.headers or column_headers(form)
    columns = []
    for key in used:
        if key in TRANSLATED and form.languages and form.rng.random() < 0.9:
            colon = "::" if form.double else ":"
            columns += [(key, f"{headers[key]}{colon}{language}", language) for language in form.languages]
        else:
            columns.append((key, headers[key], None))
    if not form.double and any("::" in header for _, header, _ in columns):
        columns = [(k, h.replace("::", ":") if l else h, l) for k, h, l in columns]
    survey.append([header for _, header, _ in columns] + form.raw_headers)
    for row in form.rows:
        survey.append([row.get(key) for key, _, _ in columns])
    if form.lists:
        choices = book.create_sheet("choices")
        choices.append([form.rng.choice(["list_name", "list name"]), "name", "label"] + form.choice_columns)
        for name, entries in form.lists.items():
            for choice in entries:
                choices.append([name] + choice + [form.rng.choice(["x", "y", None]) for _ in form.choice_columns])
    if form.settings:
        settings = book.create_sheet("settings")
        settings.append(list(form.settings))
        settings.append(list(form.settings.values()))
    for sheet in form.extra_sheets:
        book.create_sheet(sheet)
    book.save(path)


def some_row(form, test):
    rows = [row for row in form.rows if row and test(row)]
    return form.rng.choice(rows) if rows else None


def is_question(row):
    return row.get("type", "").split(" ")[0].split("_")[0] not in ("begin", "end", "") and "name" in row


def need(value):
    if value is None:
        raise LookupError
    return value


# Each breaks a form in a way that both must refuse.
def unknown_reference(form):
    column = form.rng.choice(["relevant", "constraint", "required", "calculation"])
    need(some_row(form, is_question))[column] = "${nobody} = 1"


def unknown_reference_in_label(form):
    need(some_row(form, is_question))["label"] = "Hello ${nobody}"


def unknown_reference_in_choice(form):
    need(form.rng.choice(list(form.lists.values())) if form.lists else None)[0][1] = "Hello ${nobody}"


def malformed_reference(form):
    need(some_row(form, is_question))["relevant"] = form.rng.choice(["${a = 1", "${} = ${a b}", "${1a} = 2"])


def malformed_reference_in_label(form):
    need(some_row(form, is_question))["label"] = form.rng.choice(["Hello ${a", "Hello ${a b}", "Hello ${1}"])


def missing_name(form):
    del need(some_row(form, lambda row: is_question(row) and "note" not in row["type"]))["name"]


def missing_group_name(form):
    del need(some_row(form, lambda row: row.get("type", "").startswith("begin")))["name"]


def bad_name(form):
    need(some_row(form, is_question))["name"] = form.rng.choice(["1a", "a b", "a/b", "$x", ".x", "a,b", "-a", 5])


def reserved_name(form):
    need(some_row(form, is_question))["name"] = "meta"


def missing_type(form):
    del need(some_row(form, is_question))["type"]


def unknown_type(form):
    need(some_row(form, is_question))["type"] = form.rng.choice(["txt", "Text", "selectone a", "begin", "select_one", "begin gruop", "integer x"])


def duplicate_name(form):
    top = [row for row in form.rows if is_question(row)]
    first = need(top[0] if top else None)
    form.rows.insert(form.rows.index(first) + 1, dict(first))


def unclosed_group(form):
    form.rows.append({"type": "begin group", "name": "never_closed", "label": "x"})


def unopened_group(form):
    form.rows.insert(0, {"type": form.rng.choice(["end group", "end_repeat"])})


def crossed_groups(form):
    form.rows += [{"type": "begin group", "name": "crossed_g", "label": "g"}, {"type": "end repeat"}]


def missing_list(form):
    need(some_row(form, is_question))["type"] = form.rng.choice(["select_one nowhere", "select_multiple nowhere", "rank nowhere"])


def choice_without_name(form):
    need(form.rng.choice(list(form.lists.values())) if form.lists else None)[0][0] = None


def duplicate_choice(form):
    entries = need(form.rng.choice(list(form.lists.values())) if form.lists else None)
    entries.append(list(entries[0]))


def choice_with_space(form):
    form.lists["spaced"] = [["a b", "A"], ["c", "C"]]
    form.rows.append({"type": "select_multiple spaced", "name": "spaced_q", "label": "x"})


def bad_range(form):
    parameters = form.rng.choice(["start=1 end=5 step=0", "start=1 end=3 step=5", "start=a", "begin=1", "start=1 end=inf", "start=1 = 3", "start", "start=NaN"])
    form.rows.append({"type": "range", "name": "bad_range", "label": "x", "parameters": parameters})


def bad_text_parameter(form):
    form.rows.append({"type": "text", "name": "bad_text", "label": "x", "parameters": form.rng.choice(["rows=many", "lines=3", "rows"])})


def bad_select_parameter(form):
    form.lists.setdefault("plain", [["a", "A"]])
    form.rows.append({"type": "select_one plain", "name": "bad_select", "label": "x", "parameters": form.rng.choice(["shuffle=true", "randomize=maybe", "seed=5"])})


def missing_calculation(form):
    form.rows.append({"type": "calculate", "name": "bad_calculate", "default": form.rng.choice([None, "text"])})


def missing_label(form):
    form.lists.setdefault("plain", [["a", "A"]])
    kind = form.rng.choice(["text", "integer", "date", "note", "acknowledge", "select_one plain", "range", "file", "rank plain"])
    form.rows.append({"type": kind, "name": "bad_label", "relevant": "true()"})


def other_with_filter(form):
    form.lists.setdefault("plain", [["a", "A"]])
    form.rows.append({"type": "select_one plain or_other", "name": "bad_other", "label": "x", "choice_filter": "true()"})


def reference_to_the_other(form):
    form.lists.setdefault("plain", [["a", "A"]])
    form.rows.append({"type": "select_one plain or_other", "name": "with_other", "label": "x"})
    form.rows.append({"type": "note", "name": "to_other", "label": "x", "relevant": "${with_other_other} = ''"})


def duplicate_of_the_other(form):
    form.lists.setdefault("plain", [["a", "A"]])
    form.rows.append({"type": "select_one plain or_other", "name": "with_other", "label": "x"})
    form.rows.append({"type": "text", "name": "with_other_other", "label": "x"})


def duplicate_header(form):
    form.raw_headers = ["zzz", "zzz"]


def alias_header_twice(form):
    form.languages = []
    form.rows[0].setdefault("relevant", "true()")
    used, headers = column_headers(form)
    headers["relevant"] = "relevant"
    form.headers = used, headers
    form.raw_headers = ["relevance"]


def missing_survey(form):
    form.extra_sheets.append("other")
    form.survey_name = "form"


def missing_type_column(form):
    used, headers = column_headers(form)
    headers["type"] = "kind"
    form.headers = used, headers


def repeat_named_data(form):
    form.rows += [{"type": "begin repeat", "name": "data", "label": "x"}, {"type": "text", "name": "in_data", "label": "x"}, {"type": "end repeat"}]


def bad_root_name(form):
    form.settings["name"] = "a b"


# Each breaks one of our own rules: pyxform accepts, we refuse with this key.
def own_function(form):
    need(some_row(form, is_question))["relevant"] = "uuid() != ''"
    return "unknown-function"


def own_prose(form):
    form.rows.append({"type": "calculate", "name": "prose", "calculation": "the sum of both"})
    return "expression-syntax"


def own_cycle(form):
    form.rows += [
        {"type": "text", "name": "cycle_a", "label": "x", "relevant": "${cycle_b} = 1"},
        {"type": "text", "name": "cycle_b", "label": "x", "relevant": "${cycle_a} = 1"},
    ]
    return "cycle"


def own_type(form):
    form.rows.append({"type": form.rng.choice(["geopoint", "image", "barcode", "deviceid", "start", "audio"]), "name": "own_type", "label": "x"})
    return "unsupported-type"


def own_predicate(form):
    form.rows.append({"type": "text", "name": "own_path", "label": "x", "relevant": "../own_path[1] = 2"})
    return "unsupported-expression"


def own_same_code(form):
    for group in "ab":
        form.rows += [
            {"type": "begin group", "name": f"same_{group}", "label": "x"},
            {"type": "text", "name": "same_code", "label": "x"},
            {"type": "end group"},
        ]
    return "duplicate-code"


BROKEN = [
    unknown_reference, unknown_reference_in_label, unknown_reference_in_choice, malformed_reference, malformed_reference_in_label,
    missing_name, missing_group_name, bad_name, reserved_name, missing_type, unknown_type, duplicate_name, unclosed_group,
    unopened_group, crossed_groups, missing_list, choice_without_name, duplicate_choice, choice_with_space, bad_range,
    bad_text_parameter, bad_select_parameter, missing_calculation, missing_label, other_with_filter, reference_to_the_other,
    duplicate_of_the_other, duplicate_header, alias_header_twice, missing_survey, missing_type_column, repeat_named_data,
    bad_root_name,
]
OWN = [own_function, own_prose, own_cycle, own_type, own_predicate, own_same_code]


def generate(seed, folder):
    """A form and what is expected of it: `None`, "broken" or one of our own keys."""
    rng = random.Random(seed)
    while True:
        form = Form(rng)
        form.fill()
        form.dress()
        expected, breaker = None, None
        chance = rng.random()
        try:
            if chance < 0.45:
                breaker = rng.choice(BROKEN)
                breaker(form)
                expected = "broken"
            elif chance < 0.55:
                breaker = rng.choice(OWN)
                expected = breaker(form)
        except LookupError:
            continue
        path = folder / f"{seed}.xlsx"
        write(form, path)
        if hasattr(form, "survey_name"):
            book = openpyxl.load_workbook(path)
            book.worksheets[0].title = form.survey_name
            book.save(path)
        return path, expected, breaker.__name__ if breaker else "valid"


def clean(expression):
    """An expression as pyxform binds it: conversions, straight quotes, single spaces."""
    if expression is None:
        return None
    expression = BINDING_CONVERSIONS.get(expression, expression)
    expression = expression.replace("‘", "'").replace("’", "'").replace("“", '"').replace("”", '"').replace("\u00a0", " ")
    return re.sub(" +", " ", expression.strip())


def pyxform_says(path):
    """None where it refuses, with the reason, or the bindings."""
    try:
        result = convert(str(path))
        tree = workbook_to_json(get_xlsform(str(path)), fallback_form_name="data", warnings=[])
    except PyXFormError as error:
        return None, str(error).splitlines()[0]
    except Exception as error:  # pyxform fails in other ways on some broken forms, which is a refusal as well.
        return None, f"{type(error).__name__}: {error}"
    types = {}
    for bind in ElementTree.fromstring(result.xform).iter(f"{XF}bind"):
        types[bind.attrib["nodeset"].rsplit("/", 1)[-1]] = bind.attrib.get("type")
    bindings = []

    def walk(children):
        for child in children:
            if child["name"] == "meta":
                continue
            bind = child.get("bind", {})
            container = child["type"] in ("group", "repeat")
            name = str(child["name"])
            bindings.append({
                "code": name,
                "type": child["type"] if container else types.get(name),
                "relevant": clean(bind.get("relevant")),
                "required": clean(bind.get("required")),
                "constraint": clean(bind.get("constraint")),
                "calculation": clean(bind.get("calculate")),
            })
            walk(child.get("children", []) if container else [])

    walk(tree["children"])
    return bindings, None


OLD_CONSTRAINTS = {"0 <= . and . <= 100", "0 <= . and . <= 31", "regex(., '^\\d*$')"}


def differences(theirs, ours):
    """What differs between two lists of bindings, after what is known to be written differently."""
    # A repeat count that is not one reference becomes a calculation of its own in pyxform.
    codes = {binding["code"] for binding in ours}
    theirs = [b for b in theirs if b["code"] in codes or not b["code"].endswith("_count")]
    if [b["code"] for b in theirs] != [b["code"] for b in ours]:
        return [f"codes: {[b['code'] for b in theirs]} / {[b['code'] for b in ours]}"]
    found = []
    for their, our in zip(theirs, ours):
        for key, value in their.items():
            other = clean(our[key])
            if key == "required" and value == "false()":
                value = None
            # The constraints that old types bring are added by pyxform after the stage that is compared here.
            if key == "constraint" and value is None and other in OLD_CONSTRAINTS:
                continue
            if key == "relevant" and value and value.startswith("selected(../"):
                value = re.sub(r"selected\(\.\./([^,]+),", r"selected(${\1},", value)
            # A trigger has no type of its own in pyxform, and a calculation of ours is always a text.
            if key == "type" and (value is None or (other == "string" and our["calculation"])):
                continue
            if value != other:
                found.append(f"{our['code']} {key}: {value!r} / {other!r}")
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        forms = [generate(seed, folder) for seed in range(options.seed, options.seed + options.count)]
        wrong, accepted, refused = [], 0, 0
        for start in range(0, len(forms), 50):
            batch = forms[start : start + 50]
            run = subprocess.run(options.command + [str(path) for path, _, _ in batch], capture_output=True, text=True, check=False)
            reports = [json.loads(line) for line in run.stdout.splitlines()]
            if len(reports) != len(batch):
                sys.exit(f"the command gave {len(reports)} reports for {len(batch)} files: {run.stderr[-500:]}")
            for (path, expected, what), ours in zip(batch, reports):
                theirs, reason = pyxform_says(path)
                errors = [f"{p['cell']} {p['key']}" for p in ours["problems"] if p["severity"] == "error"]
                keys = {p["key"] for p in ours["problems"] if p["severity"] == "error"}
                accepted, refused = accepted + ours["accepted"], refused + (not ours["accepted"])
                if expected not in (None, "broken"):
                    if theirs is None or expected not in keys:
                        wrong.append(f"{path.name} {what}: pyxform {reason or 'accepts'}; ours {errors}")
                elif (theirs is not None) != ours["accepted"]:
                    wrong.append(f"{path.name} {what}: pyxform {reason or 'accepts'}; ours {errors or 'accepts'}")
                elif expected == "broken" and theirs is not None:
                    wrong.append(f"{path.name} {what}: accepted by both, though meant to be broken")
                elif theirs is not None:
                    found = differences(theirs, ours["bindings"])
                    if found:
                        wrong.append(f"{path.name} {what}: bindings differ (pyxform / ours): {found}")
        print(f"{len(forms)} forms: {accepted} accepted, {refused} refused, {len(wrong)} differences")
        for line in wrong:
            print("  " + line)
        sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
