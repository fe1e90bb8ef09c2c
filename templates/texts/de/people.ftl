# Customers in the back office.
people-search = Name oder E-Mail-Adresse
people-name = Name
people-last = Letzte Bestellung
people-orders = Bestellungen
people-orders-count = { $count ->
    [one] 1 Bestellung
   *[other] { $count } Bestellungen
}
people-sum = Wert
people-first = Erste Seite
people-none = Noch hat niemand gekauft
people-none-hint = Wer etwas bestellt, steht hier, mit dem, was gekauft wurde.
people-none-found = Niemand gefunden
people-none-found-hint = Suchen Sie nach einem Teil des Namens oder der E-Mail-Adresse.
people-show-all = Alle zeigen
people-groups = Gruppen
people-groups-hint = Leute, die gleich behandelt werden
people-groups-none = Es gibt noch keine Gruppen.
people-group-name = Name einer neuen Gruppe
people-group-make = Gruppe anlegen
people-group-delete = Löschen …
people-group-delete-hint = Die Mitglieder bleiben; sie sind nur nicht mehr in dieser Gruppe. Das lässt sich nicht rückgängig machen.
people-group-delete-do = { $value } endgültig löschen
people-figures = Dieser Kunde in Zahlen
people-since = Bekannt seit
people-no-orders = Keine Bestellungen.
people-all-orders = Alle Bestellungen dieser Adresse
people-reach = Kontakt
people-marks = Gruppen und Stichwörter
people-notes = Notizen
people-notes-hint = nur das Personal sieht sie
people-notes-none = Nichts notiert.
people-note = Neue Notiz
people-note-add = Notiz hinzufügen
people-note-delete = Diese Notiz löschen
people-wrong-group-name = Geben Sie der Gruppe einen eigenen Namen, in höchstens 60 Zeichen.
people-wrong-customer-tags = Höchstens 20 Stichwörter mit je höchstens 40 Zeichen.
people-wrong-customer-note = Schreiben Sie eine Notiz mit höchstens 2.000 Zeichen.
people-said-saved = Gespeichert.
people-said-note = Die Notiz ist aufbewahrt.
people-said-note-deleted = Die Notiz ist gelöscht.
people-said-group = Die Gruppe ist da.
people-said-group-deleted = Die Gruppe ist gelöscht.
