"""Reads every readable file of every application of a My Number card through PC/SC,
once by selecting files and short commands, once by short file identifiers and
extended ones, and checks what it reads: TLVs, offset tables, digests, signatures.

It shares no code with Madoguchi. Standard input is a JSON object:
  reader      name of the PC/SC reader
  pin, password, number, number_b, birth_key     what opens the files
  root        the simulated root's RSA modulus, in hexadecimal
  user_ca, signature_ca     the authorities' certificates, PEM
Standard output is one line of JSON: what was read, and how many checks passed.
The first check that fails ends it with a traceback and exit code 1.
"""

import hashlib
import json
import sys

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from smartcard.CardConnection import CardConnection
from smartcard.System import readers

JPKI = "D392F000260100000001"
FACE = "D3921000310001010402"
TEXT = "D3921000310001010408"
RESIDENT = "D3921000310001010401"
COMMON = "D3921000310001010100"
E = 65537
# What comes before a SHA-256 hash in a DigestInfo, less the octet string's header.
SHA256_ALGORITHM = bytes.fromhex("300d06096086480165030402010500")

checks = 0


def check(holds, what):
    global checks
    if not holds:
        raise AssertionError(what)
    checks += 1


class Card:
    def __init__(self, name):
        found = [reader for reader in readers() if str(reader) == name]
        check(len(found) == 1, f"reader {name!r} among {readers()}")
        self.connection = found[0].createConnection()
        self.connection.connect(CardConnection.T1_protocol)

    def send(self, command, *, status="9000"):
        command = bytes.fromhex(command) if isinstance(command, str) else command
        data, sw1, sw2 = self.connection.transmit(list(command))
        got = f"{sw1:02X}{sw2:02X}"
        check(got == status, f"{command[:5].hex()}: {got} instead of {status}")
        return bytes(data)

    def select(self, aid):
        self.send(bytes.fromhex("00A4040C0A" + aid))

    def verify(self, file, secret):
        """With the file named by its short identifier."""
        secret = secret.encode()
        self.send(bytes([0x00, 0x20, 0x00, 0x80 | file, len(secret)]) + secret)

    def read(self, file):
        """The whole file, in both ways, which must agree."""
        self.send(bytes([0x00, 0xA4, 0x02, 0x0C, 0x02, 0x00, file]))
        parts, offset = [], 0
        while True:
            part = self.send(bytes([0x00, 0xB0, offset >> 8, offset & 0xFF, 0x00]))
            parts.append(part)
            offset += len(part)
            if len(part) < 256:
                break
            # A file that ends here says so.
            head = bytes([0x00, 0xB0, offset >> 8, offset & 0xFF, 0x01])
            _, sw1, _ = self.connection.transmit(list(head))
            if sw1 == 0x6B:
                break
        by_selecting = b"".join(parts)
        at_once = self.send(bytes([0x00, 0xB0, 0x80 | file, 0x00, 0x00, 0x00, 0x00]))
        check(by_selecting == at_once, f"file {file:04X} is the same in both ways")
        return at_once

    def refuses(self, file):
        self.send(bytes([0x00, 0xB0, 0x80 | file, 0x00, 0x00]), status="6982")

    def tries(self, file):
        _, sw1, sw2 = self.connection.transmit([0x00, 0x20, 0x00, 0x80 | file])
        check(sw1 == 0x63 and sw2 >> 4 == 0xC, f"{file:04X} tells its tries")
        return sw2 & 0x0F


def tlv(data, offset=0):
    """One object: (tag, value, offset after it)."""
    tag = data[offset : offset + (2 if data[offset] & 0x1F == 0x1F else 1)]
    offset += len(tag)
    length = data[offset]
    offset += 1
    if length & 0x80:
        check(length == 0x82, "a length is one byte, or 82 and two")
        length = int.from_bytes(data[offset : offset + 2], "big")
        check(length >= 0x80, "a length below 128 has one byte")
        offset += 2
    value = data[offset : offset + length]
    check(len(value) == length, "an object ends within what holds it")
    return tag.hex().upper(), value, offset + length


def template(data, tag):
    """The objects in a template: {tag: (value, whole object, offset of its tag)}."""
    got, value, end = tlv(data)
    check(got == tag, f"{got} instead of {tag}")
    objects, offset = {}, end - len(value)
    while offset < end:
        inner, content, after = tlv(data, offset)
        objects[inner] = (content, data[offset:after], offset)
        offset = after
    check(offset == end, f"the objects of {tag} fill it")
    return objects, end


