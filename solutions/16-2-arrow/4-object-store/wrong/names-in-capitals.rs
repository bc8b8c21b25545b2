//! fails: variables_describe_the_endpoint
//! hint_en: `parse()` knows the settings in small letters and rejects `AWS_BUCKET`, so that every
//! variable is skipped. Write the name in small letters first: `to_ascii_lowercase`.
//! hint_es: `parse()` conoce los ajustes en minúsculas y rechaza `AWS_BUCKET`, así que todas las
//! variables se saltan. Pasa antes el nombre a minúsculas: `to_ascii_lowercase`.

fn s3_from(variables: &[(String, String)], max_retries: usize) -> object_store::Result<AmazonS3> {
    // solution:begin s3_from
    use object_store::RetryConfig;
    use object_store::aws::AmazonS3Builder;

    let retry = RetryConfig { max_retries, backoff: BACKOFF, ..RetryConfig::default() };
    let mut builder = AmazonS3Builder::new().with_retry(retry);
    for (name, value) in variables.iter().filter(|(name, _)| name.starts_with("AWS_")) {
        if let Ok(key) = name.parse() {
            builder = builder.with_config(key, value);
        }
    }
    builder.build()
    // solution:end
}
