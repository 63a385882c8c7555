//! A check server and its desks in one process, joined by pipes instead of
//! sockets, with a clock that is set by hand and randomness from a seed.

use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ::persona::Persona;
use api::{Client, v1};
use hyper_util::rt::TokioIo;
use jiff::Timestamp;
use pki::{CardTrust, Credentials, Folder, Plan};
use qualification::{
    CardFingerprint, Category, Cover, Disclosure, InsuredPerson, InsurerNumber, LimitChoice,
    PersonId, Registration, Relation, Sex, Switches,
};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{RngCore as _, SeedableRng as _};
use reception::{Asking, Desk, InProcess, Place, Report, Script};
use server::{CheckServer, Clock, Limits, Revocation, ServeError, serve, tls};
use store::{Enrolment, Store};
use tempfile::TempDir;
use tokio::io::DuplexStream;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio_rustls::client::TlsStream;
use tokio_stream::wrappers::UnboundedReceiverStream;
use tonic::transport::{Channel, Endpoint};

use super::made::pki_with_a_card;
use super::pipe::{connector, secured};

/// The institution whose desk it is.
pub(crate) const CLINIC: &str = "1310000001";
/// Another one.
pub(crate) const OTHER_CLINIC: &str = "1310000002";

/// A clock that stands still until it is set.
pub(crate) struct SetClock(Mutex<Timestamp>, AtomicU64);

impl SetClock {
    pub(crate) fn at(instant: &str) -> Self {
        Self(Mutex::new(instant.parse().unwrap()), AtomicU64::new(0))
    }

    /// Time goes by that nobody sets.
    pub(crate) fn pass(&self, time: Duration) {
        let time = u64::try_from(time.as_micros()).unwrap();
        self.1.fetch_add(time, Ordering::Relaxed);
    }

    pub(crate) fn set(&self, instant: &str) {
        *self.0.lock().unwrap() = instant.parse().unwrap();
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }

    fn monotonic(&self) -> u64 {
        self.1.load(Ordering::Relaxed)
    }

    fn set(&self, instant: Timestamp) {
        *self.0.lock().unwrap() = instant;
    }
}

impl reception::Time for SetClock {
    fn now(&self) -> Timestamp {
        Clock::now(self)
    }

    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }
}

/// Random bytes from a seed.
pub(crate) struct Seeded(Mutex<ChaCha20Rng>);

impl Seeded {
    pub(crate) fn from(seed: u64) -> Self {
        Self(Mutex::new(ChaCha20Rng::seed_from_u64(seed)))
    }

    fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().unwrap().fill_bytes(bytes);
    }
}

impl server::Entropy for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        self.fill(bytes);
    }
}

impl reception::Entropy for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        self.fill(bytes);
    }
}

/// A server, its certificates, its store, one insured person with a card, and the
/// way to open connections.
pub(crate) struct Stage {
    pub(super) folder: Arc<TempDir>,
    pub(crate) pki: Folder,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Arc<SetClock>,
    connections: mpsc::UnboundedSender<DuplexStream>,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<Result<(), ServeError>>,
    pub(super) keys: AtomicU64,
}

impl Stage {
    /// Everything made anew; the clock stands at `now`.
    pub(crate) async fn at(now: &str) -> Self {
        Self::with_limits(now, Limits::default()).await
    }

    pub(crate) async fn with_limits(now: &str, limits: Limits) -> Self {
        Self::with(now, limits, Switches::DEFAULT).await
    }

    /// Where sources differ, the server goes by those rules.
    pub(crate) async fn with(now: &str, limits: Limits, switches: Switches) -> Self {
        Self::changed(now, limits, |server| server.with(switches)).await
    }

    /// The server is changed before it begins.
    pub(crate) async fn changed(
        now: &str,
        limits: Limits,
        change: impl FnOnce(CheckServer) -> CheckServer,
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        pki_with_a_card(&folder.path().join("pki"));
        let location = format!("sqlite:{}", folder.path().join("store.db").display());
        let store = store::open(&location).await.unwrap();
        let clock = Arc::new(SetClock::at(now));
        let stage = Self::begin(folder.into(), store, clock, limits, 7, change);
        stage.enrol(stage.insured()).await;
        stage
    }

