# What few people need at the checkout.
checkout-billing = Address for the bill
checkout-billing-other = The bill goes to another address
checkout-told = Add a VAT number or a note
field-vat_id = VAT identification number
field-vat_id-hint = Stands on the bill. As its country writes it: DE123456789.
field-note = Note to the shop
field-note-hint = We read it with your order.
recap-billing = Address for the bill
recap-note = Your note
wrong-vat_id-vat_id_form = This is not how VAT numbers are written in that country. Example: DE123456789
wrong-note-too_long = This is too long; 500 characters fit.

# The basket: what delivery would cost, and what changed
cart-free-from = { $value } more, and delivery is free.
cart-no-delivery = We cannot bring this there.
cart-estimate-country = Delivery to
cart-estimate-show = Show
cart-news-price = { $title } now costs { $now }; it was { $was } when you last looked.
cart-news-less = { $count ->
    [0] { $title } has been sold out since you last looked.
    [one] Only one of { $title } is left.
   *[other] Only { $count } of { $title } are left.
}

# Ways to pay that cost something, or are not to be had everywhere
payment-look = Show the total for this
wrong-delivery-unpayable = There is no way to pay for this delivery. Please choose another one.
wrong-no_cash_there = Whoever delivers this takes no cash. Please choose another way to pay.
confirmation-cash = Please have { $value } ready: whoever brings the parcel takes it.
aftersale-at-the-door = You pay on delivery

# What an account adds, and what whoever goes back finds
checkout-keep = Keep this address in my address book
cart-placed-title = Your order is placed
cart-placed-text = This basket became order { $value }. There is nothing left to do here.
cart-placed-action = See the order

# What pages are about, in one sentence
cart-description = What is in your basket, and what it comes to with delivery and tax.
checkout-description = Where your order goes and how it is delivered: the first of two steps.
