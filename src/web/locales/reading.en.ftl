## Answers, wherever they are read

reading-court-only = The Court only
reading-declined = Not in a position to answer
reading-comment = Comment
reading-acknowledged = Confirmed
reading-missing = Not answered yet
reading-no-answer = No answer available.
reading-entry = { $count ->
    [0] Entry { $number }
   *[other] Entry { $number } of { $count }
}
reading-change = Change
reading-cycle = Questionnaire { $year }
reading-invented = The responses of { $year } are invented, for demonstration. No State has given them.

## Who has responded

reading-responses-title = Responses { $year }
reading-responded = { $count ->
    [0] None of the { $of } States has responded yet.
    [one] { $count } of { $of } States has responded.
   *[other] { $count } of { $of } States have responded.
}
reading-expected-by = Responses are expected by { $moment }.
reading-lost-sight = Your State is no longer a State Party. You see who has responded; you can no longer read what the others have published. Your State’s own responses remain with you.
reading-ways = Two ways to read
reading-by-state = By State
reading-by-question = By question
reading-show = States to show
reading-show-button = Show these States
reading-show-all = All States
reading-show-responded = Have responded
reading-show-waiting = Have not responded yet
reading-show-everyone = Show all States
reading-none-listed = No State of { $year } is in this part of the list.
reading-listed = { $count ->
    [one] { $count } State is listed.
   *[other] { $count } States are listed, by name.
}
reading-state-party = State Party
reading-responded-on = Responded on
reading-response = Response
reading-not-yet = Not yet
reading-not-published = Not published yet
reading-read = Read the response
reading-revision = Revision { $number }
reading-former = former State Party
reading-late = After the expected-by date
reading-other-years = Other years:

## The response of a State

reading-state-title = { $state } – Response { $year }
reading-former-text = Former State Party. The response stays as it was given.
reading-submitted = Submitted
reading-version = Version
reading-revision-of = Revision { $number } of { $latest }
reading-reason = Why it was amended
reading-readers = Read by other States Parties
reading-published-none = Not yet: the response is not published.
reading-published-this = This revision, without the answers for the Court only.
reading-published-other = Revision { $number }; this one is not published.
reading-other-revisions = Other revisions
reading-after-freeze = After the freeze
reading-earlier = This is an earlier revision.
reading-to-latest = Read the latest revision
reading-recorded = Answers marked “The Court only” are not to be passed on. That you have opened this page is recorded, and the State sees by which organ and when.
reading-to-publish = Check and publish this response
reading-published-on = Published to States Parties on { $moment }
reading-own = This is what the other States Parties read of your response.
reading-awaited = This State responded on { $moment }. The response is not published yet: the Secretariat checks its form first.
reading-nothing = No response to the questionnaire of { $year } has been submitted.
reading-ways-on = Previous and next
reading-before = Previous:
reading-after = Next:

## Questions across States

reading-questions-title = Questions { $year }
reading-questions-lead = Each question leads to the answers of all States whose responses you can read.
reading-legal-basis = Legal basis: { $basis }
reading-base = { $count ->
    [0] No answer available. You can read the responses of { $of ->
        [one] { $of } State
       *[other] { $of } States
    }.
    [one] { $count } State answers this question, of { $of } whose responses you can read.
   *[other] { $count } States answer this question, of { $of } whose responses you can read.
}
reading-recorded-here = Answers marked “The Court only” are not to be passed on. Where there are any on this page, it is recorded that you have opened it, and their States see by which organ and when.
reading-counts = Answers by choice
reading-finding = “{ $choice }” is the most frequent answer: { $most } of { $count ->
    [one] { $count } State
   *[other] { $count } States
}
reading-counted = { $count ->
    [one] Answer of { $count } State
   *[other] Answers of { $count } States
}
reading-choice = Answer
reading-states = States
reading-names = Which States
reading-ranked = Each State puts all choices in order; the table counts what stands first.
reading-remarks = Comments and reasons
reading-court-only-of = The Court only:
reading-to-first = Back to the first page
reading-part-title = part { $number } of { $of }
reading-part = States { $first } to { $last } of { $of } are on this page, by name; long texts are shortened.
reading-parts = Pages of States
reading-next-states = { $count ->
    [one] Next State: { $first }
   *[other] Next { $count } States: { $first } to { $last }
}
reading-in-full = Read in full

## Who has read Court-only answers

reading-readings-title = Who has read Court-only answers
reading-readings-lead = Each time a page with answers for the Court only is opened by an organ of the Court or by the Secretariat, which transmits them, it is listed here. The person is recorded as well and is not shown.
reading-readings-none = Nobody has read an answer for the Court only yet.
reading-readings-count = { $count ->
    [one] { $count } reading, by date.
   *[other] { $count } readings, the latest first.
}
reading-readings-cut = Earlier ones are kept and not listed.
reading-readings-when = When
reading-readings-by = Read by
reading-readings-questions = Questions

## Help

