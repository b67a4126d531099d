# Travailler ensemble au bureau d’un État : l’historique des réponses, les entrées retirées, les commentaires internes.

history-title = Historique
history-heading = { $code } : historique de la réponse
history-heading-one = { $code } : version { $number } de la réponse
history-text = Toutes les versions enregistrées, la plus récente d’abord, chacune avec ce qui la distingue de la précédente. Entre elles figure ce qui s’est fait à côté du texte : une confirmation, et les changements des fichiers joints.
history-text-one = La version entière, avec ce qui la distingue de la réponse qui figure actuellement.
history-marks = Ce qui a été ajouté est souligné, ce qui a été retiré est barré.
history-version = Version { $number }
history-stands = Figure actuellement
history-first = La première version.
history-none = Rien n’a encore été enregistré ici.
history-empty = Une réponse vide.
history-put-in = ajouté
history-taken-out = retiré
history-left = texte inchangé omis
history-reason = Motif de l’impossibilité de répondre
history-declined = Passée à « Pas en mesure de répondre ».
history-declined-still = Toujours « Pas en mesure de répondre ».
history-answered-again = N’est plus « Pas en mesure de répondre ».
history-readers = Qui lira cette réponse : « { $after } », auparavant « { $before } ».
history-confirmed = Confirmée : la réponse de { $year } est toujours valable.
history-file-attached = Fichier joint : { $file }
history-file-described = Ce qui est dit d’un fichier joint a été modifié. Il y figure maintenant : { $file }
history-file-described-some = Ce qui est dit d’un fichier joint a été modifié.
history-file-removed = Fichier retiré : { $file }
history-file-removed-some = Un fichier a été retiré.
history-file-back = Fichier rétabli : { $file }
history-file-back-some = Un fichier a été rétabli.
history-see = Lire la version { $number } en entier
history-see-restore = Lire la version { $number } en entier ou la rétablir
history-restore-text = Cette version redevient la réponse, enregistrée en votre nom. Ce qui figure actuellement reste dans l’historique.
history-restore = Rétablir la version { $number }
history-cannot = Cette version ne peut pas être rétablie telle quelle.
history-newest = Versions les plus récentes
history-older = Versions plus anciennes
history-all = Toutes les versions
history-removed = Cette question figurait dans une entrée qui a été retirée. Pour rétablir une réponse, rétablissez d’abord l’entrée :
removed-title = Entrées retirées
removed-heading = Section { $code } : entrées retirées
removed-text = Une entrée est rétablie avec ses réponses telles qu’elles figuraient en dernier, à la fin de sa liste.
removed-none = Aucune entrée de cette section n’est retirée.
removed-by = Retirée par { $who }, { $when }
removed-back = Rétablir cette entrée
removed-link =
    { $count ->
        [one] Une entrée retirée peut être rétablie
       *[other] { $count } entrées retirées peuvent être rétablies
    }

comments-title = Commentaires internes
comments-link =
    { $count ->
        [one] { $count } commentaire interne ouvert
       *[other] { $count } commentaires internes ouverts
    }
comments-heading = { $code } : commentaires internes
comments-who = Lus par les personnes de votre État seulement : coordonnateurs, contributeurs et lecteurs. Ni par la Cour, ni par le Secrétariat, ni par d’autres États, ni maintenant ni après la soumission.
comments-none = Rien n’a encore été écrit sur cette question.
comments-closed = La réponse n’accepte plus de modification : les commentaires peuvent être lus, mais plus écrits.
comments-late = La réponse a été close pendant que vous écriviez : le commentaire n’a pas été enregistré. Ce que vous avez saisi figure ci-dessous, pour être copié.
comments-typed = Ce que vous avez saisi
comments-removed = L’entrée de cette question a été retirée : ses commentaires peuvent être lus, mais plus écrits.
comments-open-title = Commentaires ouverts
comments-open-none = Aucun commentaire ouvert.
comments-which = Quels commentaires
comments-to-me = À moi ({ $count })
comments-all = Tous les commentaires ouverts ({ $count })
comments-newest = Les { $count } plus récents sont affichés. Marquez comme réglés ceux qui le sont pour voir les autres.
comment-write = Écrire un commentaire
comment-text = Commentaire
comment-to = Adressé à
comment-to-nobody = Personne en particulier
comment-to-hint = La personne choisie reçoit un courriel disant que quelque chose a été écrit, et rien d’autre.
comment-button = Écrire le commentaire
comment-to-you = à vous
comment-to-whom = à { $who }
comment-open = Ouvert
comment-resolved-by = Réglé par { $who }, { $when }
comment-opened-by = Rouvert par { $who }, { $when }
comment-resolve = Marquer comme réglé
comment-open-again = Rouvrir
comment-of = le commentaire de { $who }, { $when }
overview-comments-to-me =
    { $count ->
        [one] Un commentaire ouvert vous est adressé
       *[other] { $count } commentaires ouverts vous sont adressés
    }
