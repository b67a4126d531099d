# The Secretariat's desk.

secretariat-menu = The Secretariat’s desk
secretariat-menu-cycles = Cycles
secretariat-menu-states = States
secretariat-menu-accounts = Accounts
secretariat-menu-forms = Forms
secretariat-menu-mail = Mail
secretariat-not-now = Not now
secretariat-choose = Choose
secretariat-refused = This could not be done
secretariat-not-imported = Nothing was imported
secretariat-not-prepared = The cycle was not prepared
secretariat-state = State
secretariat-former = Former State Party
secretariat-year = Year
secretariat-form = Form
secretariat-fault = What is wrong

# States and their addresses
secretariat-states-title = States Parties
secretariat-states-parties =
    { $count ->
        [0] No State is a Party today.
        [one] { $count } State is a Party today.
       *[other] { $count } States are Parties today.
    }
secretariat-states-without =
    { $count ->
        [one] { $count } of them has no official address: no note can be sent to it.
       *[other] { $count } of them have no official address: no note can be sent to them.
    }
secretariat-states-all-addresses = Each of them has an official address.
secretariat-states-dates = A State is a Party from the day of entry into force until the day before its withdrawal takes effect. Names and dates are loaded by the operator.
secretariat-states-caption =
    { $count ->
        [one] { $count } State, former Parties included
       *[other] { $count } States, former Parties included
    }
secretariat-group = Regional group
secretariat-group-african = African States
secretariat-group-asia-pacific = Asia-Pacific States
secretariat-group-eastern-european = Eastern European States
secretariat-group-grulac = Latin American and Caribbean States
secretariat-group-weog = Western European and other States
secretariat-since = Party since
secretariat-coming = Not yet a Party
secretariat-withdrawal = Withdrawal effective
secretariat-official = Official address
secretariat-copy = Address for copies
secretariat-no-address = None
secretariat-states-import = Import official addresses
secretariat-states-import-how = Choose a file of comma-separated values (CSV, in UTF-8), or paste its lines. The first line names the columns:
secretariat-states-import-keeps = A State that the file does not name keeps the addresses it has.
secretariat-states-import-removes = An empty cell removes the address.
secretariat-states-import-whole = If one line has a fault, nothing is imported and every fault is shown with its line.
secretariat-states-file = File (CSV)
secretariat-states-text = Or the lines themselves
secretariat-states-import-button = Import the addresses
secretariat-states-imported =
    { $count ->
        [0] The file named no State, so nothing was changed.
        [one] The addresses of { $count } State were imported.
       *[other] The addresses of { $count } States were imported.
    }
secretariat-states-faults =
    { $count ->
        [one] { $count } fault was found. Correct it below and import the lines again.
       *[other] { $count } faults were found. Correct them below and import the lines again.
    }
secretariat-states-fault-table = Faults by line
secretariat-states-too-large = This file is larger than any list of addresses. Choose the file with the three columns named below.
secretariat-states-both = There is a file and there are lines. Empty the field with the lines, or choose no file.
secretariat-states-not-utf8 = The file is not text in UTF-8. In the spreadsheet program, save it as “CSV UTF-8” and choose it again.
secretariat-states-nothing = Choose a file, or paste the lines.
secretariat-line = Line
secretariat-line-column-missing = The first line names no column “{ $column }”.
secretariat-line-unreadable = The line cannot be read: it has another number of cells than the first line, or is not text in UTF-8.
secretariat-line-state-unknown = The code names no State known here. Use the three letters of ISO 3166-1, such as SEN.
secretariat-line-state-twice = The State stands on an earlier line already.
secretariat-line-text-bad = The cell “{ $column }” is empty, too long or holds a line break.
secretariat-line-email-bad = The cell “{ $column }” is not an e-mail address.
secretariat-line-day-bad = The cell “{ $column }” is not a day such as 2027-04-19.
secretariat-line-official-missing = There is an address for copies but no official address.

# Forms
secretariat-forms-title = Forms of the questionnaire
secretariat-forms-what = A form is one version of the questionnaire. It never changes; a correction is imported as a new form.
secretariat-forms-empty = No form has been imported yet. Choose the workbook below.
secretariat-forms-caption =
    { $count ->
        [one] { $count } form
       *[other] { $count } forms, the newest first
    }
