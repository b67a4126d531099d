# Demandes de précision : ce qu’un organe de la Cour demande à un État sur une réponse.

clarifications-title = Demandes de précision
clarifications-home = Ce que la Cour a demandé
clarifications-see-all = Toutes les demandes de précision
clarifications-waiting =
    { $open ->
        [0] aucune n’est ouverte
        [one] une est ouverte
       *[other] { $open } sont ouvertes
    }{ $waiting ->
        [0] {""}
        [one] , une attend la Cour
       *[other] , { $waiting } attendent la Cour
    }
clarifications-here =
    { $court ->
        [0] aucune n’attend la Cour
        [one] une attend la Cour
       *[other] { $court } attendent la Cour
    }, { $state ->
        [0] aucune l’État
        [one] une l’État
       *[other] { $state } l’État
    }
clarifications-of = Demandes de précision sur la réponse { $year } : { $state }
clarifications-lead-state = Ce que des organes de la Cour ont demandé sur les réponses de votre État. Seuls le lisent votre État, l’organe qui a posé la question, et le Secrétariat lorsqu’une copie lui est adressée.
clarifications-lead-court = Ce que votre organe a demandé. Seuls le lisent votre organe, l’État interrogé, et le Secrétariat lorsque vous lui en adressez copie.
clarifications-lead-secretariat = Ce que des organes de la Cour ont demandé à des États et dont le Secrétariat a reçu copie, pour lecture. Le reste ne figure pas ici.
clarifications-which = Quelles demandes de précision
clarifications-open = Ouvertes
clarifications-all = Toutes
clarifications-none-open = Aucune demande de précision n’est ouverte.
clarifications-none = Il n’y a aucune demande de précision.
clarifications-cut = Seules les dernières sont affichées : il peut y en avoir d’autres.
clarifications-count =
    { $count ->
        [one] Une demande de précision
       *[other] { $count } demandes de précision
    }

clarification-title = Demande de précision sur { $code }
clarification-asked =
    { $organ ->
        [registry] Le Greffe
        [otp] Le Bureau du Procureur
       *[presidency] La Présidence
    } a demandé une précision le { $when }.
clarification-at-answer = Demande de précision : { $standing }
clarification-see = La voir
clarification-is-state = attend l’État
clarification-is-court = attend la Cour
clarification-is-settled = close
clarification-is-withdrawn = retirée
clarification-hoped = Une réponse est souhaitée pour le { $day }. Un envoi plus tardif n’a aucune conséquence.
clarification-hoped-short = réponse souhaitée pour le { $day }
clarification-since = depuis le { $day }
clarification-who-state = Lue par les coordonnateurs de votre État, ses lecteurs, les contributeurs qui voient cette question, et l’organe qui l’a posée. Aucun autre État ni aucun autre organe ne la voit, et elle ne fait pas partie de votre réponse.
clarification-who-court = Lue par les personnes de votre organe et par celles de l’État. Aucun autre État ni aucun autre organe ne la voit, et elle ne fait pas partie de la réponse.
clarification-who-copied = Le Secrétariat en a copie, pour lecture.
clarification-who-not-copied = Le Secrétariat ne la voit pas.
clarification-answer = La réponse
clarification-answer-then = Selon la révision { $number } du { $when }
clarification-answer-now = Modifiée par la révision { $number } du { $when }
clarification-no-answer = Aucune réponse n’est donnée.
clarification-gone = La dernière révision ne pose plus cette question.
clarification-written = Question et réponse
clarification-reply = Répondre
clarification-reply-label = La réponse de votre État
clarification-reply-hint = 4 000 caractères au plus. Rien sur une affaire, une personne ou une demande en cours.
clarification-reply-button = Envoyer la réponse : { $state }
clarification-further = Demander davantage
clarification-further-label = Ce que vous demandez encore
clarification-further-button = Envoyer la nouvelle question
clarification-text-hint = 4 000 caractères au plus. Rien sur une affaire, une personne ou une demande en cours.
clarification-typed = Ce que vous avez saisi
clarification-late = Elle a été close ou retirée pendant que vous écriviez : rien n’a été envoyé. Ce que vous avez saisi figure ci-dessous, pour être copié.
clarification-ended-meanwhile = Elle a été close ou retirée entre-temps et reste telle quelle. Rien n’a été fait.
clarification-written-meanwhile = Quelque chose a été écrit entre-temps, et rien n’a été fait. Lisez-le d’abord.
clarification-for-coordinators = Un coordonnateur de votre État répond. Faites-lui part de votre avis par un commentaire interne sur la question.
clarification-amend = Une précision explique une réponse et ne la modifie pas. La réponse elle-même ne change que si votre État la soumet modifiée.
clarification-amend-until = C’est possible jusqu’à l’ouverture du prochain cycle.
clarification-amend-closed = Un cycle ultérieur a été ouvert : cette réponse n’accepte plus de modification. Ce qui doit changer trouve sa place dans la réponse du cycle le plus récent.
clarification-amend-link = Modifier la réponse
clarification-end = Y mettre fin
clarification-end-text = Une fois close ou retirée, la demande peut être lue et plus rien ne peut y être écrit. Cela ne peut être annulé.
clarification-settle = Clore
clarification-withdraw = Retirer la question
clarification-ask = Demander une précision
clarification-ask-title = Demander une précision sur { $code }
clarification-ask-who = { $state } et votre organe lisent ce que vous demandez ; les autres États et les autres organes de la Cour ne le lisent pas. L’État voit quel organe demande, et non qui.
clarification-ask-label = Ce que vous demandez
clarification-hoped-label = Réponse souhaitée pour le (facultatif)
clarification-hoped-hint = Un jour. Une réponse plus tardive n’a aucune conséquence.
clarification-copy = En adresser copie au Secrétariat
clarification-copy-hint = Le Secrétariat lit alors ce que vous et l’État écrivez dans cette demande. Cela ne peut être modifié ensuite.
clarification-ask-button = Envoyer la question : { $state }
clarification-choose = Choisissez la question, avec ou sans réponse, telle que la révision { $number } la pose.
refusal-text-long = Réduisez le texte à { $max } caractères au plus.
refusal-text-characters = Le texte contient des caractères invisibles ou qui inversent le sens de ce qui suit. Saisissez-le de nouveau sans eux.
refusal-amended-meanwhile = L’État a modifié sa réponse depuis que vous avez ouvert cette page, et rien n’a été demandé. Lisez la réponse telle qu’elle est à présent, puis posez de nouveau la question.
refusal-asked-former-party = Cet État n’est plus Partie. Il peut lire ce qui lui a été demandé, mais non y répondre.
refusal-asked-already = Une question a déjà été envoyée depuis cette page. Celle qui figure ici à présent est différente et n’a pas été envoyée : envoyez-la s’il faut la poser aussi.
refusal-clarifications-open = { $max } demandes de précision de votre organe sur cette réponse sont ouvertes, et il ne peut y en avoir davantage à la fois. Mettez fin à l’une d’elles, puis posez la question.
refusal-clarification-stale = Quelque chose a été écrit entre-temps, et ce que vous avez saisi n’a pas été envoyé. Lisez-le d’abord ; ce que vous avez saisi figure ci-dessous.
refusal-clarification-full = Il ne peut être écrit davantage ici ({ $max } textes). Mettez fin à la demande, et posez-en une nouvelle si quelque chose reste ouvert.
help-clarification = Demandes de précision entre la Cour et un État
help-clarification-organ = l’organe qui a demandé
help-clarification-copied = non, sauf copie
