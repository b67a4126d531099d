# Remplir hors de la plateforme : le fichier, la page qui le remet, et ce qui revient.
offline-title = Remplir hors de la plateforme
offline-overview = Le projet sous forme de fichier Word ou Excel, à faire circuler pour validation et à rapporter rempli.
offline-overview-link = Prendre un fichier, ou en rapporter un
offline-overview-waiting = { $count ->
    [one] Un fichier revenu attend d’être examiné
   *[other] { $count } fichiers revenus attendent d’être examinés
}
offline-text = Prenez le questionnaire sous forme de fichier, faites-le remplir, puis rapportez-le. Ce qu’il contient est d’abord comparé à votre projet. Rien n’est repris avant que vous ne l’ayez confirmé.
offline-take-title = Prendre un fichier
offline-take-text = Le fichier contient ce que vous voyez du projet. Quiconque le détient peut le lire : envoyez-le par une voie qui convient.
offline-content = Contenu
offline-content-draft = Le projet, pour validation
offline-content-blank = Les questions seules
offline-language = Langue du fichier
offline-download-xlsx = Télécharger en Excel
offline-download-docx = Télécharger en Word
offline-bring-title = Rapporter un fichier
offline-bring-text = Choisissez un fichier pris ici et rempli. Plusieurs fichiers peuvent revenir, dans n’importe quel ordre.
offline-file-label = Le fichier
offline-file-hint = Un fichier Word (.docx) ou Excel (.xlsx) de { $megabytes } Mo au plus
offline-upload = Téléverser et comparer
offline-may-not-bring = Rapporter un fichier revient à ceux qui rédigent les réponses, tant que la réponse peut être modifiée.
offline-nothing = Choisissez un fichier.
offline-neither = Le fichier n’est ni le document Word ni le classeur Excel téléchargé ici, ou il est endommagé. Ouvrez-le dans votre traitement de texte ou votre tableur, enregistrez-le au format .docx ou .xlsx et choisissez ce fichier.
offline-not-read = Le fichier ne peut pas être lu : { $why }.
offline-waiting-title = Fichiers en attente
offline-waiting-text = Un fichier que personne ne reprend ni n’écarte est oublié après 90 jours.
offline-waiting-one = rapporté par { $by } le { $when }
offline-discarded = Le fichier a été écarté. Le projet est resté tel quel.

offline-heading-draft = Projet pour validation
offline-heading-blank = Questionnaire vierge
offline-state = État
offline-year = Année
offline-date = Pris le
offline-draft-version = Version du projet
offline-reference = Référence
offline-read-me = Lisez-moi
offline-how-1 = Remplissez les cellules jaune clair. Les autres sont verrouillées, afin que le fichier puisse être lu à son retour. Il n’y a pas de mot de passe.
offline-how-2 = Chaque section a sa propre feuille, de même que chaque liste d’entrées. Une nouvelle entrée se remplit là où une place est prévue ; sinon, laissez-la vide.
offline-how-3 = Lorsqu’une liste de choix est proposée, choisissez dans la liste. Lorsque plusieurs choix sont possibles, écrivez chacun sur une ligne, exactement comme il figure à côté de la question (Alt et Entrée commencent une nouvelle ligne).
offline-how-4 = « Pas en mesure de répondre » s’indique par le mot « Oui » dans cette colonne, là où elle est proposée. Les fichiers se remettent sur la plateforme.
offline-how-5 = Une réponse que vous effacez est effacée du projet lorsque le fichier est repris. Ce que vous laissez tel quel reste tel quel.
offline-how-6 = Enregistrez le fichier au format .xlsx et renvoyez-le au coordonnateur. N’écrivez rien sur une affaire, une personne ou une demande en cours.
offline-word-1 = Écrivez dans les cellules blanches de droite, et nulle part ailleurs. Laissez tels quels les codes de gauche : c’est par eux que le fichier est lu à son retour.
offline-word-2 = Cochez une case d’un clic, ou mettez un x entre crochets devant le texte : [x]. Si l’État n’est pas en mesure de répondre, cochez cette case et écrivez le motif en dessous. Les commentaires vont dans la dernière colonne.
offline-word-3 = Une nouvelle entrée se remplit là où il y a de la place ; sinon, laissez-la vide. Les fichiers se donnent sur la plateforme ; les images, notes de bas de page et tableaux dans une réponse ne peuvent pas être repris. Acceptez ou refusez le suivi des modifications avant de renvoyer le fichier.
offline-word-4 = Enregistrez le fichier au format .docx et renvoyez-le au coordonnateur. N’écrivez rien sur une affaire, une personne ou une demande en cours.
offline-page = Page { $number } sur { $all }
offline-key = Clé
offline-version = Version
offline-question = Question
offline-answer = Réponse
offline-reason = Motif
offline-readers = Qui peut la lire
offline-yes = Oui
offline-new-entry = Nouvelle entrée { $number }
offline-required = Une réponse est exigée.
offline-does-not-apply = Non posée, d’après les autres réponses à ce jour.
offline-choose-one = Choisissez dans la liste.
offline-choose-several = Écrivez chaque choix qui convient sur une ligne :
offline-tick-one = Cochez une case.
offline-tick-several = Cochez tout ce qui convient.
offline-court-box = Seule la Cour peut lire la réponse
offline-decline-box = Pas en mesure de répondre, parce que :
offline-put-in-order = Écrivez-les tous, chacun sur une ligne, le premier en haut :
offline-as-a-date = Année, mois, jour : 2027-04-19
offline-as-a-time = Heures et minutes : 14:30
offline-file = Un fichier se remet sur la plateforme.
offline-attached = Fichier joint :
offline-computed = Calculée par la plateforme.
offline-too-long = Cette réponse est trop longue pour une cellule. Modifiez-la sur la plateforme.
offline-on-sheet = Les entrées se trouvent sur la feuille « { $sheet } ».

