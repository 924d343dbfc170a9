-- By which version of which campaign she was called; unknown for the claims before this.
ALTER TABLE "decision" ADD COLUMN "campaign_id" UUID, ADD COLUMN "campaign_version" INTEGER;
ALTER TABLE decision ADD CONSTRAINT decision_campaign CHECK ((campaign_id IS NULL) = (campaign_version IS NULL));
