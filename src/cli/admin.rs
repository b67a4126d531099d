//! `concord admin`: members of the Secretariat, who make everybody else's accounts on their pages; and the record of access.
//!
//! An invitation is two things that go two ways: a link by mail, and a code that this prints once, to be told by telephone or in
//! person. Until the first member has come in there may be no mail yet; then `--print-token` prints the link as well. That tells the
//! operator nothing new, who holds the key and the database, and it ends with the first member, so that nobody's invitation is
//! later within reach of one person alone without a trace; the record notes it.

use std::path::Path;

use clap::{Args, Subcommand};

use super::{Failure, open, operator, record, say};
use crate::config::Config;
use crate::domain::actor::Role;
use crate::domain::db::{Ctx, Db};
use crate::domain::error::{Error, Refusal, Result as Outcome};
use crate::domain::identity::confirmation::{self, Confirming};
use crate::domain::identity::invitations::{self, Issued};
use crate::domain::identity::lost::decide;
use crate::domain::identity::{Account, NewAccount, Note, Standing, accounts, changes};
use crate::domain::ids::AccountId;
use crate::domain::line::OneLine;
use crate::domain::people;
use crate::domain::time::Day;
use crate::web::invitation_link;

#[derive(Args)]
pub struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Makes an account of the Secretariat and invites its holder.
    Secretariat(Member),
    /// Lists the accounts of the Secretariat, or those that wait to be confirmed.
    List {
        /// The coordinators of States and of the Court's organs, the members of the Secretariat and the co-facilitators who wait to be
        /// confirmed.
        #[arg(long)]
        waiting: bool,
    },
    /// Shuts an account for a time: its sessions end, and an open invitation is withdrawn.
    Suspend { email: String },
    /// Opens a suspended account again.
    Resume { email: String },
    /// Ends an account for good: its sessions end, and its name stays with what was done.
    End { email: String },
    /// Sets the last day of an account, or takes it away.
    EndDate {
        email: String,
        /// The last day, as year, month and day; it holds until midnight in The Hague.
        #[arg(long, value_name = "DAY", value_parser = day, required_unless_present = "none")]
        last: Option<Day>,
        /// Without an end.
        #[arg(long, conflicts_with = "last")]
        none: bool,
    },
    /// Confirms a coordinator of a State or an organ against the note that names them, or a member of the Secretariat or a co-facilitator
    /// whom another member has proposed.
    Confirm {
        email: String,
        /// The reference, as it stands on the note or letter; wanted for a coordinator.
        #[arg(long, value_name = "REFERENCE", value_parser = name, requires = "note_date")]
        note: Option<OneLine>,
        #[arg(long, value_name = "DAY", value_parser = day, requires = "note")]
        note_date: Option<Day>,
    },
    /// Invites the holder anew: the earlier invitation is withdrawn. For an account in use it is a new way in.
    Reissue {
        email: String,
        /// Prints the link too, as long as nobody of the Secretariat has come in yet.
        #[arg(long)]
        print_token: bool,
    },
    /// Lets a member of the Secretariat or a co-facilitator back in who has lost every second factor: a link by mail and a code.
    FactorLost { email: String },
    /// Prints the record of access of all accounts, the latest first.
    Record(record::Period),
}

#[derive(Args)]
struct Member {
    /// The name, as others see it.
    #[arg(long, value_parser = name)]
    name: OneLine,
    /// The address that the invitation goes to and the member signs in with.
    #[arg(long, value_name = "ADDRESS")]
    email: String,
    #[arg(long, default_value = "en", value_parser = ["en", "fr"])]
    language: String,
    /// Prints the link too, as long as nobody of the Secretariat has come in yet: for a platform without mail.
    #[arg(long)]
    print_token: bool,
}

fn name(text: &str) -> Result<OneLine, String> {
    OneLine::new(text).ok_or_else(|| "write it on one line of at most 200 characters".to_owned())
}

fn day(text: &str) -> Result<Day, String> {
    text.parse().map_err(|_| "write it as year, month and day, such as 2027-04-19".to_owned())
}

pub fn run(options: &Options, config: &Path) -> Result<(), Failure> {
    let (config, db) = open::installation(config)?;
    say(match &options.what {
        What::Secretariat(member) => make(&db, &config, member)?,
        What::List { waiting: false } => list(&db)?,
        What::List { waiting: true } => list_waiting(&db)?,
        What::Suspend { email } => suspend(&db, email)?,
        What::Resume { email } => resume(&db, email)?,
        What::End { email } => end(&db, email)?,
        What::EndDate { email, last, .. } => end_date(&db, email, last.as_ref())?,
        What::Confirm { email, note, note_date } => {
            let note = note.clone().zip(note_date.clone()).map(|(reference, date)| Note { reference, date });
            confirm(&db, email, note.as_ref())?
        }
        What::Reissue { email, print_token } => reissue(&db, &config, email, *print_token)?,
        What::FactorLost { email } => factor_lost(&db, email)?,
        What::Record(period) => return record::run(&db, period),
    })
}

