# What the shop writes about accounts, and about things that were sold out.

mail-kind-verify = Account: confirm the address
mail-kind-known = Account: there is one already
mail-kind-welcome = Account: welcome
mail-kind-reset = Account: new password
mail-kind-password-changed = Account: password changed
mail-kind-change-email = Account: confirm another address
mail-kind-email-changed = Account: address changed
mail-kind-notice-confirm = Back in stock: confirm
mail-kind-back = Back in stock

mail-verify-subject = Confirm your address for { $value }
mail-verify-title = One more step
mail-verify-text = Somebody, you we hope, asked for an account at { $value } with this address. Open the page below and enter the password you chose.
mail-verify-note = The link works once, for two days. If it was not you, do nothing: without your confirmation there will be no account.
mail-verify-button = Confirm my address

mail-known-subject = You have an account at { $value }
mail-known-title = You have an account already
mail-known-text = Somebody asked for an account at { $value } with this address, and it has one. If it was you, sign in with your password, or choose a new one on the same page.
mail-known-note = If it was not you, there is nothing to do: nobody gets in without your password, and nobody was told that you have an account.
mail-known-button = Sign in

mail-welcome-subject = Welcome to { $value }
mail-welcome-title = Your account is ready
mail-welcome-text = Your address is confirmed. From now on your orders stand in your account, and those you placed with this address before as well.
mail-welcome-note = You can take your data with you or delete the account at any time, on the page of the account itself.
mail-welcome-button = See your account

mail-reset-subject = A new password for { $value }
mail-reset-title = Choose a new password
mail-reset-text = Somebody, you we hope, cannot get into your account at { $value }. On the page below you choose a new password.
mail-reset-note = The link works once, for an hour. If it was not you, do nothing: your password stays as it is.
mail-reset-button = Choose a password

mail-password-changed-subject = Your password for { $value } was changed
mail-password-changed-title = Your password was changed
mail-password-changed-text = The account at { $value } with this address has a new password. Everybody who was signed in elsewhere was signed out.
mail-password-changed-note = If it was not you, choose a new password now and write to us.
mail-password-changed-button = Choose a new password

mail-change-email-subject = Confirm your new address for { $value }
mail-change-email-title = Is this address yours?
mail-change-email-text = Your account at { $value } shall use this address from now on. Confirm it on the page below; until then the old one holds.
mail-change-email-note = The link works once, for a day. If it was not you, do nothing.
mail-change-email-button = Use this address

mail-email-changed-subject = Your account at { $value } has another address
mail-email-changed-title = Your address was changed
mail-email-changed-text = The account at { $value } that used this address has another one now. What we write about it goes there.
mail-email-changed-note = If it was not you, answer this mail at once.
mail-email-changed-button = Go to the shop

mail-notice-confirm-subject = Shall we tell you when it is back? { $value }
mail-notice-confirm-title = Shall we tell you?
mail-notice-confirm-text = Somebody, you we hope, wants to know when this is back: { $value }. Confirm it on the page below, and we write once, when it is here again.
mail-notice-confirm-note = If it was not you, do nothing, and nothing more will come.
mail-notice-confirm-button = Yes, tell me

mail-back-subject = Back in the shop: { $value }
mail-back-title = It is back
mail-back-text = You wanted to know: { $value } is here again. There may not be many, and we keep none aside.
mail-back-note = This is the one mail you asked for. No more will come about it.
mail-back-button = See it
