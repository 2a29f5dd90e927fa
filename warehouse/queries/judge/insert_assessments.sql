-- Store what is new. Parameters: judgement. Reads: judged_now, differences.
INSERT INTO out.assessments BY NAME
SELECT
    * REPLACE (md5(concat_ws('|', commitment, party, period, $judgement)) AS assessment),
    CAST($judgement AS BIGINT) AS valid_from
FROM judged_now
SEMI JOIN differences USING (commitment, party, period)
