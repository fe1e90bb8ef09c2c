# What became of an order, on its page.
order-sent-title = Ihre Bestellung ist unterwegs
order-cancelled-title = Ihre Bestellung wurde storniert
order-cancelled-text = Es wird nichts verschickt. Was bezahlt wurde, geht auf demselben Weg zurück.
parcel-sent = { $count ->
    [one] 1 Stück wurde am { $date } verschickt
   *[other] { $count } Stück wurden am { $date } verschickt
}
