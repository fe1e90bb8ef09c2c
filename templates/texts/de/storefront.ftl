# The shop window.

skip = Zum Inhalt springen
demo-label = Hinweis
demo-banner = Dies ist ein Laden zur Ansicht: Hier wird nichts verkauft und nichts verschickt.
nav-main = Hauptnavigation
nav-menu = Menü
nav-crumbs = Sie sind hier
basket = Warenkorb
to-home = Startseite
optional = freiwillig
free = Kostenlos
change = Ändern
back-to-basket = Zurück zum Warenkorb
back-to-address = Zurück zur Adresse

foot-about = Ein Gemischtwarenladen für das Wenige, das ein Haus jeden Tag braucht.
foot-shop = Laden
foot-place = Lieferung nach: { $value }

# Home
home-title = Schlichte Dinge, zum Gebrauchen gemacht
home-text = Alltägliches für Küche, Bad und Schreibtisch aus kleinen Werkstätten. In Ruhe ausgesucht, ehrlich verkauft.
home-start = Zum Sortiment
home-rooms = Raum für Raum

# Prices and stock
price-from = ab { $value }
price-before = Vorher:
price-lowest = Niedrigster Preis der letzten 30 Tage: { $value }
stock-in = Auf Lager
stock-in-note = Kann gleich eingepackt werden.
stock-low = Nur noch wenige
stock-low-note = Davon sind nur noch wenige da.
stock-out = Ausverkauft
stock-out-note = Davon ist im Moment nichts da.
stock-backorder-title = Nachbestellt
stock-backorder-note = Jetzt bestellbar; Versand, sobald es eintrifft.
stock-backorder-on = Jetzt bestellbar; Versand ab { $value }.
stock-preorder-title = Vorbestellung
stock-preorder-on = Noch nicht erschienen. Jetzt bestellt, geht es ab { $value } auf den Weg.

# Lists
list-count = { $count ->
    [one] { $count } Artikel
   *[other] { $count } Artikel
}
list-count-part = { $count ->
    [one] { $count } Artikel
   *[other] { $count } Artikel
}, hier { $first } bis { $last }
list-sort = Sortieren nach
list-pages = Seiten
list-page = Seite
list-previous = Zurück
list-next = Weiter
list-empty = In diesem Regal liegt im Moment nichts. Es wird gerade gefüllt; die anderen sind nicht leer.

# Product
product-pictures = Bilder
product-picture = Bild { $count } zeigen
product-about = Über diesen Artikel
product-specification = Daten
product-related = Mehr aus diesem Regal
product-together = Wird oft zusammen gekauft
product-viewed = Auch angesehen
beside-basket = Passt gut zu Ihrem Warenkorb
beside-bought = Passt gut zu dem, was Sie gekauft haben
option-out = ausverkauft
option-none = gibt es nicht
quantity = Menge
quantity-less = Eins weniger
quantity-more = Eins mehr
add-to-basket = In den Warenkorb

# Basket
cart-title = Ihr Warenkorb
cart-count = { $count ->
    [one] { $count } Stück
   *[other] { $count } Stück
}
cart-each = je { $value }
cart-quantity = Menge von { $value }
cart-less = Eins weniger von { $value }
cart-more = Eins mehr von { $value }
cart-update = Aktualisieren
cart-remove = Entfernen
cart-summary = Zusammen
cart-checkout = Zur Kasse
cart-notes = Sie brauchen kein Konto. Den Versand wählen Sie im nächsten Schritt.
cart-empty-title = Ihr Warenkorb ist leer
cart-empty-text = Was Sie hineinlegen, bleibt auf diesem Gerät darin, auch ohne Konto.
cart-empty-action = Umsehen

sums-total = Gesamt
sums-goods = Waren
sums-delivery = Versand
sums-delivery-by = Versand, { $value }
sums-delivery-estimate = Versand, geschätzt
sums-later = im nächsten Schritt
sums-tax-included = Enthält { $value } % MwSt.
sums-tax-added = { $value } % MwSt.

