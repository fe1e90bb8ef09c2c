//! Files from other shops: brought, watched, stopped, gone on with, and reported.
use actix_web::http::header;
use actix_web::{HttpResponse, web};
use bytes::Bytes;
use flows::import::{Form as FileForm, ImportError, Importer, Spec};
use futures_util::stream;
use imports::{FILE, Imports, ImportsError, Note, NoteKind, PICTURES, Run, State};
use kernel::kinds::ImportId;
use kit::{CheckedForm, Failure, Site, StaffVisit, StreamedUpload, UploadPart};
use serde::Deserialize;

use super::fields::Fields;
use crate::desk::Desk;
use crate::said::Said;
use crate::views::{Form, ImportLine, ImportNote, ImportView, ImportsView, Section};

const PATH: &str = "/admin/imports";
/// The largest upload, in bytes. Larger files come by the command line.
pub(crate) const MOST: usize = 512 * 1024 * 1024;
const ROWS: usize = 25;
/// Rows of a report on one page.
const NOTES: usize = 50;
/// Rows of a report sent at once.
const PIECE: i64 = 500;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Asked {
    before: String,
    after: String,
    show: String,
}

pub(crate) async fn show(
    desk: Desk,
    imports: web::Data<Imports>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let form = Form::default().with("form", "products").with("dry_run", "yes");
    desk.show(&list(&desk, &imports, &asked, form).await?)
}

async fn list(desk: &Desk, imports: &Imports, asked: &Asked, form: Form) -> Result<ImportsView, Failure> {
    let mut runs = imports.list(asked.before.parse().ok(), ROWS as i64 + 1).await?;
    let more = runs.len() > ROWS;
    runs.truncate(ROWS);
    Ok(ImportsView {
        shell: desk.shell(Section::Imports, desk.ctx().texts.t("admin-nav-imports")),
        next: runs.last().filter(|_| more).map(|r| r.id.to_string()),
        is_first: asked.before.is_empty(),
        runs: runs.into_iter().map(line).collect(),
        kinds: FileForm::ALL
            .into_iter()
            .filter(|f| *f != FileForm::Orders || desk.actor().require(orders::MANAGE).is_ok())
            .map(|f| {
                (f.as_str().to_owned(), desk.ctx().texts.t(&format!("imports-form-{}", f.as_str())).to_owned())
            })
            .collect(),
        form,
        may_import: Imports::require(desk.actor()).is_ok(),
    })
}

fn line(run: Run) -> ImportLine {
    ImportLine {
        id: run.id.to_string(),
        percent: run.percent(),
        state: run.state.as_str(),
        is_live: run.state.is_live(),
        begun: run.created_at,
        form: format!("imports-form-{}", run.format),
        file: run.file,
        dry_run: run.dry_run,
        stopping: run.stopping,
        tally: run.tally,
    }
}

/// Takes a file as it arrives, and orders the job that reads it.
pub(crate) async fn bring(
    desk: Desk,
    site: web::Data<Site>,
    imports: web::Data<Imports>,
    importer: web::Data<Importer>,
    mut upload: StreamedUpload,
) -> Result<HttpResponse, Failure> {
    let actor = desk.actor();
    Imports::require(actor).map_err(ImportsError::from)?;
    let mut form = Form::default();
    let mut arrival = None;
    let outcome = async {
        while let Some(part) = upload.next().await? {
            let mut file = match part {
                UploadPart::Field { name, value } => {
                    if ["form", "dry_run", "mapping"].contains(&name.as_str()) && value.len() <= 256 * 1024 {
                        form = std::mem::take(&mut form).with(
                            match name.as_str() {
                                "form" => "form",
                                "dry_run" => "dry_run",
                                _ => "mapping",
                            },
                            value,
                        );
                    }
                    continue;
                }
                UploadPart::File(file) => file,
            };
            let which = if file.field == "pictures" { PICTURES } else { FILE };
            if arrival.is_none() {
                let Some(spec) = spec(&desk, &mut form) else { return Ok(false) };
                match importer.expect(actor, spec, &file.name).await {
                    Ok(begun) => arrival = Some(begun),
                    Err(ImportError::File(e)) => {
                        form.refuse("mapping", e.to_string());
                        return Ok(false);
                    }
                    Err(e) => return Err(failure(e)),
                }
            }
            let Some(arrival) = arrival.as_mut() else { continue };
            while let Some(chunk) = file.chunk().await? {
                importer.arrive(actor, arrival, which, &chunk).await.map_err(failure)?;
            }
        }
        Ok::<bool, Failure>(true)
    };
    let outcome = outcome.await;
    match (outcome, arrival) {
        (Ok(true), Some(arrival)) => {
            let run = importer.arrived(actor, arrival).await.map_err(failure)?;
            Ok(Said::ImportBegun.at(&site, &format!("{PATH}/{run}")))
        }
        (Ok(_), _) => {
            if form.is_fine() {
                form.refuse("file", desk.ctx().texts.t("imports-wrong-no-file"));
            }
            desk.refuse(&list(&desk, &imports, &Asked::default(), form).await?)
        }
        (Err(e), Some(arrival)) => {
            let why = desk.ctx().texts.t("imports-not-arrived").to_owned();
            importer.not_arrived(actor, arrival.run, &why).await.map_err(failure)?;
            Err(e)
        }
        (Err(e), None) => Err(e),
    }
}

