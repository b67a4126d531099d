# Travailler ensemble au bureau d’un État : l’historique des réponses, les entrées retirées, les commentaires internes.

history-title = Historique
history-heading = { $code } : historique de la réponse
history-heading-one = { $code } : version { $number } de la réponse
history-text = Toutes les versions enregistrées, la plus récente d’abord, chacune avec ce qui la distingue de la précédente.
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
