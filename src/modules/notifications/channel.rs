//! The ways out: SMTP, or a folder while no SMTP is set.
use std::path::PathBuf;

use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

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

/// Who a mail is from, as its reader knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The shop's name.
    pub name: String,
    /// Where answers go.
    pub email: String,
}

/// A way out, with the address it writes from if that is not the shop's own.
pub struct Channel {
    from: Option<Mailbox>,
    way: Way,
}

impl Channel {
    /// `from` is what the mail server may send for, with or without a name; empty when that is the shop's own address.
    ///
    /// # Errors
    /// [`SendError::Settings`] when the address or the SMTP URL cannot be read, or the folder not made.
    pub fn open(config: &MailConfig, from: &str) -> Result<Self, SendError> {
        let wrong = |e: &dyn std::fmt::Display| SendError::Settings(e.to_string());
        let from = match from.trim() {
            "" => None,
            from => Some(from.parse().map_err(|e| wrong(&format!("`{from}` is not a sender's address: {e}")))?),
        };
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

    /// Whom this sender's mails come from, as receivers read it: the shop's name at the address that the mail server may
    /// send for. A name that was set with that address goes before the shop's.
    ///
    /// # Errors
    /// [`SendError::Settings`] when none was set and the shop's own cannot be read.
    pub fn from(&self, sender: &Sender) -> Result<Mailbox, SendError> {
        let own = || Some(sender.name.clone()).filter(|name| !name.is_empty());
        match &self.from {
            Some(set) => Ok(Mailbox::new(set.name.clone().or_else(own), set.email.clone())),
            None => Ok(Mailbox::new(own(), address(&sender.email)?)),
        }
    }

    pub(crate) async fn send(&self, message: &Message, sender: &Sender) -> Result<(), SendError> {
        let refused = |e: &dyn std::fmt::Display| SendError::Refused(e.to_string());
        let to: Mailbox = message.recipient.parse().map_err(|e| refused(&e))?;
        let from = self.from(sender)?;
        let mut mail = lettre::Message::builder()
            .message_id(Some(format!("<{}@{}>", message.id, from.email.domain())))
            .to(to)
            .subject(&message.subject);
        if let Some(shop) = address(&sender.email).ok().filter(|shop| *shop != from.email) {
            mail = mail.reply_to(Mailbox::new(Some(sender.name.clone()).filter(|name| !name.is_empty()), shop));
        }
        let mail = mail
            .from(from)
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

fn address(text: &str) -> Result<Address, SendError> {
    text.trim().parse().map_err(|e| SendError::Settings(format!("`{text}`, the shop's address, is not one: {e}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(set: &str, name: &str, email: &str) -> Result<String, String> {
        let folder = std::env::temp_dir().join("sundry-channel-from");
        let channel = Channel::open(&MailConfig::Folder(folder), set).map_err(|e| e.to_string())?;
        let sender = Sender { name: name.into(), email: email.into() };
        channel.from(&sender).map(|m| m.to_string()).map_err(|e| e.to_string())
    }

    #[test]
    fn mail_comes_from_the_shop_at_the_address_that_may_be_used() {
        assert_eq!(from("", "Vale", "hello@vale.example").unwrap(), "Vale <hello@vale.example>");
        assert_eq!(from("post@host.example", "Vale", "hello@vale.example").unwrap(), "Vale <post@host.example>");
        assert_eq!(from("Else <post@host.example>", "Vale", "a@vale.example").unwrap(), "Else <post@host.example>");
        assert!(from("", "Vale", "nobody").unwrap_err().contains("`nobody`"));
        assert!(from("post@", "Vale", "a@vale.example").unwrap_err().contains("`post@`"));
    }
}
