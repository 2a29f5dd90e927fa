-- Judged obligations with the reason in a sentence, in the shape of out.assessments.
-- Grain: one row per commitment, party, period. Reads: judged.
CREATE OR REPLACE TEMP VIEW explained AS
SELECT
    md5(concat_ws('|', commitment, party, period)) AS assessment,
    commitment,
    arrangement,
    party,
    period,
    period_start,
    period_end,
    verdict,
    timeliness,
    value,
    target,
    required,
    unit,
    gap,
    gap_usd,
    provisional,
    fragile,
    other_value,
    alternatives,
    due_on,
    kept_on,
    days_late,
    published_on,
    CASE
        WHEN verdict = 'waived' THEN exception
        WHEN parts_words IS NOT NULL THEN parts_words
        WHEN verdict IN ('pending', 'no_data') AND lacks IS NOT NULL
        THEN format('cannot be told in {}: {}', replace(unit, '_', ' '), lacks)
        WHEN verdict IN ('pending', 'no_data') AND kind = 'respond' AND undecided > 0
        THEN format('no case is decided yet; {} still within {} {}days', undecided, within_days, if(business_days_of IS NULL, '', 'business '))
        WHEN verdict IN ('pending', 'no_data') AND kind = 'reach' AND value IS NOT NULL
        THEN 'no figure for the baseline, so no path can be drawn'
        WHEN verdict IN ('pending', 'no_data') AND kind = 'sustain' AND value IS NOT NULL
        THEN format('no figure of {} to hold it against', year_before(period))
        WHEN verdict IN ('pending', 'no_data') AND kind IN ('take_part', 'milestone') AND value IS NOT NULL
        THEN format(
            '{} by {}; no evidence from after {}; expected by {}',
            CASE kind
                WHEN 'milestone' THEN 'not known to be done'
                ELSE format('{} of {} activities', CAST(value AS BIGINT), CAST(target AS BIGINT))
            END,
            seen_until, due_on, evidence_due_on
        )
        WHEN verdict IN ('pending', 'no_data') AND kind = 'deliver' AND target IS NOT NULL
        THEN format(
            '{} is owed by {}; no evidence from after that day; expected by {}',
            shown(target, unit, NULL), due_on, evidence_due_on
        )
        WHEN verdict = 'pending' THEN format('no usable figure yet; expected by {}', evidence_due_on)
        WHEN verdict = 'no_data' THEN format('no usable figure; it was expected by {}', evidence_due_on)
        WHEN verdict = 'met' AND kind = 'deliver'
        THEN format(
            '{} delivered in full by {}, due by {}',
            coalesce(shown(target, unit, NULL), 'an amount that is not published'), kept_on, due_on
        )
        WHEN kind = 'milestone' AND kept_on IS NOT NULL
        THEN format(
            'done on {}, {}due by {}', kept_on,
            CASE
                WHEN days_late = 1 THEN '1 day late, '
                WHEN days_late > 1 THEN format('{} days late, ', days_late)
                ELSE ''
            END, due_on
        )
        WHEN kind = 'milestone'
        THEN format(
            'not done by {}{}, due by {}', seen_until,
            CASE WHEN unit = 'flag' THEN '' ELSE format(
                ': {} of {}', shown(value, unit, target), shown(target, unit, value)
            ) END, due_on
        )
        WHEN kind = 'take_part'
        THEN format(
            '{} of {} activities by {}{}', CAST(value AS BIGINT), CAST(target AS BIGINT), seen_until,
            CASE
                WHEN kept_on IS NOT NULL THEN format('; enough on {}', kept_on)
                WHEN verdict = 'unmet' THEN ''
                ELSE format('; an even pace asks for {} by then', CAST(required AS BIGINT))
            END
        )
        WHEN verdict = 'met_late'
        THEN format(
            '{} delivered in full on {}, {} {} after it was due on {}',
            coalesce(shown(target, unit, NULL), 'an amount that is not published'), kept_on, days_late,
            CASE WHEN days_late = 1 THEN 'day' ELSE 'days' END, due_on
        )
        WHEN kind = 'deliver' AND is_partly_due AND value IS NOT NULL
        THEN format(
            '{} delivered by {}; {} has fallen due by instalments, of {} due by {}',
            shown(value, unit, required), seen_until, shown(required, unit, value),
            shown(target, unit, value), due_on
        )
        WHEN kind = 'deliver' AND is_open_ended AND value IS NOT NULL
        THEN format(
            '{} of {} delivered by {}; no day is published by which the rest is due',
            shown(value, unit, target),
            coalesce(shown(target, unit, value), 'an amount that is not published'), seen_until
        )
        WHEN kind = 'deliver' AND value IS NULL
        THEN format(
            '{} was due by {} and not delivered in full by {}; the amount delivered is not published',
            shown(target, unit, NULL), due_on, seen_until
        )
        WHEN kind = 'deliver'
        THEN format(
            '{} of {} delivered by {}, due by {}',
            shown(value, unit, target),
            coalesce(shown(target, unit, value), 'an amount that is not published'), seen_until, due_on
        )
        WHEN kind = 'respond'
        THEN format(
            '{} of {} decided cases answered within {} {}days{}',
            in_time, decided, within_days, if(business_days_of IS NULL, '', 'business '),
            CASE WHEN undecided > 0 THEN format('; {} undecided', undecided) ELSE '' END
        )
        ELSE format(
            '{} is {} the required {}{}',
            shown(value, unit, required),
            CASE
                WHEN is_enough AND is_ceiling THEN 'at or below'
                WHEN is_enough THEN 'at or above'
                WHEN is_ceiling THEN 'above'
                ELSE 'below'
            END,
            shown(required, unit, value),
            CASE WHEN kind = 'sustain' THEN format(
                ', that of {}{}', year_before(period),
                CASE WHEN growth > 0 THEN format(
                    ' and {} % more', rtrim(rtrim(CAST(growth AS VARCHAR), '0'), '.')
                ) ELSE '' END
            ) ELSE '' END
        )
    END || coalesce('; the gap is not told in US dollars: ' || gap_lacks, '')
    || CASE WHEN verdict = 'waived' OR stages IS NULL THEN '' ELSE format(
        '; by stage: {}; in full as far as: {}',
        array_to_string(list_transform(
            stages,
            lambda one: format(
                '{} {}{}', one.stage, coalesce(shown(one.amount, unit, target), 'an amount that cannot be told'),
                CASE WHEN one.stage = 'pledged' THEN ' (which binds nobody)' ELSE '' END
            )
        ), ', '),
        coalesce(list_last(list_filter(stages, lambda one: one.amount >= target)).stage, 'no stage')
    ) END AS reason,
    CASE
        WHEN fragile AND kind IN ('all_of', 'any_of', 'k_of_n')
        THEN format('it hangs on {}, fragile itself', fragile_parts)
        WHEN fragile THEN array_to_string(list_transform(
        flips,
        lambda one: format(
            '{} it is {}{} against {}: {}',
            one.words, shown(one.value, unit, one.required),
            CASE WHEN one.value = value THEN '' ELSE format(', not {},', shown(value, unit, one.value)) END,
            shown(one.required, unit, one.value), replace(one.verdict, '_', ' ')
        )
    ), '; ')
    END AS fragile_reason,
    is_illustrative,
    unmet_since,
    rule_hash,
    exception,
    evidence
FROM judged
