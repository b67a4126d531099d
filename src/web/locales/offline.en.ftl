# Filling in away from the platform: the file, the page that hands it out, and what comes back.
offline-title = Fill in away from the platform
offline-overview = The draft as a Word or Excel file, to send round for clearance and to bring back filled in.
offline-overview-link = Take a file, or bring one back
offline-overview-waiting = { $count ->
    [one] One file that came back waits to be looked at
   *[other] { $count } files that came back wait to be looked at
}
offline-text = Take the questionnaire as a file, let others fill it in, and bring it back. What it says is compared with your draft first. Nothing is taken over before you have confirmed it.
offline-take-title = Take a file
offline-take-text = The file holds what you see of the draft. Whoever has it can read it: send it by a way that is fit for that.
offline-content = Content
offline-content-draft = The draft, for clearance
offline-content-blank = The questions alone
offline-language = Language of the file
offline-download-xlsx = Download as Excel
offline-download-docx = Download as Word
offline-bring-title = Bring a file back
offline-bring-text = Choose a file that was taken here and filled in. Several files may come back, in any order.
offline-file-label = The file
offline-file-hint = A Word (.docx) or Excel file (.xlsx) of up to { $megabytes } MB
offline-upload = Upload and compare
offline-may-not-bring = To bring a file back is for those who write answers, while the response takes changes.
offline-nothing = Choose a file.
offline-neither = The file is neither the Word document nor the Excel workbook that was downloaded here, or it is damaged. Open it in your word processor or spreadsheet program, save it as .docx or .xlsx, and choose that file.
offline-not-read = The file cannot be read: { $why }.
offline-waiting-title = Files that wait
offline-waiting-text = A file that nobody takes over or discards is forgotten after 90 days.
offline-waiting-one = brought by { $by } on { $when }
offline-discarded = The file was discarded. The draft is as it was.

offline-heading-draft = Draft for clearance
offline-heading-blank = Questionnaire, blank
offline-state = State
offline-year = Year
offline-date = Taken on
offline-draft-version = Version of the draft
offline-reference = Reference
offline-read-me = Read me
offline-how-1 = Fill in the light yellow cells. The other cells are locked, so that the file can be read when it comes back. There is no password.
offline-how-2 = Each section has a sheet of its own, and so has each list of entries. A new entry is filled in where there is room for one; leave it blank otherwise.
offline-how-3 = Where there is a list of choices, choose from it. Where several may be chosen, write each choice on a line of its own, exactly as it stands beside the question (Alt and Enter begin a new line).
offline-how-4 = “Not in a position to answer” is said with the word “Yes” in that column, where it is offered. Files are given on the platform.
offline-how-5 = An answer that you delete is deleted in the draft when the file is taken over. What you leave as it is stays as it is.
offline-how-6 = Save the file as .xlsx and send it back to the coordinator. Do not write anything about a case, a person or a request in hand.
offline-word-1 = Write in the white cells on the right, and nowhere else. Leave the codes on the left as they are: by them the file is read when it comes back.
offline-word-2 = Tick a box with a click, or put an x between square brackets before the text: [x]. Where the State is not in a position to answer, tick that box and write the reason below it. Comments go into the last column.
offline-word-3 = A new entry is filled in where there is room for one; leave it blank otherwise. Files are given on the platform, and pictures, footnotes and tables inside an answer cannot be taken over. Accept or refuse tracked changes before you send the file back.
offline-word-4 = Save the file as .docx and send it back to the coordinator. Do not write anything about a case, a person or a request in hand.
offline-page = Page { $number } of { $all }
offline-key = Key
offline-version = Version
offline-question = Question
offline-answer = Answer
offline-reason = Reason
offline-readers = Who may read it
offline-yes = Yes
offline-new-entry = New entry { $number }
offline-required = An answer is required.
offline-does-not-apply = Not asked, going by the other answers so far.
offline-choose-one = Choose one from the list.
offline-choose-several = Write each choice that applies on a line of its own:
offline-tick-one = Tick one.
offline-tick-several = Tick all that apply.
offline-court-box = Only the Court may read the answer
offline-decline-box = Not in a position to answer, because:
offline-put-in-order = Write all of these, each on a line of its own, the first one on top:
offline-as-a-date = Year, month, day: 2027-04-19
offline-as-a-time = Hours and minutes: 14:30
offline-file = A file is given on the platform.
offline-attached = Attached:
offline-computed = Computed by the platform.
offline-too-long = This answer is too long for a cell. Change it on the platform.
offline-on-sheet = The entries are on the sheet “{ $sheet }”.

