# What is submitted besides a whole response: the covering note afterwards, and some of the sections.

covering-add = Add the covering note
covering-replace = Replace the covering note
covering-text = The covering note is submitted by itself: a new revision is made of what was submitted last, and only the note in it changes. Whatever else your colleagues have written in the draft stays there and is not submitted.
covering-submitted = Submitted with the response:
covering-given = To be submitted:
covering-give = Choose the file
covering-give-another = Choose another file
covering-type = Text of the note
covering-revision = The latest revision is submitted again with this note, in your name. No reason has to be given.
covering-draft = The draft keeps everything else as it is. Questions that are missing, faulty or only carried over hold nothing up.
covering-button = Submit the covering note of { $state }
covering-reason = The covering note was added or replaced; nothing else has changed.

refusal-covering-note-stale = The note, or the response, is no longer what the page showed. Look at it, and submit again.
refusal-covering-note-empty = Give the covering note first.
refusal-covering-note-faulty = The covering note cannot be submitted as it is. The page of its section says why.