    /// A server over what is there; its randomness is from that seed.
    pub(super) fn begin(
        folder: Arc<TempDir>,
        store: Arc<dyn Store>,
        clock: Arc<SetClock>,
        limits: Limits,
        seed: u64,
        change: impl FnOnce(CheckServer) -> CheckServer,
    ) -> Self {
        let pki = Folder::at(folder.path().join("pki"));
        let (connections, incoming) = mpsc::unbounded_channel();
        let (stop, stopped) = oneshot::channel();
        let credentials = pki.server().unwrap();
        let revocation = Revocation::at(pki.revocation_list_path(), &credentials.authority);
        let revocation = Arc::new(revocation);
        let server = CheckServer::new(
            Arc::clone(&store),
            CardTrust::new(&pki.card_authority_certificate().unwrap()).unwrap(),
            pki.suspended_list_path(),
            Arc::clone(&revocation),
            &pki.challenge_key().unwrap(),
            Arc::clone(&clock) as _,
            Arc::new(Seeded::from(seed)),
        );
        let serving = serve(
            change(server),
            tls(&credentials, Arc::clone(&clock) as _, revocation).unwrap(),
            limits,
            UnboundedReceiverStream::new(incoming),
            async {
                // A stage that is gone is a word to stop, too.
                let _ = stopped.await;
            },
        );
        Self {
            folder,
            pki,
            store,
            clock,
            connections,
            stop,
            serving: tokio::spawn(serving),
            keys: AtomicU64::new(0),
        }
    }

    /// Tells the server to stop, and waits until it has.
    pub(crate) async fn stop(self) -> Result<(), ServeError> {
        self.stop.send(()).unwrap();
        self.serving.await.unwrap()
    }

    /// A folder of the stage's own, for a story's files.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The ordinary person: registered, covered, 46 years old.
    pub(crate) fn insured(&self) -> InsuredPerson {
        InsuredPerson {
            id: PersonId([1; 16]),
            name: "窓口　花子".into(),
            kana: "マドグチ　ハナコ".into(),
            birth: "1980-02-17".parse().unwrap(),
            sex: Sex::Female,
            address: "架空の町".into(),
            registration: Registration::Registered,
            disclosure: Disclosure::Disclosed,
            covers: vec![Cover {
                insurer: InsurerNumber::parse("06439996").unwrap(),
                insurer_name: "窓口シミュレータ健康保険組合".into(),
                symbol: Some("5021".into()),
                number: "1234567".into(),
                branch: None,
                relation: Relation::Insured,
                acquired_on: "2020-04-01".parse().unwrap(),
                lost_on: None,
                linked_on: "2020-04-01".parse().unwrap(),
                share: None,
                arrears_due: None,
            }],
            limit: None,
            specific_disease: None,
            subsidy_certificate: false,
        }
    }

    /// Puts a person in, as the owner of the stage's card.
    pub(crate) async fn enrol(&self, person: InsuredPerson) {
        self.enrol_with(person, &self.certificate()).await;
    }

    /// Puts a person in, as the owner of the card with that certificate.
    pub(crate) async fn enrol_with(&self, person: InsuredPerson, certificate: &[u8]) {
        let trust = CardTrust::new(&self.pki.card_authority_certificate().unwrap()).unwrap();
        let list = self.pki.suspended_list().unwrap();
        let card = trust.judge(certificate, &list).unwrap();
        let cards = vec![CardFingerprint(card.fingerprint)];
        let people = vec![Enrolment {
            person,
            cards,
            history: Vec::new(),
        }];
        self.store.enrol(people).await.unwrap();
    }

    /// The card's certificate.
    pub(crate) fn certificate(&self) -> Vec<u8> {
        virtual_card::issued_certificate(&self.pki.card("insured")).unwrap()
    }

    /// What is printed on its front: 照合番号B.
    pub(crate) fn collation_number(&self) -> String {
        let number = virtual_card::issued_collation_number_b(&self.pki.card("insured"));
        String::from_utf8(number.unwrap().unwrap().to_vec()).unwrap()
    }

    /// The card, taken in hand.
    pub(crate) fn card(&self) -> virtual_card::Card {
        virtual_card::take(&self.pki.card("insured")).unwrap()
    }

    /// A fresh idempotency key.
    pub(crate) fn key(&self) -> Vec<u8> {
        let key = self.keys.fetch_add(1, Ordering::Relaxed);
        [[0xA5; 8], key.to_be_bytes()].concat()
    }

    /// A connection as that institution, which gets a certificate if it has none.
    pub(crate) async fn channel(&self, institution: &str) -> Channel {
        self.try_channel(institution).await.unwrap()
    }

