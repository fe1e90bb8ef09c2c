# Before and at the opening; settings of the shop, payments and mail.
todo-title = Before you open
todo-left = { $count ->
    [one] One thing left
   *[other] { $count } things left
}
todo-ready = Everything is there: you can open the shop.
todo-done = done
todo-do = Do it
todo-look = Look
todo-products = Put something on sale
todo-products-hint = A product with a price and stock, published.
todo-delivery = Deliver somewhere
todo-delivery-hint = A way to deliver to your own country, with its price.
todo-taxes = Set the tax rates
todo-taxes-hint = A standard rate for your own country; nothing can be sold without one.
todo-payment = Take money
todo-payment-hint = Your bank account for transfers.
todo-mail = Send mail
todo-mail-hint = Mails are files in the data folder until an SMTP server is set.
todo-legal = Write the legal texts
todo-legal-hint = Imprint, privacy, terms and withdrawal still have places to fill in.
todo-open = Open the shop
todo-open-hint = Until then everybody but staff sees that you open soon.

opening-title = Opening
opening-open = Open
opening-closed = Not open yet
opening-open-hint = Everybody can buy.
opening-since = Open since { $value }.
opening-closed-hint = Everybody but staff sees that you open soon. Signed in, you see the shop as it will be and can try an order.
opening-unfinished = Not done yet. You can open all the same:
opening-do = Open the shop
opening-close = Close the shop
opening-close-hint = Shoppers see that you open soon, baskets are kept, and nobody can order. Orders that are there go on.
opening-close-do = Close it
opening-tries = { $count ->
    [one] There is one order already, placed as a try:
   *[other] There are { $count } orders already, placed as tries:
}
opening-tries-cancel = Cancel them
opening-tries-keep = Keep them as they are
opening-tries-hint = Cancelled, their goods go back to stock, money that was set aside is released, and money that was taken is given back. They stay in the books as cancelled. What was sent already stays sent.
opening-reason = A try before the opening
opening-said-opened = The shop is open.
opening-said-cleared = { $count ->
    [one] The shop is open. One try was cancelled.
   *[other] The shop is open. { $count } tries were cancelled.
}
opening-said-closed = The shop is closed: only staff see it.

settings-said-saved = Saved. Pages show it at once.
settings-said-test = The test mail was handed over. Look whether it arrives.
settings-wrong-amount = Write an amount like 3.90.
settings-wrong-days = Write days from 0 (never) to 365.

settings-shop-about = About the shop
settings-shop-about-hint = Shown to shoppers: above every page, in mails, in the imprint.
settings-motto = One sentence (optional)
settings-motto-hint = What the shop is about
settings-languages = Further languages
settings-languages-hint = What shoppers can read the shop in, beside its main language. The back office speaks all of them.
settings-phone = Phone (optional)
settings-phone-hint = Where buyers can call

settings-transfer = Bank transfer
settings-transfer-hint = Buyers transfer the money in advance; you note it on the order when it is there.
settings-offered = Offer bank transfer
settings-account = Bank account
settings-account-hint = Holder, bank and IBAN: a line each
settings-reference = What payers write
settings-reference-hint = {"{"}number{"}"} stands for the order’s number
settings-remind = Remind after days
settings-remind-hint = Once, by mail; 0 for never
settings-cancel = Cancel after days
settings-cancel-hint = When no money came; 0 for never
settings-cash = Cash on delivery
settings-cash-hint = Whoever delivers takes the money.
settings-offered-cash = Offer cash on delivery
settings-fee = Fee (optional)
settings-fee-hint = Added to the order, in the shop’s currency
settings-wrong-no-account = Enter the account that buyers pay to, or take the tick from bank transfer.
settings-providers = Other providers
settings-providers-hint = Stripe and PayPal are set up here; whatever else is listed came with the program.

settings-mail-way = How mail leaves the shop
settings-mail-folder = Into a folder
settings-mail-folder-hint = No SMTP server is set: each mail is a file in the folder “mail” beside the data, and nobody gets it.
settings-mail-smtp-hint = Mail is handed to an SMTP server.
settings-mail-from = Sender
settings-mail-reply = The shop’s address
settings-mail-where = The server is set where the shop is started, as secrets stand there:
settings-mail-file = or in sundry.toml. mail.from beside it names another sender, if the server may send for that one only.
settings-mail-test = Test mail
settings-mail-test-to = To
settings-mail-test-hint = It is sent at once
settings-mail-test-do = Send a test mail
settings-mail-test-subject = Test mail from { $value }
settings-mail-test-text = This is a test: mails from { $value } arrive.
settings-mail-test-failed = It could not be sent: { $value }

# What those who compare shops are told.
promises = Returns and handling
promises-hint = Told to search engines and merchants’ centres.
promises-return = Days to send something back
promises-return-hint = 0 if nothing is taken back. Your terms must say the same.
promises-handling-least = Days until it is handed over, at least
promises-handling-most = At most
promises-handling-hint = They are part of the days that your ways to deliver tell.
feeds = Feeds for merchants
feeds-hint = Everything you sell with a price and a picture, in the form that Google Merchant Center reads: one for each country and language.
