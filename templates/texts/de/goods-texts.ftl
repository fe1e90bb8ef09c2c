# Products and categories in other languages.
goods-texts-hint = Unter jedem Feld steht, was es in der Hauptsprache des Ladens sagt. Was Sie leer lassen, wird so gezeigt.
goods-texts-names = Optionen und Eigenschaften
goods-texts-names-hint = Wie Optionen, ihre Werte und die Zeilen der Daten heißen.
