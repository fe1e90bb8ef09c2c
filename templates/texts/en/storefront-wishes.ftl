# The wish list, what is saved for later, and being told when something is back.
account-wishes = Wish list
account-wishes-none = Nothing is on it yet. A product’s page puts things here, and so does your basket.
account-wishes-full = Your wish list is full: 200 things fit. Remove one first.
account-wishes-no-room = It did not fit into your basket. Order what lies in it first, or take something out.
account-said-wished = It is on your wish list.
account-said-unwished = It is off your wish list.
account-said-wish = Sign in to keep a wish list, then put it on there.
wish-add = Put on the wish list
cart-later = Save for later
cart-said-later = It is on your wish list now, and out of your basket.
cart-said-joined = What lay in this basket and in the one of your account lies together here now.
cart-said-joined-part = What lay in this basket and in the one of your account lies together here now. Some of it did not fit.

notice-ask-title = Shall we tell you when it is back?
notice-ask-text = We write once, when there is some again. Nothing else.
notice-ask-button = Tell me
notice-ask-hint = One mail when it is back, and none after it.
notice-back = Back to the product
notice-sent-title = Look into your mail
notice-sent-text = We have sent a mail to { $value }. Open the link in it, and we write once more, when it is back.
notice-waiting-title = We will tell you
notice-waiting-text = As soon as there is some again, a mail goes to { $value }.
notice-confirm-title = Shall we tell you?
notice-confirm-text = We write once to the address that our mail came to, when it is back.
notice-confirm-button = Yes, tell me
notice-gone-title = This link does not work any more
notice-gone-text = It is too old, or you were told already. Ask again on the product’s page.
