//! The program `hansei`. Everything it does stands in the library and in `cli`.

mod cli;

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Documents are very many small pieces, taken and let go of by all threads: less time and memory with this one than
/// with the system's.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    cli::run()
}