import-title = Un fichier revenu
import-text = Voici ce que dit le fichier, comparé au projet tel qu’il est maintenant. Rien n’a encore été repris.
import-conflicts-title = À choisir : modifié dans le projet et dans le fichier
import-conflicts-text = Les deux ont été modifiés depuis que le fichier a été pris, et différemment. Choisissez l’un des deux. Ce que vous ne choisissez pas maintenant attend.
import-declining = Une réponse et « pas en mesure de répondre » avec son motif forment un seul choix : vous reprenez tout d’un même côté.
import-taken-title = Sera repris
import-taken-text = Modifié dans le fichier seul, ou à côté de ce qui a été modifié dans le projet.
import-wrong-title = Non compris
import-wrong-text = Ceci ne peut pas être repris tel quel. Rien n’a été deviné. Corrigez-le dans le fichier et téléversez celui-ci de nouveau, ou répondez sur la plateforme.
import-wrong-shown = Voici les lignes { $first } à { $last } sur { $all }.
import-wrong-back = Retour à la comparaison
import-wrong-before = Les lignes précédentes
import-wrong-next = Les lignes suivantes
import-same = Identique dans les deux
import-only-ours = Modifié dans le projet seul
import-chosen = Déjà choisi
import-untouched = Inchangé
import-base = Lorsque le fichier a été pris
import-ours = Dans le projet, maintenant
import-theirs = Dans le fichier
import-keep-ours = Garder ce qui est dans le projet
import-take-theirs = Prendre ce qui est dans le fichier
import-new = Sans réponse jusqu’ici
import-new-entry = Nouvelle entrée
import-take-over = Reprendre
import-discard = Écarter ce fichier
import-discard-text = Un fichier écarté ne change rien au projet. Ce qu’il contient est effacé.
import-done = { $taken ->
    [0] Rien de nouveau n’a été repris.
    [one] Une réponse a été reprise.
   *[other] { $taken } réponses ont été reprises.
}{ $left ->
    [0] { "" }
    [one] { " " }Une attend encore votre choix.
   *[other] { " " }{ $left } attendent encore votre choix.
}
import-applied = Repris par { $by } le { $when }. Ce que disait le fichier est dans le projet et son historique.
import-discarded = Écarté par { $by } le { $when }.
import-expired = Personne n’a repris ce fichier en 90 jours ; il a été oublié.
import-closed = La réponse ne peut pas être modifiée actuellement.
import-submitted-since = La réponse a été soumise le { $when } (révision { $revision }), après le retour de ce fichier. Cette révision reste telle quelle. Ce qui est repris du fichier maintenant va dans le projet d’une modification : personne hors de votre État ne le lit avant que celle-ci ne soit soumise.
import-submitted = La réponse a été soumise le { $when } (révision { $revision }). Cette révision reste telle quelle. Ce qui est repris de ce fichier va dans le projet d’une modification : personne hors de votre État ne le lit avant que celle-ci ne soit soumise.
import-not-taken = La réponse a été soumise depuis que la page sur laquelle vous avez appuyé sur le bouton a été établie ; rien n’a donc été repris. Lisez ce qui se passerait maintenant, et décidez de nouveau.
submit-files-waiting =
    { $count ->
        [one] Un fichier rempli ailleurs est revenu et attend. Ce qu’il dit n’est pas dans le projet et n’est pas soumis.
       *[other] { $count } fichiers remplis ailleurs sont revenus et attendent. Ce qu’ils disent n’est pas dans le projet et n’est pas soumis.
    }
