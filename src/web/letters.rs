//! Words mails. A mail carries no content: no State, no question, no answer; one link made from the configured address, how to
//! check that it is genuine, and whom to ask. The invitation to a cycle is a sent note verbale and names only the public invitation.

use super::Settings;
use super::i18n::{Language, Words};
use crate::domain::identity::invitations;
use crate::domain::line::OneLine;
use crate::domain::mail::{Letter, LostStep, Worded, Wording};

/// The link of an invitation. The token stands behind the `#`, which no browser sends and no proxy writes down.
pub fn invitation_link(base_url: &str, token: &str) -> String {
    format!("{}/invitation#{token}", base_url.trim_end_matches('/'))
}

/// The link by which a forgotten password is replaced; the token stands behind the `#` too.
fn reset_link(base_url: &str, token: &str) -> String {
    format!("{}/reset#{token}", base_url.trim_end_matches('/'))
}

/// Words the letters of the outbox.
pub struct Letters {
    settings: Settings,
}

impl Letters {
    /// Letters with links to the platform of these settings.
    pub fn new(settings: Settings) -> Self {
        Letters { settings }
    }

    fn body(&self, words: Words, letter: &Letter) -> String {
        let base = &self.settings.base_url;
        match letter {
            Letter::Invitation { token, name } => words.plain(
                "letter-invitation-text",
                &[
                    ("name", name.clone()),
                    ("link", invitation_link(base, token)),
                    ("page", format!("{base}/invitation")),
                    ("token", invitations::token_groups(token)),
                ],
            ),
            Letter::CycleInvitation { year, note_reference, note_date, expected_by } => words.plain(
                "letter-cycle-text",
                &[
                    ("year", year.to_string()),
                    ("reference", note_reference.clone()),
                    ("date", note_date.date().map(|date| words.day(date)).unwrap_or_default()),
                    ("expected", words.moment(*expected_by)),
                    ("link", base.clone()),
                ],
            ),
            Letter::FactorsInvitation { token, name } => words.plain(
                "letter-new-factors-text",
                &[
                    ("name", name.clone()),
                    ("link", invitation_link(base, token)),
                    ("page", format!("{base}/invitation")),
                    ("token", invitations::token_groups(token)),
                ],
            ),
            Letter::PasswordReset { token } => words.plain(
                "letter-reset-text",
                &[
                    ("link", reset_link(base, token)),
                    ("page", format!("{base}/reset")),
                    ("token", invitations::token_groups(token)),
                ],
            ),
            Letter::PasswordChanged {} => words.plain("letter-password-text", &[("link", format!("{base}/forgotten"))]),
            Letter::LostFactors { step } => words.plain(lost_text(*step), &[("link", format!("{base}/sign-in"))]),
            Letter::Waiting {} => words.plain("letter-something-text", &[("link", format!("{base}/lost-factors"))]),
            Letter::Receipt {} | Letter::Published {} | Letter::Clarification {} => {
                words.plain("letter-something-text", &[("link", base.clone())])
            }
            Letter::OnDraft {} => words.plain("letter-on-draft-text", &[("link", base.clone())]),
            Letter::Assigned {} => words.plain("letter-assigned-text", &[("link", base.clone())]),
            Letter::NewDevice {} => words.plain("letter-device-text", &[("link", format!("{base}/account/sessions"))]),
            Letter::Attempts {} => words.plain("letter-attempts-text", &[("link", format!("{base}/account/record"))]),
            Letter::FactorsChanged {} => {
                words.plain("letter-factors-text", &[("link", format!("{base}/account/factors"))])
            }
            Letter::AccountEnds {} => words.plain("letter-ends-text", &[("link", base.clone())]),
            // Where accounts are looked after depends on who reads it; the home page leads there.
            Letter::ColleagueEnds {} => words.plain("letter-colleague-ends-text", &[("link", base.clone())]),
            Letter::CoordinatorMissing {} => {
                words.plain("letter-missing-text", &[("link", format!("{base}/secretariat/accounts"))])
            }
            Letter::ToConfirm {} => {
                words.plain("letter-to-confirm-text", &[("link", format!("{base}/secretariat/accounts"))])
            }
            Letter::Confirmed {} => words.plain("letter-confirmed-text", &[("link", base.clone())]),
            Letter::AccountAdded {} => words.plain("letter-added-text", &[("link", format!("{base}/users"))]),
            Letter::SectionsLeft {} => words.plain("letter-left-text", &[("link", format!("{base}/users"))]),
            Letter::LostFactorsFell {} => words.plain("letter-fell-text", &[("link", base.clone())]),
        }
    }
}

