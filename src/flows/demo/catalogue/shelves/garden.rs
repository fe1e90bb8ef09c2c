//! Garden.
use super::*;

pub const GARDEN: Shelf = Shelf {
    title: "Garden",
    slug: "garden",
    code: "GAR",
    intro: "Tools, seeds and pots for a field, a yard or one windowsill.",
    kinds: &[
        kind! { Can, "Galvanised steel, brass rose", "38 × 30 cm, 4 l", 1250, "Empty it before a frost", [7, 21], TWO_SIZES, colours, standard;
            "The rose turns up for seedlings and down for everyone else.", "It balances full, half full and nearly empty.";
            "Watering can", "Steel and brass, 4 litres", 5900, "A long reach to the back of the border without stepping on the front.";
            "Indoor can", "Steel and brass, 1 litre", 3400, "A thin spout that finds the soil between the leaves. Books beneath stay dry.";
            "Greenhouse can", "Steel and brass, extra long", 6800, "The spout goes on for longer than seems sensible, until you have three rows of pots.";
            "Rain can", "Steel and brass, 8 litres", 7900, "Eight litres, for people with a water butt and shoulders.";
        },
        kind! { Trowel, "Forged steel, hardwood", "32 × 8 cm", 310, OIL, [21, 21], NO, colours, standard;
            "Forged in one piece up to the ferrule, so the neck cannot bend.", "Marks on the blade say how deep a tulip likes it.";
            "Hand trowel", "Forged steel and ash", 2800, "Slightly dished, so soil stays on until asked to leave.";
            "Bulb trowel", "Forged steel, narrow", 2600, "Narrow and straight, for one hole after another in October.";
            "Transplanting trowel", "Forged steel, long", 2900, "Takes out a seedling with its whole world round it.";
            "Stone trowel", "Forged steel, pointed", 3200, "A point that feels its way between stones. Good in walls and poor soil.";
        },
        kind! { Seeds, "Paper packet", "11 × 17 cm", 20, CUPBOARD, [22, 22], NO, plain, standard;
            "Open-pollinated, so you may keep your own next year.", "Tested for germination in January; the figure is on the back.";
            "Marigold seeds", "About 120 seeds, annual", 340, "Sow in April wherever something else is sulking. Flowers until the frost says otherwise.";
            "Cornflower seeds", "About 150 seeds, annual", 340, "Blue, in a way that photographs never manage.";
            "Poppy seeds", "About 400 seeds, annual", 320, "Scatter, do not bury, and then forget. They like to be a surprise.";
            "Ox-eye daisy seeds", "About 300 seeds, perennial", 360, "Slow in the first year, everywhere by the third. You have been told.";
        },
        kind! { Planter, "Fired clay", "Ø 22 × 20 cm", 1900, "Bring it in below −5 °C", [2, 0], SIZE, colours, standard;
            "A hole below and a saucer beneath it, as roots prefer.", "The clay breathes, and grows a pleasant bloom outdoors.";
            "Rimmed pot", "Fired clay, with saucer", 2900, "The thick rim is there for lifting, and looks as if it always was.";
            "Long pot", "Fired clay, 22 cm tall", 3400, "Deep, for sweet peas, carrots and other things with plans below ground.";
            "Herb pot", "Fired clay, 14 cm", 1600, "Exactly a supermarket basil, given a second chance.";
            "Orangery pot", "Fired clay, 36 cm", 7900, "Large enough for a lemon tree and the conversations that it will start.";
        },
        kind! { Birdhouse, "Solid wood, oiled", "24 × 18 × 32 cm", 1700, "Clean it out each October", [6, 5], NO, colours, standard;
            "The front swings open on a brass pin, for cleaning.", "Hang it by a metre of cord, facing anywhere but south.";
            "Nest box", "Solid wood, 32 mm hole", 4200, "The hole suits tits and tree sparrows. Cats have lodged a complaint.";
            "Wren house", "Solid wood, 26 mm hole", 3900, "Small and snug. The occupant sings as though it were neither.";
            "Feeder house", "Solid wood, open sides", 4800, "A roof over breakfast. Seed goes in at the top, news comes out at the sides.";
            "Bee house", "Solid wood, drilled", 4400, "Eighty tunnels for solitary bees, who are better company than the name suggests.";
        },
    ],
};
