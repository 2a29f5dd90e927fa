-- Who is a member of the arrangement whose parties report, and when. Grain: one row per membership.
CREATE TABLE member (party VARCHAR, joined_on DATE, left_on DATE)
