//! Pflege; Wolle und Leinen.
use super::*;

pub const UPKEEP: [Kind; 5] = [
    kind! { "Hartholz, Pflanzenfaser";
        "Der Kopf lässt sich wechseln; ein neuer kostet weniger als ein Kaffee.", "Kein Kunststoff, so darf sie auf dem Kompost enden.";
        "Spülbürste", "Holz und Pflanzenfaser", "Lang im Hals und fest am Rand. Sie kommt bis auf den Boden der Karaffe.";
        "Pfannenbürste", "Holz und Palmfaser, hart", "Für Eisen, Angebranntes und Sonntagabende. Bitte nicht mit Emaille bekannt machen.";
        "Flaschenbürste", "Holz und Borste, schlank", "Biegt sich am Draht und denkt sich in die Thermoskanne hinein.";
        "Gemüsebürste", "Holz und weiche Faser", "Eine Seite weich für Pilze, die andere fest für Kartoffeln mit Vergangenheit.";
    },
    kind! { "Emaillierter Stahl, Buche, Borste";
        "Die Lippe liegt flach auf, es bleibt kein Strich Staub zurück.", "Beide hängen an einem Haken.";
        "Kehrblech und Besen", "Emaillierter Stahl und Buche", "Ein Blech, das behält, was man ihm gibt, und ein Besen, der ein wenig nachgibt.";
        "Langes Kehrblech", "Emaillierter Stahl, aufrecht", "Für Rücken, die lieber nicht möchten. Beim Anheben schließt es sich von selbst.";
        "Kaminbesteck", "Stahl und Kokosfaser", "Hitzefeste Borsten und ein tiefes Blech, für Asche, die vielleicht nicht so kalt ist, wie sie aussieht.";
        "Krümelbesteck", "Stahl und Ziegenhaar, klein", "Für den Tisch und eher höflich. Gäste merken kaum, dass sie aufgeräumt wurden.";
    },
    kind! { "Wolle";
        "Im nächsten Tal gesponnen und die ganze Partie in einem Topf gefärbt.", "Sie verfilzt sanft mit einem alten Pullover, und dann ist sie der Pullover.";
        "Stopfwolle", "Zwei Knäuel zu 50 g", "Dünn, fest und in Farben, die entweder passen oder mit Absicht nicht.";
        "Sockenwolle", "Zwei Knäuel zu 50 g, mit Nylon", "Genug für zwei Socken und die Fersen der nächsten.";
        "Deckenwolle", "Zwei Knäuel zu 100 g", "Dick und schnell: eine Reihe am Abend, im Frühling eine Decke.";
        "Ungefärbte Wolle", "Zwei Knäuel zu 50 g", "Die Farben, welche die Schafe hatten. Sie riecht noch ganz leicht nach Regen.";
    },
    kind! { "Buche, Stahlfeder";
        "Die Backen sind gerundet und hinterlassen keine Abdrücke.", "Die Feder rostet nicht, denn Wäsche ist nass.";
        "Wäscheklammern", "Buche, 24 Stück", "Zwei Dutzend, und trotzdem gehen sie verloren. Eine Erklärung haben wir nicht.";
        "Starke Klammern", "Buche, breit, 12 Stück", "Für Decken, Zelte und Küstenwetter.";
        "Wäscheleine", "Baumwollleine mit Klammern", "Fünfzehn Meter geflochtene Baumwolle, die weder durchhängt noch quietscht.";
        "Klammern für Kleines", "Buche, 4 cm, 20 Stück", "Für Socken, Samentüten und Fotografien.";
    },
    kind! { "Buche und Rosshaar";
        "Von Hand gebunden, mit einem Draht von Anfang bis Ende.", "Der Rücken ist der Hand angepasst und geölt.";
        "Tischbürste", "Buche und Rosshaar", "Fegt Krümel vom Leinen, ohne sie einzubügeln.";
        "Kleiderbürste", "Buche und Wildschweinborste", "Drei Striche, und der Mantel ist dem Hund nie begegnet.";
        "Schuhbürste", "Buche und Rosshaar, breit", "Für den letzten Glanz. Eine für Schwarz und eine für alles andere.";
        "Scheuerbürste", "Buche und Mischfaser", "Eine Bürste für Türschwellen und für Launen, die von Türschwellen besser werden.";
    },
];

