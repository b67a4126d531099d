# Le bureau du Secrétariat.

secretariat-menu = Le bureau du Secrétariat
secretariat-menu-cycles = Cycles
secretariat-menu-states = États
secretariat-menu-accounts = Comptes
secretariat-menu-forms = Formulaires
secretariat-menu-mail = Courriels
secretariat-not-now = Pas maintenant
secretariat-choose = Choisir
secretariat-refused = Cela n’a pas pu être fait
secretariat-not-imported = Rien n’a été importé
secretariat-not-prepared = Le cycle n’a pas été préparé
secretariat-state = État
secretariat-former = Ancien État Partie
secretariat-year = Année
secretariat-form = Formulaire
secretariat-fault = Ce qui ne va pas

# Les États et leurs adresses
secretariat-states-title = États Parties
secretariat-states-parties =
    { $count ->
        [0] Aucun État n’est Partie aujourd’hui.
        [one] { $count } État est Partie aujourd’hui.
       *[other] { $count } États sont Parties aujourd’hui.
    }
secretariat-states-without =
    { $count ->
        [one] { $count } d’entre eux n’a pas d’adresse officielle : aucune note ne peut lui être envoyée.
       *[other] { $count } d’entre eux n’ont pas d’adresse officielle : aucune note ne peut leur être envoyée.
    }
secretariat-states-all-addresses = Chacun d’eux a une adresse officielle.
secretariat-states-dates = Un État est Partie du jour de l’entrée en vigueur jusqu’à la veille du jour où son retrait prend effet. Les noms et les dates sont chargés par l’opérateur.
secretariat-states-caption =
    { $count ->
        [one] { $count } État, anciens États Parties compris
       *[other] { $count } États, anciens États Parties compris
    }
secretariat-group = Groupe régional
secretariat-group-african = États d’Afrique
secretariat-group-asia-pacific = États d’Asie et du Pacifique
secretariat-group-eastern-european = États d’Europe orientale
secretariat-group-grulac = États d’Amérique latine et des Caraïbes
secretariat-group-weog = États d’Europe occidentale et autres États
secretariat-since = Partie depuis
secretariat-coming = Pas encore Partie
secretariat-withdrawal = Effet du retrait
secretariat-official = Adresse officielle
secretariat-copy = Adresse pour copie
secretariat-no-address = Aucune
secretariat-states-import = Importer les adresses officielles
secretariat-states-import-how = Choisissez un fichier de valeurs séparées par des virgules (CSV, en UTF-8), ou collez-en les lignes. La première ligne nomme les colonnes :
secretariat-states-import-keeps = Un État que le fichier ne nomme pas garde les adresses qu’il a.
secretariat-states-import-removes = Une cellule vide retire l’adresse.
secretariat-states-import-whole = Si une ligne est fautive, rien n’est importé et chaque faute est indiquée avec sa ligne.
secretariat-states-file = Fichier (CSV)
secretariat-states-text = Ou les lignes elles-mêmes
secretariat-states-import-button = Importer les adresses
secretariat-states-imported =
    { $count ->
        [0] Le fichier ne nommait aucun État ; rien n’a été modifié.
        [one] Les adresses de { $count } État ont été importées.
       *[other] Les adresses de { $count } États ont été importées.
    }
secretariat-states-faults =
    { $count ->
        [one] { $count } faute a été trouvée. Corrigez-la ci-dessous et importez de nouveau les lignes.
       *[other] { $count } fautes ont été trouvées. Corrigez-les ci-dessous et importez de nouveau les lignes.
    }
