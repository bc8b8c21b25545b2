//! fails: the_client_retries_as_often_as_it_was_told
//! hint_en: Without `with_retry` the client tries 10 more times whatever you ask for, with waits of up
//! to 15 s. Put `max_retries` and the waits into a `RetryConfig`.
//! hint_es: Sin `with_retry` el cliente reintenta 10 veces pidas lo que pidas, con esperas de hasta
//! 15 s. Pon `max_retries` y las esperas en un `RetryConfig`.

fn s3_from(variables: &[(String, String)], max_retries: usize) -> object_store::Result<AmazonS3> {
    // solution:begin s3_from
    let mut builder = object_store::aws::AmazonS3Builder::new();
    for (name, value) in variables.iter().filter(|(name, _)| name.starts_with("AWS_")) {
        if let Ok(key) = name.to_ascii_lowercase().parse() {
            builder = builder.with_config(key, value);
        }
    }
    builder.build()
    // solution:end
}
