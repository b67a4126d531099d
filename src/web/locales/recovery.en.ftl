# The ways back in: another password, a forgotten one, and lost second factors.

sign-in-forgotten = Forgotten your password?
forgotten-title = Forgotten password
forgotten-text = Type the e-mail address that you sign in with. A mail with a link is sent to it, by which you choose another password.
forgotten-ask = Send the link
forgotten-not-yet = Have you never signed in before? Then you need the invitation, not a new password.
forgotten-sent = If there is an account with this address that can be used, a mail with a link is on its way to it.
forgotten-sent-mail = The link holds for 30 minutes and can be used once. Only the latest one counts.
forgotten-sent-nothing = If no mail comes within some minutes, look among the unwanted mail, check the address, and ask again after a quarter of an hour. If that does not help, write to the address below.
forgotten-sent-factor = You will also need your second factor: your authenticator, your passkey or a recovery code.
reset-title = Choose another password
reset-text = Two things are needed: the link from the mail, and, in the next step, your second factor. All your sessions end.
reset-link = Link from the mail
reset-link-hint = Filled in by the link; otherwise type the groups of four from the mail.
reset-set = Set the password
reset-again = Has the link expired?
own-password-title = Change your password
own-password-text = You are told by mail that it was changed. Your second factors stay as they are.
own-password-present = Present password
own-password-others = End all my other sessions
own-password-change = Change the password
own-password-done = Your password is changed.
factor-none-left = I have none of these any more
fresh-lost = If you have none left, sign out, sign in again, and choose “I have none of these any more” there.
lost-title = You have lost every second factor
lost-what = What happens when you ask
lost-who-state = A coordinator of your State and a member of the Secretariat both have to agree.
lost-who-organ = A coordinator of your organ of the Court and a member of the Secretariat both have to agree.
lost-who-member = Two other members of the Secretariat have to agree. Where there are not two, the operator of the platform can help.
lost-who-secretariat = Two members of the Secretariat have to agree.
lost-who-sure = They will ask you in person or by telephone whether it is you.
lost-mail = Then a mail brings you a link, and one of them tells you a code by another way.
lost-new = With both you choose another password and set up new second factors. The old ones and your recovery codes are removed, and all your sessions end.
lost-week = The request holds for seven days, and you can withdraw it. You are told by mail of every step, and everything is recorded.
lost-nobody-state = Your State has no other coordinator on the platform. Before your request can be agreed to, the Secretariat needs a new coordinator, named by note verbale.
lost-nobody-organ = Your organ has no other coordinator on the platform. Before your request can be agreed to, the Secretariat needs a new coordinator, named by the organ in writing.
lost-nobody-secretariat = At present there are not enough members of the Secretariat who can agree. Write to the address below.
lost-ask = Ask to be let back in
lost-back = Back to the second step
lost-withdraw = Withdraw the request
lost-waits = You asked on { $when }. The request holds until { $until }.
lost-agreed = Both have agreed. Open the link in the mail; one of them tells you the code.
lost-refused = Your request was refused on { $when }, with these words:
lost-part = { $who }: { $said }
lost-part-state = Coordinator of the State
lost-part-organ = Coordinator of the organ
lost-part-secretariat = Secretariat
lost-part-second = Second member of the Secretariat
lost-part-agreed = agreed on { $when }
lost-part-agreed-by = { $name } agreed on { $when }
lost-part-waits = not yet
lost-own = Somebody who knows your password has asked for new second factors for your account. If that was not you, withdraw the request and change your password.
lost-done-withdrawn = The request is withdrawn.
lost-done-agreed = You have agreed. Another person has to agree too.
lost-done-refused = The request is refused, and the person was told by mail.
lost-home-waiting =
    { $count ->
        [one] A person who has lost their second factors waits for your decision
       *[other] { $count } persons who have lost their second factors wait for your decision
    }
lost-list-title = Lost second factors
lost-list-text = These persons have given their password and say that they have lost every second factor. Two persons have to agree before they can set up new ones. Nobody agrees for themselves.
lost-list-empty = No request is open. Who has lost every second factor asks at the second step of signing in.
lost-list-caption =
    { $count ->
        [one] One request
       *[other] { $count } requests
    }