def modulus(key):
    check(len(key) == 265 and key[:9] == bytes.fromhex("900301000191820100"), "an RSA-2048 public key object")
    return int.from_bytes(key[9:], "big")


def padded_by(n, signature):
    """What an RSA signature holds under PKCS#1 v1.5 padding of type 1."""
    opened = pow(int.from_bytes(signature, "big"), E, n).to_bytes(256, "big")
    filling, inner = opened[2:].split(b"\x00", 1)
    check(opened[:2] == b"\x00\x01" and set(filling) == {0xFF} and len(filling) >= 8, "PKCS#1 v1.5")
    return inner


def digest_info(octets):
    inner = SHA256_ALGORITHM + bytes([0x04, len(octets)]) + octets
    return bytes([0x30, len(inner)]) + inner


def signed(n, signature, message, what):
    hash = hashlib.sha256(message).digest()
    check(padded_by(n, signature) == digest_info(hash), what)


def content_key(file, root):
    """The key that a verifiable certificate certifies, itself signed by the root."""
    objects, end = template(file, "7F21")
    check(end == len(file) == 568, "a verifiable certificate has 568 bytes")
    body, signature = objects["5F4E"][0], objects["5F37"][0]
    signed(root, signature, body, "the root signed the certificate")
    check(body[:1] == b"7" and body[16:17] == b"7", "key identifiers are the simulator's")
    return modulus(body[32:])


def offsets(objects, table):
    """The offset table names where each of the other objects begins."""
    named = objects[table][0]
    named = [int.from_bytes(named[at : at + 2], "big") for at in range(0, len(named), 2)]
    there = sorted(offset for tag, (_, _, offset) in objects.items() if tag != table)
    check(named == there, "the offset table is right")


def presence(card, n, what):
    """The application's own key signs a challenge without any PIN."""
    challenge = card.send("0084000010")
    check(len(challenge) == 16, "a challenge of 16 bytes")
    info = digest_info(hashlib.sha256(challenge).digest())
    signature = card.send(b"\x80\x2a\x00\x00" + bytes([len(info)]) + info + b"\x00")
    signed(n, signature, challenge, what)


def jpki(card, given):
    card.select(JPKI)
    read = {}
    card.refuses(0x01)
    for file in (0x02, 0x06, 0x08, 0x0A, 0x0B):
        read[f"jpki/{file:04X}"] = card.read(file)
    check(len(read["jpki/0006"]) == 160, "the token information has 160 bytes")
    check(read["jpki/0006"].startswith(b"JPKIAPICCTOKEN2"), "its label")
    check(card.tries(0x18) == 3 and card.tries(0x1B) == 5, "tries of the JPKI application")
    card.verify(0x1B, given["password"])
    read["jpki/0001"] = card.read(0x01)
    certificates = {}
    for file, ca in ((0x0A, "user_ca"), (0x01, "signature_ca")):
        contents = read[f"jpki/{file:04X}"]
        length = 4 + int.from_bytes(contents[2:4], "big")
        check(contents[:2] == b"\x30\x82" and not any(contents[length:]), "zeros after the certificate")
        certificate = x509.load_der_x509_certificate(contents[:length])
        authority = x509.load_pem_x509_certificate(given[ca].encode())
        authority.public_key().verify(
            certificate.signature,
            certificate.tbs_certificate_bytes,
            padding.PKCS1v15(),
            certificate.signature_hash_algorithm,
        )
        check("SIMULATOR" in certificate.issuer.rfc4514_string(), "the issuer says SIMULATOR")
        certificates[file] = certificate
    for file, authority in ((0x0B, "user_ca"), (0x02, "signature_ca")):
        der = x509.load_pem_x509_certificate(given[authority].encode())
        der = der.public_bytes(Encoding.DER)
        check(read[f"jpki/{file:04X}"].startswith(der), "the authority's own certificate")
    words = "窓口".encode()
    info = digest_info(hashlib.sha256(words).digest())
    for key, pin, secret, file in ((0x17, 0x18, "pin", 0x0A), (0x1A, 0x1B, "password", 0x01)):
        card.verify(pin, given[secret])
        signature = card.send(b"\x80\x2a\x00" + bytes([0x80 | key, len(info)]) + info + b"\x00")
        certificates[file].public_key().verify(signature, words, padding.PKCS1v15(), SHA256())
    return read


