-- What people had written when it was judged, so that a report can be printed again.

-- One row per version and file of register and sources, with its text.
CREATE TABLE ops.reviewed_files (
    reviewed_version VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    content VARCHAR NOT NULL
);

-- NULL: judged before files were kept.
ALTER TABLE ops.judgements ADD COLUMN reviewed_version VARCHAR;
