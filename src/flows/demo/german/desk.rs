//! Schreibtisch; Bücher und Drucke.
use super::*;

pub const DESK: [Kind; 5] = [
    kind! { "Emaillierter Stahl, Zedernholz";
        "Filz unter dem Fuß schont den Tisch.", "Die Stifte sind gespitzt, bevor sie gehen, denn niemand wartet gern.";
        "Stiftebecher", "Stahl, mit drei Bleistiften", "Fasst dreißig Stifte. Drei liegen bei, der Rest bleibt dem Leben überlassen.";
        "Zeichenset", "Stahl, mit zwölf Bleistiften", "Zwölf Härten, vom Flüstern bis zum blauen Fleck.";
        "Pinselbecher", "Stahl, gelochter Deckel", "Löcher im Deckel halten nasse Pinsel auseinander und ihre Spitzen in der Luft.";
        "Zimmermannsbecher", "Stahl, mit flachen Bleistiften", "Flache Stifte rollen nicht vom Dach und der Becher nicht von der Werkbank.";
    },
    kind! { "Fadengeheftetes Papier, Leinenrücken";
        "Liegt auf jeder Seite flach, auch auf der ersten.", "Das Papier nimmt Tinte an, ohne sie der anderen Seite zu zeigen.";
        "Tagebuch", "Fadengeheftet, A5, 192 Seiten", "Für Listen, Summen und den Satz, der auf der Treppe kam.";
        "Feldbuch", "Fadengeheftet, A6, 96 Seiten", "Passt in die Manteltasche und überlebt sie. Der Einband ist gegen Niesel gewachst.";
        "Kontobuch", "Fadengeheftet, A4, 240 Seiten", "Groß, nummeriert und nüchtern. Was immer man hineinschreibt, wirkt beschlossen.";
        "Küchenbuch", "Fadengeheftet, A5, abwischbar", "Ein Platz für Rezepte, die über den Zaun gesagt wurden. Spritzer gehören zum Register.";
    },
    kind! { "Kohlenstoffstahl";
        "Wir schärfen sie kostenlos, so oft Sie sie schicken.", "Die Schraube lässt sich mit einer Münze nachziehen.";
        "Haushaltsschere", "Kohlenstoffstahl, 21 cm", "Für Pakete, Petersilie und Schnur. An ihrem Haken ist sie auch beim nächsten Mal noch da.";
        "Papierschere", "Kohlenstoffstahl, lange Klingen", "Ein langer Schnitt von Kante zu Kante, ohne Absatz.";
        "Schneiderschere", "Kohlenstoffstahl, 25 cm", "Schwer und gekröpft, damit der Stoff liegen bleibt. Niemals für Papier verleihen.";
        "Kleine Schere", "Kohlenstoffstahl, 11 cm", "Fäden, Etiketten, lose Enden. Sie hat eine Schlaufe, denn sie wandert.";
    },
    kind! { "Pflanzenfaser auf Buche";
        "Mit Stärke geglättet, so lässt er sich knoten und bleibt geknotet.", "Die Rolle kommt zu uns zurück und wird zum halben Preis gefüllt.";
        "Leinengarn", "120 m auf der Rolle", "Bindet Pakete, Tomaten und die Schuppentür.";
        "Bäckergarn", "90 m, zweifarbig", "Zwei Farben umeinandergedreht. Eine schlichte Schachtel sieht sofort nach Geschenk aus.";
        "Segelgarn", "60 m, gewachst", "Gewachst und stärker als das, was es flickt.";
        "Küchengarn", "100 m, lebensmittelecht", "Brennt nicht, dehnt sich nicht und schmeckt nach nichts.";
    },
    kind! { "Massivholz, Filz";
        "Stapelt sich auf den eigenen Füßen, für alle mit zweierlei Post.", "Die Kerbe vorn ist für den Daumen oder für das Gefühl, voranzukommen.";
        "Briefablage", "Massivholz, A4", "Für das, was kam, und das, was fortmuss, und oft ist es dasselbe Blatt.";
        "Schreibtischordner", "Massivholz, fünf Fächer", "Fünf Fächer. Das kleinste ist für das, was keinen Namen hat.";
        "Taschenleerer", "Massivholz, mit Filz", "Schlüssel, Münzen, der Fahrschein. Er steht an der Tür und denkt für Sie daran.";
        "Teetablett", "Massivholz, hoher Rand", "Trägt eine Kanne, zwei Tassen und einen Streit über das Fenster.";
    },
];

