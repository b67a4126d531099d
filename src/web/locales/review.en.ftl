# Clarifications: what an organ of the Court asks a State about one answer.

clarifications-title = Clarifications
clarifications-home = What the Court asked
clarifications-see-all = All clarifications
clarifications-waiting =
    { $open ->
        [0] none is open
        [one] one is open
       *[other] { $open } are open
    }{ $waiting ->
        [0] {""}
        [one] , one waits for the Court
       *[other] , { $waiting } wait for the Court
    }
clarifications-here =
    { $court ->
        [0] none waits for the Court
        [one] one waits for the Court
       *[other] { $court } wait for the Court
    }, { $state ->
        [0] none for the State
        [one] one for the State
       *[other] { $state } for the State
    }
clarifications-of = Clarifications of the { $year } response of { $state }
clarifications-lead-state = What organs of the Court have asked about your State’s answers. Nobody reads it but your State, the organ that asked, and the Secretariat where it is copied to it.
clarifications-lead-court = What your organ has asked. Nobody reads it but your organ, the State that is asked, and the Secretariat where you have it copied.
clarifications-lead-secretariat = What organs of the Court have asked States and have copied to the Secretariat, to be read. What is not copied is not shown here.
clarifications-which = Which clarifications
clarifications-open = Open
clarifications-all = All
clarifications-none-open = No clarification is open.
clarifications-none = There is no clarification.
clarifications-cut = Only the latest are shown: there may be more.
clarifications-count =
    { $count ->
        [one] One clarification
       *[other] { $count } clarifications
    }

clarification-title = Clarification of { $code }
clarification-asked =
    { $organ ->
        [registry] The Registry
        [otp] The Office of the Prosecutor
       *[presidency] The Presidency
    } asked for a clarification on { $when }.
clarification-at-answer = Clarification: { $standing }
clarification-see = See it
clarification-is-state = waits for the State
clarification-is-court = waits for the Court
clarification-is-settled = settled
clarification-is-withdrawn = withdrawn
clarification-hoped = A reply is hoped for by { $day }. Nothing follows from it if it comes later.
clarification-hoped-short = reply hoped for by { $day }
clarification-since = since { $day }
clarification-who-state = Read by your State’s coordinators, its readers, the contributors who see this question, and the organ that asked. No other State and no other organ sees it, and it is no part of your response.
clarification-who-court = Read by your organ’s people and by those of the State. No other State and no other organ sees it, and it is no part of the response.
clarification-who-copied = The Secretariat has a copy to read.
clarification-who-not-copied = The Secretariat does not see it.
clarification-answer = The answer
clarification-answer-then = As in revision { $number } of { $when }
clarification-answer-now = Amended in revision { $number } of { $when }
clarification-no-answer = No answer is given.
clarification-gone = The latest revision does not ask this question any more.
clarification-written = Question and reply
clarification-reply = Reply
clarification-reply-label = Your State’s reply
clarification-reply-hint = At most 4,000 characters. Nothing about a case, a person or a request in hand.
clarification-reply-button = Send the reply of { $state }
clarification-further = Ask further
clarification-further-label = What you ask further
clarification-further-button = Send the further question
clarification-text-hint = At most 4,000 characters. Nothing about a case, a person or a request in hand.
clarification-typed = What you typed
clarification-late = It was settled or withdrawn while you wrote: nothing was sent. What you typed stands below, to be copied.
clarification-ended-meanwhile = It was settled or withdrawn meanwhile and stays as it ended. Nothing was done.
clarification-written-meanwhile = Something was written meanwhile, and nothing was done. Read it first.
clarification-for-coordinators = A coordinator of your State replies. Tell them what you think by an internal comment on the question.
clarification-amend = A reply explains an answer and does not change it. The answer itself is changed only by an amendment of the response.
clarification-amend-until = That is possible until the next cycle opens.
clarification-amend-closed = A later cycle has been opened: this response takes no amendments any more. What is to change belongs in the response of the latest cycle.
clarification-amend-link = Change the answer
clarification-end = End it
clarification-end-text = Once it is settled or withdrawn, it can be read and nothing more can be written. That cannot be undone.
clarification-settle = Settled
clarification-withdraw = Withdraw the question
clarification-ask = Ask for a clarification
clarification-ask-title = Ask for a clarification of { $code }
clarification-ask-who = { $state } and your organ read what you ask; other States and the other organs of the Court do not. The State sees which organ asks, not who.
clarification-ask-label = What you ask
clarification-hoped-label = Reply hoped for by (optional)
clarification-hoped-hint = A day. Nothing follows if the reply comes later.
clarification-copy = Copy it to the Secretariat
clarification-copy-hint = The Secretariat then reads what you and the State write in this clarification. This cannot be changed later.
clarification-ask-button = Ask { $state }
clarification-choose = Choose the question, answered or not, as revision { $number } asks it.
refusal-text-long = Shorten the text to at most { $max } characters.
refusal-text-characters = The text holds characters that cannot be seen or that turn the direction of what follows. Type it anew without them.
refusal-amended-meanwhile = The State has amended its response since you opened this page, and nothing was asked. Look at the answer as it is now, then ask again.
refusal-asked-former-party = This State is no longer a Party. It can read what it was asked, and not reply.
refusal-asked-already = A question was already sent from this page. What stands here now is another one and was not sent: send it if it is to be asked as well.
refusal-clarifications-open = { $max } clarifications of your organ on this response are open, and no more can be open at once. Settle or withdraw one, then ask.
refusal-clarification-stale = Something was written meanwhile, and what you typed was not sent. Read it first; what you typed stands below.
refusal-clarification-full = As much was written here as can be ({ $max } texts). Settle it, and ask anew if something is open.
help-clarification = Clarifications between the Court and a State
help-clarification-organ = the organ that asked
help-clarification-copied = no, unless copied