    /// The same where it may fail.
    pub(crate) async fn try_channel(
        &self,
        institution: &str,
    ) -> Result<Channel, tonic::transport::Error> {
        if self.pki.institution(institution).is_err() {
            let from = "2024-01-01T00:00:00Z".parse().unwrap();
            let until = "2036-01-01T00:00:00Z".parse().unwrap();
            self.pki
                .add_institution(institution, "T01", "clinic", from, until)
                .unwrap();
        }
        let credentials = self.pki.institution(institution).unwrap();
        self.channel_with(&credentials).await
    }

    /// A connection with those credentials.
    pub(crate) async fn channel_with(
        &self,
        credentials: &Credentials,
    ) -> Result<Channel, tonic::transport::Error> {
        let connector = connector(credentials);
        let connections = self.connections.clone();
        let connect = tower::service_fn(move |_| {
            let (connector, connections) = (connector.clone(), connections.clone());
            async move { secured(&connector, &connections).await.map(TokioIo::new) }
        });
        let endpoint = Endpoint::from_static("http://localhost");
        endpoint.connect_with_connector(connect).await
    }

    /// A connection of an institution that has a certificate, after the handshake.
    pub(crate) async fn secured(&self, institution: &str) -> io::Result<TlsStream<DuplexStream>> {
        let credentials = self.pki.institution(institution).unwrap();
        secured(&connector(&credentials), &self.connections).await
    }

    /// A connection on which nothing has been said yet.
    pub(crate) fn pipe(&self) -> DuplexStream {
        let (ours, theirs) = tokio::io::duplex(64 * 1024);
        self.connections.send(theirs).unwrap();
        ours
    }

    /// The plain generated client, for requests that no desk would send.
    pub(crate) async fn raw(&self, institution: &str) -> Raw {
        Raw::new(self.channel(institution).await)
    }

    /// Receives the ordinary person at a desk over the pipe.
    pub(crate) async fn receive(&self, script: Script) -> Report {
        let desk = self.desk(Arc::new(InProcess::with(self.card()))).await;
        desk.receive(&mut { script }, std::future::pending()).await
    }

    /// A desk over the pipe, with that place for cards.
    pub(crate) async fn desk(&self, place: Arc<dyn Place>) -> Desk {
        let client = Client::over(self.channel(CLINIC).await, Duration::from_secs(5));
        // Each desk draws keys of its own.
        let seed = self.keys.fetch_add(1, Ordering::Relaxed);
        let asking = Asking::through(client, Arc::new(Seeded::from(seed)));
        let time = Arc::clone(&self.clock) as _;
        Desk::new(place, asking, time, Duration::from_secs(60))
    }
}

/// The plain generated client.
pub(crate) type Raw = v1::qualification_service_client::QualificationServiceClient<Channel>;

/// A person who knows her PIN and agrees to everything.
pub(crate) fn agreeing() -> Script {
    Script {
        consented: Category::ALL.to_vec(),
        limit: LimitChoice::Provide,
        ..Script::with_pin(card::Pin::parse("1234").ok())
    }
}

/// A person who refuses whatever can be refused.
pub(crate) fn refusing() -> Script {
    Script {
        consented: Vec::new(),
        limit: LimitChoice::Withhold,
        ..agreeing()
    }
}

/// A new folder of certificates, from a seed.
pub(crate) fn made_pki(path: &Path, seed: u64) -> Folder {
    let folder = Folder::at(path);
    let plan = Plan {
        not_before: "2024-01-01T00:00:00Z".parse().unwrap(),
        not_after: "2035-01-01T00:00:00Z".parse().unwrap(),
        authorities_until: "2040-01-01T00:00:00Z".parse().unwrap(),
        server_names: vec!["localhost".into()],
        institution: (CLINIC.into(), "clinic".into()),
    };
    folder
        .make(&plan, &mut ChaCha20Rng::seed_from_u64(seed))
        .unwrap();
    folder
}

/// Issues the persona's card on 2026-04-01.
pub(crate) fn issue(persona: &Persona, pki: &Folder, name: &str) {
    let issuer = pki.card_issuer().unwrap();
    let day = "2026-04-01".parse().unwrap();
    let mut rng = ChaCha20Rng::seed_from_u64(3);
    virtual_card::issue(persona, &issuer, &pki.card(name), day, &mut rng).unwrap();
}