secretariat-version = Version
secretariat-hash = Hash
secretariat-imported = Imported
secretariat-used-by = Used by the cycles
secretariat-no-cycle = None
secretariat-forms-upload = Import a form
secretariat-forms-again = Import the corrected workbook
secretariat-forms-file = Workbook of the questionnaire
secretariat-forms-file-hint = An XLSForm as an Excel workbook (.xlsx), { $megabytes } MB at most, without macros and without a password.
secretariat-forms-button = Import the form
secretariat-forms-nothing = Choose a workbook (.xlsx) that is not empty.
secretariat-forms-faults-title = The workbook has errors
secretariat-forms-errors =
    { $count ->
        [one] { $count } error keeps the form from being imported
       *[other] { $count } errors keep the form from being imported
    }
secretariat-forms-nothing-kept = Nothing of “{ $file }” was kept. Correct the cells named below in the workbook, then import it again.
secretariat-forms-problems = Errors and warnings
secretariat-forms-problems-caption =
    { $errors ->
        [one] { $errors } error
       *[other] { $errors } errors
    }, { $warnings ->
        [0] no warnings
        [one] { $warnings } warning
       *[other] { $warnings } warnings
    }
secretariat-cell = Cell
secretariat-whole-file = Whole file
secretariat-severity = Kind
secretariat-error = Error
secretariat-warning = Warning
secretariat-form-imported = The form was imported. No State sees it before a cycle that uses it is opened.
secretariat-form-known = This form had been imported already; nothing was changed.
secretariat-form-holds = No cycle can be opened with this form
secretariat-form-holds-text =
    { $count ->
        [one] { $count } text lacks English or French. Complete the workbook and import it again.
       *[other] { $count } texts lack English or French. Complete the workbook and import it again.
    }
secretariat-form-see = See what is missing
secretariat-form-title-text = the title of the form
secretariat-form-sections = Sections
secretariat-form-sections-how =
    { $count ->
        [one] { $count } question in all. Open a section to see it as a State will.
       *[other] { $count } questions in all. Open a section to see it as a State will.
    }
secretariat-section = Section
secretariat-questions = Questions
secretariat-required = Required
secretariat-extended = Under “more detail”
secretariat-by-rule = Shown by a rule
secretariat-court-only = Court only
secretariat-languages = Languages
secretariat-complete = Complete
secretariat-missing-texts =
    { $count ->
        [one] { $count } text missing
       *[other] { $count } texts missing
    }
secretariat-missing-where = Where
secretariat-missing-more =
    { $count ->
        [one] and { $count } more
       *[other] and { $count } more
    }
secretariat-warnings = Warnings of the import
secretariat-warnings-text =
    { $count ->
        [one] The form was imported with { $count } warning. Look at it before the form is used.
       *[other] The form was imported with { $count } warnings. Look at them before the form is used.
    }
secretariat-no-warnings = The form was imported without warnings.
secretariat-warning-what = What to look at
secretariat-form-next = Prepare a cycle with this form
secretariat-preview = Preview.
secretariat-preview-text = The section as a State will see it before it has answered anything. Nothing can be entered here.
secretariat-preview-rules =
    { $count ->
        [one] { $count } item depends on a rule and may be hidden as long as nothing is answered.
       *[other] { $count } items depend on rules and may be hidden as long as nothing is answered.
    }
secretariat-preview-show = Show these too
secretariat-preview-all = Everything is shown, including what a rule hides as long as nothing is answered.
secretariat-preview-hide = Show only what a State sees at first
secretariat-preview-nav = Sections of the form
secretariat-preview-before = Previous: section { $section }
secretariat-preview-outline = Outline of the form
secretariat-preview-after = Next: section { $section }

