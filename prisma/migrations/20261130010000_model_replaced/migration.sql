-- What was in use before a model, so that it can be rolled back to.
ALTER TABLE "learned_model" ADD COLUMN "replaced_id" UUID;