secretariat-states-fault-table = Fautes par ligne
secretariat-states-too-large = Ce fichier est plus grand que toute liste d’adresses. Choisissez le fichier qui a les trois colonnes nommées ci-dessous.
secretariat-states-both = Il y a un fichier et il y a des lignes. Videz le champ des lignes, ou ne choisissez pas de fichier.
secretariat-states-not-utf8 = Le fichier n’est pas du texte en UTF-8. Dans le tableur, enregistrez-le au format « CSV UTF-8 » et choisissez-le de nouveau.
secretariat-states-nothing = Choisissez un fichier, ou collez les lignes.
secretariat-line = Ligne
secretariat-line-column-missing = La première ligne ne nomme pas de colonne « { $column } ».
secretariat-line-unreadable = La ligne ne peut pas être lue : elle n’a pas le même nombre de cellules que la première ligne, ou n’est pas du texte en UTF-8.
secretariat-line-state-unknown = Le code ne désigne aucun État connu ici. Utilisez les trois lettres de la norme ISO 3166-1, par exemple SEN.
secretariat-line-state-twice = L’État figure déjà à une ligne précédente.
secretariat-line-text-bad = La cellule « { $column } » est vide, trop longue ou contient un saut de ligne.
secretariat-line-email-bad = La cellule « { $column } » n’est pas une adresse électronique.
secretariat-line-day-bad = La cellule « { $column } » n’est pas un jour tel que 2027-04-19.
secretariat-line-official-missing = Il y a une adresse pour copie, mais pas d’adresse officielle.

# Les formulaires
secretariat-forms-title = Formulaires du questionnaire
secretariat-forms-what = Un formulaire est une version du questionnaire. Il ne change jamais ; une correction est importée comme un nouveau formulaire.
secretariat-forms-empty = Aucun formulaire n’a encore été importé. Choisissez le classeur ci-dessous.
secretariat-forms-caption =
    { $count ->
        [one] { $count } formulaire
       *[other] { $count } formulaires, le plus récent en premier
    }
secretariat-version = Version
secretariat-hash = Empreinte
secretariat-imported = Importé
secretariat-used-by = Utilisé par les cycles
secretariat-no-cycle = Aucun
secretariat-forms-upload = Importer un formulaire
secretariat-forms-again = Importer le classeur corrigé
secretariat-forms-file = Classeur du questionnaire
secretariat-forms-file-hint = Un XLSForm sous forme de classeur Excel (.xlsx), { $megabytes } Mo au plus, sans macros et sans mot de passe.
secretariat-forms-button = Importer le formulaire
secretariat-forms-nothing = Choisissez un classeur (.xlsx) qui n’est pas vide.
secretariat-forms-faults-title = Le classeur contient des erreurs
secretariat-forms-errors =
    { $count ->
        [one] { $count } erreur empêche l’importation du formulaire
       *[other] { $count } erreurs empêchent l’importation du formulaire
    }
secretariat-forms-nothing-kept = Rien de « { $file } » n’a été conservé. Corrigez dans le classeur les cellules nommées ci-dessous, puis importez-le de nouveau.
secretariat-forms-problems = Erreurs et avertissements
secretariat-forms-problems-caption =
    { $errors ->
        [one] { $errors } erreur
       *[other] { $errors } erreurs
    }, { $warnings ->
        [0] aucun avertissement
        [one] { $warnings } avertissement
       *[other] { $warnings } avertissements
    }
secretariat-cell = Cellule
secretariat-whole-file = Tout le fichier
secretariat-severity = Nature
secretariat-error = Erreur
secretariat-warning = Avertissement
secretariat-form-imported = Le formulaire a été importé. Aucun État ne le voit avant l’ouverture d’un cycle qui l’utilise.
secretariat-form-known = Ce formulaire avait déjà été importé ; rien n’a été modifié.
secretariat-form-holds = Aucun cycle ne peut être ouvert avec ce formulaire
secretariat-form-holds-text =
    { $count ->
        [one] { $count } texte manque en anglais ou en français. Complétez le classeur et importez-le de nouveau.
       *[other] { $count } textes manquent en anglais ou en français. Complétez le classeur et importez-le de nouveau.
    }
secretariat-form-see = Voir ce qui manque
secretariat-form-title-text = le titre du formulaire
secretariat-form-sections = Sections
secretariat-form-sections-how =
    { $count ->
        [one] { $count } question au total. Ouvrez une section pour la voir comme un État la verra.
       *[other] { $count } questions au total. Ouvrez une section pour la voir comme un État la verra.
    }
secretariat-section = Section
secretariat-questions = Questions
secretariat-required = Obligatoires
secretariat-extended = Sous « plus de détails »
secretariat-by-rule = Affichées selon une règle
secretariat-court-only = La Cour seulement
secretariat-languages = Langues
secretariat-complete = Complète
secretariat-missing-texts =
    { $count ->
        [one] { $count } texte manquant
       *[other] { $count } textes manquants
    }