/// The message for a step of a request for new factors.
fn lost_text(step: LostStep) -> &'static str {
    match step {
        LostStep::Asked => "letter-lost-asked-text",
        LostStep::Agreed => "letter-lost-agreed-text",
        LostStep::Refused => "letter-lost-refused-text",
        LostStep::Withdrawn => "letter-lost-withdrawn-text",
        LostStep::Done => "letter-lost-done-text",
    }
}

impl Letters {
    /// Subject and text in one language.
    fn word_in(&self, letter: &Letter, language: Language) -> (String, String) {
        let words = Words(language);
        let subject = match letter {
            Letter::Invitation { .. } => words.plain("letter-invitation-subject", &[]),
            Letter::CycleInvitation { .. } => words.plain("letter-cycle-subject", &[]),
            Letter::Receipt {}
            | Letter::Published {}
            | Letter::Waiting {}
            | Letter::OnDraft {}
            | Letter::Clarification {}
            | Letter::Assigned {} => words.plain("letter-something-subject", &[]),
            Letter::PasswordReset { .. } => words.plain("letter-reset-subject", &[]),
            Letter::PasswordChanged {} => words.plain("letter-password-subject", &[]),
            Letter::LostFactors { .. } => words.plain("letter-lost-subject", &[]),
            Letter::FactorsInvitation { .. } => words.plain("letter-new-factors-subject", &[]),
            Letter::NewDevice {} => words.plain("letter-device-subject", &[]),
            Letter::Attempts {} => words.plain("letter-attempts-subject", &[]),
            Letter::FactorsChanged {} => words.plain("letter-factors-subject", &[]),
            Letter::AccountEnds {} => words.plain("letter-ends-subject", &[]),
            Letter::ColleagueEnds {} => words.plain("letter-colleague-ends-subject", &[]),
            Letter::CoordinatorMissing {}
            | Letter::ToConfirm {}
            | Letter::Confirmed {}
            | Letter::AccountAdded {}
            | Letter::LostFactorsFell {} => words.plain("letter-missing-subject", &[]),
            Letter::SectionsLeft {} => words.plain("letter-something-subject", &[]),
        };
        let foot = words.plain(
            "letter-foot",
            &[
                ("link", self.settings.base_url.clone()),
                ("address", self.settings.contact_address.clone()),
                ("telephone", self.settings.contact_telephone.clone()),
            ],
        );
        (subject, format!("{}\n\n{foot}\n", self.body(words, letter)))
    }
}

impl Wording for Letters {
    fn word(&self, letter: &Letter, language: &str) -> Worded {
        let (subject, text) = match letter {
            // It goes to an institution, of which nothing says which working language it reads: it has both.
            Letter::CycleInvitation { .. } => {
                let (english, text) = self.word_in(letter, Language::English);
                let (french, texte) = self.word_in(letter, Language::French);
                (format!("{english} / {french}"), format!("{text}\n{}\n\n{texte}", "-".repeat(60)))
            }
            Letter::Invitation { .. }
            | Letter::Receipt {}
            | Letter::Published {}
            | Letter::OnDraft {}
            | Letter::Clarification {}
            | Letter::Assigned {}
            | Letter::NewDevice {}
            | Letter::Attempts {}
            | Letter::FactorsChanged {}
            | Letter::PasswordReset { .. }
            | Letter::PasswordChanged {}
            | Letter::LostFactors { .. }
            | Letter::FactorsInvitation { .. }
            | Letter::Waiting {}
            | Letter::AccountEnds {}
            | Letter::ColleagueEnds {}
            | Letter::CoordinatorMissing {}
            | Letter::ToConfirm {}
            | Letter::Confirmed {}
            | Letter::AccountAdded {}
            | Letter::SectionsLeft {}
            | Letter::LostFactorsFell {} => {
                self.word_in(letter, Language::parse(language).unwrap_or(Language::English))
            }
        };
        let subject = OneLine::new(&subject).unwrap_or_default();
        Worded { subject, text, html: None }
    }
}
