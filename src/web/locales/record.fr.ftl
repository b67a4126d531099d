# Le registre des accès.

record-title = Registre des accès
record-own-title = Ce qui s’est passé sur votre compte
record-own-lead = Connexions, échecs, changements de votre mot de passe et de vos seconds facteurs, et ce que vous avez fait. Si quelque chose ne vient pas de vous, fermez vos sessions, changez votre mot de passe et prévenez le Secrétariat.
record-ours-lead = Qui s’est connecté, a échoué, a été invité, modifié ou clos, pour qui et par qui, et ce qui a été fait en votre nom. Le registre ne contient aucune réponse.
record-all-lead = Ce qui s’est passé sur tous les comptes, et qui a fait fonctionner la plateforme. Ni le travail d’un État sur son projet de réponse ni aucune réponse n’y figurent.
record-who = Personne
record-who-hint = Une partie du nom ou de l’adresse électronique
record-who-bad = Saisissez une partie d’un nom ou d’une adresse électronique, en 200 caractères au plus.
record-kind = Type d’événement
record-every-kind = Tout
record-kind-bad = Choisissez un type d’événement dans la liste.
record-from = Du
record-to = Au
record-day-hint = Année, mois, jour, par exemple 2027-04-19
record-show = Afficher
record-none-such = Rien de tel n’est enregistré pour ces jours et ces personnes.
record-show-all = Tout afficher
record-empty = Rien n’est encore enregistré. Ce qui se passe sur un compte figurera ici.
record-file =
    { $count ->
        [one] Télécharger cette ligne (CSV)
       *[other] Télécharger ces { $count } lignes (CSV)
    }
record-file-what = Vous confirmez d’abord que c’est bien vous, et le téléchargement est enregistré.
record-caption =
    { $count ->
        [one] { $count } événement, du plus récent au plus ancien
       *[other] { $count } événements, du plus récent au plus ancien
    }
record-page = page { $page } sur { $pages }
record-pages = Pages du registre
record-later = Événements plus récents
record-earlier = Événements plus anciens
record-when = Quand
record-what = Ce qui s’est passé
record-whom = Qui est concerné
record-by = Par qui
record-column-hague = Heure de La Haye
record-column-utc = Heure (UTC)
record-column-code = Code
record-column-whom-of = État ou organe, rôle
record-column-address = Adresse électronique
record-column-by-of = État ou organe, rôle de l’auteur
record-column-details = Précisions
record-platform = La plateforme
record-unknown-address = Une adresse sans compte
record-unknown-passkey = Une clé d’accès sans compte
record-actor-nobody = Une personne non connectée
record-actor-mailer = La plateforme elle-même (courriels)
record-actor-caretaker = La plateforme elle-même (fin des comptes)
record-actor-doorkeeper = À la page de connexion
record-actor-operator = L’opérateur, en ligne de commande
record-kind-session = Connexions et déconnexions
record-kind-failure = Échecs
record-kind-factor = Mots de passe et seconds facteurs
record-kind-account = Comptes et invitations
record-kind-draft = Travail sur le projet de réponse
record-kind-response = Soumission et publication
record-kind-clarification = Demandes de précision
record-kind-export = Téléchargements
record-kind-platform = États, formulaires, cycles et courriels
record-why-wrong = Elle était fausse
record-why-used = Le code avait déjà servi
record-why-stale = La demande avait expiré ou avait déjà reçu une réponse
record-why-not_enough = Ce rôle exige une clé d’accès ou une clé matérielle
record-place = { $device }, réseau { $network }
record-network = Réseau { $network }
record-new-device = Un navigateur qui ne s’était pas encore connecté à ce compte
record-token-shown = Le lien a aussi été montré à l’opérateur
record-factor-codes = Codes d’une application d’authentification
record-factor-passkey = Clé d’accès ou clé matérielle
record-section = Section { $section }
record-found = L’antivirus le nomme { $name }
record-year = Cycle { $count }
record-not-carried = Rien de reporté de { $count } : la réponse n’a pas pu être ouverte
record-files-not-carried = Fichiers non reportés : leur clé n’a pas pu être ouverte
record-question = Question { $code }
record-copied = Copie au Secrétariat
record-revision = Révision { $count }
record-wrong = Code faux, essai { $count }
record-left =
    { $count ->
        [one] { $count } code de secours restant
       *[other] { $count } codes de secours restants
    }
record-sessions =
    { $count ->
        [one] { $count } session
       *[other] { $count } sessions
    }
