//! The reader's messages on the wire.

use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;

/// Receives one message: its length in two bytes, big-endian, then its bytes.
pub(super) fn receive<'b>(stream: &mut TcpStream, buffer: &'b mut [u8]) -> io::Result<&'b [u8]> {
    let mut length = [0; 2];
    acknowledge_at_once(stream)?;
    stream.read_exact(&mut length)?;
    let message = buffer
        .get_mut(..usize::from(u16::from_be_bytes(length)))
        .ok_or(io::ErrorKind::InvalidData)?;
    // The reader sends length and bytes apart, and the bytes only once the length
    // has been acknowledged: a delayed acknowledgement costs 40 ms.
    acknowledge_at_once(stream)?;
    stream.read_exact(message)?;
    Ok(message)
}

/// Sends one message in one piece.
pub(super) fn send(stream: &mut TcpStream, message: &[u8]) -> io::Result<()> {
    let length = u16::try_from(message.len()).map_err(|_| io::ErrorKind::InvalidData)?;
    let mut bytes = Vec::with_capacity(2 + message.len());
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(message);
    stream.write_all(&bytes)
}

/// Holds for the next acknowledgement only, so it is asked for before each.
#[cfg(target_os = "linux")]
fn acknowledge_at_once(stream: &TcpStream) -> io::Result<()> {
    std::os::linux::net::TcpStreamExt::set_quickack(stream, true)
}

#[cfg(not(target_os = "linux"))]
fn acknowledge_at_once(_: &TcpStream) -> io::Result<()> {
    Ok(())
}
