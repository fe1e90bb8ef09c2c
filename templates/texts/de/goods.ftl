# Products and categories in the back office.

# The list
goods-tab-all = Alle
goods-tab-published = Veröffentlicht
goods-tab-drafts = Entwürfe
goods-tab-archived = Archiviert
goods-filters = Filter
goods-search = Name, SKU oder Strichcode
goods-category = Kategorie
goods-every-category = Jede Kategorie
goods-no-category = Keine Kategorie
goods-brand = Marke
goods-every-brand = Jede Marke
goods-stock = Bestand
goods-every-level = Jeder Bestand
goods-level-in = Auf Lager
goods-level-low = Geht zur Neige
goods-level-out = Ausverkauft
goods-filter = Filtern
goods-remove-filter = Diesen Filter entfernen
goods-export = CSV exportieren
goods-new = Neues Produkt
goods-none-found = Kein Produkt passt
goods-none-found-hint = Nehmen Sie einen Filter weg, oder suchen Sie nach dem Anfang eines Wortes oder einer SKU.
goods-found-cut = Es wurde mehr gefunden, als hier steht. Fügen Sie ein Wort hinzu, um den Rest zu finden.
goods-none-hint = Legen Sie hier Ihr erstes Produkt an, oder bringen Sie einen Katalog unter Importe herein.
goods-pick = Auswählen
goods-pick-one = { $value } auswählen
goods-pick-all = Diese Seite auswählen
goods-all-found = Alles Gefundene, bis 1.000
goods-do-publish = Veröffentlichen
goods-do-draft = Zurückziehen
goods-do-archive = Archivieren
goods-do-prices = Preise …
goods-do-category = Kategorie …
goods-do-tags = Stichwörter …
goods-do-export = Exportieren
goods-col-price = Preis
goods-price-of = Preis von { $value }
goods-stock-of = Vorhanden von { $value }
goods-variants = { $count ->
    [one] 1 Variante
   *[other] { $count } Varianten
}
goods-more-variants = { $count ->
    [one] 1 weitere Variante
   *[other] { $count } weitere Varianten
}
goods-products = { $count ->
    [one] 1 Produkt
   *[other] { $count } Produkte
}
goods-cells-wrong = { $count ->
    [one] Ein Feld wurde nicht gespeichert. Es sagt, warum; die anderen sind gespeichert.
   *[other] { $count } Felder wurden nicht gespeichert. Jedes sagt, warum; die anderen sind gespeichert.
}
goods-cell-price-moved = Jemand hat inzwischen { $value } eingetragen. Speichern Sie noch einmal, um es zu ersetzen.
goods-cell-price-gone = Es gibt keinen Preis mehr. Speichern Sie noch einmal, um einen zu setzen.
goods-cell-stock-moved = Es sind inzwischen { $count }. Zählen Sie noch einmal, und speichern Sie dann.
goods-cell-promised = Mehr als das ist für Bestellungen zugesagt.
goods-cell-unlikely = Schreiben Sie eine Zahl, die gemeint sein kann.
goods-counted-in-list = in der Produktliste gesetzt

# Many at once
goods-bulk-prices = Preise ändern
goods-bulk-category = Kategorie ändern
goods-bulk-tags = Stichwörter ändern
goods-bulk-for = { $count ->
    [one] Für 1 Produkt
   *[other] Für { $count } Produkte
}
goods-bulk-nobody = Es wurde kein Produkt gewählt. Haken Sie zuerst welche in der Liste an.
goods-bulk-do = { $count ->
    [one] 1 Produkt ändern
   *[other] { $count } Produkte ändern
}
goods-bulk-undo-hint = Sie können das danach zurücknehmen.
goods-and-more = und { $count } weitere
goods-back = Zurück zur Liste
goods-price-how = Was mit dem Preis geschieht
goods-price-raise = Um Prozent erhöhen
goods-price-lower = Um Prozent senken
goods-price-more = Um einen Betrag erhöhen
goods-price-less = Um einen Betrag senken
goods-price-set = Auf einen Betrag setzen
goods-price-by = Um oder auf
goods-price-by-hint = Zum Beispiel 10 oder 2,50
goods-price-round = Ergebnis runden
goods-round-exact = Auf den Cent
goods-round-five = Auf 0,05
goods-round-whole = Auf ganze Beträge
goods-round-95 = Auf ,95 am Ende
goods-round-99 = Auf ,99 am Ende
goods-price-strike = Den Preis vorher durchstreichen
goods-price-strike-hint = Ist der neue Preis niedriger, steht der vorherige daneben.
goods-category-what = Was geschieht
goods-category-in = Hineinstellen
goods-category-out = Herausnehmen
goods-tags = Stichwörter
goods-tags-add = Stichwörter hinzufügen
goods-tags-remove = Stichwörter entfernen
goods-tags-hint = Durch Kommas getrennt

