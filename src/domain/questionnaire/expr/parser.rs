//! A Pratt parser from tokens to a tree. Operators of one level become one flat chain, so that a long sum is not a deep tree
//! and nothing that walks the tree recurses further than the nesting that [`MAX_DEPTH`] allows.

use std::sync::Arc;

use super::functions::Function;
use super::lexer::{self, Token, is_name};
use super::{ExprError, MAX_DEPTH, MAX_LENGTH, MAX_PATTERNS};

/// A binary operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Union,
}

impl Operator {
    fn of(token: &Token) -> Option<(Self, u8)> {
        Some(match token {
            Token::Or => (Operator::Or, 1),
            Token::And => (Operator::And, 2),
            Token::Equal => (Operator::Equal, 3),
            Token::NotEqual => (Operator::NotEqual, 3),
            Token::Less => (Operator::Less, 4),
            Token::LessOrEqual => (Operator::LessOrEqual, 4),
            Token::Greater => (Operator::Greater, 4),
            Token::GreaterOrEqual => (Operator::GreaterOrEqual, 4),
            Token::Plus => (Operator::Add, 5),
            Token::Minus => (Operator::Subtract, 5),
            Token::Star => (Operator::Multiply, 6),
            Token::Div => (Operator::Divide, 6),
            Token::Mod => (Operator::Modulo, 6),
            Token::Pipe => (Operator::Union, 8),
            _ => return None,
        })
    }
}

/// The level of a leading minus, which binds tighter than multiplication and looser than a union.
const NEGATION: u8 = 7;

/// Where a path begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// The node that the expression belongs to (in a choice filter: the choice).
    Here,
    /// `current()`: the question, inside a choice filter too.
    Current,
    /// `/`: the form.
    Root,
    /// `${code}`.
    Code(String),
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    Parent,
    Child(String),
}

/// A reference to one or more values of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    pub start: Start,
    pub steps: Vec<Step>,
}

impl Path {
    /// True for `.` and its long forms.
    pub fn is_own_value(&self) -> bool {
        matches!(self.start, Start::Here | Start::Current) && self.steps.is_empty()
    }

    /// The path as an author would write it.
    pub fn shown(&self) -> String {
        let steps: Vec<&str> = self
            .steps
            .iter()
            .map(|step| match step {
                Step::Parent => "..",
                Step::Child(name) => name,
            })
            .collect();
        let steps = steps.join("/");
        match &self.start {
            Start::Here if steps.is_empty() => ".".into(),
            Start::Here => steps,
            Start::Current => format!("current()/{}", if steps.is_empty() { "." } else { &steps }),
            Start::Root => format!("/{steps}"),
            Start::Code(code) if steps.is_empty() => format!("${{{code}}}"),
            Start::Code(code) => format!("${{{code}}}/{steps}"),
        }
    }
}

/// A node of the tree.
#[derive(Debug, Clone)]
pub enum Ast {
    Number(f64),
    Text(Arc<str>),
    Path(Path),
    Negate(Box<Ast>),
    /// Operands of one level, applied from the left.
    Chain(Box<Ast>, Vec<(Operator, Ast)>),
    Call(Function, Vec<Ast>),
    /// `regex(value, 'pattern')`, compiled once and matching the whole value.
    Matches(Box<Ast>, regex::Regex),
    /// `jr:choice-name(value, '${code}')`.
    ChoiceName(Box<Ast>, String),
}

impl Ast {
    /// Adds every path below this node to `found`.
    pub fn collect_paths<'a>(&'a self, found: &mut Vec<&'a Path>) {
        match self {
            Ast::Number(_) | Ast::Text(_) => {}
            Ast::Path(path) => found.push(path),
            Ast::Negate(inner) | Ast::Matches(inner, _) | Ast::ChoiceName(inner, _) => inner.collect_paths(found),
            Ast::Chain(first, rest) => {
                first.collect_paths(found);
                rest.iter().for_each(|(_, operand)| operand.collect_paths(found));
            }
            Ast::Call(_, arguments) => arguments.iter().for_each(|argument| argument.collect_paths(found)),
        }
    }

    /// Adds every code whose choice labels are asked for to `found`.
    pub fn collect_choice_names<'a>(&'a self, found: &mut Vec<&'a str>) {
        match self {
            Ast::Number(_) | Ast::Text(_) | Ast::Path(_) => {}
            Ast::Negate(inner) | Ast::Matches(inner, _) => inner.collect_choice_names(found),
            Ast::ChoiceName(inner, code) => {
                found.push(code);
                inner.collect_choice_names(found);
            }
            Ast::Chain(first, rest) => {
                first.collect_choice_names(found);
                rest.iter().for_each(|(_, operand)| operand.collect_choice_names(found));
            }
            Ast::Call(_, arguments) => arguments.iter().for_each(|argument| argument.collect_choice_names(found)),
        }
    }
}

