-- Credentials for S3-compatible storage, in memory for this connection only.
CREATE OR REPLACE SECRET object_store (
    TYPE s3,
    ENDPOINT <<endpoint>>,
    REGION <<region>>,
    KEY_ID <<key_id>>,
    SECRET <<secret>>,
    USE_SSL <<use_tls>>,
    URL_STYLE 'path'
)