# A new one
goods-new-begin = Beginnen Sie mit einem Namen
goods-new-hint = Es entsteht ein Entwurf; niemand sieht ihn, bis Sie ihn veröffentlichen.
goods-new-do = Entwurf anlegen
goods-later = Geht auch später
goods-title = Name
goods-price = Preis
goods-price-in = Preis in { $value }
goods-first-stock = Auf Lager
goods-sku = SKU
goods-sku-hint = Bleibt es leer, wird eine aus dem Namen gemacht
goods-copy-of = Kopie von { $value }

# One product
goods-view = Im Laden ansehen
goods-preview = Vorschau
goods-duplicate = Verdoppeln
goods-archive = Archivieren
goods-restore = Zurück zum Entwurf
goods-publish = Veröffentlichen
goods-save-and-publish = Speichern und veröffentlichen
goods-goes-live = Wird von selbst veröffentlicht: { $value }.
goods-goes-off = Wird von selbst zurückgezogen: { $value }.
goods-sheets = Teile dieses Produkts
goods-sheet-words = Angaben
goods-sheet-variants = Varianten
goods-sheet-pictures = Bilder
goods-words = Texte
goods-subtitle = Untertitel
goods-subtitle-hint = Eine Zeile unter dem Namen, auch in Listen
goods-description = Beschreibung
goods-description-hint = Einfacher Text mit Leerzeilen zwischen Absätzen oder einfaches HTML. Skripte und Gestaltung werden entfernt.
goods-specification = Daten
goods-specification-hint = die Tabelle auf der Seite des Produkts
goods-attribute-name = Eigenschaft
goods-attribute-kind = Art
goods-attribute-value = Wert
goods-attribute-unit = Einheit
goods-attribute-hint = Leeren Sie eine Zeile, um sie zu entfernen. Beim Speichern kommen leere Zeilen dazu. Bei „ja oder nein“ schreiben Sie ja oder nein.
goods-kind-text = Text
goods-kind-number = Zahl
goods-kind-yes-no = Ja oder nein
goods-no = nein
goods-seo = Suchmaschinen
goods-seo-hint = wie es aussehen kann, wenn es gefunden wird
goods-seo-title = Titel für Suchmaschinen
goods-seo-title-hint = Leer: der Name
goods-seo-description = Text für Suchmaschinen
goods-seo-description-hint = Leer: der Untertitel. Etwa 150 Zeichen werden gezeigt.
goods-handle = Adresse
goods-handle-hint = Buchstaben, Ziffern und Bindestriche. Die frühere Adresse führt zur neuen.
goods-state = Sichtbarkeit
goods-publish-from = Veröffentlichen am
goods-publish-from-hint = Ein Entwurf wird dann von selbst veröffentlicht.
goods-publish-until = Zurückziehen am
goods-publish-until-hint = Dann wird es wieder ein Entwurf.
goods-place = Wo es steht
goods-main-category = Hauptkategorie
goods-also-in = Auch in anderen Kategorien
goods-tax = Steuerklasse
goods-tax-hint = Bestimmt, welche Sätze gelten
goods-tax-standard = Regelsatz
goods-tax-reduced = Ermäßigt
goods-tax-zero = Null

# Variants
goods-in-sale = Im Verkauf
goods-compare = Preis vorher
goods-weight = Gewicht in Gramm
goods-barcode = Strichcode
goods-variant-picture = Bild
goods-variant-picture-none = Das erste
goods-options = Optionen
goods-options-hint = worin sich Varianten unterscheiden, etwa Größe oder Farbe
goods-option-new = Weitere Option
goods-option-name = Name
goods-option-example = Farbe
goods-option-values = Werte
goods-option-add = Werte hinzufügen
goods-option-add-example = Rot, Grün, Blau
goods-options-effect = Benennen Sie einen Wert in seinem Feld um, und seine Varianten behalten Preis und Bestand. Leeren Sie einen Wert oder den Namen einer Option, um sie zu entfernen: Die Varianten dazu kommen aus dem Verkauf. Fehlende Kombinationen entstehen mit dem Preis der ersten Variante.
goods-options-do = Optionen speichern und Varianten anlegen