# Cycles
secretariat-cycles-title = Cycles
secretariat-cycles-what = A cycle is one year’s run of the questionnaire. It is prepared, then open, then frozen; only one is open at a time.
secretariat-cycles-empty = There is no cycle yet. Prepare the first one below.
secretariat-cycle = Cycle
secretariat-cycle-title = Cycle { $year }
secretariat-stage = Stage
secretariat-stage-prepared = Prepared
secretariat-stage-open = Open
secretariat-stage-frozen = Frozen
secretariat-opened-on = opened on { $date }
secretariat-frozen-on = frozen on { $date }
secretariat-invented = Invented, for demonstration
secretariat-note = Note verbale
secretariat-note-of = { $reference }, { $date }
secretariat-expected-by = Responses expected by
secretariat-prepare = Prepare a cycle
secretariat-prepare-what = States see nothing of a prepared cycle. It is opened later, in a step of its own.
secretariat-prepare-no-form = A cycle needs a form, and none has been imported yet.
secretariat-note-reference = Reference of the note verbale
secretariat-note-reference-hint = As on the note, such as ICC-ASP/26/SP/09
secretariat-note-date = Date of the note verbale
secretariat-date-hint = Year, month and day, such as 2027-04-19
secretariat-expected-by-hint = Until 23:59 The Hague on this day. Later responses are accepted and marked as late.
secretariat-prepare-button = Prepare the cycle
secretariat-cycle-form-missing = Choose a form from the list.
secretariat-cycle-note-date-bad = Enter the date of the note as year, month, day, such as 2027-04-19.
secretariat-cycle-expected-by-bad = Enter the day by which responses are expected as year, month, day, such as 2027-06-30.
secretariat-cycle-prepared-done = The cycle { $year } is prepared. States see nothing of it yet.
secretariat-cycle-opened-done = The cycle { $year } is open. Invite the States Parties now.
secretariat-cycle-frozen-done = The cycle { $year } is frozen.

# Opening, inviting, freezing
secretariat-open-link = Open the cycle { $year }
secretariat-open-title = Open the cycle { $year }?
secretariat-open-other = The cycle { $year } is still open. Freeze it first.
secretariat-open-answer = The coordinators of all States Parties can begin their response.
secretariat-open-visible = The form, the note’s reference and the dates become visible to the States Parties. The Court and the co-facilitators see the cycle, too.
secretariat-open-previous = Responses to the cycle { $year } take no amendments any more.
secretariat-open-mail = No mail is sent yet: inviting is the next step.
secretariat-open-final = This cannot be undone, and neither the form nor the dates can be changed afterwards.
secretariat-open-button = Open the cycle { $year }
secretariat-invite-link =
    { $count ->
        [one] Invite { $count } State Party
       *[other] Invite { $count } States Parties
    }
secretariat-invite-title = Invite the States Parties that have not been invited?
secretariat-invite-written =
    { $count ->
        [0] No mail goes to an official address.
        [one] One mail with the note’s reference and dates goes to the official address of { $count } State.
       *[other] One mail with the note’s reference and dates goes to the official address of each of { $count } States.
    }
secretariat-invite-codes =
    { $count ->
        [0] No coordinator waits for an invitation; those who have a password sign in as they are.
        [one] { $count } coordinator who has no password yet gets an invitation. The code is shown once, on the next page; an earlier invitation opens nothing any more.
       *[other] { $count } coordinators who have no password yet get an invitation each. The codes are shown once, on the next page; earlier invitations open nothing any more.
    }
secretariat-invite-unconfirmed =
    { $count ->
        [one] { $count } coordinator waits to be confirmed on the page of accounts, and gets no invitation before that:
       *[other] { $count } coordinators wait to be confirmed on the page of accounts, and get no invitation before that:
    }
secretariat-invite-without =
    { $count ->
        [one] { $count } State has no official address and gets no mail:
       *[other] { $count } States have no official address and get no mail:
    }
secretariat-invite-final = Mail that has been sent cannot be called back.
secretariat-invite-button =
    { $count ->
        [one] Invite { $count } State Party
       *[other] Invite { $count } States Parties
    }
secretariat-invite-one-title = Invite { $state }?
secretariat-invite-one-written = One mail with the note’s reference and dates goes to the State’s official address.
secretariat-invite-one-without = The State has no official address and gets no mail.
secretariat-invite-one-button = Invite { $state }
secretariat-invite-state = Invite
secretariat-invite-again = Invite again
secretariat-again-what = “Invite again” sends the mail to the State’s official address once more, and a new invitation to each of its coordinators who has no password yet.
secretariat-invited-title = Invitations sent
secretariat-invited-written =
    { $count ->
        [0] No mail was written to an official address.
        [one] A mail to the official address of { $count } State is on its way. The cycle’s page shows whether it was accepted.
       *[other] Mails to the official addresses of { $count } States are on their way. The cycle’s page shows whether they were accepted.
    }
secretariat-invited-without =
    { $count ->
        [one] { $count } State has no official address and was not written to
       *[other] { $count } States have no official address and were not written to
    }
secretariat-invited-no-codes = No coordinator waited for an invitation, so there is no code to pass on.
secretariat-freeze-link = Freeze the cycle { $year }
secretariat-freeze-title = Freeze the cycle { $year }?
secretariat-freeze-first = No State can give a first response in this cycle any more.
secretariat-freeze-unsubmitted =
    { $count ->
        [one] { $count } State has begun and not submitted; it cannot submit any more. Its draft stays its own.
       *[other] { $count } States have begun and not submitted; they cannot submit any more. Their drafts stay their own.
    }
