use super::*;
use crate::Unheard;
use jiff::civil::date;

#[test]
fn r068_every_way_and_every_question_has_its_words() {
    for way in Way::ALL {
        assert!(!way.text().ja.is_empty());
        assert_eq!(Way::from_code(way.code()), Some(way));
    }
    for ask in Ask::ALL {
        assert!(!ask.text().en.is_empty());
    }
    let trouble = Trouble {
        visit_date: date(2026, 11, 21),
        insurer: InsurerKind::Employees,
        held: &[(Document::Card, true), (Document::EligibilityNotice, true)],
        cause: Cause::ServerDown,
    };
    assert_eq!(fall_back(&trouble, &mut Unheard).way, Way::F4);
}
