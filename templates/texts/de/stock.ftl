# Stock in the back office.
stock-tab-all = Alle
stock-search = Suchen
stock-count = Bestand zählen
stock-count-end = Zählen beenden
stock-count-hint = Schreiben Sie neben jede SKU, was Sie gezählt haben, und lassen Sie die anderen leer. Eine Zeile gilt nur, wenn seit dem Öffnen dieser Seite nichts gebucht wurde.
stock-count-of = Gezählt von { $value }
stock-counted = Inventur
stock-counted-col = Gezählt
stock-reason = Grund
stock-none = Noch nichts zu zählen
stock-none-hint = Jede Variante Ihrer Produkte steht hier mit ihrem Bestand.
stock-none-found = Nichts gefunden
stock-none-found-hint = Suchen Sie nach dem Anfang einer SKU oder eines Wortes, oder sehen Sie bei einem anderen Bestand nach.
stock-show-all = Alles zeigen
stock-place = Lagerort
stock-places = Lagerorte
stock-allocated = Zugesagt
stock-allocated-hint = Für Bestellungen, die noch nicht verschickt sind
stock-reserved = Zurückgehalten
stock-reserved-hint = Für Kassen, an denen gerade jemand ist
stock-not-sold = nicht im Verkauf
stock-to-product = Zum Produkt
stock-figures = Bestand in Zahlen
stock-backorder = Bis zu { $count } dürfen darüber hinaus verkauft werden
stock-ledger = Bewegungen
stock-ledger-hint = warum es ist, wie es ist, die neueste zuerst
stock-ledger-none = Es wurde noch nie etwas gebucht.
stock-for-order = Für eine Bestellung
stock-received = angenommen
stock-shipped = verschickt
stock-returned = zurückgekommen
stock-adjusted = berichtigt
stock-who-shopper = ein Käufer
stock-who-system = der Laden selbst
stock-who-gone = jemand, der hier nicht mehr arbeitet
stock-receive = Waren sind gekommen
stock-units = Stück
stock-from = Von wem
stock-from-example = Lieferant, Lieferschein
stock-receive-do = Einbuchen
stock-adjust = Berichtigen
stock-by = Um wie viel
stock-reason-example = Kaputt, verloren, gefunden
stock-adjust-do = Bestand berichtigen
stock-warn = Geht zur Neige
stock-warn-at = Bescheid geben ab
stock-warn-hint = Leer: ab { $count } verkäuflichen Stück
stock-wrong-stock-quantity = Schreiben Sie eine ganze Zahl, die gemeint sein kann.
stock-wrong-stock-reason = Sagen Sie, warum, in höchstens 200 Zeichen.
stock-wrong-negative-stock = Es ist mehr für Bestellungen zugesagt, als übrig bliebe.
stock-wrong-stock-promised = Es ist mehr versprochen, als im Regal liegt: bitte zuerst einbuchen, was fehlt.
stock-said-booked = Gebucht.
stock-said-warning = Gespeichert.
stock-said-counted = { $count ->
    [0] Gezählt. Alles war, wie es sein soll.
    [one] Gezählt. 1 SKU wurde berichtigt.
   *[other] Gezählt. { $count } SKUs wurden berichtigt.
}
stock-said-nothing-counted = Es war nichts ausgefüllt, also wurde nichts gezählt.

