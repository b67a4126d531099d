//! Expressions: whatever the text is, parsing returns; what it accepts is stored, read again and evaluated without a panic.
#![no_main]

use std::collections::HashMap;
use std::sync::LazyLock;

use concord::domain::questionnaire::{Clock, Expr, Form, Given, Instance, Place, Values, evaluate};
use libfuzzer_sys::fuzz_target;

/// A form with a text, a number and a repeat, as its stored JSON.
static FORM: LazyLock<Form> = LazyLock::new(|| {
    let node = |code: &str, kind: &str, parent: &str, end: usize, section: usize| {
        format!(
            r#"{{"code":"{code}","kind":{{"kind":{kind}}},"parent":{parent},"repeat":{parent},"section":{section},"end":{end},"label":{{}},"hint":{{}},
            "guidance":{{}},"relevant":null,"required":null,"required_message":{{}},"constraint":null,"constraint_message":{{}},
            "calculation":null,"default":null,"read_only":false,"appearance":"","choice_filter":null,"repeat_count":null,
            "visibility":"court","visibility_locked":false,"carry_forward":true,"tier":"core","legal_basis":null,
            "may_decline":false,"purpose":null,"repeat_min":0,"repeat_max":50,"max_length":500,"row":1,"depends_on":[]}}"#
        )
    };
    let nodes = [
        node("a", "\"text\",\"multiline\":false", "null", 1, 0),
        node("n", "\"integer\"", "null", 2, 1),
        node("r", "\"repeat\"", "null", 4, 2),
        node("x", "\"text\",\"multiline\":false", "2", 4, 2),
        node("s", "\"select_multiple\",\"list\":0", "null", 5, 4),
    ];
    let json = format!(
        r#"{{"form_id":"f","version":"","title":{{}},"default_language":"en","languages":{{}},"nodes":[{}],
        "lists":[{{"name":"l","choices":[{{"name":"c","label":{{"en":"C"}},"columns":{{"k":"v"}}}}]}}]}}"#,
        nodes.join(",")
    );
    Form::from_json(json.as_bytes()).expect("the form of this target")
});

fuzz_target!(|text: &str| {
    let Ok(expression) = Expr::parse(text) else { return };
    let stored = Expr::parse(expression.source()).expect("what was accepted is accepted again");
    assert_eq!(stored, expression);
    expression.length_bound();
    let mut form = FORM.clone();
    for node in [0, 3, 4] {
        form.nodes[node].constraint = Some(expression.clone());
    }
    form.nodes[4].choice_filter = Some(expression);
    let give = |code: &str, instance: &str, value: &str| {
        let place = Place { code: code.into(), instance: instance.into() };
        (place, Given { value: value.into(), ..Given::default() })
    };
    let answers =
        HashMap::from([give("a", "", "2027-04-19"), give("n", "", "-3"), give("x", "i", "été 12"), give("s", "", "c")]);
    let entry =
        |id: &str, position| Instance { id: id.into(), repeat_code: "r".into(), parent: String::new(), position };
    let values = Values::new(answers, vec![entry("i", 0), entry("j", 1)]);
    let clock = Clock {
        now: jiff::civil::date(2027, 4, 19).at(14, 30, 0, 0),
        offset: jiff::tz::Offset::UTC,
        language: "en".into(),
    };
    evaluate(&form, &values, &clock);
});
