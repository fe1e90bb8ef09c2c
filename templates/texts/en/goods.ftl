# Products and categories in the back office.

# The list
goods-tab-all = All
goods-tab-published = Published
goods-tab-drafts = Drafts
goods-tab-archived = Archived
goods-filters = Filters
goods-search = Name, SKU or barcode
goods-category = Category
goods-every-category = Every category
goods-no-category = No category
goods-brand = Brand
goods-every-brand = Every brand
goods-stock = Stock
goods-every-level = Any stock
goods-level-in = In stock
goods-level-low = Running low
goods-level-out = Sold out
goods-filter = Filter
goods-remove-filter = Remove this filter
goods-export = Export CSV
goods-new = New product
goods-none-found = No product fits
goods-none-found-hint = Remove a filter, or search by the beginning of a word or SKU.
goods-found-cut = More was found than is shown here. Add a word to find the rest.
goods-none-hint = Make your first product here, or bring a catalogue under Imports.
goods-pick = Choose
goods-pick-one = Choose { $value }
goods-pick-all = Choose this page
goods-all-found = Everything found, up to 1,000
goods-do-publish = Publish
goods-do-draft = Withdraw
goods-do-archive = Archive
goods-do-prices = Prices…
goods-do-category = Category…
goods-do-tags = Tags…
goods-do-export = Export
goods-col-price = Price
goods-price-of = Price of { $value }
goods-stock-of = On hand of { $value }
goods-variants = { $count ->
    [one] 1 variant
   *[other] { $count } variants
}
goods-more-variants = { $count ->
    [one] 1 more variant
   *[other] { $count } more variants
}
goods-products = { $count ->
    [one] 1 product
   *[other] { $count } products
}
goods-cells-wrong = { $count ->
    [one] One field was not saved. It says why; the others are kept.
   *[other] { $count } fields were not saved. Each says why; the others are kept.
}
goods-cell-price-moved = Somebody set { $value } meanwhile. Save again to replace it.
goods-cell-price-gone = There is no price any more. Save again to set one.
goods-cell-stock-moved = There are { $count } by now. Count again, then save.
goods-cell-promised = More than that is promised to orders.
goods-cell-unlikely = Write a number that can be meant.
goods-counted-in-list = set in the product list

# Many at once
goods-bulk-prices = Change prices
goods-bulk-category = Change the category
goods-bulk-tags = Change tags
goods-bulk-for = { $count ->
    [one] For 1 product
   *[other] For { $count } products
}
goods-bulk-nobody = No product was chosen. Tick some in the list first.
goods-bulk-do = { $count ->
    [one] Change 1 product
   *[other] Change { $count } products
}
goods-bulk-undo-hint = You can take this back afterwards.
goods-and-more = and { $count } more
goods-back = Back to the list
goods-price-how = What happens to the price
goods-price-raise = Raise by percent
goods-price-lower = Lower by percent
goods-price-more = Raise by an amount
goods-price-less = Lower by an amount
goods-price-set = Set to an amount
goods-price-by = By or to
goods-price-by-hint = As in 10 or 2.50
goods-price-round = Round the result
goods-round-exact = To the cent
goods-round-five = To 0.05
goods-round-whole = To whole amounts
goods-round-95 = To end in .95
goods-round-99 = To end in .99
goods-price-strike = Strike through the price before
goods-price-strike-hint = Where the new price is lower, the one before is shown beside it.
goods-category-what = What happens
goods-category-in = Put into it
goods-category-out = Take out of it
goods-tags = Tags
goods-tags-add = Tags to add
goods-tags-remove = Tags to remove
goods-tags-hint = Separated by commas

# A new one
goods-new-begin = Begin with a name
goods-new-hint = It starts as a draft; nobody sees it until you publish it.
goods-new-do = Create the draft
goods-later = Can be set later
goods-title = Name
goods-price = Price
goods-price-in = Price in { $value }
goods-first-stock = In stock
goods-sku = SKU
goods-sku-hint = Left empty, one is made from the name
goods-copy-of = Copy of { $value }

