use super::*;

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
}