secretariat-missing-where = Où
secretariat-missing-more =
    { $count ->
        [one] et { $count } autre
       *[other] et { $count } autres
    }
secretariat-warnings = Avertissements de l’importation
secretariat-warnings-text =
    { $count ->
        [one] Le formulaire a été importé avec { $count } avertissement. Examinez-le avant d’utiliser le formulaire.
       *[other] Le formulaire a été importé avec { $count } avertissements. Examinez-les avant d’utiliser le formulaire.
    }
secretariat-no-warnings = Le formulaire a été importé sans avertissement.
secretariat-warning-what = Ce qu’il faut examiner
secretariat-form-next = Préparer un cycle avec ce formulaire
secretariat-preview = Aperçu.
secretariat-preview-text = La section telle qu’un État la verra avant d’avoir répondu à quoi que ce soit. Rien ne peut être saisi ici.
secretariat-preview-rules =
    { $count ->
        [one] { $count } élément dépend d’une règle et peut être masqué tant que rien n’a reçu de réponse.
       *[other] { $count } éléments dépendent de règles et peuvent être masqués tant que rien n’a reçu de réponse.
    }
secretariat-preview-show = Les afficher aussi
secretariat-preview-all = Tout est affiché, y compris ce qu’une règle masque tant que rien n’a reçu de réponse.
secretariat-preview-hide = N’afficher que ce qu’un État voit d’abord
secretariat-preview-nav = Sections du formulaire
secretariat-preview-before = Précédente : section { $section }
secretariat-preview-outline = Plan du formulaire
secretariat-preview-after = Suivante : section { $section }

# Les cycles
secretariat-cycles-title = Cycles
secretariat-cycles-what = Un cycle est l’édition annuelle du questionnaire. Il est préparé, puis ouvert, puis clos ; un seul est ouvert à la fois.
secretariat-cycles-empty = Il n’y a pas encore de cycle. Préparez le premier ci-dessous.
secretariat-cycle = Cycle
secretariat-cycle-title = Cycle { $year }
secretariat-stage = Étape
secretariat-stage-prepared = Préparé
secretariat-stage-open = Ouvert
secretariat-stage-frozen = Clos
secretariat-opened-on = ouvert le { $date }
secretariat-frozen-on = clos le { $date }
secretariat-invented = Fictif, à des fins de démonstration
secretariat-note = Note verbale
secretariat-note-of = { $reference }, { $date }
secretariat-expected-by = Réponses attendues pour le
secretariat-prepare = Préparer un cycle
secretariat-prepare-what = Les États ne voient rien d’un cycle préparé. Il est ouvert plus tard, par un acte distinct.
secretariat-prepare-no-form = Un cycle a besoin d’un formulaire, et aucun n’a encore été importé.
secretariat-note-reference = Référence de la note verbale
secretariat-note-reference-hint = Telle qu’elle figure sur la note, par exemple ICC-ASP/26/SP/09
secretariat-note-date = Date de la note verbale
secretariat-date-hint = Année, mois et jour, tels que 2027-04-19
secretariat-expected-by-hint = Jusqu’à 23:59, heure de La Haye, ce jour-là. Les réponses ultérieures sont acceptées et marquées comme tardives.
secretariat-prepare-button = Préparer le cycle
secretariat-cycle-form-missing = Choisissez un formulaire de la liste.
secretariat-cycle-note-date-bad = Saisissez la date de la note sous la forme année, mois, jour, par exemple 2027-04-19.
secretariat-cycle-expected-by-bad = Saisissez le jour pour lequel les réponses sont attendues sous la forme année, mois, jour, par exemple 2027-06-30.
secretariat-cycle-prepared-done = Le cycle { $year } est préparé. Les États n’en voient encore rien.
secretariat-cycle-opened-done = Le cycle { $year } est ouvert. Invitez maintenant les États Parties.
secretariat-cycle-frozen-done = Le cycle { $year } est clos.

