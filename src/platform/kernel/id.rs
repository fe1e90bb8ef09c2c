//! Typed ids: UUIDv7 in the database, prefixed Crockford base 32 everywhere a person sees one.
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Binary;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Micros;

/// What an id is the id of. `PREFIX` is what people see: `ord_01j…`.
pub trait Kind: 'static + Send + Sync {
    const PREFIX: &'static str;
}

/// The id of one `K`. Ids made later sort later (UUIDv7), to the millisecond.
#[derive(AsExpression, FromSqlRow)]
#[diesel(sql_type = Binary)]
pub struct Id<K: Kind>([u8; 16], PhantomData<fn() -> K>);

/// The text is not an id of the kind that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not an id of the form {prefix}_…")]
pub struct IdError {
    pub text: String,
    pub prefix: &'static str,
}

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

impl<K: Kind> Id<K> {
    /// A new id, ordered by `now`.
    pub fn new(now: Micros) -> Self {
        let secs = now.0.div_euclid(1_000_000).max(0) as u64;
        let nanos = (now.0.rem_euclid(1_000_000) * 1000) as u32;
        let at = uuid::Timestamp::from_unix(uuid::NoContext, secs, nanos);
        Self::from_bytes(*uuid::Uuid::new_v7(at).as_bytes())
    }

    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes, PhantomData)
    }

    pub const fn bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// The same 16 bytes under another name: for references that a room keeps opaque.
    pub const fn cast<L: Kind>(self) -> Id<L> {
        Id::from_bytes(self.0)
    }
}

impl<K: Kind> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K: Kind> Copy for Id<K> {}
impl<K: Kind> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<K: Kind> Eq for Id<K> {}
impl<K: Kind> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K: Kind> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<K: Kind> Hash for Id<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<K: Kind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<K: Kind> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let n = u128::from_be_bytes(self.0);
        let mut text = [0u8; 26];
        for (i, slot) in text.iter_mut().enumerate() {
            *slot = ALPHABET[(n >> (5 * (25 - i)) & 31) as usize];
        }
        f.write_str(K::PREFIX)?;
        f.write_str("_")?;
        f.write_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

impl<K: Kind> FromStr for Id<K> {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let wrong = || IdError { text: text.chars().take(64).collect(), prefix: K::PREFIX };
        let body = text
            .strip_prefix(K::PREFIX)
            .and_then(|rest| rest.strip_prefix('_'))
            .filter(|body| body.len() == 26)
            .ok_or_else(wrong)?;
        let mut n: u128 = 0;
        for (i, byte) in body.bytes().enumerate() {
            let digit = ALPHABET.iter().position(|a| *a == byte).ok_or_else(wrong)? as u128;
            if i == 0 && digit > 7 {
                return Err(wrong());
            }
            n = n << 5 | digit;
        }
        Ok(Self::from_bytes(n.to_be_bytes()))
    }
}

impl<K: Kind> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de, K: Kind> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'_, str>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl<K: Kind, DB: Backend> ToSql<Binary, DB> for Id<K>
where
    [u8]: ToSql<Binary, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        <[u8] as ToSql<Binary, DB>>::to_sql(&self.0, out)
    }
}

impl<K: Kind, DB: Backend> FromSql<Binary, DB> for Id<K>
where
    Vec<u8>: FromSql<Binary, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        let bytes = Vec::<u8>::from_sql(bytes)?;
        let bytes: [u8; 16] = bytes.as_slice().try_into().map_err(|_| "an id must have 16 bytes")?;
        Ok(Self::from_bytes(bytes))
    }
}

/// 256 random bits as text, for links and cookies that must not be guessed.
pub fn random_token() -> String {
    let mut text = String::with_capacity(52);
    let bits: [u8; 32] = rand::random();
    let (mut acc, mut held) = (0u32, 0u32);
    for byte in bits {
        acc = acc << 8 | u32::from(byte);
        held += 8;
        while held >= 5 {
            held -= 5;
            text.push(ALPHABET[(acc >> held & 31) as usize] as char);
        }
    }
    text.push(ALPHABET[(acc << (5 - held) & 31) as usize] as char);
    text
}

