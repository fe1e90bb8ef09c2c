# Zahlungen: die Felder des Zahlungsdienstes, und was das Team vom Geld sieht.
pay-stripe = Karte
pay-stripe-hint = Kredit- oder Debitkarte. Sie geben sie auf der nächsten Seite ein.
payment-away = { $name } ist gerade nicht erreichbar. Bitte zahlen Sie anders, oder versuchen Sie es in einer Minute wieder.
wrong-payment_method_away = Diese Zahlungsart ist gerade nicht erreichbar. Es wurde nichts abgebucht: Wählen Sie eine andere, oder versuchen Sie es in einer Minute wieder.
card-title = Mit Karte zahlen
card-pay = { $value } zahlen
card-hint = Was Sie hier eingeben, geht direkt an den Zahlungsdienst; dieser Shop sieht Ihre Kartennummer nie.
card-script = Für die Kartenzahlung wird JavaScript gebraucht. Schalten Sie es ein, oder zahlen Sie anders.
card-failed = Das hat nicht geklappt. Bitte versuchen Sie es noch einmal, oder zahlen Sie anders.
card-away = Kartenzahlungen sind gerade nicht erreichbar. Es wurde nichts abgebucht.
card-again = Noch einmal versuchen
card-leave = Anders zahlen

stripe-title = Kartenzahlung (Stripe)
stripe-about = Kundinnen und Kunden geben ihre Karte in Stripes eigenen Feldern ein. Kartennummern erreichen diesen Shop nie.
stripe-state-on = Wird angeboten
stripe-state-off = Wird nicht angeboten
stripe-state-trial = Testschlüssel: Es fließt kein Geld
stripe-offered = Kartenzahlung anbieten
stripe-publishable = Veröffentlichbarer Schlüssel
stripe-publishable-hint = Beginnt mit pk_live_ oder pk_test_. Er ist kein Geheimnis.
stripe-secret = Geheimer Schlüssel
stripe-secret-hint = Beginnt mit sk_ oder rk_. Er wird beim Speichern versiegelt und nie wieder angezeigt.
stripe-secret-kept = Einer ist versiegelt aufbewahrt. Leer lassen, um ihn zu behalten.
stripe-hook = Signaturgeheimnis
stripe-hook-hint = Beginnt mit whsec_. Stripe zeigt es, wenn Sie die Adresse unten als Endpunkt eintragen.
stripe-hook-address = Adresse für Ereignisse
stripe-hook-events = Wählen Sie die Ereignisse von payment_intent, charge, refund und charge.dispute. Ohne sie wird nachgefragt, und alles dauert einige Minuten länger.
stripe-capture-later = Geld bei der Bestellung nur reservieren und erst auf Ihr Wort einziehen
stripe-capture-later-hint = Sonst wird es sofort eingezogen.
stripe-test = Schlüssel ausprobieren
stripe-test-hint = Fragt Stripe etwas, das nichts verändert.
stripe-test-failed = Stripe sagt: { $value }
stripe-said-works = Stripe antwortet und nimmt den Schlüssel an.
stripe-open = Einrichten

payments-doubt-title = Zahlungen zum Ansehen
payments-doubt-none = Keine Zahlung muss angesehen werden.
payments-doubt-none-hint = Wenn ein Zahlungsdienst etwas sagt, das dem Bekannten widerspricht, oder jemand eine Zahlung anficht, steht es hier.
payments-doubt-hint = Was der Shop nicht selbst entscheiden kann. Klären Sie es beim Zahlungsdienst und fragen Sie dann noch einmal.
payments-doubt-ask = Zahlungsdienst noch einmal fragen
payments-doubt-disputed = Angefochten: { $value } werden zurückgehalten. Antworten Sie beim Zahlungsdienst.
payments-said-asked = Der Zahlungsdienst wurde noch einmal gefragt.
payments-said-away = Der Zahlungsdienst antwortet gerade nicht. Versuchen Sie es später wieder.
payments-col-payment = Zahlung
payments-col-why = Warum
payments-col-amount = Betrag
need-payments-doubt = { $count ->
    [one] Eine Zahlung zum Ansehen
   *[other] { $count } Zahlungen zum Ansehen
}

order-disputed = Eine Zahlung wird angefochten: { $value } werden zurückgehalten, bis es entschieden ist.
order-doubt = Der Zahlungsdienst widerspricht dem, was von einer Zahlung bekannt ist: { $value }
order-overpaid = Es wurde mehr gezahlt, als die Bestellung kostet: { $value } zu viel.
money-disputed = Angefochten, zurückgehalten
money-charged-back = In Anfechtungen verloren
money-fees = Gebühren des Zahlungsdienstes
ledger-title = Hauptbuch
ledger-hint = Jede Bewegung des Geldes dieser Bestellung: je Soll und Haben.
ledger-when = Wann
ledger-what = Was
ledger-debit = Soll
ledger-credit = Haben
ledger-amount = Betrag
ledger-capture = Eingezogen
ledger-refund = Erstattet
ledger-refund_returned = Erstattung zurückgekommen
ledger-dispute = Angefochten
ledger-dispute_won = Anfechtung gewonnen
ledger-chargeback = Anfechtung verloren
ledger-fee = Gebühr
ledger-account-order = Diese Bestellung
ledger-account-provider = Beim Zahlungsdienst
ledger-account-disputes = Angefochten
ledger-account-fees = Gebühren

order-capture-part = Anderen Betrag einziehen
order-receive-part = Ein anderer Betrag kam
order-amount = Betrag
order-amount-hint = Wie 12,50. Was fehlt, bleibt offen; was zu viel ist, kann zurückgegeben werden.
order-amount-do = Vermerken
order-surplus = Zu viel Gezahltes zurückgeben
