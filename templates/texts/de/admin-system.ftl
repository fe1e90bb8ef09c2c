# The system page: how busy the shop is right now.
system-now = In diesem Augenblick
system-now-hint = in diesem Prozess
system-version = Version
system-queue = Wartende Schreibvorgänge
system-readers = Beschäftigte Leser der Datenbank
system-writers = Beschäftigte Schreiber der Datenbank
system-of = { $some } von { $all }
system-lag = Langsamster Abonnent
system-seconds = { $count ->
    [one] 1 Sekunde zurück
   *[other] { $count } Sekunden zurück
}
system-cache = Seitenspeicher
system-cache-rate = { $value } % gefunden
system-cache-unused = noch nichts gefragt
system-cache-pages = { $count ->
    [one] 1 Seite
   *[other] { $count } Seiten
}
system-mail-failed = { $count ->
    [one] 1 E-Mail aufgegeben
   *[other] { $count } E-Mails aufgegeben
}
system-mail-delayed = { $count ->
    [one] 1 E-Mail wird noch einmal versucht
   *[other] { $count } E-Mails werden noch einmal versucht
}
system-replica = Lesekopie der Datenbank
system-replica-behind = { $count ->
    [one] 1 Sekunde zurück
   *[other] { $count } Sekunden zurück
}
system-replica-late = { $count ->
    [one] 1 Sekunde zurück: Die Datenbank antwortet
   *[other] { $count } Sekunden zurück: Die Datenbank antwortet
}
system-replica-away = Nicht da: Die Datenbank antwortet
system-replica-answered = { $count ->
    [one] 1 Antwort
   *[other] { $count } Antworten
}
system-replica-fell-back = { $count ->
    [one] 1 von der Datenbank statt ihrer
   *[other] { $count } von der Datenbank statt ihrer
}
system-books = Bücher
system-books-hint = Jede Nacht zwischen zwei und fünf geprüft: Bestand, Summen, Zahlungen, Ereignisse und Speicher. sundry check macht es jederzeit.
system-books-fine = Die Bücher stimmen
system-books-broken = { $count ->
    [one] 1 Verstoß: Etwas ist nicht, wie es sein muss
   *[other] { $count } Verstöße: Etwas ist nicht, wie es sein muss
}
system-books-took = { $count ->
    [one] 1 Sekunde
   *[other] { $count } Sekunden
}
system-books-none = Sie wurden noch nicht geprüft. Die erste Nacht holt es nach.
need-books = { $count ->
    [one] 1 Verstoß in den Büchern
   *[other] { $count } Verstöße in den Büchern
}
