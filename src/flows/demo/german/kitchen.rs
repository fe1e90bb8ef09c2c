//! Küche; Vorrat.
use super::*;

pub const KITCHEN: [Kind; 5] = [
    kind! { "Emaillierter Stahl, Holzgriff";
        "Der Deckel sitzt einen Finger breit im Rand und klappert nicht.", "Genietet statt geklebt: Ein lockerer Griff lässt sich zu Hause festziehen.";
        "Kasserolle für jeden Tag", "Emaillierter Stahl, 2,4 Liter", "Die eine, die immer auf dem Abtropfgestell steht, weil sie gerade gebraucht wurde. Milch, Reis und Suppe kennen sie gut.";
        "Milchtopf", "Emaillierter Stahl, 1,2 Liter", "Zwei Tüllen, damit auch Linkshänder gießen können. Er kocht nicht seltener über als andere, wird aber schneller sauber.";
        "Marmeladentopf", "Emaillierter Stahl, weit", "Oben weit, damit der Dampf schnell geht und die Frucht bleibt. Ein Sommer, und er ist bezahlt.";
        "Suppentopf", "Emaillierter Stahl, 5 Liter", "Fünf Liter sind Suppe für heute und ein Grund, für morgen jemanden anzurufen.";
    },
    kind! { "Massives Hartholz, geölt";
        "Das Loch ist für den Haken, die Schlaufe für die Tür.", "Messerspuren sind erwartet und werden kostenlos abgehobelt.";
        "Langes Brett", "Geölte Eiche, 42 cm", "Der Faser nach aus einer einzigen Bohle geschnitten, damit es bei feuchtem Wetter nicht mit sich selbst streitet.";
        "Brotbrett", "Geölte Eiche, mit Rille", "Die Rille am Rand fängt Krümel, welche die Vögel dann bei Ihnen abholen.";
        "Fischbrett", "Geöltes Hartholz, schmal", "Lang und schmal, ein Ende bleibt rau und hält den Schwanz fest. An Tagen ohne Fisch gut für Kräuter.";
        "Barbrett", "Geöltes Hartholz, 28 cm", "Für eine Zitrone, ein Stück Ingwer, eine einsame Schalotte. Klein genug, um liegen zu bleiben.";
    },
    kind! { "Geschmiedetes Eisen, Holzgriff";
        "Sie kommt eingebrannt und wird mit jedem Jahr glatter.", "Dick genug für gleichmäßige Hitze, dünn genug zum Heben.";
        "Eisenpfanne", "Geschmiedetes Eisen, 26 cm", "Aus einem Blech gehämmert. Am ersten Tag hängen die Eier an, nach dem zehnten nie wieder.";
        "Pfannkuchenpfanne", "Geschmiedetes Eisen, flacher Rand", "Der Rand ist nur eine Andeutung, so kommt der Wender unter alles.";
        "Schmorpfanne", "Geschmiedetes Eisen, hoher Rand", "Hohe, gerade Wände für Essen, das springt. Der zweite Griff ist für den Moment da, in dem sie voll ist.";
        "Zwei-Eier-Pfanne", "Geschmiedetes Eisen, 18 cm", "Genau zwei Eier. Mit dem dritten wird es Rührei.";
    },
    kind! { "Topf aus Steinzeug, Löffel aus Buche";
        "Der Topf ist unten schwer, eine Handvoll Löffel kippt ihn nicht.", "Die Löffel sind aus einem Stück gedreht und überstehen die Spülmaschine, falls es dazu kommt.";
        "Löffeltopf", "Steinzeug mit drei Werkzeugen", "Ein Topf, ein Kochlöffel, ein Probierlöffel und ein geschlitzter Wender. Die meisten Küchen brauchen nicht mehr und besitzen dreißig.";
        "Bäckertopf", "Steinzeug mit Backwerkzeug", "Ein Schaber, ein Teigquirl und ein Spatel, der in die letzte Ecke der Schüssel kommt.";
        "Topf für Linkshänder", "Steinzeug mit drei Werkzeugen", "Dieselben Werkzeuge mit der schrägen Kante auf der anderen Seite. Dafür haben wir Dankesbriefe bekommen.";
        "Kleiner Löffeltopf", "Steinzeug mit zwei Werkzeugen", "Zwei Löffel, für eine Küche, in der zwei sich abwechseln.";
    },
    kind! { "Glas, Holzdeckel";
        "Ein Ring aus Kork macht den Deckel dicht genug für Kaffee.", "Die Schilder lassen sich abwischen, aus Linsen darf also Zucker werden.";
        "Zwei Vorratsgläser", "Glas und Holz, zwei Größen", "Eins für das, was täglich gebraucht wird, und eins für das, was aus Versehen im Korb lag.";
        "Nudelgläser", "Glas und Holz, hohes Paar", "Hoch genug für stehende Spaghetti. Das zweite ist für die Formen, auf welche die Spaghetti herabsehen.";
        "Gewürzgläser", "Glas und Holz, sechs Stück", "Kleine Öffnungen, damit eine Prise eine Prise ist. Sie liegen in der Schublade, mit den Namen nach oben.";
        "Mehlgläser", "Glas und Holz, großes Paar", "Ein Kilo in jedes und noch Luft darüber: Eine ganze Tüte geht hinein, ohne dass es staubt.";
    },
];

