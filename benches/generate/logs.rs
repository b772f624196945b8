//! Logs and stack traces. Every line carries something found nowhere else (a request id, a UUID,
//! a host, a number), as real logs do: these strings are most of the growth of an index.

use crate::fill::Filler;

/// Lines of one format belong together in one block.
const LOGS: [&[&str]; 7] = [
    &[
        "‹ts›Z ERROR ‹svc› [‹uuid›] ‹code› could not ‹verb› ‹noun›: deadline of ‹n4› ms exceeded",
        "‹ts›Z WARN  ‹svc› [‹uuid›] retry ‹n1› of ‹noun› ‹word› in ‹n3› ms",
        "‹ts›Z INFO  ‹svc› [‹uuid›] ‹snake› took ‹n4› ms on ‹host›",
        "‹ts›Z ERROR ‹other› [‹uuid›] ‹Camel›Error: ‹adj› ‹noun› from ‹ip›:‹n4›",
    ],
    &[
        "‹clock› ‹host› ‹svc›[‹n5›]: ‹code› ‹noun› ‹word› ‹past› after ‹n3› ms",
        "‹clock› ‹host› ‹svc›[‹n5›]: no ‹noun› left, ‹n3› waiting, request req-‹hex16›",
        "‹clock› ‹host› kernel: ‹word›0: ‹noun› ‹hex8› not ready, state 0x‹hex8›",
    ],
    &[
        "‹ip› - - \"GET /v‹n1›/‹noun›/‹n5› HTTP/1.1\" 503 ‹n3› req-‹hex16› ‹n4›ms",
        "‹ip› - - \"POST /v‹n1›/‹noun›/‹kebab› HTTP/1.1\" 504 0 req-‹hex16› ‹n5›ms",
        "‹ip› - - \"GET /health HTTP/1.1\" 200 ‹n2› req-‹hex16› ‹n2›ms",
    ],
    &[
        r#"{"ts":"‹ts›Z","level":"error","svc":"‹svc›","trace":"‹hex16›","code":"‹code›"}"#,
        r#"{"ts":"‹ts›Z","level":"warn","svc":"‹other›","trace":"‹hex16›","wait_ms":‹n4›}"#,
        r#"{"ts":"‹ts›Z","level":"error","host":"‹host›","msg":"‹adj› ‹noun›","id":"‹uuid›"}"#,
    ],
    &[
        "E‹n4› ‹clock› ‹n5› ‹snake›.go:‹n3›] ‹code›: ‹noun› \"‹kebab›-‹hex8›\" is ‹adj›",
        "W‹n4› ‹clock› ‹n5› ‹snake›.go:‹n3›] ‹noun› ‹word› lost its lease, id ‹uuid›",
        "I‹n4› ‹clock› ‹n5› ‹snake›.go:‹n2›] Evicted pod ‹svc›-‹hex8›",
    ],
    &[
        "‹ts› UTC [‹n5›] ERROR:  could not ‹verb› relation \"‹word›_‹noun›\"",
        "‹ts› UTC [‹n5›] DETAIL:  Key (id)=(‹uuid›) is ‹adj›.",
        "‹ts› UTC [‹n5›] LOG:  duration: ‹n4›.‹n3› ms  statement: SELECT ‹noun› FROM ‹word›",
        "‹ts› UTC [‹n5›] FATAL:  remaining ‹noun› slots are reserved for ‹word›",
    ],
    &[
        "level=error ts=‹ts›Z component=‹kebab› err=\"‹verb› ‹noun›: ‹code›\" rid=‹hex16›",
        "level=warn ts=‹ts›Z component=‹kebab› queue=‹n4› oldest=‹n3›s host=‹host›",
        "level=info ts=‹ts›Z component=‹kebab› msg=\"‹past› ‹noun›\" id=‹uuid›",
    ],
];

const TRACES: [&str; 6] = [
    "\
java.lang.IllegalStateException: ‹noun› ‹uuid› is ‹adj›
	at com.example.‹word›.‹Camel›.‹camel›(‹Camel›.java:‹n3›)
	at com.example.‹word›.‹Camel›$‹Camel›.run(‹Camel›.java:‹n2›)
	at com.example.‹noun›.‹Camel›.‹camel›(‹Camel›.java:‹n3›)
	at java.base/java.lang.Thread.run(Thread.java:‹n3›)
Caused by: java.net.SocketTimeoutException: Read timed out after ‹n4› ms
	... ‹n2› more",
    "\
Traceback (most recent call last):
  File \"/srv/‹svc›/‹word›/‹noun›.py\", line ‹n3›, in ‹snake›
    self.‹noun›.‹snake›(‹word›, timeout=‹n2›)
  File \"/srv/‹svc›/‹word›/‹noun›.py\", line ‹n2›, in ‹snake›
    raise ‹Camel›Error(f\"‹adj› ‹noun› ‹hex8›\")
‹word›.errors.‹Camel›Error: ‹adj› ‹noun› ‹hex8›",
    "\
thread '‹kebab›' panicked at src/‹word›/‹noun›.rs:‹n3›:‹n2›:
called `Result::unwrap()` on an `Err` value: ‹Camel› { id: ‹n5›, code: \"‹code›\" }
   0: ‹word›::‹noun›::‹snake›
             at ./src/‹word›/‹noun›.rs:‹n3›:‹n2›
   1: ‹word›::‹Camel›::‹snake›
             at ./src/‹word›/mod.rs:‹n3›:‹n1›",
    "\
panic: runtime error: index out of range [‹n4›] with length ‹n3›

goroutine ‹n4› [running]:
example.net/‹word›/‹noun›.(*‹Camel›).‹Camel›(0xc000‹hex8›, 0x‹hex8›)
	/src/‹word›/‹noun›/‹snake›.go:‹n3› +0x‹hex8›
main.main.func‹n1›()
	/src/‹word›/main.go:‹n2› +0x‹hex8›",
    "\
‹Camel›Error: ‹verb› ‹noun› ‹code›
    at ‹Camel›.‹camel› (/app/‹word›/‹noun›.js:‹n3›:‹n2›)
    at async ‹camel› (/app/‹word›/‹kebab›.js:‹n2›:‹n2›)
    at async Promise.all (index ‹n1›)
  id: '‹uuid›'",
    "\
System.TimeoutException: The ‹noun› ‹hex8› was ‹past›.
   at Example.‹Word›.‹Camel›.‹Camel›Async(Guid id) in /src/‹Word›/‹Camel›.cs:line ‹n3›
   at Example.‹Word›.‹Camel›.Run() in /src/‹Word›/‹Camel›.cs:line ‹n2›",
];

/// A fenced block of log lines, now and then with a stack trace; `extra` lines come first.
pub fn log_block(filler: &mut Filler, extra: &[String]) -> String {
    let mut lines = extra.to_vec();
    if filler.rng.chance(25) {
        let template = filler.rng.pick(&TRACES);
        lines.push(filler.fill(template));
    } else {
        let format = filler.rng.pick(&LOGS);
        for _ in 0..filler.rng.between(4, 7) {
            let template = filler.rng.pick(format);
            lines.push(filler.fill(template));
        }
    }
    format!("```text\n{}\n```\n", lines.join("\n"))
}
