# Ce qui figure sur chaque page, les erreurs et les refus.

platform = Plateforme sécurisée sur la coopération
skip = Aller au contenu
help = Aide
sign-out = Se déconnecter
you = vous
yes = Oui
not-yet = Pas encore
colon =  :
cancel = Annuler
optional = (facultatif)
you-are-here = Vous êtes ici
demonstration = Démonstration.
demonstration-text = Toutes les réponses, personnes et adresses de cette plateforme sont fictives.
invented = Les réponses de ce cycle sont fictives, à des fins de démonstration.
contact = Questions sur le questionnaire ou la plateforme : Secrétariat de l’Assemblée des États Parties,
who-reads-what = Qui peut lire quoi
never-a-case = Rien de ce qui touche à une affaire, à une personne ou à une demande en cours n’a sa place sur cette plateforme
title-errors =
    { $count ->
        [one] { $count } erreur
       *[other] { $count } erreurs
    }
moment = { $day }, { $time } à La Haye ({ $utc } UTC)
moment-hour = { $time } à La Haye ({ $utc } UTC)
size-kb = { $n } ko
size-mb = { $n } Mo
to-home = Aller à la page d’accueil
month-1 = janvier
month-2 = février
month-3 = mars
month-4 = avril
month-5 = mai
month-6 = juin
month-7 = juillet
month-8 = août
month-9 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre
role-coordinator = coordonnateur
role-contributor = contributeur
role-reader = lecteur
role-court_reader = lecteur
role-court_coordinator = coordonnateur
role-secretariat = Secrétariat
role-facilitator = co-facilitateur
organ-registry = Greffe
organ-otp = Bureau du Procureur
organ-presidency = Présidence
errors-title = Il y a un problème
errors-count =
    { $count ->
        [one] Une réponse pose un problème
       *[other] { $count } réponses posent un problème
    }
