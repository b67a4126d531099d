## Les réponses, partout où on les lit

reading-court-only = La Cour seule
reading-declined = N’est pas en mesure de répondre
reading-comment = Commentaire
reading-acknowledged = Confirmé
reading-missing = Pas encore de réponse
reading-no-answer = Aucune réponse disponible.
reading-entry = { $count ->
    [0] Entrée { $number }
   *[other] Entrée { $number } sur { $count }
}
reading-change = Modifier
reading-cycle = Questionnaire { $year }
reading-invented = Les réponses de { $year } sont fictives, à des fins de démonstration. Aucun État ne les a données.

## Qui a répondu

reading-responses-title = Réponses { $year }
reading-responded = { $count ->
    [0] Aucun des { $of } États n’a encore répondu.
    [one] { $count } État sur { $of } a répondu.
   *[other] { $count } États sur { $of } ont répondu.
}
reading-expected-by = Les réponses sont attendues au plus tard le { $moment }.
reading-lost-sight = Votre État n’est plus un État Partie. Vous voyez qui a répondu ; vous ne pouvez plus lire ce que les autres ont publié. Les réponses de votre État vous restent accessibles.
reading-ways = Deux manières de lire
reading-by-state = Par État
reading-by-question = Par question
reading-show = États à afficher
reading-show-button = Afficher ces États
reading-show-all = Tous les États
reading-show-responded = Ont répondu
reading-show-waiting = N’ont pas encore répondu
reading-show-everyone = Afficher tous les États
reading-none-listed = Aucun État de { $year } ne figure dans cette partie de la liste.
reading-listed = { $count ->
    [one] { $count } État affiché.
   *[other] { $count } États affichés, par ordre alphabétique.
}
reading-state-party = État Partie
reading-responded-on = A répondu le
reading-response = Réponse
reading-not-yet = Pas encore
reading-not-published = Pas encore publiée
reading-read = Lire la réponse
reading-revision = Révision { $number }
reading-former = ancien État Partie
reading-late = Après la date indiquée
reading-other-years = Autres années :

## La réponse d’un État

reading-state-title = { $state } – Réponse { $year }
reading-former-text = Ancien État Partie. La réponse demeure telle qu’elle a été donnée.
reading-submitted = Soumise
reading-version = Version
reading-revision-of = Révision { $number } sur { $latest }
reading-reason = Motif de la modification
reading-readers = Lue par les autres États Parties
reading-published-none = Pas encore : la réponse n’est pas publiée.
reading-published-this = Cette révision, sans les réponses réservées à la Cour.
reading-published-other = La révision { $number } ; celle-ci n’est pas publiée.
reading-other-revisions = Autres révisions
reading-after-freeze = Après la clôture
reading-earlier = Ceci est une révision antérieure.
reading-to-latest = Lire la dernière révision
reading-recorded = Les réponses portant la mention « La Cour seule » ne doivent pas être communiquées à d’autres. L’ouverture de cette page est consignée, et l’État voit par quel organe et quand.
reading-to-publish = Vérifier et publier cette réponse
reading-published-on = Publiée aux États Parties le { $moment }
reading-own = Voici ce que les autres États Parties lisent de votre réponse.
reading-awaited = Cet État a répondu le { $moment }. La réponse n’est pas encore publiée : le Secrétariat en vérifie d’abord la forme.
reading-nothing = Aucune réponse au questionnaire de { $year } n’a été soumise.
reading-ways-on = Précédent et suivant
reading-before = Précédent :
reading-after = Suivant :

## Les questions d’un État à l’autre

reading-questions-title = Questions { $year }
reading-questions-lead = Chaque question mène aux réponses de tous les États dont vous pouvez lire la réponse.
reading-legal-basis = Fondement juridique : { $basis }
reading-base = { $count ->
    [0] Aucune réponse disponible. Vous pouvez lire les réponses de { $of ->
        [one] { $of } État
       *[other] { $of } États
    }.
    [one] { $count } État répond à cette question, sur { $of } dont vous pouvez lire la réponse.
   *[other] { $count } États répondent à cette question, sur { $of } dont vous pouvez lire la réponse.
}
reading-recorded-here = Les réponses portant la mention « La Cour seule » ne doivent pas être communiquées à d’autres. S’il y en a sur cette page, son ouverture est consignée, et les États concernés voient par quel organe et quand.
reading-counts = Réponses par choix
reading-finding = « { $choice } » est la réponse la plus fréquente : { $most } sur { $count ->
    [one] { $count } État
   *[other] { $count } États
}
reading-counted = { $count ->
    [one] Réponse de { $count } État
   *[other] Réponses de { $count } États
}
reading-choice = Réponse
reading-states = États
reading-names = Quels États
reading-ranked = Chaque État classe tous les choix ; le tableau compte celui qui vient en premier.
reading-remarks = Commentaires et motifs
reading-court-only-of = La Cour seule :
reading-to-first = Retour à la première page
reading-part-title = partie { $number } sur { $of }
reading-part = Cette page présente les États { $first } à { $last } sur { $of }, par ordre alphabétique ; les textes longs sont abrégés.
reading-parts = Pages d’États
reading-next-states = { $count ->
    [one] État suivant : { $first }
   *[other] Les { $count } États suivants : { $first } à { $last }
}
reading-in-full = Lire en entier

