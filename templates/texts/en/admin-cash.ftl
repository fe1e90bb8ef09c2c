# Cash on delivery, for staff.
settings-cash-deliveries = With these ways to deliver
settings-cash-deliveries-hint = Those whose carriers take money
settings-cash-countries = In these countries
settings-cash-countries-hint = Nothing ticked: wherever those ways go
settings-cash-tax-hint = The fee is taxed as some class of goods, usually standard
admin-next-collect = Waiting for the carrier’s money
admin-next-collect-hint = It was to be paid at the door. Note it here when the carrier has handed it on.
admin-next-ship-cash-hint = Tell the carrier what is to be taken at the door: { $value }.
