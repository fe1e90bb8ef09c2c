# Customers in the back office.
people-search = Name or email address
people-name = Name
people-last = Last order
people-orders = Orders
people-orders-count = { $count ->
    [one] 1 order
   *[other] { $count } orders
}
people-sum = Worth
people-first = First page
people-none = Nobody has bought yet
people-none-hint = Whoever places an order is listed here, with what they bought.
people-none-found = Nobody found
people-none-found-hint = Search by part of a name or email address.
people-show-all = Show everybody
people-groups = Groups
people-groups-hint = people who are treated alike
people-groups-none = There are no groups yet.
people-group-name = Name of a new group
people-group-make = Create the group
people-group-delete = Delete…
people-group-delete-hint = Its members stay; they are only no longer in this group. This cannot be undone.
people-group-delete-do = Delete { $value } for good
people-figures = This customer in figures
people-since = Known since
people-no-orders = No orders.
people-all-orders = All orders from this address
people-reach = Contact
people-marks = Groups and tags
people-notes = Notes
people-notes-hint = only staff see them
people-notes-none = Nothing noted.
people-note = New note
people-note-add = Add the note
people-note-delete = Delete this note
people-wrong-group-name = Give the group a name of its own, in up to 60 characters.
people-wrong-customer-tags = At most 20 tags, each of up to 40 characters.
people-wrong-customer-note = Write a note of up to 2,000 characters.
people-said-saved = Saved.
people-said-note = The note is kept.
people-said-note-deleted = The note is deleted.
people-said-group = The group is there.
people-said-group-deleted = The group is deleted.
