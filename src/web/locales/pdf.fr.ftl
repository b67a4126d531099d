## PDF

pdf-contents = Sommaire
pdf-missing = Les caractères que les polices de ce document n’ont pas sont remplacés par « � ». Les pages de la plateforme les affichent.
pdf-form = Formulaire
pdf-form-version = Version { $version }, { $hash }
pdf-marks = Les réponses portant la mention « La Cour seule » sont lues par l’État lui-même, par la Cour et par le Secrétariat, qui les transmet. Toutes les autres sont lues aussi par les autres États Parties, une fois la réponse publiée.
pdf-court-marks = Les réponses portant la mention « La Cour seule » ne doivent pas être communiquées à d’autres. S’il y en a, le téléchargement de ce fichier est consigné, et l’État voit par quel organe et quand.
pdf-reason = Motif
pdf-file = { $name } ({ $size }), SHA-256 { $sha }
pdf-draft = Projet pour validation. Ceci n’est pas une réponse soumise.
pdf-draft-mark = Projet pour validation, version { $version }, { $moment }
pdf-draft-version = Version du projet
pdf-draft-moment = État au
pdf-draft-link = Projet en PDF
pdf-expected = Attendue pour le
pdf-part = Ce fichier ne contient que ce qui vous a été attribué ou ouvert.
pdf-revision-mark = Révision { $number }, { $moment }
pdf-published = Publiée aux États Parties le
pdf-link = PDF
pdf-receipt-link = Récépissé en PDF
pdf-submitted = Ce qui a été soumis
pdf-section = Section
pdf-answers = Réponses
pdf-check = Comment vérifier le document
refusal-pdf-long = Cette réponse est trop longue pour un PDF. Ses pages l’affichent en entier.