fn make(db: &Db, config: &Config, member: &Member) -> Result<String, Failure> {
    let new = NewAccount {
        name: member.name.clone(),
        email: member.email.clone(),
        role: Role::Secretariat,
        state: None,
        organ: None,
        language: member.language.clone(),
        note_reference: None,
    };
    // Account and invitation together, or neither; whoever is there hears of it.
    let issued = db.write_now(&operator(), |ctx| {
        let id = accounts::make(ctx, &new)?;
        confirmation::announce(ctx, &id)?;
        issue(ctx, &id, member.print_token)
    });
    let issued = issued.map_err(|error| failed("making the account", &member.email, error))?;
    Ok(format!("The account of {} is made.\n{}", member.name.as_str(), told(config, &member.email, &issued)))
}

fn reissue(db: &Db, config: &Config, email: &str, print_token: bool) -> Result<String, Failure> {
    let issued = of(db, email, "inviting", |ctx, account| issue(ctx, &account.id, print_token))?;
    Ok(told(config, email, &issued))
}

fn issue(ctx: &mut Ctx<'_>, account: &AccountId, with_token: bool) -> Outcome<(Issued, Option<String>)> {
    if with_token {
        let (issued, token) = invitations::issue_to_the_first(ctx, account)?;
        Ok((issued, Some(token)))
    } else {
        Ok((invitations::issue(ctx, account)?, None))
    }
}

/// For when no two members of the Secretariat are at hand who could agree. Nothing changes before link and code are used together.
fn factor_lost(db: &Db, email: &str) -> Result<String, Failure> {
    let wanted = email.trim().to_lowercase();
    let issued = db.write_now(&operator(), |ctx| {
        let mut all = accounts::list(ctx, None)?;
        all.retain(|account| matches!(account.role, Role::Secretariat | Role::Facilitator));
        let account = all.into_iter().find(|account| account.email == wanted).ok_or(Error::NotFound)?;
        decide::by_operator(ctx, &account.id)
    });
    let issued = issued.map_err(|error| match error {
        Error::NotFound => Failure::new(
            format!("new factors for {email}: neither the Secretariat nor the co-facilitators have an account with this address"),
            "who belongs to a State or to the Court asks at the second step of signing in; a coordinator and the Secretariat agree",
        ),
        other => Failure::doing(&format!("new factors for {email}"))(other),
    })?;
    let until = issued.expires_at.in_the_hague();
    Ok(format!(
        "{wanted} can set up new second factors until {} {:02}:{:02} (The Hague).\n  Code:  {}\nTell the code to the holder \
         face to face or by a telephone number that you knew before; the mail with the link is in the outbox.\nThe code is not \
         shown again, and that it was issued is recorded.",
        until.date(),
        until.time().hour(),
        until.time().minute(),
        issued.code,
    ))
}

/// What the operator is told of an invitation, once.
fn told(config: &Config, email: &str, (issued, token): &(Issued, Option<String>)) -> String {
    let link = token
        .as_ref()
        .map_or_else(String::new, |token| format!("  Link:  {}\n", invitation_link(config.base_url(), token)));
    let pass_on = if token.is_some() {
        "Give link and code to nobody but the holder, by two different ways."
    } else {
        "Tell the code to the holder by another way than mail; the mail with the link is in the outbox."
    };
    let until = issued.expires_at.in_the_hague();
    format!(
        "Invited {} until {} {:02}:{:02} (The Hague).\n  Code:  {}\n{link}{pass_on}\nNeither is shown again; concord admin \
         reissue makes new ones.",
        email.trim().to_lowercase(),
        until.date(),
        until.time().hour(),
        until.time().minute(),
        issued.code,
    )
}

fn suspend(db: &Db, email: &str) -> Result<String, Failure> {
    let active = of(db, email, "suspending", |ctx, account| {
        match accounts::suspend(ctx, &account.id) {
            Err(Error::Refused(Refusal::SuspendedAlready)) => return Ok(None),
            done => done?,
        }
        Ok(Some(members(ctx)?.iter().filter(|member| member.standing == Standing::Active).count()))
    })?;
    let Some(active) = active else {
        return Ok("The account was suspended already; nothing was changed.".to_owned());
    };
    let left = if active == 0 { "\nNobody of the Secretariat can sign in now." } else { "" };
    Ok(format!("The account is suspended and its sessions have ended.{left}"))
}

fn resume(db: &Db, email: &str) -> Result<String, Failure> {
    let resumed = of(db, email, "resuming", |ctx, account| {
        match accounts::resume(ctx, &account.id) {
            Err(Error::Refused(Refusal::NotSuspended)) => return Ok(None),
            done => done?,
        }
        member(ctx, &account.email).map(Some)
    })?;
    Ok(match resumed {
        None => "The account was not suspended; nothing was changed.".to_owned(),
        Some(account) if account.awaits_confirmation() => {
            format!("The account waits to be confirmed: concord admin confirm {email}")
        }
        Some(account) if account.standing == Standing::Active => {
            "The account may be used again, with the password that it had.".to_owned()
        }
        Some(_) => format!("The account waits for an invitation: concord admin reissue {email}"),
    })
}

