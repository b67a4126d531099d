# The desk of a State.

response-title = Response { $year }
section-expected = Expected by { $when }.
section-saving = Answers are saved as you write, and when you press a button.
section-not-assigned = You can read this section. A coordinator can assign it to you.
section-closed = The cycle { $year } is closed, and its response takes no changes any more: you can read it. What has changed since belongs in the latest cycle.
section-complete = Complete
section-optional = Nothing required
section-missing =
    { $count ->
        [one] { $count } answer missing
       *[other] { $count } answers missing
    }
section-answered = { $answered } of { $required } required questions answered
section-changed = last change { $when }
section-assigned = assigned to { $who }
sections = Sections
all-saved = Everything is saved.
more-asked = Your answers have brought up further questions in this section: the first of them stands below.
preview-text = This is a preview: nothing can be answered here. Questions that depend on answers are not shown before these are given.
readers-summary = Who are “the Court” and “all States Parties”?
readers-explained = “The Court only”: your own State, the Registry, the Office of the Prosecutor, the Presidency, and the Secretariat, which transmits. “The Court and all States Parties”: these and, once the Secretariat has published your response, the other States Parties. Nobody outside your State reads anything before you submit.
readers-label = Who will read this
readers-court = The Court only
readers-states = The Court and all States Parties
readers-locked = Read by the Court only; this cannot be widened.
readers-narrowed = Read by the Court only at present, because { $code } is.
legal-basis = Legal basis
guidance = Guidance and legal basis
no-choice = No answer
rank-hint = Choose what comes first, what comes second, and so on, until all { $count } have a place.
rank-place = Place { $number }
rank-none = Not chosen yet
answer-read-only = This answer follows from the questionnaire and cannot be changed here.
acknowledge = Yes, this is confirmed
no-file = No file yet
comment = Comment
comment-label = Comment (optional, read by those who read the answer)
decline = Not in a position to answer
decline-tick = Our authorities are not in a position to answer this question
decline-reason = Reason (optional, read by the Court)
declined-and-answered = Declined: the answer above is kept in your draft but will not be submitted. Untick “not in a position to answer” to submit it.
declined = Not in a position to answer
not-answered = Not answered
answer-saved = Saved { $when } by { $by }
answer-saved-now = Saved
answer-rival = A colleague has saved another text meanwhile; yours is kept too.
entry = Entry { $number }
entry-add = Add an entry
entry-up = Move up
entry-down = Move down
entry-remove = Remove
entry-remove-title = Remove an entry
entry-remove-ask = Remove entry { $number }?
entry-remove-answers =
    { $count ->
        [one] It holds one answer, which is removed with it:
       *[other] It holds { $count } answers, which are removed with it:
    }
entry-remove-empty = It holds no answers.
entry-remove-undo = It can be brought back under “Removed entries” of the section, as long as the response takes changes. What was submitted stays as it is.
entry-remove-button = Remove entry { $number }
repeat-bounds = From { $min } to { $max } entries.
repeat-most = Up to { $max } entries.
more-detail = Add more detail ({ $count })
save-and-continue = Save and continue
save = Save
back-to-sections = Back to the sections
back-to-section = Back to the section
save-comment-too-long = Shorten the comment to { $max } characters or fewer
save-reason-too-long = Shorten the reason to { $max } characters or fewer
save-closed = Not saved: the cycle was closed before this reached the platform. Your text stays on this page; copy it from here
save-closed-all = Nothing was saved: the cycle was closed while this page was open. What you typed is shown below, so that you can copy it. What was saved before is kept and can be read.
save-not-yours = Not saved: this section is not yours to write in any more. Your text stays on this page; copy it from here
save-not-yours-all = Nothing was saved: while this page was open, the section was given to somebody else, or your role changed. What you typed is shown below, so that you can copy it for whoever has the section now, or ask a coordinator of your State.
save-full = Not saved: the platform’s storage is full. Your text stays on this page; copy it from here
save-away = Not saved: the platform is busy. Your text stays on this page; save it again in a minute
save-away-all = { $text } What you typed is shown below: save it again from here. If you write to the Secretariat about this, give this reference: { $reference }
save-full-all = { $text } What you typed is shown below, so that you can copy it. If you write to the Secretariat about this, give this reference: { $reference }
save-entry-removed = Not saved: a colleague has removed this entry
save-entry-removed-title = A colleague has removed an entry in which you wrote
save-entry-removed-text = Everything else on this page was saved. What you typed in that entry is shown here, so that you can copy it, or bring the entry back and type it there.
save-entry-removed-see = See the entries that were removed
save-no-such-file = A file is given on its own page: use the button below this question
save-visibility-locked = This answer is for the Court only and cannot be opened to States Parties
rivals-title = Two texts have been saved for the same answer
rivals-text = You and a colleague worked on it at the same time. Both texts are kept; choose the one that stands.
rivals-see = { $code }: see both texts
rival-here = Another text by { $by } waits to be chosen
rival-title = Choose between two texts
rival-heading = { $code }: choose between two texts
rival-text = The text that you choose stands in the draft. The other is discarded only then.
rival-standing = Stands now
rival-other = Written meanwhile
rival-keep-standing = Keep the text that stands now
rival-keep-other = Take the text written meanwhile
rival-moved = Somebody has saved this answer again. Look at both texts once more.
js-saving = Saving
js-unsaved = Not saved yet
js-offline = Not saved: no connection. Your text stays on this page, and saving is tried again by itself.
js-failed = Not saved: the platform did not answer. Your text stays on this page, and saving is tried again by itself.
js-refused = Not saved: the platform could not take this answer. Keep a copy of it and write to the Secretariat.
js-fault = Look at what is said above the answer.
js-signed-out = Not saved: you have been signed out. Your text stays on this page.
js-sign-in = Sign in again in another tab, then come back
js-see = See both
js-appeared = This question appears because of an answer you gave.
js-left = Characters left: {"{n}"}
js-over = Too long by {"{n}"} characters
overview-title = { $state }: response { $year }
overview-submitted = Submitted
overview-published = Published to States Parties
overview-readings = Who has read our Court-only answers
overview-changed = The draft differs from what was submitted. To make the change known, submit an amendment.
overview-rivals =
    { $count ->
        [one] Two texts wait to be chosen between for one answer.
       *[other] Two texts wait to be chosen between for { $count } answers.
    }
