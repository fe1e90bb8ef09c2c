# What mails say of coupons and ways to pay.
mail-coupon = { $title }, coupon { $code }
mail-fee = Fee for this way to pay
mail-billing = Address for the bill
mail-vat = VAT number
mail-note = Note to the shop

mail-kind-payment-reminder = Payment reminder
mail-reminder-subject = We are waiting for the payment of order { $value }
mail-reminder-title = Your payment has not come yet
mail-reminder-text = You ordered on { $date }; { $total } have not come yet. We keep the goods for you.
mail-reminder-crossed = If you have paid already, this mail has crossed your payment, and you need do nothing.
mail-reason-unpaid = The payment did not come in time.

mail-cash = Please have { $value } ready: whoever brings the parcel takes it.
mail-trial-subject = Test: { $value }
mail-trial-text = This is a test order: the shop is not open yet.
mail-called-off-subject = { $value } was cancelled by its buyer
mail-called-off-title = An order was cancelled
mail-called-off-text = { $name } has cancelled the order of { $date } before anything was sent. The goods are free again, and what was paid goes back.
mail-kind-called-off = Order cancelled by its buyer
mail-held-subject = { $value } is held back: please look at it
mail-held-title = An order waits for you
mail-held-text = The order of { $name } of { $date } is held back: its payment is risky, or it comes to much. Nothing is sent before somebody accepts it.
mail-kind-held = Order held back
