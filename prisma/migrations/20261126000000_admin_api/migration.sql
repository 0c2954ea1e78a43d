-- CreateEnum
CREATE TYPE "key_kind" AS ENUM ('issued', 'imported');

-- CreateEnum
CREATE TYPE "key_visibility" AS ENUM ('secret', 'public');

-- CreateEnum
CREATE TYPE "revocation_reason" AS ENUM ('unspecified', 'key_compromise', 'affiliation_changed', 'superseded', 'privilege_withdrawn');

-- CreateEnum
CREATE TYPE "token_role" AS ENUM ('read', 'write', 'verify');

-- AlterTable
ALTER TABLE "api_key" ADD COLUMN     "actor_id" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "kind" "key_kind" NOT NULL DEFAULT 'issued',
ADD COLUMN     "metadata" JSONB,
ADD COLUMN     "possession_digest" BYTEA,
ADD COLUMN     "rate_quota" BIGINT,
ADD COLUMN     "rate_window_seconds" INTEGER,
ADD COLUMN     "replaces_id" UUID,
ADD COLUMN     "request_id" TEXT,
ADD COLUMN     "revocation_description" TEXT,
ADD COLUMN     "revocation_reason" "revocation_reason",
ADD COLUMN     "scopes" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "visibility" "key_visibility" NOT NULL DEFAULT 'secret';

-- AlterTable
ALTER TABLE "allowlist_entry" ADD COLUMN     "written" TEXT;

-- CreateTable
CREATE TABLE "management_token" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "role" "token_role" NOT NULL,
    "display_prefix" TEXT NOT NULL,
    "last_four" TEXT NOT NULL,
    "digest" BYTEA NOT NULL,
    "access_mode" "access_mode" NOT NULL,
    "networks" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "revoked_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "last_used_address" INET,

    CONSTRAINT "management_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotent_answer" (
    "workspace_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "body_digest" BYTEA NOT NULL,
    "status" INTEGER NOT NULL,
    "headers" JSONB NOT NULL,
    "body" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotent_answer_pkey" PRIMARY KEY ("workspace_id","key","operation")
);

-- CreateTable
CREATE TABLE "signing_key" (
    "id" TEXT NOT NULL,
    "algorithm" TEXT NOT NULL,
    "public_jwk" JSONB,
    "sealed_secret" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "signs_from" TIMESTAMPTZ(3) NOT NULL,
    "verifies_until" TIMESTAMPTZ(3),

    CONSTRAINT "signing_key_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "management_token_digest_key" ON "management_token"("digest");

-- CreateIndex
CREATE INDEX "management_token_workspace_id_created_at_idx" ON "management_token"("workspace_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "idempotent_answer_created_at_idx" ON "idempotent_answer"("created_at");

-- CreateIndex
CREATE INDEX "signing_key_algorithm_signs_from_idx" ON "signing_key"("algorithm", "signs_from" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "api_key_replaces_id_key" ON "api_key"("replaces_id");

-- CreateIndex
CREATE INDEX "api_key_workspace_id_kind_created_at_id_idx" ON "api_key"("workspace_id", "kind", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "api_key_workspace_id_actor_id_idx" ON "api_key"("workspace_id", "actor_id");

-- CreateIndex
CREATE INDEX "api_key_possession_digest_idx" ON "api_key"("possession_digest");

-- CreateIndex
CREATE INDEX "api_key_metadata_idx" ON "api_key" USING GIN ("metadata" jsonb_path_ops);

-- CreateIndex
CREATE UNIQUE INDEX "api_key_workspace_id_kind_request_id_key" ON "api_key"("workspace_id", "kind", "request_id");

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_replaces_id_fkey" FOREIGN KEY ("replaces_id") REFERENCES "api_key"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "management_token" ADD CONSTRAINT "management_token_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "management_token" ADD CONSTRAINT "management_token_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "user_account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "idempotent_answer" ADD CONSTRAINT "idempotent_answer_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;
