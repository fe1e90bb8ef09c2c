//! Drawn for upkeep: dish brush, dustpan, yarn, pegs, table brush.
use super::pen::{INK, Pen, c, from};
use super::things::Colourway;

/// a wood, b bristle.
pub fn brush(p: &mut Pen, k: &Colourway) {
    p.shadow(230).solid("M-96,-44 H96 L108,0 H-108 Z", k.b, from(40).shade(0.12), |p| {
        for x in (-90..97).step_by(12) {
            p.line(&format!("M{x},-44 L{:.0},0", f64::from(x) * 1.12), k.c, 2);
        }
    });
    let d = "M-118,-56 q0,-34 60,-38 h116 q60,4 60,38 v8 q0,6 -6,6 h-224 q-6,0 -6,-6 z";
    p.solid(d, k.a, from(50), |p| {
        p.path_o("M-118,-58 q4,-34 60,-36 h116 q56,2 60,36 q-118,-16 -236,0z", "#fff", 0.16);
        p.line_o("M-92,-66 q90,-10 180,0", INK, 1.5, 0.25);
    });
}

/// Hangs from (0, 0). a wood, b bristle.
pub fn dishbrush(p: &mut Pen, k: &Colourway) {
    let handle = "M-8,30 q8,-8 16,0 l4,150 q2,20 -2,40 h-20 q-4,-20 -2,-40 z";
    let head = "M-42,222 h84 q6,0 6,8 v14 q0,8 -8,8 h-80 q-8,0 -8,-8 v-14 q0,-8 6,-8z";
    let bristle = "M-42,250 H42 L52,306 Q0,318 -52,306 Z";
    p.cast(|p| {
        p.path(handle, INK).path(head, INK).path(bristle, INK);
    });
    p.oval(0, 0, 6, 6, c::BRASS).line("M0,2 q-12,16 0,30 q12,-14 0,-30", c::LINEN, 3).solid(
        handle,
        k.a,
        from(2),
        |_| {},
    );
    p.solid(bristle, k.b, from(16).shade(0.12), |p| {
        for x in (-36..40).step_by(9) {
            p.line(&format!("M{x},250 L{:.0},312", f64::from(x) * 1.22), k.c, 2);
        }
    });
    p.solid(head, k.a, from(16), |_| {});
}

/// Hangs from (0, 0). a pan, b brush wood, c bristle.
pub fn dustpan(p: &mut Pen, k: &Colourway) {
    let pan = "M-58,128 h80 l34,150 q0,12 -12,12 H-80 q-12,0 -12,-12z";
    p.cast(|p| {
        p.path(pan, INK)
            .rect(-27, 0, 18, 130, 8, INK)
            .rect(78, 0, 16, 180, 8, INK)
            .path("M60,176 h52 l12,104 h-76z", INK);
    });
    p.solid("M-28,8 q0,-12 10,-12 q10,0 10,12 l4,124 h-28z", k.b, from(-14), |_| {});
    p.solid(pan, k.a, from(4).gleam(-66, 9), |p| {
        p.path_o("M-100,264 H70 V300 H-100z", "#fff", 0.28).path_o("M-58,128 h80 l4,18 h-88z", INK, 0.12);
        p.line_o("M-40,160 L-52,250 M-18,160 V250 M4,160 L16,250", INK, 2.5, 0.14);
    });
    p.oval(-18, 8, 4, 5, "#EDE6D8");
    p.solid("M76,10 q0,-12 10,-12 q10,0 10,12 l2,150 q14,6 16,20 h-56 q2,-14 16,-20z", k.b, from(88), |_| {});
    p.solid("M58,180 h56 l12,96 q-40,10 -80,0z", k.c, from(92).shade(0.12), |p| {
        for x in [64, 74, 84, 94, 104] {
            p.line_o(&format!("M{x},180 L{:.0},284", 86.0 + f64::from(x - 86) * 1.4), INK, 2, 0.16);
        }
    });
    p.oval(86, 10, 4, 5, "#EDE6D8");
}

/// a wool, b second ball, c needles.
pub fn yarn(p: &mut Pen, k: &Colourway) {
    fn ball(p: &mut Pen, r: f64, wool: &str) {
        let d = format!("M-{r},-{r} a{r},{r} 0 1 0 {0},0 a{r},{r} 0 1 0 -{0},0", 2.0 * r);
        p.solid(&d, wool, from(r * 0.3).shade(0.12), |p| {
            for t in [-0.9, -0.6, -0.3, 0.0, 0.3] {
                let (a, b) = (t * r, (t - 0.7) * r);
                p.line_o(
                    &format!("M{a:.0},0 Q{:.0},{:.0} {:.0},{:.0}", a + r * 0.9, -r * 0.7, b + r * 1.1, -r * 2.0),
                    INK,
                    2,
                    0.16,
                );
                p.line_o(
                    &format!("M-{r},{:.0} Q0,{:.0} {r},{:.0}", a - r, b - r * 0.6, a - r * 0.8),
                    "#fff",
                    2.2,
                    0.3,
                );
            }
        });
    }
    p.shadow(210).line("M-96,-214 L40,-24", k.c, 7).line("M104,-226 L-36,-30", k.c, 7);
    p.oval(-97, -215, 9, 9, c::BRASS).oval(105, -227, 9, 9, c::BRASS);
    p.group("translate(62 0)", |p| ball(p, 54.0, k.b));
    p.group("translate(-36 4)", |p| ball(p, 78.0, k.a));
    p.line("M-96,-8 C-128,8 -140,-16 -112,-14 S-86,18 -150,16", k.a, 4);
}

/// Hangs from (0, 0), the middle of the line. a pegs, b cloth, c second cloth.
pub fn pegs(p: &mut Pen, k: &Colourway) {
    let line = "M-172,-24 Q0,36 172,-24";
    let (one, two) =
        ("M-124,8 Q-70,26 -16,14 L-12,196 Q-70,208 -128,192 Z", "M22,14 Q76,14 126,-2 L132,142 Q78,158 20,152 Z");
    p.cast(|p| {
        p.line(line, INK, 4).path(one, INK).path(two, INK);
    });
    p.solid(one, k.b, from(-46).shade(0.1), |p| {
        p.rect_o(-140, 156, 150, 10, 0, k.c, 0.9).rect_o(-140, 172, 150, 4, 0, k.c, 0.9);
        p.line_o("M-88,16 Q-92,110 -94,196", INK, 2, 0.12);
    });
    p.solid(two, k.c, from(92).shade(0.1), |p| {
        p.rect_o(10, 118, 150, 8, 0, k.b, 0.9).line_o("M56,16 Q58,90 54,150", INK, 2, 0.12);
    });
    p.line(line, c::LINEN, 4);
    for (x, y) in [(-106, -4), (-34, 4), (40, 4), (108, -8)] {
        let d = format!("M{},{} h7 l1,32 l4,22 h-7 l-2,-14 l-2,14 h-7 l4,-22z", x - 4, y - 20);
        p.path(&d, k.a).path_o(&format!("M{x},{} h3 l1,32 l4,22 h-7 z", y - 20), INK, 0.16);
        p.rect(x - 6, y + 2, 12, 4, 1, c::STEEL);
    }
}
