//! Forms that bring files.
use actix_web::dev::Payload;
use actix_web::http::{StatusCode, header};
use actix_web::{FromRequest, HttpRequest};
use bytes::{Bytes, BytesMut};
use futures_util::future::LocalBoxFuture;
use futures_util::{StreamExt, stream};

use crate::Failure;
use crate::assets::header_of;
use crate::forms::check_token;

/// More fields no form of ours has.
const MOST_FIELDS: usize = 200;

/// A form of the kind `multipart/form-data`, on a page that is not cached: it must bring the `_token` that this visitor
/// was given. Its route bounds it by [`Routes::upload`](crate::Routes::upload).
#[derive(Debug, Default)]
pub struct CheckedUpload {
    /// The fields that are texts, in their order.
    pub fields: Vec<(String, String)>,
    /// Files that were chosen; a field left empty brings none.
    pub files: Vec<UploadedFile>,
}

/// One file of a form.
#[derive(Debug)]
pub struct UploadedFile {
    /// The name of the field it came in.
    pub field: String,
    /// As its owner calls it: told back to them, used for nothing else.
    pub name: String,
    pub bytes: Bytes,
}

impl CheckedUpload {
    /// A field's value; empty when it is missing.
    pub fn value(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value.as_str())
    }
}

fn unreadable(why: impl std::fmt::Display) -> Failure {
    let message = "This form cannot be read. Please reload the page and try again.";
    Failure::new(StatusCode::BAD_REQUEST, "bad_form", message).because(why)
}

async fn read(req: &HttpRequest, mut payload: Payload) -> Result<CheckedUpload, Failure> {
    let boundary =
        multer::parse_boundary(header_of(req, header::CONTENT_TYPE)).map_err(|_| Failure::unsupported())?;
    let mut body = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        body.extend_from_slice(&chunk.map_err(|e| Failure::of_server(&e.into()))?);
    }
    let body = stream::iter([Ok::<_, std::convert::Infallible>(body.freeze())]);
    let mut parts = multer::Multipart::new(body, boundary);
    let mut form = CheckedUpload::default();
    while let Some(part) = parts.next_field().await.map_err(unreadable)? {
        if form.fields.len() + form.files.len() >= MOST_FIELDS {
            return Err(unreadable("it has too many fields"));
        }
        let field = part.name().unwrap_or_default().to_owned();
        match part.file_name().map(str::to_owned) {
            Some(name) => {
                let bytes = part.bytes().await.map_err(unreadable)?;
                if !name.is_empty() || !bytes.is_empty() {
                    let name = name.chars().filter(|c| !c.is_control()).take(120).collect();
                    form.files.push(UploadedFile { field, name, bytes });
                }
            }
            None => form.fields.push((field, part.text().await.map_err(unreadable)?)),
        }
    }
    check_token(req, form.value("_token"))?;
    Ok(form)
}

impl FromRequest for CheckedUpload {
    type Error = Failure;
    type Future = LocalBoxFuture<'static, Result<Self, Failure>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (req, payload) = (req.clone(), payload.take());
        Box::pin(async move { read(&req, payload).await })
    }
}
