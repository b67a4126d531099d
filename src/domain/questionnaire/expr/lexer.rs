//! Cuts an expression into tokens, with XPath's rule for telling `*`, `and`, `or`, `div` and `mod` as operators from names.

use super::ExprError;

/// One token.
#[derive(Debug, Clone, PartialEq)]
pub enum Token {
    Number(f64),
    Literal(String),
    /// `${code}`.
    Reference(String),
    /// A name, with its prefix if it has one (`jr:choice-name`).
    Name(String),
    And,
    Or,
    Div,
    Mod,
    Star,
    Plus,
    Minus,
    Pipe,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Open,
    Close,
    Comma,
    Slash,
    Dot,
    DotDot,
}

impl Token {
    /// True after which an operand is expected, so that a following `*` or `and` is not an operator.
    fn expects_operand(&self) -> bool {
        !matches!(
            self,
            Token::Number(_)
                | Token::Literal(_)
                | Token::Reference(_)
                | Token::Name(_)
                | Token::Close
                | Token::Dot
                | Token::DotDot
        )
    }

    /// The token as an author would recognise it in a message.
    pub fn shown(&self) -> String {
        match self {
            Token::Number(number) => number.to_string(),
            Token::Literal(text) => format!("'{text}'"),
            Token::Reference(code) => format!("${{{code}}}"),
            Token::Name(name) => name.clone(),
            Token::And => "and".into(),
            Token::Or => "or".into(),
            Token::Div => "div".into(),
            Token::Mod => "mod".into(),
            Token::Star => "*".into(),
            Token::Plus => "+".into(),
            Token::Minus => "-".into(),
            Token::Pipe => "|".into(),
            Token::Equal => "=".into(),
            Token::NotEqual => "!=".into(),
            Token::Less => "<".into(),
            Token::LessOrEqual => "<=".into(),
            Token::Greater => ">".into(),
            Token::GreaterOrEqual => ">=".into(),
            Token::Open => "(".into(),
            Token::Close => ")".into(),
            Token::Comma => ",".into(),
            Token::Slash => "/".into(),
            Token::Dot => ".".into(),
            Token::DotDot => "..".into(),
        }
    }
}

/// True for a character that may begin a code or another name.
pub fn starts_name(c: char) -> bool {
    c == '_' || c.is_alphabetic()
}

/// True for a character that may follow in a name. Dots belong to question codes such as `D.3`.
pub fn continues_name(c: char) -> bool {
    starts_name(c) || c.is_ascii_digit() || matches!(c, '-' | '.' | '\u{b7}') || ('\u{300}'..='\u{36f}').contains(&c)
}

/// True for a whole name without prefix: what a code, a list or a column may be called.
pub fn is_name(text: &str) -> bool {
    text.chars().next().is_some_and(starts_name) && text.chars().all(continues_name)
}

struct Lexer<'a> {
    rest: &'a str,
    tokens: Vec<Token>,
}

/// All tokens of `source`.
pub fn tokens(source: &str) -> Result<Vec<Token>, ExprError> {
    let mut lexer = Lexer { rest: source, tokens: Vec::new() };
    loop {
        lexer.rest = lexer.rest.trim_start();
        let Some(first) = lexer.rest.chars().next() else { return Ok(lexer.tokens) };
        let token = lexer.token(first)?;
        lexer.tokens.push(token);
    }
}

impl<'a> Lexer<'a> {
    fn token(&mut self, first: char) -> Result<Token, ExprError> {
        if first.is_ascii_digit() || (first == '.' && self.second().is_some_and(|c| c.is_ascii_digit())) {
            return self.number();
        }
        match first {
            '\'' | '"' => self.literal(first),
            '$' => self.reference(),
            _ if starts_name(first) => self.name(),
            _ => self.symbol(first),
        }
    }

    fn second(&self) -> Option<char> {
        self.rest.chars().nth(1)
    }

    /// Splits `length` bytes off the front; a wrong boundary would be a fault of this file and yields the rest.
    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// Takes characters for as long as `wanted` accepts them.
    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let length = self.rest.find(|c| !wanted(c)).unwrap_or(self.rest.len());
        self.take(length)
    }

    fn number(&mut self) -> Result<Token, ExprError> {
        let text = self.take_while(|c| c.is_ascii_digit() || c == '.');
        text.parse().map(Token::Number).map_err(|_| ExprError::Syntax { found: text.into() })
    }

    fn literal(&mut self, quote: char) -> Result<Token, ExprError> {
        self.take(1);
        let Some(length) = self.rest.find(quote) else { return Err(ExprError::Unfinished) };
        let text = self.take(length).to_owned();
        self.take(1);
        Ok(Token::Literal(text))
    }

    fn reference(&mut self) -> Result<Token, ExprError> {
        let malformed = |text: &str| ExprError::BadReference { reference: text.chars().take(60).collect() };
        if !self.rest.starts_with("${") {
            return Err(malformed(self.rest));
        }
        let Some(end) = self.rest.find('}') else { return Err(malformed(self.rest)) };
        let whole = self.take(end + 1);
        let code = whole.trim_start_matches("${").trim_end_matches('}');
        if code.starts_with("last-saved#") {
            return Err(ExprError::Unsupported { what: whole.into() });
        }
        if !is_name(code) {
            return Err(malformed(whole));
        }
        Ok(Token::Reference(code.into()))
    }

    fn name(&mut self) -> Result<Token, ExprError> {
        let mut name = self.take_while(continues_name).to_owned();
        if self.rest.starts_with("::") {
            return Err(ExprError::Unsupported { what: format!("{name}::") });
        }
        if self.rest.starts_with(':') && self.second().is_some_and(starts_name) {
            self.take(1);
            name = format!("{name}:{}", self.take_while(continues_name));
        }
        let operand_expected = self.tokens.last().is_none_or(Token::expects_operand);
        Ok(match name.as_str() {
            "and" if !operand_expected => Token::And,
            "or" if !operand_expected => Token::Or,
            "div" if !operand_expected => Token::Div,
            "mod" if !operand_expected => Token::Mod,
            _ => Token::Name(name),
        })
    }

    fn symbol(&mut self, first: char) -> Result<Token, ExprError> {
        const LONG: [(&str, Token); 4] =
            [("!=", Token::NotEqual), ("<=", Token::LessOrEqual), (">=", Token::GreaterOrEqual), ("..", Token::DotDot)];
        if self.rest.starts_with("//") {
            return Err(ExprError::Unsupported { what: "//".into() });
        }
        for (text, token) in LONG {
            if self.rest.starts_with(text) {
                self.take(text.len());
                return Ok(token);
            }
        }
        let token = match first {
            '=' => Token::Equal,
            '<' => Token::Less,
            '>' => Token::Greater,
            '(' => Token::Open,
            ')' => Token::Close,
            ',' => Token::Comma,
            '+' => Token::Plus,
            '-' => Token::Minus,
            '*' => Token::Star,
            '|' => Token::Pipe,
            '/' => Token::Slash,
            '.' => Token::Dot,
            '[' | '@' => return Err(ExprError::Unsupported { what: first.into() }),
            other => return Err(ExprError::Syntax { found: other.into() }),
        };
        self.take(first.len_utf8());
        Ok(token)
    }
}