secretariat-freeze-amend = States that have responded can amend their response until the next cycle opens; such amendments are marked “after the freeze”.
secretariat-freeze-visible = States, the Court and the co-facilitators see that the cycle is frozen. Who reads which answer does not change.
secretariat-freeze-final = This cannot be undone.
secretariat-freeze-button = Freeze the cycle { $year }

# Codes
secretariat-codes = Codes to pass on
secretariat-codes-caption =
    { $count ->
        [one] { $count } code to pass on
       *[other] { $count } codes to pass on
    }
secretariat-code = Code
secretariat-coordinator = Coordinator
secretariat-codes-once = Shown only now
secretariat-codes-once-text = The code is kept nowhere and this page cannot be opened again. A code that is lost is replaced by a new invitation.
secretariat-codes-other-way = Pass the code on by another way than mail: by telephone, in person, or with the note verbale itself. The mail brings the other half of the invitation; who has both can set the password.
secretariat-codes-person = Give it only to the person named, at a number that you knew before or that stands in the State’s note.
secretariat-codes-days =
    { $count ->
        [one] Invitation and code hold for { $count } day.
       *[other] Invitation and code hold for { $count } days.
    }
secretariat-codes-wrong = After ten wrong codes the invitation is withdrawn; then issue another.
secretariat-back-to-cycle = Go to the cycle { $year }

# How far each State has come
secretariat-progress = States
secretariat-progress-responded =
    { $count ->
        [0] No State of { $all } has responded.
        [one] { $count } State of { $all } has responded.
       *[other] { $count } States of { $all } have responded.
    }
secretariat-progress-waiting =
    { $count ->
        [one] { $count } response waits to be published.
       *[other] { $count } responses wait to be published.
    }
secretariat-progress-given-up =
    { $count ->
        [one] { $count } mail was given up.
       *[other] { $count } mails were given up.
    }
secretariat-responses-link = Read the responses
secretariat-invitation = Mail to the State
secretariat-mail-not-sent = Not sent
secretariat-mail-no-address = Invited, but not written to: no official address
secretariat-mail-address-since = Invited, but not written to: it had no official address then
secretariat-mail-waiting = Waiting
secretariat-mail-accepted = Accepted
secretariat-mail-given-up = Given up
secretariat-no-official = No official address
secretariat-coordinators = Coordinators
secretariat-no-coordinators = None yet
secretariat-joined = { $joined } of { $count } joined
secretariat-unconfirmed =
    { $count ->
        [one] { $count } waits to be confirmed
       *[other] { $count } wait to be confirmed
    }
secretariat-response = Response
secretariat-not-begun = Not begun
secretariat-begun-on = Begun on { $date }
secretariat-submitted-on = Submitted on { $date }
secretariat-late = Late
secretariat-revision = Revision { $number }
secretariat-read = Read
secretariat-publication = Publication
secretariat-published-revision = Revision { $number } published
secretariat-publish-link = Publish revision { $number }
secretariat-nothing-yet = Nothing to publish

# Publication
secretariat-publish-title = Publish the response of { $state }
secretariat-publish-revision = Revision to be published
secretariat-publish-submitted = First submitted
secretariat-publish-before = Published so far
secretariat-publish-never = Nothing
secretariat-publish-read = Read the response of { $state }
secretariat-publish-read-logged = The State sees that the Secretariat has read its Court-only answers.
secretariat-publish-what = What publishing does
secretariat-publish-visible = The answers that { $state } gives to all States Parties become visible, with their comments and files. Court-only answers stay with the Court; other States see no trace of them.
secretariat-publish-whom = They become visible to the users of all other States Parties and to the co-facilitators, at once.
secretariat-publish-court = The Court and the Secretariat read the response since it was submitted; for them nothing changes.
secretariat-publish-replaces = What is published takes the place of revision { $number } for the other States Parties.
secretariat-publish-text = Publishing follows a formal check. It changes no text: a correction is a new revision by the State.
secretariat-publish-undo = The Secretariat cannot take a publication back. The State can narrow an answer by a new revision, which takes effect at once.
secretariat-publish-button = Publish the response of { $state }
secretariat-publish-nothing = The latest revision is published already. There is nothing to publish.
secretariat-published-done = The response of { $state } is published: the other States Parties and the co-facilitators can read it now.
secretariat-published-as-before = The new revision of { $state } is taken note of. What States Parties see is as it was, so nothing else was published.

