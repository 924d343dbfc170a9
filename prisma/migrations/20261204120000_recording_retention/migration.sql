-- How long the sound of a conversation is kept, days. What is older is nobody's to hear, and the carrier is asked until nothing is left of it.
ALTER TABLE "installation" ADD COLUMN "recording_days" INTEGER NOT NULL DEFAULT 90;
ALTER TABLE installation ADD CONSTRAINT installation_recording_days CHECK (recording_days BETWEEN 1 AND 3650);

ALTER TABLE recording DROP CONSTRAINT recording_state;
ALTER TABLE recording ADD CONSTRAINT recording_state
  CHECK (state IN ('announcing', 'on', 'paused', 'ended', 'kept', 'deleted', 'failed', 'expiring', 'expired'));
ALTER TABLE recording ADD CONSTRAINT recording_expired CHECK (state <> 'expired' OR sid IS NULL);
ALTER TABLE recording ADD CONSTRAINT recording_expiring CHECK (state <> 'expiring' OR sid IS NOT NULL);
CREATE INDEX recording_kept ON recording ((coalesce(started_at, asked_at))) WHERE state IN ('ended', 'kept');
CREATE INDEX recording_expiring ON recording (asked_at) WHERE state = 'expiring';
CREATE INDEX recording_refused ON recording (asked_at) WHERE state = 'kept' AND wish = 'refuse';

-- Whoever was forgotten before this leaves no voice behind either.
UPDATE recording r SET state = CASE WHEN r.sid IS NULL THEN 'failed' ELSE 'expiring' END, asked_at = to_timestamp(0)
FROM dial_intent i JOIN customer c ON c.id = i.customer_id JOIN erasure e ON e.customer_id IN (c.id, c.merged_into)
WHERE i.id = r.call_id AND r.state IN ('announcing', 'on', 'paused', 'ended', 'kept');
