# Orders in the back office: the list, several at once, what is noted and sent.
orders-export = Als Datei exportieren
orders-unpaid = Zahlung fehlgeschlagen
orders-none-unpaid = Keine fehlgeschlagenen Zahlungen
orders-none-unpaid-hint = Klappt eine Zahlung nicht, wartet ihre Bestellung hier, bis der Käufer es noch einmal versucht oder Sie sie stornieren.
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
