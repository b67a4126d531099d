# What can be wrong with a workbook. The cell stands before each message.

problem-file-too-large = the file is larger than { $limit } MB
problem-not-a-workbook = the file is not an Excel workbook (.xlsx)
problem-old-workbook = the file is in the old Excel format (.xls): save it as .xlsx
problem-encrypted-workbook = the workbook is encrypted: save it without a password
problem-macros = the workbook contains macros: save it as .xlsx, without macros
problem-too-many-parts = the workbook has more than { $limit } parts
problem-unpacks-too-large = the workbook unpacks to more than { $limit } MB
problem-document-type = the part { $part } declares a document type, which a workbook never needs
problem-damaged = the workbook is damaged or incomplete and cannot be read: open it in your spreadsheet program, save it as a new .xlsx file and choose that one

problem-missing-sheet = there is no sheet named “{ $expected }”
problem-similar-sheet = the sheet “{ $found }” is ignored: is it meant to be “{ $expected }”?
problem-ignored-sheet = this sheet is not part of the form and is ignored
problem-unsupported-sheet = this sheet uses a feature that is not supported: remove it
problem-too-many-sheets = the workbook has more than { $limit } sheets
problem-too-many-rows = there are more than { $limit } rows
problem-too-many-columns = there are more than { $limit } columns
problem-too-many-cells = there are more than { $limit } filled cells
problem-cell-too-long = the cell holds more than { $limit } characters
problem-control-characters = the cell holds a character that no text has (a control character, or one that was damaged): type the text again

problem-duplicate-header = this column repeats the column “{ $other }”
problem-missing-header = there is no column “{ $expected }”
problem-unknown-concord-column = there is no such column of Concord
problem-unsupported-column = the column “{ $header }” belongs to a feature that is not supported: empty it or remove it
problem-ignored-column = this column is not part of the form and is ignored
problem-cell-without-header = this column has no header: what stands in it is ignored
problem-language-without-tag = “{ $language }” has no language tag such as (en): it is taken for “{ $tag }”
problem-language-twice = “{ $language }” and “{ $other }” have the same language tag “{ $tag }” and are taken for one language
problem-missing-translation = “{ $text }” has no text in “{ $language }”
problem-missing-translations =
    { $count ->
        [one] { $count } text is missing in “{ $language }”: { $texts }
       *[other] { $count } texts are missing in “{ $language }”, first in { $texts }
    }
problem-unknown-default-language = no column is in the default language “{ $language }”

problem-no-type = the row has no type
problem-no-code = the question or group has no name
problem-bad-code = “{ $code }” cannot be a name: begin with a letter or an underscore, go on with letters, digits, hyphens, underscores and dots
problem-reserved-code = “{ $code }” is a reserved name
problem-code-too-long = the name is longer than { $limit } characters
problem-duplicate-code = the name “{ $code }” is already used in row { $first }
problem-code-case-clash = the names “{ $code }” and “{ $other }” differ only in upper and lower case
problem-unknown-type = unknown question type “{ $kind }”
problem-unsupported-type = questions of type “{ $kind }” are not supported
problem-loop = “begin loop” is not supported: write the questions out, or use a repeat
problem-type-without-list = “{ $kind }” needs the name of a choice list
problem-end-without-begin = “end { $kind }” closes nothing
problem-end-of-another = “end { $kind }” stands where the { $open } “{ $code }” of row { $begun } is still open
problem-not-closed = the { $kind } “{ $code }” is never closed
problem-too-deep = groups and repeats are nested deeper than { $limit } levels
problem-row-skipped = the row has neither type nor name nor label and is skipped
problem-row-disabled = the row is disabled and left out; a rule in the relevant column is better
problem-no-label = “{ $code }” has neither label nor hint
problem-repeat-without-label = the repeat “{ $code }” has no label
problem-no-calculation = “{ $code }” has no calculation
problem-no-effect = this has no effect on a row of type “{ $kind }”
problem-no-questions = the form has no questions
problem-too-many-problems =
    { $count ->
        [one] there is { $count } more problem, which is told once these are mended
       *[other] there are { $count } more problems, which are told once these are mended
    }

problem-unknown-list = there is no choice list “{ $list }”
problem-or-other-with-filter = “or other” cannot be combined with a choice filter
problem-choice-without-name = a choice of the list “{ $list }” has no name
problem-choice-without-list = the choice has no list name and is ignored
problem-choice-without-label = the choice “{ $choice }” of the list “{ $list }” has no label
problem-duplicate-choice = the choice “{ $choice }” is already in the list “{ $list }”, in row { $first }
problem-choice-with-space = the choice “{ $choice }” of the list “{ $list }” has a space in its name, so that “{ $code }” cannot offer several choices
problem-too-many-choices = the list “{ $list }” has more than { $limit } choices

problem-bad-parameters = “{ $text }” is not a list of parameters such as start=1 end=10
problem-unknown-parameter = unknown parameter “{ $parameter }”; accepted: { $accepted }
problem-unsupported-parameter = the parameter “{ $parameter }” is not supported
problem-bad-parameter-value = “{ $value }” is not a value for the parameter “{ $parameter }”
problem-zero-parameter = the parameter “{ $parameter }” must not be zero
problem-step-too-wide = a step of { $step } is wider than the range from { $start } to { $end }

problem-expression-syntax = the expression cannot be read at “{ $found }”
problem-expression-unfinished = the expression ends too early
problem-unknown-function = unknown function { $function }()
problem-argument-count = { $function }() does not take this number of arguments: { $given }
problem-argument-kind = { $function }() needs { $wanted } here
problem-unsupported-expression = “{ $what }” is not supported in expressions
problem-bad-reference = malformed reference “{ $reference }”
problem-bad-pattern = “{ $pattern }” is not a pattern that can be used ({ $reason })
problem-too-many-patterns = there are more than { $limit } patterns
problem-expression-too-long = the expression is longer than { $limit } characters
problem-expression-too-deep = the expression is nested deeper than { $limit } levels
problem-unknown-question = unknown question “{ $question }” in { $column }
problem-ambiguous-question = more than one row is named “{ $question }”, so that { $column } cannot refer to it
problem-unknown-path = “{ $path }” in { $column } leads to no question
problem-unknown-choice-column = the choices of the list “{ $list }” have no column “{ $name }”
problem-not-in-repeat = “{ $question }” is not inside the repeat “{ $repeat }”
problem-not-a-choice-question = “{ $question }” has no choices
problem-cycle = the rules go round in a circle: { $cycle }
problem-bad-default = “{ $value }” cannot be an answer of type “{ $kind }”: the default is ignored
problem-too-many-dependencies = the rules of the form depend on one another in more than { $limit } ways

problem-bad-value = “{ $value }” is not accepted here; accepted: { $accepted }
problem-wider-than-group = the visibility “{ $own }” is wider than “{ $group }” of the group “{ $code }” around it
problem-repeat-bounds = the least number of entries, { $min }, is greater than the most, { $max }
problem-too-many-entries = a repeat may have at most { $limit } entries