fn end(db: &Db, email: &str) -> Result<String, Failure> {
    let active = of(db, email, "ending", |ctx, account| {
        people::leave(ctx, &account.id, &[])?;
        Ok(members(ctx)?.iter().filter(|member| member.standing == Standing::Active).count())
    })?;
    let left = if active == 0 { "\nNobody of the Secretariat can sign in now." } else { "" };
    Ok(format!("The account has ended, for good, and its sessions with it.{left}"))
}

fn end_date(db: &Db, email: &str, last: Option<&Day>) -> Result<String, Failure> {
    of(db, email, "setting the last day of", |ctx, account| changes::set_end(ctx, &account.id, last))?;
    Ok(match last {
        Some(last) => format!("The account may be used until {last}, midnight in The Hague."),
        None => "The account has no end.".to_owned(),
    })
}

/// Confirms a coordinator, a member or a co-facilitator. Here alone a command reaches an account of a State or of the Court: where the
/// Secretariat has one member only, nobody else can be the second person.
fn confirm(db: &Db, email: &str, note: Option<&Note>) -> Result<String, Failure> {
    let address = email.trim().to_lowercase();
    let confirmed = db.write_now(&operator(), |ctx| {
        let waiting = confirmation::waiting(ctx)?;
        let account = waiting.into_iter().find(|account| account.email == address).ok_or(Error::NotFound)?;
        match confirmation::confirm(ctx, &account.id, note)? {
            Confirming::Done => Ok(account),
            // The operator is nobody's second self.
            Confirming::AnotherMember => Err(Error::Forbidden),
        }
    });
    let account = confirmed.map_err(|error| match error {
        Error::NotFound => Failure::new(
            format!("confirming {email}: no account with this address waits to be confirmed"),
            "see: concord admin list --waiting",
        ),
        other => Failure::doing(&format!("confirming {email}"))(other),
    })?;
    let name = &account.name;
    Ok(match account.team() {
        Some(_) => {
            format!("{name} is confirmed as a coordinator; the Secretariat or a colleague issues the invitation.")
        }
        None => format!("{name} is confirmed; the Secretariat issues the invitation, where it was not accepted yet."),
    })
}

fn list_waiting(db: &Db) -> Result<String, Failure> {
    let waiting = db.read_now(&operator(), confirmation::waiting).map_err(Failure::doing("listing the accounts"))?;
    if waiting.is_empty() {
        return Ok("No account waits to be confirmed.".to_owned());
    }
    let line = |account: &Account| {
        let of = account.state.as_ref().map(ToString::to_string);
        let of = of.or(account.organ.map(|organ| organ.as_str().to_owned()));
        let of = of.unwrap_or_else(|| account.role.as_str().to_owned());
        format!("{of:12} {:40} {}", account.email, account.name)
    };
    Ok(waiting.iter().map(line).collect::<Vec<_>>().join("\n"))
}

fn list(db: &Db) -> Result<String, Failure> {
    let members = db.read_now(&operator(), members).map_err(Failure::doing("listing the accounts"))?;
    if members.is_empty() {
        return Ok("The Secretariat has no accounts yet. Make one with: concord admin secretariat".to_owned());
    }
    let line = |account: &Account| {
        let until = account.ends_on.as_ref().map(|last| format!(" (until {last})")).unwrap_or_default();
        format!("{:10} {}  {:40} {}{until}", account.standing.as_str(), account.language, account.email, account.name)
    };
    Ok(members.iter().map(line).collect::<Vec<_>>().join("\n"))
}

fn members(ctx: &mut Ctx<'_>) -> Outcome<Vec<Account>> {
    let mut all = accounts::list(ctx, None)?;
    all.retain(|account| account.role == Role::Secretariat);
    Ok(all)
}

/// The member of this address. Other people's accounts are the Secretariat's business, so that no command reaches a State's.
fn member(ctx: &mut Ctx<'_>, email: &str) -> Outcome<Account> {
    let email = email.trim().to_lowercase();
    members(ctx)?.into_iter().find(|account| account.email == email).ok_or(Error::NotFound)
}

/// Does something to the account of an address.
fn of<T>(db: &Db, email: &str, doing: &str, work: impl Fn(&mut Ctx<'_>, &Account) -> Outcome<T>) -> Result<T, Failure> {
    let done = db.write_now(&operator(), |ctx| {
        let account = member(ctx, email)?;
        work(ctx, &account)
    });
    done.map_err(|error| failed(doing, email, error))
}

fn failed(doing: &str, email: &str, error: Error) -> Failure {
    match error {
        Error::NotFound => Failure::new(
            format!("{doing} {email}: the Secretariat has no account with this address"),
            "see: concord admin list; accounts of States and of the Court are managed on the Secretariat's pages",
        ),
        Error::Forbidden => Failure::new(
            format!(
                "{doing} {email}: the link cannot be shown, because a member of the Secretariat has come in already"
            ),
            "leave out --print-token: the link goes by mail, and a member can invite others",
        ),
        other => Failure::doing(&format!("{doing} {email}"))(other),
    }
}

#[cfg(test)]
mod tests;
