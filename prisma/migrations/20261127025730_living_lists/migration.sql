-- CreateEnum
CREATE TYPE "list_kind" AS ENUM ('shared', 'ceiling');

-- CreateEnum
CREATE TYPE "alert_kind" AS ENUM ('first_refusal', 'refusal_spike', 'new_caller', 'list_widened', 'entry_expiring', 'key_expiring');

-- AlterTable
ALTER TABLE "api_key" ADD COLUMN     "bypass_by" TEXT,
ADD COLUMN     "bypass_from" TIMESTAMPTZ(3),
ADD COLUMN     "bypass_reason" TEXT,
ADD COLUMN     "bypass_until" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "allowlist_entry" ADD COLUMN     "added_by" TEXT,
ADD COLUMN     "list_id" UUID,
ADD COLUMN     "source" TEXT,
ALTER COLUMN "key_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "key_usage" ADD COLUMN     "first_used_address" INET,
ADD COLUMN     "first_used_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "entry_match" (
    "entry_id" UUID NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "last_address" INET,
    "count" BIGINT NOT NULL,

    CONSTRAINT "entry_match_pkey" PRIMARY KEY ("entry_id")
);

-- CreateTable
CREATE TABLE "network_list" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "kind" "list_kind" NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "access_mode" "access_mode" NOT NULL DEFAULT 'enforce',
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "network_list_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "key_list" (
    "key_id" UUID NOT NULL,
    "list_id" UUID NOT NULL,
    "added_by" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "key_list_pkey" PRIMARY KEY ("key_id","list_id")
);

-- CreateTable
CREATE TABLE "caller_hour" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" UUID NOT NULL,
    "key_id" UUID NOT NULL,
    "hour" TIMESTAMPTZ(0) NOT NULL,
    "outcome" TEXT NOT NULL,
    "address" INET,
    "count" BIGINT NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "caller_hour_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "key_hour" (
    "key_id" UUID NOT NULL,
    "hour" TIMESTAMPTZ(0) NOT NULL,
    "allowed" BIGINT NOT NULL,
    "unlisted" BIGINT NOT NULL,
    "refused" BIGINT NOT NULL,

    CONSTRAINT "key_hour_pkey" PRIMARY KEY ("key_id","hour")
);

-- CreateTable
CREATE TABLE "ignored_caller" (
    "key_id" UUID NOT NULL,
    "address" INET NOT NULL,
    "ignored_by" TEXT NOT NULL,
    "ignored_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ignored_caller_pkey" PRIMARY KEY ("key_id","address")
);

-- CreateTable
CREATE TABLE "alert" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "kind" "alert_kind" NOT NULL,
    "subject_id" UUID,
    "fold" TEXT NOT NULL,
    "count" BIGINT NOT NULL DEFAULT 1,
    "first_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "detail" JSONB NOT NULL,
    "read_at" TIMESTAMPTZ(3),
    "read_by" TEXT,

    CONSTRAINT "alert_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_mute" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "kind" "alert_kind",
    "subject_id" UUID,
    "muted_by" TEXT NOT NULL,
    "muted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alert_mute_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "description" TEXT,
    "sealed_secret" BYTEA NOT NULL,
    "kinds" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "disabled_at" TIMESTAMPTZ(3),
    "problem" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_delivery" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "webhook_id" UUID NOT NULL,
    "alert_id" UUID,
    "type" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) DEFAULT CURRENT_TIMESTAMP,
    "delivered_at" TIMESTAMPTZ(3),
    "log" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "network_list_workspace_id_idx" ON "network_list"("workspace_id");

-- CreateIndex
CREATE INDEX "key_list_list_id_idx" ON "key_list"("list_id");

-- CreateIndex
CREATE INDEX "caller_hour_hour_idx" ON "caller_hour"("hour");

-- CreateIndex
CREATE INDEX "key_hour_hour_idx" ON "key_hour"("hour");

-- CreateIndex
CREATE INDEX "alert_workspace_id_last_at_idx" ON "alert"("workspace_id", "last_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "alert_workspace_id_kind_fold_key" ON "alert"("workspace_id", "kind", "fold");

-- CreateIndex
CREATE INDEX "webhook_workspace_id_idx" ON "webhook"("workspace_id");

-- CreateIndex
CREATE INDEX "webhook_delivery_webhook_id_created_at_idx" ON "webhook_delivery"("webhook_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "webhook_delivery_next_attempt_at_idx" ON "webhook_delivery"("next_attempt_at");

-- CreateIndex
CREATE UNIQUE INDEX "allowlist_entry_list_id_network_key" ON "allowlist_entry"("list_id", "network");

-- AddForeignKey
ALTER TABLE "allowlist_entry" ADD CONSTRAINT "allowlist_entry_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "network_list"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "entry_match" ADD CONSTRAINT "entry_match_entry_id_fkey" FOREIGN KEY ("entry_id") REFERENCES "allowlist_entry"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "network_list" ADD CONSTRAINT "network_list_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "network_list" ADD CONSTRAINT "network_list_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "user_account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "key_list" ADD CONSTRAINT "key_list_key_id_fkey" FOREIGN KEY ("key_id") REFERENCES "api_key"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "key_list" ADD CONSTRAINT "key_list_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "network_list"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "caller_hour" ADD CONSTRAINT "caller_hour_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "caller_hour" ADD CONSTRAINT "caller_hour_key_id_fkey" FOREIGN KEY ("key_id") REFERENCES "api_key"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "key_hour" ADD CONSTRAINT "key_hour_key_id_fkey" FOREIGN KEY ("key_id") REFERENCES "api_key"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ignored_caller" ADD CONSTRAINT "ignored_caller_key_id_fkey" FOREIGN KEY ("key_id") REFERENCES "api_key"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert" ADD CONSTRAINT "alert_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_mute" ADD CONSTRAINT "alert_mute_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook" ADD CONSTRAINT "webhook_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_webhook_id_fkey" FOREIGN KEY ("webhook_id") REFERENCES "webhook"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_alert_id_fkey" FOREIGN KEY ("alert_id") REFERENCES "alert"("id") ON DELETE SET NULL ON UPDATE CASCADE;