# One product
goods-view = View in the shop
goods-preview = Preview
goods-duplicate = Duplicate
goods-archive = Archive
goods-restore = Back to draft
goods-publish = Publish
goods-save-and-publish = Save and publish
goods-goes-live = Goes live by itself on { $value }.
goods-goes-off = Is withdrawn by itself on { $value }.
goods-sheets = Parts of this product
goods-sheet-words = Details
goods-sheet-variants = Variants
goods-sheet-pictures = Pictures
goods-words = Words
goods-subtitle = Subtitle
goods-subtitle-hint = One line below the name, in lists too
goods-description = Description
goods-description-hint = Plain text with blank lines between paragraphs, or simple HTML. Scripts and styles are removed.
goods-specification = Specification
goods-specification-hint = the table on the product’s page
goods-attribute-name = Property
goods-attribute-kind = Kind
goods-attribute-value = Value
goods-attribute-unit = Unit
goods-attribute-hint = Empty a line to remove it. Save to get more empty lines. For “yes or no”, write yes or no.
goods-kind-text = Text
goods-kind-number = Number
goods-kind-yes-no = Yes or no
goods-no = no
goods-seo = Search engines
goods-seo-hint = how it may look when it is found
goods-seo-title = Title for search engines
goods-seo-title-hint = Empty: the name
goods-seo-description = Text for search engines
goods-seo-description-hint = Empty: the subtitle. About 150 characters are shown.
goods-handle = Address
goods-handle-hint = Letters, digits and hyphens. The former address leads to the new one.
goods-state = Visibility
goods-publish-from = Publish on
goods-publish-from-hint = A draft goes live by itself then.
goods-publish-until = Withdraw on
goods-publish-until-hint = It becomes a draft again then.
goods-place = Where it stands
goods-main-category = Main category
goods-also-in = Also in other categories
goods-tax = Tax class
goods-tax-hint = Decides which rates apply
goods-tax-standard = Standard
goods-tax-reduced = Reduced
goods-tax-zero = Zero

# Variants
goods-in-sale = In sale
goods-compare = Price before
goods-weight = Weight in grams
goods-barcode = Barcode
goods-variant-picture = Picture
goods-variant-picture-none = The first one
goods-options = Options
goods-options-hint = how variants differ, as in size or colour
goods-option-new = Another option
goods-option-name = Name
goods-option-example = Colour
goods-option-values = Values
goods-option-add = Add values
goods-option-add-example = Red, Green, Blue
goods-options-effect = Rename a value in its field and its variants keep their price and stock. Empty a value, or the name of an option, to remove it: its variants are taken out of sale. Combinations that are missing are made with the first variant’s price.
goods-options-do = Save options and make variants

# Pictures
goods-pictures-add = Add pictures
goods-pictures-add-hint = JPEG, PNG or WebP, up to 12 MB each
goods-pictures-files = Choose files, or drop them here
goods-pictures-file = Choose a file
goods-pictures-send = Upload
goods-pictures-sending = Uploading…
goods-pictures-none = No pictures yet
goods-pictures-none-hint = The first one you add is shown in lists.
goods-pictures-hint = The first picture is shown in lists. Change the numbers, or drag, to put them in another order. The dots choose what stays in sight when a picture is cropped.
goods-alt = Description for those who cannot see it
goods-picture-place = Place
goods-picture-remove = Remove
goods-picture-set = Set the picture
goods-focus = What stays in sight
goods-focus-top-left = Top left
goods-focus-top = Top
goods-focus-top-right = Top right
goods-focus-left = Left
goods-focus-middle = Middle
goods-focus-right = Right
goods-focus-bottom-left = Bottom left
goods-focus-bottom = Bottom
goods-focus-bottom-right = Bottom right
goods-file-refused = { $name }: { $why }
goods-files-refused = { $count ->
    [one] One file could not be taken
   *[other] { $count } files could not be taken
}

# Categories
goods-categories-none = No categories yet
goods-categories-none-hint = Categories are the shelves of the shop. Make the first one beside this.
goods-category-new = New category
goods-category-title = Name
goods-category-make = Create
goods-category-parent = Stands in
goods-category-top = At the top
goods-category-intro = Introduction
goods-category-intro-hint = Shown above its products
goods-category-picture = Picture
goods-category-delete = Delete
goods-category-delete-ask = Delete this category…
goods-category-delete-empty = Nothing stands in it. This cannot be undone.
goods-category-delete-to = Its products
goods-category-delete-nowhere = stay without this category
goods-category-delete-do = Delete { $value } for good
goods-category-has-below = Other categories stand in it. Move or delete them first.
goods-move-up = Up
goods-move-down = Down
goods-move-up-one = Move { $value } up
goods-move-down-one = Move { $value } down

