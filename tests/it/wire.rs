//! The platform over real connections: a server in this process or the program itself, and a client that can be as slow and as rude as
//! it likes.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use concord::domain::db::DatabaseUrl;
use concord::web;
use concord::web::server::bodies::BodyLimits;
use concord::web::server::{self, Listen};

use crate::app::*;

/// What a server at a free port is called.
fn free_address() -> SocketAddr {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap()
}

/// A server in this process, on the application of a test. It ends with the test.
pub struct Served {
    pub address: SocketAddr,
    handle: actix_server::ServerHandle,
}

impl Drop for Served {
    fn drop(&mut self) {
        // Sending the order is enough; the thread ends by itself.
        drop(self.handle.stop(false));
    }
}

/// Serves the application with this time for bodies and for reading.
pub fn serve(app: &TestApp, patience: Duration) -> Served {
    let configure = web::configure(app.app.clone());
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
            let address = listener.local_addr().unwrap();
            let listen = Listen {
                address,
                tls: None,
                trusted_proxies: Vec::new(),
                connections_per_address: 1000,
                bodies: BodyLimits::within(patience),
                reading: patience,
            };
            let server = server::start(listener, &listen, configure).unwrap();
            tell.send(Served { address, handle: server.handle() }).unwrap();
            server.await.unwrap();
        });
    });
    told.recv().unwrap()
}

/// The program itself, serving a copy of the test's installation. Killed without warning when dropped.
pub struct Program {
    pub address: SocketAddr,
    child: Child,
    config: PathBuf,
    log: PathBuf,
}

/// Where the program's data lie, and how it is started.
pub struct Setting<'a> {
    pub data: &'a Path,
    pub url: String,
    /// A command line in front of the program's own.
    pub before: Vec<String>,
}

/// The data of a test as the program finds them.
pub fn setting(app: &TestApp) -> Setting<'_> {
    let url = match &app.url {
        DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
        DatabaseUrl::Postgres(url) => url.clone(),
    };
    Setting { data: app.folder.path(), url, before: Vec::new() }
}

/// The configuration of a program on this data, with the key of the tests in a file of its own beside it.
pub fn write_config(setting: &Setting<'_>, folder: &Path, address: SocketAddr) -> PathBuf {
    let key = folder.join("kek");
    if !key.exists() {
        let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&key).unwrap();
        file.write_all("07".repeat(32).as_bytes()).unwrap();
    }
    for private in [folder, setting.data] {
        std::fs::set_permissions(private, std::fs::Permissions::from_mode(0o700)).unwrap();
    }
    let config = folder.join("concord.toml");
    let text = format!(
        "[server]\nbase_url = \"{BASE}\"\nlisten = \"{address}\"\n[database]\nurl = \"{}\"\nconnections = 4\n\
         [keys]\nkek_file = \"{}\"\n[data]\ndirectory = \"{}\"\n[mail]\ntransport = \"folder\"\n\
         from = \"Concord <noreply@concord.example>\"\n[platform]\ncontact_address = \"help@concord.example\"\n\
         contact_telephone = \"+00 000 000 000\"\n",
        setting.url,
        key.display(),
        setting.data.display()
    );
    std::fs::write(&config, text).unwrap();
    config
}

/// What a command of the program says, and whether it ended well.
pub fn command(config: &Path, arguments: &[&str]) -> (bool, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_concord"))
        .args(["--config", config.to_str().unwrap()])
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = [done.stdout, done.stderr].concat();
    (done.status.success(), String::from_utf8(said).unwrap())
}

impl Program {
    /// Starts it and waits until it is ready.
    pub fn start(setting: &Setting<'_>, folder: &Path) -> Self {
        let address = free_address();
        let config = write_config(setting, folder, address);
        let log = folder.join("log");
        let mut words: Vec<&str> = setting.before.iter().map(String::as_str).collect();
        let arguments = [env!("CARGO_BIN_EXE_concord"), "--config", config.to_str().unwrap(), "serve"];
        words.extend(arguments);
        let to_log = std::fs::OpenOptions::new().create(true).append(true).open(&log).unwrap();
        let child = Command::new(words[0])
            .args(&words[1..])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(to_log)
            .spawn()
            .unwrap();
        let mut program = Program { address, child, config, log };
        let begun = Instant::now();
        while Client::new(address).get("/readyz").map(|answer| answer.status.as_u16()).ok() != Some(200) {
            let ended = program.child.try_wait().unwrap();
            assert!(ended.is_none() && begun.elapsed() < Duration::from_secs(60), "{ended:?} {}", program.logged());
            std::thread::sleep(Duration::from_millis(50));
        }
        program
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn logged(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// SIGKILL: nothing is finished, nothing is tidied.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_file(&self.config);
    }
}

/// What the authenticator of an account of the template shows by this machine's clock, and was not typed yet; waits for the next
/// code where there is none.
pub fn code_now(email: &str) -> String {
    static TYPED: std::sync::Mutex<BTreeMap<String, i64>> = std::sync::Mutex::new(BTreeMap::new());
    let step = || i64::try_from(std::time::UNIX_EPOCH.elapsed().unwrap().as_secs()).unwrap() / 30;
    let next = {
        let mut typed = TYPED.lock().unwrap();
        let next = typed.get(email).map_or(step(), |last| (last + 1).max(step()));
        typed.insert(email.to_owned(), next);
        next
    };
    while next > step() + 1 {
        std::thread::sleep(Duration::from_millis(200));
    }
    code_of(secret_of(email), next)
}

/// A browser of sorts: one connection a request, a cookie jar, and the forms that stand on pages.
pub struct Client {
    address: SocketAddr,
    cookies: BTreeMap<String, String>,
}

impl Client {
    pub fn new(address: SocketAddr) -> Self {
        Client { address, cookies: BTreeMap::new() }
    }

