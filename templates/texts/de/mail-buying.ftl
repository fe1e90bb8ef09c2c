# What mails say of coupons and ways to pay.
mail-coupon = { $title }, Gutschein { $code }
mail-fee = Gebühr für diese Zahlungsart
mail-billing = Rechnungsadresse
mail-vat = Umsatzsteuernummer
mail-note = Nachricht an den Shop

mail-kind-payment-reminder = Zahlungserinnerung
mail-reminder-subject = Wir warten auf die Zahlung zu Bestellung { $value }
mail-reminder-title = Ihre Zahlung ist noch nicht da
mail-reminder-text = Sie haben am { $date } bestellt; { $total } sind noch nicht eingegangen. Wir halten die Ware für Sie bereit.
mail-reminder-crossed = Falls Sie schon bezahlt haben, hat sich diese Mail mit Ihrer Zahlung gekreuzt, und Sie brauchen nichts zu tun.
mail-reason-unpaid = Die Zahlung ist nicht rechtzeitig eingegangen.

mail-cash = Bitte halten Sie { $value } bereit: Sie bezahlen beim Zusteller.
mail-trial-subject = Test: { $value }
mail-trial-text = Dies ist eine Testbestellung: Der Shop ist noch nicht eröffnet.
mail-called-off-subject = { $value } wurde storniert
mail-called-off-title = Eine Bestellung wurde storniert
mail-called-off-text = { $name } hat die Bestellung vom { $date } storniert, bevor etwas verschickt war. Die Waren sind wieder frei, Bezahltes geht zurück.
mail-kind-called-off = Bestellung vom Käufer storniert
mail-held-subject = { $value } ist zurückgehalten: bitte ansehen
mail-held-title = Eine Bestellung wartet auf Sie
mail-held-text = Die Bestellung von { $name } vom { $date } ist zurückgehalten: Ihre Zahlung ist riskant, oder sie ist hoch. Nichts wird versandt, bevor jemand sie annimmt.
mail-kind-held = Bestellung zurückgehalten
