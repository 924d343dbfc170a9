-- What a campaign says in words of its own, by step and language; without a line, what is shipped.
ALTER TABLE "campaign" ADD COLUMN "script" JSONB NOT NULL DEFAULT '[]';
