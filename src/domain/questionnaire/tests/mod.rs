//! The questionnaire engine, tested in the words of those who write and answer questionnaires.

mod again;
mod alike;
mod answers;
mod checks;
mod expressions;
mod forms;
mod gathered;
mod hostile;
mod stored;
mod support;
mod visibility;
mod workbooks;
