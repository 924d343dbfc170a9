-- What is done once for each turn that begins (a night, five minutes), however many processes see it begin.
CREATE TABLE "job_turn" (
    "name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "job_turn_pkey" PRIMARY KEY ("name")
);