# What is wrong
goods-wrong-other = This cannot be kept. Check what you typed.
goods-wrong-missing = This is needed.
goods-wrong-too-long = This is too long.
goods-wrong-too-many = These are too many.
goods-wrong-twice = This stands here twice.
goods-wrong-order = This must come after the beginning.
goods-wrong-not-a-number = Write a number, as in 12 or 12.5.
goods-wrong-not-an-address = Use letters, digits and hyphens only.
goods-wrong-not-above = The price before must be higher than the price.
goods-wrong-price = Write an amount, as in 12.50.
goods-wrong-bad-price = Write an amount that can be meant.
goods-wrong-count = Write a whole number.
goods-wrong-moment = Write a day and a time.
goods-wrong-by = Write a number, as in 10 or 2.50.
goods-wrong-category = Choose a category.
goods-wrong-no-tags = Write at least one tag.
goods-wrong-no-files = Choose a file first.
goods-wrong-sku-taken = The SKU { $value } belongs to another variant.
goods-wrong-handle-taken = The address { $value } belongs to something else already.
goods-wrong-changed-meanwhile = Somebody changed this meanwhile. Open it again in another tab, compare, and make your change anew.
goods-wrong-stock-moved = Stock was booked meanwhile. Open this page again and count anew.
goods-wrong-negative-stock = More is promised to orders than would be left.
goods-wrong-stock-quantity = Write a number that can be meant.
goods-wrong-too-many-variants = { $count ->
   *[other] That makes { $count } variants. A product has at most 250.
}
goods-wrong-category-circle = A category cannot stand below itself.
goods-wrong-not-a-picture = This is no JPEG, PNG or WebP picture.
goods-wrong-picture-damaged = This picture is damaged. Save it anew and try again.
goods-wrong-picture-too-large = This file is larger than 12 MB. Make the picture smaller.
goods-wrong-picture-too-many-pixels = This picture has more than 25 million pixels. Make it smaller.

# What was done
goods-said-cells = { $count ->
    [one] 1 change saved.
   *[other] { $count } changes saved.
}
goods-said-nothing-picked = Nothing was chosen, so nothing was done.
goods-said-no-price = It has no price yet. Enter one here, then publish it.
goods-said-published = { $count ->
    [0] Nothing had to change: all of it is published.
    [one] 1 product is published.
   *[other] { $count } products are published.
}
goods-said-withdrawn = { $count ->
    [0] Nothing had to change: all of it is a draft.
    [one] 1 product is a draft now.
   *[other] { $count } products are drafts now.
}
goods-said-archived = { $count ->
    [0] Nothing had to change: all of it is archived.
    [one] 1 product is archived. Nobody can buy it any more.
   *[other] { $count } products are archived. Nobody can buy them any more.
}
goods-said-prices = { $count ->
    [0] No price had to change.
    [one] Prices of 1 product changed.
   *[other] Prices of { $count } products changed.
}
goods-said-shelved = { $count ->
    [0] No category had to change.
    [one] The category of 1 product changed.
   *[other] The category of { $count } products changed.
}
goods-said-tagged = { $count ->
    [0] No tags had to change.
    [one] Tags of 1 product changed.
   *[other] Tags of { $count } products changed.
}
goods-said-taken-back = { $count ->
    [0] Nothing was taken back: it was changed anew since.
    [one] 1 change taken back.
   *[other] { $count } changes taken back.
}
goods-said-too-late = This cannot be taken back any more.
goods-said-made = The draft is ready. Add words and pictures, then publish it.
goods-said-saved = Saved.
goods-said-duplicated = This is the copy: a draft, with the same prices and without stock.
goods-said-options = { $count ->
    [0] Options saved.
    [one] Options saved, and 1 variant made.
   *[other] Options saved, and { $count } variants made.
}
goods-said-hung = { $count ->
    [one] 1 picture added.
   *[other] { $count } pictures added.
}
goods-said-category-made = The category is there. Products can stand in it now.
goods-said-category-deleted = The category is deleted.
goods-said-category-not-empty = Something still stands in this category. Move it first.
