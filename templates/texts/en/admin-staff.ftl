# Staff, roles, and one's own account.
admin-staff-members = People who work here
admin-staff-you = (you)
admin-staff-since = since { $value }
admin-staff-inactive = May not sign in
admin-staff-role = Role
admin-staff-role-do = Change role
admin-staff-name = Name
admin-staff-add = Add somebody
admin-staff-add-hint = They get a password that is shown to you once; they can change it after signing in.
admin-staff-add-do = Add
admin-staff-made = A password for { $value }
admin-staff-made-hint = It signs in { $value } and is shown this once. Hand it over in person, not by mail.
admin-staff-reset = Make a new password
admin-staff-reset-hint = For somebody who forgot theirs: they are signed out everywhere.
admin-staff-sign-out = Sign out everywhere
admin-staff-sign-out-hint = For a lost device. Their password stays.
admin-staff-deactivate = Take access away
admin-staff-deactivate-hint = They are signed out at once and may not sign in again. What they did stays in the audit log.
admin-staff-activate = Let them in again
admin-staff-activate-hint = They can sign in with the password they had.
admin-staff-permissions = What each role may do
admin-staff-permissions-hint = Roles are made by us and cannot be changed; give everybody the smallest one that fits.
admin-staff-may = May …
admin-yes = yes
admin-no = no
admin-change = Change

admin-may-view-orders = see orders
admin-may-manage-orders = ship, capture, cancel and note on orders
admin-may-refund-orders = give money back
admin-may-view-products = see products
admin-may-manage-products = change products, categories and pictures
admin-may-view-inventory = see stock
admin-may-manage-inventory = receive, count and move stock
admin-may-view-prices = see prices
admin-may-manage-prices = change prices and taxes
admin-may-view-customers = see customers
admin-may-manage-customers = change customers
admin-may-view-reports = see figures and exports
admin-may-view-system = see how the system does, and the audit log
admin-may-manage-system = retry and drop jobs, run imports
admin-may-view-staff = see who works here
admin-may-manage-staff = add, change and sign out staff
admin-may-view-settings = see settings and texts
admin-may-manage-settings = change settings and texts

admin-account = Your account
admin-account-story = You sign in as { $value }.
admin-account-password = Password
admin-account-password-hint = Changing it signs you out everywhere else.
admin-account-current = Current password
admin-account-new = New password
admin-account-password-do = Change password
admin-account-sessions = Where you are signed in
admin-account-this = This browser
admin-account-seen = last seen { $value }
admin-account-end = Sign out there
admin-password-rule = At least 10 characters. A few words that have nothing to do with you make a good one.

admin-form-wrong = { $count ->
    [one] Please mend one thing:
   *[other] Please mend { $count } things:
}
admin-wrong-name = Write a name of 1 to 100 characters.
admin-wrong-email = This is not an email address; write it like ada@example.org.
admin-wrong-email-taken = Somebody with this address works here already; change that member, or use another address.
admin-wrong-password-short = The password is too short; use at least 10 characters. A few words will do.
admin-wrong-password-long = The password is too long; use at most 200 characters.
admin-wrong-password-easy = This password is easy to guess; add a word or two that have nothing to do with you or the shop.
admin-wrong-current = This is not your current password.
admin-wrong-too-many = Too many tries. Wait a few minutes, then try again.

admin-said-role-changed = The role was changed. They were signed out and have it when they sign in again.
admin-said-access-given = They can sign in again.
admin-said-access-taken = They are signed out and may not sign in any more.
admin-said-signed-out-everywhere = { $count ->
    [0] They were not signed in anywhere.
    [one] One session was ended.
   *[other] { $count } sessions were ended.
}
admin-said-last-owner = The shop needs an owner who can sign in; make somebody else an owner first.
admin-said-stale = Somebody changed this in the meantime. Look again, then try once more.
admin-said-password-changed = Your password was changed. You were signed out everywhere else.
admin-said-session-ended = That browser is signed out.
