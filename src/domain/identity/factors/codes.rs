//! Codes of an authenticator: RFC 6238 with SHA-1, six digits and thirty seconds, which every authenticator understands. A code
//! is accepted for its own step and the one before and after, and never twice.

use qrcodegen::{QrCode, QrCodeEcc};
use totp_rs::{Builder, Secret, Totp};
use zeroize::Zeroizing;

use super::{FactorKind, Kind, Verdict};
use crate::domain::actor::{Actor, Task};
use crate::domain::db::Ctx;
use crate::domain::error::{Error, Result};
use crate::domain::identity::store::factors as store;
use crate::domain::ids::{AccountId, FactorId};
use crate::domain::seal::random;
use crate::domain::time::Instant;
use crate::domain::vault::{self, Purpose};

/// Seconds of a step.
const STEP: i64 = 30;
/// Steps before and after the present one whose codes are accepted: clocks of telephones differ.
const SKEW: i64 = 1;

/// Light modules around the picture of a secret, without which readers do not find it (ISO/IEC 18004).
const QUIET: i32 = 4;
/// Pixels of a module's side.
const PIXELS: u32 = 8;

/// The secret that platform and authenticator share: 160 bits (RFC 4226). No `Debug`.
#[derive(Clone)]
pub struct SharedSecret(Zeroizing<[u8; 20]>);

impl SharedSecret {
    /// A new one from the operating system's generator.
    pub fn generate() -> Self {
        SharedSecret(Zeroizing::new(random()))
    }

    /// One of these bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(|bytes| SharedSecret(Zeroizing::new(bytes)))
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.0.as_slice()
    }

    /// In base 32, as authenticators take it when it is typed.
    pub fn base32(&self) -> Zeroizing<String> {
        Zeroizing::new(Secret::new_stack(*self.0).to_base32())
    }

    fn totp(&self, email: &str) -> Result<Totp> {
        Builder::new()
            .with_secret(Secret::new_stack(*self.0))
            .with_skew(1)
            .with_account_name(email)
            .with_issuer(Some("Concord"))
            .build()
            .map_err(|error| Error::internal(format!("an authenticator's settings are refused: {error}")))
    }

    /// The picture that an authenticator reads, as PNG.
    ///
    /// # Errors
    /// When it cannot be drawn.
    pub fn picture(&self, email: &str) -> Result<Vec<u8>> {
        let undrawn = |error: &dyn std::fmt::Display| Error::internal(format!("no picture can be drawn: {error}"));
        let address = Zeroizing::new(self.totp(email)?.to_url().map_err(|error| undrawn(&error))?);
        let code = QrCode::encode_text(&address, QrCodeEcc::Medium).map_err(|error| undrawn(&error))?;
        let modules = -QUIET..code.size() + QUIET;
        let side = u32::try_from(modules.len()).map_err(|error| undrawn(&error))?.saturating_mul(PIXELS);
        let mut pixels = Vec::new();
        for y in modules.clone() {
            let across = modules.clone().flat_map(|x| (0..PIXELS).map(move |_| x));
            let line: Vec<u8> = across.map(|x| if code.get_module(x, y) { 0 } else { 255 }).collect();
            (0..PIXELS).for_each(|_| pixels.extend_from_slice(&line));
        }
        let mut picture = Vec::new();
        // Grey in eight bits is what the encoder takes when it is told nothing else.
        let encoder = png::Encoder::new(&mut picture, side, side);
        let mut writer = encoder.write_header().map_err(|error| undrawn(&error))?;
        writer.write_image_data(&pixels).map_err(|error| undrawn(&error))?;
        writer.finish().map_err(|error| undrawn(&error))?;
        Ok(picture)
    }

    /// The code of a step.
    fn code(&self, step: i64) -> Result<String> {
        let at = u64::try_from(step.saturating_mul(STEP)).map_err(Error::internal)?;
        Ok(self.totp("-")?.generate(at).to_string())
    }

    /// The step of a code that is valid now, the earliest first.
    pub(super) fn step_of(&self, code: &str, now: Instant) -> Result<Option<i64>> {
        let Ok(now) = u64::try_from(seconds(now)) else { return Ok(None) };
        Ok(self.totp("-")?.check(code, now).and_then(|step| i64::try_from(step).ok()))
    }
}

