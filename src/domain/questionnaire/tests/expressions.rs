//! Expressions by themselves: what is read, what is refused, and what comes out.

use super::support::*;
use crate::domain::questionnaire::expr::ExprError;
use crate::domain::questionnaire::*;

/// The value of an expression on a form with a few answered questions.
fn value(expression: &str) -> String {
    let form = survey_with_choices(
        &format!(
            "type | name | label | calculation
             text | name | Name |
             text | blank | Blank |
             integer | number | Number |
             date | day | Day |
             select_multiple colours | colours | Colours |
             begin repeat | people | People |
             text | person | Person |
             integer | age | Age |
             end repeat | | |
             calculate | result | | {expression}"
        ),
        "list_name | name | label
         colours | red | Red
         colours | green | Green",
    )
    .accepted();
    let answers = nothing()
        .give("name", "Ana")
        .give("number", "7")
        .give("day", "2027-04-17")
        .give("colours", "red green")
        .entry("people", "one")
        .entry("people", "two")
        .entry("people", "three")
        .give_in("one", "person", "A")
        .give_in("two", "person", "B")
        .give_in("one", "age", "30")
        .give_in("two", "age", "40");
    answers.on(&form).value("result").to_owned()
}

fn refused(expression: &str) -> ExprError {
    Expr::parse(expression).unwrap_err()
}

#[test]
fn operators_bind_as_in_xpath() {
    assert_eq!(value("1 + 2 * 3"), "7");
    assert_eq!(value("(1 + 2) * 3"), "9");
    assert_eq!(value("10 - 2 - 3"), "5");
    assert_eq!(value("7 div 2"), "3.5");
    assert_eq!(value("7 mod 3"), "1");
    assert_eq!(value("-7 mod 3"), "-1");
    assert_eq!(value("- - 3"), "3");
    assert_eq!(value("2 - -3"), "5");
    assert_eq!(value("1 < 2 and 2 < 1 or 3 = 3"), "true");
    assert_eq!(value("1 = 1 = true()"), "true");
    assert_eq!(value("3 > 2 > 1"), "false");
    assert_eq!(value("1 div 0"), "Infinity");
    assert_eq!(value("0.1 + 0.2 = 0.3"), "false");
    assert_eq!(value("${number}*2-1"), "13");
}

#[test]
fn words_are_operators_only_where_an_operator_can_stand() {
    assert_eq!(value("${number} div 7"), "1");
    let form = survey("type|name|label|relevant\ntext|and|A|\ntext|b|B|../and = 'x' and ../and != 'y'").accepted();
    assert!(nothing().give("and", "x").on(&form).shown("b"));
}

#[test]
fn an_empty_answer_is_neither_zero_nor_below_anything() {
    assert_eq!(value("${blank} = 0"), "false");
    assert_eq!(value("${blank} < 5"), "false");
    assert_eq!(value("${blank} >= 0"), "false");
    assert_eq!(value("${blank} != 0"), "true");
    assert_eq!(value("${blank} = ''"), "true");
    assert_eq!(value("${blank} + 1"), "");
    assert_eq!(value("string(${blank} + 1)"), "NaN");
    assert_eq!(value("number(${blank}) = number(${blank})"), "false");
    assert_eq!(value("coalesce(${blank}, ${number})"), "7");
}

#[test]
fn truth_as_text_is_true_even_where_it_says_false() {
    assert_eq!(value("true()"), "true");
    assert_eq!(value("boolean('false')"), "true");
    assert_eq!(value("boolean('')"), "false");
    assert_eq!(value("boolean-from-string('false')"), "false");
    assert_eq!(value("boolean-from-string('1')"), "true");
    assert_eq!(value("boolean-from-string('yes')"), "false");
    assert_eq!(value("true() = 'true'"), "true");
    assert_eq!(value("false() = 'false'"), "false");
    assert_eq!(value("not('false')"), "false");
    assert_eq!(value("number(true()) + 1"), "2");
    assert_eq!(value("if('false', 'a', 'b')"), "a");
    assert_eq!(value("not(0)"), "true");
}

#[test]
fn numbers_are_read_and_written_as_xpath_does() {
    assert_eq!(value("number(' 12.50 ')"), "12.5");
    assert_eq!(value("number('1e3')"), "");
    assert_eq!(value("number('+1')"), "");
    assert_eq!(value("number('inf')"), "");
    assert_eq!(value("number('1 000')"), "");
    assert_eq!(value("string(-0)"), "0");
    assert_eq!(value("1000000 * 1000000"), "1000000000000");
    assert_eq!(value("round(2.5)"), "3");
    assert_eq!(value("round(-2.5)"), "-2");
    assert_eq!(value("round(1.005 * 1000, 1)"), "1005");
    assert_eq!(value("round(3.14159, 2)"), "3.14");
    assert_eq!(value("round(1250, -2)"), "1300");
    assert_eq!(value("int(-3.7)"), "-3");
    assert_eq!(value("abs(-3)"), "3");
    assert_eq!(value("pow(2, 10)"), "1024");
    assert_eq!(value(".5 + 1."), "1.5");
}

