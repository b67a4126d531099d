# Le bureau d’un État.

response-title = Réponse { $year }
section-expected = Attendue pour le { $when }.
section-saving = Les réponses sont enregistrées au fil de la saisie et à chaque bouton.
section-not-assigned = Vous pouvez lire cette section. Un coordonnateur peut vous l’attribuer.
section-closed = Le cycle { $year } est clos et sa réponse n’accepte plus de modification : vous pouvez la lire. Ce qui a changé depuis trouve sa place dans le cycle le plus récent.
section-complete = Complète
section-optional = Rien d’obligatoire
section-missing =
    { $count ->
        [one] { $count } réponse manquante
       *[other] { $count } réponses manquantes
    }
section-answered = questions obligatoires répondues : { $answered } sur { $required }
section-changed = dernière modification : { $when }
section-assigned = attribuée à { $who }
sections = Sections
all-saved = Tout est enregistré.
more-asked = Vos réponses appellent d’autres questions dans cette section : la première se trouve ci-dessous.
preview-text = Ceci est un aperçu : il n’est pas possible d’y répondre. Les questions qui dépendent d’autres réponses n’apparaissent qu’une fois celles-ci données.
readers-summary = Qui sont « la Cour » et « tous les États Parties » ?
readers-explained = « La Cour seulement » : votre État, le Greffe, le Bureau du Procureur, la Présidence, et le Secrétariat, qui transmet. « La Cour et tous les États Parties » : ceux-ci et, une fois votre réponse publiée par le Secrétariat, les autres États Parties. Personne hors de votre État ne lit quoi que ce soit avant la soumission.
readers-label = Qui lira cette réponse
readers-court = La Cour seulement
readers-states = La Cour et tous les États Parties
readers-locked = Lue par la Cour seulement ; cela ne peut être élargi.
readers-narrowed = Lue par la Cour seulement pour le moment, parce que { $code } l’est.
legal-basis = Fondement juridique
guidance = Indications et base juridique
no-choice = Sans réponse
rank-hint = Choisissez ce qui vient en premier, puis en deuxième, et ainsi de suite, jusqu’à ce que les { $count } choix aient une place.
rank-place = Place { $number }
rank-none = Pas encore choisi
answer-read-only = Cette réponse découle du questionnaire et ne peut pas être modifiée ici.
acknowledge = Oui, cela est confirmé
no-file = Pas encore de fichier
comment = Commentaire
comment-label = Commentaire (facultatif, lu par ceux qui lisent la réponse)
decline = Pas en mesure de répondre
decline-tick = Nos autorités ne sont pas en mesure de répondre à cette question
decline-reason = Motif (facultatif, lu par la Cour)
declined-and-answered = Question déclinée : la réponse ci-dessus est conservée dans votre projet mais ne sera pas soumise. Décochez « pas en mesure de répondre » pour la soumettre.
declined = Pas en mesure de répondre
not-answered = Sans réponse
answer-saved = Enregistrée { $when } par { $by }
answer-saved-now = Enregistrée
answer-rival = Un collègue a enregistré un autre texte entre-temps ; le vôtre est conservé aussi.
entry = Entrée { $number }
entry-add = Ajouter une entrée
entry-up = Monter
entry-down = Descendre
entry-remove = Retirer
entry-remove-title = Retirer une entrée
entry-remove-ask = Retirer l’entrée { $number } ?
entry-remove-answers =
    { $count ->
        [one] Elle contient une réponse, qui sera retirée avec elle :
       *[other] Elle contient { $count } réponses, qui seront retirées avec elle :
    }