# Accounts
secretariat-accounts-title = Accounts
secretariat-accounts-what = One account belongs to one person and has one role, which changes only within its State or organ. Who goes elsewhere gets a new account.
secretariat-accounts-empty = There is no such account.
secretariat-accounts-caption =
    { $count ->
        [one] { $count } account of { $all }
       *[other] { $count } accounts of { $all }
    }
secretariat-of = State or organ
secretariat-everybody = All
secretariat-show-accounts = Show the accounts
secretariat-name = Name
secretariat-name-hint = As it is to stand beside what the person does
secretariat-email = E-mail address
secretariat-email-hint = The person’s own official address; it is also the name for signing in
secretariat-role = Role
secretariat-role-hint = A coordinator is confirmed against the note verbale before the invitation can be issued.
secretariat-role-coordinator = Coordinator of a State
secretariat-role-contributor = Contributor of a State
secretariat-role-reader = Reader of a State
secretariat-role-court-reader = Reader of the Court
secretariat-role-court-coordinator = Coordinator of the Court
secretariat-role-secretariat = Secretariat
secretariat-role-facilitator = Co-facilitator
secretariat-account-role-missing = Choose a role from the list.
secretariat-account-state-hint = For coordinators, contributors and readers of a State
secretariat-no-state = No State
secretariat-organ = Organ of the Court
secretariat-organ-hint = For readers and coordinators of the Court
secretariat-no-organ = No organ
secretariat-language = Language
secretariat-language-hint = Of the mails and of the first page; the person can change it
secretariat-account-note-hint = By which note or letter the person was asked for: as it stands there, as it was received. Wanted for every account of a State or an organ.
secretariat-add = Add an account
secretariat-add-button = Add the account
secretariat-added = { $name } ({ $of }) has been added. The account waits for its invitation, which has not been sent yet.
secretariat-invite-person = Issue the invitation of { $name }
secretariat-standing = Standing
secretariat-standing-invited = Waits for the invitation
secretariat-standing-active = In use
secretariat-standing-suspended = Suspended
secretariat-standing-ended = Ended
secretariat-latest-invitation = Latest invitation
secretariat-invitation-none = Not invited yet
secretariat-invitation-not-needed = None
secretariat-invitation-open = Open until { $date }
secretariat-invitation-expired = Expired on { $date }
secretariat-invitation-used = Used on { $date }
secretariat-invitation-withdrawn = Withdrawn on { $date }
secretariat-invitation-wrong-codes = Withdrawn on { $date } after ten wrong codes
secretariat-issue = Issue the invitation
secretariat-reissue = Issue another invitation
secretariat-new-way = New password
secretariat-new-way-title = Invite { $name } ({ $of }) to set a new password?
secretariat-new-way-mail = A mail with an invitation goes to the person’s e-mail address.
secretariat-new-way-code = The code is shown once, on the next page, to be passed on by another way than mail.
secretariat-new-way-password = The present password holds until the invitation is accepted; then it is replaced and all sessions of the account end.
secretariat-new-way-sure = Be sure who has asked for this: call back at a number that you knew before.
secretariat-issued-title = Invitation issued
secretariat-issued-mail = An invitation to { $name } is on its way to { $email }. It opens the account only together with the code below.
secretariat-issued-for = For
secretariat-issued-until = Holds until
secretariat-issued-before = Invitations that were issued to this person before open nothing any more.
secretariat-issued-active = The present password holds until this invitation is accepted.

# Mail
secretariat-mail-title = Mail
secretariat-mail-what = What a mail says is not shown here: it can hold the token of an invitation, and is erased once the mail is accepted or given up.
secretariat-mail-count-waiting =
    { $count ->
        [0] No mail waits.
        [one] { $count } mail waits.
       *[other] { $count } mails wait.
    }
secretariat-mail-count-given-up =
    { $count ->
        [one] { $count } mail was given up: see what to do beside it.
       *[other] { $count } mails were given up: see what to do beside each.
    }
secretariat-mail-standing = Standing
secretariat-mail-all = All
secretariat-show-mail = Show the mail
secretariat-mail-empty = There is no such mail.
secretariat-mail-caption =
    { $count ->
        [one] { $count } mail
       *[other] { $count } mails, the newest first
    }
