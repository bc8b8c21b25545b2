//! Answers that take long to get, kept from one run of the tests to the next.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::{env, fs};

/// The answer to a question, from a file beside this test binary if it was asked before.
///
/// An engine that takes ten seconds to start should not do so each time the student saves. `question` has
/// to hold all that the answer depends on: the program, its code, its settings and its data. The answer
/// must not depend on what the student can change otherwise.
///
/// Where it cannot be kept, it is asked again each time.
pub fn kept(question: &str, ask: impl FnOnce() -> String) -> String {
    let mut digest = DefaultHasher::new();
    question.hash(&mut digest);
    let name = format!("answer-{:016x}", digest.finish());
    let file = env::current_exe().ok().map(|binary| binary.with_file_name(name));
    let answers = file.as_ref().and_then(|file| fs::read_to_string(file).ok());
    // The question stands in the file as well: two may have the same digest.
    let known = answers.as_deref().and_then(|text| text.strip_prefix(question)?.strip_prefix('\0'));
    if let Some(known) = known {
        return known.to_owned();
    }
    let answer = ask();
    if let Some(file) = file {
        // Renamed when it is whole: another test may read it now.
        let partial = file.with_extension(std::process::id().to_string());
        let written = fs::write(&partial, format!("{question}\0{answer}"));
        written.and_then(|()| fs::rename(&partial, &file)).ok();
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::kept;

    #[test]
    fn a_question_is_asked_once() {
        let question = format!("how old is process {}?", std::process::id());
        assert_eq!(kept(&question, || "young".to_owned()), "young");
        assert_eq!(kept(&question, || panic!("it was answered")), "young");
        assert_eq!(kept(&format!("{question}!"), || "old".to_owned()), "old");
    }
}
