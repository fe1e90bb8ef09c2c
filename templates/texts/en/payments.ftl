# Payments: the provider's own fields, and what staff see of money.
pay-stripe = Card
pay-stripe-hint = Credit or debit card. You enter it on the next page.
payment-away = { $name } cannot be reached right now. Please choose another way to pay, or try again in a minute.
wrong-payment_method_away = This way to pay cannot be reached right now. Nothing was charged: choose another one, or try again in a minute.
card-title = Pay by card
card-pay = Pay { $value }
card-hint = What you enter here goes to the payment provider directly; this shop never sees your card number.
card-script = Paying by card needs JavaScript. Switch it on, or choose another way to pay.
card-failed = That did not work. Please try again, or choose another way to pay.
card-away = Payments by card cannot be reached right now. Nothing was charged.
card-again = Try again
card-leave = Pay another way

stripe-title = Card payments (Stripe)
stripe-about = Shoppers enter their card in Stripe's own fields. Card numbers never reach this shop.
stripe-state-on = Offered
stripe-state-off = Not offered
stripe-state-trial = Test keys: no money moves
stripe-offered = Offer payment by card
stripe-publishable = Publishable key
stripe-publishable-hint = Begins with pk_live_ or pk_test_. It is no secret.
stripe-secret = Secret key
stripe-secret-hint = Begins with sk_ or rk_. It is sealed when it is saved and never shown again.
stripe-secret-kept = One is kept, sealed. Leave this empty to keep it.
stripe-hook = Signing secret
stripe-hook-hint = Begins with whsec_. Stripe shows it when you add the address below as an endpoint.
stripe-hook-address = Address for events
stripe-hook-events = Choose the events of payment_intent, charge, refund and charge.dispute. Without them payments are found out by asking, some minutes later.
stripe-capture-later = Only set money aside when an order is placed, and take it when you say so
stripe-capture-later-hint = Otherwise it is taken at once.
stripe-test = Try the keys
stripe-test-hint = Asks Stripe something that changes nothing.
stripe-test-failed = Stripe says: { $value }
stripe-said-works = Stripe answers, and accepts the key.
stripe-open = Set up

payments-doubt-title = Payments to look at
payments-doubt-none = No payment needs a look.
payments-doubt-none-hint = When a provider says something that contradicts what is known here, or somebody disputes a payment, it stands here.
payments-doubt-hint = What the shop cannot decide by itself. Settle it at the provider, then ask again.
payments-doubt-ask = Ask the provider again
payments-doubt-disputed = Disputed by the payer: { $value } are held back. Answer it at the provider.
payments-said-asked = The provider was asked again.
payments-said-away = The provider does not answer right now. Try again later.
payments-col-payment = Payment
payments-col-why = Why
payments-col-amount = Amount
need-payments-doubt = { $count ->
    [one] One payment to look at
   *[other] { $count } payments to look at
}

order-disputed = The payer disputes a payment: { $value } are held back until it is decided.
order-doubt = The provider contradicts what is known of a payment: { $value }
order-overpaid = More was paid than the order comes to: { $value } too much.
money-disputed = Held back in disputes
money-charged-back = Lost in disputes
money-fees = Kept by the provider
ledger-title = Ledger
ledger-hint = Every movement of this order's money: debit and credit of each.
ledger-when = When
ledger-what = What
ledger-debit = Debit
ledger-credit = Credit
ledger-amount = Amount
ledger-capture = Taken
ledger-refund = Given back
ledger-refund_returned = Refund returned
ledger-dispute = Disputed
ledger-dispute_won = Dispute won
ledger-chargeback = Dispute lost
ledger-fee = Fee
ledger-account-order = This order
ledger-account-provider = At the provider
ledger-account-disputes = Disputed
ledger-account-fees = Fees

order-capture-part = Take another amount
order-receive-part = Another amount came
order-amount = Amount
order-amount-hint = As 12.50. What is missing stays open; what is too much can be given back.
order-amount-do = Note it
order-surplus = Give back what is too much
