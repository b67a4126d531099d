## PDF

pdf-contents = Contents
pdf-missing = Characters that the fonts of this document do not have are shown as “�”. The pages of the platform show them.
pdf-form = Form
pdf-form-version = Version { $version }, { $hash }
pdf-marks = Answers marked “The Court only” are read by the State itself, the Court and the Secretariat, which transmits them. All other answers are read by the other States Parties too, once the response is published.
pdf-court-marks = Answers marked “The Court only” are not to be passed on. Where there are any, it is recorded that you have taken this file, and the State sees by which organ and when.
pdf-reason = Reason
pdf-file = { $name } ({ $size }), SHA-256 { $sha }
pdf-draft = Draft for clearance. This is not a submitted response.
pdf-draft-mark = Draft for clearance, version { $version }, { $moment }
pdf-draft-version = Version of the draft
pdf-draft-moment = As it stood on
pdf-draft-link = Draft as PDF
pdf-expected = Expected by
pdf-part = This file holds only what has been given or opened to you.
pdf-revision-mark = Revision { $number }, { $moment }
pdf-published = Published to States Parties on
pdf-link = PDF
pdf-receipt-link = Receipt as PDF
pdf-submitted = What was submitted
pdf-section = Section
pdf-answers = Answers
pdf-check = How to check the document
refusal-pdf-long = This response is too long for a PDF. Its pages show it in full.