secretariat-recipient = Recipient
secretariat-letter = Kind
secretariat-letter-invitation = Invitation of a person
secretariat-letter-cycle-invitation = Invitation of a State to a cycle
secretariat-letter-receipt = Notice that a response was submitted
secretariat-letter-published = Notice that a response was published
secretariat-letter-on-draft = Work on a draft
secretariat-letter-clarification = Notice
secretariat-letter-assigned = Part of a draft given
secretariat-letter-new-device = Notice of a new device
secretariat-letter-factors-changed = Notice that a way to sign in was changed
secretariat-letter-password-reset = Link for a forgotten password
secretariat-letter-password-changed = Notice that a password was changed
secretariat-letter-lost-factors = Notice about a request for new second factors
secretariat-letter-new-factors = Link to new second factors
secretariat-letter-waiting = Notice that a request waits
secretariat-letter-account-ends = Notice that one’s account ends soon
secretariat-letter-colleague-ends = Notice that a colleague’s account ends soon
secretariat-letter-coordinator-missing = Notice that a coordinator is missing
secretariat-written-at = Written: { $when }
secretariat-attempts = Attempts
secretariat-last-fault = Last fault
secretariat-what-next = What next
secretariat-next-try = Next try: { $when }
secretariat-retry = Try again now
secretariat-retried = The mail is tried again at once. Load the page again to see what came of it.
secretariat-given-up-invitation = Check the e-mail address with the person, then issue another invitation on the page “Accounts”.
secretariat-given-up-cycle-invitation = Correct the official address on the page “States”, then invite the State again on the cycle’s page.
secretariat-given-up-receipt = Nothing is lost: the receipt is on the platform. Tell the coordinators by another way.
secretariat-given-up-published = Nothing is lost: the response is published. Tell the coordinators by another way.
secretariat-given-up-notice = Tell the person by another way, and check the e-mail address.
secretariat-given-up-password-reset = The person can ask for another link on the page “Forgotten password”. Check the e-mail address with them.
secretariat-given-up-new-factors = Check the e-mail address with the person, who then asks anew at the second step of signing in.
secretariat-fault-unreachable = The mail server could not be reached
secretariat-fault-tls = No trusted encrypted connection to the mail server
secretariat-fault-sign-in = The mail server did not accept our name and password
secretariat-fault-timed-out = The mail server did not answer in time
secretariat-fault-deferred = The mail server asked to try later
secretariat-fault-refused = The mail server refused the mail
secretariat-fault-recipient = There is no such recipient
secretariat-fault-address = The address cannot be written to
secretariat-fault-wording = The mail could not be put into words
secretariat-fault-unreadable = The stored mail could not be read
secretariat-fault-folder = The folder for mail did not take it
secretariat-fault-other = Another fault
secretariat-invited-before =
    { $written ->
        [0] Nothing was sent now: nobody was left to be invited. The last invitations to this cycle went out on { $when }, by { $name }.
        [one] Nothing was sent now: nobody was left to be invited. The last invitation to this cycle went out on { $when }, by { $name }: { $written } State was written to.
       *[other] Nothing was sent now: nobody was left to be invited. The last invitations to this cycle went out on { $when }, by { $name }: { $written } States were written to.
    }
secretariat-invited-before-codes =
    { $count ->
        [0] No code was made then.
        [one] { $count } code was made then and shown once, on the page that answered. If it was not passed on, go back in your browser; if you cannot read it any more, issue another one to the coordinator on the page of accounts.
       *[other] { $count } codes were made then and shown once, on the page that answered. If they were not passed on, go back in your browser; if you cannot read them any more, issue others to the coordinators on the page of accounts.
    }
secretariat-invited-before-title = Invited already
secretariat-invited-before-accounts = Accounts and codes
secretariat-letter-attempts = Notice of failed attempts to sign in
secretariat-letter-to-confirm = Notice that an account waits to be confirmed
secretariat-letter-confirmed = Notice that an account was confirmed
secretariat-letter-account-added = Notice that the Secretariat has added an account
secretariat-letter-sections-left = Notice that sections were left
secretariat-letter-lost-factors-fell = Notice that a request for new second factors fell

secretariat-submission = Submission
secretariat-whole-only = Whole responses only
secretariat-by-section = States may submit section by section
secretariat-by-section-set = Allow section by section
secretariat-whole-only-set = Take whole responses only
secretariat-by-section-done = States may submit the { $year } response section by section.
secretariat-whole-only-done = States submit the { $year } response as a whole.
