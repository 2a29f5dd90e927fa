-- Every file received with the last receipt it was given: one that was rejected may be accepted
-- when it is sent again. Grain: one row per submission.
CREATE OR REPLACE VIEW ops.current_submissions AS
SELECT *
FROM ops.submissions
QUALIFY row_number() OVER (
    PARTITION BY submission ORDER BY rows_accepted > 0 DESC, received_at DESC
) = 1