/// Parses a whole expression.
pub fn parse(source: &str) -> Result<Ast, ExprError> {
    if source.chars().nth(MAX_LENGTH).is_some() {
        return Err(ExprError::TooLong { limit: MAX_LENGTH });
    }
    let mut parser = Parser { tokens: lexer::tokens(source)?, at: 0, depth: 0, patterns: 0 };
    let ast = parser.expression(0)?;
    match parser.peek() {
        None => Ok(ast),
        Some(token) => Err(ExprError::Syntax { found: token.shown() }),
    }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    patterns: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    fn accept(&mut self, wanted: &Token) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, wanted: &Token) -> Result<(), ExprError> {
        if self.accept(wanted) { Ok(()) } else { Err(self.unexpected()) }
    }

    fn unexpected(&self) -> ExprError {
        self.peek().map_or(ExprError::Unfinished, |token| ExprError::Syntax { found: token.shown() })
    }

    /// Parses operators of `level` and tighter ones.
    fn expression(&mut self, level: u8) -> Result<Ast, ExprError> {
        let mut left = self.operand()?;
        while let Some((_, found)) = self.peek().and_then(Operator::of) {
            if found < level {
                break;
            }
            let mut rest = Vec::new();
            while let Some((operator, same)) = self.peek().and_then(Operator::of)
                && same == found
            {
                self.at += 1;
                rest.push((operator, self.expression(found + 1)?));
            }
            left = Ast::Chain(Box::new(left), rest);
        }
        Ok(left)
    }

    fn nested<T>(&mut self, parse: impl FnOnce(&mut Self) -> Result<T, ExprError>) -> Result<T, ExprError> {
        if self.depth == MAX_DEPTH {
            return Err(ExprError::TooDeep { limit: MAX_DEPTH });
        }
        self.depth += 1;
        let parsed = parse(self);
        self.depth -= 1;
        parsed
    }

    fn operand(&mut self) -> Result<Ast, ExprError> {
        let mut negations = 0;
        while self.accept(&Token::Minus) {
            negations += 1;
        }
        if negations > 0 {
            let inner = self.expression(NEGATION)?;
            // A double minus still turns its operand into a number.
            let once = Ast::Negate(Box::new(inner));
            return Ok(if negations % 2 == 1 { once } else { Ast::Negate(Box::new(once)) });
        }
        match self.next() {
            None => Err(ExprError::Unfinished),
            Some(Token::Number(number)) => Ok(Ast::Number(number)),
            Some(Token::Literal(text)) => Ok(Ast::Text(text.into())),
            Some(Token::Open) => {
                let inner = self.nested(|parser| parser.expression(0))?;
                self.expect(&Token::Close)?;
                Ok(inner)
            }
            Some(Token::Reference(code)) => self.steps(Start::Code(code)),
            Some(Token::Name(name)) if self.peek() == Some(&Token::Open) => self.call(name),
            Some(Token::Slash) => {
                self.at -= 1;
                self.steps(Start::Root)
            }
            Some(Token::Name(_) | Token::Dot | Token::DotDot) => {
                self.at -= 1;
                self.relative_path()
            }
            Some(other) => Err(ExprError::Syntax { found: other.shown() }),
        }
    }

    fn relative_path(&mut self) -> Result<Ast, ExprError> {
        let mut path = Path { start: Start::Here, steps: Vec::new() };
        self.step(&mut path)?;
        self.more_steps(path)
    }

    /// The steps behind a start, each with its slash.
    fn steps(&mut self, start: Start) -> Result<Ast, ExprError> {
        self.more_steps(Path { start, steps: Vec::new() })
    }

    fn more_steps(&mut self, mut path: Path) -> Result<Ast, ExprError> {
        while self.accept(&Token::Slash) {
            self.step(&mut path)?;
        }
        Ok(Ast::Path(path))
    }

    fn step(&mut self, path: &mut Path) -> Result<(), ExprError> {
        match self.next() {
            Some(Token::Dot) => Ok(()),
            Some(Token::DotDot) => {
                path.steps.push(Step::Parent);
                Ok(())
            }
            // A name with brackets here would be a node test such as text().
            Some(Token::Name(name)) if self.peek() != Some(&Token::Open) && is_name(&name) => {
                path.steps.push(Step::Child(name));
                Ok(())
            }
            Some(Token::Name(name)) => Err(ExprError::Unsupported { what: name }),
            Some(Token::Star) => Err(ExprError::Unsupported { what: "*".into() }),
            Some(other) => Err(ExprError::Syntax { found: other.shown() }),
            None => Err(ExprError::Unfinished),
        }
    }

    fn call(&mut self, name: String) -> Result<Ast, ExprError> {
        self.expect(&Token::Open)?;
        let mut arguments = Vec::new();
        if !self.accept(&Token::Close) {
            loop {
                arguments.push(self.nested(|parser| parser.expression(0))?);
                if !self.accept(&Token::Comma) {
                    break;
                }
            }
            self.expect(&Token::Close)?;
        }
        if name == "current" {
            return match arguments.len() {
                0 => self.steps(Start::Current),
                given => Err(ExprError::ArgumentCount { name, given }),
            };
        }
        let Some(function) = Function::named(&name) else { return Err(ExprError::UnknownFunction { name }) };
        if function == Function::Regex {
            self.patterns += 1;
            if self.patterns > MAX_PATTERNS {
                return Err(ExprError::TooManyPatterns { limit: MAX_PATTERNS });
            }
        }
        function.call(arguments)
    }
}