pub const CLOTH: [Kind; 5] = [
    kind! { "Lammwolle";
        "Die Fransen sind von Hand geknüpft, alle hundertvier.", "Er kratzt nicht; wir haben jemanden gefragt, der das sonst immer sagt.";
        "Schal aus Lammwolle", "Lammwolle, 180 × 32 cm", "Zweimal um den Hals und noch genug zum Einstecken. Die Streifen fallen dorthin, wo man sie sieht.";
        "Hafenschal", "Lammwolle, dicht gewebt", "Fest gegen den Wind gewebt. Er riecht nach nichts, bis er das Meer trifft.";
        "Kurzer Schal", "Lammwolle, 120 × 24 cm", "Für Fahrräder und kleine Kinder, bei denen lange Enden ein Fehler sind.";
        "Wolkenschal", "Gebürstete Lammwolle, breit", "Mit Karden gebürstet, bis er seine Ränder verlor. Im Zug ein Kissen.";
    },
    kind! { "Leinentuch";
        "Die Bänder gehen zweimal herum und werden vorn gebunden.", "Die Tasche ist in der Mitte abgenäht, so steht ein Bleistift aufrecht.";
        "Küchenschürze", "Leinentuch, lang", "Bedeckt, worauf es ankommt, und trocknet nebenbei die Hände.";
        "Werkstattschürze", "Schweres Tuch, überkreuzt", "Die Träger kreuzen sich im Rücken und lassen den Hals in Ruhe. Taschen für Zollstock, Messer und Mittagbrot.";
        "Halbschürze", "Leinentuch, kurz", "Zum Auftragen, Anordnen und um auszusehen, als wüsste man, wo der Korkenzieher ist.";
        "Kinderschürze", "Leinentuch, 50 cm", "Lang genug für Farbe. Mehl fliegt sowieso darüber.";
    },
    kind! { "Wolle";
        "Gewalkt, bis sie weich ist, und dann nicht weiter.", "Die Kanten sind in einer zweiten Farbe umstochen, so findet man sie im Dunkeln.";
        "Sofadecke", "Wolle, 140 × 200 cm", "Groß genug für zwei, die sich vertragen.";
        "Picknickdecke", "Wolle, gewachster Rücken", "Feuchtes Gras bleibt, wo es ist. Gefaltet ein Bündel mit eigenem Riemen.";
        "Babydecke", "Merino, 80 × 100 cm", "Fein, leicht und waschbar: erprobt an sehr vielen Säuglingen.";
        "Gästedecke", "Wolle, 180 × 220 cm", "Schwer und schlicht. Der Besuch schläft lange darunter, das Frühstück richte sich danach.";
    },
    kind! { "Leinenbezug, Wollfüllung";
        "Gefüllt mit Wolle, so findet es von selbst in die Form zurück.", "In der Mitte ein Knopf, weil es besser aussieht und niemand weiß, warum.";
        "Gestreiftes Kissen", "Leinen und Wolle, 50 cm", "Streifen, die den ruhigen Weg nehmen, von oben nach unten.";
        "Bankkissen", "Leinen und Wolle, 120 cm", "Macht aus einer harten Bank den Platz, den alle zuerst nehmen.";
        "Lesekissen", "Leinen und Wolle, Keil", "Auf einer Seite höher, für den Rücken eines Menschen, der bei Kapitel vier ist.";
        "Stuhlkissen", "Leinen und Wolle, rund", "Rund, dünn und angebunden. Es macht einen alten Stuhl freundlicher, ohne es jemandem zu sagen.";
    },
    kind! { "Leinentuch, Gurtband";
        "Die Henkel sind bis zum Boden genäht, nicht nur am Saum.", "Leer lässt sie sich in die eigene Tasche falten.";
        "Markttasche", "Leinentuch, 14 Liter", "Für Lauch, Leihbücher und das, weswegen man gekommen ist.";
        "Brottasche", "Ungefüttertes Leinen, hoch", "Darin atmet das Brot und bleibt anderthalb Tage knusprig.";
        "Werkzeugtasche", "Schweres Tuch, sechs Fächer", "Fächer innen und außen und ein Boden, der über Stemmeisen die Achseln zuckt.";
        "Wochenendtasche", "Leinentuch, 32 Liter", "Kleidung für zwei Tage und ein optimistischer Roman.";
    },
];
