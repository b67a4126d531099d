# Ce qui est nouveau pour un État : dans le questionnaire, parmi les réponses des autres États, et qui écrit à côté.

news-form-link = Ce qui a changé dans le questionnaire de cette année
news-form-title = Ce qui a changé dans le questionnaire { $year }
news-form-since = Depuis { $year } :
news-form-text = Les changements de règles, d’indications complémentaires et d’ordre des choix ne figurent pas ici.
news-form-nothing = Il demande ce qui était demandé en { $year }.
news-form-first = Il n’y a pas de questionnaire antérieur auquel le comparer.
news-form-new =
    { $count ->
        [one] une nouvelle question
       *[other] { $count } nouvelles questions
    }
news-form-changed =
    { $count ->
        [one] une modifiée
       *[other] { $count } modifiées
    }
news-form-gone =
    { $count ->
        [one] une qui n’est plus posée
       *[other] { $count } qui ne sont plus posées
    }
news-is-new = Nouvelle
news-is-gone = N’est plus posée
news-other-label = Autre formulation
news-other-hint = Autre explication
news-other-choices = Autres choix
news-other-kind = Autre type de réponse
news-lately = Publications récentes
news-response = { $state }, réponse { $year }

presence-one = { $name } modifie cette section.
presence-several = { $names } modifient cette section.