# Ouvrir, inviter, clore
secretariat-open-link = Ouvrir le cycle { $year }
secretariat-open-title = Ouvrir le cycle { $year } ?
secretariat-open-other = Le cycle { $year } est encore ouvert. Il faut d’abord le clore.
secretariat-open-answer = Les coordonnateurs de tous les États Parties peuvent commencer leur réponse.
secretariat-open-visible = Le formulaire, la référence de la note et les dates deviennent visibles pour les États Parties. La Cour et les co-facilitateurs voient aussi le cycle.
secretariat-open-previous = Les réponses au cycle { $year } ne peuvent plus être modifiées.
secretariat-open-mail = Aucun courriel n’est encore envoyé : l’invitation est l’étape suivante.
secretariat-open-final = Cet acte est sans retour, et ni le formulaire ni les dates ne peuvent être modifiés ensuite.
secretariat-open-button = Ouvrir le cycle { $year }
secretariat-invite-link =
    { $count ->
        [one] Inviter { $count } État Partie
       *[other] Inviter { $count } États Parties
    }
secretariat-invite-title = Inviter les États Parties qui n’ont pas été invités ?
secretariat-invite-written =
    { $count ->
        [0] Aucun courriel n’est envoyé à une adresse officielle.
        [one] Un courriel portant la référence et les dates de la note est envoyé à l’adresse officielle de { $count } État.
       *[other] Un courriel portant la référence et les dates de la note est envoyé à l’adresse officielle de chacun de { $count } États.
    }
secretariat-invite-codes =
    { $count ->
        [0] Aucun coordonnateur n’attend d’invitation ; ceux qui ont un mot de passe se connectent comme ils le font déjà.
        [one] { $count } coordonnateur qui n’a pas encore de mot de passe reçoit une invitation. Le code est affiché une seule fois, à la page suivante ; une invitation antérieure n’ouvre plus rien.
       *[other] { $count } coordonnateurs qui n’ont pas encore de mot de passe reçoivent chacun une invitation. Les codes sont affichés une seule fois, à la page suivante ; les invitations antérieures n’ouvrent plus rien.
    }
secretariat-invite-unconfirmed =
    { $count ->
        [one] { $count } coordonnateur attend d’être confirmé sur la page des comptes et ne reçoit pas d’invitation auparavant :
       *[other] { $count } coordonnateurs attendent d’être confirmés sur la page des comptes et ne reçoivent pas d’invitation auparavant :
    }
secretariat-invite-without =
    { $count ->
        [one] { $count } État n’a pas d’adresse officielle et ne reçoit pas de courriel :
       *[other] { $count } États n’ont pas d’adresse officielle et ne reçoivent pas de courriel :
    }
secretariat-invite-final = Un courriel envoyé ne peut pas être rappelé.
secretariat-invite-button =
    { $count ->
        [one] Inviter { $count } État Partie
       *[other] Inviter { $count } États Parties
    }
secretariat-invite-one-title = Inviter cet État : { $state } ?
secretariat-invite-one-written = Un courriel portant la référence et les dates de la note est envoyé à l’adresse officielle de l’État.
secretariat-invite-one-without = L’État n’a pas d’adresse officielle et ne reçoit pas de courriel.
secretariat-invite-one-button = Inviter cet État : { $state }
secretariat-invite-state = Inviter
secretariat-invite-again = Inviter de nouveau
secretariat-again-what = « Inviter de nouveau » renvoie le courriel à l’adresse officielle de l’État, et une nouvelle invitation à chacun de ses coordonnateurs qui n’a pas encore de mot de passe.
secretariat-invited-title = Invitations envoyées
secretariat-invited-written =
    { $count ->
        [0] Aucun courriel n’a été écrit à une adresse officielle.
        [one] Un courriel à l’adresse officielle de { $count } État est en route. La page du cycle indique s’il a été accepté.
       *[other] Des courriels aux adresses officielles de { $count } États sont en route. La page du cycle indique s’ils ont été acceptés.
    }
secretariat-invited-without =
    { $count ->
        [one] { $count } État n’a pas d’adresse officielle et n’a pas reçu de courriel
       *[other] { $count } États n’ont pas d’adresse officielle et n’ont pas reçu de courriel
    }
secretariat-invited-no-codes = Aucun coordonnateur n’attendait d’invitation ; il n’y a donc pas de code à transmettre.
secretariat-freeze-link = Clore le cycle { $year }
secretariat-freeze-title = Clore le cycle { $year } ?
secretariat-freeze-first = Aucun État ne peut plus donner de première réponse à ce cycle.
secretariat-freeze-unsubmitted =
    { $count ->
        [one] { $count } État a commencé sans soumettre ; il ne peut plus soumettre. Son projet reste le sien.
       *[other] { $count } États ont commencé sans soumettre ; ils ne peuvent plus soumettre. Leurs projets restent les leurs.
    }
