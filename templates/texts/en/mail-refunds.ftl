# The mail about money that goes back.
mail-refunded-subject = Money back for your order { $value }
mail-refunded-title = You get { $value } back
mail-refunded-text = It goes back the way it came. Depending on your bank that takes a few working days.
mail-kind-refunded = Money given back
