use std::os::unix::fs::PermissionsExt;

use super::*;

type Pairs<'a> = &'a [(&'a str, &'a str)];

fn sources(text: &str, environment: Pairs<'_>) -> Result<Config, Faults> {
    let environment = environment.iter().map(|(name, value)| (OsString::from(name), OsString::from(value)));
    let (config, faults) = Config::from_sources(text, environment)?;
    if faults.is_empty() { Ok(config) } else { Err(Faults(faults)) }
}

/// A folder with a key, and a configuration that has no fault.
fn sound() -> (tempfile::TempDir, Config) {
    let folder = tempfile::tempdir().unwrap();
    let mut config = Config::for_demo(folder.path(), "127.0.0.1:8080".parse().unwrap());
    crate::keys::generate(&folder.path().join("key")).unwrap();
    assert_eq!(rules::settle(&mut config), []);
    (folder, config)
}

/// The keys that have faults after a change to a sound configuration.
fn faults_after(change: impl FnOnce(&mut Config, &Path)) -> Vec<String> {
    let (folder, mut config) = sound();
    change(&mut config, folder.path());
    rules::settle(&mut config).into_iter().map(|fault| fault.key).collect()
}

fn private_file(folder: &Path, name: &str, content: &str, mode: u32) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, content).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
    path
}

fn error<T>(result: Result<T, Faults>) -> Vec<Fault> {
    match result {
        Ok(_) => panic!("there should be a fault"),
        Err(faults) => faults.0,
    }
}

#[test]
fn the_file_lists_every_key_with_its_default_and_a_reason() {
    let text = include_str!("../../config/concord.toml");
    let config = sources(text, &[]).map_err(|faults| faults.to_string());
    let read = serde_json::to_value(config.ok().unwrap()).unwrap();
    assert_eq!(read, serde_json::to_value(Config::default()).unwrap(), "a default differs");

    let (mut section, mut listed) = (String::new(), BTreeSet::new());
    for line in text.lines() {
        if let Some(name) = line.strip_prefix('[') {
            section = name.trim_end_matches(']').to_owned();
        } else if let Some((key, rest)) = line.trim_start_matches("# ").split_once(" = ") {
            assert!(rest.contains('#'), "no reason: {line}");
            if !section.is_empty() {
                assert!(listed.insert(join(&section, key)), "twice: {line}");
            }
        }
    }
    assert_eq!(listed, known_keys());
}

#[test]
fn examples_behind_a_hash_are_of_the_right_type() {
    let text: Vec<&str> = include_str!("../../config/concord.toml")
        .lines()
        .skip_while(|line| !line.starts_with('['))
        .map(|line| line.strip_prefix("# ").filter(|rest| rest.contains(" = ")).unwrap_or(line))
        .collect();
    assert!(sources(&text.join("\n"), &[]).map_err(|faults| panic!("{faults}")).is_ok());
}

#[test]
fn every_fault_is_reported_at_once_with_its_key() {
    let text = "
        colour = 'blue'
        [server]
        listen = 'here'
        lissen = 1
        max_connections_per_address = 'many'
        [mail]
        security = 'none'
        [sessions.secretariat]
        idle_minutes = -3
        [sailing]
        boat = 1";
    let environment = [("CONCORD_LOG__LEVEL", "shouting"), ("CONCORD_DATA__BITES", "1")];
    let keys: BTreeSet<String> = error(sources(text, &environment)).into_iter().map(|fault| fault.key).collect();
    let expected = [
        "colour",
        "server.listen",
        "server.lissen",
        "server.max_connections_per_address",
        "mail.security",
        "sessions.secretariat.idle_minutes",
        "sailing.boat",
        "log.level",
        "data.bites",
    ];
    assert_eq!(keys, expected.into_iter().map(str::to_owned).collect());
}

#[test]
fn a_value_of_the_wrong_type_does_not_hide_what_the_rules_find() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("concord.toml");
    std::fs::write(&file, "[server]\nmax_connections_per_address = 'many'\nbase_url = 'ftp://here'\n").unwrap();
    let keys: BTreeSet<String> = error(Config::load(&file)).into_iter().map(|fault| fault.key).collect();
    for key in ["server.max_connections_per_address", "server.base_url"] {
        assert!(keys.contains(key), "{keys:?}");
    }
}

#[test]
fn faults_say_what_to_do() {
    let unknown = error(sources("[server]\nlissen = 1", &[]));
    assert!(unknown[0].mend.contains("listen"), "{unknown:?}");
    let variant = error(sources("[mail]\nsecurity = 'none'", &[]));
    assert!(variant[0].what.contains("starttls"), "{variant:?}");
    let syntax = error(sources("[server\nlisten = 1", &[]));
    assert!(syntax[0].what.contains("line 1"), "{syntax:?}");
}

