//! Asking the server: one connection, and repetition where it is harmless.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use api::request::{Authenticate, CloseVisit, Complete, Ending, OpenVisit};
use api::{AuthenticateAnswer, CallError, Challenge, Client, CompleteAnswer, Connection};
use qualification::{Assurance, Choices, IdempotencyKey, VisitId};
use tokio::sync::Mutex;
use tokio::time::sleep;

use crate::Entropy;

/// How long a desk goes on asking for one answer; a call that is under way then is
/// the last.
const PATIENCE: Duration = Duration::from_secs(8);
/// The pauses between repetitions of one call under one key: together, how long a
/// desk waits for a server that restarts.
const PAUSES: [Duration; 6] = [
    Duration::from_millis(200),
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(2),
    Duration::from_secs(2),
];

/// The desk's end of the way to the server.
#[derive(Clone)]
pub struct Asking {
    way: Way,
    entropy: Arc<dyn Entropy>,
}

#[derive(Clone)]
enum Way {
    /// Made when first needed, and again when it broke.
    Connection {
        to: Arc<Connection>,
        client: Arc<Mutex<Option<Client>>>,
    },
    /// A client that is there already.
    Client(Box<Client>),
}

impl Asking {
    /// Asks the server there, connecting when first needed.
    #[must_use]
    pub fn at(connection: Connection, entropy: Arc<dyn Entropy>) -> Self {
        let way = Way::Connection {
            to: Arc::new(connection),
            client: Arc::default(),
        };
        Self { way, entropy }
    }

    /// Asks through a client that is there already.
    #[must_use]
    pub fn through(client: Client, entropy: Arc<dyn Entropy>) -> Self {
        Self {
            way: Way::Client(Box::new(client)),
            entropy,
        }
    }

    pub(crate) async fn open_visit(&self, certificate: Vec<u8>) -> Result<Challenge, CallError> {
        let request = OpenVisit {
            user_certificate: certificate,
        };
        let answer = self.client().await?.open_visit(request, self.key()).await;
        self.forget_if_broken(&answer).await;
        answer
    }

    pub(crate) async fn authenticate(
        &self,
        certificate: Vec<u8>,
        challenge: Vec<u8>,
        signature: Vec<u8>,
        assurance: Assurance,
    ) -> Result<AuthenticateAnswer, CallError> {
        let request = Authenticate {
            user_certificate: certificate,
            challenge,
            signature,
            assurance,
            key: self.key(),
        };
        self.repeat(|client| {
            let request = request.clone();
            async move { client.authenticate(request).await }
        })
        .await
    }

    pub(crate) async fn complete(
        &self,
        visit: VisitId,
        choices: Choices,
    ) -> Result<CompleteAnswer, CallError> {
        let key = self.key();
        let request = Complete {
            visit,
            choices,
            as_of: None,
            key,
        };
        self.repeat(|client| {
            let request = request.clone();
            async move { client.complete(request).await }
        })
        .await
    }

    pub(crate) async fn abandon(&self, visit: VisitId) -> Result<(), CallError> {
        let request = CloseVisit {
            visit,
            ending: Ending::Abandoned,
            key: self.key(),
        };
        self.repeat(|client| {
            let request = request.clone();
            async move { client.close_visit(request).await }
        })
        .await
    }

    /// Calls until there is an answer, or repeating it does not help.
    async fn repeat<T, F>(&self, call: impl Fn(Client) -> F) -> Result<T, CallError>
    where
        F: Future<Output = Result<T, CallError>>,
    {
        let mut pauses = PAUSES.into_iter();
        let mut patience = pin!(sleep(PATIENCE));
        loop {
            let answer = match self.client().await {
                Ok(client) => call(client).await,
                Err(error) => Err(error),
            };
            self.forget_if_broken(&answer).await;
            match (answer, pauses.next()) {
                (Err(error), Some(pause)) if error.may_be_repeated() => {
                    tracing::info!(%error, "no answer yet; asking again under the same key");
                    // Whoever has too much to do says when it would be asked again.
                    let pause = error.retry_after().map_or(pause, |after| after.max(pause));
                    tokio::select! {
                        biased;
                        () = &mut patience => return Err(error),
                        () = sleep(pause) => {}
                    }
                }
                (answer, _) => return answer,
            }
        }
    }

    async fn client(&self) -> Result<Client, CallError> {
        match &self.way {
            Way::Client(client) => Ok(client.as_ref().clone()),
            Way::Connection { to, client } => {
                let mut client = client.lock().await;
                if let Some(client) = client.as_ref() {
                    return Ok(client.clone());
                }
                Ok(client.insert(Client::connect(to).await?).clone())
            }
        }
    }

    async fn forget_if_broken<T>(&self, answer: &Result<T, CallError>) {
        if let (Err(error), Way::Connection { client, .. }) = (answer, &self.way)
            && error.may_be_repeated()
        {
            *client.lock().await = None;
        }
    }

    fn key(&self) -> IdempotencyKey {
        let mut key = [0; 16];
        self.entropy.fill(&mut key);
        IdempotencyKey(key)
    }
}
