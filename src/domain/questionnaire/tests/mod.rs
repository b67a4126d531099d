//! The questionnaire engine, tested in the words of those who write and answer questionnaires.

mod support;
mod workbooks;