secretariat-freeze-amend = Les États qui ont répondu peuvent modifier leur réponse jusqu’à l’ouverture du cycle suivant ; ces modifications portent la mention « après le gel ».
secretariat-freeze-visible = Les États, la Cour et les co-facilitateurs voient que le cycle est clos. Rien ne change quant à qui lit quelle réponse.
secretariat-freeze-final = Cet acte est sans retour.
secretariat-freeze-button = Clore le cycle { $year }

# Les codes
secretariat-codes = Codes à transmettre
secretariat-codes-caption =
    { $count ->
        [one] { $count } code à transmettre
       *[other] { $count } codes à transmettre
    }
secretariat-code = Code
secretariat-coordinator = Coordonnateur
secretariat-codes-once = Affiché maintenant seulement
secretariat-codes-once-text = Le code n’est conservé nulle part et cette page ne peut pas être rouverte. Un code perdu est remplacé par une nouvelle invitation.
secretariat-codes-other-way = Transmettez le code par une autre voie que le courriel : par téléphone, en personne, ou avec la note verbale elle-même. Le courriel apporte l’autre moitié de l’invitation ; qui a les deux peut choisir le mot de passe.
secretariat-codes-person = Ne le donnez qu’à la personne nommée, à un numéro que vous connaissiez déjà ou qui figure dans la note de l’État.
secretariat-codes-days =
    { $count ->
        [one] L’invitation et le code sont valables { $count } jour.
       *[other] L’invitation et le code sont valables { $count } jours.
    }
secretariat-codes-wrong = Après dix codes erronés, l’invitation est retirée ; émettez-en alors une autre.
secretariat-back-to-cycle = Aller au cycle { $year }

# Où en est chaque État
secretariat-progress = États
secretariat-progress-responded =
    { $count ->
        [0] Aucun État sur { $all } n’a répondu.
        [one] { $count } État sur { $all } a répondu.
       *[other] { $count } États sur { $all } ont répondu.
    }
secretariat-progress-waiting =
    { $count ->
        [one] { $count } réponse attend d’être publiée.
       *[other] { $count } réponses attendent d’être publiées.
    }
secretariat-progress-given-up =
    { $count ->
        [one] { $count } courriel a été abandonné.
       *[other] { $count } courriels ont été abandonnés.
    }
secretariat-responses-link = Lire les réponses
secretariat-invitation = Courriel à l’État
secretariat-mail-not-sent = Pas envoyé
secretariat-mail-no-address = Invité, mais sans courriel : pas d’adresse officielle
secretariat-mail-address-since = Invité, mais sans courriel : il n’avait pas encore d’adresse officielle
secretariat-mail-waiting = En attente
secretariat-mail-accepted = Accepté
secretariat-mail-given-up = Abandonné
secretariat-no-official = Pas d’adresse officielle
secretariat-coordinators = Coordonnateurs
secretariat-no-coordinators = Aucun encore
secretariat-unconfirmed =
    { $count ->
        [one] { $count } attend d’être confirmé
       *[other] { $count } attendent d’être confirmés
    }
secretariat-joined =
    { $joined ->
        [one] { $joined } inscrit sur { $count }
       *[other] { $joined } inscrits sur { $count }
    }
secretariat-response = Réponse
secretariat-not-begun = Pas commencée
secretariat-begun-on = Commencée le { $date }
secretariat-submitted-on = Soumise le { $date }
secretariat-late = Tardive
secretariat-revision = Révision { $number }
secretariat-read = Lire
secretariat-publication = Publication
secretariat-published-revision = Révision { $number } publiée
secretariat-publish-link = Publier la révision { $number }
secretariat-nothing-yet = Rien à publier

