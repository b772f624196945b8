//! English templates.

use crate::phrases::{
    ActionPhrases, ChecklistPhrases, KnownErrorPhrases, Phrases, ReportPhrases, TimelinePhrases,
};

pub const ENGLISH: Phrases = Phrases {
    things: &[
        "the ‹adj› ‹noun›",
        "the ‹noun› ‹noun›",
        "the ‹noun› of ‹other›",
        "the ‹adj› ‹noun› ‹noun›",
        "one ‹noun› out of ‹n2›",
        "the ‹word› ‹noun›",
        "`‹snake›`",
        "the `‹kebab›` ‹noun›",
        "every ‹noun› behind ‹svc›",
        "the ‹noun› on ‹host›",
        "a ‹adj› ‹noun›",
        "the ‹word› ‹word›",
    ],
    some_vendor: "the provider",
    report: REPORT,
    timeline: TIMELINE,
    actions: ACTIONS,
    known_error: KNOWN_ERROR,
    checklist: CHECKLIST,
};

const REPORT: ReportPhrases = ReportPhrases {
    headings: [
        "Summary", "Impact", "Timeline", "Cause", "Response", "Lessons", "Actions",
    ],
    titles: &[
        "‹Word› ‹noun› change led to ‹symptom› in ‹svc›",
        "‹svc› had ‹symptom› after the ‹noun› ‹noun› was ‹past›",
        "‹symptom› in ‹svc› while the ‹word› ‹noun› was ‹adj›",
        "A ‹adj› ‹noun› in ‹svc› caused ‹symptom›",
        "‹svc› and the ‹adj› ‹word› ‹noun›",
        "‹noun› ‹noun› of ‹svc› ‹past› by a ‹adj› ‹noun›",
        "‹svc›: ‹symptom› from ‹n2› hosts with a ‹adj› ‹noun›",
    ],
    summary: &[
        "For ‹minutes› minutes ‹svc› answered with ‹symptom›, because ‹np› ‹past› ‹np›.",
        "A change to ‹np› reached production, and within ‹n2› minutes ‹svc› showed ‹symptom›.",
        "Customers saw ‹symptom› in ‹svc› after ‹np› had ‹past› ‹np›.",
        "When ‹np› ‹past› ‹np›, ‹svc› no longer reached its ‹noun› and fell back to ‹np›.",
        "The ‹word› ‹noun› ran out of ‹noun› capacity, and ‹np› was ‹past› with it.",
        "‹n2› of ‹n3› hosts of ‹svc› carried a ‹adj› ‹noun› that ‹past› ‹np›.",
    ],
    aftermath: &[
        "Service came back once ‹np› had been replaced and ‹np› was warm again.",
        "No data was lost; ‹np› was rebuilt from ‹np› afterwards.",
        "After ‹n2› minutes ‹np› was ‹past› and errors fell to ‹n1› percent.",
    ],
    impact: &[
        "About ‹users› users met ‹symptom›, and ‹failed› requests were lost.",
        "‹users› customers were affected; ‹failed› calls to ‹svc› did not succeed.",
        "‹failed› requests ended with ‹code›, a share of ‹n1›.‹n1› percent.",
        "Regions without ‹np› saw no effect, the others lost ‹n2› percent of their traffic.",
    ],
    impact_items: &[
        "‹svc›: ‹n2› percent of requests above ‹n1› seconds",
        "‹other›: ‹n4› messages waited in ‹np›",
        "support received ‹n2› tickets about ‹symptom›",
        "‹n2› partners had to send their ‹noun› files again",
        "the ‹word› report of the day was ‹n1› hours late",
    ],
    impact_columns: ["Service", "Errors", "p99 (ms)"],
    impact_line: &[
        "‹symptom› for ‹users› users over ‹minutes› minutes",
        "‹failed› requests rejected by ‹np›",
        "delayed ‹noun› processing in ‹svc›",
    ],
    harmless: &[
        "No user noticed: ‹np› took over before the ‹noun› was full.",
        "Nothing reached customers, because ‹np› was still in its canary stage.",
        "There was no effect outside; ‹np› would have been ‹past› within the hour.",
    ],
    trigger: &[
        "release ‹n1›.‹n2›.‹n1› of ‹svc›",
        "nightly ‹noun› job on ‹host›",
        "failover of the ‹word› ‹noun›",
    ],
    cause: &[
        "The ‹noun› kept ‹np› open after ‹np› was gone, so that ‹np› grew without a bound.",
        "‹svc› resolved the name of ‹np› once at start and never again.",
        "A default of ‹n4› ms in `‹snake›` was longer than the deadline of every caller.",
        "Two processes held `‹Camel›` at the same time; the later one ‹past› ‹np›.",
        "The migration of ‹np› ran without an index and ‹past› ‹np› for ‹n2› minutes.",
        "Retries of ‹other› multiplied the load on ‹np› by ‹n1›.",
        "The value of `‹snake›` differed between regions since the ‹word› move.",
        "‹vendor› had replaced ‹np› without notice, and our client accepted only the old one.",
        "Once ‹np› was ‹adj›, ‹np› returned ‹code› instead of an answer.",
        "Each ‹noun› was counted twice, so the limit of ‹n4› was reached at half the load.",
        "The ‹word› library frees ‹np› only when ‹np› is closed.",
        "A ‹adj› ‹noun› on ‹host› pointed to ‹np› of the previous year.",
        "Our alert watched ‹np›, which stayed green while ‹np› was ‹past›.",
        "The test environment has only one ‹noun›, so the order of ‹np› never mattered there.",
        "Under load ‹np› ‹past› ‹np›, and the health check did not look at either.",
    ],
    log_intro: &[
        "The log of ‹host› shows it:",
        "This is what ‹svc› wrote at the time:",
        "From the ‹noun› log, shortened:",
        "Every failed call left lines such as these:",
    ],
    response: &[
        "The on-call engineer moved traffic away from ‹np› and restarted ‹np›.",
        "‹np› was rolled back to version ‹n1›.‹n2›.‹n1›, which took ‹n2› minutes.",
        "The ‹noun› limit was raised from ‹n3› to ‹n4› until ‹np› was drained.",
        "‹vendor› was called and confirmed ‹np› on their side.",
        "Support was told after ‹n2› minutes, the status page was updated three times.",
        "‹n3› stuck jobs were replayed by hand from ‹np›.",
        "The first idea, ‹np›, was ruled out by comparing ‹host› with a healthy host.",
        "A read-only mode kept ‹other› usable while ‹np› was rebuilt.",
        "Pausing ‹np› lowered the load by ‹n2› percent within minutes.",
    ],
    steps: &[
        "Stop ‹np›",
        "Drain ‹np› of ‹svc›",
        "Restore ‹np› from the snapshot of ‹ts›",
        "Let ‹n2› percent of the traffic back in",
        "Replay the ‹n4› messages of ‹np›",
        "Watch `‹snake›` for ‹n2› minutes",
    ],
    code_intro: &[
        "The change that fixed it:",
        "The relevant part of `‹camel›`:",
        "What we ran to find the affected records:",
        "The setting in question:",
    ],
    lessons: &[
        "What worked: ‹np› could be taken out of service within ‹n1› minutes.",
        "The rollback was quick because ‹np› had been rehearsed in spring.",
        "We had measured ‹np› but not ‹np›, and only the latter runs out.",
        "Staging never sees ‹np›, so a test there proves little about ‹svc›.",
        "The runbook for ‹np› named a host that was retired ‹n1› years ago.",
        "Two teams looked at ‹np› in parallel without knowing of each other.",
        "A timeout belongs to the caller: ‹np› now passes its deadline on.",
        "The contract with ‹vendor› promises an answer in ‹n2› minutes; it took ‹n3›.",
    ],
    links: &[
        "The same happened in ‹earlier›, there with ‹np›.",
        "See also ‹link› about ‹np›.",
        "‹ke› describes the workaround that was used.",
        "Compare [[‹ke›]]: the signature is nearly the same.",
        "The checklist line that came out of ‹earlier› did not cover ‹np›.",
    ],
    link_text: &[
        "the earlier report",
        "what we learned then",
        "the report on ‹np›",
    ],
    callouts: &[
        "> [!NOTE]\n> All times are those of the load balancer; ‹host› ran ‹n3› ms late.",
        "> [!WARNING]\n> Do not restart ‹np› before ‹np› is drained.",
        "> [!IMPORTANT]\n> The limit of ‹n4› still applies to ‹other›.",
        "> [!TIP]\n> `‹snake›` shows the state of ‹np› at a glance.",
    ],
    details: "Full output",
};

