# Mails after the sale, and what kinds of mail are called in the back office.

mail-paid-subject = We have your payment for order { $value }
mail-paid-title = Your payment has come
mail-paid-text = Thank you. We now pack your things and write again when the parcel leaves.

mail-payment-failed-subject = The payment for your order { $value } did not go through
mail-payment-failed-title = Your payment did not go through
mail-payment-failed-text = Nothing was taken. Your order waits; see there how to pay, or simply answer this mail.

mail-new-subject = New order { $number }: { $total }
mail-new-title = A new order
mail-new-text = { $count ->
    [one] { $name } ordered one item on { $date }.
   *[other] { $name } ordered { $count } items on { $date }.
}
mail-new-open = Open the order in the back office
mail-new-why = You get this mail because yours is the address of the shop.

mail-kind-confirmation = Order confirmation
mail-kind-paid = Payment received
mail-kind-payment-failed = Payment failed
mail-kind-shipped = Parcel on its way
mail-kind-cancelled = Order cancelled
mail-kind-new = New order