#[test]
fn the_environment_overrides_the_file_in_every_type() {
    let environment = [
        ("CONCORD_SERVER__LISTEN", "127.0.0.1:9999"),
        ("CONCORD_SERVER__MAX_CONNECTIONS_PER_ADDRESS", "7"),
        ("CONCORD_SERVER__TRUSTED_PROXY", "10.0.0.1, ::1"),
        ("CONCORD_SESSIONS__COURT_READER__IDLE_MINUTES", "5"),
        ("CONCORD_MAIL__USER", "12345"),
        ("CONCORD_MAIL__HOST", ""),
        ("CONCORD_TEST_POSTGRES_URL", "not ours"),
        ("CONCORDAT__X", "not ours"),
    ];
    let config = sources("[server]\nlisten = '127.0.0.1:1'", &environment).ok().unwrap();
    assert_eq!(config.server.listen.port(), 9999);
    assert_eq!(config.server.max_connections_per_address, 7);
    assert_eq!(config.server.trusted_proxy.len(), 2);
    assert_eq!(config.session_limits(Role::CourtReader).idle_minutes, 5);
    assert_eq!(config.mail.user.as_deref(), Some("12345"));
    assert_eq!(config.mail.host, None);
}

#[test]
fn an_empty_configuration_names_all_that_is_needed() {
    let keys: Vec<String> = rules::settle(&mut Config::default()).into_iter().map(|fault| fault.key).collect();
    assert_eq!(keys, ["server.base_url", "keys.kek_file", "mail.from", "mail.host", "platform.contact_address"]);
}

#[test]
fn plain_http_is_for_loopback_or_behind_a_named_proxy() {
    let open = "0.0.0.0:8080".parse().unwrap();
    assert_eq!(faults_after(|config, _| config.server.listen = open), ["server.listen"]);
    assert_eq!(
        faults_after(|config, _| config.server.base_url = Some("http://concord.example".to_owned())),
        ["server.base_url"]
    );
    assert_eq!(
        faults_after(|config, _| config.server.base_url = Some("https://concord.example".to_owned())),
        ["server.base_url"]
    );
    let behind_a_proxy = faults_after(|config, _| {
        config.server.base_url = Some("https://concord.example".to_owned());
        config.server.listen = open;
        config.server.trusted_proxy = vec!["10.0.0.1".parse().unwrap()];
    });
    assert!(behind_a_proxy.is_empty(), "{behind_a_proxy:?}");
}

#[test]
fn a_certificate_wants_its_key_and_https() {
    let certificate = |config: &mut Config, folder: &Path| {
        config.server.tls_certificate = Some(private_file(folder, "tls.pem", "", 0o644));
    };
    assert_eq!(faults_after(certificate), ["server.base_url", "server.tls_key"]);
    let loose = faults_after(|config, folder| {
        certificate(config, folder);
        config.server.base_url = Some("https://concord.example".to_owned());
        config.server.tls_key = Some(private_file(folder, "tls.key", "", 0o644));
    });
    assert_eq!(loose, ["server.tls_key"]);
}

#[test]
fn the_base_url_becomes_the_origin_that_browsers_send() {
    for (given, origin) in [
        ("https://Concord.Example/", Some("https://concord.example")),
        ("https://concord.example:443", Some("https://concord.example")),
        ("http://localhost:8080/", Some("http://localhost:8080")),
        ("http://[::1]:80", Some("http://[::1]")),
        ("https://concord.example/path", None),
        ("https://concord.example/?q", None),
        ("https://user@concord.example", None),
        ("https://concord.example/#top", None),
        ("ftp://concord.example", None),
        ("concord.example", None),
        ("https://", None),
        ("", None),
    ] {
        let (_folder, mut config) = sound();
        config.server.base_url = Some(given.to_owned());
        config.server.trusted_proxy = vec!["127.0.0.1".parse().unwrap()];
        let refused = !rules::settle(&mut config).is_empty();
        assert_eq!(refused, origin.is_none(), "{given}");
        if let Some(origin) = origin {
            assert_eq!(config.base_url(), origin);
        }
    }
}

#[test]
fn private_files_are_read_and_loose_ones_refused() {
    let (folder, mut config) = sound();
    config.database.url_file = Some(private_file(folder.path(), "url", "postgres:///concord?host=/run/pg\n", 0o600));
    config.mail.user = Some("concord".to_owned());
    config.mail.password_file = Some(private_file(folder.path(), "password", "open sesame\n", 0o400));
    assert_eq!(rules::settle(&mut config), []);
    assert_eq!(config.database_url(), Ok(DatabaseUrl::Postgres("postgres:///concord?host=/run/pg".to_owned())));
    assert_eq!(config.mail.password.as_ref().map(|password| password.as_str()), Some("open sesame"));

    let loose = faults_after(|config, folder| {
        config.database.url_file = Some(private_file(folder, "url", "sqlite:x", 0o640));
        config.mail.user = Some("concord".to_owned());
        config.mail.password_file = Some(private_file(folder, "password", "x", 0o604));
        let key = std::fs::Permissions::from_mode(0o644);
        std::fs::set_permissions(folder.join("key"), key).unwrap();
    });
    assert_eq!(loose, ["database.url_file", "mail.password_file", "keys.kek_file"]);
}

