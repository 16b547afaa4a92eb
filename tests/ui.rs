//! Misuse does not compile, and the message explains it. After a change of wording, run
//! `TRYBUILD=overwrite cargo test --test ui` and read every changed `.stderr`.

#[test]
fn misuse_is_rejected_with_a_message_that_teaches() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/*.rs");
}
