//! Files on disk and in S3. Complete as it is: nothing to solve here.

use std::hash::{BuildHasher, RandomState};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{env, fmt, fs, path};

use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path as Key;
use object_store::{MultipartUpload, ObjectStoreExt};
use polars::prelude::cloud::CloudOptions;
use polars::prelude::*;
use tempfile::{NamedTempFile, TempPath};

use crate::Place;

/// How to reach S3: the environment variables whose names begin with `AWS_`.
///
/// A pipeline file holds no keys: it can be shared.
#[derive(Clone, Default)]
pub(crate) struct CloudEnv {
    variables: Vec<(String, String)>,
}

impl CloudEnv {
    /// Keeps the variables that concern S3.
    pub(crate) fn new(variables: impl IntoIterator<Item = (String, String)>) -> Self {
        let is_ours = |(name, _): &(String, String)| name.starts_with("AWS_");
        Self { variables: variables.into_iter().filter(is_ours).collect() }
    }

    pub(crate) fn from_env() -> Self {
        let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        };
        Self::new(env::vars_os().filter_map(text))
    }

    /// What Polars needs to know to reach `path`: nothing for a file on disk.
    pub(crate) fn options(&self, path: &str) -> PolarsResult<Option<CloudOptions>> {
        let variables = self.variables.iter().map(|(name, value)| (name, value));
        match CloudScheme::from_path(path) {
            None => Ok(None),
            Some(scheme @ CloudScheme::S3) => {
                CloudOptions::from_untyped_config(Some(scheme), variables).map(Some)
            }
            Some(_) => {
                polars_bail!(InvalidOperation: "`{path}`: expected a file on disk or `s3://...`")
            }
        }
    }

    /// The bucket and the key of `s3://bucket/key`.
    fn open(&self, url: &str) -> io::Result<(AmazonS3, Key)> {
        let place = url.split_once("://").and_then(|(_, place)| place.split_once('/'));
        let Some((bucket, key)) = place.filter(|(_, key)| !key.is_empty()) else {
            return Err(io::Error::other("expected `s3://bucket/key`"));
        };
        let mut builder = AmazonS3Builder::new();
        for (name, value) in &self.variables {
            // There are variables that concern other programs.
            if let Ok(option) = name.to_ascii_lowercase().parse() {
                builder = builder.with_config(option, value);
            }
        }
        let store = builder.with_bucket_name(bucket).build()?;
        Ok((store, Key::parse(key).map_err(io::Error::other)?))
    }
}

impl fmt::Debug for CloudEnv {
    /// Shows the names alone: the values are secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.variables.iter().map(|(name, _)| name)).finish()
    }
}

/// Plans to read a file, a folder, or all files that a pattern such as `ventas-*.csv` matches.
///
/// The first line of a CSV file names its columns. CSV has no types: every column is text until a
/// step casts it. So planning reads that line and nothing else; of Parquet it reads the footer.
pub(crate) fn scan(place: &Place, env: &CloudEnv) -> PolarsResult<LazyFrame> {
    let cloud_options = env.options(place.path())?;
    let path = PlRefPath::new(place.path());
    match place {
        Place::Csv { separator, .. } => LazyCsvReader::new(path)
            .with_separator(u8::from(*separator))
            .with_infer_schema_length(Some(0))
            .with_cloud_options(cloud_options)
            .finish(),
        Place::Parquet { .. } => {
            let arguments = ScanArgsParquet { cloud_options, ..ScanArgsParquet::default() };
            LazyFrame::scan_parquet(path, arguments)
        }
    }
}

/// How the rows are written. In CSV, null is nothing between two separators, and empty text is `""`.
pub(crate) fn format(place: &Place) -> FileWriteFormat {
    match place {
        Place::Csv { separator, .. } => {
            let serialize_options = Arc::new(SerializeOptions {
                separator: u8::from(*separator),
                ..SerializeOptions::default()
            });
            FileWriteFormat::Csv(CsvWriterOptions {
                serialize_options,
                ..CsvWriterOptions::default()
            })
        }
        Place::Parquet { .. } => FileWriteFormat::Parquet(Arc::default()),
    }
}

