# Mails. No State, no question and no answer is named in them.

letter-invitation-subject = Invitation to the Secured Platform on Cooperation
letter-something-subject = There is something for you on the Secured Platform on Cooperation
letter-cycle-subject = Note verbale: questionnaire on cooperation and asset recovery
letter-something-text =
    There is something for you on the platform. Sign in to see it:

    { $link }
letter-on-draft-text =
    Somebody of your State has written to you on a draft. Sign in to read it:

    { $link }
letter-assigned-text =
    Something was given to you on the platform. Sign in to see it:

    { $link }
letter-device-subject = A new device on the Secured Platform on Cooperation
letter-device-text =
    A browser that had not been used for your account before has signed in to it. If that was you, there is nothing to do. If not, sign in, end that session, and tell the Secretariat:

    { $link }
letter-factors-subject = How you sign in to the Secured Platform on Cooperation was changed
letter-factors-text =
    Something about how you sign in was changed or used. If that was you, there is nothing to do. If not, look at it, and tell the Secretariat:

    { $link }
letter-ends-subject = Your account on the Secured Platform on Cooperation ends soon
letter-ends-text =
    The time for which your account was given ends soon. Sign in to see when. If you go on with this work, ask who looks after accounts where you work for a later day:

    { $link }
letter-colleague-ends-subject = An account on the Secured Platform on Cooperation ends soon
letter-colleague-ends-text =
    An account that you look after ends soon. Sign in to set a later day, or to hand over what its holder does:

    { $link }
letter-missing-subject = Accounts on the Secured Platform on Cooperation need your attention
letter-missing-text =
    Somebody who looked after accounts can do so no more, and nobody is left in their place. See on the page “Accounts” where:

    { $link }
letter-invitation-text =
    { $name },

    you are invited to the Secured Platform on Cooperation. Open this link and type the code that you receive by another way:

    { $link }

    Where the link does not fill in the invitation, go to { $page } and type:

    { $token }

    The invitation can be used once, within ten days.
letter-cycle-text =
    Ref.: { $reference }

    The Secretariat of the Assembly of States Parties to the Rome Statute of the International Criminal Court presents its compliments and has the honour to refer to its note verbale { $reference } of { $date }, by which States Parties are invited to respond to the { $year } questionnaire on cooperation and asset recovery. Responses are expected by { $expected }.

    The questionnaire is completed on the platform:

    { $link }
letter-foot =
    This mail is genuine if its links begin with { $link }. It never asks for a password and never contains a code.
    Questions: { $address }, { $telephone }
letter-attempts-subject = Failed attempts on the Secured Platform on Cooperation
letter-attempts-text =
    There were several failed attempts to sign in to your account. If that was you, there is nothing to do. If not, look at what is recorded, change your password, and tell the Secretariat:

    { $link }

letter-to-confirm-text =
    An account waits to be confirmed by a member of the Secretariat before it can be used. See on the page “Accounts” whose it is and who proposed it. If you know nothing of it, ask your colleagues:

    { $link }
letter-confirmed-text =
    An account that waited to be confirmed has been confirmed. Sign in to see it. If you know nothing of it, tell the Secretariat:

    { $link }
letter-added-text =
    The Secretariat has added an account to those that you look after. See on the page of your people whose it is and by which note or letter. If you know nothing of it, suspend it and tell the Secretariat:

    { $link }
letter-left-text =
    Somebody who wrote sections writes them no more, and the sections are left to the coordinators. See on the page of your people what is to be handed over:

    { $link }
letter-fell-text =
    Somebody whose account was suspended or has ended had asked for new second factors. That request is over with the account; there is nothing to decide any more:

    { $link }
