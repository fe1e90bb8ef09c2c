//! Drawn for the pantry: preserve, bottle, paper sack, hamper parcel, chocolate.
use super::pen::{INK, Pen, c, from};
use super::things::Colourway;

/// a what is in it, b cloth on the lid, c string.
pub fn preserve(p: &mut Pen, k: &Colourway) {
    let d = "M-58,-116 q-12,10 -12,28 V-16 q0,16 16,16 H54 q16,0 16,-16 V-88 q0,-18 -12,-28 Z";
    p.shadow(140).path_o(d, c::MIST, 0.6).clip(d, |p| {
        p.rect_o(-64, -98, 128, 92, 12, k.a, 0.95).rect_o(22, -140, 80, 150, 0, INK, 0.12);
        p.rect_o(-56, -100, 9, 84, 0, "#fff", 0.4).label(-34, -76, 68, 48);
    });
    p.solid("M-62,-124 q-22,14 -30,34 q24,-2 36,-14 q14,14 30,6 q14,12 28,0 q14,12 28,-4 q16,12 60,12 q-10,-24 -28,-36 Z", k.b, from(24), |p| {
        for x in (-90..100).step_by(18) {
            p.rect_o(x, -140, 6, 60, 0, "#fff", 0.35);
        }
    });
    p.path("M-62,-122 C-60,-160 60,-160 62,-122 Q0,-112 -62,-122Z", k.b).path_o(
        "M22,-148 C44,-144 60,-138 62,-122 Q46,-118 22,-117Z",
        INK,
        0.13,
    );
    p.line("M-62,-122 Q0,-110 62,-122", k.c, 4).line("M30,-117 q16,16 10,30 M30,-117 q26,6 30,22", k.c, 3);
}

/// a what is in it, b label, c seal.
pub fn bottle(p: &mut Pen, k: &Colourway) {
    let d = "M-18,-250 V-190 C-18,-164 -54,-160 -54,-122 V-14 q0,14 14,14 H40 q14,0 14,-14 V-122 C54,-160 18,-164 18,-190 V-250 Z";
    p.shadow(112).path_o(d, c::MIST, 0.75).clip(d, |p| {
        p.rect_o(-60, -186, 120, 190, 0, k.a, 0.94).rect_o(18, -260, 80, 270, 0, INK, 0.14);
        p.rect_o(-42, -140, 8, 126, 0, "#fff", 0.34);
        p.rect(-60, -108, 120, 70, 0, k.b).rect(-28, -90, 50, 4, 0, c::DARK).rect(-28, -78, 34, 3, 0, c::LINEN);
        p.rect(-28, -69, 42, 3, 0, c::LINEN).oval(30, -58, 8, 8, k.c).rect_o(18, -108, 60, 70, 0, INK, 0.1);
    });
    p.rect(-20, -272, 40, 44, 4, k.c)
        .rect_o(4, -272, 16, 44, 4, INK, 0.16)
        .rect_o(-14, -268, 4, 36, 0, "#fff", 0.28);
}

/// a paper, b print, c clip.
pub fn sack(p: &mut Pen, k: &Colourway) {
    let d = "M-84,-196 L-88,-14 Q-88,0 -76,0 H76 Q88,0 88,-14 L84,-196 Z";
    p.shadow(186).solid(d, k.a, from(34).shade(0.1), |p| {
        p.path_o("M-88,0 L-56,-60 V-196 H-90z", "#fff", 0.2).path_o("M88,0 L60,-60 V-196 H90z", INK, 0.06);
        p.oval(0, -98, 46, 46, k.b).line("M0,-66 V-128", k.a, 3);
        for y in [-122, -108, -94, -80] {
            p.path(&format!("M0,{y} q-22,-4 -20,-18 q18,2 20,18z M0,{y} q22,-4 20,-18 q-18,2 -20,18z"), k.a);
        }
        p.rect(-34, -40, 68, 4, 0, k.b).rect(-22, -30, 44, 3, 0, k.b);
    });
    p.solid("M-86,-232 H86 L84,-190 H-84 Z", k.a, from(34).shade(0.12), |p| {
        p.rect_o(-90, -196, 180, 8, 0, INK, 0.08).rect_o(-90, -232, 180, 6, 0, "#fff", 0.3);
    });
    p.rect(-16, -240, 18, 60, 3, k.c).rect_o(-7, -240, 9, 60, 2, INK, 0.14);
}

/// a wrapping, b ribbon, c tag.
pub fn parcel(p: &mut Pen, k: &Colourway) {
    p.shadow(230).solid("M-112,-126 H112 V-6 Q112,0 106,0 H-106 Q-112,0 -112,-6 Z", k.a, from(40), |p| {
        p.rect(-40, -140, 22, 160, 0, k.b).rect(-130, -72, 260, 20, 0, k.b).rect_o(-40, -72, 22, 20, 0, INK, 0.1);
        p.rect_o(-112, -126, 224, 7, 0, "#fff", 0.22);
    });
    let bow = "M-29,-126 C-92,-196 -124,-138 -29,-126 C40,-206 66,-146 -29,-126";
    p.line(bow, k.b, 13).line_o(bow, INK, 2, 0.12).line("M-29,-126 q-26,10 -34,30 M-29,-126 q22,8 28,34", k.b, 10);
    p.oval(-29, -127, 13, 11, k.b).oval_o(-26, -125, 9, 8, INK, 0.14);
    p.line("M-22,-122 Q16,-112 34,-104", c::LINEN, 2.5);
    p.group("rotate(9 34 -104)", |p| {
        p.path("M26,-104 l14,-16 h50 v32 h-50z", k.c).oval(40, -104, 3.5, 3.5, INK).rect(
            52,
            -111,
            28,
            3,
            0,
            c::DARK,
        );
        p.rect(52, -102, 20, 3, 0, c::LINEN);
    });
}

/// a wrapper, b band, c second bar.
pub fn chocolate(p: &mut Pen, k: &Colourway) {
    p.shadow(190);
    p.group("rotate(9 60 0)", |p| {
        p.solid("M-30,-206 h112 V0 h-112z", k.c, from(30), |p| {
            p.rect(-30, -160, 120, 4, 0, c::CREAM).rect(-30, -152, 120, 2, 0, c::CREAM);
        });
    });
    p.group("rotate(-4 -60 0)", |p| {
        p.rect(-82, -226, 108, 40, 1, "#5B3F2C");
        for (x, y) in [(-78, -222), (-42, -222), (-6, -222)] {
            p.rect_o(x, y, 28, 24, 2, "#fff", 0.1);
        }
        p.path("M-84,-198 l12,-7 l12,7 l12,-7 l12,7 l12,-7 l12,7 l12,-7 l12,7 l16,-6 V-180 H-84z", c::STEEL);
        p.solid("M-86,-188 h116 V0 h-116z", k.a, from(-2).shade(0.11).gleam(-78, 8), |p| {
            p.rect(-86, -140, 120, 78, 0, k.b).oval(-28, -101, 24, 24, k.a);
            p.path("M-28,-120 q18,18 0,38 q-18,-20 0,-38z", k.b)
                .rect(-62, -44, 68, 4, 0, k.b)
                .rect(-62, -34, 44, 3, 0, k.b);
        });
    });
}