# La publication
secretariat-publish-title = Publier la réponse : { $state }
secretariat-publish-revision = Révision à publier
secretariat-publish-submitted = Première soumission
secretariat-publish-before = Publié jusqu’ici
secretariat-publish-never = Rien
secretariat-publish-read = Lire la réponse : { $state }
secretariat-publish-read-logged = L’État voit que le Secrétariat a lu ses réponses réservées à la Cour.
secretariat-publish-what = Ce que fait la publication
secretariat-publish-visible = Les réponses que cet État ({ $state }) donne à tous les États Parties deviennent visibles, avec leurs commentaires et leurs fichiers. Les réponses réservées à la Cour restent à la Cour ; les autres États n’en voient aucune trace.
secretariat-publish-whom = Elles deviennent visibles aussitôt pour les utilisateurs de tous les autres États Parties et pour les co-facilitateurs.
secretariat-publish-court = La Cour et le Secrétariat lisent la réponse depuis qu’elle a été soumise ; pour eux, rien ne change.
secretariat-publish-replaces = Ce qui est publié prend la place de la révision { $number } pour les autres États Parties.
secretariat-publish-text = La publication suit une vérification formelle. Elle ne change aucun texte : une correction est une nouvelle révision de l’État.
secretariat-publish-undo = Le Secrétariat ne peut pas revenir sur une publication. L’État peut restreindre une réponse par une nouvelle révision, qui prend effet aussitôt.
secretariat-publish-button = Publier la réponse : { $state }
secretariat-publish-nothing = La dernière révision est déjà publiée. Il n’y a rien à publier.
secretariat-published-done = La réponse est publiée ({ $state }) : les autres États Parties et les co-facilitateurs peuvent maintenant la lire.
secretariat-published-as-before = Il est pris note de la nouvelle révision ({ $state }). Ce que voient les États Parties est inchangé ; rien d’autre n’a donc été publié.

# Les comptes
secretariat-accounts-title = Comptes
secretariat-accounts-what = Un compte appartient à une seule personne et a un seul rôle, qui ne change qu’au sein de son État ou de son organe. Qui va ailleurs reçoit un nouveau compte.
secretariat-accounts-empty = Il n’y a pas de tel compte.
secretariat-accounts-caption =
    { $count ->
        [one] { $count } compte sur { $all }
       *[other] { $count } comptes sur { $all }
    }
secretariat-of = État ou organe
secretariat-everybody = Tous
secretariat-show-accounts = Afficher les comptes
secretariat-name = Nom
secretariat-name-hint = Tel qu’il doit figurer à côté de ce que fait la personne
secretariat-email = Adresse électronique
secretariat-email-hint = L’adresse officielle de la personne elle-même ; elle sert aussi à se connecter
secretariat-role = Rôle
secretariat-role-hint = Un coordonnateur est confirmé au vu de la note verbale avant que l’invitation puisse être émise.
secretariat-role-coordinator = Coordonnateur d’un État
secretariat-role-contributor = Contributeur d’un État
secretariat-role-reader = Lecteur d’un État
secretariat-role-court-reader = Lecteur de la Cour
secretariat-role-court-coordinator = Coordonnateur de la Cour
secretariat-role-secretariat = Secrétariat
secretariat-role-facilitator = Co-facilitateur
secretariat-account-role-missing = Choisissez un rôle de la liste.
secretariat-account-state-hint = Pour les coordonnateurs, contributeurs et lecteurs d’un État
secretariat-no-state = Aucun État
secretariat-organ = Organe de la Cour
secretariat-organ-hint = Pour les lecteurs et coordonnateurs de la Cour
secretariat-no-organ = Aucun organe
secretariat-language = Langue
secretariat-language-hint = Celle des courriels et de la première page ; la personne peut en changer
secretariat-account-note-hint = La note ou la lettre par laquelle la personne est demandée, telle qu’elle a été reçue. Exigée pour tout compte d’un État ou d’un organe.
secretariat-add = Ajouter un compte
secretariat-add-button = Ajouter le compte
secretariat-added = { $name } ({ $of }) : compte ajouté. Il attend son invitation, qui n’a pas encore été envoyée.
secretariat-invite-person = Émettre l’invitation : { $name }
secretariat-standing = Situation
secretariat-standing-invited = Attend l’invitation
secretariat-standing-active = En service
secretariat-standing-suspended = Suspendu
secretariat-standing-ended = Fermé
secretariat-latest-invitation = Dernière invitation
secretariat-invitation-none = Pas encore invité
secretariat-invitation-not-needed = Aucune
secretariat-invitation-open = Ouverte jusqu’au { $date }
secretariat-invitation-expired = Expirée le { $date }
secretariat-invitation-used = Utilisée le { $date }
secretariat-invitation-withdrawn = Retirée le { $date }
secretariat-invitation-wrong-codes = Retirée le { $date } après dix codes erronés
secretariat-issue = Émettre l’invitation
secretariat-reissue = Émettre une autre invitation
secretariat-new-way = Nouveau mot de passe
secretariat-new-way-title = Inviter { $name } ({ $of }) à choisir un nouveau mot de passe ?
secretariat-new-way-mail = Un courriel portant une invitation est envoyé à l’adresse électronique de la personne.
secretariat-new-way-code = Le code est affiché une seule fois, à la page suivante, pour être transmis par une autre voie que le courriel.
secretariat-new-way-password = Le mot de passe actuel reste valable jusqu’à ce que l’invitation soit acceptée ; il est alors remplacé et toutes les sessions du compte prennent fin.
secretariat-new-way-sure = Assurez-vous de l’identité de qui le demande : rappelez à un numéro que vous connaissiez déjà.
secretariat-issued-title = Invitation émise
secretariat-issued-mail = Une invitation à { $name } est en route vers { $email }. Elle n’ouvre le compte qu’avec le code ci-dessous.
secretariat-issued-for = Pour
secretariat-issued-until = Valable jusqu’au
secretariat-issued-before = Les invitations émises auparavant à cette personne n’ouvrent plus rien.
secretariat-issued-active = Le mot de passe actuel reste valable jusqu’à ce que cette invitation soit acceptée.

