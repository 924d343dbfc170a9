-- What is true of the data at every moment. Each query returns the ids of what breaks it, and no row when all is well.
--
-- Run after every test file and once a minute in production (server/platform/invariants.pg.ts). To add one: a comment line
-- `name: sentence`, a query with one text column `id` (ids only: they are logged), a semicolon, and a planted violation
-- in server/platform/invariants.pg.test.ts, which fails without one.
--
-- A minute is short and the base is large: a query looks at live rows (leases, unsettled dials, open cases: partial
-- indexes), at the small tables, or at what happened since $1, by an index. What only a constraint can see of the whole
-- base is asked of the catalogue: the constraint must be there.

-- ── queue ──

-- schema.guards-stand: The unique indexes that forbid doubles over the whole base exist and are valid.
SELECT g.name AS id
FROM unnest(ARRAY['work_item_one_live_per_customer', 'work_item_one_live_per_phone', 'work_item_one_leased_per_agent',
  'callback_one_pending_per_work_item', 'episode_one_open_per_customer', 'dial_intent_one_live_per_phone',
  'customer_external_id_key', 'phone_e164_key', 'purchase_customer_id_key_key']) AS g (name)
WHERE NOT EXISTS (
  SELECT 1 FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid
  WHERE c.relname = g.name AND i.indisunique AND i.indisvalid);

-- work-item.one-live-per-customer: A customer on a desk has no other live work item.
SELECT w.id::text AS id FROM work_item w
JOIN work_item o ON o.customer_id = w.customer_id AND o.id <> w.id AND o.state <> 'closed'
WHERE w.state = 'leased';

-- work-item.one-live-per-phone: A number on a desk rings for no other live work item.
SELECT w.id::text AS id FROM work_item w
JOIN work_item o ON o.phone_id = w.phone_id AND o.id <> w.id AND o.state <> 'closed'
WHERE w.state = 'leased';

-- work-item.one-per-agent: An agent holds at most one customer.
SELECT agent_id::text AS id FROM work_item WHERE state = 'leased' GROUP BY agent_id HAVING count(*) > 1;

-- work-item.leased-has-lease: Leased means an agent, a lease and a fence that was raised.
SELECT id::text AS id FROM work_item
WHERE state = 'leased' AND (agent_id IS NULL OR leased_at IS NULL OR lease_until IS NULL OR fence < 1);

-- work-item.waiting-is-free: What waits in the queue's reservations belongs to nobody's desk.
SELECT id::text AS id FROM work_item
WHERE state = 'waiting' AND reserved_for IS NOT NULL AND (agent_id IS NOT NULL OR lease_until IS NOT NULL);

-- work-item.closed-says-how: A round that ended says when and as what.
SELECT id::text AS id FROM work_item
WHERE state = 'closed' AND closed_at >= $1 AND (closed_as IS NULL OR agent_id IS NOT NULL);

-- work-item.closed-has-disposition: A round that an outcome ended has a disposition of somebody's.
SELECT w.id::text AS id FROM work_item w
WHERE w.state = 'closed' AND w.closed_at >= $1 AND w.closed_as IN (SELECT code FROM outcome)
  AND NOT EXISTS (SELECT 1 FROM disposition d WHERE d.work_item_id = w.id AND d.set_by IS NOT NULL);

-- work-item.of-its-episode: A leased work item and its episode are one customer's.
SELECT w.id::text AS id FROM work_item w JOIN episode e ON e.id = w.episode_id
WHERE w.state = 'leased' AND e.customer_id <> w.customer_id;

-- work-item.number-is-hers: The number on the desk is one of the customer's.
SELECT w.id::text AS id FROM work_item w
WHERE w.state = 'leased'
  AND NOT EXISTS (SELECT 1 FROM customer_phone cp WHERE cp.customer_id = w.customer_id AND cp.phone_id = w.phone_id);

