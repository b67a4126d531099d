# What is new for a State: in the questionnaire, among other States' responses, and who writes beside one.

news-form-link = What changed in this year’s questionnaire
news-form-title = What changed in the { $year } questionnaire
news-form-since = Since { $year }:
news-form-text = Changes of rules, of guidance and of the order of choices are not listed.
news-form-nothing = It asks what was asked in { $year }.
news-form-first = There is no earlier questionnaire to compare it with.
news-form-new =
    { $count ->
        [one] one new question
       *[other] { $count } new questions
    }
news-form-changed =
    { $count ->
        [one] one changed
       *[other] { $count } changed
    }
news-form-gone =
    { $count ->
        [one] one no longer asked
       *[other] { $count } no longer asked
    }
news-is-new = New
news-is-gone = No longer asked
news-other-label = Other wording
news-other-hint = Other explanation
news-other-choices = Other choices
news-other-kind = Another kind of answer
news-lately = Published lately
news-response = { $state }, { $year } response

presence-one = { $name } is editing this section.
presence-several = { $names } are editing this section.
