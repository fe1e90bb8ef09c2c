//! Drawn for the desk: pencils, notebook, scissors, twine, letter tray.
use super::pen::{INK, Pen, c, from};
use super::things::Colourway;

/// a cup, b and c two of the pencils.
pub fn pencils(p: &mut Pen, k: &Colourway) {
    p.shadow(92);
    for (x, h, colour, turn) in [(-20, 206, k.b, -6), (0, 222, c::OCHRE, 0), (18, 200, k.c, 7)] {
        p.group(&format!("rotate({turn} {x} 0)"), |p| {
            p.rect(x - 6, -h, 12, h, 0, colour).rect_o(x + 1, -h, 5, h, 0, INK, 0.15);
            p.path(&format!("M{},{y} L{x},{} L{},{y}z", x - 6, -h - 20, x + 6, y = -h), c::OAT);
            p.path(&format!("M{},{y} L{x},{} L{},{y}z", x - 2, -h - 20, x + 2, y = -h - 13), INK);
        });
    }
    p.solid("M-44,-110 h88 v102 q0,8 -8,8 h-72 q-8,0 -8,-8z", k.a, from(14).gleam(-34, 8), |_| {});
}

/// a standing, b and c lying.
pub fn notebook(p: &mut Pen, k: &Colourway) {
    fn lying(p: &mut Pen, y: i32, w: i32, h: i32, cover: &str) {
        p.rect(-w / 2, y - h, w, h, 2, c::CREAM).rect(-w / 2, y - h, w, 5, 2, cover);
        p.rect(-w / 2, y - 5, w, 5, 2, cover).rect(-w / 2, y - h, 8, h, 2, cover);
        p.rect_o(f64::from(w) * 0.2, y - h, f64::from(w) * 0.3, h, 0, INK, 0.1);
    }
    p.shadow(200);
    lying(p, 0, 206, 26, k.b);
    lying(p, -26, 190, 22, k.c);
    p.group("translate(0 -48)", |p| {
        p.rect(-72, -214, 146, 214, 3, c::CREAM)
            .rect(-76, -216, 142, 216, 4, k.a)
            .rect_o(-76, -216, 18, 216, 4, INK, 0.18);
        p.rect(30, -216, 6, 216, 0, k.b).rect(-40, -176, 54, 44, 1, c::CREAM);
        p.rect(-32, -164, 38, 3, 0, c::DARK).rect(-32, -155, 26, 3, 0, c::LINEN);
    });
}

/// Hangs from (0, 0). a handles, b blade, c pivot.
pub fn scissors(p: &mut Pen, k: &Colourway) {
    let right = "M-9,128 L10,118 L34,306 Q35,312 30,308 Z";
    let left = "M9,128 L-10,118 L-34,306 Q-35,312 -30,308 Z";
    let loops = "M-6,124 C-64,96 -70,40 -40,34 C-6,30 -2,70 -4,112 M6,124 C64,96 70,40 40,34 C6,30 2,70 4,112";
    p.cast(|p| {
        p.path(right, INK).path(left, INK).line(loops, INK, 13);
    });
    p.path(right, k.b).path_o("M3,122 L10,118 L34,306 Z", "#fff", 0.35).path(left, k.b);
    p.path_o("M-3,122 L-10,118 L-34,306 Z", INK, 0.14).line(loops, k.a, 13).oval(0, 126, 7, 7, k.c);
    p.line("M-6,-6 C-10,14 -26,10 -38,34", c::LINEN, 3).oval(-6, -8, 6, 6, c::BRASS);
}

/// a string, b reel.
pub fn twine(p: &mut Pen, k: &Colourway) {
    fn disc(p: &mut Pen, y: i32, wood: &str) {
        p.rect(-74, y - 16, 148, 16, 4, wood).rect_o(22, y - 16, 52, 16, 4, INK, 0.13);
    }
    p.shadow(160);
    disc(p, 0, k.b);
    p.solid("M-58,-134 q-8,58 0,114 h116 q8,-56 0,-114 z", k.a, from(20).gleam(-48, 9), |p| {
        for y in (-136..20).step_by(8) {
            p.line_o(&format!("M-70,{y} L70,{}", y - 20), INK, 1.6, 0.24);
        }
    });
    disc(p, -134, k.b);
    let loose = "M58,-44 C104,-44 84,-6 128,-4 S160,6 150,14";
    p.oval_o(0, -150, 20, 4, INK, 0.4).line(loose, k.a, 4).line_o(loose, INK, 1, 0.25);
}

/// a tray, b feet, c envelope.
pub fn tray(p: &mut Pen, k: &Colourway) {
    p.shadow(250);
    p.group("rotate(-5 -20 -40)", |p| {
        p.rect(-104, -154, 168, 112, 2, c::CREAM).line_o("M-104,-152 L-20,-92 L64,-152", INK, 2, 0.18);
        p.rect_o(20, -154, 44, 112, 2, INK, 0.07).rect(-98, -74, 30, 4, 0, c::LINEN);
    });
    p.group("rotate(7 40 -40)", |p| {
        p.rect(-44, -138, 158, 104, 2, k.c).path_o("M-44,-138 L35,-78 L114,-138z", INK, 0.1);
        p.oval(35, -84, 12, 12, k.a).rect_o(70, -138, 44, 104, 2, INK, 0.08);
    });
    p.solid("M-132,-62 h14 l8,14 h220 l8,-14 h14 V-12 h-264z", k.a, from(44), |p| {
        p.rect_o(-140, -48, 280, 4, 0, "#fff", 0.22);
    });
    p.rect(-118, -14, 24, 14, 3, k.b).rect(94, -14, 24, 14, 3, k.b).rect_o(-20, -34, 40, 10, 5, INK, 0.3);
}
