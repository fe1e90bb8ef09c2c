//! Drawn for the garden: watering can, trowel, seeds, planter, birdhouse.
use super::pen::{INK, Pen, c, from};
use super::things::Colourway;

/// a body, b handle and rose.
pub fn can(p: &mut Pen, k: &Colourway) {
    p.shadow(190).line("M-40,-112 C-44,-192 40,-192 44,-112", k.b, 8);
    p.path("M66,-34 L146,-142 L158,-134 L72,-8 Z", k.a).path_o("M70,-20 L154,-138 L158,-134 L72,-8 Z", INK, 0.2);
    p.path("M128,-152 l38,26 l8,-12 l-38,-26z", k.b).solid(
        "M-66,-110 H66 L74,0 H-74 Z",
        k.a,
        from(20).gleam(-54, 10),
        |_| {},
    );
    p.oval_o(0, -110, 66, 10, INK, 0.35).rect_o(-72, -24, 146, 5, 0, k.b, 0.8);
}

/// Hangs from (0, 0). a handle, b blade, c thong.
pub fn trowel(p: &mut Pen, k: &Colourway) {
    let grip = "M-15,44 q0,-22 15,-22 q15,0 15,22 l-3,92 h-24 z";
    let blade = "M-50,190 q0,-18 20,-18 h60 q20,0 20,18 C56,258 30,310 0,336 C-30,310 -56,258 -50,190 Z";
    p.cast(|p| {
        p.path(grip, INK).path(blade, INK).rect(-7, 130, 14, 50, 0, INK);
    });
    p.line("M0,34 C-22,16 -14,-6 0,-4 C14,-6 22,16 0,34", k.c, 3.5).oval(0, -4, 6, 6, c::BRASS);
    p.rect(-6, 130, 12, 52, 0, c::STEEL).rect_o(1, 130, 5, 52, 0, INK, 0.2);
    p.solid(grip, k.a, from(4).gleam(-11, 4), |p| {
        p.rect_o(-20, 122, 40, 5, 0, INK, 0.2);
    });
    p.rect(-13, 132, 26, 12, 2, c::BRASS).solid(blade, k.b, from(3).shade(0.14).gleam(-36, 9), |p| {
        p.line_o("M0,180 V326", INK, 2.5, 0.2);
        for y in [220, 238, 256] {
            p.line_o(&format!("M-38,{y} h12"), INK, 2, 0.3);
        }
    });
}

/// a packet, b flower, c packet behind.
pub fn seeds(p: &mut Pen, k: &Colourway) {
    fn packet(p: &mut Pen, paper: &str, petal: &str, heart: &str) {
        p.solid("M-64,-206 h128 V0 h-128z", paper, from(28).shade(0.1), |p| {
            p.rect_o(-64, -206, 128, 24, 0, "#fff", 0.24).rect_o(-64, -184, 128, 2, 0, INK, 0.14);
            p.rect(-48, -168, 96, 108, 0, c::CREAM).line("M0,-64 V-118", c::MOSS, 4);
            p.path("M0,-74 q-30,-2 -32,-26 q28,2 32,26z M0,-84 q28,-4 30,-24 q-26,2 -30,24z", c::MOSS);
            for turn in [0, 60, 120, 180, 240, 300] {
                p.group(&format!("rotate({turn} 0 -134)"), |p| {
                    p.oval(0, -149, 8.5, 14, petal);
                });
            }
            p.oval(0, -134, 8, 8, heart).rect(-40, -44, 80, 5, 0, c::CREAM).rect(-30, -32, 60, 3, 0, c::CREAM);
        });
    }
    p.shadow(190);
    p.group("rotate(11 60 0) translate(52 -2)", |p| packet(p, k.c, k.a, c::OCHRE));
    p.group("rotate(-5 -40 0) translate(-38 0)", |p| packet(p, k.a, k.b, c::BARK));
    for (x, y) in [(64, 14), (84, 8), (76, 22), (104, 18)] {
        p.oval(x, y, 4.5, 3, c::BARK);
    }
}

/// a pot, b leaves, c saucer.
pub fn planter(p: &mut Pen, k: &Colourway) {
    p.shadow(150);
    let leaves: [(i32, f64, f64); 8] = [
        (-64, 0.92, 0.8),
        (62, 0.9, 0.8),
        (-38, 1.1, 0.9),
        (40, 1.08, 0.9),
        (-84, 0.66, 1.0),
        (84, 0.66, 1.0),
        (-13, 1.3, 1.0),
        (15, 1.2, 0.9),
    ];
    for (turn, size, strength) in leaves {
        p.group(&format!("translate({} -112) rotate({turn}) scale({size})", turn / 6), |p| {
            let d = "M0,0 C-34,-40 -30,-110 0,-148 C30,-110 34,-40 0,0z";
            p.path(d, k.b).path_o("M0,0 C30,-40 30,-110 0,-148z", INK, 0.16 * (1.6 - strength));
            p.line_o("M0,-6 V-134", "#fff", 1.6, 0.35);
        });
    }
    p.solid("M-78,-14 h156 l-10,14 h-136z", k.c, from(24), |_| {});
    p.solid("M-68,-98 H68 L52,-10 H-52 Z", k.a, from(18).gleam(-52, 9), |_| {});
    p.solid("M-78,-128 H78 V-96 q0,4 -4,4 H-74 q-4,0 -4,-4z", k.a, from(22).gleam(-60, 10), |p| {
        p.rect_o(-90, -100, 180, 10, 0, INK, 0.12);
    });
    p.oval_o(0, -128, 78, 6, "#fff", 0.3);
}

/// Hangs from (0, 0). a walls, b roof, c perch.
pub fn birdhouse(p: &mut Pen, k: &Colourway) {
    let (wall, roof) = (
        "M-82,136 L0,66 L82,136 V318 q0,6 -6,6 H-76 q-6,0 -6,-6z",
        "M0,44 L116,142 L102,160 L0,74 L-102,160 L-116,142 Z",
    );
    p.cast(|p| {
        p.path(wall, INK).path(roof, INK);
    });
    p.line("M0,52 C-20,34 -12,4 0,4 C12,4 20,34 0,52", c::LINEN, 4).oval(0, 2, 6, 6, c::BRASS);
    p.solid(wall, k.a, from(30).shade(0.11), |p| {
        p.line_o("M-28,90 V330 M26,90 V330", INK, 2, 0.14);
        p.path_o("M-90,150 L0,72 L90,150 V172 L0,94 L-90,172z", INK, 0.14);
    });
    p.oval(0, 194, 30, 30, c::DARK).oval_o(3, 197, 26, 26, "#000", 0.3);
    p.oval_o(8, 258, 9, 8, INK, 0.15).oval(0, 252, 9, 9, k.c).path(roof, k.b).path_o(
        "M0,44 L116,142 L102,160 L0,74z",
        INK,
        0.14,
    );
    p.oval(-54, 300, 3, 3, c::BRASS).oval(54, 300, 3, 3, c::BRASS);
}
