-- The agent who had her under this fence reads on: the countdown to the dial is over for that claim, and no other.
ALTER TABLE "work_item" ADD COLUMN "held_fence" BIGINT;
