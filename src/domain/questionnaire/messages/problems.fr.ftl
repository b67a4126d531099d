# Ce qui peut être fautif dans un classeur. La cellule est indiquée avant chaque message.

problem-file-too-large = le fichier dépasse { $limit } Mo
problem-not-a-workbook = le fichier n’est pas un classeur Excel (.xlsx)
problem-old-workbook = le fichier est à l’ancien format Excel (.xls) : enregistrez-le au format .xlsx
problem-encrypted-workbook = le classeur est chiffré : enregistrez-le sans mot de passe
problem-macros = le classeur contient des macros : enregistrez-le au format .xlsx, sans macros
problem-too-many-parts = le classeur compte plus de { $limit } parties
problem-unpacks-too-large = le classeur décompressé dépasse { $limit } Mo
problem-document-type = la partie { $part } déclare un type de document, ce dont un classeur n’a jamais besoin
problem-damaged = le classeur est endommagé ou incomplet et ne peut pas être lu : ouvrez-le dans votre tableur, enregistrez-le comme nouveau fichier .xlsx et choisissez celui-ci

problem-missing-sheet = il n’y a pas de feuille nommée « { $expected } »
problem-similar-sheet = la feuille « { $found } » est ignorée : s’agit-il de « { $expected } » ?
problem-ignored-sheet = cette feuille ne fait pas partie du formulaire et est ignorée
problem-unsupported-sheet = cette feuille relève d’une fonction qui n’est pas prise en charge : supprimez-la
problem-too-many-sheets = le classeur compte plus de { $limit } feuilles
problem-too-many-rows = il y a plus de { $limit } lignes
problem-too-many-columns = il y a plus de { $limit } colonnes
problem-too-many-cells = il y a plus de { $limit } cellules remplies
problem-cell-too-long = la cellule contient plus de { $limit } caractères
problem-control-characters = la cellule contient un caractère qu’aucun texte ne contient (un caractère de commande, ou un caractère abîmé) : saisissez de nouveau le texte

problem-duplicate-header = cette colonne répète la colonne « { $other } »
problem-missing-header = il n’y a pas de colonne « { $expected } »
problem-unknown-concord-column = Concord ne connaît pas cette colonne
problem-unsupported-column = la colonne « { $header } » relève d’une fonction qui n’est pas prise en charge : videz-la ou supprimez-la
problem-ignored-column = cette colonne ne fait pas partie du formulaire et est ignorée
problem-cell-without-header = cette colonne n’a pas d’en-tête : son contenu est ignoré
problem-language-without-tag = « { $language } » n’a pas de code de langue tel que (fr) : le code « { $tag } » est retenu
problem-language-twice = « { $language } » et « { $other } » portent le même code de langue « { $tag } » et sont prises pour une seule langue
problem-missing-translation = « { $text } » n’a pas de texte en « { $language } »
problem-missing-translations =
    { $count ->
        [one] { $count } texte manque en « { $language } » : { $texts }
       *[other] { $count } textes manquent en « { $language } », le premier en { $texts }
    }
problem-unknown-default-language = aucune colonne n’est dans la langue par défaut « { $language } »

problem-no-type = la ligne n’a pas de type
problem-no-code = la question ou le groupe n’a pas de nom
problem-bad-code = « { $code } » ne peut pas être un nom : commencez par une lettre ou un tiret bas, continuez par des lettres, chiffres, traits d’union, tirets bas et points
problem-reserved-code = « { $code } » est un nom réservé
problem-code-too-long = le nom dépasse { $limit } caractères
problem-duplicate-code = le nom « { $code } » est déjà utilisé à la ligne { $first }
problem-code-case-clash = les noms « { $code } » et « { $other } » ne diffèrent que par les majuscules et les minuscules
problem-unknown-type = type de question inconnu « { $kind } »
problem-unsupported-type = les questions de type « { $kind } » ne sont pas prises en charge
problem-loop = « begin loop » n’est pas pris en charge : écrivez les questions une à une ou utilisez une répétition
problem-type-without-list = « { $kind } » demande le nom d’une liste de choix
problem-end-without-begin = « end { $kind } » ne ferme rien
problem-end-of-another = « end { $kind } » se trouve là où « { $code } » ({ $open }, ligne { $begun }) est encore ouvert
problem-not-closed = « { $code } » ({ $kind }) n’est jamais fermé
problem-too-deep = les groupes et répétitions sont imbriqués sur plus de { $limit } niveaux
problem-row-skipped = la ligne n’a ni type, ni nom, ni libellé et est laissée de côté
problem-row-disabled = la ligne est désactivée et laissée de côté ; une règle dans la colonne relevant est préférable
problem-no-label = « { $code } » n’a ni libellé ni indication
problem-repeat-without-label = la répétition « { $code } » n’a pas de libellé
problem-no-calculation = « { $code } » n’a pas de calcul
problem-no-effect = ceci est sans effet sur une ligne de type « { $kind } »
problem-no-questions = le formulaire n’a aucune question
problem-too-many-problems =
    { $count ->
        [one] il y a { $count } autre problème, qui sera indiqué une fois ceux-ci corrigés
       *[other] il y a { $count } autres problèmes, qui seront indiqués une fois ceux-ci corrigés
    }

