# Les réponses de l’an dernier : reportées, confirmées ou modifiées, et ce qui diffère.

refusal-only-carried =
    { $count ->
        [one] Une réponse obligatoire a été reportée d’une année antérieure et personne ne l’a revue depuis : confirmez-la ou modifiez-la d’abord.
       *[other] { $count } réponses obligatoires ont été reportées d’une année antérieure et personne ne les a revues depuis : confirmez-les ou modifiez-les d’abord.
    }
record-carried =
    { $count ->
        [one] { $count } réponse reportée
       *[other] { $count } réponses reportées
    }
record-confirmed =
    { $count ->
        [one] { $count } réponse confirmée
       *[other] { $count } réponses confirmées
    }

# À une question.
carried-from = Reportée de { $year }, pas encore confirmée
carried-by-submitting = Reportée de { $year } ; la soumission la confirme
carried-confirm = Confirmer
carried-confirmed = Reportée de { $year }, confirmée par { $by }, { $when }
carried-changed = Modifiée depuis { $year }
carried-changed-see = Voir la différence
carried-not = Non reportée de { $year }
carried-not-see = Lire la réponse de { $year }
carried-file = En { $year }, le fichier « { $name } » avait été fourni. Il n’a pas été reporté : fournissez-le de nouveau s’il est toujours valable.
carried-files-left = À côté de la réponse de { $year } se trouvaient des fichiers qui ne sont pas ici : { $names }. Joignez-les de nouveau s’ils s’y rapportent toujours.
carried-reworded = La question a changé depuis { $year } : lisez les deux avant de confirmer la réponse.
carried-reworded-since = La question a changé depuis { $year }.
carried-reworded-see = Telle qu’elle était posée en { $year }
carried-choices = Choix
answer-saved-changed = Enregistrée ; modifiée depuis { $year }
answer-saved-confirmed = Enregistrée telle qu’en { $year }, ce qui la confirme

# Dans une section.
carried-section =
    { $count ->
        [one] Une réponse de cette section a été reportée, sa question est inchangée et personne ne l’a revue cette année. Lisez-la, puis confirmez-la ou modifiez-la.
       *[other] { $count } réponses de cette section ont été reportées, leurs questions sont inchangées et personne ne les a revues cette année. Lisez-les, puis confirmez-les ou modifiez-les.
    }
carried-confirm-all =
    { $count ->
        [one] Confirmer la réponse inchangée
       *[other] Confirmer les { $count } réponses inchangées
    }
carried-done =
    { $count ->
        [one] Une réponse est confirmée.
       *[other] { $count } réponses sont confirmées.
    }
carried-stale =
    { $count ->
        [one] Une réponse n’a pas été confirmée : un collègue l’a modifiée depuis que cette page a été établie. Elle figure ci-dessous dans son état actuel.
       *[other] { $count } réponses n’ont pas été confirmées : des collègues les ont modifiées depuis que cette page a été établie. Elles figurent ci-dessous dans leur état actuel.
    }
confirmation-section = Votre réponse confirme celle de l’an dernier : seules les questions posées à nouveau ou modifiées sont affichées. La soumission confirme les autres réponses en l’état.
confirmation-section-nothing = Votre réponse confirme celle de l’an dernier. Rien dans cette section n’est posé à nouveau et aucune question n’a changé : la soumission confirme ses réponses en l’état.
confirmation-section-all = Votre réponse confirme celle de l’an dernier : la soumission confirme les réponses reportées dont la question est inchangée.
confirmation-show-all =
    { $count ->
        [one] Afficher la question
       *[other] Afficher les { $count } questions
    }
confirmation-show-fewer = N’afficher que ce qui est posé à nouveau ou a changé

# Ailleurs sur le bureau.
overview-confirmation = Votre réponse confirme celle de l’an dernier. Les sections n’affichent que les questions posées à nouveau ou modifiées ; toutes les autres peuvent être affichées, et la soumission les confirme en l’état.
overview-differences = Différences avec l’an dernier
overview-not-carried = Rien n’a été reporté de { $year } : ce que votre État avait soumis alors n’a pas pu être ouvert quand cette réponse a été commencée. Toutes les questions sont posées à nouveau. Signalez-le au Secrétariat, pour que la cause soit recherchée.
section-only-carried =
    { $count ->
        [one] { $count } réponse reportée à confirmer
       *[other] { $count } réponses reportées à confirmer
    }
check-only-carried = reportée de { $year } et non confirmée : confirmez-la ou modifiez-la
submit-confirms =
    { $count ->
        [one] La soumission confirme, en votre nom, une réponse reportée dont la question est inchangée.
       *[other] La soumission confirme, en votre nom, { $count } réponses reportées dont les questions sont inchangées.
    }
reading-carried = Telle que donnée en { $year }, non confirmée depuis

# Cette année face à la précédente, en un seul document.
differences-title = Différences avec l’an dernier
differences-heading = { $state } : { $year } face à { $before }
differences-text = Ce que dit le projet dans son état actuel, face à ce qui a été soumis en { $before }. Ce qui a été ajouté est souligné, ce qui a été retiré est barré. Les réponses identiques sont omises.
differences-none = Le projet dit ce qui a été soumis en { $before }.
differences-nothing-before = Votre État n’a soumis avant celle-ci aucune réponse encore lisible : il n’y a rien à comparer.
differences-shut = Ce que votre État a soumis en { $year } ne peut pas être ouvert pour l’instant : il n’y a rien à comparer. La réponse de cette année n’en est pas affectée. Signalez-le au Secrétariat, pour que la cause soit recherchée.
differences-counts = Nouvelles : { $new }. Modifiées : { $changed }. Retirées : { $gone }. Sans réponse à ce jour : { $notyet }. Question modifiée : { $reworded }.
differences-new = Nouvelle
differences-changed = Modifiée
differences-gone = Retirée
differences-not-yet = Sans réponse à ce jour ; ci-dessous, celle de l’an dernier
differences-reworded = La question a changé
differences-first-asked = Posée pour la première fois
differences-not-asked = N’est plus posée
differences-entry = entrée { $number }
differences-entry-gone = entrée { $number } de { $year }
differences-same-answer = La réponse est la même.
