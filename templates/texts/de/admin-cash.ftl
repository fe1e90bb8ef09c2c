# Cash on delivery, for staff.
settings-cash-deliveries = Bei diesen Lieferarten
settings-cash-deliveries-hint = Bei denen der Paketdienst Geld annimmt
settings-cash-countries = In diesen Ländern
settings-cash-countries-hint = Ist nichts angekreuzt: überall, wohin diese Lieferarten gehen
settings-cash-tax-hint = Die Gebühr wird wie eine Klasse von Waren besteuert, meist standard
admin-next-collect = Wartet auf das Geld des Paketdienstes
admin-next-collect-hint = Bezahlt wird beim Zusteller. Vermerken Sie es hier, wenn der Paketdienst das Geld weitergegeben hat.
admin-next-ship-cash-hint = Sagen Sie dem Paketdienst, was beim Zustellen zu kassieren ist: { $value }.
