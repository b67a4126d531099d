# Les retours : un autre mot de passe, un mot de passe oublié, des seconds facteurs perdus.

sign-in-forgotten = Mot de passe oublié ?
forgotten-title = Mot de passe oublié
forgotten-text = Saisissez l’adresse électronique avec laquelle vous vous connectez. Un courriel y est envoyé, dont le lien permet de choisir un autre mot de passe.
forgotten-ask = Envoyer le lien
forgotten-not-yet = Ne vous êtes-vous encore jamais connecté ? Il vous faut alors l’invitation, et non un nouveau mot de passe.
forgotten-sent = S’il existe à cette adresse un compte qui peut être utilisé, un courriel avec un lien est en route.
forgotten-sent-mail = Le lien est valable 30 minutes et ne sert qu’une fois. Seul le plus récent compte.
forgotten-sent-nothing = Si aucun courriel n’arrive en quelques minutes, regardez parmi les courriels indésirables, vérifiez l’adresse et redemandez après un quart d’heure. Si cela ne suffit pas, écrivez à l’adresse ci-dessous.
forgotten-sent-factor = Il vous faudra aussi votre second facteur : votre application d’authentification, votre clé d’accès ou un code de secours.
reset-title = Choisir un autre mot de passe
reset-text = Deux éléments sont nécessaires : le lien du courriel et, à l’étape suivante, votre second facteur. Toutes vos sessions prennent fin.
reset-link = Lien du courriel
reset-link-hint = Rempli par le lien ; à défaut, saisissez les groupes de quatre caractères du courriel.
reset-set = Définir le mot de passe
reset-again = Le lien a-t-il expiré ?
own-password-title = Changer votre mot de passe
own-password-text = Un courriel vous informe du changement. Vos seconds facteurs restent ce qu’ils sont.
own-password-present = Mot de passe actuel
own-password-others = Fermer toutes mes autres sessions
own-password-change = Changer le mot de passe
own-password-done = Votre mot de passe est changé.
factor-none-left = Je n’ai plus aucun de ces moyens
fresh-lost = S’il ne vous en reste aucun, déconnectez-vous, reconnectez-vous et choisissez « Je n’ai plus aucun de ces moyens ».
lost-title = Vous avez perdu tous vos seconds facteurs
lost-what = Ce qui se passe lorsque vous en faites la demande
lost-who-state = Un coordonnateur de votre État et un membre du Secrétariat doivent tous deux donner leur accord.
lost-who-organ = Un coordonnateur de votre organe de la Cour et un membre du Secrétariat doivent tous deux donner leur accord.
lost-who-member = Deux autres membres du Secrétariat doivent donner leur accord. S’il n’y en a pas deux, l’exploitant de la plateforme peut aider.
lost-who-secretariat = Deux membres du Secrétariat doivent donner leur accord.
lost-who-sure = Ils vous demanderont en personne ou par téléphone si c’est bien vous.
lost-mail = Un courriel vous apporte ensuite un lien, et l’un d’eux vous communique un code par une autre voie.
lost-new = Avec les deux, vous choisissez un autre mot de passe et configurez de nouveaux seconds facteurs. Les anciens et vos codes de secours sont supprimés, et toutes vos sessions prennent fin.
lost-week = La demande est valable sept jours, et vous pouvez la retirer. Un courriel vous informe de chaque étape, et tout est consigné.
lost-nobody-state = Votre État n’a pas d’autre coordonnateur sur la plateforme. Avant que votre demande puisse être acceptée, un nouveau coordonnateur doit être désigné au Secrétariat par note verbale.
lost-nobody-organ = Votre organe n’a pas d’autre coordonnateur sur la plateforme. Avant que votre demande puisse être acceptée, l’organe doit en désigner un nouveau au Secrétariat par écrit.
lost-nobody-secretariat = Il n’y a pas actuellement assez de membres du Secrétariat pour donner leur accord. Écrivez à l’adresse ci-dessous.
lost-ask = Demander à pouvoir revenir
lost-back = Revenir à la seconde étape
lost-withdraw = Retirer la demande
lost-waits = Demande faite le { $when }. Elle est valable jusqu’au { $until }.
lost-agreed = Les deux accords sont donnés. Ouvrez le lien du courriel ; l’une des deux personnes vous communique le code.
lost-refused = Votre demande a été refusée le { $when }, en ces termes :
lost-part = { $who } : { $said }
lost-part-state = Coordonnateur de l’État
lost-part-organ = Coordonnateur de l’organe
lost-part-secretariat = Secrétariat
lost-part-second = Second membre du Secrétariat
lost-part-agreed = accord donné le { $when }
lost-part-agreed-by = accord donné par { $name } le { $when }
lost-part-waits = pas encore
lost-own = Une personne qui connaît votre mot de passe a demandé de nouveaux seconds facteurs pour votre compte. Si ce n’était pas vous, retirez la demande et changez votre mot de passe.
lost-done-withdrawn = La demande est retirée.
lost-done-agreed = Vous avez donné votre accord. Une autre personne doit encore donner le sien.
lost-done-refused = La demande est refusée, et la personne en est informée par courriel.
lost-home-waiting =
    { $count ->
        [one] Une personne qui a perdu ses seconds facteurs attend votre décision
       *[other] { $count } personnes qui ont perdu leurs seconds facteurs attendent votre décision
    }