# Pictures
goods-pictures-add = Bilder hinzufügen
goods-pictures-add-hint = JPEG, PNG oder WebP, je bis 12 MB
goods-pictures-files = Dateien wählen oder hier ablegen
goods-pictures-file = Datei wählen
goods-pictures-send = Hochladen
goods-pictures-sending = Wird hochgeladen …
goods-pictures-none = Noch keine Bilder
goods-pictures-none-hint = Das erste, das Sie hinzufügen, steht in Listen.
goods-pictures-hint = Das erste Bild steht in Listen. Ändern Sie die Nummern, oder ziehen Sie, um sie umzuordnen. Die Punkte bestimmen, was beim Beschneiden zu sehen bleibt.
goods-alt = Beschreibung für alle, die es nicht sehen können
goods-picture-place = Platz
goods-picture-remove = Entfernen
goods-picture-set = Bild setzen
goods-focus = Was zu sehen bleibt
goods-focus-top-left = Oben links
goods-focus-top = Oben
goods-focus-top-right = Oben rechts
goods-focus-left = Links
goods-focus-middle = Mitte
goods-focus-right = Rechts
goods-focus-bottom-left = Unten links
goods-focus-bottom = Unten
goods-focus-bottom-right = Unten rechts
goods-file-refused = { $name }: { $why }
goods-files-refused = { $count ->
    [one] Eine Datei konnte nicht angenommen werden
   *[other] { $count } Dateien konnten nicht angenommen werden
}

# Categories
goods-categories-none = Noch keine Kategorien
goods-categories-none-hint = Kategorien sind die Regale des Ladens. Legen Sie daneben die erste an.
goods-category-new = Neue Kategorie
goods-category-title = Name
goods-category-make = Anlegen
goods-category-parent = Steht in
goods-category-top = Ganz oben
goods-category-intro = Einleitung
goods-category-intro-hint = Steht über ihren Produkten
goods-category-picture = Bild
goods-category-delete = Löschen
goods-category-delete-ask = Diese Kategorie löschen …
goods-category-delete-empty = Es steht nichts darin. Das lässt sich nicht rückgängig machen.
goods-category-delete-to = Ihre Produkte
goods-category-delete-nowhere = bleiben ohne diese Kategorie
goods-category-delete-do = { $value } endgültig löschen
goods-category-has-below = Andere Kategorien stehen darin. Verschieben oder löschen Sie zuerst diese.
goods-move-up = Nach oben
goods-move-down = Nach unten
goods-move-up-one = { $value } nach oben
goods-move-down-one = { $value } nach unten

# What is wrong
goods-wrong-other = Das kann nicht gespeichert werden. Prüfen Sie Ihre Eingabe.
goods-wrong-missing = Das wird gebraucht.
goods-wrong-too-long = Das ist zu lang.
goods-wrong-too-many = Das sind zu viele.
goods-wrong-twice = Das steht hier zweimal.
goods-wrong-order = Das muss nach dem Anfang liegen.
goods-wrong-not-a-number = Schreiben Sie eine Zahl, zum Beispiel 12 oder 12,5.
goods-wrong-not-an-address = Nehmen Sie nur Buchstaben, Ziffern und Bindestriche.
goods-wrong-not-above = Der Preis vorher muss höher sein als der Preis.
goods-wrong-price = Schreiben Sie einen Betrag, zum Beispiel 12,50.
goods-wrong-bad-price = Schreiben Sie einen Betrag, der gemeint sein kann.
goods-wrong-count = Schreiben Sie eine ganze Zahl.
goods-wrong-moment = Schreiben Sie einen Tag und eine Uhrzeit.
goods-wrong-by = Schreiben Sie eine Zahl, zum Beispiel 10 oder 2,50.
goods-wrong-category = Wählen Sie eine Kategorie.
goods-wrong-no-tags = Schreiben Sie mindestens ein Stichwort.
goods-wrong-no-files = Wählen Sie zuerst eine Datei.
goods-wrong-sku-taken = Die SKU { $value } gehört einer anderen Variante.
goods-wrong-handle-taken = Die Adresse { $value } gehört schon etwas anderem.
goods-wrong-changed-meanwhile = Jemand hat das inzwischen geändert. Öffnen Sie es noch einmal in einem anderen Tab, vergleichen Sie, und ändern Sie es neu.
goods-wrong-stock-moved = Inzwischen wurde Bestand gebucht. Öffnen Sie diese Seite noch einmal und zählen Sie neu.
goods-wrong-negative-stock = Es ist mehr für Bestellungen zugesagt, als übrig bliebe.
goods-wrong-stock-quantity = Schreiben Sie eine Zahl, die gemeint sein kann.
goods-wrong-too-many-variants = { $count ->
   *[other] Das ergibt { $count } Varianten. Ein Produkt hat höchstens 250.
}
goods-wrong-category-circle = Eine Kategorie kann nicht unter sich selbst stehen.
goods-wrong-not-a-picture = Das ist kein Bild als JPEG, PNG oder WebP.
goods-wrong-picture-damaged = Dieses Bild ist beschädigt. Speichern Sie es neu und versuchen Sie es noch einmal.
goods-wrong-picture-too-large = Diese Datei ist größer als 12 MB. Machen Sie das Bild kleiner.
goods-wrong-picture-too-many-pixels = Dieses Bild hat mehr als 25 Millionen Bildpunkte. Machen Sie es kleiner.

