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

/// A form whose files are larger than what is held: its parts come one by one, as they arrive. The `_token` must stand before
/// the first file. Its route bounds it by [`Routes::upload`](crate::Routes::upload).
pub struct StreamedUpload {
    req: HttpRequest,
    parts: multer::Multipart<'static>,
    checked: bool,
    seen: usize,
}

/// One part of a [`StreamedUpload`].
pub enum UploadPart {
    /// A field that is a text.
    Field { name: String, value: String },
    /// A file that was chosen; [`FilePart::chunk`] gives what is in it.
    File(Box<FilePart>),
}

/// A file on its way.
pub struct FilePart {
    /// The name of the field it came in.
    pub field: String,
    /// As its owner calls it.
    pub name: String,
    inner: multer::Field<'static>,
}

impl FilePart {
    /// The next bytes; None at its end.
    ///
    /// # Errors
    /// A body that broke off, or is too large.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Failure> {
        self.inner.chunk().await.map_err(unreadable)
    }
}

impl StreamedUpload {
    /// The next part; None at the end. Files that were not chosen are passed over.
    ///
    /// # Errors
    /// A file before the token; a token that is not this visitor's; a body that broke off.
    pub async fn next(&mut self) -> Result<Option<UploadPart>, Failure> {
        loop {
            let Some(part) = self.parts.next_field().await.map_err(unreadable)? else { return Ok(None) };
            self.seen += 1;
            if self.seen > MOST_FIELDS {
                return Err(unreadable("it has too many fields"));
            }
            let name = part.name().unwrap_or_default().to_owned();
            match part.file_name().map(str::to_owned) {
                Some(file) if file.is_empty() => {}
                Some(file) => {
                    if !self.checked {
                        return Err(unreadable("a file came before the token"));
                    }
                    let file = file.chars().filter(|c| !c.is_control()).take(120).collect();
                    return Ok(Some(UploadPart::File(Box::new(FilePart { field: name, name: file, inner: part }))));
                }
                None => {
                    let value = part.text().await.map_err(unreadable)?;
                    if name == "_token" {
                        check_token(&self.req, &value)?;
                        self.checked = true;
                    } else {
                        return Ok(Some(UploadPart::Field { name, value }));
                    }
                }
            }
        }
    }
}

impl FromRequest for StreamedUpload {
    type Error = Failure;
    type Future = std::future::Ready<Result<Self, Failure>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let Ok(boundary) = multer::parse_boundary(header_of(req, header::CONTENT_TYPE)) else {
            return std::future::ready(Err(Failure::unsupported()));
        };
        // The body stays on this thread; what reads its parts wants a stream that could leave it.
        let (to, from) = tokio::sync::mpsc::channel::<Result<Bytes, std::io::Error>>(2);
        let mut body = payload.take();
        actix_web::rt::spawn(async move {
            while let Some(chunk) = body.next().await {
                let broken = chunk.is_err();
                let chunk = chunk.map_err(|e| std::io::Error::other(e.to_string()));
                if to.send(chunk).await.is_err() || broken {
                    break;
                }
            }
        });
        let chunks = stream::unfold(from, |mut from| async move { from.recv().await.map(|chunk| (chunk, from)) });
        let parts = multer::Multipart::new(chunks, boundary);
        std::future::ready(Ok(Self { req: req.clone(), parts, checked: false, seen: 0 }))
    }
}
