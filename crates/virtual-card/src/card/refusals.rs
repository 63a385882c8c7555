//! How every command is refused: one row a command, one column a reason. The finer
//! points of each are beside its code.

use super::bench::{COMMON, FACE, JPKI, TEXT, status_after};

/// What of a row does not apply.
const NONE: (&[&str], &str) = (&[], "");

struct Row {
    name: &'static str,
    /// The command, well formed, before anything is selected.
    unselected: (&'static [&'static str], &'static str),
    /// On a file of another kind.
    wrong_kind: (&'static [&'static str], &'static str),
    /// On a file that is not there.
    missing: (&'static [&'static str], &'static str),
    /// Without the right.
    unauthorised: (&'static [&'static str], &'static str),
    /// With a length it does not have.
    wrong_length: (&'static [&'static str], &'static str),
    /// With P1 or P2 it does not have.
    wrong_parameters: (&'static [&'static str], &'static str),
}

const ROWS: [Row; 13] = [
    Row {
        name: "VERIFY",
        unselected: (&["00200080"], "6986"),
        wrong_kind: (&[JPKI, "00200097"], "6981"),
        missing: (&[JPKI, "0020009D"], "6A82"),
        unauthorised: NONE,
        wrong_length: (&[JPKI, "00200098 04 3836"], "6700"),
        wrong_parameters: (&[JPKI, "00200198"], "6A86"),
    },
    Row {
        name: "CHANGE REFERENCE DATA",
        unselected: (&["00240180 04 37373737"], "6986"),
        wrong_kind: (&[JPKI, "0024018A 04 37373737"], "6981"),
        missing: (&[JPKI, "0024019D 04 37373737"], "6A82"),
        unauthorised: (&[JPKI, "00240198 04 37373737"], "6982"),
        wrong_length: (&[TEXT, "00200091 04 38363432", "00240191 01 37"], "6700"),
        wrong_parameters: (&[JPKI, "00240098 04 37373737"], "6A86"),
    },
    Row {
        name: "CHANGE KEY",
        unselected: (&["80320080 04 37373737"], "6986"),
        wrong_kind: (&[COMMON, "80320081 04 37373737"], "6981"),
        missing: (&[COMMON, "8032009D 04 37373737"], "6A82"),
        unauthorised: (&[COMMON, "8032009C 04 37373737"], "6982"),
        wrong_length: (&[COMMON, "0020009C 04 38363432", "8032009C 01 37"], "6700"),
        wrong_parameters: (&[COMMON, "8032019C 04 37373737"], "6A86"),
    },
    Row {
        name: "EXTERNAL AUTHENTICATE",
        unselected: (&["00820080 01 AA"], "6986"),
        wrong_kind: (&[JPKI, "00820097 01 AA"], "6981"),
        missing: (&[JPKI, "0082009D 01 AA"], "6A82"),
        unauthorised: NONE,
        wrong_length: (&[JPKI, "00820096 01 AA"], "6700"),
        wrong_parameters: (&[JPKI, "00820196 01 AA"], "6A86"),
    },
    Row {
        name: "GET CHALLENGE",
        unselected: (&["0084000010"], "9000"),
        wrong_kind: NONE,
        missing: NONE,
        unauthorised: NONE,
        wrong_length: (&["00840000"], "6700"),
        wrong_parameters: (&["0084000110"], "6A86"),
    },
    Row {
        name: "INTERNAL AUTHENTICATE",
        unselected: (&["00880080 01 AA 00"], "6986"),
        wrong_kind: (&[COMMON, "0088009C 01 AA 00"], "6981"),
        missing: (&[COMMON, "0088009D 01 AA 00"], "6A82"),
        unauthorised: (&[JPKI, "00880097 01 AA 00"], "6982"),
        wrong_length: (&[COMMON, "00880099 01 AA"], "6700"),
        wrong_parameters: (&[COMMON, "00880199 01 AA 00"], "6A86"),
    },
    Row {
        name: "SELECT",
        unselected: (&["00A4020C020018"], "6A82"),
        wrong_kind: NONE,
        missing: (&[JPKI, "00A4020C02001D"], "6A82"),
        unauthorised: NONE,
        wrong_length: (&[JPKI, "00A4020C0118"], "6700"),
        wrong_parameters: (&[JPKI, "00A4010C020018"], "6A86"),
    },
    Row {
        name: "READ BINARY",
        unselected: (&["00B0000004"], "6986"),
        wrong_kind: (&[COMMON, "00B0810004"], "6981"),
        missing: (&[JPKI, "00B09D0004"], "6A82"),
        unauthorised: (&[JPKI, "00B0890004"], "6982"),
        wrong_length: (&[JPKI, "00B08A00"], "6700"),
        wrong_parameters: (&[JPKI, "00B0AA0004"], "6A86"),
    },
    Row {
        name: "READ RECORD",
        unselected: (&["00B2010400"], "6986"),
        wrong_kind: (&[JPKI, "00B2015400"], "6981"),
        missing: (&[COMMON, "00B201EC00"], "6A82"),
        unauthorised: (&[COMMON, "00B2011400"], "6982"),
        wrong_length: (&[COMMON, "00B2010C"], "6700"),
        wrong_parameters: (&[COMMON, "00B2010F00"], "6A86"),
    },
    Row {
        name: "GET DATA",
        unselected: (&["00CA00F000"], "9000"),
        wrong_kind: (&[JPKI, "00CA00F000"], "6A88"),
        missing: (&["00CA000000"], "6A88"),
        unauthorised: NONE,
        wrong_length: (&["00CA00F800"], "6700"),
        wrong_parameters: NONE,
    },
    Row {
        name: "COMPUTE DIGITAL SIGNATURE",
        unselected: (&["802A0080 01 AA 00"], "6986"),
        wrong_kind: (&[JPKI, "802A0098 01 AA 00"], "6981"),
        missing: (&[JPKI, "802A009D 01 AA 00"], "6A82"),
        unauthorised: (&[JPKI, "802A0097 01 AA 00"], "6982"),
        wrong_length: (&[FACE, "802A0000 01 AA"], "6700"),
        wrong_parameters: (&[FACE, "802A0600 01 AA 00"], "6A86"),
    },
    Row {
        name: "SET PUBLIC IC KEY",
        unselected: (&["80A206C1 01 AA"], "6986"),
        wrong_kind: (&[JPKI, "00A4020C02000A", "80A206C1 01 AA"], "6981"),
        missing: NONE,
        unauthorised: NONE,
        wrong_length: (&[JPKI, "00A4020C020016", "80A206C1 01 AA"], "6700"),
        wrong_parameters: (&[JPKI, "00A4020C020016", "80A206C2 01 AA"], "6A86"),
    },
    Row {
        name: "last command",
        unselected: (&["80FC0000"], "6700"),
        wrong_kind: NONE,
        missing: NONE,
        unauthorised: NONE,
        wrong_length: (&["80FC000001AA"], "6700"),
        wrong_parameters: (&["80FC0100"], "6A86"),
    },
];