stock-transferred = umgelagert
stock-for-transfer = Umlagerung
stock-for-supply = Lieferung
stock-terms = Zurückbehalten und im Voraus verkauft
stock-safety = Zurückbehalten
stock-safety-hint = So viele werden nie zugesagt: für Zählfehler oder die eigene Theke.
stock-beyond = Über den Bestand hinaus verkauft
stock-beyond-hint = So viele dürfen bestellt werden, bevor sie da sind. 0: nur was da ist.
stock-expected = Erwartet am
stock-expected-hint = Diesen Tag erfahren die Käufer. Leer: der Tag der nächsten Lieferung, wenn eine erwartet wird.
stock-arrives = Die nächste Lieferung wird am { $value } erwartet. Das gilt, solange dieses Feld leer ist.
stock-preorder = Noch nicht erschienen: bis zu diesem Tag vorbestellbar
stock-preorder-short = Vorbestellbar
stock-wrong-location-off = Dorthin kommt nichts mehr: der Lagerort ist abgeschaltet. Wählen Sie einen anderen.
stock-wrong-location-not-found = Diesen Lagerort gibt es nicht. Wählen Sie einen.
stock-wrong-location-name = Geben Sie ihm einen Namen aus höchstens 60 Zeichen.
stock-wrong-location-code = Ein Kürzel besteht aus höchstens 40 Kleinbuchstaben, Ziffern und Strichen.
stock-wrong-location-taken = Ein anderer Lagerort hat dieses Kürzel. Wählen Sie ein anderes.
stock-wrong-too-many-locations = Mehr Lagerorte als diese werden nicht geführt.
stock-wrong-location-busy = Dort liegt noch etwas, ist von dort zugesagt oder unterwegs. Lagern Sie es um oder zählen Sie es aus, verschicken oder stornieren Sie die Bestellungen, beenden Sie Umlagerungen und Lieferungen. Schalten Sie ihn dann ab.
stock-wrong-last-location = Ein Laden braucht einen Lagerort. Schalten Sie erst einen anderen ein.
stock-wrong-same-location = Wählen Sie zwei verschiedene Lagerorte.
stock-wrong-preorder-day = Zum Vorbestellen gehören der Tag des Erscheinens und wie viele vorher bestellt werden dürfen.
stock-wrong-not-in-yet = Ein Teil davon ist noch nicht da. Er kann verschickt werden, sobald er im Regal liegt.
stock-wrong-stock-over = Das ist schon geschehen. So steht es jetzt.
stock-wrong-stock-no-lines = Setzen Sie zuerst etwas darauf.
stock-wrong-stock-too-many-lines = Sie ist voll. Beginnen Sie für den Rest eine weitere.
stock-wrong-stock-too-many = Mehr als abgeschickt wurde, kann nicht ankommen. Zählen Sie ein, was mehr da ist.
stock-wrong-supplier-name = Sagen Sie in höchstens 120 Zeichen, wer liefert.
stock-wrong-line = Schreiben Sie eine SKU, die es gibt, und eine ganze Zahl.
stock-wrong-day = Schreiben Sie einen Tag als 2026-12-05.

haul-none = Es ist nichts unterwegs, und war es noch nie.
haul-draft = Entwurf
haul-sent = unterwegs
haul-received = angekommen
haul-make = Neue Umlagerung
haul-make-do = Beginnen
haul-from = Von
haul-to = Nach
haul-note = Notiz
haul-one-place = Umgelagert wird von einem Lagerort zum anderen, und es gibt nur einen.
haul-units = Stück
haul-came = Angekommen
haul-comes = Kommt jetzt
haul-came-of = Stück von { $value }, die jetzt kommen
haul-difference = Unterschied
haul-lines = Was
haul-lines-none = Noch nichts.
haul-put-line = Etwas daraufsetzen
haul-put = Daraufsetzen
haul-put-hint = Eine SKU, die schon darauf steht, bekommt die neue Zahl; 0 nimmt sie herunter.
haul-made = Begonnen am { $value }.
haul-sent-at = Abgeschickt am { $value }.
haul-received-at = Beendet am { $value }.
haul-send = Abschicken von { $value }
haul-drop = Verwerfen
haul-drop-hint = Der Entwurf wird gelöscht. Am Bestand ändert sich nichts.
haul-receive = Einbuchen, was kommt
haul-end = Es kommt nichts mehr
haul-end-hint = { $count ->
    [one] 1 fehlendes Stück wird dort ausgebucht, wo es herkam.
   *[other] { $count } fehlende Stück werden dort ausgebucht, wo sie herkamen.
}
haul-lost = { $count ->
    [one] 1 Stück kam nie an und wurde ausgebucht.
   *[other] { $count } Stück kamen nie an und wurden ausgebucht.
}
supply-open = Erwartet
supply-closed = Beendet
supply-none = Es wird nichts erwartet.
supply-none-closed = Es ist noch keine beendet.
supply-make = Eine Lieferung erwarten
supply-make-hint = Was über den Bestand hinaus bestellt wird, bekommt diesen Tag genannt.
supply-make-do = Beginnen
supply-supplier = Lieferant
supply-reference = Nummer
supply-reference-hint = Ihrer Bestellung oder des Lieferscheins
supply-expected = Erwartet am
supply-expected-hint = Leer, wenn es niemand weiß.
supply-on = Erwartet am { $value }.
supply-no-day = Niemand weiß, wann.
supply-late = überfällig
supply-over = beendet
supply-to = Nach { $value }.
supply-closed-at = Beendet am { $value }.
supply-receive-hint = Es darf weniger sein, als erwartet war, oder mehr.
supply-edit = Wer liefert, und wann
supply-close = Es kommt nichts mehr
supply-close-hint = { $count ->
    [one] Auf 1 Stück wird nicht mehr gewartet.
   *[other] Auf { $count } Stück wird nicht mehr gewartet.
}
supply-missing = { $count ->
    [one] 1 Stück kam nie.
   *[other] { $count } Stück kamen nie.
}
order-from = aus { $value }

