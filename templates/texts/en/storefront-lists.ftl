# Lists, filters and search.

search = Search
search-placeholder = Search the shop
search-all = All products
search-all-description = Everything there is in this shop, with prices and what is in stock.
search-description = What there is for “{ $value }” in this shop, with prices and what is in stock.
search-for = Results for “{ $value }”
search-none = Nothing fits “{ $value }”
search-none-text = Look at the spelling, or try fewer and other words. The beginning of a word is enough, and article numbers are found too.
search-read-as = No product has a word as it was typed. These fit “{ $value }”.
search-meant = Did you mean
search-partly = Few products have every word. What fits most of them is shown as well.
search-rooms = Categories
suggest-shelf = Category
suggest-none = Nothing fits so far.
suggest-all = All results
title-page = { $title }, page { $number }

sort-fitting = Best match
sort-cheapest = Price, low to high
sort-dearest = Price, high to low

filter = Filter
filter-close = Close the filters
filter-stock = Availability
filter-in-stock = Available now
filter-price = Price
filter-price-from = From
filter-price-to = To
filter-brand = Made by
filter-more = { $count ->
    [one] One more
   *[other] { $count } more
}
filter-show = Show products
filter-clear = Clear all
filter-applied = Filters that are set
filter-remove = Remove:
filter-between = { $from } to { $to }
filter-from = From { $value }
filter-to = Up to { $value }
filter-none = Nothing is left
filter-none-text = No product fits all of these filters. Take one away, or all of them.

list-count-many = More than { $count } products, showing { $first } to { $last }
list-below = Within this category
list-sold-out-last = What is sold out stands last.
list-cut = Only the first { $count } are listed. Filters or a search show the others.

# When it comes. The first day, and the last of several.
arrival-on = With you on { $weekday } { $day } { $month }
arrival-or = With you { $weekday } { $day } or { $lastweekday } { $lastday } { $lastmonth }
arrival-or-months = With you { $weekday } { $day } { $month } or { $lastweekday } { $lastday } { $lastmonth }
arrival-between = With you between { $weekday } { $day } and { $lastweekday } { $lastday } { $lastmonth }
arrival-between-months = With you between { $weekday } { $day } { $month } and { $lastweekday } { $lastday } { $lastmonth }
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
product-number = Article no.
