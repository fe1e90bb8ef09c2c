# Lists, filters and search.

search = Suchen
search-placeholder = Im Laden suchen
search-all = Alle Artikel
search-all-description = Alles, was es in diesem Laden gibt, mit Preisen und Bestand.
search-description = Was es in diesem Laden zu „{ $value }“ gibt, mit Preisen und Bestand.
search-for = Ergebnisse für „{ $value }“
search-none = Nichts passt zu „{ $value }“
search-none-text = Prüfen Sie die Schreibweise, oder versuchen Sie weniger und andere Wörter. Der Anfang eines Wortes genügt; auch Artikelnummern werden gefunden.
search-read-as = Kein Produkt hat ein Wort so, wie es eingegeben wurde. Diese passen zu „{ $value }“.
search-meant = Meinten Sie
search-partly = Wenige Produkte haben jedes Wort. Gezeigt wird auch, was zu den meisten passt.
search-rooms = Kategorien
suggest-shelf = Kategorie
suggest-none = Bisher passt nichts.
suggest-all = Alle Ergebnisse
title-page = { $title }, Seite { $number }

sort-fitting = Passendste
sort-cheapest = Preis, aufsteigend
sort-dearest = Preis, absteigend

filter = Filtern
filter-close = Filter schließen
filter-stock = Verfügbarkeit
filter-in-stock = Jetzt vorrätig
filter-price = Preis
filter-price-from = Von
filter-price-to = Bis
filter-brand = Hergestellt von
filter-more = { $count ->
    [one] Noch einer
   *[other] { $count } weitere
}
filter-show = Artikel zeigen
filter-clear = Alle Filter löschen
filter-applied = Gesetzte Filter
filter-remove = Entfernen:
filter-between = { $from } bis { $to }
filter-from = Ab { $value }
filter-to = Bis { $value }
filter-none = Nichts bleibt übrig
filter-none-text = Kein Artikel passt zu allen diesen Filtern. Nehmen Sie einen weg oder alle.

list-count-many = Mehr als { $count } Artikel, hier { $first } bis { $last }
list-below = In dieser Kategorie
list-sold-out-last = Was ausverkauft ist, steht am Ende.
list-cut = Nur die ersten { $count } sind aufgeführt. Filter oder eine Suche zeigen die anderen.

# When it comes. The first day, and the last of several.
arrival-on = Bei Ihnen am { $weekday }, { $day }. { $month }
arrival-or = Bei Ihnen am { $weekday }, { $day }., oder { $lastweekday }, { $lastday }. { $lastmonth }
arrival-or-months = Bei Ihnen am { $weekday }, { $day }. { $month }, oder { $lastweekday }, { $lastday }. { $lastmonth }
arrival-between = Bei Ihnen zwischen { $weekday }, { $day }., und { $lastweekday }, { $lastday }. { $lastmonth }
arrival-between-months = Bei Ihnen zwischen { $weekday }, { $day }. { $month }, und { $lastweekday }, { $lastday }. { $lastmonth }
weekday-1 = Montag
weekday-2 = Dienstag
weekday-3 = Mittwoch
weekday-4 = Donnerstag
weekday-5 = Freitag
weekday-6 = Samstag
weekday-7 = Sonntag
product-number = Artikelnr.
