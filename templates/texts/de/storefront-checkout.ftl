# What few people need at the checkout.
checkout-billing = Rechnungsadresse
checkout-billing-other = Die Rechnung geht an eine andere Adresse
checkout-told = USt-IdNr. oder Nachricht hinzufügen
field-vat_id = Umsatzsteuer-Identifikationsnummer
field-vat_id-hint = Sie steht auf der Rechnung. So, wie das Land sie schreibt: DE123456789.
field-note = Nachricht an den Shop
field-note-hint = Wir lesen sie mit Ihrer Bestellung.
recap-billing = Rechnungsadresse
recap-note = Ihre Nachricht
wrong-vat_id-vat_id_form = So werden Umsatzsteuernummern in diesem Land nicht geschrieben. Beispiel: DE123456789
wrong-note-too_long = Das ist zu lang; 500 Zeichen passen.

# The basket: what delivery would cost, and what changed
cart-free-from = Noch { $value }, dann ist die Lieferung kostenlos.
cart-no-delivery = Dorthin können wir das nicht liefern.
cart-estimate-country = Lieferung nach
cart-estimate-show = Zeigen
cart-news-price = { $title } kostet jetzt { $now }; beim letzten Mal waren es { $was }.
cart-news-less = { $count ->
    [0] { $title } ist inzwischen ausverkauft.
    [one] Von { $title } ist nur noch ein Stück da.
   *[other] Von { $title } sind nur noch { $count } Stück da.
}

# Ways to pay that cost something, or are not to be had everywhere
payment-look = Gesamtbetrag dafür zeigen
wrong-delivery-unpayable = Für diese Lieferung gibt es keine Zahlungsart. Bitte wählen Sie eine andere.
wrong-no_cash_there = Bei dieser Lieferung wird kein Bargeld angenommen. Bitte wählen Sie eine andere Zahlungsart.
confirmation-cash = Bitte halten Sie { $value } bereit: Sie bezahlen beim Zusteller.
aftersale-at-the-door = Sie zahlen bei Lieferung

# What an account adds, and what whoever goes back finds
checkout-keep = Diese Anschrift in meinem Adressbuch behalten
cart-placed-title = Ihre Bestellung ist aufgegeben
cart-placed-text = Aus diesem Warenkorb wurde die Bestellung { $value }. Hier ist nichts mehr zu tun.
cart-placed-action = Bestellung ansehen

# What pages are about, in one sentence
cart-description = Was in Ihrem Warenkorb liegt und was es mit Lieferung und Steuer kostet.
checkout-description = Wohin Ihre Bestellung geht und wie sie geliefert wird: der erste von zwei Schritten.
