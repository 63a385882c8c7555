use qualification::{InsurerNumber, NumberQuery};

use super::*;

fn booking() -> Booking {
    Booking {
        id: "予約-17".into(),
        query: NumberQuery {
            insurer: InsurerNumber::parse("06439996").unwrap(),
            symbol: Some("5021".into()),
            number: "1234567".into(),
            branch: None,
            birth: jiff::civil::date(1980, 2, 17),
        },
    }
}

#[test]
fn a_list_is_read_back_as_it_was_written() {
    let head = BatchHead {
        key: IdempotencyKey([5; 16]),
        as_of: Some(jiff::civil::date(2026, 11, 30)),
    };
    for part in [BatchPart::Head(head), BatchPart::Booking(booking())] {
        let read = BatchPart::try_from(v1::SubmitBatchRequest::from(part.clone()));
        assert!(read.is_ok_and(|read| read == part));
    }
}

#[test]
fn a_wrong_part_names_its_fields_and_echoes_nothing() {
    use v1::submit_batch_request::Part;
    let mut wrong = v1::Booking {
        booking_id: String::new(),
        number: Some(booking().query.into()),
    };
    if let Some(number) = &mut wrong.number {
        number.insurer_number = "06439997".into();
        number.number = "秘".repeat(21);
    }
    let fields = [
        (None, vec!["part"]),
        (
            Some(Part::Head(v1::BatchHead::default())),
            vec!["head.idempotency_key"],
        ),
        (
            Some(Part::Booking(v1::Booking::default())),
            vec!["booking.booking_id", "booking.number"],
        ),
        (
            Some(Part::Booking(wrong)),
            vec![
                "booking.booking_id",
                "booking.number.insurer_number",
                "booking.number.number",
            ],
        ),
    ];
    for (part, wanted) in fields {
        let Err(faults) = BatchPart::try_from(v1::SubmitBatchRequest { part }) else {
            panic!("accepted");
        };
        let named: Vec<_> = faults.0.iter().map(|fault| fault.field.as_ref()).collect();
        assert_eq!(named, wanted);
        assert!(!format!("{faults:?}").contains('秘'));
    }
}

#[test]
fn what_comes_out_is_read_back() {
    let receipt = BatchReceipt {
        receipt: ReceiptNumber([7; 16]),
        bookings: 1000,
        kept_until: "2026-11-24T00:00:00Z".parse().unwrap(),
    };
    assert_eq!(
        v1::SubmitBatchResponse::from(receipt).try_into(),
        Ok(receipt)
    );
    let follow = FollowBatch {
        receipt: receipt.receipt,
        after: 17,
    };
    assert_eq!(v1::FollowBatchRequest::from(follow).try_into(), Ok(follow));
    let news = BatchNews::Progress {
        done: 17,
        bookings: 1000,
    };
    let read = BatchNews::try_from(v1::FollowBatchResponse::from(news.clone()));
    assert!(read.is_ok_and(|read| read == news));
    let short = v1::FollowBatchRequest {
        receipt_number: vec![7; 15],
        after: 0,
    };
    assert!(FollowBatch::try_from(short).is_err());
}