const TIMELINE: TimelinePhrases = TimelinePhrases {
    columns: ["Time", "Text", "Event"],
    elsewhere: &[
        "From the first failed request to the end it took ‹minutes› minutes.",
        "The steps are listed above; ‹np› was looked at first.",
    ],
    started: &[
        "First requests to ‹svc› fail with ‹code›",
        "‹np› begins to grow",
        "Release ‹n1›.‹n2› reaches ‹host›",
        "Failover of ‹np›",
    ],
    detected: &[
        "Alert on ‹np›",
        "First ticket about ‹symptom›",
        "Monitoring reports ‹n2› percent errors",
    ],
    acknowledged: &[
        "On-call acknowledges and opens a channel",
        "Incident commander named",
    ],
    identified: &[
        "‹np› found to be ‹adj›",
        "Logs of ‹host› point to ‹np›",
        "‹code› traced to ‹np›",
    ],
    mitigated: &[
        "Traffic moved away from ‹np›",
        "‹np› disabled, errors fall",
        "Limit of `‹snake›` raised to ‹n4›",
    ],
    resolved: &[
        "‹svc› back to normal",
        "Last delayed message delivered",
        "‹np› replaced on all ‹n2› hosts",
    ],
    between: &[
        "Restart of ‹np›, no change",
        "‹other› taken out of rotation",
        "Error rate ‹n2› percent",
        "Status page updated",
    ],
    contacted: &[
        "‹vendor› hotline called about ‹np›",
        "Ticket ‹n5› opened with ‹vendor›",
    ],
    vendor_acknowledged: &["‹vendor› confirms a fault", "‹vendor› assigns an engineer"],
    told_first: &[
        "We are looking into ‹symptom› in ‹svc›.",
        "Some requests to ‹svc› fail. We are working on it.",
    ],
    told_final: &[
        "‹svc› works normally again. We apologise for the trouble.",
        "The fault in ‹svc› is repaired; nothing is left for you to do.",
    ],
    channel: "status page",
};