def text(card, given, root):
    card.select(TEXT)
    read = {"text/0004": card.read(0x04), "text/0005": card.read(0x05)}
    for file in (0x01, 0x02, 0x03, 0x06, 0x07):
        card.refuses(file)
    check(len(read["text/0005"]) == 256, "file 0005 has 256 bytes")
    check([card.tries(pin) for pin in (0x11, 0x14, 0x15)] == [3, 10, 10], "tries of the text application")
    card.verify(0x15, given["number_b"])
    card.refuses(0x01)
    card.select(JPKI)
    card.select(TEXT)
    card.verify(0x14, given["number"])
    card.refuses(0x02)
    card.verify(0x11, given["pin"])
    for file in (0x01, 0x02, 0x03, 0x06, 0x07):
        read[f"text/{file:04X}"] = card.read(file)
    key = content_key(read["text/0004"], root)
    number = read["text/0001"]
    check(len(number) == 17 and number[:3] == b"\xff\x10\x0c", "the number's file")
    check(number[3:15].decode() == given["number"], "the number")
    facts, end = template(read["text/0002"], "FF20")
    offsets(facts, "DF21")
    check(list(facts) == ["DF21", "DF22", "DF23", "DF24", "DF25"], "the four facts")
    check("\u3000" in facts["DF22"][0].decode(), "family and given name")
    digests, _ = template(read["text/0003"], "FF30")
    first = facts["DF22"][2]
    check(digests["DF31"][0] == hashlib.sha256(number).digest(), "digest of the number's file")
    check(digests["DF32"][0] == hashlib.sha256(read["text/0002"][first:end]).digest(), "digest of the facts")
    signed(key, digests["DF33"][0], digests["DF31"][1] + digests["DF32"][1], "the text signer signed the digests")
    own, _ = template(read["text/0007"], "FF50")
    signed(key, own["DF52"][0], own["DF51"][1], "the text signer signed the card's key")
    presence(card, modulus(own["DF51"][0]), "the text application's key signs")
    return read


def face(card, given, root):
    card.select(FACE)
    read = {"face/0003": card.read(0x03), "face/0004": card.read(0x04)}
    for file in (0x01, 0x02, 0x05):
        card.refuses(file)
    check([card.tries(pin) for pin in (0x12, 0x13)] == [10, 10], "tries of the face application")
    card.verify(0x12, given["number_b"])
    read["face/0002"] = card.read(0x02)
    card.refuses(0x05)
    card.verify(0x13, given["number"])
    read["face/0005"] = card.read(0x05)
    card.verify(0x11, given["birth_key"])
    read["face/0001"] = card.read(0x01)
    key = content_key(read["face/0004"], root)
    face, _ = template(read["face/0002"], "FF20")
    offsets(face, "DF21")
    for tag in ("DF25", "DF26", "DF2A"):
        check(face[tag][0].startswith(b"\x89PNG"), f"{tag} is a PNG")
    check(face["DF27"][0][4:8] == b"jP  ", "the photo is JPEG 2000")
    parts = [("DF22", "DF23", "DF24"), ("DF25", "DF26"), ("DF27",)]
    hashes = [hashlib.sha256(b"".join(face[tag][1] for tag in part)).digest() for part in parts]
    check(padded_by(key, face["DF28"][0]) == digest_info(b"".join(hashes)), "the face signer signed the face")
    own = modulus(face["DF24"][0])
    number, _ = template(read["face/0005"], "FF40")
    signed(key, number["DF43"][0], number["DF41"][1] + number["DF42"][1], "the face signer signed the number")
    age, _ = template(read["face/0001"], "FF10")
    signed(key, age["DF13"][0], age["DF11"][1] + age["DF12"][1], "the face signer signed the age")
    check(modulus(number["DF42"][0]) == modulus(age["DF12"][0]) == own, "one key in all three")
    presence(card, own, "the face application's key signs")
    return read


def others(card):
    card.select(COMMON)
    record = card.send("00B2010C00")
    check(record[:2] == bytes.fromhex("011C") and len(record) == 30, "the common record")
    check(record[2:].isdigit(), "its 28 digits")
    card.send("00B2020C00", status="6A83")
    check(card.tries(0x1C) == 3, "tries of the common application")
    card.select(RESIDENT)
    check(card.tries(0x1C) == 3, "tries of the resident application")
    return {"common/0001": record}


def main():
    given = json.load(sys.stdin)
    root = int(given["root"], 16)
    card = Card(given["reader"])
    read = {**jpki(card, given), **text(card, given, root), **face(card, given, root), **others(card)}
    sizes = {name: len(contents) for name, contents in sorted(read.items())}
    print(json.dumps({"files": sizes, "checks": checks}))


main()