overview-published-earlier = Revision { $revision } is; the later one not yet
overview-frozen-never = The { $year } cycle is closed, and nothing was submitted: no first response is taken any more.
overview-frozen-past = The { $year } cycle is closed, and a later one has been opened: this response takes no amendments any more.
overview-frozen = The { $year } cycle is closed. A submitted response can be amended until the next cycle opens; amendments are marked.
overview-next = Go on with section { $code }
overview-submit = Go on to submit
overview-amend = Go on to submit the amendment
overview-count = { $complete } of { $all } sections are complete.
late-accepted = This date has passed. Responses are still accepted, and marked as late.
check-title = Check all answers
check-text = These are the answers of { $state } as they will stand when they are submitted now.
check-missing =
    { $count ->
        [one] One answer holds submission back
       *[other] { $count } answers hold submission back
    }
check-switch = As whom
check-as-court = As the Court will see it
check-as-states = As other States will see it
check-as-court-text = Everything that is submitted. Court-only answers are marked.
check-as-states-text = What other States read once it is published. What is Court-only, unanswered or declined is simply not there.
check-go-on = Go on to submit
submit-title = Submit
amend-title = Submit an amendment
submit-heading = Submit the { $year } response of { $state }
amend-heading = Submit an amendment to the { $year } response of { $state }
submit-not-yet =
    { $count ->
        [one] One matter is to be settled before submitting.
       *[other] { $count } matters are to be settled before submitting.
    }
submit-what = When you press the button:
submit-court = The Registry, the Office of the Prosecutor, the Presidency and the Secretariat can read all answers at once, Court-only ones included.
submit-states = Other States Parties read the answers meant for them only after the Secretariat has published the response.
submit-undo = What is submitted is not taken back. You can amend it at any time with a new revision; the earlier one stays readable to your State, the Secretariat and the Court.
amend-narrow = An answer that you reserve to the Court now disappears from what other States read at once. Everything else that is new waits for publication.
submit-late = The expected date has passed: the response is accepted and marked as late.
submit-after-freeze = The cycle is closed: the amendment is marked “after the freeze”.
submit-button = Submit the response of { $state }
amend-button = Submit the amendment of { $state }
amend-reason = Reason for the amendment
receipt = Receipt
receipt-title = Receipt { $number }
receipt-text = The { $year } response of { $state } has been submitted.
receipt-number = Receipt number
receipt-time = Time
receipt-by = Submitted by
receipt-digest = SHA-256 of the canonical document (RFC 8785)
receipt-keep = Keep the receipt and the document with your files: together they prove what was submitted, and when.
receipt-download = Download the receipt
receipt-document = Download the document
receipt-check = To check the document on your computer:
receipt-next = The Secretariat now makes a formal check and publishes the response to States Parties.
revision = Revision
revision-title = Revision { $number }
revisions-title = Submitted revisions
revisions-text = What { $state } has submitted in { $year }. Every revision stays readable.
revisions-none = Nothing has been submitted yet.
marks = Marks
mark-late = late
mark-after-freeze = after the freeze
mark-published = published


form-title = The whole questionnaire
form-heading = { $state }: the questionnaire { $year }
form-text = All sections on one page, with what is answered so far, to read or to print. Answers are changed in the sections.
form-section = To section { $code }
