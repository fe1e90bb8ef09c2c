# The back office.

# Around every page
admin-skip = Zum Inhalt springen
admin-nav = Büro
admin-menu = Menü
admin-nav-home = Start
admin-nav-orders = Bestellungen
admin-nav-to-ship = zu verschicken
admin-nav-products = Produkte
admin-nav-system = System
admin-nav-shop = Laden ansehen
admin-crumbs = Sie sind hier
admin-search-orders = Nummer, Name, E-Mail, SKU oder Sendungsnummer
admin-searched = Gefunden mit „{ $value }“
admin-search-none = Nichts gefunden
admin-pages = Seiten
admin-newer = Neuere
admin-older = Ältere
admin-previous = Zurück
admin-next = Weiter
admin-optional = freiwillig

# Signing in
admin-sign-in = Anmelden
admin-sign-in-title = Büro
admin-sign-in-wrong = Adresse und Passwort passen nicht zusammen. Prüfen Sie beides und versuchen Sie es noch einmal.
admin-sign-in-too-many = Zu viele Versuche. Warten Sie ein paar Minuten und versuchen Sie es noch einmal.
admin-sign-in-expired = Die Seite war zu lange offen. Bitte melden Sie sich noch einmal an.
admin-sign-out = Abmelden
admin-email = E-Mail-Adresse
admin-password = Passwort

# Home
admin-home-figures = Heute in Zahlen
admin-home-takings = Einnahmen heute
admin-home-orders = Bestellungen heute
admin-home-to-ship = Zu verschicken
admin-home-to-ship-link = Sehen, was wartet
admin-home-to-ship-none = Alles ist unterwegs
admin-home-latest = Neueste Bestellungen
admin-home-all-orders = Alle Bestellungen
admin-home-attention = Braucht Sie
admin-home-attention-none = Im Moment braucht Sie nichts.
admin-need-to-ship = { $count ->
    [one] 1 Bestellung zu verschicken
   *[other] { $count } Bestellungen zu verschicken
}
admin-need-to-capture = { $count ->
    [one] 1 Zahlung einzuziehen
   *[other] { $count } Zahlungen einzuziehen
}
admin-need-dead-jobs = { $count ->
    [one] 1 Aufgabe wurde aufgegeben
   *[other] { $count } Aufgaben wurden aufgegeben
}
admin-need-parked-events = { $count ->
    [one] 1 Ereignis wurde beiseitegelegt
   *[other] { $count } Ereignisse wurden beiseitegelegt
}
admin-need-lagging = { $count ->
    [one] 1 Abonnent hängt nach
   *[other] { $count } Abonnenten hängen nach
}
admin-need-since = Älteste: { $value }
admin-need-ship = Verschicken
admin-need-capture = Einziehen
admin-need-look = Ansehen

# Columns
admin-col-order = Bestellung
admin-col-placed = Bestellt
admin-col-buyer = Käufer
admin-col-payment = Zahlung
admin-col-fulfilment = Versand
admin-col-total = Gesamt
admin-col-item = Artikel
admin-col-quantity = Menge
admin-col-each = Einzeln
admin-col-amount = Betrag
admin-col-product = Produkt
admin-col-status = Status
admin-col-on-hand = Vorhanden
admin-col-saleable = Verkäuflich
admin-col-subscriber = Abonnent
admin-col-state = Zustand
admin-col-oldest = Ältestes davon
admin-col-lag = Rückstand

# States
admin-state-placed = Bestellt
admin-state-completed = Abgeschlossen
admin-state-cancelled = Storniert
admin-state-pending = Offen
admin-state-authorised = Reserviert
admin-state-part-paid = Teilweise bezahlt
admin-state-paid = Bezahlt
admin-state-part-refunded = Teilweise erstattet
admin-state-refunded = Erstattet
admin-state-voided = Freigegeben
admin-state-failed = Fehlgeschlagen
admin-state-to-ship = Nicht verschickt
admin-state-part-shipped = Teilweise verschickt
admin-state-shipped = Verschickt
admin-state-returned = Zurückgeschickt
admin-state-draft = Entwurf
admin-state-published = Veröffentlicht
admin-state-archived = Archiviert
admin-state-up-to-date = Auf dem Stand
admin-state-behind = Hängt nach

# Counts
admin-items = { $count ->
    [one] 1 Stück
   *[other] { $count } Stück
}
admin-on-hand = { $count } vorhanden
admin-saleable = { $count } verkäuflich
admin-lag = { $count ->
    [one] 1 Ereignis
   *[other] { $count } Ereignisse
}
admin-attempts = { $count ->
    [one] 1 Versuch
   *[other] { $count } Versuche
}