#[test]
fn a_store_of_files_is_there_whole_or_not_at_all_and_over_https() {
    let whole = |config: &mut Config, folder: &Path, endpoint: &str| {
        config.files.s3.endpoint = Some(endpoint.to_owned());
        config.files.s3.bucket = Some("concord".to_owned());
        config.files.s3.access_key_id = Some("key".to_owned());
        config.files.s3.secret_file = Some(private_file(folder, "s3", "a secret\n", 0o600));
    };
    for (endpoint, kept) in [
        ("https://S3.concord.example:443/", Some("https://s3.concord.example")),
        ("http://127.0.0.1:9000", Some("http://127.0.0.1:9000")),
        ("http://s3.concord.example", None),
        ("https://s3.concord.example/bucket", None),
        ("s3.concord.example", None),
    ] {
        let (folder, mut config) = sound();
        whole(&mut config, folder.path(), endpoint);
        let refused: Vec<String> = rules::settle(&mut config).into_iter().map(|fault| fault.key).collect();
        match kept {
            Some(kept) => {
                assert_eq!((refused, config.files.s3.endpoint.as_deref()), (vec![], Some(kept)));
                assert_eq!(config.files.s3.secret.as_ref().map(|secret| secret.as_str()), Some("a secret"));
            }
            None => assert_eq!(refused, ["files.s3.endpoint"], "{endpoint}"),
        }
    }
    let half = faults_after(|config, _| config.files.s3.bucket = Some("concord".to_owned()));
    assert_eq!(half, ["files.s3.endpoint", "files.s3.access_key_id", "files.s3.secret_file"]);
    let loose = faults_after(|config, folder| {
        whole(config, folder, "https://s3.concord.example");
        config.files.s3.secret_file = Some(private_file(folder, "open", "a secret", 0o644));
    });
    assert_eq!(loose, ["files.s3.secret_file"]);
}

#[test]
fn two_sources_for_one_secret_are_a_fault() {
    let both = faults_after(|config, folder| {
        config.database.url = Some("sqlite:x".to_owned());
        config.database.url_file = Some(private_file(folder, "url", "sqlite:x", 0o600));
    });
    assert_eq!(both, ["database.url"]);
    assert_eq!(faults_after(|config, _| config.mail.user = Some("concord".to_owned())), ["mail.user"]);
}

#[test]
fn databases_mail_and_numbers_are_checked() {
    let keys = faults_after(|config, _| {
        config.database.url = Some("postgres://u:secret@db.example/concord".to_owned());
        config.database.migration_url = Some("mysql://x".to_owned());
        config.database.serving_role = Some("app; drop".to_owned());
        config.mail.from = Some("Concord\r\nBcc: x@example.org <a@b.example>".to_owned());
        config.platform.contact_address = Some("nobody".to_owned());
        config.passwords.memory_kib = 1024;
        config.sessions.secretariat.absolute_hours = 0;
        config.database.connections = 0;
    });
    let expected = [
        "database.url",
        "database.migration_url",
        "database.serving_role",
        "mail.from",
        "platform.contact_address",
        "database.connections",
        "passwords.memory_kib",
        "sessions.secretariat.absolute_hours",
    ];
    assert_eq!(keys, expected);
    let (_folder, mut config) = sound();
    config.database.url = Some("postgres://u:secret@db.example/concord".to_owned());
    assert!(!Faults(rules::settle(&mut config)).to_string().contains("secret"), "a password is shown");
}

#[test]
fn systemd_hands_the_key_over_as_a_credential() {
    let folder = tempfile::tempdir().unwrap();
    let credentials = folder.path().join("credentials");
    std::fs::create_dir(&credentials).unwrap();
    private_file(&credentials, KEK_CREDENTIAL, &"ab".repeat(32), 0o440);
    let place = credentials.to_str().unwrap();

    let config = sources("", &[(CREDENTIALS, place)]).ok().unwrap();
    assert_eq!(config.keys.kek_file, Some(credentials.join(KEK_CREDENTIAL)));
    assert!(crate::keys::read(&credentials.join(KEK_CREDENTIAL), config.key_readers()).is_ok());

    let named = sources("[keys]\nkek_file = '/elsewhere'", &[(CREDENTIALS, place)]).ok().unwrap();
    assert_eq!(named.keys.kek_file, Some(PathBuf::from("/elsewhere")));
    assert_eq!(named.key_readers(), Readers::OwnerOnly);
}