# What was done
goods-said-cells = { $count ->
    [one] 1 Änderung gespeichert.
   *[other] { $count } Änderungen gespeichert.
}
goods-said-nothing-picked = Es war nichts gewählt, also wurde nichts getan.
goods-said-no-price = Noch hat es keinen Preis. Tragen Sie hier einen ein und veröffentlichen Sie es dann.
goods-said-published = { $count ->
    [0] Nichts war zu ändern: Alles ist veröffentlicht.
    [one] 1 Produkt ist veröffentlicht.
   *[other] { $count } Produkte sind veröffentlicht.
}
goods-said-withdrawn = { $count ->
    [0] Nichts war zu ändern: Alles ist ein Entwurf.
    [one] 1 Produkt ist jetzt ein Entwurf.
   *[other] { $count } Produkte sind jetzt Entwürfe.
}
goods-said-archived = { $count ->
    [0] Nichts war zu ändern: Alles ist archiviert.
    [one] 1 Produkt ist archiviert. Niemand kann es mehr kaufen.
   *[other] { $count } Produkte sind archiviert. Niemand kann sie mehr kaufen.
}
goods-said-prices = { $count ->
    [0] Kein Preis war zu ändern.
    [one] Preise von 1 Produkt geändert.
   *[other] Preise von { $count } Produkten geändert.
}
goods-said-shelved = { $count ->
    [0] Keine Kategorie war zu ändern.
    [one] Kategorie von 1 Produkt geändert.
   *[other] Kategorie von { $count } Produkten geändert.
}
goods-said-tagged = { $count ->
    [0] Keine Stichwörter waren zu ändern.
    [one] Stichwörter von 1 Produkt geändert.
   *[other] Stichwörter von { $count } Produkten geändert.
}
goods-said-taken-back = { $count ->
    [0] Nichts wurde zurückgenommen: Es ist seither neu geändert worden.
    [one] 1 Änderung zurückgenommen.
   *[other] { $count } Änderungen zurückgenommen.
}
goods-said-too-late = Das lässt sich nicht mehr zurücknehmen.
goods-said-made = Der Entwurf ist da. Geben Sie ihm Texte und Bilder, und veröffentlichen Sie ihn dann.
goods-said-saved = Gespeichert.
goods-said-duplicated = Das ist die Kopie: ein Entwurf mit denselben Preisen und ohne Bestand.
goods-said-options = { $count ->
    [0] Optionen gespeichert.
    [one] Optionen gespeichert und 1 Variante angelegt.
   *[other] Optionen gespeichert und { $count } Varianten angelegt.
}
goods-said-hung = { $count ->
    [one] 1 Bild hinzugefügt.
   *[other] { $count } Bilder hinzugefügt.
}
goods-said-category-made = Die Kategorie ist da. Jetzt können Produkte darin stehen.
goods-said-category-deleted = Die Kategorie ist gelöscht.
goods-said-category-not-empty = In dieser Kategorie steht noch etwas. Verschieben Sie es zuerst.
