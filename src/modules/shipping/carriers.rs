//! Where a parcel can be followed. The addresses are those that the carriers give out for linking.

/// A carrier's names as people write them, in lower case, and the address before a parcel's number.
const CARRIERS: &[(&[&str], &str)] = &[
    (&["dhl", "dhl paket"], "https://www.dhl.de/en/privatkunden/pakete-empfangen/verfolgen.html?piececode="),
    (&["deutsche post", "post"], "https://www.deutschepost.de/de/s/sendungsverfolgung.html?piececode="),
    (&["dpd"], "https://tracking.dpd.de/status/en_US/parcel/"),
    (&["gls"], "https://gls-group.com/track/"),
    (&["hermes"], "https://www.myhermes.de/empfangen/sendungsverfolgung/sendungsinformation/#"),
    (&["ups"], "https://www.ups.com/track?tracknum="),
    (&["fedex"], "https://www.fedex.com/fedextrack/?trknbr="),
    (&["postnl"], "https://postnl.nl/tracktrace/?B="),
    (&["österreichische post", "post.at", "austrian post"], "https://www.post.at/s/sendungsdetails?snr="),
    (&["la poste", "colissimo"], "https://www.laposte.fr/outils/suivre-vos-envois?code="),
    (&["royal mail"], "https://www.royalmail.com/track-your-item#/tracking-results/"),
    (&["usps"], "https://tools.usps.com/go/TrackConfirmAction?tLabels="),
];

/// The names offered to whoever ships; others can be written too.
pub const KNOWN: [&str; 10] =
    ["DHL", "Deutsche Post", "DPD", "GLS", "Hermes", "UPS", "FedEx", "PostNL", "Austrian Post", "Royal Mail"];

/// Where the parcel with this number can be followed; None for a carrier that is not known, or for what cannot be a
/// number.
pub fn tracking_url(carrier: &str, tracking: &str) -> Option<String> {
    let carrier = carrier.trim().to_lowercase();
    let number: String = tracking.chars().filter(|c| !c.is_whitespace()).collect();
    let plain = !number.is_empty() && number.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let (_, page) = CARRIERS.iter().find(|(names, _)| plain && names.contains(&carrier.as_str()))?;
    Some(format!("{page}{number}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_carrier_that_is_offered_can_be_followed() {
        for name in KNOWN {
            let url = tracking_url(name, "0034 0434 1610").unwrap();
            assert!(url.starts_with("https://") && url.ends_with("003404341610"), "{url}");
        }
    }

    #[test]
    fn what_is_no_number_leads_nowhere() {
        for (carrier, number) in [("DHL", ""), ("DHL", "\"><script>"), ("DHL", "a/../b"), ("the neighbour", "123")]
        {
            assert_eq!(tracking_url(carrier, number), None, "{carrier} {number}");
        }
    }
}
