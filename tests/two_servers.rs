//! Two servers on one database: a person's steps may go to either, and nothing is lost,
//! done twice, or known to one alone.

use std::time::Duration;

use api::request::{Authenticate, CloseVisit, Complete, Ending, OpenVisit};
use api::{
    BatchHead, BatchNews, CallError, Client, EnrolStaff, FollowBatch, ListConsents, Passcode,
    ReadHistory, SignIn, WithdrawConsent,
};
use jiff::civil::Date;
use pki::Folder;
use qualification::{
    Assurance, Booking, Category, Choices, ConsentSurface, Decision, HistoryRecord, IdempotencyKey,
    Institution, LimitChoice, ReaderKind, Reason, Role, StaffId, Validity, Verified, ViewDenial,
};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{RngCore as _, SeedableRng as _};
use store::{ChainVerdict, open_for_reading, verify_chain};
use tokio::task::JoinSet;

use crate::stage::desk::{check, client, connection};
use crate::stage::duplex::CLINIC;
use crate::stage::duty::medication;
use crate::stage::home::Home;
use crate::stage::postgres::Postgres;
use crate::stage::processes::{Running, server_at};
use crate::stage::signer::Signer;

const VISITS: usize = 40;
const PASSCODE: &str = "kamome-no-himitsu";

/// Servers on one store, with somebody signed in who may call any of them.
struct Town {
    home: Home,
    _servers: Vec<Running>,
    terminals: Vec<Client>,
    card: Signer,
    /// Says where the next step goes, and under which key.
    dice: ChaCha20Rng,
}

impl Town {
    async fn of(servers: usize, home: Home) -> Self {
        let (mut running, mut addresses) = (Vec::new(), Vec::new());
        for _ in 0..servers {
            let (server, address) = server_at(&home, "127.0.0.1:0", &[]);
            running.push(server);
            addresses.push(address);
        }
        let pki = Folder::at(home.pki());
        let operator = pki.operator().unwrap();
        let operator = connection(&operator, addresses.first().unwrap());
        let staff = StaffId::parse("D-001").unwrap();
        let account = EnrolStaff {
            institution: Institution::parse(CLINIC).ok(),
            staff: staff.clone(),
            role: Role::Physician,
            passcode: Passcode::parse(PASSCODE).unwrap(),
            key: IdempotencyKey([1; 16]),
        };
        let operator = Client::connect(&operator).await.unwrap();
        operator.enrol_staff(account).await.unwrap();
        let mut terminals = Vec::new();
        for address in &addresses {
            terminals.push(client(&home.pki(), address).await);
        }
        // Enrolled at the first, signed in at the last, known to all.
        let passcode = Passcode::parse(PASSCODE).unwrap();
        let sign_in = SignIn { staff, passcode };
        let last = terminals.last().unwrap();
        let token = last.sign_in(sign_in, IdempotencyKey([2; 16])).await;
        let token = token.unwrap().ok().unwrap();
        Self {
            terminals: terminals.iter().map(|it| it.signed_in(&token)).collect(),
            card: Signer::of_card(&pki.card("insured")),
            home,
            _servers: running,
            dice: ChaCha20Rng::seed_from_u64(2),
        }
    }

    /// Either server.
    fn either(&mut self) -> Client {
        let number = usize::try_from(self.dice.next_u32()).unwrap();
        let terminal = number % self.terminals.len();
        self.terminals[terminal].clone()
    }

    fn key(&mut self) -> IdempotencyKey {
        let mut key = [0; 16];
        self.dice.fill_bytes(&mut key);
        IdempotencyKey(key)
    }

    /// The card's answer to a challenge of either.
    async fn card_answers(&mut self) -> Authenticate {
        let user_certificate = self.card.certificate.clone();
        let open = OpenVisit { user_certificate };
        let id = self.key();
        let challenge = self.either().open_visit(open, id).await.unwrap().bytes;
        Authenticate {
            signature: self.card.sign(&challenge),
            user_certificate: self.card.certificate.clone(),
            challenge,
            assurance: Assurance::new(Verified::Pin, ReaderKind::General, 1).unwrap(),
            key: self.key(),
        }
    }

    /// A visit up to its answer, every step at either, and again at either.
    async fn completed(&mut self, consented: &[Category]) -> (qualification::VisitId, Decision) {
        let authenticate = self.card_answers().await;
        let mut visits = Vec::new();
        for _ in 0..2 {
            let answer = self.either().authenticate(authenticate.clone()).await;
            visits.push(answer.unwrap().unwrap());
        }
        assert!(visits[0] == visits[1], "the same visit again");
        let complete = Complete {
            visit: visits[0].0,
            choices: Choices {
                consented: consented.to_vec(),
                limit: LimitChoice::Provide,
                register: false,
                surface: ConsentSurface::Desk,
            },
            as_of: None,
            key: self.key(),
        };
        let mut decisions = Vec::new();
        for _ in 0..2 {
            let answer = self.either().complete(complete.clone()).await;
            decisions.push(answer.unwrap().unwrap());
        }
        assert!(decisions[0] == decisions[1], "the same answer again");
        (complete.visit, decisions.remove(0))
    }

    /// The first page at that server.
    async fn read_at(
        &mut self,
        client: &Client,
        request: ReadHistory,
    ) -> Result<Vec<HistoryRecord>, ViewDenial> {
        let id = self.key();
        let mut pages = client.read_history(request, id).await.unwrap();
        let page = pages.next().await.unwrap().unwrap();
        page.map(|page| page.records)
    }