lost-list-who = Who
lost-list-asked = Asked on
lost-list-until = Holds until
lost-list-agreed = Agreed
lost-list-waits = waits for your decision
lost-one-title = Request of { $name } for new second factors
lost-one-person = Person
lost-one-own = This is your own request. Nobody agrees for themselves.
lost-one-waits = You have agreed, or somebody has for your part. Another person has to agree, or the person has to follow the link.
lost-one-agree-title = Before you agree
lost-one-sure = Ask the person face to face, or by a telephone number that you knew before, whether they made this request. A mail is not enough.
lost-one-password = Whoever made it knows the password. That alone proves nothing.
lost-one-another = Another person has to agree too. Only then does anything change.
lost-one-code = When you agree, a mail with a link goes to the person, and you are shown a code once. Be ready to pass it on by another way than mail.
lost-one-removed = With both, the person sets another password, the old second factors are removed, and all sessions end.
lost-one-recorded = It is recorded that you agreed, and for whom.
lost-one-agree = Agree for { $name }
lost-one-refuse-title = If you do not agree
lost-one-word = Why
lost-one-word-hint = A few words; the person can read them.
lost-one-refuse = Refuse the request of { $name }
lost-code-title = Both have agreed
lost-code-mail = A mail with a link is on its way to { $name }. It opens nothing without the code below.
lost-code-once = The code is kept nowhere and this page cannot be opened again. If it is lost, the person withdraws the request and asks anew.
lost-code-way = Tell the code to the person face to face, or by a telephone number that you knew before. Never by mail.
lost-code-wrong = After ten wrong codes the link opens nothing any more; then the person asks anew.
refusal-password-wrong = The present password is not right. Type it again.
refusal-password-same = This is your present password. Choose another.
refusal-reset-spent = This link has been used, replaced by a later one, or has expired. Check what you typed; if it is right, ask for another link.
refusal-request-settled = This request is not open any more: it was decided or withdrawn, or it has expired.
refusal-agreed-already = You have agreed already, or somebody has for your part. Another person has to agree too.
refusal-word-missing = Say on one line why you refuse, in at most 200 characters.
refusal-requests-many = Several requests were made today. Ask again tomorrow, or write to the address below.
letter-reset-subject = Another password for the Secured Platform on Cooperation
letter-reset-text =
    Somebody asked for another password for your account. If that was you, open this link within 30 minutes:

    { $link }

    Where the link does not fill it in, go to { $page } and type:

    { $token }

    The link can be used once; only the latest one counts, and your second factor is asked for afterwards. If it was not you, there is nothing to do: your password stays as it is.
letter-password-subject = Your password for the Secured Platform on Cooperation was changed
letter-password-text =
    Your password was changed. If that was you, there is nothing to do. If it was not you, ask for another password at once, and tell the Secretariat:

    { $link }
letter-lost-subject = A request about your account on the Secured Platform on Cooperation
letter-lost-asked-text =
    Somebody who knows your password says that every second factor was lost, and asks for new ones. If that was you, two persons will now ask you about it. If it was not you, sign in, withdraw the request, change your password, and tell the Secretariat:

    { $link }
letter-lost-agreed-text =
    One of two persons has agreed to the request for new second factors. If you did not make it, sign in, withdraw the request, change your password, and tell the Secretariat:

    { $link }
letter-lost-refused-text =
    The request for new second factors was refused. You can read why after giving your password. If you did not make it, change your password, and tell the Secretariat:

    { $link }
letter-lost-withdrawn-text =
    The request for new second factors was withdrawn. If that was not you, sign in and look at your account, and tell the Secretariat:

    { $link }
letter-lost-done-text =
    Your password was replaced, and every earlier second factor was removed. If that was not you, tell the Secretariat at once:

    { $link }
letter-new-factors-subject = New ways to sign in to the Secured Platform on Cooperation
letter-new-factors-text =
    { $name },

    your request was agreed to. Open this link and type the code that you receive by another way; then you choose another password and set up new second factors. If you made no such request, do not open it, and tell the Secretariat at once:

    { $link }

    Where the link does not fill in the invitation, go to { $page } and type:

    { $token }

    It can be used once, within ten days.
lost-code-again = You have agreed, and the code was shown once. If it did not reach { $name }, issue another one: a new mail goes out, and the code and the mail of before then open nothing.