record-states =
    { $count ->
        [one] { $count } État
       *[other] { $count } États
    }
record-responses =
    { $count ->
        [one] { $count } réponse
       *[other] { $count } réponses
    }
record-rows =
    { $count ->
        [one] { $count } ligne
       *[other] { $count } lignes
    }
record-action-signed_in = Connexion
record-action-signed_out = Déconnexion
record-action-sign_in_failed = Connexion refusée : mot de passe faux ou compte inconnu
record-action-factor_added = Second facteur ajouté
record-action-factor_removed = Second facteur retiré
record-action-factor_wrong = Deuxième étape de la connexion refusée
record-action-factor_cloned = Clé d’accès refusée : il en existe peut-être une copie
record-action-recovery_codes_made = Nouveaux codes de secours établis
record-action-recovery_code_used = Code de secours utilisé
record-action-identity_proved = Identité confirmée avant un acte
record-action-session_ended = Session fermée depuis un autre navigateur
record-action-sessions_ended = Toutes les autres sessions fermées
record-action-account_made = Compte créé
record-action-account_suspended = Compte suspendu
record-action-account_resumed = Compte rétabli
record-action-account_ended = Compte clos
record-action-password_set = Mot de passe fixé par l’opérateur
record-action-password_changed = Mot de passe changé
record-action-password_reset_asked = Lien demandé pour un mot de passe oublié
record-action-password_reset = Mot de passe oublié remplacé
record-action-lost_factors_asked = Nouveaux seconds facteurs demandés
record-action-lost_factors_agreed = Accord donné pour de nouveaux seconds facteurs
record-action-lost_factors_refused = Nouveaux seconds facteurs refusés
record-action-lost_factors_withdrawn = Demande de nouveaux seconds facteurs retirée
record-action-factors_reset = Tous les seconds facteurs supprimés, d’autres sont à définir
record-action-account_refused = Personne non ajoutée : l’adresse ne peut pas être utilisée
record-action-role_proposed = Proposition comme coordonnateur
record-action-role_changed = Rôle modifié
record-action-end_date_set = Dernier jour fixé ou supprimé
record-action-end_warned = Fin prochaine du compte annoncée
record-action-coordinator_confirmed = Coordonnateur confirmé d’après la note verbale
record-action-role_proposal_withdrawn = Proposition comme coordonnateur retirée
record-action-account_confirmed = Compte confirmé par un autre membre du Secrétariat
record-action-confirmation_refused = Confirmation refusée : une autre personne doit confirmer
record-action-coordinator_missing = Départ du dernier coordonnateur
record-action-sections_left = Sections laissées aux coordonnateurs
record-action-lost_factors_fell = Demande de nouveaux seconds facteurs devenue sans objet avec le compte
record-action-handed_over = Sections transmises
record-action-invitation_issued = Invitation émise
record-action-invitation_used = Invitation acceptée et mot de passe choisi
record-action-invitation_code_wrong = Code d’invitation faux
record-action-invitation_withdrawn = Invitation retirée après des codes faux
record-action-addresses_imported = Adresses officielles importées
record-action-states_imported = États Parties importés
record-action-form_imported = Questionnaire importé
record-action-cycle_prepared = Cycle préparé
record-action-cycle_opened = Cycle ouvert
record-action-cycle_by_section = Soumission section par section autorisée
record-action-cycle_whole_only = Soumission de réponses entières seulement
record-action-cycle_frozen = Cycle clos
record-action-states_invited = États invités à répondre
record-action-response_begun = Réponse commencée
record-action-section_assigned = Section attribuée
record-action-clearance_asked = Examen du projet demandé à un collègue
record-action-clearance_answered = Réponse à une demande d’examen du projet
record-action-clearance_withdrawn = Demande d’examen du projet retirée
record-action-clarification_asked = Demande de précision adressée
record-action-clarification_replied = Réponse à une demande de précision
record-action-clarification_settled = Demande de précision close
record-action-clarification_withdrawn = Demande de précision retirée
record-action-answers_confirmed = Réponses de l’an dernier confirmées
record-action-file_infected = Fichier porteur d’un virus refusé
record-action-file_attached = Fichier joint à une réponse
record-action-file_described = Titre, langue ou traduction d’un fichier modifiés
record-action-file_removed = Fichier joint retiré
record-action-file_brought_back = Fichier joint rétabli
record-action-section_taken = Section retirée
record-action-section_status_set = État d’une section modifié
record-action-response_submitted = Réponse soumise
record-action-response_amended = Réponse modifiée
record-action-response_published = Réponse publiée aux États Parties
record-action-draft_taken = Projet téléchargé pour être rempli
record-action-draft_returned = Fichier rempli ailleurs téléversé
record-action-import_applied = Fichier repris dans le projet
record-action-import_discarded = Fichier écarté
record-action-responses_exported = Réponses téléchargées
record-action-visibility_narrowed = Réponse publiée retirée aux autres États
record-action-mail_retried = Courriel renvoyé
record-action-mail_given_up = Courriel abandonné
record-action-record_exported = Registre des accès téléchargé
refusal-period-reversed = Le premier jour est postérieur au dernier. Saisissez-les dans leur ordre.
refusal-record-long = Cela fait plus de { $max } lignes, le maximum pour un fichier. Choisissez une période plus courte.
record-kind-keys = Clés
record-action-key_rotated = Clé changée
record-action-keys_rewrapped = Clés enveloppées à nouveau
record-action-keys_destroyed = Clés du contenu détruites
record-keys =
    { $count ->
        [one] { $count } clé
       *[other] { $count } clés
    }
