# Die E-Mail über Geld, das zurückgeht.
mail-refunded-subject = Geld zurück für Ihre Bestellung { $value }
mail-refunded-title = Sie bekommen { $value } zurück
mail-refunded-text = Der Betrag geht auf dem Weg zurück, auf dem er gekommen ist. Je nach Bank dauert das einige Werktage.
mail-kind-refunded = Geld zurückgegeben
