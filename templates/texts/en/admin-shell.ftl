# Around every page of the back office: navigation, search, keys.
admin-nav-categories = Categories
admin-nav-search-rules = Search rules
admin-nav-imports = Imports
admin-nav-exports = Exports
admin-nav-stock = Inventory
admin-nav-customers = Customers
admin-nav-promotions = Promotions
admin-nav-content = Content
admin-nav-settings = Settings
admin-nav-shop-settings = Shop
admin-nav-markets = Markets
admin-nav-shipping = Delivery
admin-nav-taxes = Taxes
admin-nav-payments = Payments
admin-nav-mail = Mail
admin-nav-staff = Staff
admin-nav-audit = Audit log
# Further words that the search knows each page by, separated by spaces.
admin-nav-home-words = start overview dashboard today
admin-nav-orders-words = sales shipping refunds
admin-nav-products-words = catalogue goods articles variants sku
admin-nav-categories-words = departments tree shelves
admin-nav-search-rules-words = synonyms pins boosts missed
admin-nav-imports-words = migrate shopify woocommerce magento csv upload
admin-nav-exports-words = download csv tables backup
admin-nav-stock-words = stock warehouse count
admin-nav-customers-words = buyers people accounts
admin-nav-promotions-words = coupons discounts vouchers
admin-nav-content-words = pages imprint privacy terms legal texts
admin-nav-settings-words = configuration preferences
admin-nav-shop-settings-words = name address identity opening imprint
admin-nav-markets-words = currency language countries time zone rounding
admin-nav-shipping-words = shipping methods zones rates parcels
admin-nav-taxes-words = vat tax rates classes
admin-nav-payments-words = bank transfer cash reminder account
admin-nav-mail-words = email smtp sender templates test
admin-nav-staff-words = members roles permissions users passwords
admin-nav-system-words = jobs events database cache health version
admin-nav-audit-words = history deeds who changed log

admin-search = Search
admin-search-all = Search or go to
admin-search-for = Found for “{ $value }”
admin-search-pages = Go to
admin-search-more = Show all
admin-search-none-hint = Try an order number, an email address, a product’s name or SKU, or the name of a page.

admin-theme = Colours
admin-theme-system = Colours as on this device
admin-theme-light = Light colours
admin-theme-dark = Dark colours

admin-keys = Keyboard shortcuts
admin-keys-search = Search everything
admin-keys-rows = Next and previous row of a list
admin-keys-save = Save the form
admin-keys-close = Close what is open
admin-keys-help = Show these shortcuts
admin-close = Close

admin-undo = Undo
admin-save = Save
admin-unsaved = You have changes that are not saved
