//! The tree of categories.
use actix_web::{HttpResponse, web};
use catalog::CategoryEdit;
use flows::goods::Goods;
use kernel::kinds::CategoryId;
use kit::{CheckedForm, Failure, Site, StaffVisit};
use staff::Permission;

use super::{THUMB, branches, choices, refuse};
use crate::desk::Desk;
use crate::pages::fields::Fields;
use crate::said::Said;
use crate::views::{CategoriesView, CategoryRow, Form, Section};

const PATH: &str = "/admin/categories";

pub(crate) async fn show(desk: Desk, goods: web::Data<Goods>) -> Result<HttpResponse, Failure> {
    desk.show(&view(&desk, &goods, Form::default()).await?)
}

async fn view(desk: &Desk, goods: &Goods, form: Form) -> Result<CategoriesView, Failure> {
    // As it is now: whoever moved something wants to see it moved.
    let tree = goods.db.read_slow(catalog::Catalog::categories_in).await?;
    let rows = branches(&tree)
        .into_iter()
        .map(|(c, depth)| {
            let siblings: Vec<CategoryId> = tree.iter().filter(|s| s.parent == c.parent).map(|s| s.id).collect();
            CategoryRow {
                id: c.id.to_string(),
                title: c.title.clone(),
                depth: depth.min(4),
                picture: c.picture.as_ref().map(|p| media::Media::path(p.id, THUMB)),
                products: c.products,
                first: siblings.first() == Some(&c.id),
                last: siblings.last() == Some(&c.id),
            }
        })
        .collect();
    Ok(CategoriesView {
        shell: desk.shell(Section::Categories, desk.ctx().texts.t("admin-nav-categories")),
        rows,
        choices: choices(&tree),
        may_edit: desk.may(Permission::ManageProducts),
        form,
    })
}

pub(super) fn edit(fields: &Fields) -> CategoryEdit {
    CategoryEdit {
        title: fields.one("title").to_owned(),
        slug: fields.one("slug").to_lowercase(),
        intro: fields.one("intro").to_owned(),
        parent: fields.one("parent").parse().ok(),
    }
}

pub(crate) async fn make(
    desk: Desk,
    site: web::Data<Site>,
    goods: web::Data<Goods>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let (catalog, edit) = (goods.catalog.clone(), edit(&fields));
    match goods.db.write(desk.actor(), move |tx| catalog.create_category(tx, &edit)).await {
        Ok(id) => {
            goods.catalog.forget_tree();
            Ok(Said::CategoryMade.at(&site, &format!("{PATH}/{id}")))
        }
        Err(e) => {
            let mut form = Form::default().with("title", fields.one("title")).with("parent", fields.one("parent"));
            refuse(&mut form, &desk.ctx().texts, &e.into())?;
            desk.refuse(&view(&desk, &goods, form).await?)
        }
    }
}

/// One place up or down among its siblings.
pub(crate) async fn shift(
    staff: StaffVisit,
    goods: web::Data<Goods>,
    id: web::Path<String>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let id: CategoryId = id.parse().map_err(|_| Failure::not_found())?;
    let by = if fields.one("by") == "up" { -1 } else { 1 };
    let catalog = goods.catalog.clone();
    goods.db.write(&staff.actor, move |tx| catalog.move_category(tx, id, by)).await?;
    goods.catalog.forget_tree();
    Ok(crate::said::see_other(&format!("{PATH}#{id}")).finish())
}
