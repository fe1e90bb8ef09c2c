//! Desk; books and prints.
use super::*;

pub const DESK: Shelf = Shelf {
    title: "Desk",
    slug: "desk",
    code: "DES",
    intro: "Paper, pencils and what keeps them in their places.",
    kinds: &[
        kind! { Pencils, "Enamelled steel, cedar", "Ø 8 × 20 cm", 310, DUST, [7, 17], NO, colours, standard;
            "Felt under the foot spares the table.", "Pencils are sharpened before they leave, since nobody likes to wait.";
            "Pencil cup", "Steel, with three pencils", 2200, "Holds thirty pencils. It comes with three and leaves the rest to life.";
            "Drawing set", "Steel, with twelve pencils", 3900, "Twelve grades, from a whisper to a bruise.";
            "Brush cup", "Steel, perforated lid", 2600, "Holes in the lid keep wet brushes apart and their tips in the air.";
            "Carpenter's cup", "Steel, with flat pencils", 2400, "Flat pencils do not roll off roofs, and the cup does not roll off benches.";
        },
        kind! { Notebook, "Sewn paper, cloth spine", "A5, 192 pages", 340, NONE_NEEDED, [16, 16], RULING, colours, standard;
            "Opens flat at any page, including the first.", "The paper takes ink without showing it to the other side.";
            "Day book", "Sewn, A5, 192 pages", 1900, "For lists, sums and the sentence that came on the stairs.";
            "Field book", "Sewn, A6, 96 pages", 1200, "Fits a coat pocket and survives it. The cover is waxed against drizzle.";
            "Ledger", "Sewn, A4, 240 pages", 3200, "Large, numbered and sober. Whatever you write in it seems decided.";
            "Kitchen book", "Sewn, A5, wipeable cover", 2100, "A place for recipes said over a fence. Splashes are part of the index.";
        },
        kind! { Scissors, "Carbon steel", "21 cm", 160, "Wipe dry, one drop of oil", [4, 21], NO, colours, standard;
            "We sharpen them free of charge, as often as you post them.", "The screw can be tightened with a coin.";
            "Household scissors", "Carbon steel, 21 cm", 3200, "For parcels, parsley and string. Hang them up and they will be there next time.";
            "Paper scissors", "Carbon steel, long blades", 3600, "One long stroke from edge to edge, without a step.";
            "Tailor's shears", "Carbon steel, 25 cm", 5800, "Heavy, and bent so that the cloth stays flat. Never lend them for paper.";
            "Small scissors", "Carbon steel, 11 cm", 1900, "Threads, labels, loose ends. They have a loop, because they wander.";
        },
        kind! { Twine, "Plant fibre on beech", "120 m", 180, NONE_NEEDED, [5, 23], NO, colours, standard;
            "Polished with starch, so it knots and stays knotted.", "The reel comes back to us for a refill at half the price.";
            "Linen twine", "120 m on a reel", 750, "Ties parcels, tomatoes and the door of the shed.";
            "Baker's twine", "90 m, two-coloured", 890, "Two colours twisted together. A plain box looks like a present at once.";
            "Sail thread", "60 m, waxed", 980, "Waxed, and stronger than the thing it mends.";
            "Butcher's string", "100 m, food-safe", 690, "Does not burn, stretch or taste of anything.";
        },
        kind! { Tray, "Solid wood, felt", "34 × 24 × 7 cm", 980, DUST, [6, 5], NO, colours, standard;
            "It stacks on its own feet, for people with two kinds of post.", "The notch in front is for a thumb, or a sense of progress.";
            "Letter tray", "Solid wood, A4", 4900, "For what has come in and what must go out, which are often the same sheet.";
            "Desk tidy", "Solid wood, five parts", 4200, "Five compartments. The smallest is for what cannot be named.";
            "Valet tray", "Solid wood, felted", 3800, "Keys, coins, the ticket. It stands by the door and remembers for you.";
            "Tea tray", "Solid wood, high rim", 5600, "Takes a pot, two cups and an argument about the window.";
        },
    ],
};

