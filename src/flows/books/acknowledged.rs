//! I3: every order a client saw acknowledged exists, with the same lines and total.
use std::collections::BTreeMap;
use std::io::BufRead;

use db::Conn;
use kernel::Breach;
use kernel::kinds::{OrderId, VariantId};
use orders::books::Sold;
use serde::Deserialize;

use super::{BooksError, PAGE};

#[derive(Deserialize)]
struct Acknowledged {
    order: OrderId,
    /// Minor units.
    total: i64,
    lines: Vec<AcknowledgedLine>,
}

#[derive(Deserialize)]
struct AcknowledgedLine {
    #[serde(default)]
    sku: Option<String>,
    #[serde(default)]
    variant: Option<VariantId>,
    quantity: i64,
}

/// Answers how many acknowledgements it compared.
pub(super) fn check(
    conn: &mut Conn,
    journal: &mut dyn BufRead,
    found: &mut dyn FnMut(Breach),
) -> Result<u64, BooksError> {
    let mut examined = 0;
    let mut some = Vec::with_capacity(PAGE as usize);
    for (i, line) in journal.lines().enumerate() {
        let wrong = |why: String| BooksError::Journal { line: i as u64 + 1, why };
        let line = line.map_err(|e| wrong(e.to_string()))?;
        if line.trim().is_empty() {
            continue;
        }
        let one: Acknowledged = serde_json::from_str(&line).map_err(|e| wrong(e.to_string()))?;
        if one.lines.iter().any(|l| l.sku.is_none() && l.variant.is_none()) {
            return Err(wrong("a line needs `sku` or `variant`".to_owned()));
        }
        some.push(one);
        examined += 1;
        if some.len() == PAGE as usize {
            compare(conn, &some, found)?;
            some.clear();
        }
    }
    compare(conn, &some, found)?;
    Ok(examined)
}

fn compare(conn: &mut Conn, some: &[Acknowledged], found: &mut dyn FnMut(Breach)) -> Result<(), BooksError> {
    let ids: Vec<OrderId> = some.iter().map(|a| a.order).collect();
    let sold = orders::books::sold(conn, &ids)?;
    for one in some {
        let mut say = |sentence: String| found(Breach::new("I3", sentence).of(one.order));
        match sold.get(&one.order) {
            None => say("the order was acknowledged and does not exist".to_owned()),
            Some(sold) => {
                if sold.total != one.total {
                    say(format!("it was acknowledged with a total of {}, and has {}", one.total, sold.total));
                }
                lines(one, sold, &mut say);
            }
        }
    }
    Ok(())
}

fn lines(one: &Acknowledged, sold: &Sold, say: &mut dyn FnMut(String)) {
    let mut wanted: BTreeMap<String, i64> = BTreeMap::new();
    for line in &one.lines {
        let key = line.sku.clone().or(line.variant.map(|v| v.to_string())).unwrap_or_default();
        *wanted.entry(key).or_insert(0) += line.quantity;
    }
    for (key, quantity) in &wanted {
        let has: i64 =
            sold.lines.iter().filter(|(v, sku, _)| sku == key || v.to_string() == *key).map(|l| l.2).sum();
        if has != *quantity {
            say(format!("{quantity} of {key} were acknowledged, and it has {has}"));
        }
    }
    let (told, has): (i64, i64) = (wanted.values().sum(), sold.lines.iter().map(|l| l.2).sum());
    if told != has {
        say(format!("{told} units were acknowledged, and it has {has}"));
    }
}
