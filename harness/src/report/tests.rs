use super::fixture::Fixture;
use super::*;

#[test]
fn draft() {
    let fixture = Fixture::large();
    let out = std::env::temp_dir().join("wd-report");
    let t = std::time::Instant::now();
    write(&fixture.header(), &fixture.entries(), &out).unwrap();
    eprintln!("{:?}", t.elapsed());
}
