//! `madoguchi server --clock`: another day, another answer.

use std::fs;

use serde_json::Value;

use crate::stage::desk::visit_of;
use crate::stage::home::{Home, persona};
use crate::stage::processes::{Running, address_of, report, server_with};

/// Someone whose card, cover and limit begin and end on known days.
fn write_persona(home: &Home) -> std::path::PathBuf {
    let text = fs::read_to_string(persona("insured")).unwrap();
    let text = text
        .replace(
            "[insurance]",
            "issued = 2024-06-01\ncertificate_expires = 2029-02-17\n\n[insurance]",
        )
        .replace(
            "acquired_on = 2020-04-01",
            "acquired_on = 2020-04-01\nlost_on = 2025-04-01",
        )
        .replace("2026-08-01", "2024-08-01")
        .replace("2027-07-31", "2025-07-31");
    let shelf = home.path().join("dated-shelf");
    fs::create_dir(&shelf).unwrap();
    let file = shelf.join("dated.toml");
    fs::write(&file, text).unwrap();
    file
}

#[test]
fn r002_the_servers_clock_sets_the_day_and_so_the_answer() {
    let home = Home::new();
    let persona = write_persona(&home);
    let shelf = persona.parent().unwrap();
    let told = |clock: &str| {
        let mut command = server_with(&home, shelf);
        command.args(["--listen", "127.0.0.1:0", "--clock", clock]);
        let mut server = Running::start(&mut command);
        let address = address_of(&mut server);
        report(&visit_of(&persona, &home.pki(), &address))
    };
    for (clock, reason, limit) in [
        (
            "2024-05-31T12:00:00+09:00",
            "CERT_NOT_YET_VALID",
            Value::Null,
        ),
        (
            "2024-07-31T12:00:00+09:00",
            "CONFIRMED",
            "not_recorded".into(),
        ),
        // Midnight in Japan, the day before elsewhere.
        ("2024-07-31T15:00:00Z", "CONFIRMED", "provided".into()),
        ("2025-03-31T12:00:00+09:00", "CONFIRMED", "provided".into()),
        (
            "2025-04-01T00:00:00+09:00",
            "COVER_LAPSED",
            "not_offered".into(),
        ),
    ] {
        let report = told(clock);
        assert_eq!(report["reason"], reason, "{clock}");
        assert_eq!(report["limit"]["state"], limit, "{clock}");
        let day = match clock {
            "2024-05-31T12:00:00+09:00" => Value::Null,
            "2024-07-31T15:00:00Z" => "2024-08-01".into(),
            other => other[..10].into(),
        };
        assert_eq!(report["visit_date"], day, "{clock}");
    }
}

#[tokio::test]
async fn a_visit_waits_an_hour_for_its_choices_and_no_longer() {
    use crate::stage::duplex::{CLINIC, Stage};
    for (at, waits) in [("09:59:59", true), ("10:00:00", false)] {
        let stage = Stage::at("2026-11-21T09:00:00+09:00").await;
        let mut raw = stage.raw(CLINIC).await;
        let visit = stage.let_in(&mut raw).await;
        stage.clock.set(&format!("2026-11-21T{at}+09:00"));
        let answered = raw.complete(stage.complete(&visit)).await;
        let code = answered.map(drop).map_err(|status| status.code());
        let expected = if waits {
            Ok(())
        } else {
            Err(tonic::Code::FailedPrecondition)
        };
        assert_eq!(code, expected, "{at}");
    }
}