import-title = A file that came back
import-text = This is what the file says, compared with the draft as it is now. Nothing has been taken over yet.
import-conflicts-title = To choose: changed in the draft and in the file
import-conflicts-text = Both have been changed since the file was taken, and not to the same. Choose one. What you do not choose now waits.
import-declining = An answer and “not in a position to answer” with its reason are one choice: you take all of one side.
import-taken-title = Will be taken over
import-taken-text = These were changed in the file alone, or beside what was changed in the draft.
import-wrong-title = Not understood
import-wrong-text = This cannot be taken over as it is. Nothing was guessed. Put it right in the file and upload that again, or answer on the platform.
import-wrong-shown = These are lines { $first } to { $last } of { $all }.
import-wrong-back = Back to the comparison
import-wrong-before = The lines before
import-wrong-next = The lines after
import-same = The same in both
import-only-ours = Changed in the draft alone
import-chosen = Chosen already
import-untouched = Unchanged
import-base = When the file was taken
import-ours = In the draft now
import-theirs = In the file
import-keep-ours = Keep what is in the draft
import-take-theirs = Take what is in the file
import-new = Not answered so far
import-new-entry = New entry
import-take-over = Take over
import-discard = Discard this file
import-discard-text = A file that is discarded changes nothing in the draft. What it says is deleted.
import-done = { $taken ->
    [0] Nothing new was taken over.
    [one] One answer was taken over.
   *[other] { $taken } answers were taken over.
}{ $left ->
    [0] { "" }
    [one] { " " }One still waits for your choice.
   *[other] { " " }{ $left } still wait for your choice.
}
import-applied = Taken over by { $by } on { $when }. What the file said is in the draft and its history.
import-discarded = Discarded by { $by } on { $when }.
import-expired = Nobody took this file over in 90 days, so that it was forgotten.
import-closed = The response takes no changes now.
import-submitted-since = The response was submitted on { $when } (revision { $revision }), after this file came back. That revision stays as it is. What is taken over from the file now goes into the draft of an amendment: nobody outside your State reads it before that is submitted.
import-submitted = The response was submitted on { $when } (revision { $revision }). That revision stays as it is. What is taken over from this file goes into the draft of an amendment: nobody outside your State reads it before that is submitted.
import-not-taken = The response was submitted since the page was made on which you pressed the button, so nothing was taken over. Read what would happen now, and decide again.
submit-files-waiting =
    { $count ->
        [one] One file that was filled in elsewhere has come back and waits. What it says is not in the draft, and is not submitted.
       *[other] { $count } files that were filled in elsewhere have come back and wait. What they say is not in the draft, and is not submitted.
    }
import-place-cell = Sheet “{ $part }”, cell { $cell }
import-place-row = Sheet “{ $part }”, row { $row }
import-place-table = Table { $part }, row { $row }
import-why-part = { $part }: { $why }
import-why-choice = “{ $text }” is none of the choices as they stand in the form.
import-why-places = The numbers before the lines do not go from 1 to the last, each once.
import-why-word = “{ $text }” stands where only “{ $wanted }” or nothing can stand.
import-why-several = Several are chosen where one is asked for.
import-why-tracked = It holds tracked changes. Accept or refuse them in the file and upload it again.
import-why-picture = It holds a picture or a shape. Give it as a file on the platform, and the answer as text.
import-why-equation = It holds an equation. Write it as text.
import-why-footnote = It holds a footnote. Write it into the answer or the comment.
import-why-inner-table = It holds a table. Write it as text, or give it as a file on the platform.
import-why-symbol = It holds a symbol of a special font, which is no letter. Write it as text.
import-why-hidden = It holds hidden text. Show it or delete it in the file.
import-why-formula = The cell holds a formula. Write the answer itself.
import-why-cell-error = The cell holds an error of the spreadsheet program.
import-why-cell-too-long = The cell holds more than a cell can.
import-why-not-yours = This question is not yours to write. It is left out.
import-why-not-in-form = The form has no question with this key.
import-why-no-entry = The draft has no such entry.
import-why-entry-removed = The entry was removed from the draft since. Bring it back there first, if it is to stay.
import-why-no-room = There is no room for another entry in this list.
import-why-fixed = This answer follows from others and cannot be changed by hand.
import-why-held-up = An answer and “not in a position to answer” with its reason are taken over together. This waits until the other is put right.
import-why-twice = The key stands in the file twice, so that it is not clear which row counts.
import-why-stray = Something is written where no question is.

refusal-paper-of-another-state = This file was made for another State’s response. It cannot be taken over here.
refusal-paper-of-another-year = This file was made for the response of { $year }. Bring it to that response.
refusal-paper-unknown = This file was not taken from this response, or the sheet that says so is gone from it. Take a new file here, and copy the answers into it.
refusal-imports-full = { $max } files wait already. Take them over or discard them first.
import-picked = Chosen, not taken over yet
import-parts = The changes, section by section
import-parts-text = There is much to compare, so each section has a page of its own. What you choose there is kept; nothing is in the draft before you confirm it here, once for all sections.
import-parts-choose = To choose
import-part-which = ({ $number } of { $of })
import-part-open = to choose
import-part-text = One part of the comparison. What you choose is kept and waits to be confirmed.
import-part-summary = All sections, and taking over
import-part-next = To the next part
import-keep = Keep these choices and go on
import-meanwhile =
    { $count ->
        [one] One choice was not kept: somebody saved that answer in the draft meanwhile. Look again at what is to choose.
       *[other] { $count } choices were not kept: somebody saved those answers in the draft meanwhile. Look again at what is to choose.
    }
import-parts-open =
    { $count ->
        [one] One answer is still to be chosen. If you take over now, it waits and everything else is taken over.
       *[other] { $count } answers are still to be chosen. If you take over now, they wait and everything else is taken over.
    }