locations-about = Wo Waren liegen, und woher sie zuerst genommen werden
locations-list = Wo Waren liegen
locations-list-hint = Aus dem ersten wird vor den anderen genommen, und dorthin kommen Waren, wenn niemand sagt, wohin.
locations-off = abgeschaltet
locations-name = Name
locations-code = Kürzel
locations-code-hint = So nennen ihn Tabellen und Programme: Kleinbuchstaben, Ziffern, Striche. Es bleibt.
locations-up = Weiter nach oben
locations-down = Weiter nach unten
locations-off-hint = Dorthin kommt nichts mehr, und von dort geht nichts mehr aus. Was dort gebucht wurde, bleibt in den Büchern.
locations-off-do = Abschalten
locations-on-do = Wieder einschalten
locations-strategy = Von wo Bestellungen ausgehen
locations-strategy-hint = Wenn etwas an mehreren Lagerorten liegt.
locations-priority = In dieser Reihenfolge
locations-priority-hint = So viel wie da ist aus dem ersten, der Rest aus dem nächsten.
locations-fewest = In so wenigen Paketen wie möglich
locations-fewest-hint = Aus einem Lagerort, der alles hat, sonst aus so wenigen, wie genügen.
locations-add = Lagerort hinzufügen

feed-now = Jetzt abrufen
feed-set = Woher
feed-set-hint = Bestände eines Lagers oder anderen Programms, die von selbst abgerufen werden.
feed-url = Adresse der Tabelle
feed-url-hint = Nur Adressen im offenen Internet werden abgerufen. Sie darf einen Schlüssel enthalten; gezeigt wird sie nur auf dieser Seite.
feed-minutes = Alle so viele Minuten
feed-minutes-hint = Von 5 bis 10080
feed-place = Wo Zeilen ohne Lagerort liegen
feed-place-hint = Der eigene Lagerort einer Zeile geht vor.
feed-active = Nach Zeitplan abrufen
feed-next = Nächster Abruf am { $value }.
feed-form = Wie die Tabelle aussieht
feed-form-hint = Nötig sind die Spalten sku und on_hand, in beliebiger Reihenfolge, getrennt durch Kommas, Semikolons oder Tabulatoren. location ist das Kürzel eines Lagerorts. on_hand ist, was im Regal lag, wem auch immer es zugesagt ist, zur Zeit counted_at (als 2026-11-27T10:00:00Z), sonst zur Zeit des Abrufs; was sich seitdem bewegt hat, kommt hinzu. low_at setzt, ab wann Sie Bescheid bekommen.
feed-runs = Letzte Abrufe
feed-runs-none = Es wurde noch nichts abgerufen.
feed-running = läuft
feed-failed = gescheitert
feed-read = { $count ->
    [one] 1 Zeile
   *[other] { $count } Zeilen
}
feed-differed = { $count ->
    [0] nichts war anders
    [one] 1 war anders
   *[other] { $count } waren anders
}
feed-refused = { $count ->
    [0] keine ausgelassen
    [one] 1 ausgelassen
   *[other] { $count } ausgelassen
}
feed-rows = Zeile für Zeile
feed-rows-hint = Zeilen, die etwas geändert haben oder ausgelassen wurden, höchstens 2.000. Was war, wie es ist, steht in keiner Zeile.
feed-rows-none = Nichts war anders, und nichts wurde ausgelassen.
feed-line = Zeile
feed-outcome = Was daraus wurde
feed-was = Vorher
feed-changed = gebucht
stock-wrong-sku-missing = Ihr fehlt die SKU.
stock-wrong-sku-twice = Dieselbe SKU mit demselben Lagerort steht weiter oben.
stock-wrong-sku-not-found = Keine Variante hat diese SKU.
stock-wrong-bad-time = Schreiben Sie die Zeit der Zählung als 2026-11-27T10:00:00Z.
stock-wrong-feed-address = Schreiben Sie eine https-Adresse im offenen Internet.
stock-wrong-feed-minutes = Schreiben Sie eine Zahl von 5 bis 10080.
stock-said-feed = Es wird abgerufen. Laden Sie diese Seite gleich noch einmal.
