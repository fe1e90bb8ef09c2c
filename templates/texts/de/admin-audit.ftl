# The log of deeds.
audit-who = Wer
audit-everybody = Alle
audit-what = Woran
audit-from = Ab
audit-until = Bis
audit-filter = Zeigen
audit-none = Nichts wurde getan
audit-none-hint = Was das Team und der Laden selbst ändern, wird hier aufgeschrieben und bleibt.
audit-all = Alles zeigen
audit-detail = Einzelheiten
audit-same = Alles, was damit geschah
audit-by-program = { $member } durch das Programm { $program }