-- decision.of-a-version: The campaign version that a claim names is one that was. Looks at what was claimed since $1.
SELECT d.work_item_id::text AS id FROM decision d
WHERE d.at >= $1 AND d.campaign_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM campaign_version v WHERE v.campaign_id = d.campaign_id AND v.version = d.campaign_version);

-- holdout.never-leased: Nobody of the untreated arm is on a desk, save who rang us.
SELECT w.id::text AS id FROM work_item w JOIN episode e ON e.id = w.episode_id
WHERE w.state = 'leased' AND e.arm = 'holdout'
  AND NOT EXISTS (SELECT 1 FROM inbound_call b WHERE b.customer_id = w.customer_id);

-- holdout.never-dialled: Nobody dials a customer who is held out, save who rang us. Looks at what was dialled since $1.
SELECT c.id::text AS id FROM call c JOIN work_item w ON w.id = c.work_item_id JOIN episode e ON e.id = w.episode_id
WHERE c.dialled_at >= $1 AND e.arm = 'holdout'
  AND NOT EXISTS (SELECT 1 FROM inbound_call b WHERE b.customer_id = c.customer_id);

-- household.of-shared-number: Who shares a number with a customer on a desk is of her household.
SELECT w.id::text AS id FROM work_item w
JOIN customer c ON c.id = w.customer_id
JOIN customer_phone cp ON cp.customer_id = c.id
JOIN customer_phone op ON op.phone_id = cp.phone_id AND op.customer_id <> c.id
JOIN customer o ON o.id = op.customer_id
WHERE w.state = 'leased' AND o.household_id <> c.household_id;

-- episode.one-open: A customer on a desk has one open episode.
SELECT w.customer_id::text AS id FROM work_item w JOIN episode e ON e.customer_id = w.customer_id AND e.closed_at IS NULL
WHERE w.state = 'leased' GROUP BY w.customer_id HAVING count(*) > 1;

-- episode.won-is-dated: An episode whose win was recorded since $1 says when it was won and until when it is verified.
SELECT e.id::text AS id FROM disposition d JOIN episode e ON e.id = d.episode_id
WHERE d.at >= $1 AND e.state = 'won' AND e.closed_at IS NULL AND (e.won_at IS NULL OR e.verify_by IS NULL);

-- ── callbacks, promises, complaints ──

-- callback.one-pending: A work item on a desk has at most one callback that is taken or still stands.
SELECT w.id::text AS id FROM work_item w JOIN callback b ON b.work_item_id = w.id AND b.state IN ('pending', 'taken', 'missed')
WHERE w.state = 'leased' GROUP BY w.id HAVING count(*) > 1;

-- callback.pending-waits: A callback that stands belongs to a work item that waits.
SELECT b.id::text AS id FROM callback b JOIN work_item w ON w.id = b.work_item_id
WHERE b.state = 'pending' AND w.state <> 'waiting';

-- callback.taken-is-held: A callback that was taken is on somebody's desk.
SELECT b.id::text AS id FROM callback b JOIN work_item w ON w.id = b.work_item_id
WHERE b.state = 'taken' AND w.state <> 'leased';

-- callback.of-its-customer: A callback that stands is its work item's customer's.
SELECT b.id::text AS id FROM callback b JOIN work_item w ON w.id = b.work_item_id
WHERE b.state IN ('pending', 'taken', 'missed') AND b.customer_id <> w.customer_id;

-- promise.open-is-unsettled: A promise that is open has no end.
SELECT id::text AS id FROM promise WHERE status = 'open' AND settled_at IS NOT NULL;

-- promise.of-its-disposition: A promise that is open was made to the customer of its disposition.
SELECT p.id::text AS id FROM promise p JOIN disposition d ON d.id = p.disposition_id
WHERE p.status = 'open' AND p.customer_id <> d.customer_id;

-- complaint.open-is-unsettled: A complaint that is open has no end.
SELECT id::text AS id FROM complaint WHERE status = 'open' AND closed_at IS NOT NULL;

-- ── telephony ──