entry-remove-empty = Elle ne contient aucune réponse.
entry-remove-undo = Elle peut être rétablie sous « Entrées retirées » de la section, tant que la réponse accepte des modifications. Ce qui a été soumis reste inchangé.
entry-remove-button = Retirer l’entrée { $number }
repeat-bounds = De { $min } à { $max } entrées.
repeat-most = Jusqu’à { $max } entrées.
more-detail = Ajouter des précisions ({ $count })
save-and-continue = Enregistrer et continuer
save = Enregistrer
back-to-sections = Retour aux sections
back-to-section = Retour à la section
save-comment-too-long = Réduisez le commentaire à { $max } caractères au plus
save-reason-too-long = Réduisez le motif à { $max } caractères au plus
save-closed = Non enregistrée : le cycle a été clos avant que ce texte n’atteigne la plateforme. Votre texte reste sur cette page ; copiez-le d’ici
save-closed-all = Rien n’a été enregistré : le cycle a été clos pendant que cette page était ouverte. Ce que vous avez saisi figure ci-dessous, afin que vous puissiez le copier. Ce qui avait été enregistré auparavant est conservé et peut être lu.
save-not-yours = Non enregistrée : il ne vous revient plus d’écrire dans cette section. Votre texte reste sur cette page ; copiez-le d’ici
save-not-yours-all = Rien n’a été enregistré : pendant que cette page était ouverte, la section a été confiée à une autre personne, ou votre rôle a changé. Ce que vous avez saisi figure ci-dessous, afin que vous puissiez le copier pour la personne qui a maintenant la section, ou vous adresser à un coordonnateur de votre État.
save-full = Non enregistrée : l’espace de stockage de la plateforme est plein. Votre texte reste sur cette page ; copiez-le d’ici
save-away = Non enregistrée : la plateforme est occupée. Votre texte reste sur cette page ; enregistrez-le de nouveau dans une minute
save-away-all = { $text } Ce que vous avez saisi figure ci-dessous : enregistrez-le de nouveau d’ici. Si vous écrivez au Secrétariat à ce sujet, indiquez cette référence : { $reference }
save-full-all = { $text } Ce que vous avez saisi figure ci-dessous, afin que vous puissiez le copier. Si vous écrivez au Secrétariat à ce sujet, indiquez cette référence : { $reference }
save-entry-removed = Non enregistrée : un collègue a retiré cette entrée
save-entry-removed-title = Un collègue a retiré une entrée dans laquelle vous écriviez
save-entry-removed-text = Tout le reste de cette page a été enregistré. Ce que vous avez saisi dans cette entrée figure ici, afin que vous puissiez le copier, ou rétablir l’entrée et l’y saisir.
save-entry-removed-see = Voir les entrées retirées
save-no-such-file = Un fichier se donne sur sa propre page : utilisez le bouton sous cette question
save-visibility-locked = Cette réponse est réservée à la Cour et ne peut être ouverte aux États Parties
rivals-title = Deux textes ont été enregistrés pour la même réponse
rivals-text = Un collègue et vous y avez travaillé en même temps. Les deux textes sont conservés ; choisissez celui qui vaut.
rivals-see = { $code } : voir les deux textes
rival-here = Un autre texte, de { $by }, attend un choix
rival-title = Choisir entre deux textes
rival-heading = { $code } : choisir entre deux textes
rival-text = Le texte que vous choisissez figure dans le projet. L’autre n’est écarté qu’à ce moment.
rival-standing = Figure actuellement
rival-other = Écrit entre-temps
rival-keep-standing = Garder le texte qui figure actuellement
rival-keep-other = Prendre le texte écrit entre-temps
rival-moved = Quelqu’un a de nouveau enregistré cette réponse. Regardez encore une fois les deux textes.
js-saving = Enregistrement
js-unsaved = Pas encore enregistrée
js-offline = Non enregistrée : pas de connexion. Votre texte reste sur cette page et l’enregistrement sera retenté automatiquement.
js-failed = Non enregistrée : la plateforme n’a pas répondu. Votre texte reste sur cette page et l’enregistrement sera retenté automatiquement.
js-refused = Non enregistrée : la plateforme n’a pas pu recevoir cette réponse. Gardez-en une copie et écrivez au Secrétariat.
js-fault = Voyez l’indication au-dessus de la réponse.
js-signed-out = Non enregistrée : vous avez été déconnecté. Votre texte reste sur cette page.
js-sign-in = Reconnectez-vous dans un autre onglet, puis revenez
js-see = Voir les deux
js-appeared = Cette question apparaît en raison d’une réponse que vous avez donnée.
js-left = Caractères restants : {"{n}"}
js-over = Trop long de {"{n}"} caractères
overview-title = { $state } : réponse { $year }
overview-submitted = Soumise
overview-published = Publiée aux États Parties
overview-readings = Qui a lu nos réponses réservées à la Cour
overview-changed = Le projet diffère de ce qui a été soumis. Pour faire connaître la modification, soumettez-la.
overview-rivals =
    { $count ->
        [one] Pour une réponse, il faut choisir entre deux textes.
       *[other] Pour { $count } réponses, il faut choisir entre deux textes.
    }
