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
product-related = Goes well with it
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
confirmation-pack = We write again when the parcel leaves, with a link to follow it.
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
