-- What people who call are good at, and what a campaign asks of them; none: anybody.
ALTER TABLE "app_user" ADD COLUMN "skills" TEXT[] DEFAULT ARRAY[]::TEXT[];
ALTER TABLE "campaign" ADD COLUMN "skills" TEXT[] DEFAULT ARRAY[]::TEXT[];
