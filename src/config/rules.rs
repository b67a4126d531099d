//! What values have to be together: read the private files, check every rule, report every fault.

use std::net::IpAddr;
use std::path::Path;

use actix_web::http::Uri;

use super::{Config, Fault, Readers, Transport};
use crate::domain::db::DatabaseUrl;
use crate::domain::line::{OneLine, is_email};
use crate::domain::response::scan::Clamd;
use crate::private;

/// Reads the private files into the configuration, brings the base URL into the form that browsers use, and checks all rules.
pub(super) fn settle(config: &mut Config) -> Vec<Fault> {
    let mut faults = Found::default();
    read_private_files(config, &mut faults);
    base_url(config, &mut faults);
    tls(config, &mut faults);
    database(config, &mut faults);
    keys(config, &mut faults);
    s3(config, &mut faults);
    mail(config, &mut faults);
    platform(config, &mut faults);
    clamd(config, &mut faults);
    ranges(config, &mut faults);
    faults.0
}

#[derive(Default)]
struct Found(Vec<Fault>);

impl Found {
    fn say(&mut self, key: &str, what: impl Into<String>, mend: impl Into<String>) {
        self.0.push(Fault { key: key.to_owned(), what: what.into(), mend: mend.into() });
    }

    /// A number has to be within these bounds.
    fn within(&mut self, key: &str, value: u32, least: u32, most: u32) {
        if !(least..=most).contains(&value) {
            self.say(key, format!("{value} is out of bounds"), format!("take {least} to {most}"));
        }
    }

    /// A file that is only named here has to be there and readable.
    fn readable(&mut self, key: &str, path: &Path) {
        if let Err(error) = std::fs::File::open(path) {
            self.say(key, format!("{} cannot be read ({error})", path.display()), "name a file that can be read");
        }
    }
}

fn read_private_files(config: &mut Config, faults: &mut Found) {
    let database = &mut config.database;
    for (key, value, file) in [
        ("database.url", &mut database.url, &database.url_file),
        ("database.migration_url", &mut database.migration_url, &database.migration_url_file),
    ] {
        let Some(path) = file else { continue };
        if value.is_some() {
            faults.say(key, format!("is given beside {key}_file"), "remove one of the two");
            continue;
        }
        match private::read(path, Readers::OwnerOnly) {
            Ok(text) => *value = Some(text.as_str().to_owned()),
            Err(loose) => faults.say(&format!("{key}_file"), loose.what, loose.mend),
        }
    }
    if let Some(path) = &config.mail.password_file {
        match private::read(path, Readers::OwnerOnly) {
            Ok(password) => config.mail.password = Some(password),
            Err(loose) => faults.say("mail.password_file", loose.what, loose.mend),
        }
    }
    if let Some(path) = &config.files.s3.secret_file {
        match private::read(path, Readers::OwnerOnly) {
            Ok(secret) => config.files.s3.secret = Some(secret),
            Err(loose) => faults.say("files.s3.secret_file", loose.what, loose.mend),
        }
    }
}

fn base_url(config: &mut Config, faults: &mut Found) {
    const KEY: &str = "server.base_url";
    const MEND: &str = "write it as people type it, such as \"https://concord.example\"";
    let Some(given) = &config.server.base_url else {
        return faults.say(KEY, "is missing", MEND);
    };
    let Some(origin) = Origin::parse(given) else {
        return faults.say(KEY, format!("{given:?} is not a web address without path, query and user"), MEND);
    };
    if !origin.https && !origin.is_local() {
        faults.say(KEY, format!("{given:?} is not https"), "use https; plain http is for localhost only");
    }
    if origin.https && config.server.tls_certificate.is_none() && config.server.trusted_proxy.is_empty() {
        faults.say(
            KEY,
            "says https, but nothing ends TLS",
            "set server.tls_certificate and server.tls_key, or name the proxy in server.trusted_proxy",
        );
    }
    if !origin.https && config.server.tls_certificate.is_some() {
        faults.say(KEY, "says http, but there is a certificate", "write https");
    }
    let bare = origin.host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().is_ok();
    if bare && !config.identity.passkey_roles.is_empty() {
        faults.say(
            "identity.passkey_roles",
            format!("names roles, but {given:?} has no name, and passkeys belong to a name"),
            "give server.base_url a name such as https://concord.example",
        );
    }
    config.server.base_url = Some(origin.text);
}

