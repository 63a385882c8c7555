use super::*;
use crate::cover::tests::on_day;
use crate::cover::tests::{cover, person};
use crate::{Cover, Validity};
use jiff::civil::date;

fn policy(id: &str) -> &'static InsurerPolicy {
    InsurerPolicy::named(id).unwrap()
}

#[test]
fn every_policy_can_be_read_and_has_its_own_name() {
    let ids: Vec<_> = InsurerPolicy::all().iter().map(|p| p.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "kouki_kumamoto",
            "kokuho_takasaki",
            "kokuho_azumino",
            "kokuho_kawasaki",
            "kokuho",
            "kenpo"
        ]
    );
    for policy in InsurerPolicy::all() {
        assert!(!policy.name().ja.is_empty() && !policy.name().en.is_empty());
    }
}

#[test]
fn an_insurer_number_finds_its_policy() {
    for (number, id) in [
        ("39439997", "kouki_kumamoto"),
        ("06439996", "kenpo"),
        ("01130012", "kenpo"),
        ("109991", "kokuho_takasaki"),
        ("209999", "kokuho_azumino"),
        ("149997", "kokuho_kawasaki"),
        ("439992", "kokuho"),
    ] {
        let number = InsurerNumber::parse(number).unwrap();
        assert_eq!(InsurerPolicy::of(&number).id, id, "{number:?}");
    }
}

#[test]
fn every_value_says_on_whose_word_it_stands() {
    let file: toml::Table = toml::from_str(include_str!("../../data/insurers.toml")).unwrap();
    for insurer in file["insurer"].as_array().unwrap() {
        let (insurer, sources) = (insurer.as_table().unwrap(), &insurer["sources"]);
        let id = insurer["id"].as_str().unwrap();
        let mut fields: Vec<_> = insurer["returns"]
            .as_table()
            .unwrap()
            .keys()
            .map(|document| format!("returns.{document}"))
            .collect();
        let unsourced = ["id", "kind", "name", "returns", "sources"];
        fields.extend(
            insurer
                .keys()
                .filter(|field| !unsourced.contains(&field.as_str()))
                .cloned(),
        );
        for field in &fields {
            let provenance = policy(id).provenance(field);
            let provenance = provenance.unwrap_or_else(|| panic!("{id}: {field} has no source"));
            assert!(!provenance.source.is_empty(), "{id}: {field}");
            let quoted = provenance.quote.is_some();
            let from_document = provenance.evidence == crate::Evidence::Seed;
            assert_eq!(quoted, from_document, "{id}: {field}");
        }
        assert_eq!(sources.as_table().unwrap().len(), fields.len(), "{id}");
    }
}

#[test]
fn r061_the_end_of_old_cards_is_kept_once_and_none_outlives_the_law() {
    let file: toml::Table = toml::from_str(include_str!("../../data/insurers.toml")).unwrap();
    for kind in InsurerKind::ALL {
        let insurers = file["insurer"].as_array().unwrap().iter();
        let of_kind = insurers.filter(|it| it["kind"].as_str() == Some(kind.code()));
        let latest = of_kind
            .map(|it| it["old_card_until"].as_str().unwrap())
            .max();
        assert_eq!(latest, Some(kind.old_card_until().to_string().as_str()));
    }
    assert!(!include_str!("../insurer_kind.rs").contains("2025"));
    for policy in InsurerPolicy::all() {
        assert_eq!(policy.old_card_until, policy.kind.old_card_until());
        let printed = Some(policy.old_card_until);
        assert_eq!(crate::old_card_until(printed, None), policy.old_card_until);
    }
    assert_eq!(policy("kenpo").old_card_until, date(2025, 12, 1));
    assert_eq!(policy("kokuho_kawasaki").old_card_until, date(2025, 7, 31));
}

#[test]
fn r058_new_cover_is_known_after_the_lag_in_calendar_days() {
    for (id, procedure_on, linked_on) in [
        ("kenpo", date(2026, 11, 16), date(2026, 11, 21)),
        ("kouki_kumamoto", date(2026, 11, 16), date(2026, 11, 26)),
        ("kokuho_takasaki", date(2026, 12, 25), date(2027, 1, 4)),
        // Over a weekend and a holiday nothing changes.
        ("kenpo", date(2026, 11, 20), date(2026, 11, 25)),
        ("kenpo", date(2028, 2, 26), date(2028, 3, 2)),
    ] {
        assert_eq!(policy(id).linked_on(procedure_on), linked_on, "{id}");
    }
}

#[test]
fn r058_cover_is_unknown_during_the_lag_and_then_valid_from_its_first_day() {
    let joined = date(2026, 11, 16);
    let person = person(vec![Cover {
        acquired_on: joined,
        linked_on: policy("kenpo").linked_on(joined),
        ..cover()
    }]);
    for (day, validity) in [
        (date(2026, 11, 16), Validity::NotFound),
        (date(2026, 11, 20), Validity::NotFound),
        (date(2026, 11, 21), Validity::Valid),
    ] {
        assert_eq!(on_day(&person, day).0, validity, "{day}");
    }
    assert!(person.covers[0].holds_on(joined));
}

