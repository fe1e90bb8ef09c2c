# Stock in the back office.
stock-tab-all = All
stock-search = Search
stock-count = Count stock
stock-count-end = End counting
stock-count-hint = Write what you counted beside each SKU, and leave the others empty. A line is kept only if nothing was booked since this page was shown.
stock-count-of = Counted of { $value }
stock-counted = Stock-take
stock-counted-col = Counted
stock-reason = Reason
stock-none = Nothing to count yet
stock-none-hint = Each variant of your products is listed here with its stock.
stock-none-found = Nothing found
stock-none-found-hint = Search by the beginning of a SKU or word, or look at another level.
stock-show-all = Show everything
stock-place = Location
stock-places = Locations
stock-allocated = Promised
stock-allocated-hint = To orders not sent yet
stock-reserved = Held
stock-reserved-hint = For checkouts under way
stock-not-sold = not in sale
stock-to-product = To the product
stock-figures = Stock in figures
stock-backorder = Up to { $count } may be sold beyond it
stock-ledger = Movements
stock-ledger-hint = why it is as it is, newest first
stock-ledger-none = Nothing was ever booked.
stock-for-order = For an order
stock-received = received
stock-shipped = sent
stock-returned = came back
stock-adjusted = adjusted
stock-who-shopper = a shopper
stock-who-system = the shop itself
stock-who-gone = somebody who no longer works here
stock-receive = Goods came in
stock-units = Units
stock-from = From whom
stock-from-example = Supplier, delivery note
stock-receive-do = Book in
stock-adjust = Correct
stock-by = By how many
stock-reason-example = Broken, lost, found
stock-adjust-do = Correct the stock
stock-warn = Running low
stock-warn-at = Tell us from
stock-warn-hint = Empty: from { $count } saleable units down
stock-wrong-stock-quantity = Write a whole number that can be meant.
stock-wrong-stock-reason = Say why, in up to 200 characters.
stock-wrong-negative-stock = More is promised to orders than would be left.
stock-wrong-stock-promised = More is promised to orders than the shelf holds: book in what is missing first.
stock-said-booked = Booked.
stock-said-warning = Saved.
stock-said-counted = { $count ->
    [0] Counted. Everything was as it should be.
    [one] Counted. 1 SKU was corrected.
   *[other] Counted. { $count } SKUs were corrected.
}
stock-said-nothing-counted = Nothing was filled in, so nothing was counted.

stock-transferred = transferred
stock-for-transfer = Transfer
stock-for-supply = Delivery of a supplier
stock-terms = Kept back, and sold beforehand
stock-safety = Kept back
stock-safety-hint = So many are never promised: for counting errors, or for your own counter.
stock-beyond = Sold beyond the stock
stock-beyond-hint = So many may be ordered before they are there. 0: only what is there.
stock-expected = Expected on
stock-expected-hint = Shoppers are told this day. Empty: the day of the next delivery, where one is expected.
stock-arrives = The next delivery is expected on { $value }. It counts while this is empty.
stock-preorder = Not out yet: may be pre-ordered until that day
stock-preorder-short = Pre-order
stock-wrong-location-off = Nothing comes to that location any more: it is switched off. Choose another.
stock-wrong-location-not-found = There is no such location. Choose one.
stock-wrong-location-name = Give it a name of up to 60 characters.
stock-wrong-location-code = A code is made of small letters, digits and dashes, up to 40 of them.
stock-wrong-location-taken = Another location has this code. Choose another one.
stock-wrong-too-many-locations = More locations than these are not kept.
stock-wrong-location-busy = Something still lies there, is promised from there or on its way. Transfer it or count it out, send or cancel the orders, and end its transfers and deliveries. Then switch it off.
stock-wrong-last-location = A shop needs a location. Switch another one on first.
stock-wrong-same-location = Choose two different locations.
stock-wrong-preorder-day = A pre-order needs the day on which it comes out, and how many may be ordered before it.
stock-wrong-not-in-yet = Some of it has not come in yet. It can be sent once it lies on the shelf.
stock-wrong-stock-over = That was done already. Here is how it stands.
stock-wrong-stock-no-lines = Put something on it first.
stock-wrong-stock-too-many-lines = It is full. Make another one for the rest.
stock-wrong-stock-too-many = More cannot arrive than was sent. Count in what is more.
stock-wrong-supplier-name = Say who brings it, in up to 120 characters.
stock-wrong-line = Write a SKU that there is, and a whole number.
stock-wrong-day = Write a day as 2026-12-05.

