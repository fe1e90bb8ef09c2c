# The back office.

# Around every page
admin-skip = Skip to the content
admin-nav = Back office
admin-menu = Menu
admin-nav-home = Home
admin-nav-orders = Orders
admin-nav-to-ship = to ship
admin-nav-products = Products
admin-nav-system = System
admin-nav-shop = View the shop
admin-crumbs = You are here
admin-search-orders = Number, name, email, SKU or tracking number
admin-searched = Found by “{ $value }”
admin-search-none = Nothing found
admin-pages = Pages
admin-newer = Newer
admin-older = Older
admin-previous = Previous
admin-next = Next
admin-optional = optional

# Signing in
admin-sign-in = Sign in
admin-sign-in-title = Back office
admin-sign-in-wrong = This address and password do not match. Check both and try again.
admin-sign-in-too-many = Too many tries. Wait a few minutes, then try again.
admin-sign-in-expired = The page had been open for too long. Please sign in again.
admin-sign-out = Sign out
admin-email = Email
admin-password = Password

# Home
admin-home-figures = Today in figures
admin-home-takings = Takings today
admin-home-orders = Orders today
admin-home-to-ship = To ship
admin-home-to-ship-link = See what is waiting
admin-home-to-ship-none = Everything is on its way
admin-home-latest = Latest orders
admin-home-all-orders = All orders
admin-home-attention = Needs attention
admin-home-attention-none = Nothing needs you right now.
admin-need-to-ship = { $count ->
    [one] 1 order to ship
   *[other] { $count } orders to ship
}
admin-need-to-capture = { $count ->
    [one] 1 payment to capture
   *[other] { $count } payments to capture
}
admin-need-dead-jobs = { $count ->
    [one] 1 job gave up
   *[other] { $count } jobs gave up
}
admin-need-parked-events = { $count ->
    [one] 1 event was laid aside
   *[other] { $count } events were laid aside
}
admin-need-lagging = { $count ->
    [one] 1 subscriber is behind
   *[other] { $count } subscribers are behind
}
admin-need-since = Oldest: { $value }
admin-need-ship = Ship
admin-need-capture = Capture
admin-need-look = Look

# Columns
admin-col-order = Order
admin-col-placed = Placed
admin-col-buyer = Buyer
admin-col-payment = Payment
admin-col-fulfilment = Fulfilment
admin-col-total = Total
admin-col-item = Item
admin-col-quantity = Qty
admin-col-each = Each
admin-col-amount = Amount
admin-col-product = Product
admin-col-status = Status
admin-col-on-hand = On hand
admin-col-saleable = Saleable
admin-col-subscriber = Subscriber
admin-col-state = State
admin-col-oldest = Oldest of them
admin-col-lag = Behind by

# States
admin-state-placed = Placed
admin-state-completed = Completed
admin-state-cancelled = Cancelled
admin-state-pending = Pending
admin-state-authorised = Authorised
admin-state-part-paid = Part paid
admin-state-paid = Paid
admin-state-part-refunded = Part refunded
admin-state-refunded = Refunded
admin-state-voided = Released
admin-state-failed = Failed
admin-state-to-ship = Not shipped
admin-state-part-shipped = Part shipped
admin-state-shipped = Shipped
admin-state-returned = Returned
admin-state-draft = Draft
admin-state-published = Published
admin-state-archived = Archived
admin-state-up-to-date = Up to date
admin-state-behind = Behind

# Counts
admin-items = { $count ->
    [one] 1 item
   *[other] { $count } items
}
admin-on-hand = { $count } on hand
admin-saleable = { $count } saleable
admin-lag = { $count ->
    [one] 1 event
   *[other] { $count } events
}
admin-attempts = { $count ->
    [one] 1 try
   *[other] { $count } tries
}

# Orders
admin-orders-filters = Filters
admin-orders-all = All
admin-orders-to-ship = To ship
admin-orders-to-capture = To capture
admin-orders-cancelled = Cancelled
admin-orders-show-all = Show all orders
admin-orders-total = { $count ->
    [one] 1 order
   *[other] { $count } orders, newest first
}
admin-orders-none = No orders yet
admin-orders-none-hint = The first one shows up here the moment it is placed. Until then, walk through the shop as your customers will.
admin-orders-none-to-ship = Nothing to ship
admin-orders-none-to-ship-hint = Every order that can go out has gone out. New ones wait here until they are sent.
admin-orders-none-to-capture = Nothing to capture
admin-orders-none-to-capture-hint = When a payment is only reserved, its order waits here until you take the money.
admin-orders-none-cancelled = No cancelled orders
admin-orders-none-cancelled-hint = Orders that were called off are kept here, with the reason.
admin-orders-search-none-hint = Search by order number, by name, email address, SKU or tracking number; or take a filter away.

