# What can be wrong with an answer.

fault-required = Answer this question
fault-constraint-failed = This answer does not meet the condition of the question
fault-not-a-number = Enter a number, such as 12.5
fault-not-a-whole-number = Enter a whole number, such as 12
fault-not-a-date = Enter a date as year, month, day, such as 2027-04-19
fault-not-a-time = Enter a time as hours and minutes, such as 14:30
fault-not-a-date-time = Enter a date and a time, such as 2027-04-19 14:30
fault-unknown-choice = “{ $choice }” is not one of the choices: select a choice from the list
fault-choice-not-offered = “{ $choice }” can no longer be chosen: select another choice
fault-choice-twice = “{ $choice }” is selected twice: select it once
fault-rank-incomplete = Put all { $count } choices in order
fault-too-long = Shorten the text to { $max } characters or fewer
fault-too-few-entries = Add entries: the least number is { $min }
fault-too-many-entries = Remove entries: the greatest number is { $max }
fault-out-of-range = Enter a number from { $start } to { $end }
fault-off-step = Enter a number that can be reached from { $start } in steps of { $step }
fault-control-character = Remove the characters that cannot be shown, and type the text again
fault-line-break = Write the text on one line
fault-not-acknowledged = Confirm this by ticking the box
fault-not-answerable = No answer can be given here
fault-not-declinable = This question cannot be declined: answer it