    /// Somebody who is signed in, with the code that their authenticator shows by the server's clock.
    pub fn signed_in(address: SocketAddr, email: &str, code: &str) -> Self {
        let mut client = Client::new(address);
        let mut form = client.get("/sign-in").unwrap().form("/sign-in");
        form.set("email", email).set("password", PASSWORD);
        let answer = client.sends(&form).unwrap();
        assert_eq!(answer.status.as_u16(), 303, "{}", answer.words());
        let mut form = client.get("/sign-in/factor").unwrap().form("/sign-in/factor");
        form.set("code", code);
        let answer = client.sends(&form).unwrap();
        assert_eq!((answer.status.as_u16(), answer.location().as_str()), (303, "/"), "{}", answer.words());
        client
    }

    /// The same person, at another server.
    pub fn at(&self, address: SocketAddr) -> Self {
        Client { address, cookies: self.cookies.clone() }
    }

    pub fn connect(&self) -> std::io::Result<TcpStream> {
        let stream = TcpStream::connect(self.address)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        Ok(stream)
    }

    /// The head of a request, with this person's cookies.
    pub fn head(&self, method: &str, path: &str, kind: &str, length: usize) -> String {
        let jar: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nOrigin: {BASE}\r\nCookie: {}\r\n\
             Content-Type: {kind}\r\nContent-Length: {length}\r\n\r\n",
            jar.join("; ")
        )
    }

    /// Sends a request and reads its answer.
    pub fn ask(&mut self, method: &str, path: &str, kind: &str, body: &[u8]) -> std::io::Result<Answer> {
        let mut stream = self.connect()?;
        stream.write_all(self.head(method, path, kind, body.len()).as_bytes())?;
        // The server may have answered and closed before it was told everything.
        let sent = stream.write_all(body);
        let answer = read(&mut stream)?;
        sent.or_else(|error| if answer.status.is_success() { Err(error) } else { Ok(()) })?;
        for cookie in answer.headers.get_all("set-cookie") {
            let cookie = actix_web::cookie::Cookie::parse(cookie.to_str().unwrap().to_owned()).unwrap();
            self.cookies.insert(cookie.name().to_owned(), cookie.value().to_owned());
        }
        Ok(answer)
    }

    pub fn get(&mut self, path: &str) -> std::io::Result<Answer> {
        self.ask("GET", path, "text/plain", b"")
    }

    pub fn sends(&mut self, form: &Form) -> std::io::Result<Answer> {
        self.ask("POST", &form.action, "application/x-www-form-urlencoded", &encoded(&form.fields))
    }

    /// Begins the response of 2027, or finds it begun: its id.
    pub fn response(&mut self) -> std::io::Result<String> {
        let home = self.get("/")?;
        let begun = home.links().into_iter().find_map(|link| {
            let id = link.strip_prefix("/responses/")?.split('/').next()?;
            (id.len() == 36).then(|| id.to_owned())
        });
        if let Some(id) = begun {
            return Ok(id);
        }
        let answer = self.sends(&home.form("/cycles/2027/response"))?;
        Ok(answer.location().trim_start_matches("/responses/").to_owned())
    }

    /// The form of a section.
    pub fn section(&mut self, id: &str, section: &str) -> std::io::Result<Form> {
        let path = format!("/responses/{id}/sections/{section}");
        Ok(self.get(&path)?.form(&path))
    }

    /// Saves one field of a section.
    pub fn saves(&mut self, id: &str, section: &str, field: &str, value: &str) -> std::io::Result<Answer> {
        let mut form = self.section(id, section)?;
        form.set(field, value).set("then", "stay");
        self.sends(&form)
    }

    /// The body of an upload at the file question L.3, and where it goes.
    pub fn upload(&mut self, id: &str, name: &str, content: &[u8]) -> std::io::Result<(String, String, Vec<u8>)> {
        let action = format!("/responses/{id}/sections/L/files/L.3");
        let form = self.get(&action)?.form(&action);
        let fields: Vec<(&str, &str)> =
            form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let (kind, body) = multipart(&fields, Some(("file", name, content)));
        Ok((action, kind, body))
    }
}

/// Reads an answer to the end of its connection. One that was cut short is an error.
pub fn read(stream: &mut impl Read) -> std::io::Result<Answer> {
    let cut = || std::io::Error::from(std::io::ErrorKind::UnexpectedEof);
    let mut all = Vec::new();
    let ended = stream.read_to_end(&mut all);
    let split = all.windows(4).position(|window| window == b"\r\n\r\n").ok_or_else(cut)?;
    let head = String::from_utf8_lossy(&all[..split]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).ok_or_else(cut)?;
    let mut headers = HeaderMap::new();
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        headers.append(HeaderName::try_from(name).unwrap(), HeaderValue::try_from(value).unwrap());
    }
    let body = actix_web::web::Bytes::copy_from_slice(&all[split + 4..]);
    let length = headers.get("content-length").and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    match length {
        Some(length) if length != body.len() => Err(ended.err().unwrap_or_else(cut)),
        _ => Ok(Answer { status: StatusCode::from_u16(status).unwrap(), headers, body }),
    }
}
