//! Files from other shops: brought, watched, stopped, gone on with, and reported.
use std::mem;

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use bytes::Bytes;
use flows::import::{Arrival, Form as FileForm, ImportError, Importer, Spec};
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
/// The longest field that is no file, in bytes: a mapping.
const LONGEST_FIELD: usize = 256 * 1024;
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

/// What has been read of a form that brings files; its parts may come in any order.
#[derive(Default)]
struct Parcel {
    form: Form,
    arrival: Option<Arrival>,
    /// What the file of goods is called, once it is here.
    file: Option<String>,
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
    let mut parcel = Parcel::default();
    let unpacked = unpack(&desk, &importer, &mut upload, &mut parcel).await;
    let Parcel { mut form, arrival, file } = parcel;
    let spec = match unpacked {
        Ok(()) if form.is_fine() => spec(&desk, &mut form),
        _ => None,
    };
    if file.is_none() && form.is_fine() {
        form.refuse("file", desk.ctx().texts.t("imports-wrong-no-file"));
    }
    match (spec, arrival, file) {
        (Some(spec), Some(arrival), Some(file)) => {
            let run = importer.arrived(actor, arrival, &spec, &file).await.map_err(failure)?;
            Ok(Said::ImportBegun.at(&site, &format!("{PATH}/{run}")))
        }
        (_, arrival, _) => {
            if let Some(arrival) = arrival {
                let why = desk.ctx().texts.t("imports-not-arrived").to_owned();
                importer.not_arrived(actor, arrival.run, &why).await.map_err(failure)?;
            }
            unpacked?;
            desk.refuse(&list(&desk, &imports, &Asked::default(), form).await?)
        }
    }
}

/// Reads the form to its end, or to what makes the rest of no use.
async fn unpack(
    desk: &Desk,
    importer: &Importer,
    upload: &mut StreamedUpload,
    parcel: &mut Parcel,
) -> Result<(), Failure> {
    let actor = desk.actor();
    while let Some(part) = upload.next().await? {
        let mut file = match part {
            UploadPart::Field { name, value } => {
                let known = ["form", "dry_run", "mapping"].into_iter().find(|known| *known == name);
                if let Some(name) = known.filter(|_| value.len() <= LONGEST_FIELD) {
                    parcel.form = mem::take(&mut parcel.form).with(name, value);
                }
                continue;
            }
            UploadPart::File(file) => file,
        };
        let which = if file.field == "pictures" { PICTURES } else { FILE };
        if which == FILE {
            parcel.file = Some(file.name.clone());
        }
        if parcel.arrival.is_none() {
            // As browsers send it, all is known by now: nobody should wait for a file whose mapping is wrong.
            let known = match parcel.form.value("form") {
                "" => Spec::of(FileForm::Products),
                _ => match spec(desk, &mut parcel.form) {
                    Some(spec) => spec,
                    None => return Ok(()),
                },
            };
            parcel.arrival = Some(importer.expect(actor, &known, &file.name).await.map_err(failure)?);
        }
        let Some(arrival) = parcel.arrival.as_mut() else { continue };
        while let Some(chunk) = file.chunk().await? {
            importer.arrive(actor, arrival, which, &chunk).await.map_err(failure)?;
        }
    }
    Ok(())
}

/// What the run is to do; none, and the form says why, where that cannot be.
fn spec(desk: &Desk, form: &mut Form) -> Option<Spec> {
    let Ok(file_form) = form.value("form").parse::<FileForm>() else {
        form.refuse("form", desk.ctx().texts.t("imports-wrong-form"));
        return None;
    };
    let mapping = Some(form.value("mapping").trim().to_owned()).filter(|m| !m.is_empty());
    let spec = Spec { mapping, dry_run: form.is("dry_run", "yes"), ..Spec::of(file_form) };
    match spec.check() {
        Ok(()) => Some(spec),
        Err(e) => {
            form.refuse("mapping", e.to_string());
            None
        }
    }
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

/// What can be asked of a run.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Act {
    Stop,
    Resume,
    /// A trial becomes the real thing.
    Go,
}

pub(crate) async fn act(
    staff: StaffVisit,
    site: web::Data<Site>,
    importer: web::Data<Importer>,
    to: web::Path<(String, Act)>,
    CheckedForm(_): CheckedForm<Fields>,
) -> Result<HttpResponse, Failure> {
    let (id, act) = to.into_inner();
    let id = run_id(&id)?;
    let (asked, said) = match act {
        Act::Stop => (importer.stop(&staff.actor, id).await, Said::ImportStopping),
        Act::Resume => (importer.go_on(&staff.actor, id, false).await, Said::ImportGoesOn),
        Act::Go => (importer.go_on(&staff.actor, id, true).await, Said::ImportBegun),
    };
    asked.map_err(failure)?;
    Ok(said.at(&site, &format!("{PATH}/{id}")))
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
