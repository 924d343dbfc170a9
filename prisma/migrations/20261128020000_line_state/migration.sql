-- CreateTable
CREATE TABLE "line_state" (
    "id" INTEGER NOT NULL,
    "next_call_at" TIMESTAMPTZ(6) NOT NULL,
    "why" TEXT,
    "since" TIMESTAMPTZ(3),
    "hold_until" TIMESTAMPTZ(3),
    "probe_at" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL,

    CONSTRAINT "line_state_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "closed_country" (
    "country" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "closed_country_pkey" PRIMARY KEY ("country")
);


-- What Prisma's schema cannot say.

ALTER TABLE line_state ADD CONSTRAINT line_state_one CHECK (id = 1);
ALTER TABLE line_state ADD CONSTRAINT line_state_why CHECK (why IN ('down', 'account', 'busy', 'caller-id'));
ALTER TABLE line_state ADD CONSTRAINT line_state_since CHECK ((why IS NULL) = (since IS NULL));
ALTER TABLE closed_country ADD CONSTRAINT closed_country_code CHECK (country ~ '^[A-Z]{2}$');

INSERT INTO line_state (id, next_call_at, failures) VALUES (1, '1970-01-01T00:00:00Z', 0);