#[test]
fn dates_are_compared_through_their_days() {
    assert_eq!(value("today()"), "2027-04-19");
    assert_eq!(value("now()"), "2027-04-19T14:30:00+02:00");
    assert_eq!(value("${day} < today()"), "true");
    assert_eq!(value("${day} < '2027-04-18'"), "true");
    assert_eq!(value("${day} = '2027-04-17'"), "true");
    assert_eq!(value("date(${day}) = date('2027-04-17')"), "true");
    assert_eq!(value("today() - ${day}"), "2");
    assert_eq!(value("date(today() + 14)"), "2027-05-03");
    assert_eq!(value("date(0)"), "1970-01-01");
    assert_eq!(value("date('nonsense')"), "");
    assert_eq!(value("number('1970-01-11')"), "10");
    assert_eq!(value("${blank} < today()"), "false");
    assert_eq!(value("format-date(${day}, '%d/%m/%Y %n %e %b %a')"), "17/04/2027 4 17 Apr Sat");
    assert_eq!(value("format-date(now(), '%H:%M')"), "14:30");
    assert_eq!(value("format-date('x', '%Y')"), "");
    assert_eq!(value("decimal-date-time('1970-01-02T12:00:00')"), "1.5");
    assert_eq!(value("'2027-04-19T12:30:00Z' = now()"), "true");
    assert_eq!(value("number('2027-02-30')"), "");
}

#[test]
fn texts_are_cut_and_joined() {
    assert_eq!(value("concat('a', ${name}, 1)"), "aAna1");
    assert_eq!(value("join('; ', ${person})"), "A; B; ");
    assert_eq!(value("substr('abcdef', 1, 3)"), "bc");
    assert_eq!(value("substr('abcdef', 4)"), "ef");
    assert_eq!(value("substr('abcdef', -2)"), "ef");
    assert_eq!(value("substr('été', 1, 2)"), "t");
    assert_eq!(value("substr('abc', 9, 2)"), "");
    assert_eq!(value("substring-before('1999/04', '/')"), "1999");
    assert_eq!(value("substring-after('1999/04', '/')"), "04");
    assert_eq!(value("normalize-space('  a   b ')"), "a b");
    assert_eq!(value("translate('bar', 'abc', 'AB')"), "BAr");
    assert_eq!(value("string-length('été')"), "3");
    assert_eq!(value("contains(${name}, 'na')"), "true");
    assert_eq!(value("starts-with(${name}, 'A')"), "true");
    assert_eq!(value("ends-with(${name}, 'a')"), "true");
}

#[test]
fn choices_are_looked_up_by_name_not_by_part_of_a_name() {
    assert_eq!(value("selected(${colours}, 'red')"), "true");
    assert_eq!(value("selected(${colours}, 're')"), "false");
    assert_eq!(value("selected(${blank}, 'red')"), "false");
    assert_eq!(value("count-selected(${colours})"), "2");
    assert_eq!(value("selected-at(${colours}, 1)"), "green");
    assert_eq!(value("selected-at(${colours}, 5)"), "");
    assert_eq!(value("jr:choice-name(selected-at(${colours}, 1), '${colours}')"), "Green");
    assert_eq!(value("jr:choice-name('none', '${colours}')"), "");
}

#[test]
fn repeats_are_counted_and_summed() {
    assert_eq!(value("count(${people})"), "3");
    assert_eq!(value("count(${person})"), "3");
    assert_eq!(value("count-non-empty(${person})"), "2");
    assert_eq!(value("sum(${age})"), "70");
    assert_eq!(value("min(${age})"), "30");
    assert_eq!(value("max(${age}, 50)"), "50");
    assert_eq!(value("${age} = 40"), "true");
    assert_eq!(value("${age} = 41"), "false");
    assert_eq!(value("indexed-repeat(${person}, ${people}, 2)"), "B");
    assert_eq!(value("indexed-repeat(${person}, ${people}, 9)"), "");
    assert_eq!(value("count(${person} ¦ ${name})"), "4");
}

#[test]
fn a_pattern_matches_the_whole_value() {
    assert_eq!(value("regex('abc', 'b')"), "false");
    assert_eq!(value("regex('abc', '.b.')"), "true");
    assert_eq!(value("regex('ab', 'a¦ab')"), "true");
    assert_eq!(value("regex('x@y.org', '^[^@ ]+@[^@ ]+$')"), "true");
    assert!(matches!(refused("regex(., '(a')"), ExprError::BadPattern { .. }));
    assert!(matches!(refused("regex(., ')|(')"), ExprError::BadPattern { .. }));
    assert_eq!(value(r"regex('Ab_9', '\w{1,200}')"), "true");
    assert_eq!(value(r"regex('é', '\w')"), "false");
    assert_eq!(value(r"regex('٣', '\d')"), "false");
    assert_eq!(value(r"regex('a-1 x', '[\w-]+\s[^\d\s]')"), "true");
    assert_eq!(value(r"regex('\d', '\\d')"), "true");
    // Neither backtracking nor patterns that grow without bound.
    assert!(matches!(refused(r"regex(., '(.)\1')"), ExprError::BadPattern { .. }));
    assert!(matches!(refused("regex(., '(a{1000}){1000}')"), ExprError::BadPattern { .. }));
    assert!(matches!(refused("regex(., ${name})"), ExprError::ArgumentKind { .. }));
}

