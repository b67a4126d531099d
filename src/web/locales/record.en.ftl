# The record of access.

record-title = Record of access
record-own-title = What happened with your account
record-own-lead = Sign-ins, failures, changes of your password and second factors, and what you did. If something here was not you, end your sessions, change your password, and tell the Secretariat.
record-ours-lead = Who signed in, failed, was invited, changed or ended, for whom and by whom, and what was done in your name. It holds no answer.
record-all-lead = What happened with all accounts, and who ran the platform. What a State does with its draft is not in it, and no answer.
record-who = Person
record-who-hint = A part of the name or of the e-mail address
record-who-bad = Enter a part of a name or of an e-mail address, in at most 200 characters.
record-kind = Kind of event
record-every-kind = Everything
record-kind-bad = Choose a kind of event from the list.
record-from = From
record-to = To
record-day-hint = Year, month, day, such as 2027-04-19
record-show = Show
record-none-such = Nothing of that kind is recorded for these days and people.
record-show-all = Show everything
record-empty = Nothing is recorded yet. What happens with an account stands here from then on.
record-file =
    { $count ->
        [one] Download this row (CSV)
       *[other] Download these { $count } rows (CSV)
    }
record-file-what = You confirm first that it is you, and the download is recorded.
record-caption =
    { $count ->
        [one] { $count } event, the latest first
       *[other] { $count } events, the latest first
    }
record-page = page { $page } of { $pages }
record-pages = Pages of the record
record-later = Later events
record-earlier = Earlier events
record-when = When
record-what = What happened
record-whom = Whom it concerns
record-by = By whom
record-column-hague = Time in The Hague
record-column-utc = Time (UTC)
record-column-code = Code
record-column-whom-of = State or organ, role
record-column-address = E-mail address
record-column-by-of = State or organ, role of who did it
record-column-details = Details
record-platform = The platform
record-unknown-address = An address without an account
record-unknown-passkey = A passkey without an account
record-actor-nobody = Somebody who was not signed in
record-actor-mailer = The platform, by itself (mail)
record-actor-caretaker = The platform, by itself (accounts that end)
record-actor-doorkeeper = At the sign-in page
record-actor-operator = The operator, by command line
record-kind-session = Signing in and out
record-kind-failure = Failures
record-kind-factor = Passwords and second factors
record-kind-account = Accounts and invitations
record-kind-draft = Work on the draft
record-kind-response = Submission and publication
record-kind-clarification = Clarifications
record-kind-export = Downloads
record-kind-platform = States, forms, cycles and mail
record-why-wrong = It was wrong
record-why-used = The code had been used already
record-why-stale = The request had run out or was answered already
record-why-not_enough = The role needs a passkey or a hardware key
record-place = { $device }, network { $network }
record-network = Network { $network }
record-new-device = A browser that had not signed in to this account before
record-token-shown = The link was shown to the operator too
record-factor-codes = Codes of an authenticator
record-factor-passkey = Passkey or hardware key
record-section = Section { $section }
record-found = The scanner calls it { $name }
record-year = Cycle { $count }
record-not-carried = Nothing carried over from { $count }: it did not open
record-files-not-carried = Files not carried over: their key did not open
record-question = Question { $code }
record-copied = Copied to the Secretariat
record-revision = Revision { $count }
record-wrong = Wrong code number { $count }
record-left =
    { $count ->
        [one] { $count } recovery code left
       *[other] { $count } recovery codes left
    }
record-sessions =
    { $count ->
        [one] { $count } session
       *[other] { $count } sessions
    }
record-states =
    { $count ->
        [one] { $count } State
       *[other] { $count } States
    }
record-responses =
    { $count ->
        [one] { $count } response
       *[other] { $count } responses
    }
record-rows =
    { $count ->
        [one] { $count } row
       *[other] { $count } rows
    }
