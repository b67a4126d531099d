# Ce qui peut être fautif dans une réponse.

fault-required = Répondez à cette question
fault-constraint-failed = Cette réponse ne remplit pas la condition de la question
fault-not-a-number = Saisissez un nombre, par exemple 12,5
fault-not-a-whole-number = Saisissez un nombre entier, par exemple 12
fault-not-a-date = Saisissez une date (année, mois, jour), par exemple 2027-04-19
fault-not-a-time = Saisissez une heure (heures et minutes), par exemple 14:30
fault-not-a-date-time = Saisissez une date et une heure, par exemple 2027-04-19 14:30
fault-unknown-choice = « { $choice } » ne figure pas parmi les choix : sélectionnez un choix de la liste
fault-choice-not-offered = « { $choice } » ne peut plus être choisi : sélectionnez un autre choix
fault-choice-twice = « { $choice } » est sélectionné deux fois : ne le sélectionnez qu’une fois
fault-rank-incomplete = Classez les { $count } choix
fault-too-long = Ramenez le texte à { $max } caractères au plus
fault-too-few-entries = Ajoutez des entrées : il en faut au moins { $min }
fault-too-many-entries = Supprimez des entrées : { $max } au plus sont possibles
fault-out-of-range = Saisissez un nombre de { $start } à { $end }
fault-off-step = Saisissez un nombre que l’on atteint à partir de { $start } par pas de { $step }
fault-control-character = Supprimez les caractères qui ne peuvent pas être affichés et saisissez à nouveau le texte
fault-line-break = Écrivez le texte sur une seule ligne
fault-not-acknowledged = Confirmez en cochant la case
fault-not-answerable = Aucune réponse ne peut être donnée ici
fault-not-declinable = Il n’est pas possible de décliner cette question : répondez-y
