//! Files as shopkeepers have them. All of these products are invented.
use std::io::Read;
use std::path::PathBuf;

use super::*;

const HEAD: &str = "Handle,Title,Body (HTML),Vendor,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,\
    Variant SKU,Variant Grams,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Compare At Price,\
    Image Src,Image Position,Image Alt Text,Something Else\n";

type Outcome = Vec<Result<ImportedProduct, RowProblem>>;

fn all(text: impl AsRef<[u8]>) -> Outcome {
    read(text.as_ref(), Currency::EUR).unwrap().collect()
}
fn rows(rows: &str) -> Outcome {
    all(format!("{HEAD}{rows}"))
}
fn one(text: &str) -> ImportedProduct {
    rows(text).remove(0).unwrap()
}
fn problem(text: &str) -> RowProblem {
    rows(text).remove(0).unwrap_err()
}

#[test]
fn rows_of_a_handle_make_a_product() {
    let products = rows(
        "egg-cup,Egg cup,<p>Holds one.</p>,Nest & Co,\"egg, breakfast\",true,Colour,Blue,Size,S,EC-1,80,4,deny,6.50,8.00,a.jpg,2,From above,x\n\
         egg-cup,,,,,,,Blue,,L,,95.0,-2,continue,7,5,b.jpg,1,,x\n\
         egg-cup,,,,,,,,,,,,,,,,c.jpg,,,\n\
         ladle,Ladle,Plain & long,,,false,Title,Default Title,,,L-1,,,,12.00,,,,,\n",
    );
    let [Ok(cup), Ok(ladle)] = &products[..] else { panic!("{products:?}") };
    assert_eq!((cup.line, cup.title.as_str(), cup.vendor.as_deref()), (2, "Egg cup", Some("Nest & Co")));
    assert_eq!(cup.tags, ["egg", "breakfast"]);
    assert_eq!(cup.options, ["Colour", "Size"]);
    assert_eq!(cup.images.iter().map(|i| i.src.as_str()).collect::<Vec<_>>(), ["b.jpg", "a.jpg", "c.jpg"]);
    let [small, large] = &cup.variants[..] else { panic!() };
    assert_eq!((small.sku.as_str(), small.price.amount, small.grams), ("EC-1", 650, Some(80)));
    assert_eq!(small.compare_at.map(|m| m.amount), Some(800));
    assert_eq!(
        (large.sku.as_str(), &large.values[..]),
        ("EGG-CUP-BLUE-L", &["Blue".to_owned(), "L".to_owned()][..])
    );
    assert_eq!((large.quantity, large.out_of_stock, large.compare_at), (Some(0), OutOfStock::Continue, None));
    assert_eq!(cup.notes.len(), 3, "{:?}", cup.notes);
    assert_eq!((ladle.status, ladle.options.len(), ladle.variants.len()), (Status::Draft, 0, 1));
    assert_eq!(ladle.body_html, "<p>Plain &amp; long</p>");
}

#[test]
fn problems_name_line_column_value_and_remedy_and_the_rest_goes_on() {
    let found = rows(
        "a,A,,,,,,,,,,,,,\"1,50\",,,,,\nb,B,,,,,,,,,,,,,,,,,,\nc,C,,,,,,,,,,,,,-3,,,,,\nd,D,,,,,,,,,,,,,4,,,,,\n",
    );
    let told: Vec<_> =
        found.iter().map(|r| r.as_ref().map(|p| p.handle.clone()).map_err(|p| (p.line, p.why))).collect();
    let expected = [Err((2, "has a comma")), Err((3, "is blank")), Err((4, "is negative")), Ok("d".to_owned())];
    assert_eq!(told, expected);
    let first = found[0].as_ref().unwrap_err();
    assert_eq!((first.column, first.value.as_str(), first.handle.as_deref()), ("Variant Price", "1,50", Some("a")));
    assert!(first.to_string().contains("line 2, Variant Price: `1,50` has a comma. Write 12.90"), "{first}");

    assert_eq!(problem("a,A,,,,maybe,,,,,,,,,1,,,,,\n").column, "Published");
    assert_eq!(problem("a,A,,,,,,,,,,heavy,,,1,,,,,\n").column, "Variant Grams");
    assert_eq!(problem("a,,,,,,,,,,,,,,1,,,,,\n").column, "Title");
    assert_eq!(problem("a,A,,,,,Size,,,,,,,,1,,,,,\n").column, "Option1 Value");
    assert_eq!(problem("a,A,,,,,,,,,,,,,1,,a.jpg,first,,\n").column, "Image Position");
    assert_eq!(problem("a,A,,,,,,,,,,,,perhaps,1,,,,,\n").column, "Variant Inventory Policy");
    let twice = problem("a,A,,,,,Size,S,,,,,,,1,,,,,\na,,,,,,,S,,,,,,,2,,,,,\n");
    assert_eq!((twice.line, twice.column), (3, "Option1 Value"));
    let apart = rows("a,A,,,,,,,,,,,,,1,,,,,\nb,B,,,,,,,,,,,,,1,,,,,\na,,,,,,,,,,,,,,2,,,,,\n");
    assert!(apart[2].as_ref().unwrap_err().remedy.starts_with("Sort the file"));
}

#[test]
fn skus_are_unique_in_the_file_and_lose_their_apostrophe() {
    let found = rows("a,A,,,,,,,,,'007,,,,1,,,,,\nb,B,,,,,,,,,007,,,,1,,,,,\n");
    let [Ok(a), Ok(b)] = &found[..] else { panic!("{found:?}") };
    assert_eq!((a.variants[0].sku.as_str(), b.variants[0].sku.as_str()), ("007", "007-2"));
    assert_eq!(b.notes[0].to_string(), "line 3: the SKU 007 is taken by line 2, so this one is called 007-2");
}

