//! Drawn for the table: mug, tumbler, bowl, plates, carafe.
use super::pen::{INK, Pen, c, from};
use super::things::Colourway;

/// a glaze, b foot, c inside.
pub fn mug(p: &mut Pen, k: &Colourway) {
    let handle = "M62,-106 C126,-114 122,-34 58,-40";
    p.shadow(150).line(handle, k.a, 17).line_o(handle, INK, 17, 0.13);
    p.solid("M-70,-132 L-66,-20 Q-65,0 -46,0 L46,0 Q65,0 66,-20 L70,-132 Z", k.a, from(22).gleam(-56, 10), |p| {
        p.rect(-90, -22, 200, 40, 0, k.b).specks((1.0, 1.0));
    });
    p.oval(0, -132, 70, 12, k.a).oval_o(0, -132, 70, 12, "#fff", 0.3).oval(0, -132, 63, 9, k.c);
    p.clip("M-63,-132 a63,9 0 1 0 126,0 a63,9 0 1 0 -126,0", |p| {
        p.oval(0, -127, 62, 8, "#5B3F2C");
    });
}

/// a glaze, b foot, c inside.
pub fn tumbler(p: &mut Pen, k: &Colourway) {
    let d = "M-44,-100 L-38,-10 Q-37,0 -28,0 L28,0 Q37,0 38,-10 L44,-100 Z";
    p.shadow(84).solid(d, k.a, from(14).gleam(-34, 7), |p| {
        p.rect(-90, -16, 200, 40, 0, k.b).specks((0.6, 0.7));
    });
    p.oval(0, -100, 44, 8, k.a).oval_o(0, -100, 44, 8, "#fff", 0.35).oval(0, -100, 39, 5.6, k.c);
    p.clip("M-39,-100 a39,5.6 0 1 0 78,0 a39,5.6 0 1 0 -78,0", |p| {
        p.oval_o(0, -96, 39, 6, INK, 0.22);
    });
}

/// a glaze, b band; c is the fruit in it.
pub fn bowl(p: &mut Pen, k: &Colourway) {
    empty_bowl(p, k, true);
}

fn empty_bowl(p: &mut Pen, k: &Colourway, fruit: bool) {
    p.shadow(220).path("M-116,-84 a116,18 0 1 1 232,0 a116,18 0 1 1 -232,0", k.a);
    p.oval_o(0, -84, 116, 18, INK, 0.16);
    if fruit {
        p.clip("M-116,-300 H116 V-84 a116,16 0 0 1 -232,0 Z", |p| {
            p.group("rotate(-18 -46 -96)", |p| {
                p.oval(-46, -96, 40, 30, k.c);
            });
            p.group("rotate(14 36 -98)", |p| {
                p.oval(36, -98, 42, 31, c::STRAW);
            });
            p.oval(-6, -110, 36, 28, k.c).oval_o(-6, -110, 36, 28, "#fff", 0.14);
            p.path("M-6,-138 q10,-14 26,-12 q-6,14 -26,12z", c::MOSS).line("M-6,-136 q2,-8 6,-10", c::BARK, 3);
        });
    }
    let d =
        "M-116,-84 a116,18 0 0 0 232,0 C112,-30 70,-12 44,-10 L40,0 L-40,0 L-44,-10 C-70,-12 -112,-30 -116,-84 Z";
    p.solid(d, k.a, from(34).gleam(-92, 14), |p| {
        p.line("M-116,-70 a116,18 0 0 0 232,0", k.b, 5);
    });
}

/// a and b by turns, c the bowl on top.
pub fn plates(p: &mut Pen, k: &Colourway) {
    p.shadow(240);
    for i in 0..5 {
        let y = -15 * i;
        let d = format!("M-118,{} h236 q-6,10 -50,14 h-136 q-44,-4 -50,-14z", y - 14);
        p.solid(&d, if i % 2 == 0 { k.a } else { k.b }, from(36).shade(0.12), |_| {});
    }
    p.oval(0, -74, 118, 13, k.a).oval_o(0, -72, 88, 8, INK, 0.07);
    let top = Colourway { name: "", a: k.c, b: c::PINE, c: c::OCHRE };
    p.group("translate(0 -72) scale(.62)", |p| empty_bowl(p, &top, false));
}

/// a glass, b water, c stopper.
pub fn carafe(p: &mut Pen, k: &Colourway) {
    let d = "M-24,-230 V-168 C-24,-140 -66,-128 -66,-70 V-18 q0,18 18,18 H48 q18,0 18,-18 V-70 C66,-128 24,-140 24,-168 V-230 Z";
    p.shadow(132).path_o(d, k.a, 0.62).clip(d, |p| {
        p.rect_o(-80, -104, 160, 120, 0, k.b, 0.5).oval_o(0, -104, 62, 8, "#E6EEEE", 0.8);
        p.rect_o(22, -260, 80, 280, 0, INK, 0.1).rect_o(-52, -120, 9, 90, 0, "#fff", 0.5);
    });
    p.oval_o(0, -230, 24, 5, "#fff", 0.8).rect(-26, -246, 52, 18, 3, k.c).rect_o(6, -246, 20, 18, 3, INK, 0.14);
}
