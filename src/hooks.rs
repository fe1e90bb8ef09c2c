//! Where payment providers tell by themselves what happened.
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use kernel::Actor;
use kit::Failure;
use payments::{Payments, PaymentsError, ProviderError, RawNotice};

/// The most that a notice may weigh, in bytes.
pub const MOST: usize = 256 * 1024;

/// The headers in which a provider proves that it speaks, a line each.
fn proof(req: &HttpRequest, names: &[&str]) -> String {
    let value = |name: &&str| req.headers().get(*name).and_then(|v| v.to_str().ok()).unwrap_or_default();
    names.iter().map(value).collect::<Vec<_>>().join("\n")
}

/// Takes a notice: proved, noted once, answered at once. Somebody else asks the provider what is behind it. Whoever cannot be asked
/// whether it was its word is answered 503, and tells it again.
pub async fn take(
    req: HttpRequest,
    provider: web::Path<String>,
    payments: web::Data<Payments>,
    db: web::Data<db::Db>,
    body: web::Bytes,
) -> Result<HttpResponse, Failure> {
    let names = payments.provider(&provider).map_or(&[][..], |p| p.proof_headers());
    let raw = RawNotice { body: body.to_vec(), signature: proof(&req, names), now: db.clock().now() };
    match payments.take_notice(&Actor::system("webhook"), &provider, raw).await {
        Ok(_) => Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("taken\n")),
        Err(PaymentsError::UnknownMethod(_)) => Err(Failure::not_found()),
        Err(PaymentsError::Provider(ProviderError::Declined(why))) => {
            let told = "This notice is not proved to be the provider's own.";
            Err(Failure::new(StatusCode::BAD_REQUEST, "notice_not_proved", told).because(why))
        }
        Err(e) => Err(e.into()),
    }
}