record-action-invitation_refused = Invitation refusée
record-action-reset_refused = Lien pour mot de passe oublié refusé
record-action-carried_form_refused = Formulaire d’avant la connexion non repris
record-action-form_refused = Formulaire refusé : aucune page de cette session ne l’avait produit
record-action-permission_lost = Refusé : le compte avait changé pendant le traitement de la demande
record-why-foreign = Elle était pour une autre personne ou une autre session
record-why-clock = Un code ultérieur avait servi : l’horloge a reculé
record-adding = Pendant la configuration d’un facteur
record-refused-unknown = Jamais émis : modifié ou mal saisi
record-refused-used = Déjà utilisé
record-refused-replaced = Remplacé ou retiré
record-refused-expired = Périmé
record-refused-clock = Daté du futur : l’horloge a reculé
record-refused-closed = Le compte ne peut pas être utilisé
record-refused-foreign = Destiné à autre chose, ou appartenant à une autre session ou à un autre compte
record-refused-altered = Modifié
record-refused-origin = Venu d’une page d’un autre site
record-refused-role = Le rôle ou l’État avait changé
record-refused-suspended = Le compte avait été suspendu
record-refused-ended = Le compte avait pris fin
record-refused-unconfirmed = Le coordonnateur n’était pas confirmé
record-asked = Demandé : { $asked }
record-left-out =
    { $count ->
        [one] { $count } autre semblable depuis la ligne précédente n’est pas inscrit
       *[other] { $count } autres semblables depuis la ligne précédente ne sont pas inscrits
    }
record-unknown-token = À personne : il n’appartient à aucun compte
record-why-cloned = Il en existe peut-être une copie
record-role = Rôle : { $role }
record-role-from-to = Rôle : { $from } → { $to }
record-last-day = Dernier jour : { $day }
record-last-day-before = Dernier jour auparavant : { $day }
record-no-last-day = Plus de dernier jour
record-note = Note verbale { $reference } du { $day }
record-note-undated = Note verbale { $reference }
record-proposed-by = Proposé par { $name }
record-part-own = Pour l’État ou l’organe
record-part-secretariat = Pour le Secrétariat
record-part-second = En tant que second membre du Secrétariat
record-purpose-account = Au compte
record-purpose-factors = À de nouveaux seconds facteurs
record-given-to = Confiée à : { $names }
record-taken-from = Retirée à : { $name }
record-by-change = Parce que quelque chose y a été modifié
record-section-to = Section { $section } : à { $name }
record-nobody = personne
record-form = Questionnaire { $form }
record-key = Clé { $key }
record-mailed = Un courriel a été envoyé
record-not-mailed = Aucun courriel n’a été envoyé
record-same-snapshot = Ce que lisent les autres États n’a pas changé
record-first = Premier coordonnateur de l’État ou de l’organe
record-operator-alone = Par l’opérateur seul
record-covering-note = Seule la note d’accompagnement a été ajoutée ou remplacée
record-late = Après la date prévue
record-again = Préparé de nouveau
record-present-password = Le mot de passe actuel était faux
record-factors =
    { $count ->
        [one] { $count } facteur
       *[other] { $count } facteurs
    }
record-written =
    { $count ->
        [one] { $count } État destinataire
       *[other] { $count } États destinataires
    }
