//! Finds an S3 endpoint. Complete as it is: nothing to solve here.
//!
//! By default it starts `moto_server`, a program in Python that behaves like S3 and keeps all objects
//! in memory: `pip install 'moto[server]'`. It is looked for in the path; the environment variable
//! `WORKBOOK_MOTO` may name another file.
//!
//! To use an endpoint of yours instead, name a bucket that you may write to in `WORKBOOK_S3_BUCKET`,
//! and the rest in the usual variables: `AWS_ENDPOINT_URL`, `AWS_REGION`, `AWS_ACCESS_KEY_ID` and
//! `AWS_SECRET_ACCESS_KEY`, and `AWS_ALLOW_HTTP=true` if the URL begins with `http:`. Everything is
//! written below `workbook-16-4-1/` and deleted in the end.
//!
//! Where `HTTP_PROXY` is set, set `NO_PROXY=127.0.0.1` too.

use std::env;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use checks::moto::{BUCKET, Keys, Moto};
use object_store::aws::AmazonS3Builder;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};

/// An S3 endpoint that is up while this value lives.
#[derive(Debug)]
pub(crate) struct Endpoint {
    /// A client for the bucket.
    pub(crate) store: Arc<dyn ObjectStore>,
    pub(crate) bucket: String,
    /// Where objects may be written: nobody else uses this prefix.
    prefix: Path,
    /// Stopped when the endpoint is dropped.
    _moto: Option<Moto>,
}

impl Endpoint {
    /// An endpoint, or the reason why there is none.
    pub(crate) fn find() -> Result<Self, String> {
        let run = RandomState::new().hash_one(std::process::id());
        let prefix = Path::from(format!("workbook-16-4-1/{run:016x}"));
        if let Ok(bucket) = env::var("WORKBOOK_S3_BUCKET") {
            let variables: Vec<(String, String)> =
                env::vars().filter(|(name, _)| name.starts_with("AWS_")).collect();
            let store = client(&variables, &bucket)?;
            return Ok(Self { store, bucket, prefix, _moto: None });
        }
        let moto = Moto::start(Keys::Any)?;
        let store = client(&moto.variables(), BUCKET)?;
        Ok(Self { store, bucket: BUCKET.to_owned(), prefix, _moto: Some(moto) })
    }

    /// The URL of the object or folder `name`.
    pub(crate) fn url(&self, name: &str) -> String {
        format!("s3://{}/{}/{name}", self.bucket, self.prefix)
    }

    pub(crate) async fn put(&self, name: &str, data: Vec<u8>) -> object_store::Result<()> {
        self.store.put(&self.path(name), data.into()).await.map(|_| ())
    }

    pub(crate) async fn delete(&self, name: &str) -> object_store::Result<()> {
        self.store.delete(&self.path(name)).await
    }

    fn path(&self, name: &str) -> Path {
        Path::from(format!("{}/{name}", self.prefix))
    }
}

/// A client for the bucket that the variables describe; the reason if they do not describe one.
fn client(variables: &[(String, String)], bucket: &str) -> Result<Arc<dyn ObjectStore>, String> {
    let mut builder = AmazonS3Builder::new();
    for (name, value) in variables {
        if let Ok(key) = name.to_ascii_lowercase().parse() {
            builder = builder.with_config(key, value);
        }
    }
    let s3 = builder.with_bucket_name(bucket).build().map_err(|error| error.to_string())?;
    Ok(Arc::new(s3))
}
