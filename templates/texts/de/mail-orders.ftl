# Mails after the sale, and what kinds of mail are called in the back office.

mail-paid-subject = Ihre Zahlung für die Bestellung { $value } ist da
mail-paid-title = Ihre Zahlung ist da
mail-paid-text = Vielen Dank. Wir packen jetzt Ihre Sachen ein und schreiben wieder, wenn das Paket losgeht.

mail-payment-failed-subject = Die Zahlung für Ihre Bestellung { $value } hat nicht geklappt
mail-payment-failed-title = Ihre Zahlung hat nicht geklappt
mail-payment-failed-text = Es wurde nichts abgebucht. Ihre Bestellung wartet; dort sehen Sie, wie Sie bezahlen können, oder antworten Sie einfach auf diese E-Mail.

mail-new-subject = Neue Bestellung { $number }: { $total }
mail-new-title = Eine neue Bestellung
mail-new-text = { $count ->
    [one] { $name } hat am { $date } ein Stück bestellt.
   *[other] { $name } hat am { $date } { $count } Stück bestellt.
}
mail-new-open = Bestellung im Büro öffnen
mail-new-why = Sie bekommen diese E-Mail, weil Ihre Adresse die des Ladens ist.

mail-kind-confirmation = Bestellbestätigung
mail-kind-paid = Zahlung eingegangen
mail-kind-payment-failed = Zahlung fehlgeschlagen
mail-kind-shipped = Paket unterwegs
mail-kind-cancelled = Bestellung storniert
mail-kind-new = Neue Bestellung
