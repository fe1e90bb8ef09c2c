//! Where goods lie, and from where they go out first.
use actix_web::{HttpResponse, web};
use flows::goods::Goods;
use inventory::{InventoryError, MOST_LOCATIONS, Strategy};
use kernel::kinds::LocationId;
use kit::{CheckedForm, Failure, Site};
use staff::Permission;

use crate::desk::Desk;
use crate::pages::fields::Fields;
use crate::pages::stock::refusal;
use crate::said::Said;
use crate::views::{Form, LocationRow, LocationsView, Section};

const PATH: &str = "/admin/settings/locations";

pub(crate) async fn show(desk: Desk, goods: web::Data<Goods>) -> Result<HttpResponse, Failure> {
    desk.show(&view(&desk, &goods, Form::default(), None).await?)
}

async fn view(desk: &Desk, goods: &Goods, form: Form, problem: Option<String>) -> Result<LocationsView, Failure> {
    let all = goods.inventory.all_locations().await?;
    let last = all.len().saturating_sub(1);
    let rows = all.iter().enumerate().map(|(at, l)| LocationRow {
        id: l.id.to_string(),
        code: l.code.clone(),
        name: l.name.clone(),
        active: l.active,
        first: at == 0,
        last: at == last,
    });
    Ok(LocationsView {
        shell: desk.shell(Section::SettingsLocations, desk.ctx().texts.t("admin-nav-locations")),
        rows: rows.collect(),
        fewest: goods.inventory.strategy().await? == Strategy::Fewest,
        full: all.len() >= MOST_LOCATIONS,
        form,
        problem,
        may_manage: desk.may(Permission::ManageInventory),
    })
}

pub(crate) async fn add(
    desk: Desk,
    site: web::Data<Site>,
    goods: web::Data<Goods>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let (code, name) = (fields.one("code").to_owned(), fields.one("name").to_owned());
    let mut form = Form::default().with("code", &*code).with("name", &*name);
    let inventory = goods.inventory.clone();
    match goods.db.write(desk.actor(), move |tx| inventory.add_location(tx, &code, &name)).await {
        Ok(_) => Ok(Said::SettingsSaved.at(&site, PATH)),
        Err(e) => {
            let told = refusal(&desk.ctx().texts, &e).ok_or_else(|| Failure::of(&e))?;
            form.refuse(if matches!(e, InventoryError::LocationName) { "name" } else { "code" }, told);
            desk.refuse(&view(&desk, &goods, form, None).await?)
        }
    }
}

pub(crate) async fn choose(
    desk: Desk,
    site: web::Data<Site>,
    goods: web::Data<Goods>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let wanted = Strategy::parse(fields.one("strategy")).unwrap_or_default();
    let inventory = goods.inventory.clone();
    goods.db.write(desk.actor(), move |tx| inventory.set_strategy(tx, wanted)).await?;
    Ok(Said::SettingsSaved.at(&site, PATH))
}

/// What `do` names: another name, another place in the row, off, on.
pub(crate) async fn change(
    desk: Desk,
    site: web::Data<Site>,
    goods: web::Data<Goods>,
    id: web::Path<String>,
    CheckedForm(fields): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let id: LocationId = id.parse().map_err(|_| Failure::not_found())?;
    let (deed, name) = (fields.one("do").to_owned(), fields.one("name").to_owned());
    let inventory = goods.inventory.clone();
    let done = goods.db.write(desk.actor(), move |tx| match deed.as_str() {
        "up" | "down" => inventory.shift_location(tx, id, deed == "up"),
        "on" | "off" => inventory.switch_location(tx, id, deed == "on"),
        _ => inventory.rename_location(tx, id, &name),
    });
    match done.await {
        Ok(()) => Ok(Said::SettingsSaved.at(&site, PATH)),
        Err(InventoryError::NoLocation) => Err(Failure::not_found()),
        Err(e) => {
            let told = refusal(&desk.ctx().texts, &e).ok_or_else(|| Failure::of(&e))?;
            desk.refuse(&view(&desk, &goods, Form::default(), Some(told)).await?)
        }
    }
}
