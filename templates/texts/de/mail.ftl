# What the shop writes to its buyers.

mail-greeting = Guten Tag { $value },
mail-order = Bestellung { $value }
mail-see-order = Bestellung ansehen
mail-see-order-at = Ihre Bestellung, jederzeit:
mail-address = Lieferadresse
mail-delivery = Versand
mail-days = { $value } Werktage
mail-days-once-there = { $value } Werktage, sobald alles da ist
mail-goods = Waren
mail-discount = Rabatt
mail-free = Kostenlos
mail-total = Gesamt
mail-tax-included = Enthält { $value } % MwSt.
mail-tax-added = { $value } % MwSt.
mail-each = je { $value }
mail-units = { $count ->
    [one] 1 Stück
   *[other] { $count } Stück
}
mail-pay-into = Bitte überweisen Sie den Betrag auf
mail-pay-quote = Bitte geben Sie { $value } als Verwendungszweck an, damit wir die Zahlung finden. Bis dahin legen wir die Waren für Sie zurück.
mail-questions = Fragen? Antworten Sie einfach auf diese E-Mail, oder schreiben Sie an { $value }.

mail-confirmation-subject = Ihre Bestellung { $value }
mail-confirmation-title = Vielen Dank für Ihre Bestellung
mail-confirmation-text = Wir haben sie bekommen und kümmern uns darum. Wenn das Paket losgeht, schreiben wir Ihnen wieder.
mail-placed-on = Bestellt am { $value }

mail-shipped-subject = Ihre Bestellung { $value } ist unterwegs
mail-shipped-title = Sie ist unterwegs
mail-shipped-text = Wir haben Ihre Sachen eingepackt und abgegeben.
mail-carrier = Paketdienst
mail-tracking = Sendungsnummer

mail-cancelled-subject = Ihre Bestellung { $value } wurde storniert
mail-cancelled-title = Ihre Bestellung wurde storniert
mail-cancelled-text = Es wird nichts verschickt. Was Sie bezahlt haben, ist auf demselben Weg zu Ihnen zurück.
mail-reason = Grund
