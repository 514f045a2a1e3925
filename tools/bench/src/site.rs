//! A demo city being served by the program itself, asked over plain sockets.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use super::{Outcome, TODAY};

/// A running program; ended when dropped.
pub(crate) struct Site {
    program: Child,
    address: String,
    cookie: String,
}

impl Drop for Site {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

impl Site {
    /// Serves the demo city in a database and signs in as its person of a role.
    pub(crate) fn open(database: &Path, role: &str) -> Outcome<Self> {
        let address = {
            let free = std::net::TcpListener::bind("127.0.0.1:0")?;
            free.local_addr()?.to_string()
        };
        let program = Command::new(std::env::current_exe()?.with_file_name("baogong"))
            .args(["serve", "--demo", "--listen", &address, "--today", TODAY, "--database"])
            .arg(format!("sqlite:{}", database.display()))
            .stdout(Stdio::null())
            .spawn()?;
        let mut site = Self { program, address, cookie: String::new() };
        let patience = Instant::now();
        while TcpStream::connect(&site.address).is_err() {
            if patience.elapsed() > Duration::from_secs(30) {
                return Err("the server does not answer".into());
            }
            std::thread::yield_now();
        }
        let form = format!("role={role}");
        let answer = site.ask("POST /session/demo", "application/x-www-form-urlencoded", form.as_bytes())?;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: ")).ok_or("nobody signed in")?;
        cookie.split(';').next().unwrap_or_default().clone_into(&mut site.cookie);
        Ok(site)
    }

    /// Sends a request and reads the whole answer, head and body.
    pub(crate) fn ask(&self, what: &str, kind: &str, body: &[u8]) -> Outcome<Vec<u8>> {
        let mut stream = TcpStream::connect(&self.address)?;
        let head = format!(
            "{what} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nAccept: application/json\r\nContent-Type: {kind}\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n",
            self.address,
            self.cookie,
            body.len()
        );
        stream.write_all(head.as_bytes())?;
        stream.write_all(body)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(answer)
    }
}
