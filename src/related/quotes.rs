//! Quoted code: lines from logs are told from commands, configuration and the depths of traces.

/// Languages of code that tells a machine what to do, and not what happened.
const INSTRUCTIONS: [&str; 55] = [
    "bash",
    "bat",
    "c",
    "cmd",
    "conf",
    "cpp",
    "cs",
    "csharp",
    "css",
    "cue",
    "diff",
    "dockerfile",
    "dotenv",
    "env",
    "fish",
    "go",
    "graphql",
    "hcl",
    "html",
    "ini",
    "javascript",
    "js",
    "jsx",
    "kotlin",
    "lua",
    "make",
    "mysql",
    "nginx",
    "nix",
    "patch",
    "pgsql",
    "php",
    "postgresql",
    "powershell",
    "promql",
    "properties",
    "ps1",
    "rs",
    "ruby",
    "rust",
    "scala",
    "sh",
    "shell",
    "sql",
    "swift",
    "terraform",
    "tf",
    "toml",
    "ts",
    "tsx",
    "typescript",
    "xml",
    "yaml",
    "yml",
    "zsh",
];

/// What a line of commands begins with, where no prompt does.
const COMMANDS: [&str; 34] = [
    "ansible",
    "apt",
    "aws",
    "az",
    "cat",
    "curl",
    "df",
    "dig",
    "docker",
    "du",
    "gcloud",
    "git",
    "grep",
    "helm",
    "journalctl",
    "kubectl",
    "ls",
    "mysql",
    "npm",
    "nslookup",
    "openssl",
    "ping",
    "psql",
    "redis-cli",
    "rm",
    "ssh",
    "sudo",
    "systemctl",
    "tail",
    "terraform",
    "top",
    "traceroute",
    "vim",
    "wget",
];

/// Whether code in this language, as the fence names it, is no quotation.
pub(super) fn is_instruction(language: &str) -> bool {
    let language = language.to_ascii_lowercase();
    INSTRUCTIONS.binary_search(&language.as_str()).is_ok()
}

/// The lines of a block of code that may tell what happened: no commands, and of a trace no frame
/// but the first of a row, since the others are those of every trace.
pub(super) fn telling_lines(text: &str) -> impl Iterator<Item = &str> {
    let mut in_frames = false;
    text.lines().filter(move |line| {
        let line = line.trim();
        let behind_frame = std::mem::replace(&mut in_frames, is_frame(line));
        !(behind_frame && in_frames || is_command(line))
    })
}

pub(super) fn is_command(line: &str) -> bool {
    let prompts = ["$ ", "% ", "# ", "> ", "PS> ", "mysql> ", "sql> ", ">>> "];
    let first = line.split_whitespace().next().unwrap_or_default();
    let has_prompt = prompts.iter().any(|prompt| line.starts_with(prompt));
    has_prompt
        || line.starts_with("PS C:\\")
        || first.contains('@') && first.ends_with(['$', '#'])
        || COMMANDS.binary_search(&first).is_ok()
}

/// Whether a line is one frame of a trace.
fn is_frame(line: &str) -> bool {
    let numbered = line
        .strip_prefix('#')
        .unwrap_or(line)
        .split_once([' ', ':'])
        .is_some_and(|(number, rest)| {
            !number.is_empty()
                && number.bytes().all(|byte| byte.is_ascii_digit())
                && (rest.contains("0x") || rest.contains("::"))
        });
    numbered
        || line.starts_with("at ")
        || line.starts_with("File \"")
        || line.starts_with("... ")
        || line.starts_with("goroutine ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_for_looking_up() {
        assert!(INSTRUCTIONS.is_sorted());
        assert!(COMMANDS.is_sorted());
    }

    #[test]
    fn commands_and_deep_frames_are_left_out() {
        let text = "$ kubectl logs x\nkubectl get pods\nERROR pool exhausted\nFooError: no\n    at a.b.C(D.java:1)\n    at e.f.G(H.java:2)\nCaused by: BarError\n\tat i.j(K.java:3)";
        let lines: Vec<&str> = telling_lines(text).map(str::trim).collect();
        assert_eq!(
            lines,
            [
                "ERROR pool exhausted",
                "FooError: no",
                "at a.b.C(D.java:1)",
                "Caused by: BarError",
                "at i.j(K.java:3)",
            ]
        );
    }
}