fn spec(desk: &Desk, form: &mut Form) -> Option<Spec> {
    let texts = &desk.ctx().texts;
    let Ok(file_form) = form.value("form").parse::<FileForm>() else {
        form.refuse("form", texts.t("imports-wrong-form"));
        return None;
    };
    let mapping = Some(form.value("mapping").trim().to_owned()).filter(|m| !m.is_empty());
    let dry_run = form.is("dry_run", "yes");
    Some(Spec { mapping, dry_run, ..Spec::of(file_form) })
}

fn failure(e: ImportError) -> Failure {
    match e {
        ImportError::Imports(e) => e.into(),
        ImportError::Catalog(e) => e.into(),
        ImportError::Orders(e) => e.into(),
        ImportError::Db(e) => e.into(),
        other => Failure::ours(other),
    }
}

fn run_id(text: &str) -> Result<ImportId, Failure> {
    text.parse().map_err(|_| Failure::not_found())
}

pub(crate) async fn run(
    desk: Desk,
    imports: web::Data<Imports>,
    id: web::Path<String>,
    asked: web::Query<Asked>,
) -> Result<HttpResponse, Failure> {
    let id = run_id(&id)?;
    let run = imports.run(id).await?;
    let kind = match asked.show.as_str() {
        "problems" => Some(NoteKind::Problem),
        "remarks" => Some(NoteKind::Remark),
        _ => None,
    };
    let after = asked.after.parse().unwrap_or(0);
    let mut notes = imports.notes(id, kind, after, NOTES as i64 + 1).await?;
    let more = notes.len() > NOTES;
    notes.truncate(NOTES);
    let next = notes.last().filter(|_| more).map(|n| n.seq.to_string());
    let pictures = imports.picture_counts(id).await?;
    let may = Imports::require(desk.actor()).is_ok();
    let title = run.file.clone();
    desk.show(&ImportView {
        shell: desk.shell(Section::Imports, &title).under(PATH, desk.ctx().texts.t("admin-nav-imports")),
        may_stop: may && run.state.is_live() && !run.stopping,
        may_resume: may && run.stored && matches!(run.state, State::Cancelled | State::Failed),
        may_go: may && run.stored && run.dry_run && run.state == State::Done,
        error: run.error.clone(),
        pictures,
        notes: notes.into_iter().map(|n| note(n.note)).collect(),
        show: asked.show.clone(),
        is_first: after == 0,
        next,
        run: line(run),
    })
}

fn note(n: Note) -> ImportNote {
    ImportNote {
        is_problem: n.kind == NoteKind::Problem,
        line: n.line,
        subject: n.subject,
        column: n.column,
        value: n.value,
        why: n.why,
        remedy: n.remedy,
    }
}

pub(crate) async fn stop(
    staff: StaffVisit,
    site: web::Data<Site>,
    importer: web::Data<Importer>,
    id: web::Path<String>,
    CheckedForm(_): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let id = run_id(&id)?;
    importer.stop(&staff.actor, id).await.map_err(failure)?;
    Ok(Said::ImportStopping.at(&site, &format!("{PATH}/{id}")))
}

pub(crate) async fn resume(
    staff: StaffVisit,
    site: web::Data<Site>,
    importer: web::Data<Importer>,
    id: web::Path<String>,
    CheckedForm(_): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let id = run_id(&id)?;
    importer.go_on(&staff.actor, id, false).await.map_err(failure)?;
    Ok(Said::ImportGoesOn.at(&site, &format!("{PATH}/{id}")))
}

/// A trial becomes the real thing.
pub(crate) async fn go(
    staff: StaffVisit,
    site: web::Data<Site>,
    importer: web::Data<Importer>,
    id: web::Path<String>,
    CheckedForm(_): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let id = run_id(&id)?;
    importer.go_on(&staff.actor, id, true).await.map_err(failure)?;
    Ok(Said::ImportBegun.at(&site, &format!("{PATH}/{id}")))
}

type Broken = Box<dyn std::error::Error>;

/// The whole report as a table; read piece by piece while it is sent.
pub(crate) async fn report(
    _staff: StaffVisit,
    imports: web::Data<Imports>,
    id: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let id = run_id(&id)?;
    imports.run(id).await?;
    let imports = imports.into_inner();
    let pieces = stream::unfold(Some(-1), move |after| {
        let imports = imports.clone();
        async move {
            let after = after?;
            if after < 0 {
                return Some((Ok(Bytes::from(flows::import::report_head())), Some(0)));
            }
            match imports.notes(id, None, after, PIECE).await {
                Ok(rows) => {
                    let last = rows.last().map(|r| r.seq)?;
                    let notes: Vec<Note> = rows.into_iter().map(|r| r.note).collect();
                    Some((Ok(Bytes::from(flows::import::report_lines(&notes))), Some(last)))
                }
                Err(e) => Some((Err(Box::new(e) as Broken), None)),
            }
        }
    });
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"import-report.csv\""))
        .streaming(pieces))
}
