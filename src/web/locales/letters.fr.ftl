# Courriels. Aucun État, aucune question ni aucune réponse n’y est nommé.

letter-invitation-subject = Invitation à la Plateforme sécurisée sur la coopération
letter-something-subject = Un élément vous attend sur la Plateforme sécurisée sur la coopération
letter-cycle-subject = Note verbale : questionnaire sur la coopération et le recouvrement des avoirs
letter-something-text =
    Un élément vous attend sur la plateforme. Connectez-vous pour le voir :

    { $link }
letter-device-subject = Nouvel appareil sur la Plateforme sécurisée sur la coopération
letter-device-text =
    Un navigateur qui n’avait pas encore été utilisé pour votre compte vient de s’y connecter. Si c’était vous, il n’y a rien à faire. Sinon, connectez-vous, fermez cette session et prévenez le Secrétariat :

    { $link }
letter-factors-subject = Vos moyens de connexion à la Plateforme sécurisée sur la coopération ont changé
letter-factors-text =
    L’un de vos moyens de connexion a été modifié ou utilisé. Si c’était vous, il n’y a rien à faire. Sinon, vérifiez et prévenez le Secrétariat :

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
