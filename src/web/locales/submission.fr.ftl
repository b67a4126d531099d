# Ce qui se soumet en dehors d’une réponse entière : la note d’accompagnement après coup, et une partie des sections.

covering-add = Ajouter la note d’accompagnement
covering-replace = Remplacer la note d’accompagnement
covering-text = La note d’accompagnement est soumise seule : une nouvelle révision est établie à partir de ce qui a été soumis en dernier, et seule la note y change. Tout ce que vos collègues ont écrit d’autre dans le projet y reste et n’est pas soumis.
covering-submitted = Soumis avec la réponse :
covering-given = À soumettre :
covering-give = Choisir le fichier
covering-give-another = Choisir un autre fichier
covering-take-away = Retirer « { $name } »
covering-take-away-text = Retirer le texte de { $code }
covering-earlier = Versions antérieures
covering-waits = Une note d’accompagnement a été donnée et n’est pas soumise. Elle part avec la prochaine modification, sauf si elle est soumise avant ou retirée.
covering-waits-see = Voir la note
covering-type = Texte de la note
covering-typed = Ce que vous avez saisi :
covering-revision = La dernière révision est soumise de nouveau avec cette note, en votre nom. Aucun motif n’est demandé.
covering-draft = Le projet garde tout le reste tel quel. Les questions sans réponse, fautives ou seulement reportées ne retiennent rien.
covering-button = Soumettre la note d’accompagnement : { $state }
covering-reason = La note d’accompagnement a été ajoutée ou remplacée ; rien d’autre n’a changé.

refusal-covering-note-stale = La note, ou la réponse, n’est plus celle que montrait la page. Regardez-la de nouveau avant de continuer.
refusal-covering-note-empty = Donnez d’abord la note d’accompagnement.
refusal-covering-note-faulty = La note d’accompagnement ne peut pas être soumise telle quelle. La page de sa section dit pourquoi.

partial-title = Sections
partial-mark = partielle
partial-sections = Partielle : sections { $sections }
partial-held = Soumis : { $held } ; à venir : { $rest }.
partial-publish = Ce qui s’y trouve est publié ; le reste une fois soumis.
partial-submit = Soumettre une partie des sections
partial-choose = Quelles sections soumettez-vous ?
partial-choose-text = Seules les sections que vous choisissez sont vérifiées et soumises. Ce qui a été soumis des autres reste tel quel. Vous soumettez le reste plus tard, en plusieurs fois ou d’un coup.
partial-state-new = pas encore soumise
partial-state-same = soumise
partial-state-changed = soumise, modifiée depuis
partial-missing =
    { $count ->
        [one] une question la retient
       *[other] { $count } questions la retiennent
    }
partial-reason = Motif, si vous modifiez ce qui a déjà été soumis
partial-confirms = Dans les sections que vous soumettez, les réponses reportées dont la question est inchangée sont confirmées en votre nom.
partial-court = Le Greffe, le Bureau du Procureur, la Présidence et le Secrétariat peuvent aussitôt lire toutes les réponses des sections, y compris celles réservées à la Cour.
partial-button = Soumettre les sections choisies : { $state }

refusal-sections-none = Choisissez au moins une section.
refusal-whole-only = Dans ce cycle, une réponse se soumet entière.
refusal-submitted-meanwhile = Quelque chose a été soumis depuis que vous avez ouvert cette page, et ce que vous soumettriez maintenant n’y est pas en entier. Regardez où en est la réponse et soumettez de nouveau.
