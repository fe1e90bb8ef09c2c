# What the shop writes to its buyers.

mail-greeting = Dear { $value },
mail-order = Order { $value }
mail-see-order = See your order
mail-see-order-at = Your order, at any time:
mail-address = Delivery address
mail-delivery = Delivery
mail-days = { $value } working days
mail-days-once-there = { $value } working days, once everything is there
mail-goods = Goods
mail-discount = Discount
mail-free = Free
mail-total = Total
mail-tax-included = Includes { $value }% VAT
mail-tax-added = { $value }% VAT
mail-each = { $value } each
mail-units = { $count ->
    [one] 1 item
   *[other] { $count } items
}
mail-pay-into = Please transfer the amount to
mail-pay-quote = Please quote { $value }, so that we find it. We keep the goods for you until then.
mail-questions = Questions? Simply answer this mail, or write to { $value }.

mail-confirmation-subject = Your order { $value }
mail-confirmation-title = Thank you for your order
mail-confirmation-text = We have it, and are looking after it. We write again when the parcel leaves.
mail-placed-on = Placed on { $value }

mail-shipped-subject = Your order { $value } is on its way
mail-shipped-title = It is on its way
mail-shipped-text = We have packed your things and handed them over.
mail-carrier = Carrier
mail-tracking = Tracking number

mail-cancelled-subject = Your order { $value } was cancelled
mail-cancelled-title = Your order was cancelled
mail-cancelled-text = Nothing will be sent. What you have paid is on its way back to you, the way it came.
mail-reason = Reason
