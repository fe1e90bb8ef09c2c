//! Files from elsewhere, taken in by jobs.
use actix_web::{HttpRequest, web};
use flows::import::{Form, ImportError, Importer, Spec};
use futures_util::StreamExt as _;
use imports::{FILE, Imports, ImportsError, NoteKind, Run};
use kernel::Micros;
use kernel::kinds::ImportId;
use kit::{Failure, TokenVisit};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::id;
use crate::failures::Problem;
use crate::receive::{Params, after, limit};
use crate::show::{self, Answer, Fields};

/// In bytes; it stands in the address.
const LONGEST_MAPPING: usize = 60_000;

/// The largest upload, in bytes. Larger files come by the command line.
pub(crate) const MOST: usize = 512 * 1024 * 1024;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct NewImport {
    /// `shopify`, `woocommerce`, `magento`, `products`, `stock`, `prices`, or `orders` of a time before this shop.
    #[param(example = "stock")]
    format: String,
    /// What the file is called.
    #[param(example = "stock.csv")]
    name: Option<String>,
    /// Whether it is only tried.
    dry_run: Option<bool>,
    /// The text of a mapping file, for `products` and `orders` whose columns are another shop's.
    #[param(max_length = 60000)]
    mapping: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ImportsParams {
    /// `next` of the page before.
    after: Option<String>,
    /// How many, from 1 to 100; 20 when it is not said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u64>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ImportsPage {
    /// The newest first.
    items: Vec<ImportShown>,
    /// What to ask for as `after`; missing on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A file that is taken in.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportShown {
    #[schema(value_type = String, example = "imp_01j…")]
    id: ImportId,
    format: String,
    file: String,
    dry_run: bool,
    /// `waiting`, `running`, `cancelled`, `failed` or `done`.
    state: &'static str,
    /// How far it is.
    percent: u64,
    created: u64,
    updated: u64,
    unchanged: u64,
    /// Things that were not taken; the notes say why.
    failed: u64,
    /// Why it ended before its time; empty when it did not.
    error: String,
    #[schema(format = DateTime)]
    begun_at: String,
    #[schema(format = DateTime)]
    ended_at: Option<String>,
}

fn shown(run: Run) -> ImportShown {
    ImportShown {
        id: run.id,
        percent: run.percent(),
        state: run.state.as_str(),
        format: run.format,
        file: run.file,
        dry_run: run.dry_run,
        created: run.tally.created,
        updated: run.tally.updated,
        unchanged: run.tally.unchanged,
        failed: run.tally.failed,
        error: run.error,
        begun_at: run.created_at.rfc3339(),
        ended_at: run.ended_at.map(Micros::rfc3339),
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ImportNotes {
    items: Vec<ImportNote>,
    /// What to ask for as `after`; missing on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// What a run says of one row.
#[derive(Serialize, ToSchema)]
pub(crate) struct ImportNote {
    /// `problem`: not taken; `remark`: taken, but look at it.
    kind: &'static str,
    line: u64,
    subject: String,
    column: String,
    value: String,
    why: String,
    remedy: String,
}

fn failure(e: ImportError) -> Failure {
    match e {
        ImportError::Imports(e) => e.into(),
        ImportError::Catalog(e) => e.into(),
        ImportError::Inventory(e) => e.into(),
        ImportError::Db(e) => e.into(),
        e @ (ImportError::File(_) | ImportError::NoMarket | ImportError::Unknown(_)) => {
            Failure::invalid("bad_file", format!("{e}."))
        }
        other => Failure::ours(other),
    }
}

/// Imports
#[utoipa::path(get, path = "/api/v1/admin/imports", tag = "staff: imports", operation_id = "listImports",
    params(ImportsParams), security(("staff_token" = ["products.view"])), responses(
    (status = 200, description = "A page of imports", body = ImportsPage),
    (status = 304, description = "As it was"),
    (status = "default", description = "What went wrong: `bad_cursor`, `missing_scope`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn list(
    req: HttpRequest,
    Params(asked): Params<ImportsParams>,
    imports: web::Data<Imports>,
) -> Answer {
    let size = limit(asked.limit)?;
    let mut runs = imports.list(after(asked.after.as_deref())?, size as i64 + 1).await?;
    let more = runs.len() > size;
    runs.truncate(size);
    let next = runs.last().filter(|_| more).map(|r| r.id.to_string());
    let page = ImportsPage { items: runs.into_iter().map(shown).collect(), next };
    show::page(&req, &Fields::default(), page.next.as_deref(), &page)
}

/// Bring a file
///
/// The body is the file itself, up to 512 MiB. A job takes it in; the same file again changes nothing. Needs the scopes
/// `products.manage`, `prices.manage` and `inventory.manage`; orders need `orders.manage`, too.
#[utoipa::path(post, path = "/api/v1/admin/imports", tag = "staff: imports", operation_id = "bringImport",
    params(NewImport), request_body(content = String, content_type = "text/csv"),
    security(("staff_token" = ["products.manage", "prices.manage", "inventory.manage"])), responses(
    (status = 202, description = "It will be taken in", body = ImportShown,
        headers(("Location" = String, description = "Where it stands"))),
    (status = "default", description = "What went wrong: `bad_file`, `bad_query`, `missing_scope`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn bring(
    program: TokenVisit,
    Params(new): Params<NewImport>,
    mut body: web::Payload,
    importer: web::Data<Importer>,
    imports: web::Data<Imports>,
) -> Answer {
    let actor = &program.actor;
    Imports::require(actor).map_err(ImportsError::from)?;
    let form: Form = new.format.parse().map_err(|_| {
        let told = "The format is `shopify`, `woocommerce`, `magento`, `products`, `stock`, `prices` or `orders`.";
        Failure::invalid("bad_query", told).field("format", "bad_value", told)
    })?;
    if form == Form::Orders {
        actor.require(orders::MANAGE).map_err(ImportsError::from)?;
    }
    let mapping = new.mapping.filter(|text| !text.trim().is_empty());
    if mapping.as_ref().is_some_and(|text| text.len() > LONGEST_MAPPING) {
        let told = "A mapping has at most 60,000 bytes.";
        return Err(Failure::invalid("bad_query", told).field("mapping", "too_long", told));
    }
    let spec = Spec { dry_run: new.dry_run.unwrap_or(false), mapping, ..Spec::of(form) };
    // Nobody should send a file for nothing.
    spec.check().map_err(|e| failure(e.into()))?;
    let name = new.name.unwrap_or_else(|| "file".to_owned());
    let mut arrival = importer.expect(actor, &spec, &name).await.map_err(failure)?;
    while let Some(chunk) = body.next().await {
        let Ok(chunk) = chunk else {
            let why = "The file did not come whole.";
            importer.not_arrived(actor, arrival.run, why).await.map_err(failure)?;
            return Err(Failure::invalid("bad_file", why));
        };
        importer.arrive(actor, &mut arrival, FILE, &chunk).await.map_err(failure)?;
    }
    let run = importer.arrived(actor, arrival, &spec, &name).await.map_err(failure)?;
    let mut answer = show::accepted(&shown(imports.run(run).await?))?;
    let location = format!("/api/v1/admin/imports/{run}").parse().map_err(Failure::ours)?;
    answer.headers_mut().insert(actix_web::http::header::LOCATION, location);
    Ok(answer)
}

/// Where an import stands
#[utoipa::path(get, path = "/api/v1/admin/imports/{id}", tag = "staff: imports", operation_id = "getImport",
    params(("id" = String, Path, description = "The import's", example = "imp_01j0000000000000000000000a")),
    security(("staff_token" = ["products.view"])), responses(
    (status = 200, description = "The import", body = ImportShown),
    (status = "default", description = "What went wrong: `import_not_found`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn one(of: web::Path<String>, imports: web::Data<Imports>) -> Answer {
    show::ok(&shown(imports.run(id(&of)?).await?))
}

/// What an import says of single rows
#[utoipa::path(get, path = "/api/v1/admin/imports/{id}/notes", tag = "staff: imports", operation_id = "listImportNotes",
    params(("id" = String, Path, description = "The import's", example = "imp_01j0000000000000000000000a"), ImportsParams),
    security(("staff_token" = ["products.view"])), responses(
    (status = 200, description = "A page of notes", body = ImportNotes),
    (status = 304, description = "As it was"),
    (status = "default", description = "What went wrong: `import_not_found`, `bad_cursor`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn notes(
    req: HttpRequest,
    of: web::Path<String>,
    Params(asked): Params<ImportsParams>,
    imports: web::Data<Imports>,
) -> Answer {
    let of: ImportId = id(&of)?;
    imports.run(of).await?;
    let size = limit(asked.limit)?;
    let from = after::<i64>(asked.after.as_deref())?.unwrap_or(0);
    let mut rows = imports.notes(of, None, from, size as i64 + 1).await?;
    let more = rows.len() > size;
    rows.truncate(size);
    let next = rows.last().filter(|_| more).map(|n| n.seq.to_string());
    let note = |n: imports::Noted| ImportNote {
        kind: if n.note.kind == NoteKind::Problem { "problem" } else { "remark" },
        line: n.note.line,
        subject: n.note.subject,
        column: n.note.column,
        value: n.note.value,
        why: n.note.why,
        remedy: n.note.remedy,
    };
    let page = ImportNotes { items: rows.into_iter().map(note).collect(), next };
    show::page(&req, &Fields::default(), page.next.as_deref(), &page)
}

/// Stop an import
///
/// What it has taken stays.
#[utoipa::path(post, path = "/api/v1/admin/imports/{id}/stop", tag = "staff: imports", operation_id = "stopImport",
    params(("id" = String, Path, description = "The import's", example = "imp_01j0000000000000000000000a")),
    security(("staff_token" = ["products.manage"])), responses(
    (status = 200, description = "The import", body = ImportShown),
    (status = "default", description = "What went wrong: `import_not_found`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn stop(
    program: TokenVisit,
    of: web::Path<String>,
    importer: web::Data<Importer>,
    imports: web::Data<Imports>,
) -> Answer {
    let of: ImportId = id(&of)?;
    importer.stop(&program.actor, of).await.map_err(failure)?;
    show::ok(&shown(imports.run(of).await?))
}

/// Let an import go on that was stopped or failed
#[utoipa::path(post, path = "/api/v1/admin/imports/{id}/resume", tag = "staff: imports", operation_id = "resumeImport",
    params(("id" = String, Path, description = "The import's", example = "imp_01j0000000000000000000000a")),
    security(("staff_token" = ["products.manage"])), responses(
    (status = 200, description = "The import", body = ImportShown),
    (status = "default", description = "What went wrong: `import_not_found`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn resume(
    program: TokenVisit,
    of: web::Path<String>,
    importer: web::Data<Importer>,
    imports: web::Data<Imports>,
) -> Answer {
    go_on(&program, &of, &importer, &imports, false).await
}

/// Do for real what was tried
#[utoipa::path(post, path = "/api/v1/admin/imports/{id}/start", tag = "staff: imports", operation_id = "startImport",
    params(("id" = String, Path, description = "The import's", example = "imp_01j0000000000000000000000a")),
    security(("staff_token" = ["products.manage"])), responses(
    (status = 200, description = "The import", body = ImportShown),
    (status = "default", description = "What went wrong: `import_not_found`, …", body = Problem,
        content_type = "application/problem+json"),
))]
pub(crate) async fn start(
    program: TokenVisit,
    of: web::Path<String>,
    importer: web::Data<Importer>,
    imports: web::Data<Imports>,
) -> Answer {
    go_on(&program, &of, &importer, &imports, true).await
}

async fn go_on(program: &TokenVisit, of: &str, importer: &Importer, imports: &Imports, for_real: bool) -> Answer {
    let of: ImportId = id(of)?;
    importer.go_on(&program.actor, of, for_real).await.map_err(failure)?;
    show::ok(&shown(imports.run(of).await?))
}
