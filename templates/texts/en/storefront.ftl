# The shop window.

skip = Skip to the content
demo-label = Notice
demo-banner = This is a demonstration shop: nothing here is sold or sent.
nav-main = Main
nav-menu = Menu
nav-crumbs = You are here
basket = Basket
to-home = Home page
optional = optional
free = Free
change = Change
back-to-basket = Back to basket
back-to-address = Back to address

foot-about = A general store for the few things a house uses every day.
foot-shop = Shop
foot-place = Delivering to { $value }

# Home
home-title = Plain things, made to be used
home-text = Everyday goods for kitchen, bath and desk, from small workshops. Chosen slowly, sold honestly.
home-start = See the shop
home-rooms = Room by room

# Prices and stock
price-from = from { $value }
price-before = Before:
price-lowest = Lowest price of the last 30 days: { $value }
stock-in = In stock
stock-in-note = Ready to be packed.
stock-low = A few left
stock-low-note = There are only a few of these here.
stock-out = Sold out
stock-out-note = There are none of these at the moment.
stock-backorder-title = On backorder
stock-backorder-note = It can be ordered now and ships as soon as it comes in.
stock-backorder-on = It can be ordered now and ships from { $value }.
stock-preorder-title = Pre-order
stock-preorder-on = It has not come out yet. Ordered now, it ships from { $value }.

# Lists
list-count = { $count ->
    [one] { $count } product
   *[other] { $count } products
}
list-count-part = { $count ->
    [one] { $count } product
   *[other] { $count } products
}, showing { $first } to { $last }
list-sort = Sort by
list-pages = Pages
list-page = Page
list-previous = Previous
list-next = Next
list-empty = There is nothing on this shelf at the moment. It is being filled; the others are not empty.

# Product
product-pictures = Pictures
product-picture = Show picture { $count }
product-about = About this product
product-specification = Specification
product-related = More from this shelf
product-together = Often bought together
product-viewed = Others also looked at
beside-basket = Goes well with your basket
beside-bought = Goes well with what you bought
option-out = sold out
option-none = not made
quantity = Quantity
quantity-less = One less
quantity-more = One more
add-to-basket = Add to basket

# Basket
cart-title = Your basket
cart-count = { $count ->
    [one] { $count } item
   *[other] { $count } items
}
cart-each = { $value } each
cart-quantity = Quantity of { $value }
cart-less = One less of { $value }
cart-more = One more of { $value }
cart-update = Update
cart-remove = Remove
cart-summary = What it comes to
cart-checkout = Go to checkout
cart-notes = No account needed. Delivery is settled in the next step.
cart-empty-title = Your basket is empty
cart-empty-text = What you put in stays here, on this device, without an account.
cart-empty-action = Look around

sums-total = Total
sums-goods = Goods
sums-delivery = Delivery
sums-delivery-by = Delivery, { $value }
sums-delivery-estimate = Delivery, estimated
sums-later = in the next step
sums-tax-included = Includes { $value }% VAT
sums-tax-added = { $value }% VAT

# Checkout, step 1
checkout-steps = Steps
checkout-step-1 = Address and delivery
checkout-step-2 = Payment
checkout-title = Where shall we send it?
checkout-contact = Contact
checkout-address = Address
checkout-extra = Add flat, floor or company
checkout-delivery = Delivery
checkout-order = Your order
checkout-continue = Continue to payment
checkout-private = What you enter is used for this order, and for nothing else.
field-email = Email
field-email-hint = For the confirmation and news of the parcel. Nothing else.
field-country = Country
field-name = Full name
field-organization = Company
field-line1 = Street and number
field-line2 = Flat or floor
field-postal_code = Postcode
field-city = Town
field-phone = Phone
field-phone-hint = Only the carrier sees it, if the parcel cannot be delivered.
problems-title = That did not work yet
problems-fields = { $count ->
    [one] One field needs another look
   *[other] { $count } fields need another look
}

# Checkout, step 2
payment-title = How would you like to pay?
payment-method = Payment method
payment-place = Order and pay { $value }
payment-hint = With the button below you place a binding order.
recap-contact = Contact
recap-address = Delivery address
recap-delivery = Delivery
recap-payment = Payment

