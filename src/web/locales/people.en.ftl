# How accounts are looked after: by coordinators and by the Secretariat.

people-title = People of your State
people-title-organ = People of your organ
people-what = Everybody who can sign in for your State ({ $of }). Coordinators submit and look after accounts; contributors write the sections assigned to them; readers read.
people-what-organ = Everybody who can sign in for your organ ({ $of }). Coordinators look after accounts; readers read.
people-few =
    { $count ->
        [0] There is no coordinator who can sign in
        [one] There is only one coordinator who can sign in
       *[other] There are { $count } coordinators who can sign in
    }
people-few-why = Have two at least, so that somebody is there when the other is away or leaves. Add another one; the Secretariat confirms new coordinators against the note or letter that names them.
people-left = Sections were left behind
people-left-holds =
    { $count ->
        [one] One section was left by { $name }, and nobody has it.
       *[other] { $count } sections were left by { $name }, and nobody has them.
    }
people-left-give = Hand over
people-add = Add a person
people-add-button = Add the person
people-role-hint = A coordinator can be invited once the Secretariat has confirmed the note or letter that names them; others are invited at once.
people-ends = Last day
people-ends-optional = Last day (optional)
people-ends-label = Last day of the account
people-ends-hint = Year, month and day, such as 2027-04-19. Until the end of this day in The Hague the account can be used. Empty: without an end.
people-ends-on = { $date }, until midnight in The Hague
people-ends-button = Set the last day
people-no-end = No end
people-caption =
    { $count ->
        [one] { $count } person
       *[other] { $count } persons
    }
people-sections = Sections
people-none = None
people-holds-left = Assigned to someone who left
people-proposed = To become coordinator
people-standing-waits = Waits to be confirmed
people-done-waits = { $name } has been added and waits for the Secretariat, which confirms coordinators against the note or letter. The invitation can be issued then.
people-waits-title = Waits to be confirmed
people-waits-text = The Secretariat compares with the note or letter that names the coordinator. Until then nobody acts as a coordinator through this account.
people-becomes = to become: { $role }
people-note = Asked for by the note or letter
people-note-of = { $reference }, { $date }
people-note-reference = Reference of the note verbale or letter
people-note-date = Date of the note verbale or letter
people-confirmed = Confirmed
people-confirmed-by = by { $name } on { $date }
people-confirmed-operator = on { $date }, when the account was made or by the operator
people-made = Account made
people-asked-by = Asked for by
people-ended-text = The account has ended. The name stays with what was done through it.
people-invitation = Invitation
people-invite-text = A mail brings one half of the invitation; the code, shown once on the next page, is the other half and goes another way.
people-new-way = Invite to set a new password
people-new-way-text = The person can set a new password. Be sure who asks for it: call back at a number that you knew before. The present password holds until the new invitation is accepted; then all sessions end.
people-sections-of = Sections of the { $year } response
people-sections-how = Tick what this person writes. What colleagues have of it, they keep.
people-sections-button = Assign these sections
people-more = More
people-role-link = Change the role
people-suspend-link = Suspend the account for a time
people-leave-link = End the account and hand over
people-resume = Resume the account of { $name }
people-end-sessions = End all sessions of { $name }
people-done-role = The role has been changed; the person signs in anew.
people-done-proposed = The Secretariat has been asked to confirm the new coordinator. Until then the present role holds.
people-done-end-date = The last day has been set.
people-done-sections = The sections have been assigned.
people-done-sessions = All sessions of this account have ended.
people-done-suspended = The account is suspended.
people-done-resumed = The account may be used again. Who had no password yet needs another invitation.
people-done-ended = The account has ended, or its sections have been given to others.
people-done-confirmed = The account has been confirmed.
people-loss-last = Without this account { $of } has no coordinator: nobody can submit in its name or look after its accounts. The Secretariat is told.
people-loss-one = Without this account only one coordinator is left for { $of }. Have another one confirmed.
people-role-title = Change the role of { $name }
people-role-now = Role now: { $role }.
people-role-loses = If you choose another role:
people-role-coordinator = Who becomes coordinator keeps the present role until the Secretariat has confirmed the note or letter that names them.
people-role-at-once = Any other role holds at once, and the person’s sessions end.
people-role-history = What was done in the earlier role stays recorded as such.
people-role-new = New role
people-role-button = Change the role of { $name }
people-suspend-title = Suspend the account of { $name }?
people-suspend-out = All sessions end at once, and nobody can sign in through this account.
people-suspend-invitation = An open invitation opens nothing any more.
people-suspend-keeps = Name, role and sections stay; you can resume the account at any time.
people-suspend-button = Suspend the account of { $name }
people-leave-title = End the account of { $name }?
people-give-title = Give the sections of { $name } to others
people-leave-out = All sessions end at once, and nobody can sign in through this account again.
people-leave-history = The name stays with what was done: answers, comments and submissions keep it.
people-leave-final = This cannot be undone. Who comes back gets a new account with another address.
people-leave-own = This is your own account: you are signed out at once.
people-leave-nothing = This account holds no section of an open response, so there is nothing to hand over.
people-leave-holds = Sections to hand over
people-leave-holds-how = Say of each section who has it from now on. Nothing is done before you have.
people-leave-shared = A colleague has this section too and keeps it.
people-leave-nobody = Nobody for now
people-leave-button = End the account of { $name }
people-give-button = Give the sections
people-confirm-title = Confirm { $name } as coordinator
people-confirm-nothing = Nobody waits to be confirmed here.
people-confirm-second = Another member of the Secretariat confirms this one
people-confirm-first = { $of } has no coordinator yet. The first one is confirmed by a second member of the Secretariat, not by the one who made the account.
people-confirm-compare = Compare name and e-mail address with the note or letter itself, as it was received.
people-confirm-signed-out = The person is signed out and comes back as a coordinator.
people-confirm-then-invited = The invitation can be issued afterwards; it is not sent by this.
people-confirm-recorded = Your name, the reference and the date of the note or letter are recorded with the account.
people-proposed-by = Account made or resumed, or role proposed, by
people-back-to-person = Go to the account
people-menu = Accounts that you look after
people-home-which = See which
people-home-ends = Your account ends on { $date }. If you go on with this work, ask for a later day.
people-home-confirmed = You coordinate by the note or letter { $note }; confirmed { $how }.
people-home-waiting =
    { $count ->
        [one] { $count } account waits to be confirmed
       *[other] { $count } accounts wait to be confirmed
    }
