# Dateien aus anderen Shops, und was der Shop hat, als Tabellen.
imports-form-shopify = Artikel aus Shopify
imports-form-woocommerce = Artikel aus WooCommerce
imports-form-magento = Artikel aus Magento
imports-form-products = Artikel (eigene Form, oder über eine Zuordnung)
imports-form-stock = Bestand
imports-form-prices = Preise
imports-form-orders = Frühere Bestellungen
imports-new = Waren hereinholen
imports-new-hint = Eine Datei aus einem anderen Shop oder eine eigene Tabelle. Was schon da ist, wird auf den neuen Stand gebracht.
imports-form = Was es ist
imports-form-hint = Im anderen Shop mit allen Spalten als CSV exportieren.
imports-dry-run = Erst probieren
imports-dry-run-hint = Sagt, was geschähe, und schreibt nichts. Danach genügt ein Klick, um es zu übernehmen.
imports-mapping = Zuordnung
imports-mapping-hint = Nur für Tabellen anderer Form: welche Spalten was werden. Sonst leer lassen.
imports-file = Datei
imports-pictures = Bilder (ZIP)
imports-pictures-hint = Für Dateien, die Bilder ohne Adresse nennen. Bilder mit Adresse werden danach abgeholt.
imports-send = Hereinholen
imports-none = Noch nichts hereingeholt
imports-none-hint = Jeder Import steht hier mit seinem Bericht.
imports-runs = Bisherige Importe
imports-trial = eine Probe
imports-trial-hint = eine Probe: nichts wird geschrieben
imports-read = { $count ->
    [one] { $count } Zeile oder Artikel gelesen
   *[other] { $count } Zeilen oder Artikel gelesen
}
imports-failed = { $count } ausgelassen
imports-state-waiting = Wartet
imports-state-running = Läuft
imports-state-stopping = Hält an
imports-state-cancelled = Angehalten
imports-state-failed = Fehlgeschlagen
imports-state-done = Fertig
imports-stop = Anhalten
imports-resume = Fortsetzen
imports-go = Jetzt übernehmen
imports-percent = { $count } Prozent
imports-leave = Sie können diese Seite verlassen; es geht weiter.
imports-look-again = Neu ansehen
imports-figures = Was getan wurde
imports-figure-read = Gelesen
imports-figure-created = Neu
imports-figure-updated = Geändert
imports-figure-unchanged = Wie zuvor
imports-figure-failed = Ausgelassen
imports-pictures-hung = { $count ->
    [one] { $count } Bild hängt
   *[other] { $count } Bilder hängen
}
imports-pictures-waiting = { $count } warten
imports-pictures-refused = { $count } nicht zu bekommen
imports-report = Bericht
imports-report-file = Der ganze Bericht als Tabelle
imports-all = Alles
imports-problems = Ausgelassen
imports-remarks = Anmerkungen
imports-nothing-told = Nichts zu berichten.
imports-left-out = Ausgelassen
imports-line = Zeile { $count }
imports-wrong-no-file = Wählen Sie eine Datei.
imports-wrong-form = Wählen Sie, was die Datei ist.
imports-not-arrived = Die Datei kam nicht ganz an; bringen Sie sie noch einmal.
imports-said-begun = Die Datei ist da und wird übernommen.
imports-said-stopping = Es hält nach dem jetzigen Stück an.
imports-said-goes-on = Es geht weiter, wo es war.
exports-hint = Tabellen für Tabellenprogramme. Artikel, Bestand und Preise kommen unter Importe unverändert wieder herein.
exports-take = Herunterladen
exports-products = Artikel
exports-products-hint = Jede Variante mit Texten, Optionen, Preis und Bestand am ersten Ort
exports-stock = Bestand
exports-stock-hint = Was wo liegt, Ort für Ort
exports-prices = Preise
exports-prices-hint = Was jede Variante kostet, und was durchgestrichen daneben steht
exports-orders = Bestellungen
exports-orders-hint = Eine Zeile je Bestellung, mit dem Gezahlten und Erstatteten
