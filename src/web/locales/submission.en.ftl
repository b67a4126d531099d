# What is submitted besides a whole response: the covering note afterwards, and some of the sections.

covering-add = Add the covering note
covering-replace = Replace the covering note
covering-text = The covering note is submitted by itself: a new revision is made of what was submitted last, and only the note in it changes. Whatever else your colleagues have written in the draft stays there and is not submitted.
covering-submitted = Submitted with the response:
covering-given = To be submitted:
covering-give = Choose the file
covering-give-another = Choose another file
covering-take-away = Take “{ $name }” away
covering-take-away-text = Take the text of { $code } away
covering-earlier = Earlier versions
covering-waits = A covering note was given and is not submitted. It goes with the next amendment, unless it is submitted before or taken away.
covering-waits-see = See the note
covering-type = Text of the note
covering-typed = What you typed:
covering-revision = The latest revision is submitted again with this note, in your name. No reason has to be given.
covering-draft = The draft keeps everything else as it is. Questions that are missing, faulty or only carried over hold nothing up.
covering-button = Submit the covering note of { $state }
covering-reason = The covering note was added or replaced; nothing else has changed.

refusal-covering-note-stale = The note, or the response, is no longer what the page showed. Look at it again before you go on.
refusal-covering-note-empty = Give the covering note first.
refusal-covering-note-faulty = The covering note cannot be submitted as it is. The page of its section says why.

partial-title = Sections
partial-mark = partial
partial-sections = Partial: sections { $sections }
partial-held = Submitted: { $held }; still to come: { $rest }.
partial-publish = What is there is published; the rest once it is submitted.
partial-submit = Submit some of the sections
partial-choose = Which sections do you submit?
partial-choose-text = Only the sections that you choose are checked and submitted. What was submitted of the others stays as it is. You submit the rest later, in parts or at once.
partial-state-new = not submitted yet
partial-state-same = submitted
partial-state-changed = submitted, changed since
partial-missing =
    { $count ->
        [one] one question holds it back
       *[other] { $count } questions hold it back
    }
partial-reason = Reason, where you change what was submitted before
partial-confirms = In the sections that you submit, answers that were carried over and whose question is unchanged are confirmed in your name.
partial-court = The Registry, the Office of the Prosecutor, the Presidency and the Secretariat can read all answers of the sections at once, Court-only ones included.
partial-button = Submit the chosen sections of { $state }

refusal-sections-none = Choose at least one section.
refusal-whole-only = In this cycle a response is submitted as a whole.
refusal-submitted-meanwhile = Something was submitted since you opened this page, and what you would submit now is not all in it. Look at where it stands, and submit again.
