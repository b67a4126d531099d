# Working together at the desk of a State: the history of answers, removed entries, internal comments.

history-title = History
history-heading = { $code }: history of the answer
history-heading-one = { $code }: version { $number } of the answer
history-text = Every saved version, the newest first, each with what differs from the one before. Between them stands what was done beside the text: a confirmation, and changes of attached files.
history-text-one = The whole version, with what differs from the answer that stands now.
history-marks = What was put in is underlined, what was taken out is struck through.
history-version = Version { $number }
history-stands = Stands now
history-first = The first version.
history-none = Nothing has been saved here yet.
history-empty = An empty answer.
history-put-in = put in
history-taken-out = taken out
history-left = unchanged text left out
history-reason = Reason for not being in a position to answer
history-declined = Set to “Not in a position to answer”.
history-declined-still = Still “Not in a position to answer”.
history-answered-again = No longer “Not in a position to answer”.
history-readers = Who will read this: “{ $after }”, before that “{ $before }”.
history-confirmed = Confirmed: the answer of { $year } still holds.
history-file-attached = File attached: { $file }
history-file-described = What is said of an attached file was changed. It reads now: { $file }
history-file-described-some = What is said of an attached file was changed.
history-file-removed = File taken away: { $file }
history-file-removed-some = A file was taken away.
history-file-back = File brought back: { $file }
history-file-back-some = A file was brought back.
history-see = Read version { $number } in full
history-see-restore = Read version { $number } in full or restore it
history-restore-text = This version becomes the answer again, saved in your name. What stands now stays in the history.
history-restore = Restore version { $number }
history-cannot = This version cannot be restored as it is.
history-newest = Newest versions
history-older = Older versions
history-all = All versions
history-removed = This question stood in an entry that was removed. To restore an answer, bring the entry back first:
removed-title = Removed entries
removed-heading = Section { $code }: removed entries
removed-text = An entry is brought back with its answers as they last stood, at the end of its list.
removed-none = No entry of this section is removed.
removed-by = Removed by { $who }, { $when }
removed-back = Bring this entry back
removed-link =
    { $count ->
        [one] One removed entry can be brought back
       *[other] { $count } removed entries can be brought back
    }

comments-title = Internal comments
comments-link =
    { $count ->
        [one] { $count } open internal comment
       *[other] { $count } open internal comments
    }
comments-heading = { $code }: internal comments
comments-who = Read by the people of your State only: coordinators, contributors and readers. Not by the Court, the Secretariat or other States, neither now nor after submission.
comments-none = Nothing has been written on this question yet.
comments-closed = The response takes no changes any more: comments can be read, not written.
comments-late = The response was closed while you wrote: the comment was not written. What you typed stands below, to be copied.
comments-typed = What you typed
comments-removed = The entry of this question was removed: its comments can be read, not written.
comments-open-title = Open comments
comments-open-none = No open comment.
comments-which = Which comments
comments-to-me = To me ({ $count })
comments-all = All open ({ $count })
comments-newest = The newest { $count } are shown. Resolve those that are done to see the others.
comment-write = Write a comment
comment-text = Comment
comment-to = Addressed to
comment-to-nobody = Nobody in particular
comment-to-hint = Whom you choose gets a mail that says that something was written, and nothing else.
comment-button = Write the comment
comment-to-you = to you
comment-to-whom = to { $who }
comment-open = Open
comment-resolved-by = Resolved by { $who }, { $when }
comment-opened-by = Opened again by { $who }, { $when }
comment-resolve = Mark as resolved
comment-open-again = Open again
comment-of = the comment of { $who }, { $when }
overview-comments-to-me =
    { $count ->
        [one] One open comment is addressed to you
       *[other] { $count } open comments are addressed to you
    }
overview-comments = Open comments ({ $count })
refusal-comment-missing = Write what you want to say.
refusal-comment-long = Shorten the comment to at most { $max } characters.
refusal-comment-characters = The comment holds characters that cannot be seen or that turn the direction of the text. Type it anew without them.
refusal-addressee-bad = This person cannot be written to any more. Choose another colleague, or nobody in particular.
refusal-clearer-bad = This person cannot be asked any more. Choose a reader or another coordinator of your State.
refusal-clearance-asked = This colleague has been asked already and has not answered yet.
refusal-clearance-over = This request has been answered or withdrawn meanwhile.
refusal-verdict-missing = Choose “Cleared” or “I have remarks”.

clearance-title = Clearance
clearance-text = Ask colleagues to look at the whole draft before it is submitted. They read it under
clearance-text-asked = Coordinators ask you here to look at the whole draft before it is submitted. You read it under
clearance-who = Read by the coordinators and readers of your State only. It never leaves your State, and submission waits for nobody.
clearance-none = Nobody has been asked yet.
clearance-asked-by = Asked by { $who }, { $when }
clearance-waits = Not answered yet
clearance-withdrawn = Withdrawn
clearance-said-cleared = Cleared, { $when }
clearance-said-remarks = Remarks, { $when }
clearance-changed-since = The draft has changed since then.
clearance-say = What do you say of the draft?
clearance-cleared = Cleared: it can be submitted as it stands
clearance-remarks = I have remarks
clearance-remarks-label = Remarks (with “Cleared” they may be left out)
clearance-say-button = Give this answer
clearance-withdraw = Withdraw the request
clearance-ask = Ask a colleague
clearance-nobody = Your State has no reader and no other coordinator who can sign in.
clearance-whom-label = Whom do you ask?
clearance-choose = Choose a colleague
clearance-whom = Choose whom you ask.
clearance-note = Note to this colleague (may be left out)
clearance-mail = They are told by mail that something waits on the platform, without a word of it.
clearance-ask-button = Ask this colleague
clearance-closed = This response takes no changes now, so nobody can be asked or answer.
clearance-late = The response was closed while you wrote; this was not sent. What you typed is shown here, so that you can copy it.
overview-clearance-to-me = You are asked to look at this draft and say whether it is cleared
check-clearance-cleared =
    { $count ->
        [one] One colleague has cleared this draft
       *[other] { $count } colleagues have cleared this draft
    }
check-clearance-outdated =
    { $count ->
        [one] One cleared an earlier state of it
       *[other] { $count } cleared an earlier state of it
    }
check-clearance-remarks =
    { $count ->
        [one] One has made remarks
       *[other] { $count } have made remarks
    }
check-clearance-waiting =
    { $count ->
        [one] One has not answered yet
       *[other] { $count } have not answered yet
    }
