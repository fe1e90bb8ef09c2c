//! Columns are found by name, in any order and any case; those we do not know are left alone.
use csv::StringRecord;

use super::super::cell::{is_formula, plain};
use super::super::file::FileError as ImportError;
use super::super::records::Row;

macro_rules! columns {
    ($($column:ident $name:literal $(| $alias:literal)*;)+) => {
        /// A column we use.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Column { $($column),+ }

        impl Column {
            const ALL: &'static [Column] = &[$(Column::$column),+];

            /// Its name in Shopify's export.
            pub fn name(self) -> &'static str {
                match self { $(Column::$column => $name),+ }
            }

            /// That name first, then those of Shopify's newer template.
            fn names(self) -> &'static [&'static str] {
                match self { $(Column::$column => &[$name $(, $alias)*]),+ }
            }
        }
    };
}

columns! {
    Handle "Handle" | "URL handle";
    Title "Title";
    Body "Body (HTML)" | "Description";
    Vendor "Vendor";
    Kind "Type";
    Tags "Tags";
    Published "Published" | "Published on online store";
    Status "Status";
    Option1Name "Option1 Name";
    Option1Value "Option1 Value";
    Option2Name "Option2 Name";
    Option2Value "Option2 Value";
    Option3Name "Option3 Name";
    Option3Value "Option3 Value";
    Sku "Variant SKU" | "SKU";
    Grams "Variant Grams" | "Weight value (grams)";
    Tracker "Variant Inventory Tracker" | "Inventory tracker";
    Quantity "Variant Inventory Qty" | "Inventory quantity";
    Policy "Variant Inventory Policy" | "Continue selling when out of stock";
    Price "Variant Price" | "Price";
    CompareAt "Variant Compare At Price" | "Compare-at price";
    Shipping "Variant Requires Shipping" | "Requires shipping";
    Taxable "Variant Taxable" | "Charge tax";
    Barcode "Variant Barcode" | "Barcode";
    ImageSrc "Image Src" | "Product image URL";
    ImagePosition "Image Position";
    ImageAlt "Image Alt Text";
    GiftCard "Gift Card";
    SeoTitle "SEO Title";
    SeoDescription "SEO Description";
    VariantImage "Variant Image" | "Variant image URL";
}

/// Names and values of the three options, in order.
pub const OPTIONS: [(Column, Column); 3] = [
    (Column::Option1Name, Column::Option1Value),
    (Column::Option2Name, Column::Option2Value),
    (Column::Option3Name, Column::Option3Value),
];
const REQUIRED: [Column; 3] = [Column::Handle, Column::Title, Column::Price];

/// Where each column lies in this file.
pub struct Columns([Option<usize>; Column::ALL.len()]);

impl Columns {
    /// # Errors
    /// Required columns that are missing, or a file that is not separated by commas.
    pub fn find(header: &StringRecord) -> Result<Self, ImportError> {
        let plain: Vec<String> =
            header.iter().map(|name| name.trim_start_matches('\u{feff}').trim().to_lowercase()).collect();
        let at = |column: &Column| {
            let find = |name: &&str| plain.iter().position(|p| *p == name.to_lowercase());
            column.names().iter().find_map(find)
        };
        let mut places = [None; Column::ALL.len()];
        for (place, column) in places.iter_mut().zip(Column::ALL) {
            *place = at(column);
        }
        let found = Self(places);
        let missing: Vec<_> = REQUIRED.into_iter().filter(|c| found.0[*c as usize].is_none()).collect();
        if missing.is_empty() {
            return Ok(found);
        }
        match plain.first().and_then(|name| [';', '\t'].into_iter().find(|s| plain.len() < 3 && name.contains(*s)))
        {
            Some(separator) => Err(ImportError::Separator(separator)),
            None => Err(ImportError::MissingColumns {
                columns: missing.into_iter().map(|c| c.name().to_owned()).collect(),
                hint: "Export from Shopify with \"Plain CSV file\", or add them to the first line",
            }),
        }
    }

    /// The trimmed text of a column, as it was before a spreadsheet was warned of it; empty where the file has none.
    pub fn text<'r>(&self, row: &'r Row, column: Column) -> &'r str {
        plain(self.0[column as usize].and_then(|i| row.fields.get(i)).unwrap_or_default())
    }

    /// The first column of ours that holds a formula instead of a value.
    pub fn formula(&self, row: &Row) -> Option<Column> {
        let holds = |c: &&Column| self.0[**c as usize].and_then(|i| row.fields.get(i)).is_some_and(is_formula);
        Column::ALL.iter().find(holds).copied()
    }
}