record-action-signed_in = Signed in
record-action-signed_out = Signed out
record-action-sign_in_failed = Sign-in failed: wrong password or unknown account
record-action-factor_added = Second factor added
record-action-factor_removed = Second factor removed
record-action-factor_wrong = Second step of sign-in failed
record-action-factor_cloned = Passkey refused: there may be a copy of it
record-action-recovery_codes_made = New recovery codes made
record-action-recovery_code_used = Recovery code used
record-action-identity_proved = Confirmed who they are before an act
record-action-session_ended = Session ended from another browser
record-action-sessions_ended = All other sessions ended
record-action-account_made = Account made
record-action-account_suspended = Account suspended
record-action-account_resumed = Account resumed
record-action-account_ended = Account ended
record-action-password_set = Password set by the operator
record-action-password_changed = Password changed
record-action-password_reset_asked = Link for a forgotten password asked for
record-action-password_reset = Forgotten password replaced
record-action-lost_factors_asked = New second factors asked for
record-action-lost_factors_agreed = Agreed to new second factors
record-action-lost_factors_refused = Refused new second factors
record-action-lost_factors_withdrawn = Request for new second factors withdrawn
record-action-factors_reset = All second factors removed, new ones to be set up
record-action-account_refused = Person not added: the address cannot be used
record-action-role_proposed = Proposed as coordinator
record-action-role_changed = Role changed
record-action-end_date_set = Last day set or removed
record-action-end_warned = Told that the account ends soon
record-action-coordinator_confirmed = Coordinator confirmed against the note verbale
record-action-role_proposal_withdrawn = Proposal as coordinator withdrawn
record-action-account_confirmed = Account confirmed by another member of the Secretariat
record-action-confirmation_refused = Confirmation refused: somebody else has to confirm
record-action-coordinator_missing = The last coordinator has gone
record-action-sections_left = Sections left to the coordinators
record-action-lost_factors_fell = Request for new second factors over with the account
record-action-handed_over = Sections handed over
record-action-invitation_issued = Invited
record-action-invitation_used = Invitation accepted and password set
record-action-invitation_code_wrong = Wrong code for an invitation
record-action-invitation_withdrawn = Invitation withdrawn after wrong codes
record-action-addresses_imported = Official addresses imported
record-action-states_imported = States Parties imported
record-action-form_imported = Questionnaire imported
record-action-cycle_prepared = Cycle prepared
record-action-cycle_opened = Cycle opened
record-action-cycle_by_section = Submission section by section allowed
record-action-cycle_whole_only = Submission of whole responses only
record-action-cycle_frozen = Cycle frozen
record-action-states_invited = States invited to respond
record-action-response_begun = Response begun
record-action-section_assigned = Section assigned
record-action-clearance_asked = A colleague asked to look at the draft
record-action-clearance_answered = A request to look at the draft answered
record-action-clearance_withdrawn = A request to look at the draft withdrawn
record-action-clarification_asked = A clarification asked for
record-action-clarification_replied = A clarification replied to
record-action-clarification_settled = A clarification settled
record-action-clarification_withdrawn = A clarification withdrawn
record-action-answers_confirmed = Answers of last year confirmed
record-action-file_infected = A file with a virus was refused
record-action-file_attached = File attached to an answer
record-action-file_described = Title, language or translation of a file changed
record-action-file_removed = Attached file taken away
record-action-file_brought_back = Attached file brought back
record-action-section_taken = Section taken away
record-action-section_status_set = Standing of a section set
record-action-response_submitted = Response submitted
record-action-response_amended = Response amended
record-action-response_published = Response published to States Parties
record-action-draft_taken = Draft downloaded to be filled in
record-action-draft_returned = File filled in elsewhere uploaded
record-action-import_applied = File taken over into the draft
record-action-import_discarded = File discarded
record-action-responses_exported = Responses downloaded
record-action-visibility_narrowed = Published answer withdrawn from other States
record-action-mail_retried = Mail sent again
record-action-mail_given_up = Mail given up
record-action-record_exported = Record of access downloaded
refusal-period-reversed = The first day lies after the last. Enter them in their order.
refusal-record-long = That is more than { $max } rows, which is the most for one file. Choose a shorter period.
record-kind-keys = Keys
record-action-key_rotated = Key exchanged
record-action-keys_rewrapped = Keys wrapped anew
record-action-keys_destroyed = Keys of the content destroyed
record-keys =
    { $count ->
        [one] { $count } key
       *[other] { $count } keys
    }
record-action-invitation_refused = Invitation refused
record-action-reset_refused = Link for a forgotten password refused
record-action-carried_form_refused = Form from before signing in not taken over
record-action-form_refused = Form refused: no page of this session had made it
record-action-permission_lost = Refused: the account had changed while the request was under way
record-why-foreign = It was for somebody else or for another session
record-why-clock = A code of a later time had been used: the clock went back
record-adding = While setting up a factor
record-refused-unknown = It was never issued: altered or mistyped
record-refused-used = It had been used already
record-refused-replaced = It had been replaced or withdrawn
record-refused-expired = It had expired
record-refused-clock = It was from the future: the clock went back
record-refused-closed = The account cannot be used
record-refused-foreign = It was for something else, or belonged to another session or account
record-refused-altered = It had been altered
record-refused-origin = It came from a page of another site
record-refused-role = The role or the State had changed
record-refused-suspended = The account had been suspended
record-refused-ended = The account had ended
record-refused-unconfirmed = The coordinator was not confirmed
record-asked = Asked for: { $asked }
record-left-out =
    { $count ->
        [one] { $count } more like it since the row before is not written down
       *[other] { $count } more like it since the row before are not written down
    }
record-unknown-token = Nobody’s: it belongs to no account
record-why-cloned = There may be a copy of it
record-role = Role: { $role }
record-role-from-to = Role: { $from } → { $to }
record-last-day = Last day: { $day }
record-last-day-before = Last day before: { $day }
record-no-last-day = No last day any more
record-note = Note verbale { $reference } of { $day }
record-note-undated = Note verbale { $reference }
record-proposed-by = Proposed by { $name }
record-part-own = For the State or organ
record-part-secretariat = For the Secretariat
record-part-second = As second member of the Secretariat
record-purpose-account = To the account
record-purpose-factors = To new second factors
record-given-to = Given to: { $names }
record-taken-from = Taken from: { $name }
record-by-change = Because something in it was changed
record-section-to = Section { $section }: to { $name }
record-nobody = nobody
record-form = Questionnaire { $form }
record-key = Key { $key }
record-mailed = A mail was sent
record-not-mailed = No mail was sent
record-same-snapshot = What other States read did not change
record-first = The first coordinator of the State or organ
record-operator-alone = By the operator alone
record-covering-note = Only the covering note was added or replaced
record-late = After the date by which it was expected
record-again = Prepared anew
record-present-password = The present password was wrong
record-factors =
    { $count ->
        [one] { $count } factor
       *[other] { $count } factors
    }
record-written =
    { $count ->
        [one] { $count } State written to
       *[other] { $count } States written to
    }
