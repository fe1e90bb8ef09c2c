# What mails say of coupons and ways to pay.
mail-coupon = { $title }, Gutschein { $code }
mail-fee = Gebühr für diese Zahlungsart
