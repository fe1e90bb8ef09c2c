# Orders in the back office: the list, several at once, what is noted and sent.
orders-export = Export as a file
orders-unpaid = Payment failed
orders-none-unpaid = No failed payments
orders-none-unpaid-hint = When a payment does not go through, its order waits here until the buyer tries again or you cancel it.
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