error-reference = Si vous écrivez au Secrétariat à ce sujet, indiquez cette référence :
error-not-found-title = Cette page n’existe pas, ou ne vous est pas destinée
error-not-found-text = Vérifiez l’adresse, ou revenez à la page d’accueil, qui montre tout ce que vous pouvez lire et faire.
error-revoked-title = Votre compte a changé
error-revoked-text = Il a été modifié ou fermé pendant le traitement de votre demande, et rien n’a été fait. Reconnectez-vous ou adressez-vous au Secrétariat.
error-forbidden-title = Vous pouvez lire cette page, mais pas effectuer cette action
error-closed-title = Cette réponse n’accepte plus de modification
error-closed-text = Son cycle est clos et rien n’a été modifié. Vous pouvez toujours lire et imprimer tout ce qui a été enregistré. Un État qui a soumis sa réponse peut modifier celle du cycle le plus récent ; si votre État souhaite encore répondre, écrivez au Secrétariat.
error-forbidden-text = Votre rôle ne comprend pas cette action. Si vous vous attendiez à autre chose, adressez-vous à un coordonnateur de votre État ou au Secrétariat.
error-destroyed-title = Le contenu a été détruit
error-destroyed-text = Les clés de cette réponse ont été détruites : plus personne ne peut en lire le contenu, ni ici ni dans la base de données. Le fait et la date de la soumission restent enregistrés. Adressez-vous au Secrétariat si vous ne vous y attendiez pas.
error-refused-title = Cette action n’a pas pu être effectuée
error-form-title = Le formulaire n’a pas été accepté
error-form-text = Il n’a pas été envoyé par une page de cette plateforme, ou cette page a été ouverte avant votre connexion ou déconnexion. Rien n’a été modifié. Revenez en arrière, rechargez la page et envoyez-le de nouveau.
error-malformed-title = Le formulaire n’a pas pu être lu
error-malformed-text = Ce qui est parvenu n’est pas un formulaire de cette plateforme, ou contient des caractères qui ne sont pas du texte. Rien n’a été modifié. Revenez en arrière et envoyez-le de nouveau.
error-too-large-title = C’est trop à la fois
error-too-large-text = L’envoi dépasse ce que cette plateforme accepte en une fois. Rien n’a été modifié. Envoyez un fichier plus petit, ou enregistrez une longue section en plusieurs fois.
error-too-slow-title = La connexion était trop lente
error-too-slow-text = Le formulaire n’est pas arrivé à temps. Rien n’a été modifié. Revenez en arrière et envoyez-le de nouveau.
error-method-title = Cette adresse ne peut pas être utilisée ainsi
error-method-text = Revenez à la page d’accueil et retrouvez la page à partir de là.
error-away-title = La plateforme est occupée ou en maintenance
error-away-text = Rien n’a été modifié et rien de ce qui est enregistré n’est perdu. Patientez une minute et réessayez.
error-files-away-title = Les fichiers ne peuvent être ni conservés ni fournis pour le moment
error-files-away-text = L’endroit où les fichiers sont conservés ne répond pas. Rien n’a été modifié et rien de ce qui est enregistré n’est perdu. Réessayez dans quelques minutes ; si cela persiste, prévenez le Secrétariat.
error-full-title = La plateforme ne peut rien recevoir pour le moment
error-full-text = Son espace de stockage est plein. Rien de ce qui est enregistré n’est perdu, mais ceci n’a pas été enregistré. Gardez-en une copie et prévenez le Secrétariat.
error-internal-title = Un problème est survenu de notre côté
error-internal-text = Rien de ce qui est enregistré n’est perdu. Réessayez ; si cela se reproduit, écrivez au Secrétariat.
refusal-cycle-frozen = Le cycle { $year } est clos : aucune première réponse n’est plus acceptée. Écrivez au Secrétariat si votre État souhaite encore répondre.
refusal-cycle-not-open = Le cycle { $year } n’est pas ouvert.
refusal-cycle-still-open = Le cycle { $year } est encore ouvert. Fermez-le d’abord.
refusal-cycle-open = Le cycle { $year } est encore ouvert. Gelez-le avant d’en ouvrir un autre.
refusal-year-taken = Le cycle { $year } a déjà été ouvert.
refusal-year-passed = Le cycle { $later } a déjà été ouvert ; une année antérieure ne peut plus l’être.
refusal-form-incomplete =
    { $missing ->
        [one] Il manque au formulaire un texte en anglais ou en français.
       *[other] Il manque au formulaire { $missing } textes en anglais ou en français.
    } Complétez le classeur et importez-le de nouveau.
refusal-form-unknown = Choisissez un formulaire qui a été importé.
refusal-response-incomplete =
    { $faults ->
        [one] Une réponse empêche la soumission.
       *[other] { $faults } réponses empêchent la soumission.
    }
refusal-rivals-open =
    { $count ->
        [one] Pour une réponse, deux textes ont été enregistrés : choisissez-en d’abord un.
       *[other] Pour { $count } réponses, deux textes ont été enregistrés : choisissez-en d’abord un pour chacune.
    }
refusal-reason-missing = Indiquez en quelques mots pourquoi la réponse est modifiée, en 2 000 caractères au plus.
refusal-nothing-changed = Rien n’a changé depuis la dernière soumission : il n’y a rien à soumettre.
refusal-nothing-to-publish = Cette révision est déjà publiée, ou une révision ultérieure a été soumise entre-temps. Consultez de nouveau la liste.
refusal-entry-removed = Un collègue a retiré cette entrée. Tout le reste de la page a été enregistré.
refusal-entries-full = Il n’est pas possible d’ajouter plus de { $max } entrées ici.
refusal-email-taken = Il existe déjà un compte avec cette adresse électronique.
refusal-email-bad = Saisissez une adresse électronique, telle que nom@ministere.example.
refusal-name-bad = Saisissez le nom sur une seule ligne, en 200 caractères au plus.
refusal-reason-long = Raccourcissez le motif à { $max } caractères au plus.
refusal-reference-long = Raccourcissez la référence à { $max } caractères au plus.
refusal-reference-bad = Saisissez la référence de la note ou de la lettre sur une seule ligne, telle que ICC-ASP/26/SP/09.
refusal-date-bad = Saisissez une date sous la forme année, mois, jour, telle que 2027-04-19.
refusal-year-bad = Saisissez une année entre 2000 et 2999.
refusal-dates-reversed = La date à laquelle les réponses sont attendues précède la date de la note.
refusal-language-bad = Choisissez une langue dans la liste.
refusal-state-bad = Choisissez un État dans la liste.
refusal-organ-missing = Choisissez l’organe de la Cour.
refusal-not-yet-party = Le Statut de Rome entre en vigueur pour cet État le { $from } ; des comptes peuvent être créés à partir de cette date.
refusal-file-lines =
    { $count ->
        [one] Une ligne du fichier contient une erreur ; rien n’a été importé.
       *[other] { $count } lignes du fichier contiennent des erreurs ; rien n’a été importé.
    }