/// A web address that is an origin and nothing more, in the spelling that browsers use for `Origin`.
struct Origin {
    https: bool,
    host: String,
    text: String,
}

impl Origin {
    fn parse(text: &str) -> Option<Self> {
        let uri: Uri = text.trim().parse().ok()?;
        let https = match uri.scheme_str()? {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let authority = uri.authority()?;
        let bare = uri.path() == "/" && uri.query().is_none() && !authority.as_str().contains('@');
        if !bare || text.contains('#') || uri.host()?.is_empty() {
            return None;
        }
        let host = uri.host()?.to_lowercase();
        let scheme = if https { "https" } else { "http" };
        let usual = if https { 443 } else { 80 };
        let text = match authority.port_u16() {
            Some(port) if port != usual => format!("{scheme}://{host}:{port}"),
            _ => format!("{scheme}://{host}"),
        };
        Some(Origin { https, host, text })
    }

    fn is_local(&self) -> bool {
        let address = self.host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        self.host == "localhost" || address.is_ok_and(|address| address.is_loopback())
    }
}

fn tls(config: &Config, faults: &mut Found) {
    let server = &config.server;
    match (&server.tls_certificate, &server.tls_key) {
        (Some(certificate), Some(key)) => {
            faults.readable("server.tls_certificate", certificate);
            if let Err(loose) = private::read(key, Readers::OwnerAndGroup) {
                faults.say("server.tls_key", loose.what, loose.mend);
            }
        }
        (Some(_), None) => faults.say("server.tls_key", "is missing beside the certificate", "name the key's file"),
        (None, Some(_)) => faults.say("server.tls_certificate", "is missing beside the key", "name the chain's file"),
        (None, None) => {
            if !server.listen.ip().is_loopback() && server.trusted_proxy.is_empty() {
                faults.say(
                    "server.listen",
                    format!("{} is open to other machines, and there is no TLS", server.listen),
                    "set server.tls_certificate and server.tls_key, or name the proxy that ends TLS in \
                     server.trusted_proxy, or listen on 127.0.0.1",
                );
            }
        }
    }
}

fn database(config: &Config, faults: &mut Found) {
    for (key, url) in
        [("database.url", &config.database.url), ("database.migration_url", &config.database.migration_url)]
    {
        let Some(Err(what)) = url.as_deref().map(DatabaseUrl::parse) else { continue };
        let what = what.trim_start_matches("database.url").trim_start_matches(':').trim_start();
        faults.say(key, what, "write sqlite:PATH, or postgres://ROLE@/DATABASE?host=/run/postgresql");
    }
    if let Some(role) = &config.database.serving_role
        && !is_plain_role(role)
    {
        faults.say(
            "database.serving_role",
            format!("{role:?} is not a plain name"),
            "use lower-case letters, digits and _",
        );
    }
}

fn is_plain_role(role: &str) -> bool {
    !role.is_empty() && role.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

fn keys(config: &Config, faults: &mut Found) {
    const KEY: &str = "keys.kek_file";
    let Some(path) = &config.keys.kek_file else {
        return faults.say(
            KEY,
            "is missing, and there is no credential concord-kek",
            "make a key with: concord keys generate PATH, keep a copy away from this machine, and name its path here",
        );
    };
    if let Err(loose) = crate::keys::read(path, config.key_readers()) {
        faults.say(KEY, loose.what, loose.mend);
    }
}

/// All of the store, or nothing of it: a store that is half there would let files go into the folder, where nobody looks for them.
fn s3(config: &mut Config, faults: &mut Found) {
    let s3 = &mut config.files.s3;
    let given = |value: &Option<String>| value.as_deref().is_some_and(|value| !value.trim().is_empty());
    let parts = [
        ("files.s3.endpoint", given(&s3.endpoint), "write the store's address, such as \"https://s3.concord.example\""),
        ("files.s3.bucket", given(&s3.bucket), "name a bucket that nobody else uses"),
        ("files.s3.access_key_id", given(&s3.access_key_id), "write the id of the access key"),
        ("files.s3.secret_file", s3.secret_file.is_some(), "name a private file that holds the key's secret"),
    ];
    if s3.ca_file.is_none() && parts.iter().all(|(_, is_given, _)| !is_given) {
        return;
    }
    for (key, _, mend) in parts.iter().filter(|(_, is_given, _)| !is_given) {
        faults.say(key, "is missing beside the rest of [files.s3]", *mend);
    }
    if let Some(endpoint) = s3.endpoint.clone() {
        const MEND: &str = "write it as \"https://s3.concord.example\"; plain http is for a store on this machine only";
        match Origin::parse(&endpoint) {
            None => faults.say("files.s3.endpoint", format!("{endpoint:?} is not a web address without path"), MEND),
            Some(origin) if !origin.https && !origin.is_local() => {
                faults.say("files.s3.endpoint", format!("{endpoint:?} is not https"), MEND);
            }
            Some(origin) => s3.endpoint = Some(origin.text),
        }
    }
    if let Some(path) = &s3.ca_file {
        faults.readable("files.s3.ca_file", path);
    }
}

fn mail(config: &Config, faults: &mut Found) {
    let mail = &config.mail;
    match &mail.from {
        None => {
            faults.say("mail.from", "is missing", "write the sender, such as \"Concord <noreply@concord.example>\"")
        }
        Some(from) if !is_sender(from) => {
            faults.say("mail.from", format!("{from:?} is no sender"), "write it as \"Name <address>\"");
        }
        Some(_) => {}
    }
    if mail.transport == Transport::Smtp && mail.host.as_deref().unwrap_or_default().is_empty() {
        faults.say("mail.host", "is missing", "name the mail relay, or set mail.transport = \"folder\" for a trial");
    }
    if mail.user.is_some() != mail.password_file.is_some() {
        faults.say("mail.user", "goes with mail.password_file", "give both, or neither");
    }
    if let Some(path) = &mail.ca_file {
        faults.readable("mail.ca_file", path);
    }
}

/// A sender is one line with an address. The library that parses it panics on some names with line breaks, so they come first.
fn is_sender(from: &str) -> bool {
    OneLine::new(from).is_some() && from.parse::<lettre::message::Mailbox>().is_ok()
}

fn platform(config: &Config, faults: &mut Found) {
    let platform = &config.platform;
    match &platform.contact_address {
        None => faults.say(
            "platform.contact_address",
            "is missing",
            "write the e-mail address to which people turn for help; pages show it",
        ),
        Some(address) if !is_email(address) => {
            faults.say("platform.contact_address", format!("{address:?} is no address"), "write an e-mail address");
        }
        Some(_) => {}
    }
    if platform.contact_telephone.as_deref().is_some_and(|number| OneLine::new(number).is_none()) {
        faults.say("platform.contact_telephone", "is not one line of text", "write a telephone number");
    }
}

fn clamd(config: &Config, faults: &mut Found) {
    if let Some(clamd) = &config.data.clamd
        && clamd.parse::<Clamd>().is_err()
    {
        let mend = "write the path of its socket, such as \"/run/clamav/clamd.ctl\", or an address and a port";
        faults.say("data.clamd", format!("{clamd:?} is neither a path nor an address"), mend);
    }
}

fn ranges(config: &Config, faults: &mut Found) {
    let (server, passwords, sessions) = (&config.server, config.passwords, &config.sessions);
    faults.within("server.max_connections_per_address", server.max_connections_per_address, 1, 100_000);
    faults.within("server.body_deadline_seconds", server.body_deadline_seconds, 1, 3600);
    faults.within("database.connections", config.database.connections, 1, 200);
    // The least that is accepted is OWASP's minimum for argon2id; the most would be felt by the machine.
    faults.within("passwords.memory_kib", passwords.memory_kib, 19_456, 1_048_576);
    faults.within("passwords.passes", passwords.passes, 2, 20);
    faults.within("passwords.parallel", passwords.parallel, 1, 64);
    faults.within("passwords.queue", passwords.queue, 1, 10_000);
    for (role, limits) in [
        ("coordinator", sessions.coordinator),
        ("contributor", sessions.contributor),
        ("reader", sessions.reader),
        ("court_reader", sessions.court_reader),
        ("court_coordinator", sessions.court_coordinator),
        ("secretariat", sessions.secretariat),
        ("facilitator", sessions.facilitator),
    ] {
        faults.within(&format!("sessions.{role}.idle_minutes"), limits.idle_minutes, 1, 24 * 60);
        faults.within(&format!("sessions.{role}.absolute_hours"), limits.absolute_hours, 1, 24);
    }
}