#[test]
fn what_is_outside_the_language_is_refused_by_name() {
    assert_eq!(refused("pulldata('a', 'b')"), ExprError::UnknownFunction { name: "pulldata".into() });
    assert_eq!(refused("uuid()"), ExprError::UnknownFunction { name: "uuid".into() });
    assert_eq!(refused("substr('a')"), ExprError::ArgumentCount { name: "substr".into(), given: 1 });
    assert_eq!(
        refused("indexed-repeat(${a}, ${b}, 1, ${c})"),
        ExprError::ArgumentCount { name: "indexed-repeat".into(), given: 4 }
    );
    assert!(matches!(refused("sum(1)"), ExprError::ArgumentKind { .. }));
    assert!(matches!(refused("${a}[1]"), ExprError::Unsupported { .. }));
    assert!(matches!(refused("//a"), ExprError::Unsupported { .. }));
    assert!(matches!(refused("child::a"), ExprError::Unsupported { .. }));
    assert!(matches!(refused("@a"), ExprError::Unsupported { .. }));
    assert!(matches!(refused("${last-saved#a}"), ExprError::Unsupported { .. }));
    assert!(matches!(refused("../text()"), ExprError::Unsupported { .. }));
    assert!(matches!(refused("${a b}"), ExprError::BadReference { .. }));
    assert!(matches!(refused("${a"), ExprError::BadReference { .. }));
    assert!(matches!(refused("$a"), ExprError::BadReference { .. }));
    for text in ["", "1 +", "(1", "'a", "if(1, 2, 3", "1, 2", "a b", "1 1", "= 2", "a or", "not()", "%"] {
        assert!(Expr::parse(text).is_err(), "{text}");
    }
}

#[test]
fn length_and_nesting_are_bounded() {
    assert!(Expr::parse(&format!("1{}", " + 1".repeat(2_400))).is_ok());
    assert_eq!(refused(&"1".repeat(10_001)), ExprError::TooLong { limit: 10_000 });
    assert!(Expr::parse(&format!("{}1{}", "(".repeat(64), ")".repeat(64))).is_ok());
    assert_eq!(refused(&format!("{}1{}", "(".repeat(65), ")".repeat(65))), ExprError::TooDeep { limit: 64 });
    assert_eq!(refused(&"not(".repeat(2_000)), ExprError::TooDeep { limit: 64 });
    assert_eq!(refused(&"(".repeat(9_999)), ExprError::TooDeep { limit: 64 });
    assert!(Expr::parse(&format!("{}1", "-".repeat(9_000))).is_ok());
}

#[test]
fn an_expression_is_stored_as_its_source() {
    let expression = Expr::parse("${D.3} = 'a' and not(selected(., \"b\"))").unwrap();
    let stored = serde_json::to_string(&expression).unwrap();
    assert_eq!(stored, r#""${D.3} = 'a' and not(selected(., \"b\"))""#);
    assert_eq!(serde_json::from_str::<Expr>(&stored).unwrap(), expression);
    assert!(serde_json::from_str::<Expr>("\"uuid()\"").is_err());
}

#[test]
fn a_literal_keeps_its_quotation_marks() {
    for text in ["plain", "it's", "say \"x\"", "it's \"x\"", "''\"\"", ""] {
        let literal = Expr::literal(text);
        let reread = Expr::parse(literal.source()).unwrap();
        let mut form = survey("type|name|label\ntext|a|A").accepted();
        let asked = form.by_code["a"];
        form.nodes[asked].default = Some(reread);
        assert_eq!(nothing().on(&form).value("a"), text);
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_text_makes_the_parser_panic(text in "\\PC{0,200}") {
        let _ = Expr::parse(&text);
    }

    #[test]
    fn no_pile_of_tokens_makes_the_parser_or_evaluation_panic(
        tokens in proptest::collection::vec(proptest::sample::select(vec![
            "1", "'a'", "${a}", "${r}", "${b}", ".", "..", "(", ")", ",", "+", "-", "*", " div ", " mod ", " and ", " or ", "=",
            "!=", "<", ">=", "|", "/", "not(", "selected(", "if(", "count(", "sum(", "indexed-repeat(", "substr(",
            "round(", "pow(", "date(", "format-date(", "now()", "translate(", "join(", "position(..)", "current()/../a",
        ]), 0..24)
    ) {
        let text: String = tokens.concat();
        if let Ok(expression) = Expr::parse(&text) {
            let mut form = survey("type|name|label\ntext|a|A\nbegin repeat|r|R\ninteger|b|B\nend repeat||\ntext|c|C").accepted();
            let last = form.by_code["c"];
            form.nodes[last].constraint = Some(expression);
            let answers = nothing().give("a", "2").give("c", "x").entry("r", "1").give_in("1", "b", "-3");
            answers.on(&form);
        }
    }
}