-- call.has-intent: No call without an intent that was committed before it.
SELECT c.id::text AS id FROM call c
WHERE c.dialled_at >= $1 AND NOT EXISTS (SELECT 1 FROM dial_intent i WHERE i.id = c.id AND i.created_at <= c.dialled_at);

-- call.of-its-intent: A call and its intent name the same work item, customer and agent.
SELECT c.id::text AS id FROM call c JOIN dial_intent i ON i.id = c.id
WHERE c.dialled_at >= $1
  AND (c.work_item_id, c.customer_id, c.agent_id, c.mode) IS DISTINCT FROM (i.work_item_id, i.customer_id, i.agent_id, i.mode);

-- call.ended-says-how: Ended means an end and a time, and nothing else does.
SELECT id::text AS id FROM call
WHERE dialled_at >= $1 AND ((state = 'ended') <> (ended_as IS NOT NULL) OR (state = 'ended') <> (ended_at IS NOT NULL));

-- call.ended-is-settled: A call that is over has an intent that is settled, a live one has not.
SELECT c.id::text AS id FROM call c JOIN dial_intent i ON i.id = c.id
WHERE c.dialled_at >= $1 AND (c.state = 'ended') <> (i.state IN ('done', 'refused') AND i.settled_at IS NOT NULL);

-- call.leg-is-bound: A call and its intent know the same leg of the carrier.
SELECT c.id::text AS id FROM call c JOIN dial_intent i ON i.id = c.id
WHERE c.dialled_at >= $1 AND i.sid IS NOT NULL AND c.sid IS NOT NULL AND i.sid <> c.sid;

-- intent.has-call: An intent that is not settled has its call.
SELECT i.id::text AS id FROM dial_intent i
WHERE i.state IN ('created', 'sent', 'bound', 'unknown') AND NOT EXISTS (SELECT 1 FROM call c WHERE c.id = i.id);

-- intent.one-live-per-phone: One dial at a time on a number.
SELECT phone_id::text AS id FROM dial_intent
WHERE state IN ('created', 'sent', 'bound', 'unknown') GROUP BY phone_id HAVING count(*) > 1;

-- intent.not-after-stop: Nothing was dialled after the commit of a stop of this person or number that stands or stood then. Looks at what was dialled since $1.
SELECT i.id::text AS id FROM call c JOIN dial_intent i ON i.id = c.id
WHERE c.dialled_at >= $1 AND (
  EXISTS (SELECT 1 FROM stop s WHERE s.customer_id = i.customer_id AND s.at < i.created_at
    AND (s.lifted_at IS NULL OR s.lifted_at > i.created_at))
  OR EXISTS (SELECT 1 FROM stop s WHERE s.phone_id = i.phone_id AND s.at < i.created_at
    AND (s.lifted_at IS NULL OR s.lifted_at > i.created_at)));

-- intent.fence-was-given: A dial carries a fence that its work item has had.
SELECT i.id::text AS id FROM call c JOIN dial_intent i ON i.id = c.id JOIN work_item w ON w.id = i.work_item_id
WHERE c.dialled_at >= $1 AND i.fence > w.fence;

-- attempt.of-its-intent: Every dial of ours counts as an attempt on its own customer and number; who rings us was not tried.
SELECT c.id::text AS id FROM call c JOIN dial_intent i ON i.id = c.id LEFT JOIN attempt a ON a.id = i.id
WHERE c.dialled_at >= $1 AND c.direction = 'out' AND (a.id IS NULL OR (a.customer_id, a.phone_id) IS DISTINCT FROM (i.customer_id, i.phone_id));

-- attempt.unsent-is-not-counted: An attempt that the carrier was never asked for is not counted.
SELECT i.id::text AS id FROM call c JOIN dial_intent i ON i.id = c.id JOIN attempt a ON a.id = i.id
WHERE c.dialled_at >= $1 AND i.mode = 'carrier' AND i.state IN ('done', 'refused') AND i.sent_at IS NULL AND i.sid IS NULL
  AND a.counted;

