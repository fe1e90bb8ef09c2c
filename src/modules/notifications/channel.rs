//! The ways out: SMTP, or a folder while no SMTP is set.
use std::path::PathBuf;

use lettre::message::{Mailbox, MultiPart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use crate::Message;

/// Where mail goes.
#[derive(Clone, Debug)]
pub enum MailConfig {
    /// Each message is a file there.
    Folder(PathBuf),
    /// As in `smtp://user:password@host:587?tls=required`.
    Smtp(String),
}

#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// Trying again may help.
    #[error("the mail could not be sent now: {0}")]
    Later(String),
    /// Trying again will not help.
    #[error("the mail was refused: {0}")]
    Refused(String),
    #[error("the mail settings are wrong: {0}")]
    Settings(String),
}

enum Way {
    Folder(PathBuf),
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
}

/// A way out, with the address it writes from.
pub struct Channel {
    from: Mailbox,
    way: Way,
}

impl Channel {
    /// # Errors
    /// [`SendError::Settings`] when the address or the SMTP URL cannot be read, or the folder not made.
    pub fn open(config: &MailConfig, from: &str) -> Result<Self, SendError> {
        let wrong = |e: &dyn std::fmt::Display| SendError::Settings(e.to_string());
        let from = from.parse().map_err(|e| wrong(&format!("`{from}` is not a sender's address: {e}")))?;
        let way = match config {
            MailConfig::Folder(dir) => {
                std::fs::create_dir_all(dir).map_err(|e| wrong(&format!("{}: {e}", dir.display())))?;
                Way::Folder(dir.clone())
            }
            MailConfig::Smtp(url) => Way::Smtp(
                AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
                    .map_err(|e| wrong(&e))?
                    .timeout(Some(std::time::Duration::from_secs(20)))
                    .build(),
            ),
        };
        Ok(Self { from, way })
    }

    pub fn name(&self) -> &'static str {
        match self.way {
            Way::Folder(_) => "folder",
            Way::Smtp(_) => "smtp",
        }
    }

    /// Whom mails come from, as receivers read it.
    pub fn sender(&self) -> String {
        self.from.to_string()
    }

    pub(crate) async fn send(&self, message: &Message) -> Result<(), SendError> {
        let refused = |e: &dyn std::fmt::Display| SendError::Refused(e.to_string());
        let to: Mailbox = message.recipient.parse().map_err(|e| refused(&e))?;
        let domain = self.from.email.domain();
        let mail = lettre::Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(&message.subject)
            .message_id(Some(format!("<{}@{domain}>", message.id)))
            .multipart(MultiPart::alternative_plain_html(message.body_text.clone(), message.body_html.clone()))
            .map_err(|e| refused(&e))?;
        match &self.way {
            Way::Folder(dir) => {
                let (path, bytes) = (dir.join(format!("{}.eml", message.id)), mail.formatted());
                let written = tokio::task::spawn_blocking(move || {
                    let beside = path.with_extension("eml.new");
                    std::fs::write(&beside, bytes).and_then(|()| std::fs::rename(&beside, &path))
                });
                match written.await {
                    Ok(Ok(())) => Ok(()),
                    Ok(Err(e)) => Err(SendError::Later(e.to_string())),
                    Err(e) => Err(SendError::Later(e.to_string())),
                }
            }
            Way::Smtp(transport) => match transport.send(mail).await {
                Ok(_) => Ok(()),
                Err(e) if e.is_permanent() => Err(refused(&e)),
                Err(e) => Err(SendError::Later(e.to_string())),
            },
        }
    }
}
