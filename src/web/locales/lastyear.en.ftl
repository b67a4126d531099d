# Last year's answers: carried over, confirmed or changed, and what differs.

refusal-only-carried =
    { $count ->
        [one] One required answer was carried over from an earlier year, and nobody has looked at it since: confirm it or change it first.
       *[other] { $count } required answers were carried over from an earlier year, and nobody has looked at them since: confirm them or change them first.
    }
record-carried =
    { $count ->
        [one] { $count } answer carried over
       *[other] { $count } answers carried over
    }
record-confirmed =
    { $count ->
        [one] { $count } answer confirmed
       *[other] { $count } answers confirmed
    }

# At a question.
carried-from = Carried over from { $year }, not confirmed yet
carried-by-submitting = Carried over from { $year }; submitting confirms it
carried-confirm = Confirm
carried-confirmed = Carried over from { $year }, confirmed by { $by }, { $when }
carried-changed = Changed since { $year }
carried-changed-see = See the difference
carried-not = Not carried over from { $year }
carried-not-see = Read the answer of { $year }
carried-file = In { $year } the file “{ $name }” was given. It was not carried over: give it again if it still holds.
carried-files-left = Beside the answer of { $year } there were files that are not here: { $names }. Attach them again if they still belong to it.
carried-reworded = The question has changed since { $year }: read both before you confirm the answer.
carried-reworded-since = The question has changed since { $year }.
carried-reworded-see = As it was asked in { $year }
carried-choices = Choices
answer-saved-changed = Saved; changed since { $year }
answer-saved-confirmed = Saved as it was in { $year }, which confirms it

# In a section.
carried-section =
    { $count ->
        [one] One answer of this section was carried over, its question is unchanged, and nobody has looked at it this year. Read it, then confirm it or change it.
       *[other] { $count } answers of this section were carried over, their questions are unchanged, and nobody has looked at them this year. Read them, then confirm them or change them.
    }
carried-confirm-all =
    { $count ->
        [one] Confirm the answer that is unchanged
       *[other] Confirm the { $count } answers that are unchanged
    }
carried-done =
    { $count ->
        [one] One answer is confirmed.
       *[other] { $count } answers are confirmed.
    }
carried-stale =
    { $count ->
        [one] One answer was not confirmed: a colleague has changed it since this page was made. It stands below as it is now.
       *[other] { $count } answers were not confirmed: colleagues have changed them since this page was made. They stand below as they are now.
    }
confirmation-section = Your response confirms that of last year: only questions that are asked afresh or have changed are shown. Submitting confirms the others as they stand.
confirmation-section-nothing = Your response confirms that of last year. Nothing in this section is asked afresh, and no question has changed: submitting confirms its answers as they stand.
confirmation-section-all = Your response confirms that of last year: submitting confirms what was carried over and whose question is unchanged.
confirmation-show-all =
    { $count ->
        [one] Show the question
       *[other] Show all { $count } questions
    }
confirmation-show-fewer = Show only what is asked afresh or has changed

# Elsewhere on the desk.
overview-confirmation = Your response confirms that of last year. Sections show only the questions that are asked afresh or have changed; all others can be shown, and submitting confirms them as they stand.
overview-differences = Differences from last year
overview-not-carried = Nothing was carried over from { $year }: what your State submitted then could not be opened when this response was begun. Every question is asked afresh. Tell the Secretariat, so that the cause is looked for.
section-only-carried =
    { $count ->
        [one] { $count } carried answer to be confirmed
       *[other] { $count } carried answers to be confirmed
    }
check-only-carried = carried over from { $year } and not confirmed: confirm it or change it
submit-confirms =
    { $count ->
        [one] Submitting confirms, in your name, one answer that was carried over and whose question is unchanged.
       *[other] Submitting confirms, in your name, { $count } answers that were carried over and whose questions are unchanged.
    }
reading-carried = As answered in { $year }, not confirmed since

# This year against last, as one document.
differences-title = Differences from last year
differences-heading = { $state }: { $year } against { $before }
differences-text = What the draft says as it stands now, against what was submitted in { $before }. What was put in is underlined, what was taken out is struck through. Answers that say the same are left out.
differences-none = The draft says what was submitted in { $before }.
differences-nothing-before = Your State has submitted no response before this one that can still be read: there is nothing to compare with.
differences-shut = What your State submitted in { $year } cannot be opened at present: there is nothing to compare with. This year’s response is not touched by it. Tell the Secretariat, so that the cause is looked for.
differences-counts = New: { $new }. Changed: { $changed }. Taken away: { $gone }. Not answered yet: { $notyet }. Question changed: { $reworded }.
differences-new = New
differences-changed = Changed
differences-gone = Taken away
differences-not-yet = Not answered yet; below stands last year’s answer
differences-reworded = The question has changed
differences-first-asked = Asked for the first time
differences-not-asked = Not asked any more
differences-entry = entry { $number }
differences-entry-gone = entry { $number } of { $year }
differences-same-answer = The answer is the same.
