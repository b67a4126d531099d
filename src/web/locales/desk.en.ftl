# Working together at the desk of a State: the history of answers, removed entries, internal comments.

history-title = History
history-heading = { $code }: history of the answer
history-heading-one = { $code }: version { $number } of the answer
history-text = Every saved version, the newest first, each with what differs from the one before.
history-text-one = The whole version, with what differs from the answer that stands now.
history-marks = What was put in is underlined, what was taken out is struck through.
history-version = Version { $number }
history-stands = Stands now
history-first = The first version.
history-none = Nothing has been saved here yet.
history-empty = An empty answer.
history-put-in = put in
history-taken-out = taken out
history-left = unchanged text left out
history-reason = Reason for not being in a position to answer
history-declined = Set to “Not in a position to answer”.
history-declined-still = Still “Not in a position to answer”.
history-answered-again = No longer “Not in a position to answer”.
history-readers = Who will read this: “{ $after }”, before that “{ $before }”.
history-see = Read version { $number } in full
history-see-restore = Read version { $number } in full or restore it
history-restore-text = This version becomes the answer again, saved in your name. What stands now stays in the history.
history-restore = Restore version { $number }
history-cannot = This version cannot be restored as it is.
history-newest = Newest versions
history-older = Older versions
history-all = All versions
history-removed = This question stood in an entry that was removed. To restore an answer, bring the entry back first:
removed-title = Removed entries
removed-heading = Section { $code }: removed entries
removed-text = An entry is brought back with its answers as they last stood, at the end of its list.
removed-none = No entry of this section is removed.
removed-by = Removed by { $who }, { $when }
removed-back = Bring this entry back
removed-link =
    { $count ->
        [one] One removed entry can be brought back
       *[other] { $count } removed entries can be brought back
    }