-- recording.not-kept-too-long: What the house has kept for as long as it keeps sound is nobody's to hear a day later.
SELECT r.id::text AS id FROM recording r CROSS JOIN installation h
WHERE r.state IN ('ended', 'kept') AND r.sid IS NOT NULL AND r.wish <> 'refuse'
  AND coalesce(r.started_at, r.asked_at) < $1 - make_interval(days => h.recording_days + 1);

-- recording.of-nobody-forgotten: Who was forgotten is heard by nobody, whether or not the carrier has deleted it yet.
SELECT r.id::text AS id FROM erasure e JOIN dial_intent i ON i.customer_id = e.customer_id JOIN recording r ON r.call_id = i.id
WHERE e.finished_at >= $1 AND r.state IN ('announcing', 'on', 'paused', 'ended', 'kept');

-- stop.lifted-by-somebody: A stop is lifted by a person, after it was made.
SELECT id::text AS id FROM stop
WHERE (lifted_at IS NULL) <> (lifted_by_id IS NULL) OR lifted_at < at;

-- ── desks ──

-- presence.talking-has-call: Who talks has a call that was answered.
SELECT p.user_id::text AS id FROM presence p
WHERE p.state = 'talking'
  AND NOT EXISTS (SELECT 1 FROM dial_intent i JOIN call c ON c.id = i.id
    WHERE i.state IN ('created', 'sent', 'bound', 'unknown') AND c.agent_id = p.user_id AND c.state = 'answered');

-- presence.calling-has-call: Who calls has a call that is not over.
SELECT p.user_id::text AS id FROM presence p
WHERE p.state = 'calling'
  AND NOT EXISTS (SELECT 1 FROM dial_intent i WHERE i.state IN ('created', 'sent', 'bound', 'unknown') AND i.agent_id = p.user_id);

-- presence.card-has-customer: Whose desk shows a customer holds one.
SELECT p.user_id::text AS id FROM presence p
WHERE p.state IN ('preview', 'calling', 'talking', 'wrapUp')
  AND NOT EXISTS (SELECT 1 FROM work_item w WHERE w.agent_id = p.user_id AND w.state = 'leased');

-- presence.held-is-shown: Who holds a customer is not ready for the next, nor on a break.
SELECT w.agent_id::text AS id FROM work_item w JOIN presence p ON p.user_id = w.agent_id
WHERE w.state = 'leased' AND p.state IN ('ready', 'break');

-- presence.wrap-up-ends: Wrap-up, and only it, has an end.
SELECT user_id::text AS id FROM presence WHERE state <> 'wrapUp' AND wrap_up_ends_at IS NOT NULL;

-- ── outcomes ──

-- disposition.one-per-call: A call has one outcome.
SELECT d.call_id::text AS id FROM disposition d
WHERE d.at >= $1 AND d.call_id IS NOT NULL GROUP BY d.call_id HAVING count(*) > 1;

-- disposition.of-its-item: An outcome is of the customer and the episode of its work item.
SELECT d.id::text AS id FROM disposition d JOIN work_item w ON w.id = d.work_item_id
WHERE d.at >= $1 AND (d.customer_id, d.episode_id) IS DISTINCT FROM (w.customer_id, w.episode_id);

-- disposition.of-its-call: An outcome is of the work item of its call.
SELECT d.id::text AS id FROM disposition d JOIN call c ON c.id = d.call_id
WHERE d.at >= $1 AND d.work_item_id <> c.work_item_id;

-- disposition.reached-has-reason: A conversation that an agent wrote up has a first reason.
SELECT d.id::text AS id FROM disposition d JOIN outcome o ON o.code = d.outcome
WHERE d.at >= $1 AND o.right_party AND d.set_by = 'agent'
  AND NOT EXISTS (SELECT 1 FROM reason_given r WHERE r.disposition_id = d.id AND r.position = 0);

