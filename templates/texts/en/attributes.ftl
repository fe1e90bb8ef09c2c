# What is said of products, and by what lists can be narrowed down.
attributes-hint = Each is made when a product or an import carries it. Here it gets its names, its unit and its place, and lists learn whether shoppers can narrow them down by it.
attributes-search = Search attributes
attributes-tab-all = All
attributes-tab-filters = Filters
attributes-tab-unused = Unused
attributes-none = Nothing is said of products yet
attributes-none-hint = Write a specification line on a product’s page, or import products that have some.
attributes-not-counted = Not counted yet
attributes-not-counted-hint = The search index is being made. In a moment it is known which products carry it.
attributes-show-all = Show all
attributes-yes = yes
attributes-before = Previous
attributes-after = Next
attributes-name = Name
attributes-name-hint = Products that carry this name belong to it.
attributes-rename-hint = What pages call it. Products keep the name that they carry.
attributes-kind = What it is
attributes-kind-hint = A number can be narrowed down by a range, all else by its values.
attributes-kind-choice = One of a few values
attributes-kind-number = Number
attributes-kind-yes-no = Yes or no
attributes-kind-text = Text
attributes-unit = Unit
attributes-unit-hint = Of a number: cm, kg, GB. Products may use others that measure the same.
attributes-filter = Filter
attributes-filterable = Lists can be narrowed down by it
attributes-filterable-hint = Never by a text.
attributes-position = Place
attributes-position-hint = The lower, the earlier it stands; 100 is usual.
attributes-products = Products
attributes-used = { $count ->
    [one] One product in sale carries it.
   *[other] { $count } products in sale carry it.
}
attributes-unused = unused
attributes-unused-hint = No product in sale carries it.
attributes-new = A new attribute
attributes-make = Make it
attributes-remove = Take it away
attributes-wrong-taken = There is one with the code { $value } already.
attributes-said-made = The attribute was made.
attributes-said-saved = The attribute was saved.
attributes-said-removed = The attribute was taken away.
attributes-said-back = The attribute is as it was.
attributes-said-in-use = { $count ->
    [one] One product in sale carries it. Take it out there first.
   *[other] { $count } products in sale carry it. Take it out there first.
}
attributes-said-not-counted = It is not known yet which products carry it. Try again in a moment.
goods-wrong-not-a-place = Write a whole number from 0 to 100000.
goods-wrong-not-defined = One of these was taken away meanwhile. Open the page again.

facets = Filters
facets-hint = By what this category’s list can be narrowed down. Availability, price and maker are always there.
facets-none = No attribute is marked as a filter yet.
facets-above-none = Those that most of its products have
facets-above = As { $value } has them
facets-own = These, in this order
facets-place = Place
facets-set = Set the filters
facets-said-set = The filters are set.
facets-wrong-place = Write whole numbers as places; leave the place of others empty.
