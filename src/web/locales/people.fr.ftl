# La gestion des comptes par les coordonnateurs et par le Secrétariat.

people-title = Personnes de votre État
people-title-organ = Personnes de votre organe
people-what = Toutes les personnes qui peuvent se connecter pour votre État ({ $of }). Les coordonnateurs soumettent et gèrent les comptes ; les contributeurs rédigent les sections qui leur sont attribuées ; les lecteurs lisent.
people-what-organ = Toutes les personnes qui peuvent se connecter pour votre organe ({ $of }). Les coordonnateurs gèrent les comptes ; les lecteurs lisent.
people-few =
    { $count ->
        [0] Aucun coordonnateur ne peut se connecter
        [one] Un seul coordonnateur peut se connecter
       *[other] { $count } coordonnateurs peuvent se connecter
    }
people-few-why = Ayez-en au moins deux, pour que quelqu’un soit là lorsque l’autre est absent ou part. Ajoutez-en un autre ; le Secrétariat confirme les nouveaux coordonnateurs au vu de la note ou de la lettre qui les désigne.
people-left = Des sections sont restées sans titulaire
people-left-holds =
    { $count ->
        [one] { $name } a laissé une section que personne ne détient.
       *[other] { $name } a laissé { $count } sections que personne ne détient.
    }
people-left-give = Transmettre
people-add = Ajouter une personne
people-add-button = Ajouter la personne
people-role-hint = Un coordonnateur peut être invité lorsque le Secrétariat a confirmé la note ou la lettre qui le désigne ; les autres personnes sont invitées aussitôt.
people-ends = Dernier jour
people-ends-optional = Dernier jour (facultatif)
people-ends-label = Dernier jour du compte
people-ends-hint = Année, mois et jour, tels que 2027-04-19. Le compte peut être utilisé jusqu’à la fin de ce jour à La Haye. Vide : sans fin.
people-ends-on = { $date }, jusqu’à minuit à La Haye
people-ends-button = Fixer le dernier jour
people-no-end = Sans fin
people-caption =
    { $count ->
        [one] { $count } personne
       *[other] { $count } personnes
    }
