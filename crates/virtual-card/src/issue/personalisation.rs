//! Writing a person's card: her keys and certificates, what is printed on it, and
//! who vouches for that.

use persona::{CardKind, Password, Persona, Pin, Sex};
use pki::{CardIssuer, CardRequest, SignatureRequest};
use rand_core::CryptoRngCore;

use super::keys::{self, CardKey};
use super::pictures;
use super::validity::Validity;
use crate::VirtualCardError;
use crate::image::{
    Certified, Common, Contents, DataObjects, Face, Jpki, Particulars, Resident, Text, Written,
};

/// A card to be written.
pub(super) struct Personalisation<'a> {
    pub(super) persona: &'a Persona,
    pub(super) issuer: &'a CardIssuer,
    pub(super) validity: Validity,
}

impl Personalisation<'_> {
    /// What is written into the card's files, and its user-authentication
    /// certificate (DER).
    pub(super) fn contents(
        &self,
        rng: &mut impl CryptoRngCore,
    ) -> Result<(Contents, Vec<u8>), VirtualCardError> {
        let terms = &self.persona.card;
        let kind = terms.kind;
        let is_phone = matches!(kind, CardKind::AndroidPhone | CardKind::IPhone);
        let has_signature = terms.signature_password.is_some();
        let count = 1 + usize::from(has_signature) + if is_phone { 0 } else { 3 };
        let mut keys = keys::make(count, rng)?.into_iter();
        let mut key = || keys.next().ok_or(VirtualCardError::KeyUnusable);

        let user = key()?;
        let signature = has_signature.then(&mut key).transpose()?;
        let certificate = self.user_certificate(&user)?;
        let jpki = self.jpki(&user, &certificate, signature.as_ref())?;
        let mut contents = Contents {
            kind,
            applications: vec![jpki],
            objects: Vec::new(),
        };
        if !is_phone {
            let (face, text, common) = (key()?, key()?, key()?);
            let particulars = self.particulars(serial(rng));
            self.write_card(&mut contents, &particulars, &face, &text, &common)?;
        }
        Ok((contents, certificate))
    }

    fn user_certificate(&self, key: &CardKey) -> Result<Vec<u8>, VirtualCardError> {
        let certificate = self.issuer.user.issue_card(CardRequest {
            public_key: &key.public,
            not_before: self.validity.not_before(),
            not_after: self.validity.not_after(),
        })?;
        Ok(certificate.to_vec())
    }

    fn signature_certificate(&self, key: &CardKey) -> Result<Vec<u8>, VirtualCardError> {
        let person = &self.persona.person;
        let certificate = self
            .issuer
            .signature
            .issue_signature_card(SignatureRequest {
                public_key: &key.public,
                not_before: self.validity.not_before(),
                not_after: self.validity.not_after(),
                name: &person.name,
                birth: person.birth,
                sex_code: char::from(sex_code(person.sex)),
                address: &person.address,
            })?;
        Ok(certificate.to_vec())
    }

    fn jpki(
        &self,
        user: &CardKey,
        certificate: &[u8],
        signature: Option<&CardKey>,
    ) -> Result<Written, VirtualCardError> {
        let (terms, issuer) = (&self.persona.card, self.issuer);
        let signature_certificate = signature.map(|key| self.signature_certificate(key));
        let signature_certificate = signature_certificate.transpose()?;
        Jpki {
            kind: terms.kind,
            user: Certified {
                key: &user.private,
                certificate,
            },
            user_authority: issuer.user.certificate(),
            signature: signature
                .zip(signature_certificate.as_deref())
                .map(|(key, certificate)| Certified {
                    key: &key.private,
                    certificate,
                }),
            signature_authority: issuer.signature.certificate(),
            user_pin: terms.pin.as_ref().map(Pin::bytes),
            user_pin_tries: terms.pin_tries.unwrap_or(3),
            signature_password: terms.signature_password.as_ref().map(Password::bytes),
            terminal_authority: (&issuer.terminals.key_id().0, issuer.terminals.modulus()),
        }
        .application()
    }

    fn particulars(&self, serial: [u8; 15]) -> Particulars<'_> {
        let (person, terms) = (&self.persona.person, &self.persona.card);
        Particulars {
            name: &person.name,
            address: &person.address,
            birth: person.birth,
            sex: sex_code(person.sex),
            number: terms.number.bytes(),
            security_code: terms.security_code.bytes(),
            expires: self.validity.card_until,
            municipality: terms.municipality.bytes(),
            serial,
        }
    }

    /// What a plastic card has and a phone has not.
    fn write_card(
        &self,
        contents: &mut Contents,
        particulars: &Particulars<'_>,
        face: &CardKey,
        text: &CardKey,
        common: &CardKey,
    ) -> Result<(), VirtualCardError> {
        let (terms, issuer) = (&self.persona.card, self.issuer);
        let key_id = &issuer.common.key_id().0;
        let face = Face {
            particulars,
            pictures: &pictures::of(self.persona, particulars)?,
            key: &face.private,
            public_key: &face.object,
            signer: &issuer.face,
        };
        let text = Text {
            particulars,
            pin: terms.text_pin.as_ref().map(Pin::bytes),
            key: &text.private,
            public_key: &text.object,
            signer: &issuer.text,
        };
        let resident = Resident {
            pin: terms.resident_pin.as_ref().map(Pin::bytes),
            key_id,
        };
        let objects = DataObjects {
            particulars,
            public_key: &common.object,
            signer: &issuer.common,
        };
        let common = Common {
            particulars,
            pin: terms.common_pin.as_ref().map(Pin::bytes),
            key: &common.private,
            key_id,
        };
        contents.applications.extend([
            face.application()?,
            text.application()?,
            resident.application(),
            common.application(),
        ]);
        contents.objects = objects.objects()?;
        Ok(())
    }
}

/// ISO/IEC 5218.
const fn sex_code(sex: Sex) -> u8 {
    match sex {
        Sex::Male => b'1',
        Sex::Female => b'2',
        Sex::NotStated => b'9',
    }
}

/// A serial number (製造番号) that begins with 7, as all key identifiers here do.
fn serial(rng: &mut impl CryptoRngCore) -> [u8; 15] {
    let mut serial = [b'7'; 15];
    for digit in serial.iter_mut().skip(1) {
        let mut byte = [0];
        rng.fill_bytes(&mut byte);
        *digit = b'0' + byte.first().map_or(0, |byte| byte % 10);
    }
    serial
}
