# Around every page of the back office: navigation, search, keys.
admin-nav-categories = Kategorien
admin-nav-search-rules = Suchregeln
admin-nav-imports = Importe
admin-nav-exports = Exporte
admin-nav-stock = Lager
admin-nav-customers = Kunden
admin-nav-promotions = Aktionen
admin-nav-content = Inhalte
admin-nav-settings = Einstellungen
admin-nav-shop-settings = Laden
admin-nav-markets = Märkte
admin-nav-shipping = Versand
admin-nav-taxes = Steuern
admin-nav-payments = Zahlungen
admin-nav-mail = E-Mail
admin-nav-staff = Personal
admin-nav-audit = Protokoll
# Further words that the search knows each page by, separated by spaces.
admin-nav-home-words = start übersicht heute
admin-nav-orders-words = verkäufe versand erstattungen aufträge
admin-nav-products-words = katalog waren artikel varianten sku
admin-nav-categories-words = abteilungen baum regale
admin-nav-search-rules-words = synonyme festhalten gewichte vergeblich
admin-nav-imports-words = umzug shopify woocommerce magento csv hochladen
admin-nav-exports-words = herunterladen csv tabellen
admin-nav-stock-words = bestand lager zählen inventur
admin-nav-customers-words = käufer leute konten
admin-nav-promotions-words = gutscheine rabatte codes
admin-nav-content-words = seiten impressum datenschutz agb rechtliches texte
admin-nav-settings-words = konfiguration vorlieben
admin-nav-shop-settings-words = name adresse öffnen impressum
admin-nav-markets-words = währung sprache länder zeitzone rundung
admin-nav-shipping-words = versandarten zonen preise pakete
admin-nav-taxes-words = mwst ust steuersätze klassen
admin-nav-payments-words = überweisung nachnahme mahnung konto
admin-nav-mail-words = email smtp absender vorlagen test
admin-nav-staff-words = mitglieder rollen rechte benutzer passwörter
admin-nav-system-words = aufgaben ereignisse datenbank cache zustand version
admin-nav-audit-words = verlauf taten wer geändert protokoll

admin-search = Suchen
admin-search-all = Suchen oder gehen zu
admin-search-for = Gefunden für „{ $value }“
admin-search-pages = Gehen zu
admin-search-more = Alle zeigen
admin-search-none-hint = Versuchen Sie eine Bestellnummer, eine E-Mail-Adresse, Namen oder SKU eines Produkts oder den Namen einer Seite.

admin-theme = Farben
admin-theme-system = Farben wie auf diesem Gerät
admin-theme-light = Helle Farben
admin-theme-dark = Dunkle Farben

admin-keys = Tastenkürzel
admin-keys-search = Alles durchsuchen
admin-keys-rows = Nächste und vorige Zeile einer Liste
admin-keys-save = Formular speichern
admin-keys-close = Schließen, was offen ist
admin-keys-help = Diese Kürzel zeigen
admin-close = Schließen

admin-undo = Zurücknehmen
admin-save = Speichern
admin-unsaved = Sie haben Änderungen, die nicht gespeichert sind
