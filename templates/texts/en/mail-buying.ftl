# What mails say of coupons and ways to pay.
mail-coupon = { $title }, coupon { $code }
mail-fee = Fee for this way to pay
