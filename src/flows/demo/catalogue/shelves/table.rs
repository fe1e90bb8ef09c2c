//! Table; tea and coffee.
use super::*;

pub const TABLE: Shelf = Shelf {
    title: "Table",
    slug: "table",
    code: "TAB",
    intro: "Plates, bowls and cups for the meals that happen every day.",
    kinds: &[
        kind! { Mug, "Stoneware", "9 × 8.5 cm, 320 ml", 380, DISHWASHER, [0, 1], TWO_SIZES, colours, standard;
            "The foot is left unglazed, so it grips a tray.", "No two have the same freckles.";
            "Speckled mug", "Stoneware, 320 ml", 2400, "Iron in the clay comes up through the glaze as it fires. The handle takes three fingers, four if they are friendly.";
            "Ferry mug", "Stoneware, wide base", 2600, "Low and broad, after the mugs on a crossing where things slide. It stays where you put it.";
            "Second-cup mug", "Stoneware, 280 ml", 2200, "A little smaller than the first one you pour, for those who stop at two. The rim is thin and rolls outwards.";
            "Cellar mug", "Salt-glazed stoneware", 3200, "Salt is thrown into the kiln at its hottest and leaves a skin like orange peel. It keeps tea warm for as long as it takes to find your glasses.";
        },
        kind! { Bowl, "Stoneware", "26 × 9 cm", 1150, DISHWASHER, [1, 2], SIZE, colours, standard;
            "Wide enough for fruit, salad, or the post.", "One thin band is painted while the bowl still turns.";
            "Orchard bowl", "Stoneware, 26 cm", 4800, "Deep at the middle and shallow at the edge, so that pears do not roll into the apples.";
            "Sunday bowl", "Stoneware, footed", 5400, "A high foot lifts it over the other dishes. It has held trifle, keys and once a sleeping kitten.";
            "Porridge bowl", "Stoneware, 16 cm", 2800, "Steep sides keep the milk in and the heat where it belongs. Fits the palm on cold mornings.";
            "Long-table bowl", "Stoneware, 32 cm", 7200, "Made for passing along. Two shallow grips are pressed under the rim, where hands look for them.";
        },
        kind! { Plates, "Stoneware", "Ø 27 cm", 2700, DISHWASHER, [2, 0], NO, colours, standard;
            "They stack without wobbling, which is harder than it looks.", "Chipped ones are replaced at cost, for ever.";
            "Weekday plates", "Stoneware, set of four", 7600, "Flat in the middle, with a rim that stops peas. Plain enough to be used twice a day.";
            "Supper plates", "Stoneware, set of four, 24 cm", 6800, "One size down from dinner and twice as useful. They fit the small dishwasher and the upper shelf.";
            "Crumb plates", "Stoneware, set of six, 17 cm", 5900, "For toast, cake and the end of the cheese. Six of them weigh less than two of the other sort.";
            "Feast plates", "Stoneware, set of two, 31 cm", 8200, "Large, calm and slightly dished. They make a small omelette look like a decision.";
        },
        kind! { Carafe, "Soda glass, wooden stopper", "Ø 13 × 25 cm, 1 l", 720, BY_HAND, [3, 3], TWO_SIZES, colours, standard;
            "The neck was drawn to fit one hand, wet.", "Small bubbles are part of it; large ones are not sold.";
            "Well carafe", "Mouth-blown glass, 1 litre", 3900, "Holds a litre of water or an embarrassing number of daffodils. The stopper keeps wasps and opinions out.";
            "Bedside carafe", "Mouth-blown glass, 500 ml", 3200, "Half a litre, for one night and one person. The base is heavy enough for a hand that is still asleep.";
            "Table carafe", "Recycled glass, 800 ml", 2900, "Blown from old window panes, which gives it the green of a shallow pond.";
            "Vintner's carafe", "Mouth-blown glass, 1.2 litres", 4600, "The shoulder spreads a young wine wide, so it grows up before the soup is finished.";
        },
        kind! { Tumbler, "Stoneware", "8 × 9 cm, 220 ml", 240, DISHWASHER, [0, 1], PACK, colours, standard;
            "Thin at the lip and thick at the foot.", "They warm the hand without burning it.";
            "Handleless cup", "Stoneware, 220 ml", 1800, "No handle to break and none to look for. Good for water, espresso with too much milk, and toothbrushes.";
            "Pebble tumbler", "Stoneware, matt glaze", 1900, "The glaze feels like a beach stone that has been in a pocket for an hour.";
            "Juice tumbler", "Stoneware, 160 ml", 1600, "The right amount of orange juice, decided at some length by a committee of two.";
            "Tall tumbler", "Stoneware, 350 ml", 2200, "For those who prefer to fill a glass once. A thumb print is pressed into the side and left there.";
        },
    ],
};

