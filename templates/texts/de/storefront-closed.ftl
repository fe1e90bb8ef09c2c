# Ein Laden, der noch nicht offen ist.
closed-title = Wir öffnen bald
closed-text = Die Regale werden gerade gefüllt. Bitte schauen Sie in einiger Zeit wieder vorbei.
closed-write = Schreiben Sie uns
closed-staff = Für Mitarbeitende: anmelden
closed-banner-label = Noch nicht offen
closed-banner = Der Laden ist noch nicht offen: Nur Mitarbeitende sehen ihn, und Bestellungen sind Versuche.
closed-banner-link = Zum Büro