people-sections = Sections
people-none = Aucune
people-holds-left = Attribué à une personne partie
people-proposed = Doit devenir coordonnateur
people-standing-waits = Attend d’être confirmé
people-done-waits = { $name } a été ajouté et attend le Secrétariat, qui confirme les coordonnateurs au vu de la note ou de la lettre. L’invitation pourra être émise ensuite.
people-waits-title = Attend d’être confirmé
people-waits-text = Le Secrétariat compare avec la note ou la lettre qui désigne le coordonnateur. D’ici là, personne n’agit comme coordonnateur au moyen de ce compte.
people-becomes = doit devenir : { $role }
people-note = Demandé par la note ou la lettre
people-note-of = { $reference }, { $date }
people-note-reference = Référence de la note verbale ou de la lettre
people-note-date = Date de la note verbale ou de la lettre
people-confirmed = Confirmé
people-confirmed-by = par { $name } le { $date }
people-confirmed-operator = le { $date }, à la création du compte ou par l’exploitant
people-made = Compte créé le
people-asked-by = Demandé par
people-ended-text = Le compte est clos. Le nom demeure auprès de ce qui a été fait au moyen de ce compte.
people-invitation = Invitation
people-invite-text = Un courriel apporte une moitié de l’invitation ; le code, affiché une seule fois à la page suivante, est l’autre moitié et passe par une autre voie.
people-new-way = Inviter à choisir un nouveau mot de passe
people-new-way-text = La personne peut choisir un nouveau mot de passe. Assurez-vous de qui le demande : rappelez à un numéro que vous connaissiez déjà. Le mot de passe actuel vaut jusqu’à l’acceptation de la nouvelle invitation ; toutes les sessions sont alors fermées.
people-sections-of = Sections de la réponse { $year }
people-sections-how = Cochez ce que cette personne rédige. Ce que des collègues en détiennent leur reste.
people-sections-button = Attribuer ces sections
people-more = Autres actions
people-role-link = Changer le rôle
people-suspend-link = Suspendre le compte pour un temps
people-leave-link = Clore le compte et transmettre
people-resume = Rétablir le compte de { $name }
people-end-sessions = Fermer toutes les sessions de { $name }
people-done-role = Le rôle a été changé ; la personne se connecte de nouveau.
people-done-proposed = Le Secrétariat est prié de confirmer le nouveau coordonnateur. D’ici là, le rôle actuel demeure.
people-done-end-date = Le dernier jour a été fixé.
people-done-sections = Les sections ont été attribuées.
people-done-sessions = Toutes les sessions de ce compte sont fermées.
people-done-suspended = Le compte est suspendu.
people-done-resumed = Le compte peut de nouveau être utilisé. Qui n’avait pas encore de mot de passe a besoin d’une autre invitation.
people-done-ended = Le compte est clos, ou ses sections ont été attribuées à d’autres.
people-done-confirmed = Le compte a été confirmé.
people-loss-last = Sans ce compte, il n’y a plus de coordonnateur pour : { $of }. Nul ne peut soumettre en son nom ni gérer ses comptes. Le Secrétariat en est informé.
people-loss-one = Sans ce compte, il ne reste qu’un seul coordonnateur pour : { $of }. Faites-en confirmer un autre.
people-role-title = Changer le rôle de { $name }
people-role-now = Rôle actuel : { $role }.
people-role-loses = Si vous choisissez un autre rôle :
people-role-coordinator = Qui devient coordonnateur garde son rôle actuel jusqu’à ce que le Secrétariat ait confirmé la note ou la lettre qui le désigne.
people-role-at-once = Tout autre rôle vaut aussitôt, et les sessions de la personne sont fermées.
people-role-history = Ce qui a été fait dans l’ancien rôle reste inscrit comme tel.
people-role-new = Nouveau rôle
people-role-button = Changer le rôle de { $name }
people-suspend-title = Suspendre le compte de { $name } ?
people-suspend-out = Toutes les sessions sont fermées aussitôt, et nul ne peut se connecter au moyen de ce compte.
people-suspend-invitation = Une invitation en cours n’ouvre plus rien.
people-suspend-keeps = Le nom, le rôle et les sections demeurent ; vous pouvez rétablir le compte à tout moment.
people-suspend-button = Suspendre le compte de { $name }
people-leave-title = Clore le compte de { $name } ?
people-give-title = Attribuer à d’autres les sections de { $name }
people-leave-out = Toutes les sessions sont fermées aussitôt, et nul ne pourra plus se connecter au moyen de ce compte.
people-leave-history = Le nom demeure auprès de ce qui a été fait : les réponses, les commentaires et les soumissions le gardent.
people-leave-final = Cette action est définitive. Qui revient reçoit un nouveau compte avec une autre adresse.
people-leave-own = C’est votre propre compte : vous êtes déconnecté aussitôt.
people-leave-nothing = Ce compte ne détient aucune section d’une réponse ouverte : il n’y a rien à transmettre.
people-leave-holds = Sections à transmettre
people-leave-holds-how = Indiquez pour chaque section qui la détient désormais. Rien n’est fait auparavant.
people-leave-shared = Un collègue détient aussi cette section et la garde.
people-leave-nobody = Personne pour le moment
people-leave-button = Clore le compte de { $name }
people-give-button = Attribuer les sections
people-confirm-title = Confirmer { $name } comme coordonnateur
people-confirm-nothing = Personne n’attend de confirmation ici.
people-confirm-second = Un autre membre du Secrétariat confirme ce coordonnateur
people-confirm-first = Il n’y a pas encore de coordonnateur pour : { $of }. Le premier est confirmé par un second membre du Secrétariat, et non par celui qui a créé le compte.
people-confirm-compare = Comparez le nom et l’adresse électronique avec la note ou la lettre elle-même, telle qu’elle a été reçue.
people-confirm-signed-out = La personne est déconnectée et revient comme coordonnateur.
people-confirm-then-invited = L’invitation peut être émise ensuite ; elle n’est pas envoyée par cet acte.
people-confirm-recorded = Votre nom, la référence et la date de la note ou de la lettre sont inscrits avec le compte.
people-proposed-by = Compte créé ou rétabli, ou rôle proposé, par
people-back-to-person = Aller au compte
people-menu = Les comptes que vous gérez
people-home-which = Voir lesquels
people-home-ends = Votre compte prend fin le { $date }. Si vous poursuivez ce travail, demandez une date ultérieure.
people-home-confirmed = Vous êtes coordonnateur en vertu de la note ou de la lettre { $note } ; confirmé { $how }.
people-home-waiting =
    { $count ->
        [one] { $count } compte attend d’être confirmé
       *[other] { $count } comptes attendent d’être confirmés
    }
people-home-without =
    { $count ->
        [one] { $count } État Partie n’a pas de coordonnateur
       *[other] { $count } États Parties n’ont pas de coordonnateur
    }
people-without = États Parties sans deux coordonnateurs
people-without-what =
    { $none ->
        [0] Aucun État Partie n’est sans coordonnateur
        [one] { $none } État Partie n’a pas de coordonnateur
       *[other] { $none } États Parties n’ont pas de coordonnateur
    } ; { $one ->
        [0] aucun n’en a qu’un seul
        [one] { $one } n’en a qu’un seul
       *[other] { $one } n’en ont qu’un seul
    }.
