//! Misuse does not compile, and the message teaches. After a change of wording:
//! `TRYBUILD=overwrite cargo test --test ui`, then read every changed `.stderr`.

#[test]
fn misuse_is_rejected_with_a_message_that_teaches() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/*.rs");
}
