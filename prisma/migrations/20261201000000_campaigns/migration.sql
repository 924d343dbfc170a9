-- A campaign has states in place of a switch, settings of its own, and a row for each version that ever was.
ALTER TABLE "campaign"
  ADD COLUMN "state" TEXT NOT NULL DEFAULT 'draft',
  ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1,
  ADD COLUMN "segment" JSONB NOT NULL DEFAULT '{"join":"and","groups":[]}',
  ADD COLUMN "preview_seconds" INTEGER,
  ADD COLUMN "hours" JSONB,
  ADD COLUMN "caps" JSONB NOT NULL DEFAULT '{"day":null,"week":null,"round":null}',
  ADD COLUMN "caller_ids" JSONB NOT NULL DEFAULT '{}',
  ADD COLUMN "recording" TEXT NOT NULL DEFAULT 'off',
  ADD COLUMN "wrap_up_seconds" INTEGER,
  ADD COLUMN "starts_on" TEXT,
  ADD COLUMN "ends_on" TEXT;
UPDATE campaign SET state = CASE WHEN active THEN 'running' ELSE 'paused' END;
ALTER TABLE "campaign" DROP COLUMN "active";
ALTER TABLE campaign ADD CHECK (state IN ('draft', 'running', 'paused', 'draining', 'ended'));

-- CreateTable
CREATE TABLE "campaign_version" (
    "campaign_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by_user_id" UUID,

    CONSTRAINT "campaign_version_pkey" PRIMARY KEY ("campaign_id","version")
);
ALTER TABLE campaign_version ADD FOREIGN KEY (campaign_id) REFERENCES campaign (id);
INSERT INTO campaign_version (campaign_id, version, state, settings, at, by_user_id)
SELECT id, version, state, jsonb_build_object('name', name, 'priority', priority, 'mode', mode, 'previewSeconds', preview_seconds,
  'teamId', team_id, 'languages', languages, 'offers', offers, 'segment', segment, 'hours', hours, 'caps', caps, 'callerIds', caller_ids,
  'recording', recording, 'wrapUpSeconds', wrap_up_seconds, 'startsOn', starts_on, 'endsOn', ends_on), created_at, NULL
FROM campaign;
CREATE TRIGGER campaign_version_append_only BEFORE UPDATE OR DELETE ON campaign_version FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- A waiting round is found by its campaign, when that one stops or changes whom it calls.
CREATE INDEX work_item_waiting_campaign ON work_item (campaign_id, id) WHERE state = 'waiting';