# Les courriels
secretariat-mail-title = Courriels
secretariat-mail-what = Le texte d’un courriel n’est pas affiché ici : il peut contenir le jeton d’une invitation, et il est effacé dès que le courriel est accepté ou abandonné.
secretariat-mail-count-waiting =
    { $count ->
        [0] Aucun courriel n’attend.
        [one] { $count } courriel attend.
       *[other] { $count } courriels attendent.
    }
secretariat-mail-count-given-up =
    { $count ->
        [one] { $count } courriel a été abandonné : voyez à côté ce qu’il faut faire.
       *[other] { $count } courriels ont été abandonnés : voyez à côté de chacun ce qu’il faut faire.
    }
secretariat-mail-standing = Situation
secretariat-mail-all = Tous
secretariat-show-mail = Afficher les courriels
secretariat-mail-empty = Il n’y a pas de tel courriel.
secretariat-mail-caption =
    { $count ->
        [one] { $count } courriel
       *[other] { $count } courriels, le plus récent en premier
    }
secretariat-recipient = Destinataire
secretariat-letter = Nature
secretariat-letter-invitation = Invitation d’une personne
secretariat-letter-cycle-invitation = Invitation d’un État à un cycle
secretariat-letter-receipt = Avis de soumission d’une réponse
secretariat-letter-published = Avis de publication d’une réponse
secretariat-letter-on-draft = Travail sur un projet
secretariat-letter-clarification = Avis
secretariat-letter-assigned = Partie d’un projet attribuée
secretariat-letter-new-device = Avis de nouvel appareil
secretariat-letter-factors-changed = Avis de changement d’un moyen de connexion
secretariat-letter-password-reset = Lien pour un mot de passe oublié
secretariat-letter-password-changed = Avis de changement de mot de passe
secretariat-letter-lost-factors = Avis sur une demande de nouveaux seconds facteurs
secretariat-letter-new-factors = Lien vers de nouveaux seconds facteurs
secretariat-letter-waiting = Avis qu’une demande attend
secretariat-letter-account-ends = Avis de fin prochaine de son propre compte
secretariat-letter-colleague-ends = Avis de fin prochaine du compte d’un collègue
secretariat-letter-coordinator-missing = Avis d’absence de coordonnateur
secretariat-written-at = Écrit : { $when }
secretariat-attempts = Essais
secretariat-last-fault = Dernier incident
secretariat-what-next = Suite
secretariat-next-try = Prochain essai : { $when }
secretariat-retry = Réessayer maintenant
secretariat-retried = L’envoi est réessayé aussitôt. Rechargez la page pour voir ce qu’il en est.
secretariat-given-up-invitation = Vérifiez l’adresse électronique avec la personne, puis émettez une autre invitation à la page « Comptes ».
secretariat-given-up-cycle-invitation = Corrigez l’adresse officielle à la page « États », puis invitez de nouveau l’État à la page du cycle.
secretariat-given-up-receipt = Rien n’est perdu : le récépissé est sur la plateforme. Informez les coordonnateurs par une autre voie.
secretariat-given-up-published = Rien n’est perdu : la réponse est publiée. Informez les coordonnateurs par une autre voie.
secretariat-given-up-notice = Prévenez la personne par un autre moyen et vérifiez l’adresse électronique.
secretariat-given-up-password-reset = La personne peut demander un autre lien à la page « Mot de passe oublié ». Vérifiez l’adresse électronique avec elle.
secretariat-given-up-new-factors = Vérifiez l’adresse électronique avec la personne, qui renouvelle ensuite sa demande à la seconde étape de la connexion.
secretariat-fault-unreachable = Le serveur de courriel n’a pas pu être joint
secretariat-fault-tls = Pas de connexion chiffrée et fiable avec le serveur de courriel
secretariat-fault-sign-in = Le serveur de courriel n’a pas accepté notre nom et notre mot de passe
secretariat-fault-timed-out = Le serveur de courriel n’a pas répondu à temps
secretariat-fault-deferred = Le serveur de courriel a demandé de réessayer plus tard
secretariat-fault-refused = Le serveur de courriel a refusé le courriel
secretariat-fault-recipient = Ce destinataire n’existe pas
secretariat-fault-address = Il est impossible d’écrire à cette adresse
secretariat-fault-wording = Le texte du courriel n’a pas pu être composé
secretariat-fault-unreadable = Le courriel conservé n’a pas pu être lu
secretariat-fault-folder = Le dossier des courriels ne l’a pas pris
secretariat-fault-other = Autre incident
secretariat-invited-before =
    { $written ->
        [0] Rien n’a été envoyé maintenant : il ne restait personne à inviter. Les dernières invitations à ce cycle sont parties le { $when }, par { $name }.
        [one] Rien n’a été envoyé maintenant : il ne restait personne à inviter. La dernière invitation à ce cycle est partie le { $when }, par { $name } : { $written } État destinataire.
       *[other] Rien n’a été envoyé maintenant : il ne restait personne à inviter. Les dernières invitations à ce cycle sont parties le { $when }, par { $name } : { $written } États destinataires.
    }
