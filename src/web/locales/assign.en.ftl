# Who has what of a draft, and where its sections stand.

assign = Who has it
assign-title = Who has this section
assign-heading = Who has section { $code }:
assign-how = Coordinators read and edit everything. A contributor edits what is given here. Whoever something is newly given to gets a mail that says so, without its content; at most one an hour.
assign-nobody = No one has this section.
assign-has-section = The whole section
assign-has-questions = only { $codes }
assign-has-reading = to read
assign-by = by { $day }
assign-with = { $name } ({ $more })
assign-given = Given by { $by }, { $when }
assign-change = Change
assign-take = Take away
assign-give = Give the section to somebody
assign-change-of = Change what { $name } has
assign-to = Contributor
assign-to-hint = Contributors of your State who do not have this section yet.
assign-whom = Choose a contributor.
assign-due = By which day (optional)
assign-due-hint = The end of that day in The Hague.
assign-note = Note (optional)
assign-note-hint = Read by the person and by coordinators only; at most 1,000 characters.
assign-change-button = Save the change
assign-button = Give section { $code }
assign-no-people = Your State has no contributor yet.
assign-all-have = Every contributor of your State has something of this section.
assign-yours = You have this section.
assign-yours-by = It is expected of you by { $day }.
assign-yours-note = Note of { $by }
refusal-due-past = This day has passed. Enter today’s date or a later one, or leave it empty.
refusal-assignment-note-long = Shorten the note to at most { $max } characters.
refusal-assignment-note-characters = The note holds characters that cannot be seen or that turn the direction of the text. Type it anew without them.

standing-is-not-begun = Not begun
standing-is-in-work = In work
standing-is-ready = Ready
standing-is-cleared = Cleared
standing-set = { $word } · { $by }, { $when }
standing-again = { $word } · changed or taken back by { $by }, { $when }
standing-before = If you change an answer here, or add or remove an entry, the section goes back to “In work”.
standing-say-ready = Save and mark as ready
standing-say-cleared = Save and mark as cleared
standing-take-back = Take back to work
standing-changed-meanwhile = This section has changed since you opened it. What you changed is saved; the section was not marked. Look at it as it stands now, and mark it then.
overview-cleared =
    { $count ->
        [one] One section is cleared.
       *[other] { $count } sections are cleared.
    }
unheld = No one has:
unheld-section = No one has it
unheld-questions =
    { $count ->
        [one] One question no one has
       *[other] { $count } questions no one has
    }
check-uncleared =
    { $count ->
        [one] One section is not cleared
       *[other] { $count } sections are not cleared
    }
check-uncleared-text = This does not hold the submission up. A coordinator marks a section as cleared on its page.
assign-yours-questions = You have these questions of this section: { $codes }.
assign-yours-reading = This section is open to you to read.
overview-nothing-given = Nothing of this response has been given to you yet. A coordinator of your State gives sections and questions.
save-kept-title = What you typed
save-taken = This question is not yours to write any more: a coordinator has given it to somebody else or taken it away
save-taken-title = A question was taken away while you wrote
save-taken-text = What you typed there was not saved. It stands below, to be copied.
assign-extent = How much
assign-extent-section = The whole section, to write
assign-extent-questions = Only the questions ticked below, to write; nothing else of the section is seen
assign-extent-reading = The whole section, to read
assign-questions = Questions
assign-questions-hint = They count where only single questions are given. A group that is ticked gives the questions in it, ticked or not; a list with entries is given as a whole.
refusal-questions-missing = Choose at least one question or group.
home-waits = What waits for you
home-section = Section { $code }
home-mine = { $section } · { $standing }
home-ready = Ready, to be cleared:
assign-has-questions-reading = { $codes } to write, the rest to read
assign-extent-questions-reading = The questions ticked below, to write; the rest of the section, to read
assign-yours-questions-reading = You have these questions of this section: { $codes }. The rest of it is open to you to read.
assign-group =
    { $count ->
        [one] The whole group (one question)
       *[other] The whole group ({ $count } questions)
    }
assign-meanwhile = A colleague was faster; nothing was changed
assign-meanwhile-given = { $by } has given or changed what { $name } has of this section since you opened the page: { $when }.
assign-meanwhile-taken = What { $name } had of this section was taken away since you opened the page: { $by }, { $when }.
assign-meanwhile-now = What stands now
assign-meanwhile-give = What you wanted stands in the form below. If you save it, it replaces what stands now.
assign-meanwhile-take = You wanted to take it away.
assign-meanwhile-button = Save what I entered all the same
assign-meanwhile-take-button = Take it away all the same
assign-meanwhile-leave = Leave it as it stands now
refusal-assignment-changed = A colleague has changed this since you opened the page. Nothing was changed; look at it as it stands now.
refusal-notes-long = Section { $section }: the note of the person who leaves and that of { $name } are together longer than { $max } characters. Shorten one of them on the page of the section first; nothing was handed over.
standing-meanwhile = Since you opened this section a colleague has said where it stands. It stands now: { $now }. You wanted: { $wanted }. What you changed is saved; the section was not marked. If you still want it, press the button again.
assign-late = The response was closed while you wrote. Nothing was given or changed. Your note stands below, to be copied.