refusal-address-missing =
    { $count ->
        [one] Un État n’a pas d’adresse officielle.
       *[other] { $count } États n’ont pas d’adresse officielle.
    }
refusal-account-ended = Ce compte est clos.
refusal-account-suspended = Ce compte est suspendu.
refusal-account-own = Nul ne suspend ni ne clôt son propre compte.
refusal-email-unusable = Cette adresse ne peut pas être utilisée pour un nouveau compte. Vérifiez-la, indiquez une autre adresse officielle de la personne ou adressez-vous au Secrétariat.
refusal-emails-refused = Plusieurs adresses n’ont pas pu être utilisées aujourd’hui. Réessayez demain ou adressez-vous au Secrétariat.
refusal-role-bad = Choisissez un rôle dans la liste.
refusal-end-past = Ce jour est passé. Saisissez la date d’aujourd’hui ou une date ultérieure ; pour clore le compte dès maintenant, utilisez la page prévue à cet effet.
refusal-nothing-to-confirm = Personne n’attend de confirmation ici : elle a été donnée ou la proposition a été retirée entre-temps. Consultez de nouveau le compte.
refusal-note-future = La date de la note ou de la lettre est dans l’avenir. Saisissez la date qui y figure.
refusal-second-member = Vous avez créé ou rétabli ce compte, ou proposé ce rôle : il est confirmé par un autre membre du Secrétariat, ou par l’exploitant.
refusal-not-confirmed = L’invitation pourra être émise lorsque le Secrétariat aura confirmé ce compte.
refusal-coordinator-last = Vous êtes le seul coordonnateur. Faites d’abord confirmer un autre coordonnateur ou adressez-vous au Secrétariat.
refusal-sections-held =
    { $count ->
        [one] Une section est encore attribuée à cette personne. Indiquez à qui elle revient, ou qu’elle ne revient à personne.
       *[other] { $count } sections sont encore attribuées à cette personne. Indiquez à qui revient chacune, ou qu’elle ne revient à personne.
    }
