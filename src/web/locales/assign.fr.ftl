# Qui a quoi d’un projet, et où en sont ses sections.

assign = Qui s’en charge
assign-title = Qui se charge de cette section
assign-heading = Qui se charge de la section { $code } :
assign-how = Les coordonnateurs lisent et modifient tout. Un contributeur modifie ce qui lui est attribué ici. Toute personne à qui quelque chose est nouvellement attribué reçoit un courriel qui le signale, sans en dire le contenu ; un par heure au plus.
assign-nobody = Personne n’a cette section.
assign-has-section = La section entière
assign-has-questions = seulement { $codes }
assign-has-reading = pour lecture
assign-by = pour le { $day }
assign-with = { $name } ({ $more })
assign-given = Attribuée par { $by }, { $when }
assign-change = Modifier
assign-take = Retirer
assign-give = Attribuer la section à quelqu’un
assign-change-of = Modifier ce qui est attribué à { $name }
assign-to = Contributeur
assign-to-hint = Les contributeurs de votre État qui n’ont pas encore cette section.
assign-whom = Choisissez un contributeur.
assign-due = Pour quel jour (facultatif)
assign-due-hint = La fin de cette journée à La Haye.
assign-note = Note (facultative)
assign-note-hint = Lue seulement par la personne et par les coordonnateurs ; 1 000 caractères au plus.
assign-change-button = Enregistrer la modification
assign-button = Attribuer la section { $code }
assign-no-people = Votre État n’a pas encore de contributeur.
assign-all-have = Chaque contributeur de votre État a déjà une part de cette section.
assign-yours = Cette section vous est attribuée.
assign-yours-by = Votre travail est attendu pour le { $day }.
assign-yours-note = Note de { $by }
refusal-due-past = Ce jour est passé. Saisissez la date d’aujourd’hui ou une date ultérieure, ou laissez le champ vide.
refusal-assignment-note-long = Réduisez la note à { $max } caractères au plus.
refusal-assignment-note-characters = La note contient des caractères invisibles ou qui inversent le sens du texte. Saisissez-la de nouveau sans eux.

standing-is-not-begun = Pas commencée
standing-is-in-work = En cours
standing-is-ready = Prête
standing-is-cleared = Validée
standing-set = { $word } · { $by }, { $when }
standing-again = { $word } · modifiée ou reprise par { $by }, { $when }
standing-before = Si vous modifiez une réponse ici, ou ajoutez ou retirez une entrée, la section redevient « En cours ».
standing-say-ready = Enregistrer et marquer comme prête
standing-say-cleared = Enregistrer et marquer comme validée
standing-take-back = Remettre en cours
standing-changed-meanwhile = Cette section a changé depuis que vous l’avez ouverte. Vos modifications sont enregistrées ; la section n’a pas été marquée. Consultez-la dans son état actuel, puis marquez-la.
overview-cleared =
    { $count ->
        [one] Une section est validée.
       *[other] { $count } sections sont validées.
    }
unheld = Personne n’a :
unheld-section = Personne ne l’a
unheld-questions =
    { $count ->
        [one] Une question que personne n’a
       *[other] { $count } questions que personne n’a
    }
check-uncleared =
    { $count ->
        [one] Une section n’est pas validée
       *[other] { $count } sections ne sont pas validées
    }
check-uncleared-text = Cela n’empêche pas l’envoi. Un coordonnateur marque une section comme validée sur sa page.
assign-yours-questions = Ces questions de la section vous sont attribuées : { $codes }.
assign-yours-reading = Cette section vous est ouverte pour lecture.
overview-nothing-given = Rien de cette réponse ne vous a encore été attribué. Un coordonnateur de votre État attribue les sections et les questions.
save-kept-title = Votre saisie
save-taken = Cette question ne vous revient plus : un coordonnateur l’a attribuée à quelqu’un d’autre ou l’a retirée
save-taken-title = Une question vous a été retirée pendant la saisie
save-taken-text = Ce que vous y avez saisi n’a pas été enregistré. Votre texte figure ci-dessous, pour être copié.
assign-extent = Quelle part
assign-extent-section = La section entière, à remplir
assign-extent-questions = Seulement les questions cochées ci-dessous, à remplir ; rien d’autre de la section n’est visible
assign-extent-reading = La section entière, pour lecture
assign-questions = Questions
assign-questions-hint = Elles comptent lorsque seules certaines questions sont attribuées. Un groupe coché attribue les questions qu’il contient, cochées ou non ; une liste d’entrées est attribuée en entier.
refusal-questions-missing = Choisissez au moins une question ou un groupe.
home-waits = Ce qui vous attend
home-section = Section { $code }
home-mine = { $section } · { $standing }
home-ready = Prêtes, à valider :
assign-has-questions-reading = { $codes } à remplir, le reste pour lecture
assign-extent-questions-reading = Les questions cochées ci-dessous, à remplir ; le reste de la section, pour lecture
assign-yours-questions-reading = Ces questions de la section vous sont attribuées : { $codes }. Le reste vous est ouvert pour lecture.
assign-group =
    { $count ->
        [one] Le groupe entier (une question)
       *[other] Le groupe entier ({ $count } questions)
    }
assign-meanwhile = Un collègue vous a devancé ; rien n’a été modifié
assign-meanwhile-given = { $by } a attribué ou modifié ce que { $name } a de cette section depuis que vous avez ouvert la page : { $when }.
assign-meanwhile-taken = Ce que { $name } avait de cette section a été retiré depuis que vous avez ouvert la page : { $by }, { $when }.
assign-meanwhile-now = Ce qui vaut maintenant
assign-meanwhile-give = Ce que vous vouliez figure dans le formulaire ci-dessous. Si vous l’enregistrez, il remplace ce qui vaut maintenant.
assign-meanwhile-take = Vous vouliez le retirer.
assign-meanwhile-button = Enregistrer malgré tout ma saisie
assign-meanwhile-take-button = Le retirer malgré tout
assign-meanwhile-leave = Laisser ce qui vaut maintenant
refusal-assignment-changed = Un collègue l’a modifié depuis que vous avez ouvert la page. Rien n’a été modifié ; voyez ce qui vaut maintenant.
refusal-notes-long = Section { $section } : la note de la personne qui part et celle de { $name } dépassent ensemble { $max } caractères. Raccourcissez d’abord l’une des deux sur la page de la section ; rien n’a été transmis.
standing-meanwhile = Depuis que vous avez ouvert cette section, un collègue a indiqué où elle en est. État actuel : { $now }. Vous vouliez : { $wanted }. Vos modifications sont enregistrées ; la section n’a pas été marquée. Si vous le souhaitez toujours, appuyez de nouveau sur le bouton.
assign-late = La réponse a été fermée pendant votre saisie. Rien n’a été attribué ni modifié. Votre note figure ci-dessous, pour être copiée.
