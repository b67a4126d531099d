# What stands on every page, errors and refusals.

platform = Secured Platform on Cooperation
skip = Skip to the content
help = Help
sign-out = Sign out
you = you
yes = Yes
not-yet = Not yet
colon = :
cancel = Cancel
optional = (optional)
you-are-here = You are here
demonstration = Demonstration.
demonstration-text = All answers, persons and addresses on this platform are invented.
invented = The responses of this cycle are invented, for demonstration.
contact = Questions about the questionnaire or the platform: Secretariat of the Assembly of States Parties,
who-reads-what = Who can read what
never-a-case = Nothing about a case, a person or a request in hand belongs on this platform
title-errors =
    { $count ->
        [one] { $count } error
       *[other] { $count } errors
    }
moment = { $day }, { $time } The Hague ({ $utc } UTC)
moment-hour = { $time } The Hague ({ $utc } UTC)
size-kb = { $n } kB
size-mb = { $n } MB
to-home = Go to the home page
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
role-coordinator = coordinator
role-contributor = contributor
role-reader = reader
role-court_reader = reader
role-court_coordinator = coordinator
role-secretariat = Secretariat
role-facilitator = co-facilitator
organ-registry = Registry
organ-otp = Office of the Prosecutor
organ-presidency = Presidency
errors-title = There is a problem
errors-count =
    { $count ->
        [one] There is a problem with one answer
       *[other] There are problems with { $count } answers
    }
error-reference = If you write to the Secretariat about this, give this reference:
error-not-found-title = This page does not exist, or is not yours to see
error-not-found-text = Check the address, or go to the home page, which shows everything that you can read and do.
error-revoked-title = Your account has changed
error-revoked-text = It was changed or closed while your request was under way, and nothing was done. Sign in again, or ask the Secretariat.
error-forbidden-title = You can read this, but not do this
error-forbidden-text = Your role does not include this act. If you had expected otherwise, ask a coordinator of your State, or the Secretariat.
error-closed-title = This response takes no changes any more
error-closed-text = Its cycle is closed, and nothing was changed. You can still read and print everything that was saved. A State that has submitted can amend its response to the latest cycle; if your State still wishes to respond, write to the Secretariat.
error-destroyed-title = The content was destroyed
error-destroyed-text = The keys of this response were destroyed, so nobody can read its content any more, here or in the database. That it was submitted, and when, stays recorded. Ask the Secretariat if you had not expected this.
error-refused-title = This could not be done
error-form-title = The form was not accepted
error-form-text = It was not sent by a page of this platform, or that page was opened before you signed in or out. Nothing was changed. Go back, load the page again and send it once more.
error-malformed-title = The form could not be read
error-malformed-text = What arrived is not a form of this platform, or holds characters that are no text. Nothing was changed. Go back and send it once more.
error-too-large-title = That is too much at once
error-too-large-text = What was sent is larger than this platform takes in one go. Nothing was changed. Send a smaller file, or save a long section in parts.
error-too-slow-title = The connection was too slow
error-too-slow-text = The form did not arrive in time. Nothing was changed. Go back and send it once more.
error-method-title = This address cannot be used in this way
error-method-text = Go to the home page and find the page from there.
error-away-title = The platform is busy or being maintained
error-away-text = Nothing was changed, and nothing saved is lost. Wait a minute and try again.
error-files-away-title = Files cannot be kept or fetched at present
error-files-away-text = The place where files are kept does not answer. Nothing was changed, and nothing saved is lost. Try again in a few minutes; if it goes on, tell the Secretariat.
error-full-title = The platform cannot take anything in at present
error-full-text = Its storage is full. Nothing saved is lost, but this was not saved. Keep a copy and tell the Secretariat.
error-internal-title = Something went wrong on our side
error-internal-text = Nothing saved is lost. Try again; if it happens again, write to the Secretariat.
refusal-cycle-frozen = The { $year } cycle is closed: no first response is accepted any more. Write to the Secretariat if your State still wishes to respond.
refusal-cycle-not-open = The { $year } cycle is not open.
refusal-cycle-still-open = The { $year } cycle is still open. Freeze it first.
refusal-cycle-open = The { $year } cycle is still open. Freeze it before opening another.
refusal-year-taken = The cycle { $year } has been opened already.
refusal-year-passed = The cycle { $later } has been opened already; an earlier year can no longer be opened.
refusal-form-incomplete =
    { $missing ->
        [one] The form lacks a text in English or French.
       *[other] The form lacks { $missing } texts in English or French.
    } Complete the workbook and import it again.
refusal-form-unknown = Choose a form that has been imported.
refusal-response-incomplete =
    { $faults ->
        [one] One answer holds submission back.
       *[other] { $faults } answers hold submission back.
    }
refusal-rivals-open =
    { $count ->
        [one] For one answer two texts have been saved: choose one of them first.
       *[other] For { $count } answers two texts have been saved: choose one of each first.
    }
refusal-reason-missing = Say in a few words why the response is amended, in at most 2,000 characters.
refusal-nothing-changed = Nothing has changed since the last submission, so there is nothing to submit.
refusal-nothing-to-publish = This revision is published already, or a later one has been submitted meanwhile. Look at the list again.
refusal-entry-removed = A colleague has removed this entry. Everything else on the page was saved.
refusal-entries-full = No more than { $max } entries are possible here.
refusal-email-taken = There is an account with this e-mail address already.
refusal-email-bad = Enter an e-mail address, such as name@ministry.example.
refusal-name-bad = Enter the name on one line, in at most 200 characters.
refusal-reason-long = Shorten the reason to { $max } characters or fewer.
refusal-reference-long = Shorten the reference to { $max } characters or fewer.
refusal-reference-bad = Enter the reference of the note or letter on one line, such as ICC-ASP/26/SP/09.
refusal-date-bad = Enter a date as year, month, day, such as 2027-04-19.
refusal-year-bad = Enter a year from 2000 to 2999.
refusal-dates-reversed = The date by which responses are expected lies before the date of the note.
refusal-language-bad = Choose a language from the list.
refusal-state-bad = Choose a State from the list.
refusal-organ-missing = Choose the organ of the Court.
refusal-not-yet-party = The Rome Statute enters into force for this State on { $from }; accounts can be made from then on.
refusal-file-lines =
    { $count ->
        [one] One line of the file has a fault; nothing was imported.
       *[other] { $count } lines of the file have faults; nothing was imported.
    }