refusal-colleague-bad = Les sections ne peuvent être attribuées qu’à des contributeurs dont le compte est actif ou attend son invitation. Choisissez dans la liste.
refusal-invitation-spent = Cette invitation et ce code ne correspondent pas, ou l’invitation a été utilisée, remplacée ou a expiré. Vérifiez votre saisie ; si elle est exacte, demandez une nouvelle invitation au Secrétariat.
refusal-mail-settled = Ce courriel a été envoyé ou abandonné et son texte effacé : il ne peut plus être renvoyé. Émettez de nouveau l’invitation.
refusal-password-short = Choisissez un mot de passe d’au moins { $min } caractères. Plusieurs mots à la suite sont faciles à retenir.
refusal-password-long = Choisissez un mot de passe de { $max } caractères au plus.
refusal-password-common = Ce mot de passe est de ceux que l’on devine en premier. Choisissez plusieurs mots sans rapport entre eux.
refusal-passwords-differ = Les deux mots de passe diffèrent. Saisissez-les de nouveau.
refusal-password-personal = Le mot de passe contient votre nom ou votre adresse électronique. Choisissez-en un autre.
refusal-file-kind = Ce fichier n’est pas au format PDF, DOCX, XLSX, PNG, JPEG ou .age. Enregistrez-le dans l’un de ces formats et choisissez-le de nouveau.
refusal-file-damaged = Ce fichier est endommagé ou incomplet. Ouvrez-le sur votre ordinateur, enregistrez-le de nouveau et choisissez-le encore une fois.
refusal-file-macros = Ce fichier contient des macros, qui ne sont pas acceptées. Enregistrez-le sans macros.
refusal-file-locked = Ce fichier est protégé par un mot de passe, si bien que d’autres ne peuvent pas l’ouvrir. Enregistrez-le sans mot de passe et choisissez-le de nouveau.
refusal-file-locked-or-old = Ce fichier est protégé par un mot de passe ou d’un format ancien (.doc, .xls). Enregistrez-le au format DOCX ou XLSX, sans mot de passe, et choisissez-le de nouveau.
refusal-file-strange = Ce fichier contient des éléments que Word et Excel n’écrivent pas. Ouvrez-le dans Word, Excel ou LibreOffice, enregistrez-le sous un nouveau nom et choisissez le nouveau fichier.
refusal-file-too-large = Ce fichier dépasse { $megabytes } Mo. Réduisez-le ou divisez-le.
refusal-file-empty = Choisissez un fichier qui n’est pas vide.
refusal-file-infected = L’antivirus a trouvé quelque chose de dangereux dans ce fichier. Il n’a pas été conservé. Faites examiner l’ordinateur d’où il vient.
refusal-upload-damaged = Ce qui est arrivé n’est pas le fichier choisi. Il n’a pas été conservé. Choisissez-le de nouveau.
refusal-uploads-full = Votre État a autant de fichiers en cours d’envoi que l’on peut en garder à la fois ({ $megabytes } Mo). Réessayez quand celui d’un collègue sera arrivé.
refusal-file-not-scanned = Ce fichier n’a pas pu être soumis à l’antivirus pour le moment ; il n’a donc pas été conservé. Réessayez dans quelques minutes. Si cela persiste, prévenez le Secrétariat.
refusal-file-described = Un collègue a décrit ce fichier autrement entre-temps. Sa description figure avec le fichier au-dessus des champs ; la vôtre est dans les champs. Si vous la voulez, appuyez à nouveau sur le bouton.
refusal-file-gone = Un collègue a retiré ce fichier entre-temps. Vous le trouvez ci-dessous et pouvez le rétablir.
refusal-file-title-long = Le titre compte plus de { $max } caractères. Raccourcissez-le ; si vous joigniez un fichier, choisissez-le de nouveau.
refusal-file-title-bad = Le titre contient des caractères qui ne sont pas acceptés, par exemple un saut de ligne. Saisissez-le de nouveau ; si vous joigniez un fichier, choisissez-le de nouveau.
refusal-file-language-bad = Choisissez la langue dans la liste. S’il s’agit d’une autre, écrivez son nom, en { $max } caractères au plus. Si vous joigniez un fichier, choisissez-le de nouveau.
refusal-files-at-answer = { $max } fichiers sont joints à cette réponse, ce qui est le maximum. Retirez-en un pour en joindre un autre.
refusal-files-of-response = { $max } fichiers ont été joints à l’ensemble de la réponse de votre État, ce qui est le maximum ; ceux qui ont été retirés comptent aussi. Réunissez-en plusieurs en un seul.
refusal-file-name-bad = Le nom du fichier contient des caractères qui ne sont pas acceptés. Renommez-le avec des lettres, des chiffres et des espaces.
refusal-factor-last = C’est le dernier moyen qui vous permet de vous connecter. Configurez-en d’abord un autre.
refusal-factors-many = Vous avez { $max } seconds facteurs, soit le maximum. Retirez-en d’abord un.
refusal-wait = Plusieurs tentatives ont échoué. Réessayez après { $time } (heure de La Haye).
refusal-account-invited = Ce compte est invité et n’a pas encore servi. Émettez de nouveau l’invitation.
refusal-note-old = La date de la note ou de la lettre est antérieure au 17 juillet 1998, jour du Statut de Rome. Saisissez la date qui y figure.
refusal-note-missing = Saisissez la référence et la date de la note verbale ou de la lettre par laquelle cette personne est demandée.
refusal-nothing-left = Il n’y a plus rien à transmettre ici : cela a été fait entre-temps. Consultez de nouveau le compte.