overview-published-earlier = La révision { $revision } l’est ; la suivante ne l’est pas encore
overview-frozen-never = Le cycle { $year } est clos et rien n’a été soumis : aucune première réponse n’est plus acceptée.
overview-frozen-past = Le cycle { $year } est clos et un autre a été ouvert depuis : cette réponse n’accepte plus de modification.
overview-frozen = Le cycle { $year } est clos. Une réponse soumise peut être modifiée jusqu’à l’ouverture du cycle suivant ; les modifications sont signalées.
overview-next = Continuer avec la section { $code }
overview-submit = Passer à la soumission
overview-amend = Passer à la soumission de la modification
overview-count = { $complete } sections sur { $all } sont complètes.
late-accepted = Cette date est passée. Les réponses sont encore acceptées, avec la mention du retard.
check-title = Vérifier toutes les réponses
check-text = { $state } : voici les réponses telles qu’elles figureront si elles sont soumises maintenant.
check-missing =
    { $count ->
        [one] Une réponse empêche la soumission
       *[other] { $count } réponses empêchent la soumission
    }
check-switch = Du point de vue de qui
check-as-court = Telle que la Cour la verra
check-as-states = Telle que les autres États la verront
check-as-court-text = Tout ce qui est soumis. Les réponses réservées à la Cour sont signalées.
check-as-states-text = Ce que les autres États lisent une fois la réponse publiée. Ce qui est réservé à la Cour, sans réponse ou décliné n’y figure simplement pas.
check-go-on = Passer à la soumission
submit-title = Soumettre
amend-title = Soumettre une modification
submit-heading = { $state } : soumettre la réponse { $year }
amend-heading = { $state } : soumettre une modification de la réponse { $year }
submit-not-yet =
    { $count ->
        [one] Un point reste à régler avant la soumission.
       *[other] { $count } points restent à régler avant la soumission.
    }
submit-what = Lorsque vous appuyez sur le bouton :
submit-court = Le Greffe, le Bureau du Procureur, la Présidence et le Secrétariat peuvent aussitôt lire toutes les réponses, y compris celles réservées à la Cour.
submit-states = Les autres États Parties ne lisent les réponses qui leur sont destinées qu’après publication par le Secrétariat.
submit-undo = Ce qui est soumis n’est pas retiré. Vous pouvez le modifier à tout moment par une nouvelle révision ; la précédente reste lisible pour votre État, le Secrétariat et la Cour.
amend-narrow = Une réponse que vous réservez désormais à la Cour disparaît aussitôt de ce que lisent les autres États. Tout le reste attend la publication.
submit-late = La date attendue est passée : la réponse est acceptée, avec la mention du retard.
submit-after-freeze = Le cycle est clos : la modification porte la mention « après le gel ».
submit-button = Soumettre la réponse : { $state }
amend-button = Soumettre la modification : { $state }
amend-reason = Motif de la modification
receipt = Récépissé
receipt-title = Récépissé { $number }
receipt-text = { $state } : la réponse { $year } a été soumise.
receipt-number = Numéro du récépissé
receipt-time = Heure
receipt-by = Soumise par
receipt-digest = SHA-256 du document canonique (RFC 8785)
receipt-keep = Conservez le récépissé et le document dans vos dossiers : ensemble, ils prouvent ce qui a été soumis, et quand.
receipt-download = Télécharger le récépissé
receipt-document = Télécharger le document
receipt-check = Pour vérifier le document sur votre ordinateur :
receipt-next = Le Secrétariat procède maintenant à une vérification formelle, puis publie la réponse aux États Parties.
revision = Révision
revision-title = Révision { $number }
revisions-title = Révisions soumises
revisions-text = { $state } : ce qui a été soumis pour { $year }. Chaque révision reste lisible.
revisions-none = Rien n’a encore été soumis.
marks = Mentions
mark-late = en retard
mark-after-freeze = après le gel
mark-published = publiée


form-title = Le questionnaire en entier
form-heading = { $state } : questionnaire { $year }
form-text = Toutes les sections sur une page, avec les réponses données jusqu’ici, à lire ou à imprimer. Les réponses se modifient dans les sections.
form-section = Aller à la section { $code }
