//! fails: variables_describe_the_endpoint
//! hint_en: The keys also parse without their beginning: `BUCKET`, `TIMEOUT` or `ENDPOINT` would
//! count, and an environment may hold them for another program. Take only the names that begin with
//! `AWS_`.
//! hint_es: Las claves también se reconocen sin su comienzo: valdrían `BUCKET`, `TIMEOUT` o
//! `ENDPOINT`, que en un entorno pueden ser de otro programa. Toma solo los nombres que empiezan por
//! `AWS_`.

fn s3_from(variables: &[(String, String)], max_retries: usize) -> object_store::Result<AmazonS3> {
    // solution:begin s3_from
    use object_store::RetryConfig;
    use object_store::aws::AmazonS3Builder;

    let retry = RetryConfig { max_retries, backoff: BACKOFF, ..RetryConfig::default() };
    let mut builder = AmazonS3Builder::new().with_retry(retry);
    for (name, value) in variables {
        if let Ok(key) = name.to_ascii_lowercase().parse() {
            builder = builder.with_config(key, value);
        }
    }
    builder.build()
    // solution:end
}