# Orders
admin-orders-filters = Filter
admin-orders-all = Alle
admin-orders-to-ship = Zu verschicken
admin-orders-to-capture = Einzuziehen
admin-orders-cancelled = Storniert
admin-orders-show-all = Alle Bestellungen zeigen
admin-orders-total = { $count ->
    [one] 1 Bestellung
   *[other] { $count } Bestellungen, die neuesten zuerst
}
admin-orders-none = Noch keine Bestellungen
admin-orders-none-hint = Die erste erscheint hier, sobald sie aufgegeben ist. Gehen Sie bis dahin durch den Laden, wie es Ihre Kunden tun werden.
admin-orders-none-to-ship = Nichts zu verschicken
admin-orders-none-to-ship-hint = Was hinausgehen kann, ist hinausgegangen. Neue Bestellungen warten hier, bis sie verschickt sind.
admin-orders-none-to-capture = Nichts einzuziehen
admin-orders-none-to-capture-hint = Ist eine Zahlung nur reserviert, wartet ihre Bestellung hier, bis Sie das Geld einziehen.
admin-orders-none-cancelled = Keine stornierten Bestellungen
admin-orders-none-cancelled-hint = Abgesagte Bestellungen werden hier aufbewahrt, mit dem Grund.
admin-orders-search-none-hint = Suchen Sie nach Bestellnummer, Name, E-Mail-Adresse, SKU oder Sendungsnummer, oder nehmen Sie einen Filter weg.

# One order
admin-order-story = { $buyer } hat am { $at } { $items } für { $total } gekauft.
admin-order-story-to = { $buyer } hat am { $at } { $items } für { $total } gekauft, Lieferung nach { $place }.
admin-order-what = Was
admin-order-money = Das Geld
admin-order-timeline = Verlauf
admin-order-timeline-hint = jede Änderung, die neueste zuletzt
admin-order-who = Wer
admin-order-theirs = Alle Bestellungen dieser Adresse
admin-order-where = Wohin
admin-order-nowhere = Es wird nichts geliefert.
admin-order-delivery = Versand
admin-order-bill-to = Rechnung an
admin-order-bill-same = Dieselbe Adresse
admin-order-parcels = Pakete
admin-order-wrong = Wenn etwas nicht stimmt
admin-carrier = Paketdienst
admin-tracking = Sendungsnummer
admin-next-capture = Zahlung einziehen
admin-next-capture-hint = Die Bank des Käufers hat den Betrag reserviert. Wird er nicht rechtzeitig eingezogen, verfällt er.
admin-next-capture-do = { $value } einziehen
admin-next-receive = Wartet auf die Überweisung
admin-next-receive-hint = Die Waren sind zurückgelegt. Vermerken Sie hier, wenn das Geld auf dem Konto ist.
admin-next-receive-do = { $value } ist da
admin-next-ship = { $count ->
    [one] 1 Stück verschicken
   *[other] { $count } Stück verschicken
}
admin-next-ship-hint = Packen Sie es ein und geben Sie es ab; der Käufer erfährt, dass es unterwegs ist.
admin-next-ship-do = Als verschickt vermerken
admin-next-await = Wartet auf die Zahlung
admin-next-await-hint = Bis das Geld da ist, ist nichts zu tun. Die Waren sind zurückgelegt.
admin-next-failed = Die Zahlung ist fehlgeschlagen
admin-next-failed-hint = Der Käufer kann es noch einmal versuchen. Tut er es nicht, stornieren Sie die Bestellung.
admin-next-cancelled = Diese Bestellung wurde storniert
admin-next-cancelled-hint = Es ist nichts mehr zu tun. Der Verlauf sagt, warum.
admin-next-nothing = Alles erledigt
admin-next-nothing-hint = Bezahlt und unterwegs. Es ist nichts mehr zu tun.
admin-cancel = Bestellung stornieren …
admin-cancel-frees = Beim Stornieren kommen die Waren wieder in den Verkauf.
admin-cancel-releases = Beim Stornieren kommen die Waren wieder in den Verkauf, und der reservierte Betrag wird freigegeben.
admin-cancel-refunds = Beim Stornieren kommen die Waren wieder in den Verkauf, und was bezahlt wurde, wird erstattet.
admin-cancel-reason = Grund
admin-cancel-reason-hint = Bleibt im Verlauf. Das lässt sich nicht rückgängig machen.
admin-cancel-do = { $value } endgültig stornieren

# Products
admin-products-none = Noch keine Produkte
admin-products-show-all = Alle Produkte zeigen
admin-no-price = Kein Preis

