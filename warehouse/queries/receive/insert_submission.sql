-- Record one submission and what became of it. Parameters: one per column.
INSERT INTO ops.submissions
VALUES (
    $submission, $sha256, $source, $published_on, $file, $archived_as, $size_bytes, $received_at,
    $status, $rows_read, $rows_accepted, $rows_set_aside, $reasons, $quality_page, $is_illustrative,
    $form, $columns, $corrects, $notices, $is_day_assumed
)
