# What became of an order, on its page.
order-sent-title = Your order is on its way
order-cancelled-title = Your order was cancelled
order-cancelled-text = Nothing will be sent. What was paid goes back the way it came.
parcel-sent = { $count ->
    [one] 1 item was sent on { $date }
   *[other] { $count } items were sent on { $date }
}
