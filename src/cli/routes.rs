//! `concord routes`: every address that the platform answers to, and for whom, from the list that the server itself uses.

use clap::Args;
use serde::Serialize;
use serde_json::Value;

use super::{Failure, say};

#[derive(Args)]
pub struct Options {
    /// Prints an array of `{method, path, who}`, where `who` is "public" or a list of roles.
    #[arg(long)]
    json: bool,
}

/// Prints the lines; each has `method`, `path` and `who`.
pub fn run(options: &Options, lines: &[impl Serialize]) -> Result<(), Failure> {
    let unprintable =
        |error| Failure::new(format!("the routes cannot be printed: {error}"), "report this fault of the program");
    if options.json {
        return say(serde_json::to_string_pretty(lines).map_err(unprintable)?);
    }
    for line in lines {
        say(in_words(&serde_json::to_value(line).map_err(unprintable)?))?;
    }
    Ok(())
}

/// `GET     /sign-in  public`
fn in_words(line: &Value) -> String {
    let word = |name: &str| match line.get(name) {
        Some(Value::String(word)) => word.clone(),
        Some(Value::Array(words)) => words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    };
    format!("{:7} {}  {}", word("method"), word("path"), word("who"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_line_reads_as_words() {
        let public = json!({"method": "GET", "path": "/sign-in", "who": "public"});
        assert_eq!(in_words(&public), "GET     /sign-in  public");
        let roles = json!({"method": "POST", "path": "/responses/{id}", "who": ["coordinator", "contributor"]});
        assert_eq!(in_words(&roles), "POST    /responses/{id}  coordinator, contributor");
    }
}
