//! Which person, and which card.

use clap::Args;
use jiff::civil::Date;
use qualification::{Branch, CardFingerprint, InsurerNumber, NumberQuery, PersonId};

/// Which person: exactly one way.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub(crate) struct Whom {
    /// By the name of their persona's file: whose card was issued in this folder.
    #[arg(value_name = "PERSONA")]
    pub(crate) persona: Option<String>,
    /// By a card: the SHA-256 of its user-authentication certificate.
    #[arg(long, value_name = "HEX")]
    pub(crate) card: Option<CardFingerprint>,
    /// By the server's own handle.
    #[arg(long, value_name = "HEX")]
    pub(crate) person: Option<PersonId>,
    /// By a document: INSURER:SYMBOL:NUMBER:BIRTH, or INSURER:SYMBOL:NUMBER:BRANCH:BIRTH
    /// (保険者番号・記号・番号・枝番・生年月日); the symbol may be empty.
    #[arg(long, value_parser = number, value_name = "INSURER:SYMBOL:NUMBER[:BRANCH]:BIRTH")]
    pub(crate) number: Option<NumberQuery>,
}

/// Which card: exactly one way.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub(crate) struct Card {
    /// By the name of its persona's file.
    #[arg(value_name = "PERSONA")]
    pub(crate) persona: Option<String>,
    /// By the SHA-256 of its user-authentication certificate.
    #[arg(long, value_name = "HEX")]
    pub(crate) card: Option<CardFingerprint>,
}

fn number(text: &str) -> Result<NumberQuery, String> {
    let expected = "expected INSURER:SYMBOL:NUMBER:BIRTH, such as 06439996:5021:1234567:1980-02-17";
    let parts: Vec<&str> = text.split(':').collect();
    let (insurer, symbol, number, branch, birth) = match parts.as_slice() {
        [insurer, symbol, number, birth] => (insurer, symbol, number, None, birth),
        [insurer, symbol, number, branch, birth] => (insurer, symbol, number, Some(branch), birth),
        _ => return Err(expected.to_owned()),
    };
    let branch = branch.map(|branch| Branch::parse(branch)).transpose();
    Ok(NumberQuery {
        insurer: InsurerNumber::parse(insurer).map_err(|it| it.to_string())?,
        symbol: Some((*symbol).to_owned()).filter(|symbol| !symbol.is_empty()),
        number: (*number).to_owned(),
        branch: branch.map_err(|it| it.to_string())?,
        birth: birth.parse::<Date>().map_err(|_| expected.to_owned())?,
    })
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn a_document_is_named_by_its_numbers_and_the_birth_date() {
        let query = number("06439996:5021:1234567:01:1980-02-17").unwrap();
        assert_eq!(query.symbol.as_deref(), Some("5021"));
        assert_eq!(
            query.branch.map(|it| it.as_str().to_owned()),
            Some("01".into())
        );
        let query = number("39439997::12345678:1951-11-21").unwrap();
        assert_eq!((query.symbol, query.branch), (None, None));
        for wrong in [
            "",
            "06439996",
            "06439997:1:2:1980-02-17",
            "06439996:1:2:1980-02-30",
        ] {
            assert!(number(wrong).is_err(), "{wrong:?}");
        }
    }
}