overview-comments = Commentaires ouverts ({ $count })
refusal-comment-missing = Écrivez ce que vous voulez dire.
refusal-comment-long = Réduisez le commentaire à { $max } caractères au plus.
refusal-comment-characters = Le commentaire contient des caractères invisibles ou qui inversent le sens du texte. Saisissez-le à nouveau sans eux.
refusal-addressee-bad = Il n’est plus possible d’écrire à cette personne. Choisissez un autre collègue, ou personne en particulier.
refusal-clearer-bad = Il n’est plus possible de solliciter cette personne. Choisissez un lecteur ou un autre coordonnateur de votre État.
refusal-clearance-asked = Ce collègue a déjà été sollicité et n’a pas encore répondu.
refusal-clearance-over = Cette demande a reçu une réponse ou a été retirée entre-temps.
refusal-verdict-missing = Choisissez « Validé » ou « J’ai des observations ».

clearance-title = Validation
clearance-text = Demandez à des collègues d’examiner l’ensemble du projet avant sa soumission. Ils le lisent sous
clearance-text-asked = Les coordonnateurs vous demandent ici d’examiner l’ensemble du projet avant sa soumission. Vous le lisez sous
clearance-who = Lu uniquement par les coordonnateurs et les lecteurs de votre État. Rien n’en sort, et la soumission n’attend personne.
clearance-none = Personne n’a encore été sollicité.
clearance-asked-by = Demandé par { $who }, { $when }
clearance-waits = Pas encore de réponse
clearance-withdrawn = Demande retirée
clearance-said-cleared = Validé, { $when }
clearance-said-remarks = Observations, { $when }
clearance-changed-since = Le projet a été modifié depuis.
clearance-say = Que dites-vous du projet ?
clearance-cleared = Validé : il peut être soumis tel quel
clearance-remarks = J’ai des observations
clearance-remarks-label = Observations (facultatives si vous validez)
clearance-say-button = Donner cette réponse
clearance-withdraw = Retirer la demande
clearance-ask = Solliciter un collègue
clearance-nobody = Votre État n’a ni lecteur ni autre coordonnateur qui puisse se connecter.
clearance-whom-label = Qui sollicitez-vous ?
clearance-choose = Choisissez un collègue
clearance-whom = Choisissez la personne que vous sollicitez.
clearance-note = Mot à l’intention de ce collègue (facultatif)
clearance-mail = Un courriel l’informe que quelque chose l’attend sur la plateforme, sans un mot du contenu.
clearance-ask-button = Solliciter ce collègue
clearance-closed = Cette réponse n’accepte pas de modifications en ce moment ; personne ne peut donc être sollicité ni répondre.
clearance-late = La réponse a été close pendant que vous écriviez ; ceci n’a pas été envoyé. Ce que vous avez saisi figure ici, afin que vous puissiez le copier.
overview-clearance-to-me = Il vous est demandé d’examiner ce projet et de dire s’il est validé
check-clearance-cleared =
    { $count ->
        [one] Un collègue a validé ce projet
       *[other] { $count } collègues ont validé ce projet
    }
check-clearance-outdated =
    { $count ->
        [one] Un collègue en a validé un état antérieur
       *[other] { $count } en ont validé un état antérieur
    }
check-clearance-remarks =
    { $count ->
        [one] Un collègue a formulé des observations
       *[other] { $count } ont formulé des observations
    }
check-clearance-waiting =
    { $count ->
        [one] Un collègue n’a pas encore répondu
       *[other] { $count } n’ont pas encore répondu
    }