## Qui a lu les réponses réservées à la Cour

reading-readings-title = Qui a lu les réponses réservées à la Cour
reading-readings-lead = Chaque fois qu’un organe de la Cour, ou le Secrétariat, qui les transmet, ouvre une page contenant des réponses réservées à la Cour, cela figure ici. La personne est également consignée ; elle n’est pas affichée.
reading-readings-none = Personne n’a encore lu de réponse réservée à la Cour.
reading-readings-count = { $count ->
    [one] { $count } lecture, par date.
   *[other] { $count } lectures, la plus récente en premier.
}
reading-readings-cut = Les plus anciennes sont conservées sans être affichées.
reading-readings-when = Quand
reading-readings-by = Lu par
reading-readings-questions = Questions

## Aide

help-title = Aide
help-lead = À quoi sert cette plateforme, qui lit quoi, et que faire lorsque quelque chose ne fonctionne pas.
help-contents = Sur cette page
help-about = Ce qu’est cette plateforme
help-about-text = Chaque année, le Secrétariat de l’Assemblée des États Parties au Statut de Rome invite les États Parties, au nom des co-facilitateurs pour la coopération, à remplir un questionnaire sur les procédures que leurs administrations appliquent aux demandes de la Cour. Les réponses sont communiquées à la Cour et, une fois publiées, aux autres États Parties.
help-about-effect = Les réponses n’ont aucun effet juridique. La voie et la langue visées à l’article 87 du Statut de Rome restent notifiées par écrit au Greffier.
help-case = Rien de ce qui concerne une affaire, une personne ou une demande en cours n’a sa place sur cette plateforme.
help-readers = Qui peut lire quoi
help-readers-text = À côté de chaque question figure qui lira la réponse. L’État peut restreindre cette visibilité pour chaque réponse, et l’élargir sauf si la question est réservée à la Cour.
help-readers-caption = Qui peut lire le contenu d’une réponse
help-what = Contenu
help-own = L’État lui-même
help-court = La Cour
help-secretariat = Le Secrétariat
help-others = Les autres États Parties
help-facilitators = Les co-facilitateurs
help-draft = Brouillons, avec les commentaires qu’ils contiennent
help-submitted-court = Réponses soumises, réservées à la Cour
help-submitted-all = Réponses soumises, pour tous les États Parties
help-responded = Le fait qu’un État a répondu, et quand
help-yes = Oui
help-no = Non
help-yes-recorded = Oui, chaque lecture est consignée
help-when-published = Une fois publiées
help-court-is = « La Cour » désigne le Greffe, le Bureau du Procureur et la Présidence. Le Secrétariat lit les réponses soumises parce qu’il les transmet ; il ne peut écrire aucune réponse au nom d’un État.
help-absent = Les autres États ne voient pas qu’une réponse est réservée à la Cour. Une réponse qui n’a pas été donnée, qui a été refusée ou qui est réservée à la Cour leur apparaît de la même façon : aucune réponse n’est disponible.
help-seen-by-you = Un État peut voir par quel organe, et quand, ses réponses réservées à la Cour ont été lues.
help-responding = Comment un État répond
help-responding-fill = Les contributeurs remplissent les sections qui leur sont attribuées ; les coordonnateurs peuvent les remplir toutes. Les réponses sont enregistrées pendant que vous écrivez ou lorsque vous quittez une question, et au plus tard avec « Enregistrer et continuer ». Vous pouvez vous arrêter à tout moment et reprendre sur un autre ordinateur.
help-responding-two = Lorsque deux collègues modifient la même réponse, aucun texte n’est perdu : les deux sont affichés et l’un est choisi.
help-responding-check = Avant de soumettre, relisez la réponse telle que la Cour et les autres États la verront.
help-responding-pdf = Le projet peut être téléchargé en PDF, pour validation sur papier : chaque page porte sa version et l’heure, et chaque réponse dit qui la lira. Ce qui a été soumis, le récépissé et ce que les autres États ont publié existent aussi en PDF. Un tel fichier contient ce que vos pages affichent, et rien de plus.
help-responding-submit = Seul un coordonnateur soumet. Dès ce moment, la Cour et le Secrétariat peuvent lire la réponse ; vous recevez un récépissé avec son numéro, l’heure et l’empreinte de ce qui a été soumis.
help-responding-amend = Une réponse soumise peut être modifiée, avec un motif, jusqu’à l’ouverture du questionnaire suivant. La révision antérieure reste lisible pour votre État, la Cour et le Secrétariat. Ce dont vous restreignez la visibilité disparaît aussitôt pour les autres États ; ce qui leur est nouveau attend la publication.
help-responding-late = Les réponses sont attendues au plus tard à 23 h 59, heure de La Haye, à la date indiquée. Celles qui arrivent ensuite sont acceptées et signalées comme telles à la Cour et au Secrétariat.
help-mail = Comment vérifier qu’un message est authentique
help-mail-text = Les messages de cette plateforme disent seulement qu’il y a quelque chose à faire. Ils ne contiennent jamais de réponse, ne demandent jamais de mot de passe ni de code, et chacun de leurs liens commence par :
help-mail-doubt = En cas de doute, ne suivez pas le lien : saisissez l’adresse vous-même, ou interrogez le Secrétariat au numéro de téléphone ci-dessous.
help-signing-in = Se connecter
help-signing-in-invitation = Vous recevez une invitation par courriel et un code par une autre voie. Les deux sont nécessaires pour choisir un mot de passe. Une invitation expirée ou qui ne fonctionne pas est réémise en une étape par le coordonnateur qui gère votre compte ou par le Secrétariat.
help-signing-in-expired = Après un temps sans utilisation, vous êtes déconnecté. Ce que vous aviez saisi est conservé, puis enregistré lorsque vous vous reconnectez.
help-signing-in-shared = Sur un ordinateur que d’autres utilisent, déconnectez-vous lorsque vous avez terminé.
help-signing-in-left = Lorsque vous changez de poste, demandez à votre coordonnateur ou au Secrétariat de clore votre compte. Ce que vous avez écrit demeure, avec votre nom ; vos sections sont transmises.
help-back = Lorsque vous ne pouvez pas vous connecter
help-back-password = Si vous avez oublié votre mot de passe, choisissez « Mot de passe oublié ? » sur la page de connexion. Un courriel vous apporte un lien valable 30 minutes ; votre second facteur demeure et vous est demandé.
help-back-one = Si vous avez perdu un second facteur, utilisez-en un autre ou un code de secours. Configurez-en ensuite un nouveau sous « Votre compte » et retirez l’ancien.
help-back-all = Si vous les avez tous perdus, ainsi que vos codes de secours, donnez votre mot de passe et choisissez « Je n’ai plus aucun de ces moyens ». Deux personnes décident alors : pour un État ou un organe de la Cour, son coordonnateur et le Secrétariat ; dans les autres cas, deux membres du Secrétariat.
help-back-nobody = Personne, sur cette plateforme, ne vous demande jamais votre mot de passe ni l’un de vos codes.
help-accounts = Les comptes
help-accounts-people = Les coordonnateurs gèrent les comptes de leur État ou de leur organe : ils ajoutent des personnes, choisissent les rôles et les derniers jours, suspendent et closent des comptes. Le Secrétariat confirme chaque nouveau coordonnateur au vu de la note verbale qui le désigne.
help-accounts-two = Ayez deux coordonnateurs, pour que quelqu’un soit là lorsque l’autre est absent, part ou a perdu tous ses seconds facteurs.
help-accounts-record = « Votre compte » montre ce qui s’est passé sur votre compte : qui s’est connecté, ce qui a échoué, ce qui a été changé. Les coordonnateurs voient de même ce qui concerne leur État ou leur organe, et le Secrétariat ce qui concerne tous les comptes. Le registre ne contient aucune réponse.
help-using = Utiliser la plateforme
help-using-plain = Toutes les pages fonctionnent sans JavaScript, au clavier seul et sur de petits écrans, et peuvent être imprimées.
help-using-language = La langue se choisit en haut de chaque page. Ce que les États écrivent reste dans la langue où ils l’ont écrit.
help-ask = À qui s’adresser
help-ask-text = Le Secrétariat de l’Assemblée des États Parties répond aux questions sur le questionnaire et sur la plateforme. Si une page affiche un numéro de référence, veuillez l’indiquer.
help-ask-mail = Courriel
help-ask-telephone = Téléphone
reading-export = Toutes ces réponses en un fichier (JSON)
