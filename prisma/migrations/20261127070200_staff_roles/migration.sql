-- Who is staff, and what that lets them do: `auditor` reads, `staff` also acts. It has nothing to do with a role in a workspace.
CREATE TYPE "staff_role" AS ENUM ('auditor', 'staff');

ALTER TABLE "user_account" ADD COLUMN "staff_role" "staff_role",
ADD COLUMN "staff_since" TIMESTAMPTZ(3);

UPDATE "user_account" SET "staff_role" = 'staff', "staff_since" = "created_at" WHERE "is_staff";

ALTER TABLE "user_account" DROP COLUMN "is_staff";

-- Few of many accounts: the list of staff, and the question whether somebody is left.
CREATE INDEX "user_account_staff" ON "user_account" ("staff_role", "id") WHERE "staff_role" IS NOT NULL;
