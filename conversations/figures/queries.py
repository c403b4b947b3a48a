"""The aggregates behind the figures: each reads a slice of an index, as long as the period, whatever came before it.

A conversation belongs to a period when a traveller wrote in it then; one in which none ever did counts nowhere.
"""

from __future__ import annotations

from sqlalchemy import text

SPOKE = "direction = 'in' AND created_at >= :start AND created_at < :end"

TALKS = text(
    f"""
    SELECT count(*) AS conversations, count(*) FILTER (WHERE NOT EXISTS (
        SELECT FROM handoffs WHERE handoffs.conversation_id = spoke.conversation_id
            AND requested_at < :end AND coalesce(closed_at, 'infinity') >= :start
    )) AS contained
    FROM (SELECT DISTINCT conversation_id FROM messages WHERE {SPOKE}) AS spoke
    """
)
TALKS_BY_DAY = text(
    f"""
    SELECT day, count(*) AS conversations, count(*) FILTER (WHERE NOT EXISTS (
        SELECT FROM handoffs WHERE handoffs.conversation_id = spoke.conversation_id
            AND requested_at < (day + 1)::timestamp AT TIME ZONE :zone
            AND coalesce(closed_at, 'infinity') >= day::timestamp AT TIME ZONE :zone
    )) AS contained
    FROM (
        SELECT DISTINCT conversation_id, CAST(created_at AT TIME ZONE :zone AS date) AS day
        FROM messages WHERE {SPOKE}
    ) AS spoke
    GROUP BY day
    """
)
# Whoever left word at night waits for the morning, and nobody waited where an agent stepped in: neither says how fast
# the team answers.
HANDOFFS = text(
    """
    WITH asked AS (
        SELECT reason, agent_id, left_word, CAST(requested_at AT TIME ZONE :zone AS date) AS day,
            NOT left_word AND reason <> :stepped_in AS due,
            requested_at + make_interval(secs => :target) AS due_at,
            extract(epoch FROM first_answer_at - requested_at) AS answered_in,
            extract(epoch FROM closed_at - requested_at) AS resolved_in
        FROM handoffs
        WHERE requested_at >= :start AND requested_at < :end AND EXISTS (
            SELECT FROM messages WHERE messages.conversation_id = handoffs.conversation_id AND direction = 'in'
        )
    )
    SELECT CASE grouping(reason, agent_id, day) WHEN 7 THEN 'all' WHEN 3 THEN 'reason' WHEN 5 THEN 'agent'
        ELSE 'day' END AS by, reason, agent_id, day, count(*) AS handoffs,
        count(*) FILTER (WHERE left_word) AS left_word,
        percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY answered_in)
            FILTER (WHERE due AND answered_in IS NOT NULL) AS first_answer,
        percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY resolved_in)
            FILTER (WHERE resolved_in IS NOT NULL) AS resolution,
        count(*) FILTER (WHERE due AND answered_in <= :target) AS in_time,
        count(*) FILTER (WHERE due AND (answered_in IS NOT NULL OR due_at < :now)) AS were_due
    FROM asked GROUP BY GROUPING SETS ((), (reason), (agent_id), (day))
    """
)
CONTENTMENT = text(
    """
    SELECT CASE grouping(agent_id, day) WHEN 3 THEN 'all' WHEN 1 THEN 'agent' ELSE 'day' END AS by, agent_id, day, count(*) AS asked, count(score) AS answers,
        avg(score) AS mean, ARRAY[
            count(*) FILTER (WHERE score = 1), count(*) FILTER (WHERE score = 2),
            count(*) FILTER (WHERE score = 3), count(*) FILTER (WHERE score = 4),
            count(*) FILTER (WHERE score = 5)
        ] AS scores
    FROM (
        SELECT agent_id, score, CAST(asked_at AT TIME ZONE :zone AS date) AS day
        FROM satisfactions WHERE asked_at >= :start AND asked_at < :end
    ) AS asked
    GROUP BY GROUPING SETS ((), (agent_id), (day))
    """
)
NOW = text(
    """
    SELECT count(*) FILTER (WHERE owner = 'queue') AS queue, count(*) FILTER (WHERE owner = 'agent') AS owned,
        count(*) FILTER (WHERE waiting_since IS NOT NULL) AS waiting,
        min(coalesce(waiting_since, handoffs.requested_at)) FILTER (WHERE owner = 'queue') AS waiting_since
    FROM conversations
    LEFT JOIN handoffs ON handoffs.conversation_id = conversations.id AND handoffs.closed_at IS NULL
    WHERE owner <> 'bot' AND conversations.closed_at IS NULL AND last_offset > 0
    """
)
