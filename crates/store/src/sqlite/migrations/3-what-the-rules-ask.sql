-- Schema 3: what the rules of the counter ask of a person beside cover and limit,
-- and of a visit.
--
-- person.registration has two more codes, as columns without a list of their own
-- allow: DEREGISTERING (解除申請中) and DEREGISTERED (解除済).

-- 支援措置・不開示. Until now the insurers' data said it of nobody.
ALTER TABLE person ADD COLUMN disclosure TEXT NOT NULL DEFAULT 'DISCLOSED'
    CHECK (disclosure IN ('DISCLOSED', 'NOT_DISCLOSED'));
-- Whether the paper certificate of a subsidy (福祉医療・小児医療等) must be brought.
ALTER TABLE person ADD COLUMN subsidy_certificate INTEGER NOT NULL DEFAULT 0
    CHECK (subsidy_certificate IN (0, 1));

-- 納期限 of the oldest premium that is unpaid: the last day on which it was in time.
ALTER TABLE cover ADD COLUMN arrears_due TEXT;

-- Whether registration was offered when the visit began. Until now it was to nobody.
ALTER TABLE visit ADD COLUMN offered_registration INTEGER NOT NULL DEFAULT 0
    CHECK (offered_registration IN (0, 1));

CREATE TABLE specific_disease_certificate ( -- 特定疾病療養受療証情報
    person       BLOB NOT NULL PRIMARY KEY REFERENCES person (id), -- whose
    disease      INTEGER NOT NULL,     -- 認定疾病区分, its official code
    valid_from   TEXT NOT NULL,        -- 発効期日, the first day
    valid_until  TEXT                  -- 有効期限, the last day; none: it has no end
) STRICT, WITHOUT ROWID;
