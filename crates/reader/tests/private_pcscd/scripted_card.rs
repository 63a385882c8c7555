//! Cards that answer as a test tells them.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpStream};
use std::os::linux::net::TcpStreamExt;
use std::sync::{Arc, Mutex};
use std::thread;

use super::{ATR, VPCD_PORT, patiently};

/// What reached a card, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reached {
    PowerOff,
    PowerOn,
    Reset,
    Command(Vec<u8>),
}

/// A card on the reader, answering as its script says; pulled when dropped.
///
/// The service looks for cards some three times a second. Before the next card is
/// put down, wait for the event that the last one was removed: a faster swap than
/// a hand can do leaves pcscd and vpcd at odds.
pub(crate) struct ScriptedCard {
    stream: TcpStream,
    reached: Arc<Mutex<Vec<Reached>>>,
}

impl ScriptedCard {
    /// Puts a card down. `answer` gives the bytes for each command; `None` pulls
    /// the card instead of answering.
    pub(crate) fn insert(answer: impl FnMut(&[u8]) -> Option<Vec<u8>> + Send + 'static) -> Self {
        Self::insert_into(0, answer)
    }

    /// The same on the first (0) or second (1) reader.
    pub(crate) fn insert_into(
        reader: u16,
        answer: impl FnMut(&[u8]) -> Option<Vec<u8>> + Send + 'static,
    ) -> Self {
        let stream = patiently("vpcd's port", || {
            TcpStream::connect((Ipv4Addr::LOCALHOST, VPCD_PORT + reader)).ok()
        });
        // vpcd writes length and body separately: without both options it waits
        // 40 ms for each.
        stream.set_nodelay(true).unwrap();
        let reached = Arc::default();
        let card = Self {
            stream: stream.try_clone().unwrap(),
            reached: Arc::clone(&reached),
        };
        thread::spawn(move || {
            // It ends when the card is pulled or the service dies.
            let _ = serve(&stream, &reached, answer);
            let _ = stream.shutdown(Shutdown::Both);
        });
        card
    }

    /// What has reached the card so far.
    pub(crate) fn reached(&self) -> Vec<Reached> {
        self.reached.lock().unwrap().clone()
    }
}

impl Drop for ScriptedCard {
    fn drop(&mut self) {
        let _ = self.stream.shutdown(Shutdown::Both);
    }
}

/// The vpcd protocol: frames of a 2-byte length and a payload; a payload of one
/// byte is a word of the reader's, anything else a command.
fn serve(
    mut stream: &TcpStream,
    reached: &Mutex<Vec<Reached>>,
    mut answer: impl FnMut(&[u8]) -> Option<Vec<u8>>,
) -> io::Result<()> {
    loop {
        stream.set_quickack(true)?;
        let mut length = [0; 2];
        stream.read_exact(&mut length)?;
        let mut frame = vec![0; usize::from(u16::from_be_bytes(length))];
        stream.set_quickack(true)?;
        stream.read_exact(&mut frame)?;
        let note = |what| reached.lock().unwrap().push(what);
        let reply = match frame.as_slice() {
            [0x00] => {
                note(Reached::PowerOff);
                continue;
            }
            [0x01] => {
                note(Reached::PowerOn);
                continue;
            }
            [0x02] => {
                note(Reached::Reset);
                continue;
            }
            [0x04] => ATR.to_vec(),
            command => {
                note(Reached::Command(command.to_vec()));
                match answer(command) {
                    Some(reply) => reply,
                    None => return Ok(()),
                }
            }
        };
        let length = u16::try_from(reply.len()).unwrap().to_be_bytes();
        stream.write_all(&[&length[..], &reply].concat())?;
    }
}