/// What is stored of a random token: its SHA-256. The token itself is known to its holder only.
pub fn token_hash(token: &str) -> Vec<u8> {
    use sha2::Digest;
    sha2::Sha256::digest(token.as_bytes()).to_vec()
}

/// The kinds of id in the house. One list, so that `sundry inspect ID` can find anything by its prefix.
pub mod kinds {
    macro_rules! kinds {
        ($($(#[$doc:meta])* $name:ident = $prefix:literal / $alias:ident),* $(,)?) => {
            $( $(#[$doc])* pub enum $name {}
               impl super::Kind for $name { const PREFIX: &'static str = $prefix; }
               pub type $alias = super::Id<$name>; )*
            /// Every prefix with the kind's name.
            pub const ALL: &[(&str, &str)] = &[$(($prefix, stringify!($name))),*];
        };
    }
    kinds! {
        Product = "prd" / ProductId,
        Variant = "var" / VariantId,
        Category = "cat" / CategoryId,
        Picture = "pic" / PictureId,
        Market = "mkt" / MarketId,
        PriceList = "prl" / PriceListId,
        Location = "loc" / LocationId,
        /// Goods on the way from one location to another.
        Haul = "hau" / HaulId,
        /// What a supplier is to bring.
        Supply = "sup" / SupplyId,
        /// One fetch of stock levels.
        FeedRun = "fdr" / FeedRunId,
        Cart = "crt" / CartId,
        Attempt = "cka" / AttemptId,
        Order = "ord" / OrderId,
        Fulfilment = "ful" / FulfilmentId,
        Payment = "pay" / PaymentId,
        Transfer = "trf" / TransferId,
        /// A card that somebody keeps for next time.
        Card = "crd" / CardId,
        Method = "shm" / MethodId,
        Customer = "cus" / CustomerId,
        Address = "adr" / AddressId,
        Letter = "ltr" / LetterId,
        StockNotice = "ntc" / NoticeId,
        StaffMember = "stf" / StaffId,
        /// What a program of staff comes in with.
        ApiToken = "tok" / ApiTokenId,
        Session = "ses" / SessionId,
        Message = "msg" / MessageId,
        Job = "job" / JobId,
        Zone = "shz" / ZoneId,
        TaxRate = "txr" / TaxRateId,
        Promotion = "prm" / PromotionId,
        Coupon = "cpn" / CouponId,
        Request = "req" / RequestId,
        Audit = "aud" / AuditId,
        /// What was done to many things, and can be taken back for a while.
        Undo = "und" / UndoId,
        /// A file from elsewhere being taken in.
        Import = "imp" / ImportId,
        /// Customers who are treated alike.
        Group = "grp" / GroupId,
        Note = "nte" / NoteId,
        Refund = "rfd" / RefundId,
        /// One deed on many orders.
        Batch = "bat" / BatchId,
        /// A program elsewhere that wants to be told.
        Endpoint = "whk" / EndpointId,
        Delivery = "whm" / DeliveryId,
        /// What a shop set about searching.
        SearchRule = "srr" / RuleId,
        /// What is said of products: a height, a material.
        Attribute = "att" / AttributeId,
        /// Whatever a room was asked to hold something for, without knowing what it is.
        Reference = "ref" / ReferenceId,
    }
}

#[cfg(test)]
mod tests {
    use super::kinds::*;
    use super::*;

    #[test]
    fn an_id_survives_its_text() {
        let id = OrderId::new(Micros(1_700_000_000_000_000));
        let text = id.to_string();
        assert!(text.starts_with("ord_") && text.len() == 30, "{text}");
        assert_eq!(text.parse::<OrderId>(), Ok(id));
        assert!(text.parse::<CartId>().is_err());
        assert!("ord_zzzzzzzzzzzzzzzzzzzzzzzzzz".parse::<OrderId>().is_err());
    }

    #[test]
    fn later_ids_sort_later() {
        let a = OrderId::new(Micros(1_000_000_000));
        let b = OrderId::new(Micros(1_000_001_000));
        assert!(a < b && a.to_string() < b.to_string());
    }

    #[test]
    fn tokens_are_long_and_differ() {
        let (a, b) = (random_token(), random_token());
        assert_eq!(a.len(), 52);
        assert_ne!(a, b);
    }
}