const ACTIONS: ActionPhrases = ActionPhrases {
    intro: &[
        "The actions attack the cause first: ‹np› must not depend on ‹np›.",
        "Owners and dates are in the list of actions; ‹np› comes first.",
        "What follows changes the system, so that ‹np› needs nobody's attention.",
    ],
    strong: &[
        "Renew ‹np› automatically",
        "Reject a ‹adj› ‹noun› before it is deployed",
        "Remove the ‹adj› ‹noun› from ‹svc›",
        "Bound the ‹noun› ‹noun› at ‹n3› entries",
        "Pass deadlines from ‹svc› to ‹np›",
        "Run the ‹noun› migration in steps of ‹n4› rows",
        "Give ‹np› a second ‹noun› in another zone",
        "Generate the ‹word› ‹noun› from one source",
    ],
    detecting: &[
        "Alert when ‹np› exceeds ‹n2› percent",
        "Probe ‹svc› from outside every ‹n2› seconds",
        "Compare ‹np› with ‹np› every night",
        "Test the ‹noun› path in the release pipeline",
    ],
    supporting: &[
        "Rehearse the loss of ‹np› twice a year",
        "Agree with ‹vendor› on a notice period",
        "Name an owner for ‹np›",
    ],
    evidence: &[
        "game day of the ‹noun› team",
        "no alert since the release of ‹n1›.‹n2›",
        "load test ‹n4› passed twice",
    ],
};

const KNOWN_ERROR: KnownErrorPhrases = KnownErrorPhrases {
    headings: ["Symptoms", "Cause", "Workaround", "Seen in"],
    titles: &[
        "‹svc› answers with ‹symptom› when the ‹word› ‹noun› is ‹adj›",
        "‹Word› ‹noun› of ‹svc› is ‹past› by a ‹adj› ‹noun›",
    ],
    symptoms: &[
        "‹svc› shows ‹symptom› after ‹np› was ‹past›",
        "‹np› stays ‹adj› for more than ‹n2› minutes",
        "the gauge `‹snake›` stops moving",
        "‹n2› percent of the calls end with ‹code›",
    ],
    workaround: &[
        "Take the host out of rotation with `‹kebab› drain --host ‹host›`",
        "Set `‹snake›` to ‹n3› and reload ‹np›",
        "Wait until ‹np› is below ‹n2› percent",
        "Replay what is left in ‹np›",
        "Put the host back and watch `‹snake›`",
    ],
    seen: "First described after",
};

const CHECKLIST: ChecklistPhrases = ChecklistPhrases {
    titles: &[
        "Before a change of the ‹noun› ‹noun›",
        "Before ‹svc› is released",
        "When the ‹word› ‹noun› is moved",
    ],
    intro: &["Go through this before ‹np› is touched; each line has been paid for once."],
    headings: ["Before", "During", "After"],
    items: &[
        "The rollback of ‹np› was tried in staging",
        "`‹snake›` has an alert at ‹n2› percent",
        "‹np› has room for ‹n1› times the usual load",
        "Every certificate of ‹np› is valid for ‹n2› more days",
        "The owner of ‹np› has agreed to the date",
        "‹np› can be switched off with one flag",
        "The migration reports its progress every ‹n4› rows",
    ],
    learned: &[
        "‹np› is compared with ‹np› (see ‹earlier›)",
        "No ‹adj› ‹noun› is left over, as it was in ‹earlier›",
    ],
};