refusal-address-missing =
    { $count ->
        [one] One State has no official address.
       *[other] { $count } States have no official address.
    }
refusal-account-ended = This account has ended.
refusal-account-suspended = This account is suspended.
refusal-account-own = Nobody suspends or ends their own account.
refusal-email-unusable = This address cannot be used for a new account. Check it, give another official address of the person, or ask the Secretariat.
refusal-emails-refused = Several addresses could not be used today. Try again tomorrow, or ask the Secretariat.
refusal-role-bad = Choose a role from the list.
refusal-end-past = This day has passed. Enter today or a later day; to end the account now, use the page that ends it.
refusal-nothing-to-confirm = Nobody waits to be confirmed here: it has been confirmed or taken back in the meantime. Look at the account again.
refusal-note-future = The date of the note or letter lies in the future. Enter the date that stands on it.
refusal-second-member = You made or resumed this account, or proposed the role: it is confirmed by another member of the Secretariat, or by the operator.
refusal-not-confirmed = The invitation can be issued once the Secretariat has confirmed this account.
refusal-coordinator-last = You are the only coordinator. Have another one confirmed first, or ask the Secretariat.
refusal-sections-held =
    { $count ->
        [one] One section is still assigned to this person. Say to whom it goes, or that it goes to nobody.
       *[other] { $count } sections are still assigned to this person. Say to whom each goes, or that it goes to nobody.
    }
refusal-colleague-bad = Sections can only be given to contributors whose account is in use or waits for its invitation. Choose from the list.
refusal-invitation-spent = This invitation and code do not fit together, or the invitation has been used, replaced or has expired. Check what you typed; if it is right, ask the Secretariat for a new invitation.
refusal-mail-settled = This mail has been sent or given up, and its text erased: it cannot be sent again. Issue the invitation anew.
refusal-password-short = Choose a password of at least { $min } characters. Several words in a row are easy to remember.
refusal-password-long = Choose a password of at most { $max } characters.
refusal-password-common = This password is among those that are guessed first. Choose several unrelated words.
refusal-passwords-differ = The two passwords are not the same. Type them again.
refusal-password-personal = The password contains your name or e-mail address. Choose another.
refusal-file-kind = This file is not a PDF, DOCX, XLSX, PNG, JPEG or .age file. Save it in one of these formats and choose it again.
refusal-file-damaged = This file is damaged or incomplete. Open it on your computer, save it again and choose it once more.
refusal-file-macros = This file contains macros, which are not accepted. Save it without macros.
refusal-file-locked = This file has a password, so that others cannot open it. Save it without a password and choose it again.
refusal-file-locked-or-old = This file has a password or is of the older kind (.doc, .xls). Save it as DOCX or XLSX without a password and choose it again.
refusal-file-strange = This file contains parts that Word and Excel do not write. Open it in Word, Excel or LibreOffice, save it under a new name and choose the new one.
refusal-file-too-large = This file is larger than { $megabytes } MB. Make it smaller or split it.
refusal-file-empty = Choose a file that is not empty.
refusal-file-infected = The virus scanner found something harmful in this file. It was not kept. Have the computer that it comes from looked at.
refusal-upload-damaged = What arrived is not the file that was chosen. It was not kept. Choose the file again.
refusal-uploads-full = As many files of your State are on their way as can be kept at once ({ $megabytes } MB). Try again when a colleague’s has arrived.
refusal-file-not-scanned = This file could not be scanned for viruses just now, so it was not kept. Try again in a few minutes. If it goes on, tell the Secretariat.
refusal-file-described = A colleague has said something else of this file meanwhile. It stands with the file above the fields; what you wrote is in them. If you want that, press the button again.
refusal-file-gone = A colleague has taken this file away meanwhile. You find it below and can bring it back.
refusal-file-title-long = The title is longer than { $max } characters. Make it shorter; where you were attaching a file, choose that again.
refusal-file-title-bad = The title holds characters that are not accepted, such as a line break. Type it anew; where you were attaching a file, choose that again.
refusal-file-language-bad = Choose the language from the list. If it is another, write its name, of at most { $max } characters. Where you were attaching a file, choose that again.
refusal-files-at-answer = { $max } files are attached to this answer, which is the most. Take one away to attach another.
refusal-files-of-response = { $max } files were attached to the answers of this response, which is the most; those that were taken away count too. Combine several in one file.
refusal-file-name-bad = The name of the file holds characters that are not accepted. Rename it with letters, digits and spaces.
refusal-factor-last = This is the last way that you can sign in with. Set up another one first.
refusal-factors-many = You have { $max } second factors, which is the most. Remove one first.
refusal-wait = There have been several attempts that failed. Try again after { $time } (The Hague).
refusal-account-invited = This account is invited and was not used yet. Issue the invitation anew.
refusal-note-old = The date of the note or letter lies before 17 July 1998, the day of the Rome Statute. Enter the date that stands on it.
refusal-note-missing = Enter the reference and the date of the note verbale or letter by which this person is asked for.
refusal-nothing-left = Nothing is left there to be handed over: it has been done in the meantime. Look at the account again.
