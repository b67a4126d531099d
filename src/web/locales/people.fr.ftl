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
people-few-why = Ayez-en au moins deux, pour que quelqu’un soit là lorsque l’autre est absent ou part. Ajoutez-en un autre ; le Secrétariat confirme les nouveaux coordonnateurs au vu d’une note verbale qui les désigne.
people-left = Des sections sont attribuées à des personnes parties
people-left-holds = { $name } est parti et détient encore : { $sections }.
people-left-give = Attribuer ces sections à quelqu’un
people-add = Ajouter une personne
people-add-button = Ajouter la personne
people-role-hint = Un coordonnateur peut être invité lorsque le Secrétariat a confirmé la note verbale qui le désigne ; les autres personnes sont invitées aussitôt.
people-ends = Dernier jour
people-ends-optional = Dernier jour (facultatif)
people-ends-label = Dernier jour du compte
people-ends-hint = Jour, mois et année ; saisi en texte, 2027-04-19. Le compte peut être utilisé jusqu’à la fin de ce jour à La Haye. Vide : sans fin.
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
people-done-waits = { $name } a été ajouté et attend le Secrétariat, qui confirme les coordonnateurs au vu de la note verbale. L’invitation pourra être émise ensuite.
people-waits-title = Attend d’être confirmé comme coordonnateur
people-waits-text = Le Secrétariat compare avec la note verbale qui désigne le coordonnateur. D’ici là, personne n’agit comme coordonnateur au moyen de ce compte.
people-becomes = doit devenir : { $role }
people-note = Désigné par la note verbale
people-note-of = { $reference }, { $date }
people-note-reference = Référence de la note verbale
people-note-date = Date de la note verbale
people-confirmed = Confirmé
people-confirmed-by = par { $name } le { $date }
people-confirmed-operator = le { $date }, à la création du compte ou par l’exploitant
people-made = Compte créé le
people-asked-by = Demandé par
people-asked-by-coordinator = la personne qui gère ces comptes
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
people-done-confirmed = Le coordonnateur a été confirmé.
people-loss-last = Sans ce compte, il n’y a plus de coordonnateur pour : { $of }. Nul ne peut soumettre en son nom ni gérer ses comptes. Le Secrétariat en est informé.
people-loss-one = Sans ce compte, il ne reste qu’un seul coordonnateur pour : { $of }. Faites-en confirmer un autre.
people-role-title = Changer le rôle de { $name }
people-role-now = Rôle actuel : { $role }.
people-role-loses = Si vous choisissez un autre rôle :
people-role-coordinator = Qui devient coordonnateur garde son rôle actuel jusqu’à ce que le Secrétariat ait confirmé la note verbale qui le désigne.
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
people-confirm-link = Confirmer { $name } comme coordonnateur
people-confirm-nothing = Personne n’attend de confirmation ici.
people-confirm-second = Un autre membre du Secrétariat confirme ce coordonnateur
people-confirm-first = Il n’y a pas encore de coordonnateur pour : { $of }. Le premier est confirmé par un second membre du Secrétariat, et non par celui qui a créé le compte.
people-confirm-compare = Comparez le nom et l’adresse électronique avec la note verbale elle-même, telle qu’elle a été reçue.
people-confirm-signed-out = La personne est déconnectée et revient comme coordonnateur.
people-confirm-then-invited = L’invitation peut être émise ensuite ; elle n’est pas envoyée par cet acte.
people-confirm-recorded = Votre nom, la référence et la date de la note sont inscrits avec le compte.
people-confirm-button = Confirmer { $name } comme coordonnateur
people-proposed-by = Compte créé ou rôle proposé par
people-back-to-person = Aller au compte
people-menu = Les comptes que vous gérez
people-home-which = Voir lesquels
people-home-ends = Votre compte prend fin le { $date }. Si vous poursuivez ce travail, demandez une date ultérieure.
people-home-confirmed = Vous êtes coordonnateur en vertu de la note verbale { $note } ; confirmé { $how }.
people-home-waiting =
    { $count ->
        [one] { $count } coordonnateur attend d’être confirmé
       *[other] { $count } coordonnateurs attendent d’être confirmés
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
people-no-coordinator = Aucun coordonnateur
people-one-coordinator = Un seul coordonnateur
people-waiting = Coordonnateurs à confirmer
people-invitation-why = Votre État, ou l’institution pour laquelle vous travaillez, a demandé ce compte : par une note verbale qui vous désigne, ou par son coordonnateur. Si vous n’avez connaissance ni de l’une ni de l’autre, n’acceptez pas ; adressez-vous au Secrétariat à l’adresse ci-dessous.
once-title = C’est fait
once-issued = { $name } a été invité(e) le { $when }. Ce formulaire a été envoyé deux fois ; le second envoi n’a rien changé.
once-back = Le code a été affiché une seule fois, sur la réponse précédente : revenez en arrière dans votre navigateur pour le lire. Il est toujours valable.
once-anew = Si vous ne pouvez plus le lire, émettez ici un autre code. Un nouveau courriel part ; le code et le courriel précédents n’ouvrent alors plus rien.
once-button = Émettre un autre code pour { $name }
once-leave = J’ai le code
