# Sending orders in parts.
admin-ship-part = Send only a part
admin-ship-part-hint = What stays behind can be sent later, with a tracking number of its own.
admin-line-sent = { $count ->
    [one] 1 sent
   *[other] { $count } sent
}
