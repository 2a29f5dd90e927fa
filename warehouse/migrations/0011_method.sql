-- By which statements a judgement was made: only what they judged may stand without judging again.
ALTER TABLE ops.judgements ADD COLUMN method VARCHAR;