fn seconds(at: Instant) -> i64 {
    at.micros().div_euclid(1_000_000)
}

/// Six digits as somebody typed them, with or without spaces; nothing where it is something else.
pub(super) fn digits(typed: &str) -> Option<Zeroizing<String>> {
    let code: Zeroizing<String> = Zeroizing::new(typed.chars().filter(|c| !c.is_whitespace()).collect());
    (code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit())).then_some(code)
}

pub(super) fn about(id: &FactorId) -> String {
    format!("factors/{id}")
}

/// Whether it is a code of one of the account's authenticators that was not used yet; then it is used.
pub(super) fn judge(ctx: &mut Ctx<'_>, account: &AccountId, code: &str) -> Result<Verdict> {
    let mut verdict = Verdict::Wrong;
    for row in store::of_account(ctx, account)?.into_iter().filter(|row| row.kind == FactorKind::Codes) {
        let sealer = vault::sealer(ctx, Purpose::Factors)?;
        let opened = Zeroizing::new(sealer.open(&about(&row.id), &row.sealed)?);
        let secret = SharedSecret::from_bytes(&opened).ok_or_else(|| Error::internal("a secret has another length"))?;
        let Some(step) = secret.step_of(code, ctx.now())? else { continue };
        if store::take_step(ctx, &row.id, step)? > 0 {
            return Ok(Verdict::Right(Kind::Codes));
        }
        let present = seconds(ctx.now()).div_euclid(STEP);
        let went_back = row.last_step.is_some_and(|last| last > present + SKEW);
        verdict = if went_back { Verdict::Clock } else { Verdict::Used };
    }
    Ok(verdict)
}

/// Gives an account an authenticator past its setting up: for the operator only, who fills a demonstration.
///
/// # Errors
/// [`Error::NotFound`] for everybody else, or a fault of the database.
pub fn give(ctx: &mut Ctx<'_>, account: &AccountId, name: &str, secret: &SharedSecret) -> Result<()> {
    if *ctx.actor() != Actor::Task(Task::Operator) {
        return Err(Error::NotFound);
    }
    super::enrolment::add_codes(ctx, account, &super::enrolment::factor_name(name)?, secret, None)?;
    Ok(())
}

/// When a code of the demonstration can be used.
pub enum DemoCode {
    Now(String),
    /// Every code that is valid now was used; there is another at this instant.
    At(Instant),
}

/// The next code of an account that was not used yet, or of the authenticator that it is setting up: for the operator of a
/// demonstration, who has no telephone for sixteen persons. `None` where the account has neither.
///
/// # Errors
/// [`Error::NotFound`] for everybody but the operator, or a fault of the database.
pub fn for_demonstration(ctx: &mut Ctx<'_>, account: &AccountId) -> Result<Option<DemoCode>> {
    if *ctx.actor() != Actor::Task(Task::Operator) {
        return Err(Error::NotFound);
    }
    let present = seconds(ctx.now()).div_euclid(STEP);
    let row = store::of_account(ctx, account)?.into_iter().find(|row| row.kind == FactorKind::Codes);
    let (opened, last) = match row {
        Some(row) => (vault::sealer(ctx, Purpose::Factors)?.open(&about(&row.id), &row.sealed)?, row.last_step),
        None => match super::enrolment::draft_of(ctx, account)? {
            Some(opened) => (opened, None),
            None => return Ok(None),
        },
    };
    let opened = Zeroizing::new(opened);
    let secret = SharedSecret::from_bytes(&opened).ok_or_else(|| Error::internal("a secret has another length"))?;
    let next = present.max(last.map_or(0, |last| last.saturating_add(1)));
    if next > present + SKEW {
        return Ok(Some(DemoCode::At(Instant::from_micros((next - SKEW) * STEP * 1_000_000))));
    }
    Ok(Some(DemoCode::Now(secret.code(next)?)))
}