pub const PANTRY: [Kind; 5] = [
    kind! { "Frucht, Rohrzucker, Zitrone";
        "Im offenen Topf gekocht, drei Dutzend Gläser auf einmal.", "Angebrochen drei Wochen im Kühlschrank, theoretisch.";
        "Zwetschgenmus", "62 % Frucht, von Hand entsteint", "Herb, dunkel und ein wenig streng. Es weckt jeden Milchreis und hält dem Käse stand.";
        "Aprikosenkonfitüre", "60 % Frucht, mit Kernen", "Hälften statt Brei, mit ein paar Kernen, die nach Mandeln schmecken.";
        "Quittengelee", "Klar und rosenfarben", "Über Nacht durch Leinen gelaufen und nie gepresst. Es hat die Farbe eines Fensters um fünf Uhr nachmittags.";
        "Reneklodenkonfitüre", "65 % Frucht, spät gepflückt", "Die Saison dauert neun Tage. Das sind alle neun.";
    },
    kind! { "Glasflasche";
        "Schütteln oder nicht; was sich absetzt, ist Frucht.", "Schicken Sie uns die Flasche, dann geht sie an den Hersteller zurück.";
        "Holunderbeersirup", "Gepresst, ungefiltert", "Ein Teil auf sechs Teile Wasser, still oder nicht. In heißem Wasser ist es das, was Großmütter verschrieben.";
        "Apfelessig", "Anderthalb Jahre gereift", "Rund und nicht vorlaut. Zuerst war er ein guter Most, und daran erinnert er sich.";
        "Olivenöl", "Erste Pressung, frühe Ernte", "Grün, pfeffrig und im Frühling vergriffen. Zum Vollenden und fürs Brot.";
        "Metessig", "Honig, Eichenfass", "Aus Met, den niemand verkauft hätte. Zwei Löffel retten einen Salat.";
    },
    kind! { "Papiertüte";
        "In der Woche gemahlen, in der es verschickt wird; das Datum ist von Hand gestempelt.", "Die Tüte lässt sich zufalten und danach kompostieren.";
        "Kräftiges Brotmehl", "Weizen, auf Stein gemahlen", "Nimmt mehr Wasser auf, als man denkt, und gibt mehr Brot zurück.";
        "Haferflocken", "Kernig, geröstet", "Einmal gewalzt und leicht geröstet, damit der Brei etwas zu sagen hat.";
        "Roggenmehl", "Vollkorn, dunkel", "Für Laibe, die eine Woche lang ehrlich bleiben. Eine Handvoll tut auch Pfannkuchen gut.";
        "Gelbe Schälerbsen", "Getrocknet, von einem Feld", "Sie brauchen kein Einweichen und keine Aufsicht. Die Suppe macht sich selbst, während man liest.";
    },
    kind! { "Pappschachtel, Baumwollband";
        "Sagen Sie uns, was auf der Karte stehen soll: Wir schreiben sie von Hand.", "Das Band ist zum Aufheben gedacht.";
        "Frühstückspaket", "Hafer, Konfitüre, Tee", "Ein ganzes Frühstück für zwei, nur die Eier fehlen. Es hat schon manchen Streit beendet.";
        "Einzugspaket", "Brotmehl, Salz, Kerze", "Mehl fürs Brot, Salz fürs Glück und eine Kerze, falls sich der Elektriker verspätet.";
        "Genesungspaket", "Sirup, Honig, Kekse", "Nichts, was gekocht, und nichts, was beantwortet werden muss.";
        "Winterpaket", "Sechs gute Dinge", "Gelee, Schokolade, Erbsen, Sirup, Hafer und eine Dose Kekse: genug, um einen Schneefall zu übersehen.";
    },
    kind! { "Kakao, Rohrzucker";
        "Drei Tage gemahlen und dann drei Wochen in Ruhe gelassen.", "Von Hand eingewickelt, deshalb sind die Ecken so ordentlich.";
        "Dunkle Schokolade", "72 % Kakao", "Knackt wie ein Zweig und schmeckt nach Rosinen. Zwei Stück sind üblich, vier werden verstanden.";
        "Milchschokolade", "48 % Kakao", "Dunkler als Milch, freundlicher als dunkel. Kinder mögen sie, das ist eine Warnung.";
        "Haferschokolade", "54 % Kakao, gerösteter Hafer", "Knusprig vom Hafer aus der Mühle um die Ecke. Im Zug gilt sie als Frühstück.";
        "Salzschokolade", "66 % Kakao, Meersalz", "Das Salz liegt nur auf einer Seite. Welche oben ist, dürfen Sie bestimmen.";
    },
];