haul-none = Nothing is on its way, and nothing was.
haul-draft = draft
haul-sent = on its way
haul-received = arrived
haul-make = New transfer
haul-make-do = Begin
haul-from = From
haul-to = To
haul-note = Note
haul-one-place = Transfers go from one location to another, and there is only one.
haul-units = Units
haul-came = Came
haul-comes = Comes now
haul-came-of = Units of { $value } that come now
haul-difference = Difference
haul-lines = What
haul-lines-none = Nothing yet.
haul-put-line = Put something on it
haul-put = Put on
haul-put-hint = A SKU that is on it already gets the new number; 0 takes it off.
haul-made = Begun on { $value }.
haul-sent-at = Sent on { $value }.
haul-received-at = Over since { $value }.
haul-send = Send it from { $value }
haul-drop = Throw away
haul-drop-hint = The draft is deleted. No stock is changed.
haul-receive = Book in what comes
haul-end = Nothing more will come
haul-end-hint = { $count ->
    [one] 1 unit that is missing is written off where it came from.
   *[other] { $count } units that are missing are written off where they came from.
}
haul-lost = { $count ->
    [one] 1 unit never arrived and was written off.
   *[other] { $count } units never arrived and were written off.
}
supply-open = Expected
supply-closed = Over
supply-none = Nothing is expected.
supply-none-closed = None is over yet.
supply-make = Expect a delivery
supply-make-hint = What is ordered beyond the stock is told with this day.
supply-make-do = Begin
supply-supplier = Supplier
supply-reference = Number
supply-reference-hint = Of your order, or of the delivery note
supply-expected = Expected on
supply-expected-hint = Empty when nobody knows.
supply-on = Expected on { $value }.
supply-no-day = Nobody knows when.
supply-late = late
supply-over = over
supply-to = To { $value }.
supply-closed-at = Over since { $value }.
supply-receive-hint = It may be less than was expected, or more.
supply-edit = Who brings it, and when
supply-close = Nothing more will come
supply-close-hint = { $count ->
    [one] 1 unit is no longer waited for.
   *[other] { $count } units are no longer waited for.
}
supply-missing = { $count ->
    [one] 1 unit never came.
   *[other] { $count } units never came.
}
order-from = from { $value }

locations-about = Where goods lie, and from where they go out first
locations-list = Where goods lie
locations-list-hint = The first is drawn on before the others, and goods come to it when nobody says where.
locations-off = switched off
locations-name = Name
locations-code = Code
locations-code-hint = What tables and programs call it: small letters, digits, dashes. It stays.
locations-up = Further up
locations-down = Further down
locations-off-hint = Nothing comes to it any more and nothing goes out. What was booked there stays in the books.
locations-off-do = Switch off
locations-on-do = Switch on again
locations-strategy = From where orders go out
locations-strategy-hint = When something lies at several locations.
locations-priority = In this order
locations-priority-hint = As much as there is from the first, the rest from the next.
locations-fewest = In as few parcels as can be
locations-fewest-hint = From one location that has everything, else from as few as suffice.
locations-add = Add a location

feed-now = Fetch now
feed-set = From where
feed-set-hint = Stock levels of a warehouse or another program, fetched by themselves.
feed-url = Address of the table
feed-url-hint = Only addresses on the open internet are asked. It may hold a key; it is shown on this page only.
feed-minutes = Every so many minutes
feed-minutes-hint = From 5 to 10080
feed-place = Where rows without a location lie
feed-place-hint = A row's own location goes before it.
feed-active = Fetch by schedule
feed-next = Fetched next on { $value }.
feed-form = What the table looks like
feed-form-hint = The columns sku and on_hand are needed, in any order, separated by commas, semicolons or tabs. location is a location's code. on_hand is what lay on the shelf, whoever it is promised to, at counted_at (as 2026-11-27T10:00:00Z) or else when it was fetched; what moved since then is put on top. low_at sets from where you are told.
feed-runs = Latest fetches
feed-runs-none = Nothing was fetched yet.
feed-running = under way
feed-failed = failed
feed-read = { $count ->
    [one] 1 row
   *[other] { $count } rows
}
feed-differed = { $count ->
    [0] nothing differed
    [one] 1 differed
   *[other] { $count } differed
}
feed-refused = { $count ->
    [0] none left out
    [one] 1 left out
   *[other] { $count } left out
}
feed-rows = Row by row
feed-rows-hint = Rows that changed something or were left out, up to 2,000. What was as it is stands in no row.
feed-rows-none = Nothing differed, and nothing was left out.
feed-line = Line
feed-outcome = What became of it
feed-was = Before
feed-changed = booked
stock-wrong-sku-missing = It has no SKU.
stock-wrong-sku-twice = The same SKU and location stand further up.
stock-wrong-sku-not-found = No variant has this SKU.
stock-wrong-bad-time = Write the time of the count as 2026-11-27T10:00:00Z.
stock-wrong-feed-address = Write an https address on the open internet.
stock-wrong-feed-minutes = Write a number from 5 to 10080.
stock-said-feed = It is being fetched. Load this page again in a moment.
