# Giving money back, in the back office.
refund-title = Give money back
refund-open = Give money back…
refund-heading = Give money back for { $value }
refund-left = Up to { $value } can be given back. Every part is worth what was paid for it, discount and tax included.
refund-by-hand = The buyer paid by transfer: note it here, then send the money yourself.
refund-lines = For which items
refund-each = { $value } each
refund-unsent = { $count ->
    [one] Not sent, of 1
   *[other] Not sent, of { $count }
}
refund-sent = { $count ->
    [one] Came back, of 1
   *[other] Came back, of { $count }
}
refund-nothing-left = All given back
refund-restock = What came back goes on the shelf again
refund-restock-hint = Leave this out for what cannot be sold any more. What was never sent is free again in any case.
refund-delivery = Delivery as well, { $value }
refund-extra = A further amount
refund-extra-hint = Optional: goodwill, without anything coming back.
refund-reason = Reason
refund-reason-hint = The buyer reads it in the mail.
refund-look = Work out the amount
refund-back = Back to the order
refund-planned = { $value } go back
refund-planned-tax = { $value } of it is tax.
refund-planned-freed = { $count ->
    [one] 1 item will not be sent and is on sale again.
   *[other] { $count } items will not be sent and are on sale again.
}
refund-planned-restocked = { $count ->
    [one] 1 item goes on the shelf.
   *[other] { $count } items go on the shelf.
}
refund-do = Give { $value } back
refund-said = The money is on its way back. It shows here as soon as the provider has confirmed it.
refund-underway = { $value } is on its way back; the provider has not confirmed it yet.
refund-refused = The provider refused to give back { $value }. Mend the cause, then ask again, or send it another way.
refund-again = Ask again
refund-story-asked = { $value } to be given back
refund-story-cancelled-by-buyer = Cancelled by the buyer
refund-wrong-units = Write a number of units, no more than there are.
refund-wrong-amount = Write an amount, as in 12.50.
refund-wrong-most = At most { $value } is left to be given back.
refund-wrong-reason = Say why, in up to 200 characters.
refund-wrong-cancel = Nothing of this order was sent. Cancel the order instead: that gives everything back.
refund-wrong-nothing = Choose items, delivery or an amount. Nothing else is left to be given back.
refund-wrong-stale = The order has changed meanwhile. Look at it again, then try once more.
