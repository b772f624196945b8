//! `hansei serve`, running, and plain requests to it.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::program::hansei;

/// How long anything may take on a busy machine.
const DEADLINE: Duration = Duration::from_secs(90);

/// A server, ended when dropped.
pub struct Server {
    child: Child,
    /// The line that says where it is.
    pub greeting: String,
    messages: Arc<Mutex<Vec<String>>>,
    port: u16,
}

/// An answer.
#[derive(Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Server {
    /// Serves a folder on a free port.
    pub fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut all = vec!["serve", "--port", "0"];
        all.extend(arguments);
        Self::run(folder, &all)
    }

    /// Runs the program until it says where it serves.
    pub fn run(folder: &Path, arguments: &[&str]) -> Self {
        let mut command = hansei(folder);
        command.args(arguments);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let messages = Arc::new(Mutex::new(Vec::new()));
        let errors = BufReader::new(child.stderr.take().unwrap());
        let told = Arc::clone(&messages);
        thread::spawn(move || {
            for line in errors.lines().map_while(Result::ok) {
                told.lock().unwrap().push(line);
            }
        });
        let mut greeting = String::new();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        output.read_line(&mut greeting).unwrap();
        let port = greeting
            .split_once("http://127.0.0.1:")
            .and_then(|(_, rest)| rest.split_once('/'))
            .and_then(|(port, _)| port.parse().ok())
            .unwrap_or_else(|| panic!("{greeting:?}, {:?}", messages.lock().unwrap()));
        Self {
            child,
            greeting,
            messages,
            port,
        }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// What the program has said so far.
    pub fn messages(&self) -> Vec<String> {
        self.messages.lock().unwrap().clone()
    }

    /// Sends bytes as they are and reads the answer to its end.
    pub fn send(&self, request: &str) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(DEADLINE)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        answer(&bytes)
    }

    /// Asks with a method, and these lines of headers beside the usual ones.
    pub fn ask(&self, method: &str, path: &str, host: &str) -> Answer {
        self.send(&format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        ))
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &format!("127.0.0.1:{}", self.port))
    }

    /// The page at a path once it holds this text.
    #[track_caller]
    pub fn wait_for(&self, path: &str, text: &str) -> Answer {
        self.wait_until(path, |answer| answer.text().contains(text))
    }

    /// The answer at a path once it is as wanted.
    #[track_caller]
    pub fn wait_until(&self, path: &str, wanted: impl Fn(&Answer) -> bool) -> Answer {
        let until = Instant::now() + DEADLINE;
        loop {
            let answer = self.get(path);
            if wanted(&answer) {
                return answer;
            }
            assert!(
                Instant::now() < until,
                "{path} never came: {} {}\n{:#?}",
                answer.status,
                answer.text(),
                self.messages()
            );
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits until the program has said a line with this text; gives all lines.
    #[track_caller]
    pub fn wait_for_message(&self, text: &str) -> Vec<String> {
        self.wait_for_messages(text, 1)
    }

    /// Waits until the program has said so many lines with this text; gives all lines.
    #[track_caller]
    pub fn wait_for_messages(&self, text: &str, times: usize) -> Vec<String> {
        let until = Instant::now() + DEADLINE;
        loop {
            let messages = self.messages();
            let said = messages.iter().filter(|line| line.contains(text));
            if said.count() >= times {
                return messages;
            }
            assert!(Instant::now() < until, "{text} never came: {messages:#?}");
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// What an open page is told, now and later.
    pub fn events(&self, page: &str) -> Events {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(DEADLINE)).unwrap();
        let port = self.port;
        write!(
            stream,
            "GET /-/events{page} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"
        )
        .unwrap();
        Events(BufReader::new(stream))
    }

    /// Sends a signal and waits for the end; gives the exit code.
    #[cfg(unix)]
    pub fn end_with(&mut self, signal: &str) -> Option<i32> {
        let process = self.child.id().to_string();
        let sent = Command::new("kill").args([signal, &process]).status();
        assert!(sent.unwrap().success());
        let until = Instant::now() + DEADLINE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            assert!(Instant::now() < until, "{signal} did not end it");
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The events of one page.
pub struct Events(BufReader<TcpStream>);

impl Events {
    /// The next thing that the page is told.
    #[track_caller]
    pub fn next(&mut self) -> Value {
        let mut line = String::new();
        loop {
            line.clear();
            assert!(self.0.read_line(&mut line).unwrap() > 0, "the events ended");
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).unwrap();
            }
        }
    }

    /// The next notice that is as wanted.
    #[track_caller]
    pub fn wait_until(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let told = self.next();
            if wanted(&told) {
                return told;
            }
        }
    }

    /// Whether the server ended the events.
    pub fn has_ended(&mut self) -> bool {
        let mut rest = Vec::new();
        // A connection that is cut has ended as well.
        self.0.read_to_end(&mut rest).map_or_else(
            |error| error.kind() != std::io::ErrorKind::WouldBlock,
            |_| true,
        )
    }
}

fn answer(bytes: &[u8]) -> Answer {
    let split = bytes.windows(4).position(|four| four == b"\r\n\r\n");
    let split = split.unwrap_or_else(|| panic!("{:?}", String::from_utf8_lossy(bytes)));
    let head = std::str::from_utf8(&bytes[..split]).unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap();
    let headers = lines.map(|line| {
        let (name, value) = line.split_once(": ").unwrap();
        (name.to_ascii_lowercase(), value.to_owned())
    });
    Answer {
        status: status.parse().unwrap(),
        headers: headers.collect(),
        body: bytes[split + 4..].to_vec(),
    }
}
