# Orders in the back office: the list, several at once, what is noted and sent.
orders-export = Export as a file
orders-unpaid = Unpaid
orders-none-unpaid = Nothing is unpaid
orders-none-unpaid-hint = An order whose money has not come, or was declined, waits here until it is paid or you cancel it.
orders-status = Status
orders-every-status = Every status
orders-every-payment = Every payment
orders-every-fulfilment = Every fulfilment
orders-tag = Tag
orders-every-tag = Every tag
orders-from = Placed from
orders-to = until
orders-filter = Filter
orders-remove-filter = Remove this filter
orders-chip-from = From { $value }
orders-chip-to = Until { $value }
orders-more-than = { $count }+
orders-more-than-total = More than { $count } orders, newest first
orders-found-cut = More orders fit than can be searched. Add a word, or filter by date.
orders-pick = Choose
orders-pick-all = Choose all on this page
orders-pick-one = Choose order { $value }
orders-do-ship = Ship…
orders-do-print = Packing slips
orders-do-file = Export chosen
orders-do-tag = Add tags
orders-do-untag = Remove tags
orders-tags = Tags
orders-col-to = Goes to
orders-col-items = Items
orders-col-sku = SKU
orders-ship-many = Ship several orders
orders-ship-many-hint = All that is left of each chosen order goes out as one parcel. Scan or type one number after the other; Enter leads to the next.
orders-ship-many-do = Mark chosen as shipped
orders-tracking-of = Tracking number of { $value }
orders-not-ready = Not ready to ship
orders-not-shipped = { $count ->
    [one] This one was not shipped; the reason stands beside it.
   *[other] These { $count } were not shipped; the reasons stand beside them.
}
orders-back = Back to the list
orders-slip = Packing slip
orders-slips = Packing slips
orders-slips-hint = One page of paper each. Print this page; what stands around the slips is not printed.
orders-print = Print
orders-slip-note = The buyer writes
orders-packed = Packed
orders-declined = The payment’s provider refused: { $value }
orders-note-somebody = Somebody
orders-mails = Mails
orders-mail-sent = Sent { $value }
orders-mail-kept = Kept as a file, not sent { $value }
orders-mail-queued = About to be sent
orders-mail-failed = Not sent
orders-mail-again = Send again
orders-said-none-picked = Nothing was done: choose one or more orders first.
orders-said-no-tag = Write one or more tags first, with commas between them.
orders-said-tagged = { $count ->
    [0] Nothing changed.
    [one] 1 order changed.
   *[other] { $count } orders changed.
}
orders-said-many-shipped = { $count ->
    [one] 1 order was marked as shipped. The buyer is told.
   *[other] { $count } orders were marked as shipped. The buyers are told.
}
orders-said-tags-saved = The tags are saved.
orders-said-noted = The note is kept.
orders-said-note-deleted = The note is deleted.
orders-said-mail = The mail is on its way once more.
orders-wrong-note = Write a note of up to 2,000 characters.
orders-wrong-tag = At most 20 tags, each of up to 40 characters and without commas.
orders-pick-found = { $count ->
    [one] The one order found
   *[other] All { $count } found, on every page
}
orders-pick-found-more = All found, more than { $count }, on every page
orders-all-ship = Ship all found
orders-all-ship-ask = { $count ->
    [one] Ship the 1 order that is ready?
   *[other] Ship the { $count } orders that are ready?
}
orders-all-ship-hint = All that is left of each goes out as one parcel without a tracking number, and the buyers are told. Orders that are not paid, or were placed since, stay as they are. This cannot be taken back.
orders-all-ship-do = { $count ->
    [one] Ship 1 order
   *[other] Ship { $count } orders
}
orders-all-tag = Add tags to all found
orders-all-tag-ask = { $count ->
    [one] Add these tags to the 1 order found?
   *[other] Add these tags to all { $count } orders found?
}
orders-all-tag-do = { $count ->
    [one] Tag 1 order
   *[other] Tag { $count } orders
}
orders-all-untag = Remove tags from all found
orders-all-untag-ask = { $count ->
    [one] Remove these tags from the 1 order found?
   *[other] Remove these tags from all { $count } orders found?
}
orders-all-untag-do = { $count ->
    [one] Remove from 1 order
   *[other] Remove from { $count } orders
}
orders-all-running = Under way
orders-all-done = Done
orders-all-stopped = Stopped
orders-all-so-far = { $seen } of { $total } looked at.
orders-all-shipped = { $count ->
    [one] 1 order was marked as shipped.
   *[other] { $count } orders were marked as shipped.
}
orders-all-ended = ended { $value }
orders-all-look = See how far it is
orders-all-leave = You can leave this page: it goes on, and the list of orders leads back here.
orders-all-stop = Stop
orders-all-refused = Left as they were
orders-slips-left = These are the first ones; there are more. Filter the list by date to print the others.
orders-said-nothing-found = Nothing was done: no order is found any more.
orders-said-none-ready = Nothing was done: none of the orders found is ready to ship. Their money is not here or set aside, or nothing is left to send.
orders-said-too-many = Nothing was done: at most 10,000 orders are acted on at once, and words find 2,000 at most. Filter by date or status.
orders-said-stopped = Stopped. What was done until then stays done.
orders-said-over = It was over already.

# The order as it was.
admin-order-then = The order as it was then
admin-order-then-before = A step back
admin-order-then-after = A step on
admin-order-then-now = As it is now
admin-order-then-hint = This is the order as it was on { $value }, worked out from its history. Who bought, where it goes and what each line cost do not change.
admin-order-then-latest = This is the order after the last thing that happened to it, worked out from its history.
admin-order-then-sent = Sent
admin-order-then-left = To send
admin-order-then-back = Paid back
admin-order-then-until = what had happened until then