-- disposition.sum-of-offers: What an outcome cost is the sum of what was accepted.
SELECT d.id::text AS id FROM disposition d
WHERE d.at >= $1
  AND d.offers_minor <> (SELECT coalesce(sum(o.cost_minor), 0) FROM offer_made o WHERE o.disposition_id = d.id);

-- disposition.only-wins-earn: Only a win has a value, and it is not negative.
SELECT id::text AS id FROM disposition WHERE at >= $1 AND (value_minor < 0 OR (value_minor > 0 AND outcome NOT LIKE 'W.%'));

-- ── people ──

-- purchase.sum-and-owner: The newest ten thousand purchases have a sum and a key.
SELECT p.id::text AS id FROM purchase p
WHERE p.id > (SELECT coalesce(max(id), 0) - 10000 FROM purchase) AND (p.amount_minor IS NULL OR p.amount_minor < 0 OR p.key = '');

-- import.rows-add-up: Every row that an import has read is new, changed, the same or at fault.
SELECT id::text AS id FROM import_run
WHERE started_at >= $1 AND rows_read <> rows_new + rows_changed + rows_same + rows_faulty;

-- import.ended-says-when: An import that runs has no end; one that ended has, and one that failed says why.
SELECT id::text AS id FROM import_run
WHERE (state = 'running') <> (finished_at IS NULL) OR (state = 'failed' AND problem IS NULL);

-- import.faults-are-listed: Each row at fault is in the list. Looks at imports since $1 with at most ten thousand faults.
SELECT r.id::text AS id FROM import_run r
WHERE r.started_at >= $1 AND r.rows_faulty BETWEEN 0 AND 10000
  AND r.rows_faulty <> (SELECT count(DISTINCT f.line) FROM import_fault f WHERE f.import_id = r.id);

-- merge.owns-nothing: A row that was merged into another since $1 owns nothing: all of it is the survivor's.
SELECT c.id::text AS id FROM customer_merge m JOIN customer c ON c.id = m.from_id AND c.merged_into IS NOT NULL
WHERE m.at >= $1 AND m.undone_at IS NULL AND (
  EXISTS (SELECT 1 FROM customer_phone o WHERE o.customer_id = c.id) OR EXISTS (SELECT 1 FROM purchase o WHERE o.customer_id = c.id)
  OR EXISTS (SELECT 1 FROM contact_record o WHERE o.customer_id = c.id) OR EXISTS (SELECT 1 FROM complaint o WHERE o.customer_id = c.id)
  OR EXISTS (SELECT 1 FROM promise o WHERE o.customer_id = c.id) OR EXISTS (SELECT 1 FROM episode o WHERE o.customer_id = c.id)
  OR EXISTS (SELECT 1 FROM work_item o WHERE o.customer_id = c.id) OR EXISTS (SELECT 1 FROM disposition o WHERE o.customer_id = c.id)
  OR EXISTS (SELECT 1 FROM dial_intent o WHERE o.customer_id = c.id) OR EXISTS (SELECT 1 FROM attempt o WHERE o.customer_id = c.id));

-- ── audit ──

-- audit.holds-no-text: A line of the trail since $1 holds ids, codes and counts, and no name, number or words.
SELECT l.id::text AS id FROM audit_line l
WHERE l.at >= $1 AND (
  l.subject !~ '^[a-z]+:[A-Za-z0-9_.:/-]{1,80}$' OR l.subject ~ ':[0-9]{9,15}$'
  OR EXISTS (SELECT 1 FROM jsonb_each_text(l.detail) AS d WHERE
    d.value !~ '^([A-Za-z0-9_.:/-]{0,80}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}( [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})*)$'
    OR d.value ~ '^[0-9]{9,15}$'
    OR EXISTS (SELECT 1 FROM customer c WHERE c.search_name = lower(d.value))));

-- ── live ──

-- live.version-counts-up: The document of a card on a desk, once pushed, has a version from one on.
SELECT t.topic AS id FROM work_item w JOIN live_topic t ON t.topic = 'card:' || w.id WHERE w.state = 'leased' AND t.version < 1;
