# The home page of the back office: today beside the same day a week ago.
home-average = Durchschnitt je Bestellung
home-week-ago = { $value } vor einer Woche
home-week-ago-orders = { $count } vor einer Woche
home-chart = Einnahmen bisher
home-chart-today = Heute { $value }
home-chart-then = Vor einer Woche { $value }
home-need-failed = { $count ->
    [one] 1 Zahlung fehlgeschlagen
   *[other] { $count } Zahlungen fehlgeschlagen
}
home-need-failed-many = Mehr als { $count } Zahlungen fehlgeschlagen
home-need-awaited = { $count ->
    [one] 1 Bestellung wartet auf ihr Geld
   *[other] { $count } Bestellungen warten auf ihr Geld
}
home-need-awaited-many = Mehr als { $count } Bestellungen warten auf ihr Geld
home-need-low = { $count ->
    [one] 1 Variante wird knapp
   *[other] { $count } Varianten werden knapp
}
home-need-low-many = Mehr als { $count } Varianten werden knapp
home-need-to-ship-many = Mehr als { $count } Bestellungen zu verschicken
home-need-to-capture-many = Mehr als { $count } Zahlungen einzuziehen
home-need-feed = Den letzten Bestandsabruf sollte jemand ansehen
