# The home page of the back office: today beside the same day a week ago.
home-average = Average order
home-week-ago = { $value } a week ago
home-week-ago-orders = { $count } a week ago
home-chart = Takings so far
home-chart-today = Today { $value }
home-chart-then = A week ago { $value }
home-need-failed = { $count ->
    [one] 1 payment failed
   *[other] { $count } payments failed
}
home-need-failed-many = More than { $count } payments failed
home-need-awaited = { $count ->
    [one] 1 order waits for its payment
   *[other] { $count } orders wait for their payment
}
home-need-awaited-many = More than { $count } orders wait for their payment
home-need-low = { $count ->
    [one] 1 variant is low
   *[other] { $count } variants are low
}
home-need-low-many = More than { $count } variants are low
home-need-to-ship-many = More than { $count } orders to ship
home-need-to-capture-many = More than { $count } payments to capture
home-need-feed = The latest fetch of stock levels needs a look