lost-list-title = Seconds facteurs perdus
lost-list-text = Ces personnes ont donné leur mot de passe et disent avoir perdu tous leurs seconds facteurs. Deux personnes doivent donner leur accord avant qu’elles puissent en configurer de nouveaux. Personne ne donne son accord pour soi-même.
lost-list-empty = Aucune demande n’est en cours. Qui a perdu tous ses seconds facteurs en fait la demande à la seconde étape de la connexion.
lost-list-caption =
    { $count ->
        [one] Une demande
       *[other] { $count } demandes
    }
lost-list-who = Qui
lost-list-asked = Demande du
lost-list-until = Valable jusqu’au
lost-list-agreed = Accords
lost-list-waits = attend votre décision
lost-one-title = Demande de nouveaux seconds facteurs pour { $name }
lost-one-person = Personne
lost-one-own = C’est votre propre demande. Personne ne donne son accord pour soi-même.
lost-one-waits = Vous avez donné votre accord, ou quelqu’un l’a donné à votre titre. Une autre personne doit encore donner le sien, ou l’intéressé doit suivre le lien.
lost-one-agree-title = Avant de donner votre accord
lost-one-sure = Demandez à la personne, face à face ou à un numéro de téléphone que vous connaissiez déjà, si elle a fait cette demande. Un courriel ne suffit pas.
lost-one-password = Qui a fait la demande connaît le mot de passe. Cela seul ne prouve rien.
lost-one-another = Une autre personne doit encore donner son accord. Rien ne change avant.
lost-one-code = Avec votre accord, un courriel avec un lien part à la personne, et un code vous est affiché une seule fois. Soyez prêt à le transmettre autrement que par courriel.
lost-one-removed = Avec les deux, la personne choisit un autre mot de passe, les anciens seconds facteurs sont supprimés et toutes ses sessions prennent fin.
lost-one-recorded = Il est consigné que vous avez donné votre accord, et pour qui.
lost-one-agree = Donner l’accord pour { $name }
lost-one-refuse-title = Si vous n’êtes pas d’accord
lost-one-word = Pourquoi
lost-one-word-hint = Quelques mots ; la personne peut les lire.
lost-one-refuse = Refuser la demande de { $name }
lost-code-title = Les deux accords sont donnés
lost-code-mail = Un courriel avec un lien est en route vers { $name }. Il n’ouvre rien sans le code ci-dessous.
lost-code-once = Le code n’est conservé nulle part et cette page ne peut pas être rouverte. S’il est perdu, la personne retire sa demande et la renouvelle.
lost-code-way = Communiquez le code à la personne face à face, ou à un numéro de téléphone que vous connaissiez déjà. Jamais par courriel.
lost-code-wrong = Après dix codes erronés, le lien n’ouvre plus rien ; la personne renouvelle alors sa demande.
refusal-password-wrong = Le mot de passe actuel n’est pas exact. Saisissez-le de nouveau.
refusal-password-same = C’est votre mot de passe actuel. Choisissez-en un autre.
refusal-reset-spent = Ce lien a été utilisé, remplacé par un plus récent, ou il a expiré. Vérifiez votre saisie ; si elle est exacte, demandez un autre lien.
refusal-request-settled = Cette demande n’est plus en cours : elle a été tranchée ou retirée, ou elle a expiré.
refusal-agreed-already = Vous avez déjà donné votre accord, ou quelqu’un l’a donné à votre titre. Une autre personne doit encore donner le sien.
refusal-word-missing = Dites sur une ligne pourquoi vous refusez, en 200 caractères au plus.
refusal-requests-many = Plusieurs demandes ont été faites aujourd’hui. Redemandez demain, ou écrivez à l’adresse ci-dessous.
letter-reset-subject = Un autre mot de passe pour la Plateforme sécurisée sur la coopération
letter-reset-text =
    Quelqu’un a demandé un autre mot de passe pour votre compte. Si c’était vous, ouvrez ce lien dans les 30 minutes :

    { $link }

    Si le lien ne remplit pas le champ, allez à { $page } et saisissez :

    { $token }

    Le lien ne sert qu’une fois ; seul le plus récent compte, et votre second facteur est demandé ensuite. Si ce n’était pas vous, il n’y a rien à faire : votre mot de passe reste ce qu’il est.
