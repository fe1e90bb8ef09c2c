# Sending orders in parts.
admin-ship-part = Nur einen Teil verschicken
admin-ship-part-hint = Was zurückbleibt, kann später mit eigener Sendungsnummer verschickt werden.
admin-line-sent = { $count ->
    [one] 1 verschickt
   *[other] { $count } verschickt
}