#[test]
fn bodies_keep_their_meaning_and_lose_the_rest() {
    let p = one(
        "a,A,\"<meta charset=\"\"utf-8\"\"><h1 onclick=x()>Big</h1><script>alert(1)</script><p style=\"\"a\"\">Soft <b>wool</b> \
         <a href=\"\"javascript:x()\"\">a</a> <a href=\"\"https://example.org\"\" target=_blank>b</a><img src=x></p>\",,,,,,,,,,,,1,,,,,\n",
    );
    let wanted = "Big<p>Soft <b>wool</b> <a rel=\"noopener nofollow\">a</a> \
         <a href=\"https://example.org\" rel=\"noopener nofollow\">b</a></p>";
    assert_eq!(p.body_html, wanted);
}

#[test]
fn old_encodings_marks_and_line_ends_are_read() {
    let windows =
        [&b"\xEF\xBB\xBFHANDLE,variant price,title\r\ncafe,2.00,Caf\xE9 \x80\r\n\r\ntea,1.00,Th\xC3\xA9\r\n"[..]]
            .concat();
    let found = all(windows);
    let [Ok(cafe), Ok(tea)] = &found[..] else { panic!("{found:?}") };
    assert_eq!((cafe.title.as_str(), &cafe.notes[0].remark), ("Café €", &Remark::Windows1252));
    assert_eq!((tea.title.as_str(), tea.line), ("Thé", 4));
}

#[test]
fn files_that_are_something_else_say_so() {
    let why = |text: &[u8]| match read(text, Currency::EUR) {
        Ok(_) => panic!("read"),
        Err(e) => e.to_string(),
    };
    assert!(why(b"").contains("empty"));
    assert!(why(b"Handle;Title;Variant Price\na;A;1\n").contains("separated by `;`"));
    assert!(why(b"\xFF\xFEH\0a\0").contains("UTF-16"));
    let missing = why(b"Handle,Body (HTML)\n");
    assert!(missing.contains("Title, Variant Price") && missing.contains("first line"), "{missing}");
    assert!(read(&b"URL handle,Title,Price\n"[..], Currency::EUR).unwrap().next().is_none());
}

#[test]
fn a_quote_that_is_never_closed_ends_the_reading_in_bounded_memory() {
    let head = format!("{HEAD}a,A,,,,,,,,,,,,,1,,,,,\nb,B,\"<p>and on");
    let endless = head.as_bytes().chain(std::io::repeat(b'x')).take(1 << 34);
    let mut reader = read(endless, Currency::EUR).unwrap();
    assert_eq!(reader.next().unwrap().unwrap().handle, "a");
    let problem = reader.next().unwrap().unwrap_err();
    assert_eq!((problem.line, problem.why), (3, "is larger than 1 MiB"));
    assert!(reader.next().is_none());
    let short = rows("a,A,,,,,,,,,,,,,1,,,,,\nb,B,\"<p>and\non,,,\nc,C,,,,,,,,,,,,,1,,,,,\n");
    let [Ok(before), Err(unclosed)] = &short[..] else { panic!("{short:?}") };
    assert_eq!((before.handle.as_str(), unclosed.line, unclosed.why), ("a", 3, "runs to the end of the file"));
    let header = read(b"\"Handle".chain(std::io::repeat(b'x')), Currency::EUR);
    assert!(matches!(header, Err(ImportError::HeaderTooLong)));
}

/// Real exports, where the shared samples are at hand; they are never part of this project.
#[test]
fn real_exports_come_in_whole() {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let beside =
        || ["../../../shared", "../../../../shared"].map(|up| here.join(up)).into_iter().find(|p| p.exists());
    let shared =
        std::env::var_os("SUNDRY_SHARED").map(PathBuf::from).or_else(beside).unwrap_or_else(|| here.join("shared"));
    let samples = [
        ("shopify-csv-themes/Fashion.csv", 997),
        ("shopify-csv-themes/Apparel.csv", 25),
        ("shopify-csv-themes/jewelry.csv", 19),
        ("shopify-csv-official/apparel.csv", 20),
        ("shopify-csv-official/jewelery.csv", 20),
        ("shopify-csv-official/home-and-garden.csv", 20),
    ];
    for (name, count) in samples {
        let path = shared.join("data").join(name);
        let Ok(file) = std::fs::File::open(&path) else {
            eprintln!("SKIPPED: {} is not here; set SUNDRY_SHARED", path.display());
            continue;
        };
        let found: Outcome = read(file, Currency::EUR).unwrap().collect();
        let problems: Vec<_> = found.iter().filter_map(|r| r.as_ref().err()).map(RowProblem::to_string).collect();
        assert!(problems.is_empty(), "{name}: {problems:#?}");
        assert_eq!(found.len(), count, "{name}");
        let products: Vec<_> = found.iter().flatten().collect();
        let variants: usize = products.iter().map(|p| p.variants.len()).sum();
        let images: usize = products.iter().map(|p| p.images.len()).sum();
        let notes: usize = products.iter().map(|p| p.notes.len()).sum();
        println!("{name}: {count} products, {variants} variants, {images} images, {notes} notes");
        assert!(products.iter().all(|p| !p.body_html.contains("<script") && !p.body_html.contains("style=")));
    }
}
