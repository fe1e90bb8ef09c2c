# Files from other shops, and what the shop has as tables.
imports-form-shopify = Shopify products
imports-form-woocommerce = WooCommerce products
imports-form-magento = Magento products
imports-form-products = Products (our own form, or by a mapping)
imports-form-stock = Stock
imports-form-prices = Prices
imports-form-orders = Orders of the past
imports-new = Bring goods in
imports-new-hint = A file from another shop, or a table of your own. What is there already is brought up to date.
imports-form = What it is
imports-form-hint = Export from the other shop with all columns, as CSV.
imports-dry-run = Try it first
imports-dry-run-hint = Tells what would be done, and writes nothing. Afterwards it can be taken in with one click.
imports-mapping = Mapping
imports-mapping-hint = Only for tables of another form: which columns become what. Leave it empty for all others.
imports-file = File
imports-pictures = Pictures (ZIP)
imports-pictures-hint = For files that name pictures without an address. Pictures with an address are fetched afterwards.
imports-send = Bring it in
imports-none = Nothing was brought in yet
imports-none-hint = Every import is listed here with its report.
imports-runs = Imports so far
imports-trial = a trial
imports-trial-hint = a trial: nothing is written
imports-read = { $count ->
    [one] { $count } row or product read
   *[other] { $count } rows or products read
}
imports-failed = { $count } left out
imports-state-waiting = Waiting
imports-state-running = Running
imports-state-stopping = Stopping
imports-state-cancelled = Stopped
imports-state-failed = Failed
imports-state-done = Done
imports-stop = Stop
imports-resume = Go on
imports-go = Take it in now
imports-percent = { $count } percent
imports-leave = You can leave this page; it goes on.
imports-look-again = Look again
imports-figures = What was done
imports-figure-read = Read
imports-figure-created = New
imports-figure-updated = Changed
imports-figure-unchanged = As they were
imports-figure-failed = Left out
imports-pictures-hung = { $count ->
    [one] { $count } picture hung
   *[other] { $count } pictures hung
}
imports-pictures-waiting = { $count } waiting
imports-pictures-refused = { $count } could not be had
imports-report = Report
imports-report-file = The whole report as a table
imports-all = Everything
imports-problems = Left out
imports-remarks = Remarks
imports-nothing-told = Nothing to report.
imports-left-out = Left out
imports-line = Line { $count }
imports-wrong-no-file = Choose a file.
imports-wrong-form = Choose what the file is.
imports-not-arrived = The file did not arrive whole; bring it again.
imports-said-begun = The file is here, and is being taken in.
imports-said-stopping = It stops after the piece at hand.
imports-said-goes-on = It goes on where it was.
exports-hint = Tables for spreadsheets. Products, stock and prices come in again unchanged under Imports.
exports-take = Download
exports-products = Products
exports-products-hint = Every variant with its texts, options, price and stock at the first place
exports-stock = Stock
exports-stock-hint = What lies where, place by place
exports-prices = Prices
exports-prices-hint = What each variant costs, and what stands struck through
exports-orders = Orders
exports-orders-hint = One line an order, with what was paid and given back
