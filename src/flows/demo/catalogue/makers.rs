//! The workshops. All of them are invented.

/// A workshop: its name, and a sentence about it.
pub struct Maker {
    pub name: &'static str,
    pub line: &'static str,
}

const fn m(name: &'static str, line: &'static str) -> Maker {
    Maker { name, line }
}

pub static MAKERS: [Maker; 24] = [
    m("Harrow & Pell", "Thrown by Harrow & Pell, three potters in a former chapel."),
    m("Tide Street Pottery", "From Tide Street Pottery, where the kiln is lit on Thursdays."),
    m("Ollerby Ware", "Made at Ollerby Ware, who have used the same clay pit since 1911."),
    m("Lindqvist Glass", "Blown at Lindqvist Glass, four people and one very warm room."),
    m("Corran Foundry", "Cast at the Corran Foundry, where seconds are melted, not sold."),
    m("Beck & Alder", "Turned by Beck & Alder from trees that came down in storms."),
    m("The Marlow Bench", "Made at the Marlow Bench, a joinery run by two sisters."),
    m("Tollgate Tinworks", "Pressed at the Tollgate Tinworks on machines older than the staff."),
    m("Fennimore Stores", "Put up by Fennimore Stores, in batches small enough to taste."),
    m("Quillet Farm", "From Quillet Farm, which is mostly orchard and partly geese."),
    m("Sorrel Mill", "Milled and packed at the Sorrel Mill, by water when there is water."),
    m("Almond Row", "Made in Almond Row, a kitchen with six burners and one recipe book."),
    m("Whitsand Soap", "Cut by hand at Whitsand Soap and left to cure for six weeks."),
    m("Nordhem Linen", "Woven by Nordhem Linen on looms that shake the whole street."),
    m("Pennick Wool", "From Pennick Wool, who can name most of the sheep."),
    m("Ashdown Brushes", "Drawn and trimmed at Ashdown Brushes, where nothing is stapled."),
    m("Ledger & Finch", "Bound by Ledger & Finch, who still sew their pages."),
    m("Copperplate Press", "Printed at the Copperplate Press, one colour at a time."),
    m("Small Hours Books", "Published by Small Hours, four titles a year and no hurry."),
    m("Harbour Light", "Assembled at Harbour Light, who keep every spare part."),
    m("Wick & Tallow", "Poured by Wick & Tallow in a yard that smells of honey."),
    m("Thornley Garden Tools", "Forged at Thornley, by people who garden at lunch."),
    m("Greenlaw Seeds", "Grown on and saved by Greenlaw Seeds, on three windy acres."),
    m("Osier & Daughter", "Woven by Osier & Daughter, from willow cut in January."),
];