# System
admin-system-figures = Aufgaben und Datenbank
admin-jobs-waiting = Warten
admin-jobs-waiting-hint = Aufgaben, fällig, geplant oder noch einmal zu versuchen
admin-jobs-running = Laufen
admin-jobs-running-hint = Aufgaben, gerade jetzt
admin-jobs-dead = Aufgegeben
admin-jobs-dead-hint = Warten auf eine Hand
admin-database = Datenbank
admin-dead = Aufgegebene Aufgaben
admin-dead-hint = noch einmal versuchen, wenn die Ursache behoben ist
admin-dead-none = Keine Aufgabe wurde aufgegeben.
admin-retry = Noch einmal
admin-skip-event = Überspringen …
admin-skip-event-hint = Dieser Abonnent sieht das Ereignis nie. Das lässt sich nicht rückgängig machen.
admin-skip-event-do = Endgültig überspringen
admin-parked = Beiseitegelegte Ereignisse
admin-parked-hint = ein Abonnent konnte sie nicht verarbeiten; die anderen laufen weiter
admin-parked-none = Kein Ereignis wurde beiseitegelegt.
admin-subscribers = Abonnenten
admin-subscribers-hint = wer dem Ereignisprotokoll folgt, und wie weit
admin-subscribers-none = Niemand folgt dem Ereignisprotokoll.

# Roles
admin-role-owner = Inhaber
admin-role-manager = Leitung
admin-role-clerk = Verkauf
admin-role-support = Kundendienst
admin-role-read-only = Nur lesen

# What the last act came to
admin-said-captured = Vermerkt. Die Zahlung erscheint hier, sobald sie durch ist.
admin-said-shipped = Als verschickt vermerkt. Der Käufer erfährt es.
admin-said-cancelled = Die Bestellung wurde storniert.
admin-said-job-retried = Die Aufgabe läuft noch einmal.
admin-said-event-retried = Das Ereignis wird noch einmal versucht.
admin-said-event-skipped = Das Ereignis wurde übersprungen.
admin-said-gone = Das war schon getan, oder jemand war schneller. So steht es jetzt.
admin-said-order-state = Die Bestellung ist inzwischen weiter, deshalb wurde nichts getan. So steht es jetzt.
admin-said-too-much-to-ship = Es sollte mehr verschickt werden, als von einer Zeile übrig ist. Prüfen Sie die Mengen und senden Sie es noch einmal.
admin-said-nothing-to-ship = Es wurde nichts verschickt: Es war nichts gewählt, oder alles ist schon verschickt.
admin-said-nothing-to-capture = Es ist nichts mehr einzuziehen: Es wurde schon eingezogen.
admin-said-reason = Sagen Sie, warum storniert wird, in höchstens 200 Zeichen.

# An order's money
admin-money-goods = Waren
admin-money-discount = Rabatt
admin-money-tax = { $name } { $rate } %
admin-money-tax-included = Enthält { $rate } % { $name }
admin-money-total = Gesamt
admin-money-authorised = Reserviert
admin-money-captured = Bezahlt
admin-money-refunded = Erstattet
admin-money-due = Noch zu zahlen

# An order's story
admin-story-placed = Bestellung aufgegeben
admin-story-authorised = { $value } reserviert
admin-story-captured = { $value } bezahlt
admin-story-refunded = { $value } erstattet
admin-story-payment-failed = Die Zahlung ist fehlgeschlagen
admin-story-payment-open = Es ist kein Geld mehr reserviert
admin-story-capture-asked = Das Geld wurde beim Anbieter angefordert
admin-story-shipped = { $count ->
    [one] 1 Stück verschickt
   *[other] { $count } Stück verschickt
}
admin-story-cancelled = Bestellung storniert
admin-story-completed = Bestellung abgeschlossen
admin-story-brought = Aus einem anderen Laden übernommen: dort verkauft, bezahlt und versandt
admin-story-sent = Gesendet: { $value }
admin-story-kept = Als Datei abgelegt, nicht gesendet: { $value }
admin-story-queued = Wird gleich gesendet: { $value }
admin-story-not-sent = Nicht gesendet: { $value }
admin-story-to = an { $value }
admin-story-by = von { $value }

# Problems
admin-not-found = Nicht hier
admin-not-found-hint = Diese Seite gibt es nicht, oder was sie zeigte, ist weg. Prüfen Sie die Adresse, oder suchen Sie danach.
admin-forbidden = Nicht für diese Rolle
admin-forbidden-hint = Ihre Rolle erlaubt das nicht. Fragen Sie jemanden, der das Personal verwaltet.
admin-signed-out = Sie sind abgemeldet
admin-signed-out-hint = Die Seite war zu lange offen. Melden Sie sich noch einmal an; es wurde nichts geändert.
admin-expired = Diese Seite war zu lange offen
admin-expired-hint = Es wurde nichts geändert. Gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal.
admin-too-many = Das war viel auf einmal
admin-too-many-hint = Warten Sie einen Moment und versuchen Sie es noch einmal.
admin-refused = Das geht nicht
admin-refused-hint = Was gesendet wurde, kann nicht angenommen werden. Gehen Sie zurück und versuchen Sie es noch einmal.
admin-failed = Etwas ist kaputtgegangen
admin-failed-hint = Es liegt an uns und ist aufgeschrieben. Versuchen Sie es gleich noch einmal; nichts ist halb geschehen.
admin-reference = Kennung: { $value }
admin-go-home = Zum Start
