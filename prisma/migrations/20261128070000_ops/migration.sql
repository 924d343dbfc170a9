-- AlterTable
ALTER TABLE "import_run" ADD COLUMN     "beat_at" TIMESTAMPTZ(3),
ADD COLUMN     "latest_at" TIMESTAMPTZ(3),
ADD COLUMN     "owner" UUID,
ADD COLUMN     "part" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "position" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "resumes" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "source" JSONB;

-- CreateTable
CREATE TABLE "invariant_check" (
    "id" INTEGER NOT NULL,
    "checked_at" TIMESTAMPTZ(3) NOT NULL,
    "took_ms" INTEGER NOT NULL,
    "found" JSONB NOT NULL,

    CONSTRAINT "invariant_check_pkey" PRIMARY KEY ("id")
);


-- What Prisma's schema cannot say.

-- The one row that the processes pass to each other: whoever moves its time first checks this minute.
INSERT INTO invariant_check (id, checked_at, took_ms, found) VALUES (1, '1970-01-01T00:00:00Z', 0, '{}');

-- What the invariants look at every minute, without walking the rounds and callbacks of all time.
CREATE INDEX work_item_closed ON work_item (closed_at) WHERE state = 'closed';
CREATE INDEX callback_standing ON callback (work_item_id) WHERE state IN ('pending', 'taken', 'missed');
