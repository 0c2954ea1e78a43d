-- CreateEnum
CREATE TYPE "staff_ask" AS ENUM ('restrict', 'narrow', 'rotate', 'remove', 'other');

-- CreateEnum
CREATE TYPE "staff_request_outcome" AS ENUM ('done', 'closed');

-- CreateEnum
CREATE TYPE "staff_approval_outcome" AS ENUM ('approved', 'declined', 'expired', 'ended');

-- AlterEnum
ALTER TYPE "alert_kind" ADD VALUE 'staff_action';
ALTER TYPE "alert_kind" ADD VALUE 'staff_request';

-- AlterTable
ALTER TABLE "api_key" ADD COLUMN     "staff_hold_at" TIMESTAMPTZ(3),
ADD COLUMN     "staff_hold_by" TEXT,
ADD COLUMN     "staff_hold_reason" TEXT,
ADD COLUMN     "staff_revoked_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "staff_note" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "key_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "shown_to_owner" BOOLEAN NOT NULL,
    "written_by" TEXT NOT NULL,
    "written_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "struck_at" TIMESTAMPTZ(3),
    "struck_by" TEXT,
    "struck_reason" TEXT,

    CONSTRAINT "staff_note_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "staff_request" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "key_id" UUID NOT NULL,
    "ask" "staff_ask" NOT NULL,
    "reason" TEXT NOT NULL,
    "due_on" DATE,
    "asked_by" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settled_at" TIMESTAMPTZ(3),
    "outcome" "staff_request_outcome",
    "settled_by" TEXT,
    "settled_note" TEXT,

    CONSTRAINT "staff_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "staff_approval" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "key_id" UUID NOT NULL,
    "revocation_reason" "revocation_reason" NOT NULL,
    "reason" TEXT NOT NULL,
    "asked_by_id" UUID NOT NULL,
    "asked_by" TEXT NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),
    "outcome" "staff_approval_outcome",
    "decided_by_id" UUID,
    "decided_by" TEXT,
    "decided_reason" TEXT,

    CONSTRAINT "staff_approval_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "staff_note_key_id_written_at_idx" ON "staff_note"("key_id", "written_at" DESC);

-- CreateIndex
CREATE INDEX "staff_request_key_id_idx" ON "staff_request"("key_id");

-- CreateIndex
CREATE INDEX "staff_request_settled_at_id_idx" ON "staff_request"("settled_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "staff_approval_key_id_idx" ON "staff_approval"("key_id");

-- CreateIndex
CREATE INDEX "staff_approval_decided_at_id_idx" ON "staff_approval"("decided_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "alert_subject_id_last_at_idx" ON "alert"("subject_id", "last_at" DESC);

-- AddForeignKey
ALTER TABLE "staff_note" ADD CONSTRAINT "staff_note_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "staff_note" ADD CONSTRAINT "staff_note_key_id_fkey" FOREIGN KEY ("key_id") REFERENCES "api_key"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "staff_request" ADD CONSTRAINT "staff_request_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "staff_request" ADD CONSTRAINT "staff_request_key_id_fkey" FOREIGN KEY ("key_id") REFERENCES "api_key"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "staff_approval" ADD CONSTRAINT "staff_approval_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "staff_approval" ADD CONSTRAINT "staff_approval_key_id_fkey" FOREIGN KEY ("key_id") REFERENCES "api_key"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Fences that hold whoever writes.
-- While staff hold a key it is paused, so nothing that resumes it gets past this.
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_staff_hold" CHECK (
  num_nonnulls(staff_hold_at, staff_hold_by, staff_hold_reason) IN (0, 3) AND (staff_hold_at IS NULL OR paused_at IS NOT NULL));
ALTER TABLE "staff_note" ADD CONSTRAINT "staff_note_struck" CHECK (num_nonnulls(struck_at, struck_by, struck_reason) IN (0, 3));
ALTER TABLE "staff_request" ADD CONSTRAINT "staff_request_settled" CHECK (num_nonnulls(settled_at, outcome, settled_by) IN (0, 3));
-- Who asked never approves.
ALTER TABLE "staff_approval" ADD CONSTRAINT "staff_approval_two_people" CHECK (
  outcome IS DISTINCT FROM 'approved' OR (decided_by_id IS NOT NULL AND decided_by_id <> asked_by_id));
ALTER TABLE "staff_approval" ADD CONSTRAINT "staff_approval_decided" CHECK (
  num_nonnulls(decided_at, outcome) IN (0, 2)
  AND (coalesce(outcome, 'expired') NOT IN ('approved', 'declined') OR num_nonnulls(decided_by_id, decided_by) = 2));
CREATE UNIQUE INDEX "staff_approval_pending" ON "staff_approval" (key_id) WHERE outcome IS NULL;

-- What was said stays as it was said: the columns that are named may be written once, all others never.
CREATE FUNCTION gatelist_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(OLD) -> TG_ARGV[0] <> 'null' OR (to_jsonb(NEW) - TG_ARGV) IS DISTINCT FROM (to_jsonb(OLD) - TG_ARGV) THEN
    RAISE EXCEPTION '% keeps what was written', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER staff_note_stays BEFORE UPDATE ON staff_note FOR EACH ROW
  EXECUTE FUNCTION gatelist_written_once('struck_at', 'struck_by', 'struck_reason');
CREATE TRIGGER staff_request_stays BEFORE UPDATE ON staff_request FOR EACH ROW
  EXECUTE FUNCTION gatelist_written_once('settled_at', 'outcome', 'settled_by', 'settled_note');
CREATE TRIGGER staff_approval_stays BEFORE UPDATE ON staff_approval FOR EACH ROW
  EXECUTE FUNCTION gatelist_written_once('decided_at', 'outcome', 'decided_by_id', 'decided_by', 'decided_reason');
