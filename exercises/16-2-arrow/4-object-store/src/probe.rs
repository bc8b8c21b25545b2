//! A store that counts what it is asked and fails on request. Complete as it is: nothing to solve here.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Mutex, MutexGuard};

use async_trait::async_trait;
use bytes::Bytes;
use checks::text;
use futures::stream::{self, BoxStream, StreamExt};
use object_store::path::Path;
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, GetResultPayload, ListResult, MultipartUpload,
    ObjectMeta, ObjectStore, PutMultipartOptions, PutOptions, PutPayload, PutResult, Result,
};

/// What goes wrong with one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// No answer comes: [`Error::Generic`], as for a server in trouble or a lost connection.
    Unavailable,
    /// The answer breaks off halfway, after a good start.
    Cut,
    /// The keys are valid and may not do this: [`Error::PermissionDenied`].
    Denied,
}

/// What a [`Probe`] was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Counts {
    pub(crate) puts: usize,
    /// Requests for an object or a part of it, or for its size alone.
    pub(crate) gets: usize,
    pub(crate) lists: usize,
    /// Bytes of objects in the answers to all `gets`.
    pub(crate) bytes: u64,
}

/// Passes every request on to another store, except where a [`Fault`] is due.
#[derive(Debug)]
pub(crate) struct Probe<S> {
    store: S,
    counts: Mutex<Counts>,
    faults: Mutex<VecDeque<Fault>>,
}

impl<S: ObjectStore> Probe<S> {
    /// The first request meets the first fault, the second the second. After the last one, all goes
    /// well.
    pub(crate) fn new(store: S, faults: &[Fault]) -> Self {
        let faults = Mutex::new(faults.iter().copied().collect());
        Self { store, counts: Mutex::default(), faults }
    }

    /// What it was asked so far.
    pub(crate) fn counts(&self) -> Counts {
        *self.locked()
    }

    /// Counts one request, lets other tasks run, and returns its fault.
    async fn request(&self, count: impl FnOnce(&mut Counts)) -> Option<Fault> {
        let fault = self.request_now(count);
        tokio::task::yield_now().await;
        fault
    }

    fn request_now(&self, count: impl FnOnce(&mut Counts)) -> Option<Fault> {
        let mut counts = self.locked();
        count(&mut counts);
        let asked = counts.puts + counts.gets + counts.lists;
        drop(counts);
        assert!(asked <= 100, "{}", too_often());
        self.faults.lock().expect("no request panics").pop_front()
    }

    fn locked(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().expect("counting does not panic")
    }
}

fn too_often() -> String {
    text!(
        "the store was asked more than 100 times: is there a loop without an end?",
        "al almacén se le ha preguntado más de 100 veces: ¿hay un bucle sin fin?"
    )
}

fn unavailable() -> Error {
    Error::Generic { store: "Probe", source: "no answer: this failure is on purpose".into() }
}

fn cut() -> Error {
    Error::Generic { store: "Probe", source: "the answer broke off: on purpose".into() }
}

fn denied(location: &Path) -> Error {
    let source = "these keys may not do this: on purpose".into();
    Error::PermissionDenied { path: location.to_string(), source }
}

/// The error of a request that gets no answer at all.
fn refused(fault: Fault, location: &Path) -> Error {
    match fault {
        Fault::Unavailable | Fault::Cut => unavailable(),
        Fault::Denied => denied(location),
    }
}

/// The same answer, whose body breaks off halfway.
async fn cut_short(answer: GetResult) -> Result<GetResult> {
    let (meta, range, attributes) =
        (answer.meta.clone(), answer.range.clone(), answer.attributes.clone());
    let body = answer.bytes().await?;
    let half: Bytes = body.slice(..body.len() / 2);
    let payload = GetResultPayload::Stream(stream::iter([Ok(half), Err(cut())]).boxed());
    Ok(GetResult { payload, meta, range, attributes })
}

impl<S: ObjectStore> fmt::Display for Probe<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Probe({})", self.store)
    }
}

#[async_trait]
impl<S: ObjectStore> ObjectStore for Probe<S> {
    async fn put_opts(
        &self,
        location: &Path,
        payload: PutPayload,
        options: PutOptions,
    ) -> Result<PutResult> {
        match self.request(|counts| counts.puts += 1).await {
            Some(fault) => Err(refused(fault, location)),
            None => self.store.put_opts(location, payload, options).await,
        }
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        let fault = self.request(|counts| counts.gets += 1).await;
        if let Some(fault @ (Fault::Unavailable | Fault::Denied)) = fault {
            return Err(refused(fault, location));
        }
        let has_body = !options.head;
        let answer = self.store.get_opts(location, options).await?;
        if has_body {
            self.locked().bytes += answer.range.end - answer.range.start;
        }
        if fault == Some(Fault::Cut) { cut_short(answer).await } else { Ok(answer) }
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        let listing = self.store.list(prefix);
        match self.request_now(|counts| counts.lists += 1) {
            None => listing,
            // The first object arrives, the others do not.
            Some(Fault::Cut) => listing.take(1).chain(stream::iter([Err(cut())])).boxed(),
            Some(fault) => {
                let error = refused(fault, prefix.unwrap_or(&Path::default()));
                stream::iter([Err(error)]).boxed()
            }
        }
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        match self.request(|counts| counts.lists += 1).await {
            Some(fault) => Err(refused(fault, prefix.unwrap_or(&Path::default()))),
            None => self.store.list_with_delimiter(prefix).await,
        }
    }

    // No exercise needs faults from here on.

    async fn put_multipart_opts(
        &self,
        location: &Path,
        options: PutMultipartOptions,
    ) -> Result<Box<dyn MultipartUpload>> {
        self.store.put_multipart_opts(location, options).await
    }

    fn delete_stream(
        &self,
        locations: BoxStream<'static, Result<Path>>,
    ) -> BoxStream<'static, Result<Path>> {
        self.store.delete_stream(locations)
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        self.store.copy_opts(from, to, options).await
    }
}
