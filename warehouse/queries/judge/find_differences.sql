-- What differs between an earlier state and the one that was judged last and set aside.
-- Grain: one row per obligation that is new, gone or different. Places: before (where the earlier
-- assessments stand). Parameters: before_as_of and as_of (the days of the two), has_one_register and
-- has_one_ledger (whether both were judged by the same register, from the same evidence).
-- Reads: judged_now, rules, debts.
-- A cause says why the verdict moved, should it have moved: a period that was running under the
-- same rule and is owed only now came with a membership; the same level asked and reached, however
-- often it was published since, moves by time alone, unless no day has passed. A promise that is given
-- other dates moves none of its periods but those that come or go; of the same evidence, it may. A share
-- among members moves with them; where other evidence may be at hand, if it was only added to or only
-- left out.
CREATE OR REPLACE TEMP TABLE differences AS
WITH old AS (
    FROM <<before>>
),

judged_before AS (
    SELECT DISTINCT commitment, rule_of(rule_hash) AS rule
    FROM old
)

SELECT
    coalesce(new.commitment, old.commitment) AS commitment,
    coalesce(new.arrangement, old.arrangement) AS arrangement,
    coalesce(new.party, old.party) AS party,
    coalesce(new.period, old.period) AS period,
    coalesce(new.unit, old.unit) AS unit,
    old.verdict AS from_verdict,
    new.verdict AS to_verdict,
    old.value AS from_value,
    new.value AS to_value,
    old.required AS from_required,
    new.required AS to_required,
    old.published_on AS from_published_on,
    new.published_on AS to_published_on,
    CASE
        WHEN new.commitment IS NULL AND rule_of(old.rule_hash) IS DISTINCT FROM rule_of(rules.rule_hash)
        THEN 'rule changed'
        WHEN new.commitment IS NULL AND NOT is_in_force(
            old.period_start, old.period_end, rules.by_day, rules.effective_from, rules.effective_until,
            CAST($as_of AS DATE)
        )
        THEN 'time passed'
        WHEN new.commitment IS NULL AND debts.is_nothing AND old.verdict IN ('pending', 'no_data')
        THEN 'new evidence'
        WHEN new.commitment IS NULL AND debts.is_nothing THEN 'revised evidence'
        WHEN new.commitment IS NULL THEN 'membership changed'
        WHEN old.commitment IS NULL AND judged_before.commitment IS NULL AND NOT $has_one_register
        THEN 'rule changed'
        WHEN old.commitment IS NULL AND $has_one_register AND NOT $has_one_ledger
            AND debts.commitment IS NOT NULL AND new.period_start <= CAST($before_as_of AS DATE)
            AND coalesce(debts.bound_since <= least(new.period_end, CAST($before_as_of AS DATE)), true)
        THEN 'new evidence'
        WHEN old.commitment IS NULL AND is_in_force(
            new.period_start, new.period_end, rules.by_day, rules.effective_from, rules.effective_until,
            CAST($before_as_of AS DATE)
        )
        THEN 'membership changed'
        WHEN old.commitment IS NULL AND len(new.evidence) > 0 AND NOT $has_one_ledger
        THEN 'new evidence'
        WHEN old.commitment IS NULL THEN 'time passed'
        WHEN (old.verdict = 'waived') <> (new.verdict = 'waived') THEN 'waiver'
        WHEN rule_of(old.rule_hash) <> rule_of(new.rule_hash)
            AND ($has_one_ledger OR split_part(old.rule_hash, '.', 1) <> split_part(new.rule_hash, '.', 1))
        THEN 'rule changed'
        WHEN split_part(old.rule_hash, '.', 3) <> split_part(new.rule_hash, '.', 3)
            AND old.value IS DISTINCT FROM new.value
            AND (
                $has_one_ledger OR list_has_all(old.evidence, new.evidence)
                OR list_has_all(new.evidence, old.evidence)
            )
        THEN 'membership changed'
        WHEN $has_one_ledger THEN 'time passed'
        WHEN rules.kind IN ('threshold', 'reach', 'sustain')
            AND old.value IS NOT DISTINCT FROM new.value
            AND old.required IS NOT DISTINCT FROM new.required
            AND CAST($before_as_of AS DATE) <> CAST($as_of AS DATE)
        THEN 'time passed'
        WHEN old.evidence <> new.evidence AND (
            old.verdict IN ('pending', 'no_data') OR old.value IS NULL AND old.kept_on IS NULL
        )
        THEN 'new evidence'
        WHEN old.evidence <> new.evidence THEN 'revised evidence'
        WHEN CAST($before_as_of AS DATE) = CAST($as_of AS DATE) THEN 'new evidence'
        ELSE 'time passed'
    END AS cause
FROM judged_now AS new
FULL JOIN old
    ON new.commitment = old.commitment AND new.party = old.party AND new.period = old.period
LEFT JOIN rules ON coalesce(new.commitment, old.commitment) = rules.commitment
LEFT JOIN debts
    ON coalesce(new.commitment, old.commitment) = debts.commitment
    AND coalesce(new.party, old.party) = debts.party AND coalesce(new.period, old.period) = debts.period
LEFT JOIN judged_before
    ON new.commitment = judged_before.commitment AND rule_of(new.rule_hash) = judged_before.rule
WHERE
    new.commitment IS NULL
    OR old.commitment IS NULL
    OR new.verdict <> old.verdict
    OR new.timeliness <> old.timeliness
    OR new.value IS DISTINCT FROM old.value
    OR new.target IS DISTINCT FROM old.target
    OR new.required IS DISTINCT FROM old.required
    OR new.unit <> old.unit
    OR new.gap_usd IS DISTINCT FROM old.gap_usd
    OR new.provisional <> old.provisional
    OR new.fragile <> old.fragile
    OR new.other_value IS DISTINCT FROM old.other_value
    OR new.alternatives IS DISTINCT FROM old.alternatives
    OR new.due_on <> old.due_on
    OR new.kept_on IS DISTINCT FROM old.kept_on
    OR new.days_late IS DISTINCT FROM old.days_late
    OR new.published_on IS DISTINCT FROM old.published_on
    OR new.is_illustrative <> old.is_illustrative
    OR new.unmet_since IS DISTINCT FROM old.unmet_since
    OR new.rule_hash <> old.rule_hash
    OR new.exception IS DISTINCT FROM old.exception
    OR new.evidence <> old.evidence
    OR new.reason <> old.reason
    OR new.fragile_reason IS DISTINCT FROM old.fragile_reason
