# Coupons, as shoppers meet them.
coupon-ask = Haben Sie einen Gutschein?
coupon-code = Gutscheincode
coupon-apply = Einlösen
coupon-remove = Entfernen
coupon-percent = gibt { $value } % Nachlass.
coupon-fixed = gibt { $value } Nachlass.
coupon-delivery = macht die Lieferung kostenlos.
coupon-nothing-fits = Dieser Gutschein gilt für andere Dinge als die in Ihrem Warenkorb.
coupon-too-little = Dieser Gutschein gilt ab einem Warenwert von { $least }. Es fehlen { $missing }.
coupon-currency = Dieser Gutschein gilt für eine andere Währung.
coupon-without = Ohne den Gutschein { $value } fortfahren
sums-reduction = { $title }
sums-coupon = { $title }, Gutschein { $code }
sums-fee = Gebühr für diese Zahlungsart

wrong-coupon_unknown = Einen Gutschein mit diesem Code gibt es nicht. Bitte prüfen Sie die Schreibweise.
wrong-coupon_paused = Dieser Gutschein gilt zurzeit nicht.
wrong-coupon_not_yet = Dieser Gutschein gilt noch nicht.
wrong-coupon_over = Dieser Gutschein gilt nicht mehr.
wrong-coupon_used_up = Dieser Gutschein ist bereits aufgebraucht.
wrong-coupon_used_by_buyer = Dieser Gutschein wurde mit dieser E-Mail-Adresse bereits eingelöst.
line-cut = { $title }: { $amount }
line-cut-coupon = { $title }, Gutschein { $code }: { $amount }
