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
assign-yours-by = Cette section vous est attribuée ; elle est attendue de vous pour le { $day }.
assign-yours-note = Note de { $by }
refusal-due-past = Ce jour est passé. Saisissez la date d’aujourd’hui ou une date ultérieure, ou laissez le champ vide.
refusal-assignment-note-long = Réduisez la note à { $max } caractères au plus.
refusal-assignment-note-characters = La note contient des caractères invisibles ou qui inversent le sens du texte. Saisissez-la de nouveau sans eux.

standing-not-begun = Pas commencée
standing-in-work = En cours
standing-ready = Prête
standing-cleared = Validée
standing-set = { $word } · { $by }, { $when }
standing-again = { $word } · modifiée ou reprise par { $by }, { $when }
standing-before = Si vous modifiez une réponse ici, ou ajoutez ou retirez une entrée, la section redevient « En cours ».
standing-say-ready = Enregistrer et marquer comme prête
standing-say-cleared = Enregistrer et marquer comme validée
standing-take-back = Remettre en cours
standing-changed-meanwhile = Un collègue a modifié cette section depuis que vous l’avez ouverte. Vos modifications sont enregistrées ; la section n’a pas été marquée. Consultez-la dans son état actuel, puis marquez-la.
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
