//! An S3-compatible store: addressed by path, with one key that the configuration names. Nothing is taken from the environment, and nobody is
//! asked for credentials.

use std::sync::Arc;
use std::time::Duration;

use object_store::aws::AmazonS3Builder;
use object_store::{BackoffConfig, ObjectStore, RetryConfig};
use zeroize::Zeroizing;

use super::wire::Wire;
use crate::domain::error::{Error, Result};

/// How long a store is tried again before whoever waits is told.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where the store is, and with which key it is used.
pub struct S3 {
    /// `https://` and a name, or `http://` and this machine; no path.
    pub endpoint: String,
    pub bucket: String,
    pub region: String,
    pub access_key_id: String,
    pub secret: Zeroizing<String>,
    /// A certificate authority that alone vouches for the store, as PEM; without it the machine's own list does.
    pub ca_pem: Option<String>,
}

impl S3 {
    pub(super) fn open(&self) -> Result<Arc<dyn ObjectStore>> {
        let wire = Wire::to(&self.endpoint, self.ca_pem.as_deref())?;
        let retry = RetryConfig {
            backoff: BackoffConfig {
                init_backoff: Duration::from_millis(200),
                max_backoff: Duration::from_secs(2),
                base: 2.0,
            },
            max_retries: 3,
            retry_timeout: PATIENCE,
        };
        let store = AmazonS3Builder::new()
            .with_endpoint(self.endpoint.trim_end_matches('/'))
            .with_allow_http(self.endpoint.starts_with("http://"))
            .with_virtual_hosted_style_request(false)
            .with_bucket_name(&self.bucket)
            .with_region(&self.region)
            .with_access_key_id(&self.access_key_id)
            .with_secret_access_key(self.secret.as_str())
            .with_retry(retry)
            .with_http_connector(wire)
            .build()
            .map_err(Error::internal)?;
        Ok(Arc::new(store))
    }
}