# Checkout, step 1
checkout-steps = Schritte
checkout-step-1 = Adresse und Versand
checkout-step-2 = Zahlung
checkout-title = Wohin dürfen wir es schicken?
checkout-contact = Kontakt
checkout-address = Adresse
checkout-extra = Wohnung, Stockwerk oder Firma angeben
checkout-delivery = Versand
checkout-order = Ihre Bestellung
checkout-continue = Weiter zur Zahlung
checkout-private = Ihre Angaben verwenden wir für diese Bestellung und für nichts anderes.
field-email = E-Mail-Adresse
field-email-hint = Für die Bestätigung und Nachrichten zum Paket. Für nichts anderes.
field-country = Land
field-name = Vor- und Nachname
field-organization = Firma
field-line1 = Straße und Hausnummer
field-line2 = Wohnung oder Stockwerk
field-postal_code = Postleitzahl
field-city = Ort
field-phone = Telefon
field-phone-hint = Nur der Paketdienst sieht es, falls das Paket nicht zugestellt werden kann.
problems-title = Das hat noch nicht geklappt
problems-fields = { $count ->
    [one] Bitte sehen Sie ein Feld noch einmal an
   *[other] Bitte sehen Sie { $count } Felder noch einmal an
}

# Checkout, step 2
payment-title = Wie möchten Sie bezahlen?
payment-method = Zahlungsart
payment-place = Zahlungspflichtig bestellen, { $value }
payment-hint = Mit der Schaltfläche unten bestellen Sie verbindlich.
recap-contact = Kontakt
recap-address = Lieferadresse
recap-delivery = Versand
recap-payment = Zahlung

# After the order
confirmation-title = Vielen Dank für Ihre Bestellung
confirmation-number = Bestellung { $number } vom { $date }
confirmation-transfer = Bitte überweisen Sie den Betrag
confirmation-mail = Eine Bestätigung ist unterwegs an { $value }.
confirmation-wait = Wir legen die Waren für Sie zurück und packen sie ein, sobald das Geld da ist.
confirmation-pack = Wenn das Paket losgeht, schreiben wir Ihnen noch einmal, mit der Nummer zum Verfolgen.
confirmation-home = Zurück zum Laden
pending-title = Ihre Zahlung wird gerade bestätigt
pending-text = Meist dauert das wenige Sekunden. Die Seite sieht von selbst wieder nach; Sie müssen nicht noch einmal bezahlen.
pending-look = Jetzt noch einmal nachsehen

# When something is wrong
notfound-eyebrow = Seite nicht gefunden, 404
notfound-title = Das ist wohl aus dem Regal gerutscht
notfound-text = Die Adresse ist vielleicht alt oder vertippt. War es ein Artikel, so hat er vielleicht einen neuen Platz im Laden.
error-eyebrow = Etwas ist schiefgegangen, { $count }
error-quote = Wenn Sie uns schreiben, nennen Sie bitte
error-ours = Das hat nicht geklappt
error-busy = Einen Moment bitte
error-refused = Das geht leider nicht

# Home, in rows and promises
home-newest = Neu im Laden
home-all = { $count ->
    [one] Der eine davon
   *[other] Alle { $count }
}
promise-returns = { $count ->
    [one] Ein Tag zum Überlegen
   *[other] { $count } Tage zum Überlegen
}
promise-returns-text = Schicken Sie es zurück, wie es kam; einen Grund brauchen Sie nicht.
promise-care = Fragen Sie vor dem Kauf
promise-care-text = Schreiben Sie an { $value }. Ein Mensch antwortet.

# Prices and delivery in words
price-note-included = Inkl. MwSt., zzgl. Versand.
price-note-added = Zzgl. MwSt. und Versand.
delivery-days = { $count ->
    [one] In einem Werktag bei Ihnen
   *[other] In { $count } Werktagen bei Ihnen
}
delivery-days-range = In { $min } bis { $max } Werktagen bei Ihnen
delivery-once-there = { $value }, sobald alles da ist
delivery-costs = Lieferland { $country }: { $price }.
delivery-free = Lieferland { $country }: versandkostenfrei.
delivery-free-over = Lieferland { $country }: { $price }, ab { $limit } versandkostenfrei.
delivery-and-time = { $name }. { $time }
days = { $count ->
    [one] In einem Werktag
   *[other] In { $count } Werktagen
}
days-range = In { $min } bis { $max } Werktagen
sums-discount = Rabatt

