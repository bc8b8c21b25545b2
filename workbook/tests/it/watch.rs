//! `cargo ex watch`.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Stdio};

use crate::course::Course;

/// A running `watch`, which ends with this value.
struct Watch {
    child: Child,
    lines: Box<dyn Iterator<Item = String>>,
}

impl Watch {
    fn start(course: &Course, args: &[&str]) -> Self {
        let mut command = course.command(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the runner starts");
        let stdout = BufReader::new(child.stdout.take().expect("stdout is piped"));
        Self { child, lines: Box::new(stdout.lines().map_while(Result::ok)) }
    }

    /// Reads on until a line contains `part`.
    #[track_caller]
    fn wait_for(&mut self, part: &str) {
        let found = self.lines.by_ref().find(|line| line.contains(part));
        assert!(found.is_some(), "`watch` ended without {part:?}");
    }

    fn press(&mut self, keys: &str) {
        let stdin = self.child.stdin.as_mut().expect("stdin is piped");
        stdin.write_all(keys.as_bytes()).unwrap();
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn check(args: &[&str], notice: Option<&str>) {
    let course = Course::with_body("x * x");
    let mut watch = Watch::start(&course, args);
    watch.wait_for("1 of 4 points");
    if let Some(notice) = notice {
        watch.wait_for(notice);
    }
    watch.wait_for("Save to test again");
    course.write_body("x + x");
    watch.wait_for("4 of 4 points");
    watch.press("h");
    watch.wait_for("Hint 1 of 3");
    watch.press("n");
    watch.wait_for("1.1.2  Once more");
    watch.wait_for("0 of 4 points");
    watch.press("l");
    watch.wait_for("1 of 2 exercises");
    watch.press("q");
    assert!(watch.child.wait().unwrap().success());
}

#[test]
fn every_save_is_tested() {
    check(&["watch", "1.1.1"], None);
}

#[test]
fn looking_again_and_again_works_everywhere_and_says_so() {
    check(&["watch", "1.1.1", "--poll"], Some("looking every 0.5 s"));
}
