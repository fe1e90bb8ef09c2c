# Settings.
admin-about-shop = Name, legal identity, address, and whether the shop is open
admin-about-markets = Currency, taxes in prices, countries, language, time zone
admin-about-shipping = Where you deliver, how, and what it costs
admin-about-taxes = Rates by tax class and country
admin-about-payments = Bank transfer and its reminders
admin-about-mail = How mail leaves the shop, and a test mail
admin-about-staff = Who works here, roles, passwords