pub const TEA: Shelf = Shelf {
    title: "Tea & coffee",
    slug: "tea-coffee",
    code: "TEA",
    intro: "Everything between a cold kettle and a warm cup.",
    kinds: &[
        kind! { Teapot, "Stoneware, beech knob", "24 × 15 cm, 1.1 l", 980, BY_HAND, [0, 2], TWO_SIZES, colours, standard;
            "It pours without dribbling; we tested forty that did not.", "The strainer is part of the wall and cannot be lost.";
            "House teapot", "Stoneware, 1.1 litres", 6400, "Four cups, or one very long telephone call. The lid has a small tooth that holds it while you tip.";
            "Lighthouse teapot", "Stoneware, tall", 7200, "Narrow and upright, for crowded tables. The spout starts low, where the strong tea is.";
            "Teapot for one", "Stoneware, 450 ml", 4200, "A cup and the rest of the cup. It was asked for by people who live alone and by people who do not.";
            "Parish teapot", "Stoneware, 2 litres", 9800, "Two handles, because full it weighs as much as a cat. For meetings where everybody stays.";
        },
        kind! { Kettle, "Enamelled steel", "25 × 24 cm, 1.8 l", 1350, DUST, [7, 4], NO, colours, standard;
            "It works on gas, induction and a wood stove.", "The whistle is a major third, and can be taken off.";
            "Stove kettle", "Enamelled steel, 1.8 litres", 7900, "Boils in the time it takes to choose a cup. The grip is wood and stays cool enough to trust.";
            "Camp kettle", "Enamelled steel, 1 litre", 5400, "Small, light and hard to offend. Dents give it a record of where you have been.";
            "Slow kettle", "Enamelled steel, gooseneck", 8600, "A thin, patient spout that puts water exactly where you look. For filter coffee and seedlings.";
            "Kitchen-table kettle", "Enamelled steel, 2.5 litres", 8900, "For a full house. It is handsome enough to be left out, and heavy enough that you will.";
        },
        kind! { Dripper, "Porcelain, glass and beech", "15 × 26 cm, 600 ml", 690, DISHWASHER, [1, 3], NO, colours, standard;
            "Takes the ordinary paper filters from any shop.", "The collar is beech and stops hot fingers.";
            "Morning dripper", "Porcelain on glass, 600 ml", 5200, "Ribs inside keep the paper off the wall, so the coffee runs down and not around.";
            "One-cup dripper", "Porcelain, fits any mug", 2600, "Stands on the mug you already own. Three minutes, no noise, no lights.";
            "Long dripper", "Porcelain on glass, 1 litre", 6400, "A litre for a table of four, or for one deadline. A raised line inside marks each cup.";
            "Cold dripper", "Porcelain and glass, slow", 7800, "A needle valve lets one drop fall each second, all night. By breakfast there is coffee, and no bitterness.";
        },
        kind! { Tin, "Tinplate", "11 × 16 cm", 260, DUST, [7, 8], SIZE, colours, standard;
            "The lid sighs when it closes; that is the air leaving.", "Inside there is a second lid, because tea is nervous.";
            "Tea caddy", "Tinplate, double lid", 1900, "Keeps a quarter of leaf tea dark and dry. The label is printed on the tin and will not peel.";
            "Coffee caddy", "Tinplate, with scoop", 2300, "Holds half a kilo of beans. The scoop hangs inside the lid, where it cannot be blamed for hiding.";
            "Sugar tin", "Tinplate, hinged lid", 1700, "Opens with one thumb while the other hand stirs. Square corners, rounded edges.";
            "Traveller's tin", "Tinplate, 50 g", 1200, "Enough tea for a week with relatives. Closes tightly enough for the bottom of a rucksack.";
        },
        kind! { Cup, "Stoneware", "Ø 14 × 7 cm, 200 ml", 420, DISHWASHER, [2, 1], PACK, colours, standard;
            "The saucer has room for a biscuit and no more.", "The handle is pulled, not moulded, and it shows.";
            "Cup and saucer", "Stoneware, 200 ml", 2900, "A shape from a village hall, made a little thinner. It makes any afternoon feel arranged.";
            "Breakfast cup", "Stoneware, 350 ml", 3400, "Wide enough to dip a croissant without negotiation. The saucer doubles as a small plate.";
            "Espresso cup", "Stoneware, 80 ml", 2200, "Thick walls for a short drink. It holds its heat longer than the coffee lasts.";
            "Visitor's cup", "Stoneware, 240 ml", 3100, "Kept for visitors at first, and then, sensibly, for everybody. A thin line of iron runs round the rim.";
        },
    ],
};