#[test]
fn r065_each_insurer_has_its_own_end_of_a_certificate() {
    let (issued, birth) = (date(2026, 9, 10), date(1951, 11, 21));
    for (id, until) in [
        ("kouki_kumamoto", Some(date(2027, 7, 31))),
        ("kokuho_takasaki", Some(date(2026, 11, 20))),
        ("kokuho_azumino", None),
        ("kokuho_kawasaki", Some(date(2027, 7, 31))),
        ("kokuho", Some(date(2027, 7, 31))),
        ("kenpo", Some(date(2027, 11, 30))),
    ] {
        let got = policy(id).certificate_valid_until(issued, birth, None);
        assert_eq!(got, until, "{id}");
    }
}

#[test]
fn r066_each_insurer_has_its_own_end_of_a_notice() {
    let birth = date(1951, 11, 21);
    let printed = Some(date(2027, 3, 31));
    for (id, printed, until) in [
        ("kenpo", printed, None),
        ("kouki_kumamoto", printed, None),
        ("kokuho_takasaki", None, Some(date(2026, 11, 20))),
        ("kokuho_azumino", printed, printed),
        ("kokuho_azumino", None, None),
    ] {
        let got = policy(id).notice_valid_until(birth, printed);
        assert_eq!(got, until, "{id}");
    }
}

#[test]
fn r066_the_notice_of_a_health_insurance_society_is_never_issued_again() {
    for registered in [true, false] {
        assert_eq!(
            policy("kenpo").reissues(Document::EligibilityNotice, registered),
            Some(false)
        );
    }
}

#[test]
fn r066_the_share_is_printed_for_people_of_70_and_more() {
    for id in ["kokuho_takasaki", "kokuho_azumino"] {
        assert_eq!(policy(id).share_printed, SharePrinted::From70);
    }
}

#[test]
fn r056_a_lost_certificate_is_issued_again_but_not_everywhere_to_everyone() {
    for (id, registered, expected) in [
        ("kouki_kumamoto", true, Some(true)),
        ("kokuho_takasaki", true, Some(true)),
        ("kokuho_azumino", false, Some(true)),
        ("kokuho_kawasaki", false, None),
        ("kenpo", false, Some(true)),
        ("kenpo", true, Some(false)),
    ] {
        assert_eq!(
            policy(id).reissues(Document::EligibilityCertificate, registered),
            expected,
            "{id} {registered}"
        );
    }
    let old_card = policy("kenpo").reissues(Document::OldCard, false);
    assert_eq!(old_card, Some(false));
}

#[test]
fn r056_while_the_card_is_lost_the_old_card_serves_until_its_end() {
    for (id, day, expected) in [
        ("kouki_kumamoto", date(2025, 7, 31), Document::OldCard),
        (
            "kouki_kumamoto",
            date(2025, 8, 1),
            Document::EligibilityCertificate,
        ),
        ("kenpo", date(2025, 12, 1), Document::OldCard),
        ("kenpo", date(2025, 12, 2), Document::EligibilityCertificate),
    ] {
        assert_eq!(
            policy(id).instead_of_a_lost_card(day),
            expected,
            "{id} {day}"
        );
    }
}

#[test]
fn r070_what_becomes_of_a_document_is_the_insurers_word() {
    for (id, document, part) in [
        ("kenpo", Document::OldCard, Some("自分で処分")),
        (
            "kenpo",
            Document::EligibilityCertificate,
            Some("有効期限が切れたものは返却不要"),
        ),
        (
            "kenpo",
            Document::EligibilityCertificate,
            Some("滅失・回収不能届"),
        ),
        (
            "kenpo",
            Document::EligibilityCertificate,
            Some("マイナ保険証を取得しただけでは返却しません"),
        ),
        ("kenpo", Document::EligibilityNotice, Some("返却は不要")),
        ("kokuho_takasaki", Document::OldCard, None),
        (
            "kokuho_takasaki",
            Document::EligibilityCertificate,
            Some("自分で破棄するか、市の窓口に持参"),
        ),
        (
            "kokuho_takasaki",
            Document::EligibilityNotice,
            Some("そのまま使います"),
        ),
        ("kouki_kumamoto", Document::EligibilityCertificate, None),
    ] {
        let told = policy(id).return_of(document);
        assert_eq!(told.is_some(), part.is_some(), "{id} {document:?}");
        if let (Some(told), Some(part)) = (told, part) {
            assert!(told.ja.contains(part), "{id}: {}", told.ja);
        }
    }
}

#[test]
fn r070_returns_are_keyed_by_documents() {
    for policy in InsurerPolicy::all() {
        for code in policy.returns.keys() {
            assert!(Document::from_code(code).is_some(), "{}: {code}", policy.id);
        }
    }
}

#[test]
fn r071_every_insurer_says_when_documents_are_sent() {
    for (id, part) in [
        ("kouki_kumamoto", "令和7年7月中"),
        ("kenpo", "令和7年11月頃"),
        ("kokuho_takasaki", "有効期限から1～2か月後"),
        ("kokuho_azumino", "世帯主あて"),
        ("kokuho_kawasaki", "毎年7月頃"),
    ] {
        let told = policy(id).sending();
        assert!(told.ja.contains(part), "{id}");
        assert!(!told.en.is_empty(), "{id}");
    }
}
