//! Words that would run.

use super::Bad;

/// Something that would run, in every place that holds words, and addresses that would.
pub fn scripts() -> Vec<Bad> {
    const RUNS: &str = "\\\"'><script>alert(1)</script><img src=x onerror=alert(1)>\\e[31m\\u202E";
    const ADDRESS: &str = "javascript:alert(1)";
    let incident = "---
id: SCRIPT
title: \"RUN\"
severity: \"RUN\"
started_at: 2026-03-14T09:02:00Z
services: [\"RUN\", defined]
environments: [\"RUN\"]
vendors: [\"RUN\"]
roles: {\"RUN\": \"RUN\"}
impact: {summary: \"RUN\", accounts: [\"RUN\"]}
change: {type: \"RUN\", url: \"ADDRESS\"}
trigger: \"RUN\"
causes: [\"RUN\"]
escape_causes: [\"RUN\"]
relations: [{type: related, id: KE-SCRIPT, note: \"RUN\"}]
timeline:
  - {at: 2026-03-14T09:02:00Z, text: \"RUN [x](ADDRESS) <a href='ADDRESS'>y</a> ![z](ADDRESS)\", vendor: \"RUN\"}
actions:
  - {id: \"RUN\", title: \"RUN\", owner: \"RUN\", due: 2026-03-15, evidence: \"RUN\", ticket: \"ADDRESS\", addresses: [\"RUN\"], rollout: [{service: \"RUN\"}]}
  - {title: A, ticket: \" java\\tscript:alert(1)\"}
  - {title: B, ticket: \"data:text/html,<script>alert(1)</script>\"}
communications:
  - {at: 2026-03-14T09:02:00Z, channel: \"RUN\", text: \"RUN <a href='ADDRESS'>x</a>\", number: \"RUN\", addressee: \"RUN\"}
tags: [\"RUN\"]
owner: \"RUN\"
authors: [\"RUN\"]
aliases: [\"RUN\"]
references: [{title: \"RUN\", url: \"ADDRESS\"}, {url: \"https://example.com/a b\\\"c\"}]
custom: {\"RUN\": \"RUN\"}
---
# RUN

## RUN

[a](ADDRESS) [b](<java
script:alert(1)>) [c](JaVaScRiPt:alert(1)) [d](data:text/html,x) [e](vbscript:x) <ADDRESS> ![alt RUN](ADDRESS \"RUN\")
[f](//evil.example/x) [g](\\\\evil.example) [h](https://example.com/\"onmouseover=\"alert(1)) [[RUN]] [[SCRIPT|RUN]]

<script>alert(1)</script><style>*{}</style><svg onload=alert(1)><script>alert(1)</script></svg><math><mi xlink:href=\"ADDRESS\">
<iframe src=\"ADDRESS\"></iframe><object data=x></object><form action=\"ADDRESS\"><button formaction=\"ADDRESS\">x</button></form>
<a href=\"ADDRESS\" onclick=alert(1) style=x id=hansei-main class=skip>x</a><img src=x onerror=alert(1)><base href=//evil.example/>
<meta http-equiv=refresh content=\"0; url=ADDRESS\"><link rel=stylesheet href=//evil.example/x.css><p style=x onclick=x>x</p>
</div></article></main></body></html>

```\"><script>alert(1)</script>
<script>alert(1)</script>
```

- [ ] **\"><script>alert(1)</script>** x
";
    let known_error = "---
id: KE-SCRIPT
title: \"RUN\"
status: active
symptoms: [\"RUN\"]
signatures: [{text: \"RUN\", component: \"RUN\"}]
cause: \"RUN\"
vendor_ticket: \"RUN\"
permanent_fix: {state: planned, ticket: \"ADDRESS\", owner: \"RUN\", released_in: \"RUN\"}
affected: {versions: [\"RUN\"]}
---
";
    let vendor = "---
id: \"RUN\"
title: \"RUN\"
contacts:
  - {role: \"RUN\", name: \"RUN\", phone: \"ADDRESS\", email: \"RUN\", portal: \"ADDRESS\", hours: \"RUN\", time_zone: \"RUN\", languages: [\"RUN\"]}
  - {role: spaces, email: \"two words@example.com\", portal: \"https://example.com/two words\"}
escalation: [{level: 1, trigger: \"RUN\", contact: \"RUN\", internal_contact: \"RUN\"}]
contract: {number: \"RUN\", support_tier: \"RUN\"}
sla: [{severity: \"RUN\"}]
status_page: \"ADDRESS\"
customer_number: \"RUN\"
---
";
    let filled = |text: &str| text.replace("RUN", RUNS).replace("ADDRESS", ADDRESS);
    vec![
        Bad::found(
            "incidents/script.md",
            "unknown-severity",
            4,
            filled(incident),
        ),
        Bad::found(
            "known-errors/script.md",
            "missing-workaround",
            2,
            filled(known_error),
        ),
        Bad::found("vendors/script.md", "unknown-severity", 9, filled(vendor)),
        Bad::works(
            "checklists/script.md",
            filled(
                "---\ntitle: \"RUN\"\ncadence: \"RUN\"\napplies_to: {services: [\"RUN\"], change_types: [\"RUN\"], paths: [\"RUN\"]}\n---\n- [ ] RUN\n",
            ),
        ),
    ]
}
