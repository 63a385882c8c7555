-- Schema 4: who asks (terminal, staff, operator), consents that can be withdrawn,
-- medical history, lists of bookings, and statements of how far the audit trail is.

-- Who. ------------------------------------------------------------------------

ALTER TABLE card ADD COLUMN suspended_at INTEGER; -- 一時利用停止, since when

CREATE TABLE institution (             -- 医療機関・薬局 that were put in
    code         TEXT NOT NULL PRIMARY KEY, -- 医療機関コード, 10 digits
    name         TEXT NOT NULL,        -- 名称
    offered      TEXT NOT NULL,        -- 情報種別 that it views, codes parted by commas, or NONE
    stopped      INTEGER NOT NULL CHECK (stopped IN (0, 1)) -- whether it is shut out
) STRICT, WITHOUT ROWID;

CREATE TABLE staff (                   -- 職員
    institution  TEXT NOT NULL,        -- 医療機関コード
    id           TEXT NOT NULL,        -- 職員ID, never a name
    role         TEXT NOT NULL,        -- 職種, code
    -- argon2id, as a PHC string; null: the account was removed. Its row stays, so that
    -- its sessions never begin anew.
    passcode     TEXT,
    session      INTEGER NOT NULL,     -- which tokens are good
    wrong        INTEGER NOT NULL DEFAULT 0, -- tries in a row that were not right
    locked_until INTEGER,              -- until when it is locked
    PRIMARY KEY (institution, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE reference_number (        -- 照会番号
    institution  TEXT NOT NULL,        -- whose
    person       BLOB NOT NULL REFERENCES person (id), -- for whom
    number       TEXT NOT NULL,        -- the institution's own
    PRIMARY KEY (institution, person)
) STRICT, WITHOUT ROWID;

-- 提供範囲 of a visit: FULL, ELIGIBILITY_ONLY; null where nobody recorded it.
ALTER TABLE visit ADD COLUMN scope TEXT;

-- Consents: made anew with a handle, what for, and whether withdrawn. Those of a
-- schema before get a handle of random bytes, and the purpose of their institution's
-- kind (the third digit of its code: 4 is a pharmacy).
CREATE TABLE consent_4 (               -- 閲覧同意
    id           BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16), -- handle
    visit        BLOB NOT NULL REFERENCES visit (id), -- in which visit
    category     TEXT NOT NULL,        -- 情報種別: SRJ, YZK, SHJ, TKK, TSR
    purpose      TEXT NOT NULL         -- 利用目的
        CHECK (purpose IN ('CARE', 'DISPENSING')),
    surface      TEXT NOT NULL         -- 同意の取得方法; never ORAL
        CHECK (surface IN ('READER_SCREEN', 'DESK_SCREEN')),
    granted_at   INTEGER NOT NULL,     -- when it was given
    until        INTEGER NOT NULL,     -- first instant at which it no longer holds
    withdrawn_at INTEGER,              -- when it was withdrawn
    UNIQUE (visit, category)
) STRICT, WITHOUT ROWID;

INSERT INTO consent_4 (id, visit, category, purpose, surface, granted_at, until)
SELECT randomblob(16), consent.visit, category,
    CASE substr(visit.institution, 3, 1) WHEN '4' THEN 'DISPENSING' ELSE 'CARE' END,
    surface, granted_at, until
FROM consent JOIN visit ON visit.id = consent.visit;

DROP TABLE consent;
ALTER TABLE consent_4 RENAME TO consent;

-- Medical history. ------------------------------------------------------------

CREATE TABLE medication (              -- 薬剤情報
    person             BLOB NOT NULL REFERENCES person (id), -- whose
    number             INTEGER NOT NULL, -- among the person's records, from 0
    day                TEXT NOT NULL,  -- 調剤日, or 処方日 where there is none
    source             TEXT NOT NULL,  -- RECEIPT, DISPENSING, PRESCRIBING
    dispenser          TEXT,           -- 調剤機関: 医療機関コード
    dispenser_name     TEXT,           -- and its name
    prescriber         TEXT,           -- 処方機関: 医療機関コード
    prescriber_name    TEXT,           -- and its name
    dispensed_on       TEXT,           -- 調剤日
    prescribed_on      TEXT,           -- 処方日
    setting            TEXT NOT NULL,  -- 入外区分
    drug               TEXT NOT NULL,  -- 医薬品コード, 9 digits
    drug_name          TEXT NOT NULL,  -- 医薬品名
    ingredient         TEXT,           -- 成分名
    amount             TEXT NOT NULL,  -- 用量, a decimal number
    unit               TEXT NOT NULL,  -- 単位
    usage              TEXT NOT NULL,  -- 用法
    times              INTEGER NOT NULL, -- 日数・回数
    PRIMARY KEY (person, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE treatment (               -- 診療情報
    person             BLOB NOT NULL REFERENCES person (id), -- whose
    number             INTEGER NOT NULL, -- among the person's records, from 0
    day                TEXT NOT NULL,  -- 診療日
    provider           TEXT NOT NULL,  -- 診療機関: 医療機関コード
    provider_name      TEXT NOT NULL,  -- and its name
    setting            TEXT NOT NULL,  -- 入外区分
    code               TEXT NOT NULL,  -- 診療行為コード, 9 digits
    name               TEXT NOT NULL,  -- 名称
    amount             TEXT,           -- 数量, a decimal number
    unit               TEXT,           -- 単位
    times              INTEGER NOT NULL, -- 回数
    PRIMARY KEY (person, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE surgery (                 -- 手術情報
    person             BLOB NOT NULL REFERENCES person (id), -- whose
    number             INTEGER NOT NULL, -- among the person's records, from 0
    day                TEXT NOT NULL,  -- 手術日
    provider           TEXT NOT NULL,  -- 診療機関: 医療機関コード
    provider_name      TEXT NOT NULL,  -- and its name
    code               TEXT NOT NULL,  -- 手術コード, 9 digits
    name               TEXT NOT NULL,  -- 名称
    PRIMARY KEY (person, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE checkup (                 -- 特定健診等情報
    person             BLOB NOT NULL REFERENCES person (id), -- whose
    number             INTEGER NOT NULL, -- among the person's records, from 0
    day                TEXT NOT NULL,  -- 実施日
    insurer            TEXT NOT NULL,  -- 保険者番号
    PRIMARY KEY (person, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE checkup_item (            -- 健診の結果
    person             BLOB NOT NULL,  -- whose
    number             INTEGER NOT NULL, -- of which check-up
    place              INTEGER NOT NULL, -- its place in it, from 0
    code               TEXT NOT NULL,  -- 項目コード, 17 characters of JLAC10
    name               TEXT NOT NULL,  -- 項目名
    value              TEXT NOT NULL,  -- 結果
    unit               TEXT,           -- 単位
    PRIMARY KEY (person, number, place),
    FOREIGN KEY (person, number) REFERENCES checkup (person, number)
) STRICT, WITHOUT ROWID;

-- Lists of bookings. ----------------------------------------------------------

CREATE TABLE batch (                   -- 一括照会
    receipt      BLOB NOT NULL PRIMARY KEY CHECK (length(receipt) = 16), -- 受付番号
    institution  TEXT NOT NULL,        -- whose
    as_of        TEXT,                 -- the day for which is answered
    bookings     INTEGER NOT NULL,     -- how many there are
    kept_until   INTEGER NOT NULL      -- from then on it may be forgotten
) STRICT, WITHOUT ROWID;

-- What is over is forgotten by age.
CREATE INDEX batch_by_age ON batch (kept_until);

CREATE TABLE booking (                 -- 予約
    receipt      BLOB NOT NULL REFERENCES batch (receipt), -- in which list
    place        INTEGER NOT NULL,     -- its place, from 1
    id           TEXT NOT NULL,        -- the institution's own name for it
    insurer      TEXT NOT NULL,        -- 保険者番号
    symbol       TEXT,                 -- 記号
    number       TEXT NOT NULL,        -- 番号
    branch       TEXT,                 -- 枝番
    birth        TEXT NOT NULL,        -- 生年月日
    answer       BLOB,                 -- the answer's bytes, once there is one
    PRIMARY KEY (receipt, place)
) STRICT, WITHOUT ROWID;

-- The same key of the operator is a key of its own: the column holds what a party is
-- called (10 digits, or OPERATOR).
ALTER TABLE answer RENAME COLUMN institution TO party;
CREATE INDEX answer_by_age ON answer (at);
CREATE INDEX challenge_by_age ON challenge (used_at);

-- The audit trail. ------------------------------------------------------------

-- What a record did not say before is null in those of before, and their hash is over
-- what they said then: a record with `monotonic` is of the second form.
ALTER TABLE audit RENAME COLUMN institution TO party; -- 10 digits, OPERATOR or NOBODY
ALTER TABLE audit ADD COLUMN monotonic INTEGER; -- microseconds of a clock that nobody sets
ALTER TABLE audit ADD COLUMN terminal TEXT;   -- 端末ID
ALTER TABLE audit ADD COLUMN staff TEXT;      -- 職員ID
ALTER TABLE audit ADD COLUMN category TEXT;   -- 情報種別
ALTER TABLE audit ADD COLUMN purpose TEXT;    -- 利用目的
ALTER TABLE audit ADD COLUMN consent BLOB;    -- under which consent

CREATE TABLE checkpoint (              -- signed statements of how far the trail was
    number       INTEGER NOT NULL PRIMARY KEY, -- the last record then
    hash         BLOB NOT NULL,        -- its hash
    at           INTEGER NOT NULL,     -- when
    signature    BLOB NOT NULL CHECK (length(signature) = 64) -- Ed25519
) STRICT;