pub const BOOKS: [Kind; 5] = [
    kind! { "Fadengeheftet, säurefreies Papier";
        "Gezeichnet von jemandem, der es selbst getan hat.", "Fadengeheftet, so liegt es offen neben der Rührschüssel.";
        "Der geduldige Laib", "Ein Buch über Brot, 224 Seiten", "Vierzig Brote aus vier Zutaten. Das Kapitel über das Warten ist das längste.";
        "Ein Regal für sich allein", "Ein Buch vom einfachen Tischlern, 192 Seiten", "Zwölf Dinge aus einem Brett. Das erste ist ein Regal für das Buch.";
        "Wetter für Gärtner", "Ein Jahrbuch, 256 Seiten", "Was Wolken für Bohnen bedeuten. Stimmt ungefähr so oft wie das Radio.";
        "Vierzig Suppen", "Ein Kochbuch, 176 Seiten", "Eine für jede Woche, in der Suppe vernünftig ist, und keine, für die man einkaufen muss.";
    },
    kind! { "Fünf Taschenbücher";
        "Fünf Rücken, die zusammen gut aussehen und einzeln gelesen werden.", "In jedem ein Band, damit niemand Ecken knickt.";
        "Fünf kurze Romane", "Fünf Bände", "Keiner über zweihundert Seiten. Jeder passt in eine Zugfahrt mit einer Verspätung.";
        "Inselgeschichten", "Fünf Bände", "Zwanzig Geschichten von Booten, Wetter und sturen Verwandten.";
        "Die Küchenbibliothek", "Fünf Bände", "Salz, Feuer, Butter, Blätter und Reste: jedem ein Band.";
        "Ins Bett, ganz langsam", "Fünf Bände", "Geschichten zum Vorlesen, der Länge nach geordnet, damit die Uhr mitentscheidet.";
    },
    kind! { "Baumwollpapier, Holzrahmen";
        "Von Hand gedruckt, in so vielen Gängen, wie es Farben hat.", "Unter Glas gerahmt, mit einem Draht auf der Rückseite.";
        "Früher Hügel", "Siebdruck, gerahmt", "Eine blasse Sonne über zwei Hängen. Hängt gut, wo Kaffee getrunken wird.";
        "Mittagsfeld", "Siebdruck, gerahmt", "Nichts bewegt sich darin, und darum geht es.";
        "Letzte Fähre", "Siebdruck, gerahmt", "Das Licht ist orange geworden, und das Schiff ist fort.";
        "Erster Schnee", "Siebdruck, gerahmt", "Größtenteils Papier. Die Druckerin sagt, das Weglassen dauere am längsten.";
    },
    kind! { "Recycelter Karton";
        "Zehn Karten und zehn Umschläge, die wirklich schließen.", "Die Rückseiten sind leer, wie bei den besten Einladungen.";
        "Küstenpostkarten", "Zehn Karten, fünf Ansichten", "Klippen, Sand und ein Leuchtturm, der darauf bestand.";
        "Obstgartenpostkarten", "Zehn Karten, fünf Ansichten", "Derselbe Baum in fünf Monaten. Der Reihe nach an jemand Geduldigen schicken.";
        "Abendpostkarten", "Zehn Karten, fünf Ansichten", "Für alles, was sich nach sechs leichter schreibt.";
        "Hügelpostkarten", "Zehn Karten, fünf Ansichten", "Fünf Hügel, auf die man vor dem Mittagessen käme.";
    },
    kind! { "Reißfestes Papier";
        "Sie faltet sich, wie sie will, und das ist auch die richtige Art.", "Bänke, Brunnen und Bäckereien sind verzeichnet; Autobahnen sind blass.";
        "Wiesenkarte", "Wanderkarte, 1:25 000", "Zwölf Wege, die an einer Haltestelle beginnen und in der Nähe von Kuchen enden.";
        "Moorkarte", "Wanderkarte, 1:25 000", "Mehr Höhenlinie als Straße. Sümpfe sind blau gestrichelt, und so gemeint.";
        "Strandkarte", "Wanderkarte mit Gezeiten", "Bei Niedrigwasser gezeichnet, mit den Zeiten, ab denen sie nicht mehr stimmt.";
        "Marschkarte", "Karte zum Wandern und Rudern", "Gerade Linien, großer Himmel und jede Brücke, unter die ein Boot passt.";
    },
];