letter-password-subject = Votre mot de passe pour la Plateforme sécurisée sur la coopération a changé
letter-password-text =
    Votre mot de passe a été changé. Si c’était vous, il n’y a rien à faire. Sinon, demandez aussitôt un autre mot de passe et prévenez le Secrétariat :

    { $link }
letter-lost-subject = Une demande au sujet de votre compte sur la Plateforme sécurisée sur la coopération
letter-lost-asked-text =
    Une personne qui connaît votre mot de passe dit que tous vos seconds facteurs sont perdus et en demande de nouveaux. Si c’était vous, deux personnes vont maintenant vous interroger. Sinon, connectez-vous, retirez la demande, changez votre mot de passe et prévenez le Secrétariat :

    { $link }
letter-lost-agreed-text =
    L’une des deux personnes a donné son accord à la demande de nouveaux seconds facteurs. Si vous ne l’avez pas faite, connectez-vous, retirez la demande, changez votre mot de passe et prévenez le Secrétariat :

    { $link }
letter-lost-refused-text =
    La demande de nouveaux seconds facteurs a été refusée. Vous pouvez lire pourquoi après avoir donné votre mot de passe. Si vous ne l’avez pas faite, changez votre mot de passe et prévenez le Secrétariat :

    { $link }
letter-lost-withdrawn-text =
    La demande de nouveaux seconds facteurs a été retirée. Si ce n’était pas vous, connectez-vous, vérifiez votre compte et prévenez le Secrétariat :

    { $link }
letter-lost-done-text =
    Votre mot de passe a été remplacé, et tous les anciens seconds facteurs ont été supprimés. Si ce n’était pas vous, prévenez aussitôt le Secrétariat :

    { $link }
letter-new-factors-subject = De nouveaux moyens de connexion à la Plateforme sécurisée sur la coopération
letter-new-factors-text =
    { $name },

    votre demande a été acceptée. Ouvrez ce lien et saisissez le code que vous recevez par une autre voie ; vous choisissez ensuite un autre mot de passe et configurez de nouveaux seconds facteurs. Si vous n’avez rien demandé, ne l’ouvrez pas et prévenez aussitôt le Secrétariat :

    { $link }

    Si le lien ne remplit pas l’invitation, allez à { $page } et saisissez :

    { $token }

    Elle peut être utilisée une fois, dans un délai de dix jours.
lost-code-again = Vous avez donné votre accord et le code a été affiché une seule fois. S’il n’est pas parvenu à { $name }, émettez-en un autre : un nouveau courriel part ; le code et le courriel précédents n’ouvrent alors plus rien.
