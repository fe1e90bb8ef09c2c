//! Lines of a file for spreadsheets.

/// A line of the file, as its bytes.
pub type ExportRow = Vec<u8>;

/// Whether a spreadsheet would reckon with a text, apostrophes before it left aside: what import takes an apostrophe from is
/// just what [`safe`] puts one before.
pub(crate) fn is_touchy(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A cell that a spreadsheet does not take for a formula.
pub(crate) fn safe(text: &str) -> String {
    if is_touchy(text) { format!("'{text}") } else { text.to_owned() }
}

pub(crate) fn line<S: AsRef<[u8]>>(cells: impl IntoIterator<Item = S>) -> ExportRow {
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing to memory does not fail, and a record of one length is no reason to.
    let _ = out.write_record(cells);
    out.into_inner().unwrap_or_default()
}

/// The first line. It begins with what tells spreadsheets that this is UTF-8.
pub(crate) fn head(cells: &[&str]) -> ExportRow {
    let mut out = "\u{feff}".as_bytes().to_vec();
    out.extend(line(cells));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_cell_is_a_formula_or_another_cell() {
        assert_eq!(line([safe("=1+1"), safe("a,\"b\""), safe("-"), safe("x")]), b"'=1+1,\"a,\"\"b\"\"\",'-,x\r\n");
        assert!(head(&["a"]).starts_with(&[0xef, 0xbb, 0xbf]));
    }
}
