-- CreateTable
CREATE TABLE "staff_dismissal" (
    "user_id" UUID NOT NULL,
    "notice" TEXT NOT NULL,
    "finding" TEXT NOT NULL,
    "dismissed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "staff_dismissal_pkey" PRIMARY KEY ("user_id","notice")
);

-- AddForeignKey
ALTER TABLE "staff_dismissal" ADD CONSTRAINT "staff_dismissal_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;
