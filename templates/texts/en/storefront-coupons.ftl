# Coupons, as shoppers meet them.
coupon-ask = Do you have a coupon?
coupon-code = Coupon code
coupon-apply = Apply
coupon-remove = Remove
coupon-percent = takes { $value }% off.
coupon-fixed = takes { $value } off.
coupon-delivery = makes delivery free.
coupon-nothing-fits = This coupon is for other things than those in your basket.
coupon-too-little = This coupon works from { $least } of goods on. { $missing } are missing.
coupon-currency = This coupon is for another currency.
coupon-without = Go on without the coupon { $value }
sums-reduction = { $title }
sums-coupon = { $title }, coupon { $code }
sums-fee = Fee for this way to pay

wrong-coupon_unknown = There is no coupon with this code. Please check how it is written.
wrong-coupon_paused = This coupon is not valid at the moment.
wrong-coupon_not_yet = This coupon is not valid yet.
wrong-coupon_over = This coupon is no longer valid.
wrong-coupon_used_up = This coupon has been used as often as it can be.
wrong-coupon_used_by_buyer = This coupon has been used with this email address already.
line-cut = { $title }: { $amount }
line-cut-coupon = { $title }, coupon { $code }: { $amount }