help-title = Help
help-lead = What this platform is for, who reads what, and what to do when something does not work.
help-contents = On this page
help-about = What this platform is
help-about-text = Each year the Secretariat of the Assembly of States Parties to the Rome Statute invites States Parties, on behalf of the co-facilitators on cooperation, to complete a questionnaire about the procedures that their administrations follow for requests of the Court. The responses are shared with the Court and, once published, with the other States Parties.
help-about-effect = Answers have no legal effect. The channel and the language of article 87 of the Rome Statute are still notified to the Registrar in writing.
help-case = Nothing about a case, a person or a request in hand belongs on this platform.
help-readers = Who can read what
help-readers-text = Beside each question stands who will read the answer. The State can narrow that for every answer, and widen it unless the question says that it is for the Court only.
help-readers-caption = Who can read what is in a response
help-what = What
help-own = The State itself
help-court = The Court
help-secretariat = The Secretariat
help-others = Other States Parties
help-facilitators = The co-facilitators
help-draft = Drafts, with the comments in them
help-submitted-court = Submitted answers for the Court only
help-submitted-all = Submitted answers for all States Parties
help-responded = That a State has responded, and when
help-yes = Yes
help-no = No
help-yes-recorded = Yes, each reading is recorded
help-when-published = Once published
help-court-is = “The Court” means the Registry, the Office of the Prosecutor and the Presidency. The Secretariat reads submitted answers because it transmits them; it cannot write an answer in a State’s name.
help-absent = Other States do not see that an answer is for the Court only. An answer that was not given, was declined or is for the Court only looks the same to them: no answer is available.
help-seen-by-you = A State can see by which organ, and when, its answers for the Court only were read.
help-responding = How a State responds
help-responding-fill = Contributors fill the sections that are assigned to them; coordinators can fill all of them. Answers are saved as you write or when you leave a question, and at the latest with “Save and continue”. You can stop at any time and go on from another computer.
help-responding-two = When two colleagues change the same answer, neither text is lost: both are shown and one is chosen.
help-responding-check = Before submitting, look at the response as the Court and as other States will see it.
help-responding-pdf = The draft can be had as PDF, for clearance on paper: with its version and the time on each page, and who will read each answer. What was submitted, its receipt, and what other States have published can be had as PDF too. Such a file holds what your pages show, and no more.
help-responding-submit = Only a coordinator submits. The Court and the Secretariat can read the response from that moment; you get a receipt with its number, the time and a digest of what was submitted.
help-responding-amend = A submitted response can be amended, with a reason, until the next questionnaire opens. The earlier revision stays readable to your State, the Court and the Secretariat. What you make narrower disappears from the view of other States at once; what is new to them waits for publication.
help-responding-late = Responses are expected by 23:59 in The Hague on the date given. Later ones are accepted, and marked as such for the Court and the Secretariat.
help-mail = How to check that a message is genuine
help-mail-text = Messages of this platform say only that there is something to do. They never contain answers, never ask for a password or a code, and every link in them begins with:
help-mail-doubt = In doubt, do not follow the link: type the address yourself, or ask the Secretariat by the telephone number below.
help-signing-in = Signing in
help-signing-in-invitation = You get an invitation by e-mail and a code by another way. Both are needed to set a password. An invitation that has expired or does not work is issued again in one step by the coordinator who looks after your account, or by the Secretariat.
help-signing-in-expired = After a time without use you are signed out. What you had typed is kept and saved once you sign in again.
help-signing-in-shared = On a computer that others use, sign out when you have finished.
help-signing-in-left = When you change posts, ask your coordinator or the Secretariat to end your account. What you wrote stays, with your name; your sections are handed over.
help-back = When you cannot sign in
help-back-password = If you have forgotten your password, choose “Forgotten your password?” on the page to sign in. A mail brings you a link that holds for 30 minutes; your second factor stays and is asked for.
help-back-one = If you have lost one second factor, use another one or a recovery code. Then set up a new one under “Your account” and remove the old one.
help-back-all = If you have lost all of them and your recovery codes, give your password and choose “I have none of these any more”. Two persons then decide: for a State or an organ of the Court its coordinator and the Secretariat, otherwise two members of the Secretariat.
help-back-nobody = Nobody from the platform ever asks for your password or for a code of yours.
help-accounts = Accounts
help-accounts-people = Coordinators look after the accounts of their State or organ: they add people, choose roles and last days, suspend and end accounts. The Secretariat confirms each new coordinator against the note verbale that names them.
help-accounts-two = Have two coordinators, so that somebody is there when the other is away, leaves, or has lost every second factor.
help-accounts-record = “Your account” shows what happened with your account: who signed in, what failed, what was changed. Coordinators see the same for their State or organ, the Secretariat for all accounts. The record holds no answer.
help-using = Using the platform
help-using-plain = All pages work without JavaScript, by keyboard alone and on small screens, and can be printed.
help-using-language = The language is chosen at the top of each page. What States write stays in the language they wrote it in.
help-ask = Whom to ask
help-ask-text = The Secretariat of the Assembly of States Parties answers questions about the questionnaire and about the platform. If a page shows a reference number, please give it.
help-ask-mail = E-mail
help-ask-telephone = Telephone
reading-export = All of these responses as one file (JSON)