pub const BOOKS: Shelf = Shelf {
    title: "Books & prints",
    slug: "books-prints",
    code: "BOO",
    intro: "Useful books, quiet pictures and maps for places nearby.",
    kinds: &[
        kind! { Book, "Sewn, acid-free paper", "15 × 21 cm, 224 pages", 420, NONE_NEEDED, [18, 16], BINDING, plain, reduced;
            "With drawings by someone who has done the thing drawn.", "Sewn, so it lies open beside a mixing bowl.";
            "The Patient Loaf", "A book about bread, 224 pages", 2400, "Forty breads from four ingredients. The chapter on waiting is the longest.";
            "A Shelf of One's Own", "A book of simple joinery, 192 pages", 2600, "Twelve things to make from one plank. The first is a shelf for the book.";
            "Weather for Gardeners", "A yearbook, 256 pages", 2200, "What clouds mean for beans. Correct about as often as the wireless.";
            "Forty Soups", "A cookery book, 176 pages", 2300, "One for each week in which soup is reasonable, and none that needs a shop.";
        },
        kind! { Books, "Set of paperbacks", "13 × 20 cm, five volumes", 1700, NONE_NEEDED, [18, 18], NO, plain, reduced;
            "Five spines, chosen to look well together and to be read apart.", "A ribbon in each, so nobody folds a corner.";
            "Five Short Novels", "Set of five", 5900, "None over two hundred pages. Each fits a train journey with one delay.";
            "Island Stories", "Set of five", 5600, "Twenty tales of boats, weather and stubborn relations.";
            "The Kitchen Library", "Set of five", 6400, "Salt, fire, butter, leaves and leftovers: one volume each.";
            "Bedtime, Slowly", "Set of five", 5200, "Stories for reading aloud, in order of length, so you may choose by the clock.";
        },
        kind! { Frame, "Cotton paper, wooden frame", "A4", 1300, DUST, [17, 6], FRAMING, plain, standard;
            "Printed by hand, in as many passes as there are colours.", "Framed under glass, with a wire on the back.";
            "Early Hill", "Screen print, framed", 7800, "A pale sun over two slopes. It hangs well where people drink coffee.";
            "Noon Field", "Screen print, framed", 7800, "Nothing moves in it, and that is the point.";
            "Last Ferry", "Screen print, framed", 8200, "The light has gone orange and the boat has gone.";
            "First Snow", "Screen print, framed", 8200, "Mostly paper. The printer says that leaving things out takes longest.";
        },
        kind! { Cards, "Recycled card", "10.5 × 15 cm", 130, NONE_NEEDED, [17, 17], PACK, plain, standard;
            "Ten cards and ten envelopes that actually close.", "The backs are blank, like the best invitations.";
            "Coast postcards", "Ten cards, five views", 1400, "Cliffs, sand and one lighthouse, which insisted.";
            "Orchard postcards", "Ten cards, five views", 1400, "The same tree in five months. Send them in order to somebody patient.";
            "Evening postcards", "Ten cards, five views", 1400, "For the things that are easier to write after six.";
            "Hill postcards", "Ten cards, five views", 1400, "Five hills that you could walk up before lunch.";
        },
        kind! { Map, "Tear-proof paper", "88 × 64 cm, folded", 110, NONE_NEEDED, [17, 16], NO, plain, reduced;
            "It folds the way it wants to, which is also the right way.", "Benches, wells and bakeries are marked; motorways are pale.";
            "Meadow map", "Walking map, 1:25 000", 1400, "Twelve walks that begin at a bus stop and end near cake.";
            "Moor map", "Walking map, 1:25 000", 1400, "More contour than road. Bogs are shown as blue ticks, and meant.";
            "Shore map", "Walking map with tide table", 1500, "Drawn at low water, with the times at which it becomes untrue.";
            "Fen map", "Walking and rowing map", 1500, "Straight lines, large skies and every bridge that a boat can pass under.";
        },
    ],
};
