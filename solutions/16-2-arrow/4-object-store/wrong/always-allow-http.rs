//! fails: plain_http_and_the_bucket_must_be_asked_for
//! hint_en: With HTTP allowed for everyone, a URL with `http:` by mistake sends data and signatures
//! in the clear. `AWS_ALLOW_HTTP` is one of the variables: leave the decision to it.
//! hint_es: Si se permite HTTP a todo el mundo, una URL con `http:` por descuido envía datos y
//! firmas sin cifrar. `AWS_ALLOW_HTTP` es una de las variables: deja que decida ella.

fn s3_from(variables: &[(String, String)], max_retries: usize) -> object_store::Result<AmazonS3> {
    // solution:begin s3_from
    use object_store::RetryConfig;
    use object_store::aws::AmazonS3Builder;

    let retry = RetryConfig { max_retries, backoff: BACKOFF, ..RetryConfig::default() };
    let mut builder = AmazonS3Builder::new().with_retry(retry);
    for (name, value) in variables.iter().filter(|(name, _)| name.starts_with("AWS_")) {
        if let Ok(key) = name.to_ascii_lowercase().parse() {
            builder = builder.with_config(key, value);
        }
    }
    builder.with_allow_http(true).build()
    // solution:end
}