# Orders of a list
sort-arranged = Wie im Laden
sort-newest = Neueste
sort-title = Name

# Basket, when something is in the way
cart-gone = Etwas in Ihrem Warenkorb wird nicht mehr verkauft. Wir haben es herausgenommen.
cart-out = Ausverkauft. Nehmen Sie es heraus, um weiterzugehen.
cart-short = { $count ->
    [one] Davon ist nur noch eins da.
   *[other] Davon sind nur noch { $count } da.
}

# Ways to pay
pay-offline = Vorkasse per Überweisung
pay-offline-hint = Unsere Bankverbindung bekommen Sie mit der Bestätigung. Wir verschicken die Waren, sobald das Geld da ist.
pay-cash = Nachnahme
pay-cash-hint = Sie bezahlen beim Zusteller.
pay-test = Probezahlung
pay-test-hint = Zum Ansehen: Es fließt kein Geld.
payment-drift = Der Gesamtbetrag ist jetzt { $now }; zuletzt haben Sie { $seen } gesehen. Bitte sehen Sie ihn sich noch einmal an.
payment-returned = Ihre Zahlung kam, als die Waren schon weg waren. Das Geld geht auf demselben Weg zurück.
transfer-to =
    { $account }
    Verwendungszweck: { $number }
    Betrag: { $amount }
transfer-by-mail =
    Unsere Bankverbindung schicken wir Ihnen per E-Mail.
    Verwendungszweck: { $number }
    Betrag: { $amount }

# What is wrong, by what the shop calls it
wrong-bad_quantity = Eine Menge ist eine ganze Zahl von 1 bis 9.999.
wrong-too_many_units = Von einer Sache passen höchstens 9.999 in einen Warenkorb. Für mehr schreiben Sie uns bitte.
wrong-too_many_lines = In einen Warenkorb passen höchstens 100 verschiedene Dinge. Bestellen Sie bitte erst diese.
wrong-not_sold = Etwas, das Sie gewählt haben, wird nicht mehr verkauft.
wrong-no_price = Etwas, das Sie gewählt haben, hat im Moment keinen Preis und kann nicht verkauft werden.
wrong-cart_empty = In Ihrem Warenkorb ist nichts mehr.
wrong-cart_not_found = In Ihrem Warenkorb ist nichts mehr.
wrong-out_of_stock = Jemand war schneller: Von etwas in Ihrem Warenkorb ist weniger da, als Sie möchten. Bitte sehen Sie noch einmal in den Warenkorb.
wrong-cart_changed = Ihr Warenkorb hat sich inzwischen geändert. Bitte prüfen Sie, was folgt, und gehen Sie weiter.
wrong-nothing_prepared = Wir haben die Waren eine Weile zurückgelegt; diese Zeit ist um. Bitte gehen Sie von hier aus weiter.
wrong-payment_declined = Die Zahlung wurde abgelehnt. Es wurde nichts abgebucht; bitte versuchen Sie es noch einmal oder zahlen Sie anders.
wrong-unknown_payment_method = Bitte wählen Sie, wie Sie bezahlen möchten.
wrong-not_delivered_there = Dorthin liefern wir so nicht. Bitte wählen Sie einen anderen Versand oder ein anderes Land.
wrong-delivery-missing = Bitte wählen Sie den Versand.
wrong-missing = Das brauchen wir.
wrong-email-missing = Für die Bestätigung brauchen wir Ihre E-Mail-Adresse.
wrong-name-missing = Bitte nennen Sie uns Ihren Namen.
wrong-line1-missing = Bitte nennen Sie uns Straße und Hausnummer.
wrong-postal_code-missing = Bitte nennen Sie uns die Postleitzahl.
wrong-city-missing = Bitte nennen Sie uns den Ort.
wrong-country-missing = Bitte wählen Sie ein Land.
wrong-country-not_delivered_there = In dieses Land liefern wir noch nicht.
wrong-too_long = Das ist zu lang; 120 Zeichen haben Platz.
wrong-not_understood = Darin stehen Zeichen, die nicht lesbar sind.
wrong-email-not_an_email = Das ist keine vollständige E-Mail-Adresse. Beispiel: marta@example.org
