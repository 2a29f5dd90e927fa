-- By which other figures an obligation was judged as well, with the verdict these give.
ALTER TABLE out.assessments ADD COLUMN alternatives STRUCT(
    kind VARCHAR, words VARCHAR, value DECIMAL(38, 18), required DECIMAL(38, 18), verdict VARCHAR
)[];
