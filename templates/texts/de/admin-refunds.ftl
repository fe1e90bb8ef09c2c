# Giving money back, in the back office.
refund-title = Geld zurückgeben
refund-open = Geld zurückgeben …
refund-heading = Geld zurückgeben für { $value }
refund-left = Bis zu { $value } können zurückgegeben werden. Jeder Teil ist wert, was dafür bezahlt wurde, Rabatt und Steuer eingeschlossen.
refund-by-hand = Der Käufer hat überwiesen: Vermerken Sie es hier, und überweisen Sie das Geld dann selbst.
refund-lines = Für welche Artikel
refund-each = je { $value }
refund-unsent = { $count ->
    [one] Nicht verschickt, von 1
   *[other] Nicht verschickt, von { $count }
}
refund-sent = { $count ->
    [one] Zurückgekommen, von 1
   *[other] Zurückgekommen, von { $count }
}
refund-nothing-left = Alles zurückgegeben
refund-restock = Was zurückkam, kommt wieder ins Regal
refund-restock-hint = Lassen Sie das weg, wenn etwas nicht mehr zu verkaufen ist. Was nie verschickt wurde, ist ohnehin wieder frei.
refund-delivery = Auch den Versand, { $value }
refund-extra = Ein weiterer Betrag
refund-extra-hint = Freiwillig: aus Kulanz, ohne dass etwas zurückkommt.
refund-reason = Grund
refund-reason-hint = Der Käufer liest ihn in der E-Mail.
refund-look = Betrag ausrechnen
refund-back = Zurück zur Bestellung
refund-planned = { $value } gehen zurück
refund-planned-tax = { $value } davon sind Steuer.
refund-planned-freed = { $count ->
    [one] 1 Stück wird nicht verschickt und ist wieder im Verkauf.
   *[other] { $count } Stück werden nicht verschickt und sind wieder im Verkauf.
}
refund-planned-restocked = { $count ->
    [one] 1 Stück kommt ins Regal.
   *[other] { $count } Stück kommen ins Regal.
}
refund-do = { $value } zurückgeben
refund-said = Das Geld ist auf dem Weg zurück. Es erscheint hier, sobald der Anbieter es bestätigt hat.
refund-underway = { $value } sind auf dem Weg zurück; der Anbieter hat es noch nicht bestätigt.
refund-refused = Der Anbieter hat es abgelehnt, { $value } zurückzugeben. Beheben Sie die Ursache und fordern Sie es noch einmal an, oder senden Sie es auf anderem Weg.
refund-again = Noch einmal anfordern
refund-story-asked = { $value } zurückzugeben
refund-story-cancelled-by-buyer = Vom Käufer storniert
refund-wrong-units = Schreiben Sie eine Stückzahl, nicht mehr, als da sind.
refund-wrong-amount = Schreiben Sie einen Betrag, zum Beispiel 12,50.
refund-wrong-most = Höchstens { $value } können noch zurückgegeben werden.
refund-wrong-reason = Sagen Sie, warum, in höchstens 200 Zeichen.
refund-wrong-cancel = Von dieser Bestellung wurde nichts verschickt. Stornieren Sie sie stattdessen: Das gibt alles zurück.
refund-wrong-nothing = Wählen Sie Artikel, Versand oder einen Betrag. Sonst ist nichts mehr zurückzugeben.
refund-wrong-stale = Die Bestellung hat sich inzwischen geändert. Sehen Sie sie noch einmal an, und versuchen Sie es dann noch einmal.