#[test]
fn every_command_says_why_it_is_refused() {
    for row in &ROWS {
        for (column, (commands, want)) in [
            ("unselected", row.unselected),
            ("wrong kind", row.wrong_kind),
            ("missing", row.missing),
            ("unauthorised", row.unauthorised),
            ("wrong length", row.wrong_length),
            ("wrong parameters", row.wrong_parameters),
        ] {
            if !commands.is_empty() {
                assert_eq!(status_after(commands), want, "{}: {column}", row.name);
            }
        }
    }
}

#[test]
fn every_command_is_refused_in_a_class_or_channel_it_is_not_in() {
    for row in &ROWS {
        let (commands, _) = row.unselected;
        let command = commands.last().unwrap();
        let (class, rest) = command.split_at(2);
        let other = if class == "00" { "80" } else { "00" };
        for (class, want) in [
            (other, "6D00"),
            ("01", "6881"),
            ("03", "6881"),
            ("40", "6881"),
            ("81", "6881"),
            ("04", "6E00"),
            ("0C", "6E00"),
            ("10", "6E00"),
            ("84", "6E00"),
            ("FF", "6E00"),
        ] {
            let command = format!("{class}{rest}");
            assert_eq!(status_after(&[&command]), want, "{}: {command}", row.name);
        }
    }
}