import-place-cell = Feuille « { $part } », cellule { $cell }
import-place-row = Feuille « { $part } », ligne { $row }
import-place-table = Tableau { $part }, ligne { $row }
import-why-part = { $part } : { $why }
import-why-choice = « { $text } » n’est aucun des choix tels qu’ils figurent dans le formulaire.
import-why-places = Les numéros devant les lignes ne vont pas de 1 au dernier, chacun une fois.
import-why-word = « { $text } » figure là où seul « { $wanted } » ou rien ne peut figurer.
import-why-several = Plusieurs choix sont faits là où un seul est demandé.
import-why-tracked = Il y a des modifications suivies. Acceptez-les ou refusez-les dans le fichier, puis envoyez-le de nouveau.
import-why-picture = Il y a une image ou une forme. Donnez-la comme fichier sur la plateforme, et la réponse en texte.
import-why-equation = Il y a une équation. Écrivez-la en texte.
import-why-footnote = Il y a une note de bas de page. Écrivez-la dans la réponse ou le commentaire.
import-why-inner-table = Il y a un tableau. Écrivez-le en texte, ou donnez-le comme fichier sur la plateforme.
import-why-symbol = Il y a un symbole d’une police spéciale, qui n’est pas une lettre. Écrivez-le en texte.
import-why-hidden = Il y a du texte masqué. Affichez-le ou supprimez-le dans le fichier.
import-why-formula = La cellule contient une formule. Écrivez la réponse elle-même.
import-why-cell-error = La cellule contient une erreur du tableur.
import-why-cell-too-long = La cellule contient plus qu’une cellule ne peut contenir.
import-why-not-yours = Cette question ne vous revient pas. Elle est laissée de côté.
import-why-not-in-form = Le formulaire n’a pas de question portant cette clé.
import-why-no-entry = Le projet n’a pas cette entrée.
import-why-entry-removed = L’entrée a été retirée du projet depuis. Rétablissez-la d’abord, si elle doit rester.
import-why-no-room = Il n’y a plus de place pour une autre entrée dans cette liste.
import-why-fixed = Cette réponse découle d’autres et ne peut pas être modifiée à la main.
import-why-held-up = Une réponse et « pas en mesure de répondre » avec son motif sont repris ensemble. Ceci attend que l’autre soit corrigé.
import-why-twice = La clé figure deux fois dans le fichier : on ne sait pas quelle ligne compte.
import-why-stray = Quelque chose est écrit là où il n’y a pas de question.

refusal-paper-of-another-state = Ce fichier a été établi pour la réponse d’un autre État. Il ne peut pas être repris ici.
refusal-paper-of-another-year = Ce fichier a été établi pour la réponse de { $year }. Rapportez-le à cette réponse.
refusal-paper-unknown = Ce fichier n’a pas été pris de cette réponse, ou la feuille qui l’indique n’y est plus. Prenez un nouveau fichier ici et copiez-y les réponses.
refusal-imports-full = { $max } fichiers attendent déjà. Reprenez-les ou écartez-les d’abord.
import-picked = Choisies, pas encore reprises
import-parts = Les modifications, section par section
import-parts-text = Il y a beaucoup à comparer ; chaque section a donc sa propre page. Ce que vous y choisissez est conservé ; rien n’entre dans le projet avant que vous ne le confirmiez ici, une fois pour toutes les sections.
import-parts-choose = À choisir
import-part-which = ({ $number } sur { $of })
import-part-open = à choisir
import-part-text = Une partie de la comparaison. Ce que vous choisissez est conservé et attend d’être confirmé.
import-part-summary = Toutes les sections, et la reprise
import-part-next = À la partie suivante
import-keep = Conserver ces choix et continuer
import-meanwhile =
    { $count ->
        [one] Un choix n’a pas été conservé : quelqu’un a enregistré cette réponse dans le projet entre-temps. Regardez de nouveau ce qui est à choisir.
       *[other] { $count } choix n’ont pas été conservés : quelqu’un a enregistré ces réponses dans le projet entre-temps. Regardez de nouveau ce qui est à choisir.
    }
import-parts-open =
    { $count ->
        [one] Une réponse reste à choisir. Si vous reprenez maintenant, elle attend et tout le reste est repris.
       *[other] { $count } réponses restent à choisir. Si vous reprenez maintenant, elles attendent et tout le reste est repris.
    }
