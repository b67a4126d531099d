//! The program `concord`. Everything is in the library.

fn main() -> std::process::ExitCode {
    concord::cli::run(std::env::args_os())
}