problem-unknown-list = il n’y a pas de liste de choix « { $list } »
problem-or-other-with-filter = « or other » ne peut pas être combiné avec un filtre de choix
problem-choice-without-name = un choix de la liste « { $list } » n’a pas de nom
problem-choice-without-list = le choix n’a pas de nom de liste et est ignoré
problem-choice-without-label = le choix « { $choice } » de la liste « { $list } » n’a pas de libellé
problem-duplicate-choice = le choix « { $choice } » figure déjà dans la liste « { $list } », à la ligne { $first }
problem-choice-with-space = le nom du choix « { $choice } » de la liste « { $list } » contient une espace, si bien que « { $code } » ne peut pas proposer plusieurs choix
problem-too-many-choices = la liste « { $list } » compte plus de { $limit } choix

problem-bad-parameters = « { $text } » n’est pas une liste de paramètres telle que start=1 end=10
problem-unknown-parameter = paramètre inconnu « { $parameter } » ; paramètres admis : { $accepted }
problem-unsupported-parameter = le paramètre « { $parameter } » n’est pas pris en charge
problem-bad-parameter-value = « { $value } » n’est pas une valeur du paramètre « { $parameter } »
problem-zero-parameter = le paramètre « { $parameter } » ne doit pas être nul
problem-step-too-wide = un pas de { $step } est plus grand que l’intervalle de { $start } à { $end }

problem-expression-syntax = l’expression ne peut pas être lue à « { $found } »
problem-expression-unfinished = l’expression s’arrête trop tôt
problem-unknown-function = fonction inconnue { $function }()
problem-argument-count = { $function }() n’admet pas ce nombre d’arguments : { $given }
problem-argument-kind = { $function }() demande ici : { $wanted }
problem-unsupported-expression = « { $what } » n’est pas pris en charge dans les expressions
problem-bad-reference = référence mal formée « { $reference } »
problem-bad-pattern = « { $pattern } » n’est pas un motif utilisable ({ $reason })
problem-too-many-patterns = il y a plus de { $limit } motifs
problem-expression-too-long = l’expression dépasse { $limit } caractères
problem-expression-too-deep = l’expression est imbriquée sur plus de { $limit } niveaux
problem-unknown-question = question inconnue « { $question } » dans { $column }
problem-ambiguous-question = plusieurs lignes se nomment « { $question } », si bien que { $column } ne peut pas s’y référer
problem-unknown-path = « { $path } » dans { $column } ne mène à aucune question
problem-unknown-choice-column = les choix de la liste « { $list } » n’ont pas de colonne « { $name } »
problem-not-in-repeat = « { $question } » n’est pas dans la répétition « { $repeat } »
problem-not-a-choice-question = « { $question } » n’a pas de choix
problem-cycle = les règles tournent en rond : { $cycle }
problem-bad-default = « { $value } » ne peut pas être une réponse de type « { $kind } » : la valeur par défaut est ignorée
problem-too-many-dependencies = les règles du formulaire dépendent les unes des autres de plus de { $limit } manières

problem-bad-value = « { $value } » n’est pas admis ici ; valeurs admises : { $accepted }
problem-wider-than-group = la visibilité « { $own } » est plus large que « { $group } », celle du groupe « { $code } » qui l’entoure
problem-repeat-bounds = le nombre minimal d’entrées, { $min }, dépasse le nombre maximal, { $max }
problem-too-many-entries = une répétition compte au plus { $limit } entrées