# After the order
confirmation-title = Thank you for your order
confirmation-number = Order { $number }, placed on { $date }
confirmation-transfer = Please transfer the amount
confirmation-mail = A confirmation is on its way to { $value }.
confirmation-wait = We keep the goods for you, and pack them when the money is here.
confirmation-pack = We write again when the parcel leaves, with its number, so that you can follow it.
confirmation-home = Back to the shop
pending-title = Your payment is being confirmed
pending-text = This usually takes a few seconds. The page looks again by itself; there is no need to pay a second time.
pending-look = Look again now

# When something is wrong
notfound-eyebrow = Page not found, 404
notfound-title = This one has slipped off the shelf
notfound-text = The address may be old or mistyped. If it was a product, it may have a new place in the shop.
error-eyebrow = Something went wrong, { $count }
error-quote = If you write to us, please quote
error-ours = This did not work
error-busy = One moment, please
error-refused = This cannot be done

# Home, in rows and promises
home-newest = New in the shop
home-all = { $count ->
    [one] The one of it
   *[other] All { $count }
}
promise-returns = { $count ->
    [one] One day to change your mind
   *[other] { $count } days to change your mind
}
promise-returns-text = Send it back as it came; you need no reason.
promise-care = Ask before you buy
promise-care-text = Write to { $value }. A person answers.

# Prices and delivery in words
price-note-included = Includes VAT, plus delivery.
price-note-added = Plus VAT and delivery.
delivery-days = { $count ->
    [one] With you in one working day
   *[other] With you in { $count } working days
}
delivery-days-range = With you in { $min } to { $max } working days
delivery-once-there = { $value }, once everything is there
delivery-costs = To { $country } for { $price }.
delivery-free = To { $country }, free of charge.
delivery-free-over = To { $country } for { $price }, free from { $limit }.
delivery-and-time = { $name }. { $time }
days = { $count ->
    [one] In one working day
   *[other] In { $count } working days
}
days-range = In { $min } to { $max } working days
sums-discount = Discount

# Orders of a list
sort-arranged = As arranged
sort-newest = Newest
sort-title = Name

# Basket, when something is in the way
cart-gone = Something in your basket is no longer sold. We have taken it out.
cart-out = Sold out. Take it out to go on.
cart-short = { $count ->
    [one] Only one of these is left.
   *[other] Only { $count } of these are left.
}

# Ways to pay
pay-offline = Bank transfer in advance
pay-offline-hint = You get our account with the confirmation. We send the goods when the money is here.
pay-cash = Cash on delivery
pay-cash-hint = You pay whoever brings the parcel.
pay-test = Test payment
pay-test-hint = For the demonstration: no money moves.
payment-drift = The total is now { $now }; it was { $seen } when you last saw it. Please look at it once more.
payment-returned = Your payment came after the goods were gone. The money goes back the way it came.
transfer-to =
    { $account }
    Reference: { $number }
    Amount: { $amount }
transfer-by-mail =
    We send you our bank account by email.
    Reference: { $number }
    Amount: { $amount }

# What is wrong, by what the shop calls it
wrong-bad_quantity = A quantity is a whole number from 1 to 9,999.
wrong-too_many_units = At most 9,999 of one thing fit into a basket. Write to us for more.
wrong-too_many_lines = At most 100 different things fit into a basket. Order these first.
wrong-not_sold = Something you chose is no longer sold.
wrong-no_price = Something you chose has no price at the moment, and cannot be sold.
wrong-cart_empty = There is nothing left in your basket.
wrong-cart_not_found = There is nothing left in your basket.
wrong-out_of_stock = Somebody was quicker: there is less left of something in your basket than you want. Please look at the basket again.
wrong-cart_changed = Your basket has changed since you began. Please check what follows and go on.
wrong-nothing_prepared = We kept the goods for a while, and that time is over. Please go on from here.
wrong-payment_declined = The payment was declined. Nothing was charged; please try again or pay another way.
wrong-unknown_payment_method = Please choose how to pay.
wrong-not_delivered_there = We do not deliver there this way. Please choose another way or country.
wrong-delivery-missing = Please choose how it should be delivered.
wrong-missing = This is needed.
wrong-email-missing = We need your email for the confirmation.
wrong-name-missing = Please tell us your name.
wrong-line1-missing = Please tell us street and number.
wrong-postal_code-missing = Please tell us the postcode.
wrong-city-missing = Please tell us the town.
wrong-country-missing = Please choose a country.
wrong-country-not_delivered_there = We do not deliver to this country yet.
wrong-too_long = This is too long; 120 characters fit.
wrong-not_understood = There are signs in this that cannot be read.
wrong-email-not_an_email = This is not a whole email address. Example: marta@example.org