secretariat-invited-before-codes =
    { $count ->
        [0] Aucun code n’a été créé à ce moment.
        [one] { $count } code a été créé à ce moment et affiché une seule fois, sur la page de réponse. S’il n’a pas été transmis, revenez en arrière dans votre navigateur ; si vous ne pouvez plus le lire, émettez-en un autre pour le coordonnateur sur la page des comptes.
       *[other] { $count } codes ont été créés à ce moment et affichés une seule fois, sur la page de réponse. S’ils n’ont pas été transmis, revenez en arrière dans votre navigateur ; si vous ne pouvez plus les lire, émettez-en d’autres pour les coordonnateurs sur la page des comptes.
    }
secretariat-invited-before-title = Déjà invités
secretariat-invited-before-accounts = Comptes et codes
secretariat-letter-attempts = Avis de tentatives de connexion infructueuses
secretariat-letter-to-confirm = Avis qu’un compte attend d’être confirmé
secretariat-letter-confirmed = Avis qu’un compte a été confirmé
secretariat-letter-account-added = Avis d’ajout d’un compte par le Secrétariat
secretariat-letter-sections-left = Avis de sections laissées sans titulaire
secretariat-letter-lost-factors-fell = Avis qu’une demande de nouveaux seconds facteurs est devenue sans objet

secretariat-submission = Soumission
secretariat-whole-only = Réponses entières seulement
secretariat-by-section = Les États peuvent soumettre section par section
secretariat-by-section-set = Autoriser section par section
secretariat-whole-only-set = N’accepter que des réponses entières
secretariat-by-section-done = Les États peuvent soumettre la réponse { $year } section par section.
secretariat-whole-only-done = Les États soumettent la réponse { $year } entière.
