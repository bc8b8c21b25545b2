//! A SQL function that holds a query until somebody lets it go. Complete as it is: nothing to solve
//! here.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use datafusion::arrow::datatypes::DataType;
use datafusion::common::cast::as_int64_array;
use datafusion::error::Result;
use datafusion::logical_expr::{ColumnarValue, ScalarUDF, Volatility, create_udf};

/// How often a waiting task looks whether the gate is open.
const PAUSE: Duration = Duration::from_millis(2);

/// A gate in the path of a query. It is a folder, so that all processes of a cluster see the same one.
#[derive(Debug, Clone)]
pub(crate) struct Gate {
    folder: PathBuf,
}

impl Gate {
    /// The gate in `folder`, which must exist. It is closed until [`Gate::open`] is called.
    pub(crate) fn in_folder(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// The function `gate(id)`: returns `id`. The task that meets the `id` 0 waits until the gate is
    /// open; all others pass.
    pub(crate) fn function(&self) -> ScalarUDF {
        let gate = self.clone();
        let pass = Arc::new(move |arguments: &[ColumnarValue]| gate.pass(arguments));
        // Volatile: the planner must not call it in advance.
        let (types, volatility) = (vec![DataType::Int64], Volatility::Volatile);
        create_udf("gate", types, DataType::Int64, volatility, pass)
    }

    /// Lets everybody pass, now and from now on.
    pub(crate) fn open(&self) -> io::Result<()> {
        fs::write(self.folder.join("open"), "")
    }

    /// The process whose task is waiting, if there is one.
    pub(crate) fn waiting(&self) -> Option<u32> {
        fs::read_to_string(self.folder.join("waiting")).ok()?.parse().ok()
    }

    fn pass(&self, arguments: &[ColumnarValue]) -> Result<ColumnarValue> {
        let ids = ColumnarValue::values_to_arrays(arguments)?.swap_remove(0);
        if as_int64_array(&ids)?.values().contains(&0) {
            self.wait()?;
        }
        Ok(ColumnarValue::Array(ids))
    }

    fn wait(&self) -> io::Result<()> {
        // Written under another name first, so that nobody reads half of it.
        let (draft, waiting) = (self.folder.join("draft"), self.folder.join("waiting"));
        fs::write(&draft, std::process::id().to_string())?;
        fs::rename(draft, waiting)?;
        // A gate that was deleted holds nobody.
        while self.folder.exists() && !self.folder.join("open").exists() {
            thread::sleep(PAUSE);
        }
        Ok(())
    }
}
