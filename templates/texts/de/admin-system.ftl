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
