-- The sounds that a customer's names are kept under; without one they are yet to be written.
ALTER TABLE "customer" ADD COLUMN "sound_version" INTEGER;

-- CreateTable
CREATE TABLE "customer_name" (
    "customer_id" UUID NOT NULL,
    "place" INTEGER NOT NULL,
    "folded" TEXT COLLATE "C" NOT NULL,
    "sound" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "customer_name_pkey" PRIMARY KEY ("customer_id","place")
);

-- CreateTable
CREATE TABLE "name_word" (
    "word" TEXT COLLATE "C" NOT NULL,
    "slips" TEXT[],

    CONSTRAINT "name_word_pkey" PRIMARY KEY ("word")
);

-- CreateIndex
CREATE INDEX "customer_name_folded_idx" ON "customer_name"("folded");

-- CreateIndex
CREATE INDEX "customer_name_sound_idx" ON "customer_name"("sound");

-- CreateIndex
CREATE INDEX "name_word_slips_idx" ON "name_word" USING GIN ("slips");

-- What Prisma's schema cannot say.

ALTER TABLE customer_name ADD FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE CASCADE;
-- By its first letters an id, by its last digits a number; in the order of bytes, whatever the database's own is.
CREATE INDEX customer_external_id_begins ON customer (lower(external_id COLLATE "C"));
CREATE INDEX phone_ends ON phone (reverse(e164) COLLATE "C");
-- Whose names are yet to be written; empty but after this migration and after a name has changed.
CREATE INDEX customer_unsounded ON customer (id) WHERE sound_version IS NULL;
-- The customers that somebody looked at last.
CREATE INDEX audit_line_views ON audit_line (actor_id, id) WHERE action = 'customer.viewed';

-- Whoever changes a name: the old one finds nobody from that moment on.
CREATE FUNCTION forget_names() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM customer_name WHERE customer_id = NEW.id;
  NEW.sound_version := NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER customer_forgets_names BEFORE UPDATE OF name ON customer
  FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION forget_names();
