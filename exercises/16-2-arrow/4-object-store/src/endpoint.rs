//! Finds an S3 endpoint. Complete as it is: nothing to solve here.
//!
//! By default it starts `moto_server`, a program in Python that behaves like S3 and keeps all objects
//! in memory: `pip install 'moto[server]'`. It is looked for in the path; the environment variable
//! `WORKBOOK_MOTO` may name another file.
//!
//! To use an endpoint of yours instead, name a bucket that you may write to in `WORKBOOK_S3_BUCKET`,
//! and the rest in the usual variables: `AWS_ENDPOINT_URL`, `AWS_REGION`, `AWS_ACCESS_KEY_ID` and
//! `AWS_SECRET_ACCESS_KEY`, and `AWS_ALLOW_HTTP=true` if the URL begins with `http:`. Everything is
//! written below `workbook-16-2-4/` and deleted in the end.
//!
//! Where `HTTP_PROXY` is set, set `NO_PROXY=127.0.0.1` too.

use std::env;
use std::hash::{BuildHasher, RandomState};

use checks::moto::{Keys, Moto};
use object_store::path::Path;

/// Names and values, as in the environment.
pub(crate) type Variables = Vec<(String, String)>;

/// An S3 endpoint that is up while this value lives.
#[derive(Debug)]
pub(crate) struct Endpoint {
    /// How to reach it, with keys that it knows.
    pub(crate) variables: Variables,
    /// Where objects may be written: nobody else uses this prefix.
    pub(crate) prefix: Path,
    /// Stopped when the endpoint is dropped.
    _moto: Option<Moto>,
}

impl Endpoint {
    /// An endpoint, or the reason why there is none.
    pub(crate) fn find() -> Result<Self, String> {
        Self::new(Keys::Any)
    }

    /// An endpoint that checks keys, and keys that it does not know.
    pub(crate) fn with_unknown_keys() -> Result<Self, String> {
        let mut endpoint = Self::new(Keys::Checked)?;
        let is_key = |name: &str| name == "AWS_ACCESS_KEY_ID" || name == "AWS_SECRET_ACCESS_KEY";
        for (_, value) in endpoint.variables.iter_mut().filter(|(name, _)| is_key(name)) {
            *value = "NOBODYKNOWSTHISKEY".to_owned();
        }
        Ok(endpoint)
    }

    fn new(keys: Keys) -> Result<Self, String> {
        let run = RandomState::new().hash_one(std::process::id());
        let prefix = Path::from(format!("workbook-16-2-4/{run:016x}"));
        if let Ok(bucket) = env::var("WORKBOOK_S3_BUCKET") {
            let mut variables: Variables =
                env::vars().filter(|(name, _)| name.starts_with("AWS_")).collect();
            variables.push(("AWS_BUCKET".to_owned(), bucket));
            return Ok(Self { variables, prefix, _moto: None });
        }
        let moto = Moto::start(keys)?;
        Ok(Self { variables: moto.variables(), prefix, _moto: Some(moto) })
    }
}
