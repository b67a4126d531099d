# Courriels. Aucun État, aucune question ni aucune réponse n’y est nommé.

letter-invitation-subject = Invitation à la Plateforme sécurisée sur la coopération
letter-something-subject = Un élément vous attend sur la Plateforme sécurisée sur la coopération
letter-cycle-subject = Note verbale : questionnaire sur la coopération et le recouvrement des avoirs
letter-something-text =
    Un élément vous attend sur la plateforme. Connectez-vous pour le voir :

    { $link }
letter-on-draft-text =
    Une personne de votre État vous a écrit au sujet d’un projet. Connectez-vous pour la lire :

    { $link }
letter-assigned-text =
    Quelque chose vous a été attribué sur la plateforme. Connectez-vous pour en prendre connaissance :

    { $link }
letter-device-subject = Nouvel appareil sur la Plateforme sécurisée sur la coopération
letter-device-text =
    Un navigateur qui n’avait pas encore été utilisé pour votre compte vient de s’y connecter. Si c’était vous, il n’y a rien à faire. Sinon, connectez-vous, fermez cette session et prévenez le Secrétariat :

    { $link }
letter-factors-subject = Vos moyens de connexion à la Plateforme sécurisée sur la coopération ont changé
letter-factors-text =
    L’un de vos moyens de connexion a été modifié ou utilisé. Si c’était vous, il n’y a rien à faire. Sinon, vérifiez et prévenez le Secrétariat :

    { $link }
letter-ends-subject = Votre compte sur la Plateforme sécurisée sur la coopération prend bientôt fin
letter-ends-text =
    La période pour laquelle votre compte a été ouvert prend bientôt fin. Connectez-vous pour en voir la date. Si vous poursuivez ce travail, demandez une date ultérieure à la personne qui gère les comptes là où vous travaillez :

    { $link }
letter-colleague-ends-subject = Un compte de la Plateforme sécurisée sur la coopération prend bientôt fin
letter-colleague-ends-text =
    Un compte que vous gérez prend bientôt fin. Connectez-vous pour fixer une date ultérieure ou pour transmettre les tâches de son titulaire :

    { $link }
letter-missing-subject = Des comptes de la Plateforme sécurisée sur la coopération requièrent votre attention
letter-missing-text =
    Une personne qui gérait des comptes ne peut plus le faire, et nul ne la remplace. La page « Comptes » indique où :

    { $link }
letter-invitation-text =
    { $name },

    vous êtes invité à la Plateforme sécurisée sur la coopération. Ouvrez ce lien et saisissez le code que vous recevez par une autre voie :

    { $link }

    Si le lien ne remplit pas l’invitation, allez à { $page } et saisissez :

    { $token }

    L’invitation peut être utilisée une fois, dans un délai de dix jours.
letter-cycle-text =
    Réf. : { $reference }

    Le Secrétariat de l’Assemblée des États Parties au Statut de Rome de la Cour pénale internationale présente ses compliments et a l’honneur de se référer à sa note verbale { $reference } en date du { $date }, par laquelle les États Parties sont invités à répondre au questionnaire { $year } sur la coopération et le recouvrement des avoirs. Les réponses sont attendues pour le { $expected }.

    Il est répondu au questionnaire sur la plateforme :

    { $link }
letter-foot =
    Ce courriel est authentique si ses liens commencent par { $link }. Il ne demande jamais de mot de passe et ne contient jamais de code.
    Questions : { $address }, { $telephone }
letter-attempts-subject = Tentatives infructueuses sur la Plateforme sécurisée sur la coopération
letter-attempts-text =
    Plusieurs tentatives de connexion à votre compte ont échoué. Si c’était vous, il n’y a rien à faire. Sinon, consultez ce qui est enregistré, changez votre mot de passe et prévenez le Secrétariat :

    { $link }

letter-to-confirm-text =
    Un compte attend d’être confirmé par un membre du Secrétariat avant de pouvoir être utilisé. La page « Comptes » indique à qui il est destiné et qui l’a proposé. Si vous n’en avez pas connaissance, interrogez vos collègues :

    { $link }
letter-confirmed-text =
    Un compte qui attendait d’être confirmé l’a été. Connectez-vous pour le voir. Si vous n’en avez pas connaissance, prévenez le Secrétariat :

    { $link }
letter-added-text =
    Le Secrétariat a ajouté un compte à ceux que vous gérez. La page de vos personnes indique à qui il est destiné et par quelle note ou lettre. Si vous n’en avez pas connaissance, suspendez-le et prévenez le Secrétariat :

    { $link }
letter-left-text =
    Une personne qui rédigeait des sections ne les rédige plus, et les sections sont laissées aux coordonnateurs. La page de vos personnes indique ce qui est à transmettre :

    { $link }
letter-fell-text =
    Une personne dont le compte a été suspendu ou est clos avait demandé de nouveaux seconds facteurs. Cette demande a pris fin avec le compte ; il n’y a plus rien à décider :

    { $link }