    /// How many records the one chain has, which is whole.
    async fn chain(&self) -> u64 {
        let store = open_for_reading(&self.home.store_location()).await.unwrap();
        match verify_chain(store.as_ref()).await.unwrap() {
            ChainVerdict::Whole { head } => head.number,
            ChainVerdict::Broken { record, flaw } => panic!("record {record}: {flaw:?}"),
        }
    }
}

/// What does not depend on when and as what it was written down.
fn comparable(mut decision: Decision) -> (Decision, Vec<(Category, ConsentSurface)>) {
    (decision.visit_date, decision.as_of) = (Date::ZERO, Date::ZERO);
    let consents = std::mem::take(&mut decision.consents).into_iter();
    let consents = consents.map(|it| (it.category, it.surface)).collect();
    (decision, consents)
}

type Course = Vec<(
    (Decision, Vec<(Category, ConsentSurface)>),
    Result<Vec<HistoryRecord>, ViewDenial>,
)>;

/// Visits with every step at either server; and how many records they leave.
async fn course(town: &mut Town) -> (Course, u64) {
    let before = town.chain().await;
    let mut course = Vec::new();
    for number in 0..VISITS {
        let consented = match number % 3 {
            0 => &[][..],
            1 => &[Category::Medication],
            _ => &Category::ALL,
        };
        let (visit, decision) = town.completed(consented).await;
        let either = town.either();
        let read = town.read_at(&either, medication(visit)).await;
        let close = CloseVisit {
            visit,
            ending: Ending::Finished,
            key: town.key(),
        };
        for _ in 0..2 {
            town.either().close_visit(close.clone()).await.unwrap();
        }
        course.push((comparable(decision), read));
    }
    (course, town.chain().await - before)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn visits_whose_steps_go_to_either_of_two_servers_are_those_of_one() {
    let postgres = Postgres::start();
    let home = Home::new().keeping(postgres.location.clone());
    let (two, records) = course(&mut Town::of(2, home).await).await;
    let (one, expected) = course(&mut Town::of(1, Home::new()).await).await;
    assert!(two.iter().any(|(_, read)| read.is_ok()));
    assert!(two.iter().any(|(_, read)| read.is_err()));
    for (number, (two, one)) in two.iter().zip(&one).enumerate() {
        assert!(two == one, "visit {number} is answered otherwise");
    }
    assert_eq!((two.len(), records), (one.len(), expected));
    eprintln!("{VISITS} visits at two servers: {records} records in one chain, as with one server");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_server_was_told_the_other_knows_at_once() {
    let postgres = Postgres::start();
    let home = Home::new().keeping(postgres.location.clone());
    let mut town = Town::of(2, home).await;
    let [first, second] = town.terminals.clone().try_into().unwrap();
    for _ in 0..5 {
        let (visit, _) = town.completed(&[Category::Medication]).await;
        assert!(town.read_at(&second, medication(visit)).await.is_ok());
        let listed = first
            .list_consents(ListConsents { visit }, town.key())
            .await;
        let consent = listed.unwrap().first().unwrap().id;
        let key = town.key();
        let withdrawal = WithdrawConsent { consent, key };
        first.withdraw_consent(withdrawal).await.unwrap();
        let read = town.read_at(&second, medication(visit)).await;
        assert!(read == Err(ViewDenial::ConsentWithdrawn));
    }

    let head = BatchHead {
        key: town.key(),
        as_of: None,
    };
    let bookings = (1..=100).map(|number| Booking {
        id: format!("{number}"),
        query: check(0).query,
    });
    let bookings: Vec<_> = bookings.collect();
    let handed_in = first.submit_batch(head, bookings.clone()).await.unwrap();
    let again = second.submit_batch(head, bookings).await.unwrap();
    assert_eq!(again.receipt, handed_in.receipt);
    let mut places = Vec::new();
    for (server, until) in [(&first, 50), (&second, 100)] {
        let follow = FollowBatch {
            receipt: handed_in.receipt,
            after: places.last().copied().unwrap_or_default(),
        };
        let mut news = server.follow_batch(follow, town.key()).await.unwrap();
        while places.len() < until {
            if let BatchNews::Result(result) = news.next().await.unwrap().unwrap() {
                assert_eq!(result.decision.validity, Validity::Valid);
                places.push(result.place);
            }
        }
    }
    assert!(places.into_iter().eq(1..=100), "each once, in order");
    town.chain().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_sixty_four_uses_at_once_spread_over_both_exactly_one_is_admitted() {
    let postgres = Postgres::start();
    let home = Home::new().keeping(postgres.location.clone());
    let mut town = Town::of(2, home).await;
    for round in 0..10 {
        let before = town.chain().await;
        let request = town.card_answers().await;
        let mut uses = JoinSet::new();
        for number in 0..64 {
            let terminal = town.terminals[number % 2].clone();
            let request = Authenticate {
                key: town.key(),
                ..request.clone()
            };
            uses.spawn(async move { again_when_busy(&terminal, &request).await });
        }
        let answers = uses.join_all().await;
        let admitted = answers.iter().filter(|answer| answer.is_ok()).count();
        let expired = Err(Reason::ChallengeExpired);
        let refused = answers.iter().filter(|answer| **answer == expired);
        assert_eq!((admitted, refused.count()), (1, 63), "round {round}");
        assert_eq!(town.chain().await, before + 64, "round {round}");
    }
    eprintln!("640 uses of 10 challenges at two servers: 10 admitted, 630 refused");
}

/// Whoever finds a server busy asks again, under the same key.
async fn again_when_busy(terminal: &Client, request: &Authenticate) -> Result<(), Reason> {
    loop {
        match terminal.authenticate(request.clone()).await {
            Ok(answer) => return answer.map(drop),
            Err(CallError::Busy { .. }) => tokio::time::sleep(Duration::from_millis(20)).await,
            Err(error) => panic!("{error}"),
        }
    }
}
