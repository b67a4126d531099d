//! A server as a process of its own, and what it has used of processor and memory, from `/proc`.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::Outcome;

/// Ticks of `/proc/PID/stat` in a second: `USER_HZ`, which is 100 on every Linux that this runs on.
const TICKS: f64 = 100.0;

/// A running server; ends with the value.
pub struct Server {
    child: Child,
    pub address: String,
    /// From its start to the first answer that says it is ready.
    pub ready_after: Duration,
}

impl Server {
    /// Starts `concord serve` on what `data` made.
    pub fn concord(binary: &Path, config: &Path) -> Outcome<Self> {
        Server::concord_with(binary, config, &[])
    }

    /// The same with settings of its own, as the environment gives them.
    pub fn concord_with(binary: &Path, config: &Path, settings: &[(&str, &str)]) -> Outcome<Self> {
        let listen = free_address()?;
        let mut command = Command::new(binary);
        command.arg("--config").arg(config).arg("serve");
        command.env("CONCORD_SERVER__LISTEN", &listen).env("CONCORD_SERVER__BASE_URL", origin(&listen));
        command.envs(settings.iter().copied());
        Server::start(command, listen, "/readyz")
    }

    /// Starts this program as a yardstick that listens.
    pub fn yardstick(arguments: &[&str]) -> Outcome<Self> {
        let listen = free_address()?;
        let mut command = Command::new(std::env::current_exe()?);
        command.args(arguments).arg(&listen);
        Server::start(command, listen, crate::bare::WITH_HEADERS_ALONE)
    }

    fn start(mut command: Command, address: String, ready: &str) -> Outcome<Self> {
        let began = Instant::now();
        let child = command.stdout(Stdio::null()).stderr(Stdio::inherit()).spawn()?;
        let mut server = Server { child, address, ready_after: Duration::ZERO };
        let agent = crate::client::agent();
        let url = format!("http://{}{ready}", server.address);
        while began.elapsed() < Duration::from_secs(30) {
            if agent.get(&url).call().is_ok_and(|answer| answer.status() == 200) {
                server.ready_after = began.elapsed();
                return Ok(server);
            }
            if let Some(status) = server.child.try_wait()? {
                return Err(format!("the server ended with {status}").into());
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        Err("the server is not ready after 30 seconds".into())
    }

    /// The number of the process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Seconds of processor used so far, of the program and of the kernel for it.
    pub fn cpu(&self) -> Outcome<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // The name in brackets may hold spaces; the times are the 14th and 15th field of the whole.
        let rest = stat.rsplit_once(')').ok_or("no /proc/PID/stat")?.1;
        let ticks = |at: usize| rest.split_whitespace().nth(at).and_then(|field| field.parse::<f64>().ok());
        Ok((ticks(11).ok_or("no user time")? + ticks(12).ok_or("no system time")?) / TICKS)
    }

    /// Megabytes in memory now, and the most so far.
    pub fn memory(&self) -> Outcome<(f64, f64)> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let of = |name: &str| -> Outcome<f64> {
            let line = status.lines().find(|line| line.starts_with(name)).ok_or("no memory in /proc/PID/status")?;
            let kib: f64 = line.split_whitespace().nth(1).ok_or("no figure")?.parse()?;
            Ok(kib * 1024.0 / 1e6)
        };
        Ok((of("VmRSS:")?, of("VmHWM:")?))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An address of this machine on which nothing listens.
fn free_address() -> Outcome<String> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string())
}

/// What the platform calls its own address: by its name, because passkeys belong to one.
pub fn origin(listen: &str) -> String {
    listen.replacen("127.0.0.1", "http://localhost", 1)
}
