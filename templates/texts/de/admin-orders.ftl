# Orders in the back office: the list, several at once, what is noted and sent.
orders-export = Als Datei exportieren
orders-unpaid = Unbezahlt
orders-none-unpaid = Nichts ist unbezahlt
orders-none-unpaid-hint = Ist das Geld für eine Bestellung noch nicht da oder wurde die Zahlung abgelehnt, wartet sie hier, bis sie bezahlt ist oder Sie sie stornieren.
orders-status = Status
orders-every-status = Jeder Status
orders-every-payment = Jede Zahlung
orders-every-fulfilment = Jeder Versand
orders-tag = Stichwort
orders-every-tag = Jedes Stichwort
orders-from = Bestellt ab
orders-to = bis
orders-filter = Filtern
orders-remove-filter = Diesen Filter entfernen
orders-chip-from = Ab { $value }
orders-chip-to = Bis { $value }
orders-more-than = über { $count }
orders-more-than-total = Mehr als { $count } Bestellungen, die neuesten zuerst
orders-found-cut = Es passen mehr Bestellungen, als durchsucht werden können. Fügen Sie ein Wort hinzu, oder filtern Sie nach dem Datum.
orders-pick = Auswählen
orders-pick-all = Alle auf dieser Seite auswählen
orders-pick-one = Bestellung { $value } auswählen
orders-do-ship = Verschicken …
orders-do-print = Packzettel
orders-do-file = Ausgewählte exportieren
orders-do-tag = Stichwörter hinzufügen
orders-do-untag = Stichwörter entfernen
orders-tags = Stichwörter
orders-col-to = Geht an
orders-col-items = Artikel
orders-col-sku = SKU
orders-ship-many = Mehrere Bestellungen verschicken
orders-ship-many-hint = Was von jeder ausgewählten Bestellung übrig ist, geht als ein Paket hinaus. Scannen oder tippen Sie eine Nummer nach der anderen; die Eingabetaste führt zur nächsten.
orders-ship-many-do = Ausgewählte als verschickt vermerken
orders-tracking-of = Sendungsnummer von { $value }
orders-not-ready = Noch nicht zu verschicken
orders-not-shipped = { $count ->
    [one] Diese wurde nicht verschickt; der Grund steht daneben.
   *[other] Diese { $count } wurden nicht verschickt; die Gründe stehen daneben.
}
orders-back = Zurück zur Liste
orders-slip = Packzettel
orders-slips = Packzettel
orders-slips-hint = Je ein Blatt Papier. Drucken Sie diese Seite; was um die Zettel herum steht, wird nicht gedruckt.
orders-print = Drucken
orders-packed = Gepackt
orders-declined = Der Zahlungsanbieter hat abgelehnt: { $value }
orders-note-somebody = Jemand
orders-mails = E-Mails
orders-mail-sent = Gesendet { $value }
orders-mail-kept = Als Datei abgelegt, nicht gesendet { $value }
orders-mail-queued = Wird gleich gesendet
orders-mail-failed = Nicht gesendet
orders-mail-again = Noch einmal senden
orders-said-none-picked = Es wurde nichts getan: Wählen Sie zuerst eine oder mehrere Bestellungen.
orders-said-no-tag = Schreiben Sie zuerst ein oder mehrere Stichwörter, durch Kommas getrennt.
orders-said-tagged = { $count ->
    [0] Nichts hat sich geändert.
    [one] 1 Bestellung geändert.
   *[other] { $count } Bestellungen geändert.
}
orders-said-many-shipped = { $count ->
    [one] 1 Bestellung wurde als verschickt vermerkt. Der Käufer erfährt es.
   *[other] { $count } Bestellungen wurden als verschickt vermerkt. Die Käufer erfahren es.
}
orders-said-tags-saved = Die Stichwörter sind gespeichert.
orders-said-noted = Die Notiz ist aufbewahrt.
orders-said-note-deleted = Die Notiz ist gelöscht.
orders-said-mail = Die E-Mail ist noch einmal unterwegs.
orders-wrong-note = Schreiben Sie eine Notiz mit höchstens 2.000 Zeichen.
orders-wrong-tag = Höchstens 20 Stichwörter mit je höchstens 40 Zeichen und ohne Kommas.
orders-pick-found = { $count ->
    [one] Die eine gefundene Bestellung
   *[other] Alle { $count } gefundenen, auf jeder Seite
}
orders-pick-found-more = Alle gefundenen, mehr als { $count }, auf jeder Seite
orders-all-ship = Alle gefundenen verschicken
orders-all-ship-ask = { $count ->
    [one] Die 1 Bestellung verschicken, die bereit ist?
   *[other] Die { $count } Bestellungen verschicken, die bereit sind?
}
orders-all-ship-hint = Was von jeder übrig ist, geht als ein Paket ohne Sendungsnummer hinaus, und die Käufer erfahren es. Was nicht bezahlt ist oder seither bestellt wurde, bleibt, wie es ist. Das lässt sich nicht zurücknehmen.
orders-all-ship-do = { $count ->
    [one] 1 Bestellung verschicken
   *[other] { $count } Bestellungen verschicken
}
orders-all-tag = Stichwörter zu allen gefundenen
orders-all-tag-ask = { $count ->
    [one] Der 1 gefundenen Bestellung diese Stichwörter geben?
   *[other] Allen { $count } gefundenen Bestellungen diese Stichwörter geben?
}
orders-all-tag-do = { $count ->
    [one] 1 Bestellung kennzeichnen
   *[other] { $count } Bestellungen kennzeichnen
}
orders-all-untag = Stichwörter von allen gefundenen entfernen
orders-all-untag-ask = { $count ->
    [one] Diese Stichwörter von der 1 gefundenen Bestellung entfernen?
   *[other] Diese Stichwörter von allen { $count } gefundenen Bestellungen entfernen?
}
orders-all-untag-do = { $count ->
    [one] Von 1 Bestellung entfernen
   *[other] Von { $count } Bestellungen entfernen
}
orders-all-running = Ist im Gange
orders-all-done = Fertig
orders-all-stopped = Angehalten
orders-all-so-far = { $seen } von { $total } angesehen.
orders-all-shipped = { $count ->
    [one] 1 Bestellung wurde als verschickt vermerkt.
   *[other] { $count } Bestellungen wurden als verschickt vermerkt.
}
orders-all-ended = beendet { $value }
orders-all-look = Stand ansehen
orders-all-leave = Sie können diese Seite verlassen: Es geht weiter, und die Liste der Bestellungen führt hierher zurück.
orders-all-stop = Anhalten
orders-all-refused = Geblieben, wie sie waren
orders-slips-left = Das sind die ersten; es gibt weitere. Filtern Sie die Liste nach dem Datum, um die übrigen zu drucken.
orders-said-nothing-found = Es wurde nichts getan: Es findet sich keine Bestellung mehr.
orders-said-none-ready = Es wurde nichts getan: Keine der gefundenen Bestellungen kann verschickt werden. Ihr Geld ist nicht da oder vorgemerkt, oder es ist nichts mehr zu senden.
orders-said-too-many = Es wurde nichts getan: Höchstens 10.000 Bestellungen auf einmal, und Wörter finden höchstens 2.000. Filtern Sie nach Datum oder Status.
orders-said-stopped = Angehalten. Was bis dahin getan wurde, bleibt getan.
orders-said-over = Es war schon zu Ende.
orders-slip-note = Der Käufer schreibt

# Die Bestellung, wie sie war.
admin-order-then = Die Bestellung, wie sie damals war
admin-order-then-before = Ein Schritt zurück
admin-order-then-after = Ein Schritt weiter
admin-order-then-now = Wie sie jetzt ist
admin-order-then-hint = So war die Bestellung am { $value }, errechnet aus ihrem Verlauf. Wer gekauft hat, wohin sie geht und was jede Zeile kostet, ändert sich nicht.
admin-order-then-latest = So ist die Bestellung nach dem Letzten, was mit ihr geschah, errechnet aus ihrem Verlauf.
admin-order-then-sent = Gesendet
admin-order-then-left = Zu senden
admin-order-then-back = Erstattet
admin-order-then-until = was bis dahin geschehen war
