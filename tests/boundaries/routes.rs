//! Every route stands in the authorisation matrix, with who may come.
use super::root;

/// The matrix as it should be: one line a route. `SUNDRY_UPDATE=1` writes it anew, for a reviewer to read.
#[test]
fn every_route_stands_in_the_authorisation_matrix() {
    let table = sundry::web::routes().and(storefront::routes()).and(admin::routes()).and(api::routes());
    let mut lines: Vec<String> =
        table.list().iter().map(|r| format!("{:52} {:7} {}", r.path, r.method.as_str(), r.access)).collect();
    lines.sort();
    assert!(lines.len() > 20, "the table is not empty");
    let now = format!("{}\n", lines.join("\n"));
    let path = root().join("docs/security/routes.txt");
    if std::env::var_os("SUNDRY_UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
        std::fs::write(&path, &now).expect("the matrix is written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(written, now, "docs/security/routes.txt is not what the code does; read the difference");
}

#[test]
fn what_changes_the_shop_from_the_back_office_needs_a_power() {
    for route in admin::routes().list() {
        // What everybody there may do with what is theirs: their session, password and looks.
        let open = ["/admin/sign-in", "/admin/sign-out", "/admin/theme"].contains(&route.path)
            || route.path.starts_with("/admin/account/")
            // Gone once there is an owner; until then whoever runs the machine.
            || matches!(route.access, kit::Access::Founder | kit::Access::Unfounded);
        let guarded = matches!(route.access, kit::Access::Staff(_));
        assert!(route.method == "GET" || open || guarded, "{} {} is {}", route.method, route.path, route.access);
    }
}
