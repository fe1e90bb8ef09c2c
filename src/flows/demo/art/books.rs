//! Drawn for the bookshelf: book, pile of books, framed print, postcards, folded map.
use super::pen::{INK, Pen, c, from};
use super::things::Colourway;

/// a cover, b ornament, c the book behind.
pub fn book(p: &mut Pen, k: &Colourway) {
    p.shadow(190);
    p.group("rotate(8 70 0)", |p| {
        p.rect(-6, -216, 100, 216, 2, c::CREAM);
        p.solid("M6,-222 h92 V0 h-92z", k.c, from(60), |p| {
            p.rect(6, -196, 100, 5, 0, c::CREAM).rect(6, -186, 100, 2, 0, c::CREAM).rect(
                6,
                -34,
                100,
                5,
                0,
                c::CREAM,
            );
        });
    });
    p.rect(-86, -238, 164, 238, 3, c::CREAM);
    p.solid("M-92,-244 h162 q4,0 4,4 V0 H-92z", k.a, from(40).shade(0.08), |p| {
        p.rect_o(-92, -244, 16, 250, 0, INK, 0.18).rect_o(-74, -244, 3, 250, 0, "#fff", 0.2);
        p.oval(2, -146, 44, 44, k.b).path("M-42,-146 q44,-26 88,0 a44,44 0 0 1 -88,0z", k.c);
        p.oval(14, -164, 10, 10, k.a);
        p.rect(-34, -74, 72, 5, 0, k.b).rect(-24, -60, 52, 4, 0, k.b).rect(-46, -218, 96, 3, 0, k.b);
    });
}

/// a, b and c three spines of five.
pub fn books(p: &mut Pen, k: &Colourway) {
    p.shadow(230);
    let pile = [
        (0, 232, 40, k.a, 0),
        (-40, 214, 34, k.b, -8),
        (-74, 224, 26, c::OAT, 6),
        (-100, 190, 38, k.c, -4),
        (-138, 204, 30, c::DARK, 8),
    ];
    for (y, w, h, cover, dx) in pile {
        let x = dx - w / 2;
        p.rect(x + 6, y - h + 4, w - 2, h - 8, 1, c::CREAM).rect_o(x + w - 40, y - h + 4, 44, h - 8, 0, INK, 0.1);
        let d = format!(
            "M{x},{} h{} v5 h-{} v{} h{} v5 h-{} q-8,0 -8,-8 v-{} q0,-8 8,-8z",
            y - h,
            w,
            w - 26,
            h - 10,
            w - 26,
            w,
            h - 16
        );
        p.path(&d, cover).rect_o(x + 26, y - h + 5, 5, h - 10, 0, INK, 0.12);
        p.rect_o(x + 2, y - h + 9, 3, h - 18, 0, "#fff", 0.5).rect_o(x + 10, y - h + 9, 2, h - 18, 0, "#fff", 0.35);
    }
    p.group("translate(6 -168) scale(.5)", |p| {
        super::table::tumbler(p, &Colourway { name: "", a: k.b, b: c::OAT, c: c::CREAM });
    });
}

/// a sun, b hills, c frame.
pub fn frame(p: &mut Pen, k: &Colourway) {
    p.shadow(210).rect_o(-92, -272, 216, 276, 0, INK, 0.1);
    p.rect(-108, -280, 216, 280, 2, k.c)
        .rect_o(-108, -280, 216, 5, 2, "#fff", 0.2)
        .rect_o(96, -280, 12, 280, 0, INK, 0.14);
    p.rect(-96, -268, 192, 256, 0, c::CREAM).rect(-70, -240, 140, 190, 0, c::OAT);
    p.clip("M-70,-240 h140 v190 h-140z", |p| {
        p.oval(22, -178, 34, 34, k.a).path("M-70,-130 Q-30,-176 16,-126 T70,-140 V-50 H-70z", k.b);
        p.path_o("M-70,-96 Q-10,-132 70,-84 V-50 H-70z", INK, 0.22).line_o(
            "M-60,-66 H40 M-40,-58 H60",
            "#fff",
            2.5,
            0.5,
        );
    });
    p.path_o("M-96,-60 L40,-268 h34 L-96,-10z", "#fff", 0.16);
}

/// a, b and c the pictures on them.
pub fn cards(p: &mut Pen, k: &Colourway) {
    p.shadow(220);
    for (turn, dx, sky, land) in [(-16, -40, k.b, k.c), (13, 44, k.c, k.a), (-2, 0, k.a, k.b)] {
        p.group(&format!("rotate({turn} {dx} 0) translate({dx} -4)"), |p| {
            p.rect_o(-62, -206, 138, 208, 2, INK, 0.1).rect(-70, -210, 138, 210, 2, c::CREAM);
            p.clip("M-60,-200 h118 v150 h-118z", |p| {
                p.rect(-60, -200, 118, 150, 0, sky).oval(24, -160, 20, 20, c::CREAM);
                p.path("M-60,-104 L-20,-146 L10,-112 L30,-132 L58,-104 V-50 H-60z", land).path_o(
                    "M-60,-84 Q0,-108 58,-78 V-50 H-60z",
                    INK,
                    0.16,
                );
            });
            p.rect(-60, -36, 60, 3, 0, c::DARK)
                .rect(-60, -26, 40, 3, 0, c::LINEN)
                .rect_o(40, -210, 28, 210, 0, INK, 0.06);
        });
    }
}

/// a land, b water, c route.
pub fn map(p: &mut Pen, k: &Colourway) {
    p.shadow(250);
    let top = [-232, -250, -232, -250, -232];
    let foot = [-4, -18, -4, -18, -4];
    for i in 0..4usize {
        let x = -132 + 66 * i as i32;
        let d = format!("M{x},{} L{},{} V{} L{x},{} Z", top[i], x + 66, top[i + 1], foot[i + 1], foot[i]);
        p.path(&d, k.a).clip(&d, |p| {
            p.path("M-140,-120 C-80,-160 -60,-70 0,-96 S90,-150 140,-100 V-64 C80,-112 60,-54 0,-62 S-90,-100 -140,-84z", k.b);
            p.oval_o(-84, -186, 34, 22, c::MOSS, 0.5).oval_o(82, -190, 40, 26, c::MOSS, 0.5).oval_o(70, -40, 30, 16, c::MOSS, 0.5);
            p.line("M-110,-40 C-80,-60 -90,-150 -40,-160 S20,-130 60,-170 S100,-214 110,-216", k.c, 3.5);
            p.rect_o(-140, -160, 280, 1.5, 0, "#fff", 0.6).rect_o(-140, -60, 280, 1.5, 0, "#fff", 0.6);
            if i % 2 == 1 {
                p.rect_o(x, -300, 66, 310, 0, INK, 0.1);
            }
        });
    }
    p.oval(-110, -40, 6, 6, k.c).oval(110, -216, 8, 8, k.c).oval(110, -216, 3, 3, c::CREAM);
}
