//! fails: a_bucket_is_read_like_a_folder
//! hint_en: `a/b` is the bucket `a` and a path in it: registered like that, the client would serve all
//! of `a`. `ObjectStoreUrl::parse` refuses a URL that is more than a bucket.
//! hint_es: `a/b` es el bucket `a` y una ruta dentro: registrado así, el cliente atendería todo `a`.
//! `ObjectStoreUrl::parse` rechaza una URL que sea algo más que un bucket.

fn attach_bucket(ctx: &SessionContext, bucket: &str, store: Arc<dyn ObjectStore>) -> Result<()> {
    // solution:begin attach_bucket
    use datafusion::execution::object_store::ObjectStoreUrl;

    let name = bucket.split('/').next().unwrap_or(bucket);
    let url = ObjectStoreUrl::parse(format!("s3://{name}"))?;
    ctx.register_object_store(url.as_ref(), store);
    Ok(())
    // solution:end
}
