# Promotions in the back office.
admin-may-view-promotions = Aktionen und Gutscheine sehen
admin-may-manage-promotions = Gutscheine machen, ändern und anhalten

promotions-new = Neuer Gutschein
promotions-make = Gutschein anlegen
promotions-back = Zurück zur Liste
promotions-none = Es gibt keine Gutscheine
promotions-none-hint = Ein Gutschein ist ein Code, den Käufer in ihren Warenkorb tippen: Prozente oder ein Betrag weniger, oder kostenloser Versand.
promotions-what = Was er gibt
promotions-limits = Wann er gilt
promotions-code = Code
promotions-code-hint = Buchstaben, Ziffern und Bindestriche; Großschreibung und Leerzeichen sind gleichgültig.
promotions-title = Name
promotions-title-hint = Käufer lesen ihn neben dem Betrag.
promotions-kind = Gibt
promotions-kind-percent = Prozente auf die Waren
promotions-kind-fixed = Einen Betrag auf die Waren
promotions-kind-delivery = Kostenlosen Versand
promotions-value = Wie viel
promotions-value-hint = Prozent oder Betrag; nichts bei kostenlosem Versand.
promotions-least = Waren für mindestens
promotions-least-hint = Leer: jeder Warenkorb.
promotions-uses-limit = Einlösungen insgesamt
promotions-uses-limit-hint = Leer: ohne Grenze.
promotions-per-buyer = Einlösungen je E-Mail-Adresse
promotions-per-buyer-hint = Leer: ohne Grenze.
promotions-from = Gilt ab
promotions-from-hint = Leer: sofort.
promotions-until = Gilt bis
promotions-until-hint = Leer: bis er angehalten wird.
promotions-only = Nur für manche Kategorien oder Produkte
promotions-only-hint = Nichts gewählt: für alles. Eine Kategorie schließt die darunter ein.
promotions-products = Produkte
promotions-products-hint = Was in der Adresse eines Produkts hinter /p/ steht, je Zeile eines.
promotions-gives = Gibt
promotions-gives-percent = { $value } % weniger
promotions-gives-fixed = { $value } weniger
promotions-gives-delivery = kostenloser Versand
promotions-gives-from = { $gives }, ab { $least }
promotions-state = Zustand
promotions-uses = Einlösungen
promotions-uses-of = { $taken } von { $limit }
promotions-ends = Endet
promotions-active = Gilt
promotions-paused = Angehalten
promotions-not-yet = Noch nicht
promotions-over = Vorbei
promotions-used-up = Aufgebraucht
promotions-pause = Anhalten
promotions-resume = Wieder gelten lassen
promotions-taken = { $count ->
    [one] einmal eingelöst
   *[other] { $count }-mal eingelöst
}
promotions-left = { $count ->
    [one] einer übrig
   *[other] { $count } übrig
}
promotions-uses-none = Noch hat ihn niemand eingelöst.
promotions-use-basket = Ein Warenkorb
promotions-use-released = zurückgegeben
promotions-money-coupon = Gutschein { $value }
promotions-money-fee = Gebühr für die Zahlungsart
promotions-said-made = Der Gutschein ist da und kann eingelöst werden.
promotions-said-saved = Gespeichert. Bestellungen behalten, was sie bekommen haben.
promotions-said-paused = Der Gutschein ist angehalten. Niemand kann ihn einlösen, bis Sie ihn wieder gelten lassen.
promotions-said-resumed = Der Gutschein kann wieder eingelöst werden.
promotions-wrong-coupon-code = Schreiben Sie einen Code aus 3 bis 40 Buchstaben, Ziffern und Bindestrichen.
promotions-wrong-coupon-code-taken = Ein anderer Gutschein hat diesen Code; wählen Sie einen anderen, oder ändern Sie jenen.
promotions-wrong-coupon-title = Schreiben Sie, was Käufer neben dem Betrag lesen sollen, in höchstens 60 Zeichen.
promotions-wrong-coupon-percent = Schreiben Sie Prozente über 0, bis 100.
promotions-wrong-coupon-amount = Schreiben Sie einen Betrag über 0.
promotions-wrong-coupon-least = Schreiben Sie einen Betrag oder nichts.
promotions-wrong-coupon-limit = Schreiben Sie eine ganze Zahl ab 1 oder nichts.
promotions-wrong-coupon-limit-used = Er wurde schon öfter eingelöst. Halten Sie ihn an, um ihn zu beenden.
promotions-wrong-coupon-period = Er muss nach seinem Anfang enden.
promotions-wrong-product = Kein Produkt hat { $value } in seiner Adresse.
promotions-order-vat = USt-IdNr.