/// Where the rows go until all of them are there: the path of a file on disk, and what deletes that file
/// when it is dropped, unless `persist` has given the file another name.
///
/// It lies in the folder of the output, since a rename works only within one file system. If the output
/// lies in S3, it is in the folder for temporary files, and nobody else may read it.
pub(crate) fn unfinished(output: &str) -> io::Result<(String, TempPath)> {
    let guard = if is_s3(output) {
        NamedTempFile::new()?.into_temp_path()
    } else {
        let run = RandomState::new().hash_one(output);
        TempPath::try_from_path(format!("{output}.{run:016x}.part"))?
    };
    match guard.to_str() {
        Some(path) => Ok((path.to_owned(), guard)),
        None => Err(io::Error::other("expected a folder for temporary files with a readable name")),
    }
}

/// Pieces are at least this large, and S3 takes at most [`MAX_PIECES`] of them.
const PIECE_SIZE_BYTES: u64 = 16 << 20;
const MAX_PIECES: u64 = 10_000;

/// Sends a complete file to `s3://bucket/key`. The object appears when the last byte has arrived; an
/// object of that name is as it was until then. After an error, what has arrived is thrown away.
pub(crate) fn upload(file: &str, url: &str, env: &CloudEnv) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let sent = runtime.block_on(async {
        let file = fs::File::open(file)?;
        let (store, key) = env.open(url)?;
        let mut upload = store.put_multipart(&key).await?;
        let sent = send(file, upload.as_mut()).await;
        if sent.is_err() {
            // The first error says more than one of cleaning up.
            upload.abort().await.ok();
        }
        sent
    });
    sent.map_err(|error: io::Error| io::Error::new(error.kind(), format!("`{url}`: {error}")))
}

async fn send(file: fs::File, upload: &mut dyn MultipartUpload) -> io::Result<()> {
    let piece_size_bytes = PIECE_SIZE_BYTES.max(file.metadata()?.len().div_ceil(MAX_PIECES));
    loop {
        let mut piece = Vec::new();
        (&file).take(piece_size_bytes).read_to_end(&mut piece)?;
        if piece.is_empty() {
            upload.complete().await?;
            return Ok(());
        }
        upload.put_part(piece.into()).await?;
    }
}

/// Whether a path lies in S3 and not on disk.
pub(crate) fn is_s3(path: &str) -> bool {
    CloudScheme::from_path(path) == Some(CloudScheme::S3)
}

/// Whether `input` reads the file `output`, under any name: through `..` or a link, as a match of a
/// pattern, or as part of a folder. It does not matter whether `output` exists yet.
pub(crate) fn reads(input: &str, output: &str) -> bool {
    let (input, output) = (resolve(input), resolve(output));
    let is_inside = |folder: &str| Path::new(&output).starts_with(folder);
    let (pattern, text): (Vec<char>, Vec<char>) =
        (input.chars().collect(), output.chars().collect());
    matches(&pattern, &text) || is_inside(&input)
}

/// The path without `..` and links, as far as it exists. A path in S3 stays as it is.
pub(crate) fn resolve(path: &str) -> String {
    let absolute = if is_s3(path) { None } else { path::absolute(path).ok() };
    let resolved = absolute.and_then(|absolute| {
        let mut parents = absolute.ancestors();
        let known = |part: &Path| Some((part.to_owned(), fs::canonicalize(part).ok()?));
        let (part, mut resolved): (PathBuf, PathBuf) = parents.find_map(known)?;
        resolved.extend(absolute.strip_prefix(part).ok()?);
        resolved.to_str().map(str::to_owned)
    });
    resolved.unwrap_or_else(|| path.to_owned())
}

/// Whether a pattern matches: `?` and `[...]` stand for one character, `*` for any number of them, all
/// within one folder, and `**` for any number of folders.
fn matches(pattern: &[char], text: &[char]) -> bool {
    let one = |rest| text.first().is_some_and(|&c| c != '/') && matches(rest, &text[1..]);
    let is_start = |n: &usize| *n == 0 || text[n - 1] == '/';
    match pattern {
        [] => text.is_empty(),
        ['*', '*', '/', rest @ ..] => {
            (0..=text.len()).filter(is_start).any(|n| matches(rest, &text[n..]))
        }
        ['*', rest @ ..] => {
            let end = text.iter().position(|&c| c == '/').unwrap_or(text.len());
            (0..=end).any(|n| matches(rest, &text[n..]))
        }
        ['?', rest @ ..] => one(rest),
        ['[', rest @ ..] if rest.contains(&']') => {
            let end = rest.iter().position(|&c| c == ']').expect("it contains one");
            one(&rest[end + 1..])
        }
        [first, rest @ ..] => text.first() == Some(first) && matches(rest, &text[1..]),
    }
}
