//! What is opened, and what is refused.

use store::{StoreError, verify_chain};

use super::server::{Server, raw, sql};
use super::{ROLE, database, fresh, without_tables};
use crate::contract::audit::a_day;
use crate::sample::number_check;

async fn refusal(location: &str) -> StoreError {
    match store::open(location).await {
        Ok(_) => panic!("{location} was opened"),
        Err(error) => error,
    }
}

#[tokio::test]
async fn what_was_recorded_is_there_for_another_server() {
    let (database, store) = fresh().await;
    a_day(&*store).await;
    let before = (store.audit(0, 9).await, verify_chain(&*store).await);
    drop(store);
    let store = store::open(&database.served).await.unwrap();
    let after = (store.audit(0, 9).await, verify_chain(&*store).await);
    assert_eq!(after, before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_several_servers_that_start_at_once_one_makes_the_tables() {
    let database = without_tables(super::shared()).await;
    let starting = (0..4).map(|_| {
        let location = database.owner.clone();
        tokio::spawn(async move { store::open(&location).await })
    });
    for started in starting.collect::<Vec<_>>() {
        started.await.unwrap().unwrap().check().await.unwrap();
    }
}

#[tokio::test]
async fn another_schema_is_refused() {
    let database = database().await;
    for (found, known) in [(99, 1), (0, 1)] {
        let version = format!("UPDATE madoguchi_schema SET version = {found}");
        sql(&database.owner, &version).await;
        let other = StoreError::Schema { found, known };
        assert_eq!(refusal(&database.served).await, other);
        let reading = store::open_for_reading(&database.served).await;
        assert_eq!(reading.err(), Some(other.clone()));
        if found > known {
            assert_eq!(refusal(&database.owner).await, other);
            let prepared = store::prepare(&database.owner, ROLE).await;
            assert_eq!(prepared, Err(other));
        }
    }
}

#[tokio::test]
async fn another_programs_database_is_left_alone() {
    let database = without_tables(super::shared()).await;
    let role = refusal(&database.served).await;
    assert_eq!(role, StoreError::Schema { found: 0, known: 1 });
    sql(&database.owner, "CREATE TABLE theirs (x bigint)").await;
    for location in [&database.owner, &database.served] {
        assert_eq!(refusal(location).await, StoreError::Foreign);
    }
    let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'";
    let tables = raw(&database.owner).await.query_one(tables, &[]).await;
    assert_eq!(tables.unwrap().get::<_, i64>(0), 1);
}

#[tokio::test]
async fn a_store_is_read_beside_a_running_server_and_never_written() {
    let (database, server) = fresh().await;
    let reader = store::open_for_reading(&database.served).await.unwrap();
    a_day(&*server).await;
    assert_eq!(verify_chain(&*reader).await, verify_chain(&*server).await);
    assert_eq!(reader.audit(0, 9).await.unwrap().records.len(), 4);
    let written = reader.record_number_check(number_check(9)).await;
    assert_eq!(written, Err(StoreError::ReadOnly));
    assert_eq!(reader.check().await, Err(StoreError::ReadOnly));
    assert_eq!(reader.enrol(Vec::new()).await, Err(StoreError::ReadOnly));
}

#[tokio::test]
async fn over_a_network_it_is_spoken_to_by_tls_and_only_as_the_certificate_says() {
    let mut server = Server::start(&["tls"]);
    let network = server.line();
    let database = without_tables(&server).await;
    store::prepare(&database.owner, ROLE).await.unwrap();
    let name = database.owner.rsplit('/').next().unwrap();
    let location = network
        .replace("//localhost", "//desk:himitsu@localhost")
        .replace("/postgres?", &format!("/{name}?"));
    let store = store::open(&location).await.unwrap();
    a_day(&*store).await;
    let encrypted = "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
         WHERE usename = 'desk'";
    let encrypted = raw(&database.owner).await.query_one(encrypted, &[]).await;
    assert_eq!(encrypted.unwrap().get::<_, Option<bool>>(0), Some(true));

    let folder = tempfile::tempdir().unwrap();
    let stranger = folder.path().join("root.crt");
    let made = rcgen::generate_simple_self_signed(vec!["localhost".into()]).unwrap();
    std::fs::write(&stranger, made.cert.pem()).unwrap();
    let (plain, root) = location.split_once("&sslrootcert=").unwrap();
    for (wrong, words) in [
        (
            format!("{plain}&sslrootcert={}", stranger.display()),
            "certificate",
        ),
        (location.replace("localhost", "127.0.0.1"), "certificate"),
        (location.replace("verify-full", "disable"), "no encryption"),
        (location.replace(root, "/nowhere"), "cannot be read"),
    ] {
        let text = refusal(&wrong).await.to_string();
        assert!(text.contains(words), "{text}");
    }
}
