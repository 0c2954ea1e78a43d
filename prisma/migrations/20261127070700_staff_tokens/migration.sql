-- CreateTable
CREATE TABLE "staff_token" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "role" "staff_role" NOT NULL,
    "display_prefix" TEXT NOT NULL,
    "last_four" TEXT NOT NULL,
    "digest" BYTEA NOT NULL,
    "access_mode" "access_mode" NOT NULL,
    "networks" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "revoked_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "last_used_address" INET,

    CONSTRAINT "staff_token_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "staff_token_digest_key" ON "staff_token"("digest");

-- CreateIndex
CREATE INDEX "staff_token_user_id_created_at_idx" ON "staff_token"("user_id", "created_at" DESC);

-- AddForeignKey
ALTER TABLE "staff_token" ADD CONSTRAINT "staff_token_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "staff_token" ADD CONSTRAINT "staff_token_digest_is_sha256" CHECK (octet_length(digest) = 32);
ALTER TABLE "staff_token" ADD CONSTRAINT "staff_token_mode" CHECK (access_mode <> 'report');
