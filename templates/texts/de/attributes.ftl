# Was von Artikeln gesagt wird, und wonach Listen gefiltert werden.
attributes-hint = Jedes Merkmal entsteht, sobald ein Artikel oder ein Import es trägt. Hier bekommt es Namen, Einheit und Platz, und Listen erfahren, ob man nach ihm filtern kann.
attributes-search = Merkmale suchen
attributes-tab-all = Alle
attributes-tab-filters = Filter
attributes-tab-unused = Unbenutzt
attributes-none = Von Artikeln wird noch nichts gesagt
attributes-none-hint = Schreiben Sie bei einem Artikel eine Zeile der Eigenschaften, oder importieren Sie Artikel, die welche haben.
attributes-not-counted = Noch nicht gezählt
attributes-not-counted-hint = Der Suchindex entsteht gerade. Gleich ist bekannt, welche Artikel es tragen.
attributes-show-all = Alle zeigen
attributes-yes = ja
attributes-before = Zurück
attributes-after = Weiter
attributes-name = Name
attributes-name-hint = Artikel, die diesen Namen tragen, gehören dazu.
attributes-rename-hint = So nennen es die Seiten. Artikel behalten den Namen, den sie tragen.
attributes-kind = Was es ist
attributes-kind-hint = Eine Zahl wird nach einem Bereich gefiltert, alles andere nach seinen Werten.
attributes-kind-choice = Einer von wenigen Werten
attributes-kind-number = Zahl
attributes-kind-yes-no = Ja oder nein
attributes-kind-text = Text
attributes-unit = Einheit
attributes-unit-hint = Von einer Zahl: cm, kg, GB. Artikel dürfen andere benutzen, die dasselbe messen.
attributes-filter = Filter
attributes-filterable = Listen können danach gefiltert werden
attributes-filterable-hint = Nach einem Text nie.
attributes-position = Platz
attributes-position-hint = Je kleiner, desto weiter vorn; 100 ist üblich.
attributes-products = Artikel
attributes-used = { $count ->
    [one] Ein Artikel im Verkauf trägt es.
   *[other] { $count } Artikel im Verkauf tragen es.
}
attributes-unused = unbenutzt
attributes-unused-hint = Kein Artikel im Verkauf trägt es.
attributes-new = Ein neues Merkmal
attributes-make = Anlegen
attributes-remove = Entfernen
attributes-wrong-taken = Es gibt schon eines mit dem Code { $value }.
attributes-said-made = Das Merkmal wurde angelegt.
attributes-said-saved = Das Merkmal wurde gespeichert.
attributes-said-removed = Das Merkmal wurde entfernt.
attributes-said-back = Das Merkmal ist wieder, wie es war.
attributes-said-in-use = { $count ->
    [one] Ein Artikel im Verkauf trägt es. Nehmen Sie es zuerst dort heraus.
   *[other] { $count } Artikel im Verkauf tragen es. Nehmen Sie es zuerst dort heraus.
}
attributes-said-not-counted = Noch ist nicht bekannt, welche Artikel es tragen. Versuchen Sie es gleich noch einmal.
goods-wrong-not-a-place = Schreiben Sie eine ganze Zahl von 0 bis 100000.
goods-wrong-not-defined = Eines davon wurde inzwischen entfernt. Öffnen Sie die Seite noch einmal.

facets = Filter
facets-hint = Wonach die Liste dieser Kategorie gefiltert werden kann. Verfügbarkeit, Preis und Hersteller gibt es immer.
facets-none = Noch ist kein Merkmal als Filter gekennzeichnet.
facets-above-none = Die, die die meisten ihrer Artikel haben
facets-above = Wie { $value } sie hat
facets-own = Diese, in dieser Reihenfolge
facets-place = Platz
facets-set = Filter festlegen
facets-said-set = Die Filter sind festgelegt.
facets-wrong-place = Schreiben Sie ganze Zahlen als Plätze; bei anderen bleibt der Platz leer.
