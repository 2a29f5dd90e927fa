-- Keep the register as it was judged by. Parameters: register_version, recorded_at, content.
INSERT INTO ops.register_versions
SELECT $register_version, $recorded_at, $content
WHERE NOT EXISTS (
    SELECT 1 FROM ops.register_versions WHERE register_version = $register_version
)