# One order
admin-order-story = { $buyer } bought { $items } on { $at } for { $total }.
admin-order-story-to = { $buyer } bought { $items } on { $at } for { $total }, to be delivered to { $place }.
admin-order-what = What
admin-order-money = The money
admin-order-timeline = Timeline
admin-order-timeline-hint = every change, newest last
admin-order-who = Who
admin-order-theirs = All orders from this address
admin-order-where = Where
admin-order-nowhere = Nothing is delivered.
admin-order-delivery = Delivery
admin-order-bill-to = Bill to
admin-order-bill-same = Same address
admin-order-parcels = Parcels
admin-order-wrong = If something is wrong
admin-carrier = Carrier
admin-tracking = Tracking number
admin-next-capture = Take the payment
admin-next-capture-hint = The buyer’s bank has reserved the amount. It lapses if it is not taken in time.
admin-next-capture-do = Capture { $value }
admin-next-receive = Waiting for the transfer
admin-next-receive-hint = The goods are put aside. When the money is on the account, note it here.
admin-next-receive-do = { $value } has come
admin-next-ship = { $count ->
    [one] Ship 1 item
   *[other] Ship { $count } items
}
admin-next-ship-hint = Pack it and hand it over; the buyer is told that it is on its way.
admin-next-ship-do = Mark as shipped
admin-next-await = Waiting for the payment
admin-next-await-hint = Nothing to do until the money arrives. The goods are put aside.
admin-next-failed = The payment failed
admin-next-failed-hint = The buyer can try again. Cancel the order if they do not.
admin-next-cancelled = This order was cancelled
admin-next-cancelled-hint = Nothing is left to do. The timeline says why.
admin-next-nothing = All done
admin-next-nothing-hint = Paid and on its way. Nothing is left to do.
admin-cancel = Cancel the order…
admin-cancel-frees = Cancelling puts the goods back on sale.
admin-cancel-releases = Cancelling puts the goods back on sale and releases the reserved amount.
admin-cancel-refunds = Cancelling puts the goods back on sale and refunds what was paid.
admin-cancel-reason = Reason
admin-cancel-reason-hint = Kept in the timeline. This cannot be undone.
admin-cancel-do = Cancel { $value } for good

# Products
admin-products-none = No products yet
admin-products-show-all = Show all products
admin-no-price = No price

# System
admin-system-figures = Jobs and database
admin-jobs-waiting = Waiting
admin-jobs-waiting-hint = Jobs, due, planned or to be tried again
admin-jobs-running = Running
admin-jobs-running-hint = Jobs, right now
admin-jobs-dead = Gave up
admin-jobs-dead-hint = Wait for a hand
admin-database = Database
admin-dead = Jobs that gave up
admin-dead-hint = retry once the cause is mended
admin-dead-none = No job has given up.
admin-retry = Retry
admin-skip-event = Skip…
admin-skip-event-hint = This subscriber will never see the event. That cannot be undone.
admin-skip-event-do = Skip it for good
admin-parked = Events laid aside
admin-parked-hint = a subscriber could not digest them; the rest goes on
admin-parked-none = No event was laid aside.
admin-subscribers = Subscribers
admin-subscribers-hint = who follows the event log, and how far
admin-subscribers-none = Nobody follows the event log.

# Roles
admin-role-owner = Owner
admin-role-manager = Manager
admin-role-clerk = Clerk
admin-role-support = Support
admin-role-read-only = Read only

# What the last act came to
admin-said-captured = Noted. The payment shows here as soon as it is through.
admin-said-shipped = Marked as shipped. The buyer is told.
admin-said-cancelled = The order was cancelled.
admin-said-job-retried = The job runs again.
admin-said-event-retried = The event is tried again.
admin-said-event-skipped = The event was skipped.
admin-said-gone = That was done already, or somebody was faster. This is how it stands now.
admin-said-order-state = The order has moved on meanwhile, so nothing was done. This is how it stands now.
admin-said-too-much-to-ship = More was to be sent than is left of a line. Look at the quantities and send it again.
admin-said-nothing-to-ship = Nothing was sent: no units were chosen, or all were sent already.
admin-said-nothing-to-capture = Nothing is left to capture: it was taken already.
admin-said-reason = Say why the order is cancelled, in up to 200 characters.

# An order's money
admin-money-goods = Goods
admin-money-discount = Discount
admin-money-tax = { $name } { $rate }%
admin-money-tax-included = Includes { $rate }% { $name }
admin-money-total = Total
admin-money-authorised = Reserved
admin-money-captured = Paid
admin-money-refunded = Refunded
admin-money-due = Still to pay

# An order's story
admin-story-placed = Order placed
admin-story-authorised = { $value } reserved
admin-story-captured = { $value } paid
admin-story-refunded = { $value } refunded
admin-story-payment-failed = The payment failed
admin-story-payment-open = No money is reserved any more
admin-story-capture-asked = Asked the provider for the money
admin-story-shipped = { $count ->
    [one] 1 item shipped
   *[other] { $count } items shipped
}
admin-story-cancelled = Order cancelled
admin-story-completed = Order completed
admin-story-brought = Brought in from another shop: sold, paid and sent there
admin-story-sent = Sent: { $value }
admin-story-kept = Kept as a file, not sent: { $value }
admin-story-queued = About to be sent: { $value }
admin-story-not-sent = Not sent: { $value }
admin-story-to = to { $value }
admin-story-by = by { $value }

# Problems
admin-not-found = Not here
admin-not-found-hint = This page does not exist, or what it showed is gone. Check the address, or search for it.
admin-forbidden = Not for this role
admin-forbidden-hint = Your role does not allow this. Ask someone who manages the shop’s staff.
admin-signed-out = You are signed out
admin-signed-out-hint = The page had been open for too long. Sign in again; nothing was changed.
admin-expired = This page was open for too long
admin-expired-hint = Nothing was changed. Go back, reload the page, and try again.
admin-too-many = That was a lot at once
admin-too-many-hint = Wait a moment, then try again.
admin-refused = This cannot be done
admin-refused-hint = What was sent cannot be taken. Go back and try again.
admin-failed = Something broke
admin-failed-hint = It is our fault, and it has been written down. Try again in a moment; nothing was half done.
admin-reference = Reference: { $value }
admin-go-home = Go home