people-home-without =
    { $count ->
        [one] { $count } State Party has no coordinator
       *[other] { $count } States Parties have no coordinator
    }
people-without = States Parties without two coordinators
people-without-what =
    { $none ->
        [0] No State Party is without a coordinator
        [one] { $none } State Party has no coordinator
       *[other] { $none } States Parties have no coordinator
    }; { $one ->
        [0] none has only one
        [one] { $one } has only one
       *[other] { $one } have only one
    }.
people-coordinators = Coordinators
people-no-coordinator = No coordinator who can sign in
people-one-coordinator = Only one coordinator
people-waiting = Accounts to be confirmed
people-invitation-why = Your State, or the body you work for, asked for this account: by a note verbale or letter that named you, or through its coordinator. Where you work for the Secretariat or co-facilitate, a member of the Secretariat asked for it and another confirmed it. If you know of none of this, do not accept; ask the Secretariat at the address below.
once-title = Done a moment ago
once-issued = { $name } was invited on { $when }. This form was sent twice; the second time changed nothing.
once-back = The code was shown once, on the answer before this one: go back in your browser to read it. It still holds.
once-anew = If you cannot read it any more, issue another code here. A new mail goes out; the code and the mail of before then open nothing.
once-button = Issue another code for { $name }
once-leave = I have the code
people-left-theirs = They are left to the State’s coordinators.
people-waits-member = Another member of the Secretariat than the one who made or resumed this account confirms it. Until then nobody can be invited to it or sign in through it.
people-note-hint = By which note or letter the person is named: as it stands there, as it was received
people-note-when = As it stands there. Wanted for a coordinator. For others, where there is one; otherwise the invitation says that you asked for it.
people-by-note = by the note or letter { $note }
people-asked-coordinator = { $name }, coordinator
people-asked-secretariat = the Secretariat
people-added-colleague = added by { $name }
people-added-secretariat = added by { $name }, Secretariat
people-done-same = The role is what it was; nothing was changed.
people-done-withdrawn = The proposal to make this person coordinator has been withdrawn. The role is what it was.
people-done-suspended-already = The account is suspended already; nothing was changed.
people-done-not-suspended = The account is not suspended; nothing was changed.
people-done-resumed-waits = The account is no longer suspended. It waits to be confirmed by another member of the Secretariat before it may be used.
people-done-handed-over = The sections that { $name } left have been handed over.
people-leaving =
    { $count ->
        [one] This account holds one section of an open response
       *[other] This account holds { $count } sections of open responses
    }
people-leaving-how = You see no drafts and give no sections. They are left to the State’s coordinators, who are told by mail and see it on their pages until they have handed the sections over.
people-role-leaving = Who only reads writes no section: if you choose that role, they are left to the State’s coordinators, who are told by mail and see it on their pages until they have handed the sections over.
people-role-gives-first = Who only reads writes no section: give them to others on the page of this person first.
people-confirm-title-account = Confirm the account of { $name }
people-confirm-know = Be sure that this person is to have this role, and that the e-mail address is theirs: the link of the invitation goes there. Ask by another way than mail if you are not.
people-confirm-may = Then the invitation can be issued; who was suspended comes in as before.
people-confirm-told = Your name is recorded with the account, and every member of the Secretariat is told by mail.
people-lost-title = The last coordinator has gone
people-lost-last = { $of } has had no coordinator since { $date }
people-lost-since = Since { $date }
people-invitation-look = See who asked for this invitation
people-invitation-asked = This invitation is for { $name }. Asked for by: { $asked }.
people-sections-changed = Nothing was changed: since you opened this page, a colleague has changed a section that you ticked or unticked. The list shows what stands now, by whom and when. You wanted: { $wanted }.
