# Promotions in the back office.
admin-may-view-promotions = see promotions and coupons
admin-may-manage-promotions = make, change and pause coupons

promotions-new = New coupon
promotions-make = Create the coupon
promotions-back = Back to the list
promotions-none = There are no coupons
promotions-none-hint = A coupon is a code that shoppers type into their basket: a percentage or an amount off, or free delivery.
promotions-what = What it gives
promotions-limits = When it can be used
promotions-code = Code
promotions-code-hint = Letters, digits and hyphens; capitals and spaces do not matter.
promotions-title = Name
promotions-title-hint = Shoppers read it beside the amount.
promotions-kind = Gives
promotions-kind-percent = A percentage off the goods
promotions-kind-fixed = An amount off the goods
promotions-kind-delivery = Free delivery
promotions-value = How much
promotions-value-hint = Percent or amount; nothing for free delivery.
promotions-least = Goods for at least
promotions-least-hint = Empty: any basket.
promotions-uses-limit = Uses in all
promotions-uses-limit-hint = Empty: no limit.
promotions-per-buyer = Uses for each email address
promotions-per-buyer-hint = Empty: no limit.
promotions-from = Valid from
promotions-from-hint = Empty: at once.
promotions-until = Valid until
promotions-until-hint = Empty: until it is paused.
promotions-only = Only for some categories or products
promotions-only-hint = Nothing chosen: for everything. A category includes those below it.
promotions-products = Products
promotions-products-hint = What stands behind /p/ in a product’s address, one a line.
promotions-gives = Gives
promotions-gives-percent = { $value }% off
promotions-gives-fixed = { $value } off
promotions-gives-delivery = free delivery
promotions-gives-from = { $gives }, from { $least }
promotions-state = State
promotions-uses = Uses
promotions-uses-of = { $taken } of { $limit }
promotions-ends = Ends
promotions-active = Active
promotions-paused = Paused
promotions-not-yet = Not yet
promotions-over = Over
promotions-used-up = Used up
promotions-pause = Pause
promotions-resume = Let it in again
promotions-taken = { $count ->
    [one] used once
   *[other] used { $count } times
}
promotions-left = { $count ->
    [one] one left
   *[other] { $count } left
}
promotions-uses-none = Nobody has used it yet.
promotions-use-basket = A basket
promotions-use-released = given back
promotions-money-coupon = coupon { $value }
promotions-money-fee = Fee for the way to pay
promotions-said-made = The coupon is there, and can be used.
promotions-said-saved = Saved. Orders keep what they were given.
promotions-said-paused = The coupon is paused. Nobody can use it until you let it in again.
promotions-said-resumed = The coupon can be used again.
promotions-wrong-coupon-code = Write a code of 3 to 40 letters, digits and hyphens.
promotions-wrong-coupon-code-taken = Another coupon has this code; choose another, or change that one.
promotions-wrong-coupon-title = Write what shoppers should read beside the amount, in up to 60 characters.
promotions-wrong-coupon-percent = Write a percentage above 0, up to 100.
promotions-wrong-coupon-amount = Write an amount above 0.
promotions-wrong-coupon-least = Write an amount, or nothing.
promotions-wrong-coupon-limit = Write a whole number from 1 on, or nothing.
promotions-wrong-coupon-limit-used = It has been used more often already. Pause it to end it.
promotions-wrong-coupon-period = It must end after it begins.
promotions-wrong-product = There is no product with { $value } in its address.
promotions-order-vat = VAT number
