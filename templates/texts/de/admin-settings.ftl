# Settings.
admin-about-shop = Name, rechtliche Angaben, Adresse, und ob der Laden offen ist
admin-about-markets = Währung, Steuern in Preisen, Länder, Sprache, Zeitzone
admin-about-shipping = Wohin Sie liefern, wie, und was es kostet
admin-about-taxes = Sätze nach Steuerklasse und Land
admin-about-payments = Überweisung und Erinnerungen
admin-about-mail = Wie E-Mails den Laden verlassen, und eine zur Probe
admin-about-staff = Wer hier arbeitet, Rollen, Passwörter