people-coordinators = Coordonnateurs
people-no-coordinator = Aucun coordonnateur qui puisse se connecter
people-one-coordinator = Un seul coordonnateur
people-waiting = Comptes à confirmer
people-invitation-why = Votre État, ou l’institution pour laquelle vous travaillez, a demandé ce compte : par une note verbale ou une lettre qui vous désigne, ou par son coordonnateur. Si vous travaillez pour le Secrétariat ou êtes co-facilitateur, un membre du Secrétariat l’a demandé et un autre l’a confirmé. Si vous n’avez connaissance de rien de cela, n’acceptez pas ; adressez-vous au Secrétariat à l’adresse ci-dessous.
once-title = C’est fait
once-issued = { $name } a été invité(e) le { $when }. Ce formulaire a été envoyé deux fois ; le second envoi n’a rien changé.
once-back = Le code a été affiché une seule fois, sur la réponse précédente : revenez en arrière dans votre navigateur pour le lire. Il est toujours valable.
once-anew = Si vous ne pouvez plus le lire, émettez ici un autre code. Un nouveau courriel part ; le code et le courriel précédents n’ouvrent alors plus rien.
once-button = Émettre un autre code pour { $name }
once-leave = J’ai le code
people-left-theirs = Elles sont laissées aux coordonnateurs de l’État.
people-waits-member = Un autre membre du Secrétariat que celui qui a créé ou rétabli ce compte le confirme. D’ici là, nul ne peut y être invité ni se connecter au moyen de ce compte.
people-note-hint = La note ou la lettre qui désigne la personne, telle qu’elle a été reçue
people-note-when = Telle qu’elle y figure. Exigée pour un coordonnateur. Pour les autres, s’il y en a une ; sinon l’invitation indique que vous l’avez demandée.
people-by-note = par la note ou la lettre { $note }
people-asked-coordinator = { $name }, coordonnateur
people-asked-secretariat = le Secrétariat
people-added-colleague = ajouté par { $name }
people-added-secretariat = ajouté par { $name }, Secrétariat
people-done-same = Le rôle est celui d’avant ; rien n’a été changé.
people-done-withdrawn = La proposition de faire de cette personne un coordonnateur a été retirée. Le rôle est celui d’avant.
people-done-suspended-already = Le compte est déjà suspendu ; rien n’a été changé.
people-done-not-suspended = Le compte n’est pas suspendu ; rien n’a été changé.
people-done-resumed-waits = Le compte n’est plus suspendu. Il attend qu’un autre membre du Secrétariat le confirme avant de pouvoir être utilisé.
people-done-handed-over = Les sections laissées par { $name } ont été transmises.
people-leaving =
    { $count ->
        [one] Ce compte détient une section d’une réponse ouverte
       *[other] Ce compte détient { $count } sections de réponses ouvertes
    }
people-leaving-how = Vous ne voyez aucun projet de réponse et n’attribuez aucune section. Elles sont laissées aux coordonnateurs de l’État, qui en sont informés par courriel et le voient sur leurs pages tant qu’ils ne les ont pas transmises.
people-role-leaving = Qui ne fait que lire ne rédige aucune section : si vous choisissez ce rôle, elles sont laissées aux coordonnateurs de l’État, qui en sont informés par courriel et le voient sur leurs pages tant qu’ils ne les ont pas transmises.
people-role-gives-first = Qui ne fait que lire ne rédige aucune section : attribuez-les d’abord à d’autres sur la page de cette personne.
people-confirm-title-account = Confirmer le compte de { $name }
people-confirm-know = Assurez-vous que cette personne doit avoir ce rôle et que l’adresse électronique est bien la sienne : le lien de l’invitation y est envoyé. En cas de doute, demandez-le par une autre voie que le courriel.
people-confirm-may = L’invitation peut ensuite être émise ; qui était suspendu se connecte comme avant.
people-confirm-told = Votre nom est inscrit avec le compte, et chaque membre du Secrétariat en est informé par courriel.
people-lost-title = Le dernier coordonnateur est parti
people-lost-last = { $of } : aucun coordonnateur depuis le { $date }
people-lost-since = Depuis le { $date }
people-invitation-look = Voir qui a demandé cette invitation
people-invitation-asked = Cette invitation est adressée à { $name }. Demandée par : { $asked }.
people-sections-changed = Rien n’a été modifié : depuis que vous avez ouvert cette page, un collègue a modifié une section que vous avez cochée ou décochée. La liste montre ce qui vaut maintenant, par qui et quand. Vous vouliez : { $wanted }.
