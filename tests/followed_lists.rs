//! A list of bookings is followed: that it was is recorded, and who is shut out
//! meanwhile gets no more of it.

use std::io;

use api::{BatchHead, BatchNews, BatchResults, CallError, Client, FollowBatch};
use hyper_util::rt::TokioIo;
use qualification::{Booking, CategorySet, Institution, InstitutionTerms, ReceiptNumber};
use store::Operation;
use tonic::transport::{Channel, Endpoint};

use crate::stage::desk::{PATIENCE, check};
use crate::stage::duplex::{CLINIC, Stage};

const MORNING: &str = "2026-11-21T09:00:00+09:00";
/// More than two groups of results.
const MANY: u32 = 120;

/// A connection on which a few results are on their way at a time.
async fn narrow(stage: &Stage) -> Channel {
    let mut stream = Some(stage.secured(CLINIC).await.unwrap());
    let connect = tower::service_fn(move |_| {
        let stream = stream.take().map(TokioIo::new);
        async move { stream.ok_or_else(|| io::Error::other("it is connected once")) }
    });
    let endpoint = Endpoint::from_static("http://localhost").initial_stream_window_size(1024);
    endpoint.connect_with_connector(connect).await.unwrap()
}

async fn handed_in(stage: &Stage, many: u32) -> (Client, ReceiptNumber) {
    stage.channel(CLINIC).await;
    let client = Client::over(narrow(stage).await, PATIENCE);
    let head = BatchHead {
        key: stage.fresh_key(),
        as_of: None,
    };
    let bookings = (1..=many).map(|number| Booking {
        id: number.to_string(),
        query: check(0).query,
    });
    let receipt = client.submit_batch(head, bookings.collect()).await;
    (client, receipt.unwrap().receipt)
}

async fn followed(stage: &Stage, client: &Client, request: FollowBatch) -> BatchResults {
    let news = client.follow_batch(request, stage.fresh_key()).await;
    news.unwrap()
}

/// The places of what comes yet, and how it ends.
async fn rest(news: &mut BatchResults) -> (Vec<u32>, Result<(), CallError>) {
    let mut places = Vec::new();
    loop {
        match news.next().await {
            Ok(Some(BatchNews::Result(result))) => places.push(result.place),
            Ok(Some(BatchNews::Progress { .. })) => {}
            Ok(None) => return (places, Ok(())),
            Err(error) => return (places, Err(error)),
        }
    }
}

#[tokio::test]
async fn an_institution_that_is_stopped_meanwhile_gets_no_further_group() {
    let stage = Stage::at(MORNING).await;
    let (client, receipt) = handed_in(&stage, MANY).await;
    let after = 0;
    let mut news = followed(&stage, &client, FollowBatch { receipt, after }).await;
    assert!(news.next().await.unwrap().is_some());
    let terms = InstitutionTerms {
        code: Institution::parse(CLINIC).unwrap(),
        name: "窓口医院".into(),
        offered: CategorySet::MEDICAL,
        stopped: true,
    };
    let key = stage.fresh_key();
    let stop = api::admin::PutInstitution { terms, key };
    stage.operator().await.put_institution(stop).await.unwrap();
    let (places, end) = rest(&mut news).await;
    assert!(places.into_iter().eq(1..=50), "the first group is given");
    assert!(matches!(end, Err(CallError::InstitutionRefused(_))));
    let events = stage.recorded(&[Operation::CheckBatch]).await;
    assert_eq!(events.len(), 1 + 50 + 1);
    assert_eq!(events.last().unwrap().result, "INSTITUTION_STOPPED");
}

#[tokio::test]
async fn that_results_are_given_again_is_recorded() {
    let stage = Stage::at(MORNING).await;
    let (client, receipt) = handed_in(&stage, 3).await;
    for after in [0, 1] {
        let mut news = followed(&stage, &client, FollowBatch { receipt, after }).await;
        let (places, end) = rest(&mut news).await;
        assert_eq!(end, Ok(()));
        assert!(places.into_iter().eq(after + 1..=3));
    }
    let events = stage.recorded(&[Operation::CheckBatch]).await;
    let told: Vec<_> = events
        .iter()
        .map(|event| (event.result.as_str(), event.detail.clone()))
        .collect();
    let made = |place: u32| ("CONFIRMED", format!("receipt={receipt} place={place}"));
    let following = |after: u32| ("FOLLOWED", format!("receipt={receipt} after={after}"));
    assert_eq!(
        told,
        [following(0), made(1), made(2), made(3), following(1)]
    );
}
