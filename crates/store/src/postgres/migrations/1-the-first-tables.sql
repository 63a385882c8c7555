-- Schema 1. Written once and never changed: what comes later is a new file.
--
-- Days are as they are in Japan. Instants are whole microseconds since 1970-01-01
-- 00:00 UTC: read one with to_timestamp(at / 1000000.0). Handles are random bytes,
-- fingerprints and digests SHA-256. Codes are those of the glossary of
-- `qualification`. The 12-digit 個人番号 stands nowhere.

CREATE TABLE madoguchi_schema (        -- one row: marks the tables as this program's
    version      bigint NOT NULL       -- of which schema they are
);

INSERT INTO madoguchi_schema (version) VALUES (1);

-- Who: replaced as a whole when the insurers' data is loaded again. -----------

CREATE TABLE person (                  -- 被保険者・被扶養者
    id           bytea NOT NULL PRIMARY KEY CHECK (length(id) = 16), -- handle
    name         text NOT NULL,        -- 氏名, family and given name parted by U+3000
    kana         text NOT NULL,        -- 氏名カナ
    birth        date NOT NULL,        -- 生年月日
    sex          text NOT NULL,        -- 性別: MALE, FEMALE, NOT_STATED
    address      text NOT NULL,        -- 住所
    registration text NOT NULL,        -- 利用登録: REGISTERED, NOT_REGISTERED, DEREGISTERING, DEREGISTERED
    disclosure   text NOT NULL         -- 支援措置・不開示
        CHECK (disclosure IN ('DISCLOSED', 'NOT_DISCLOSED')),
    subsidy_certificate boolean NOT NULL -- whether the paper certificate of a subsidy (福祉医療・小児医療等) must be brought
);

CREATE TABLE cover (                   -- 資格
    person       bytea NOT NULL REFERENCES person (id), -- whose
    place        bigint NOT NULL,      -- order within the history as it was loaded, from 0
    insurer      text NOT NULL,        -- 保険者番号, 6 or 8 digits
    insurer_name text NOT NULL,        -- 保険者名称
    symbol       text,                 -- 記号; 後期高齢者医療 has none
    number       text NOT NULL,        -- 番号
    branch       text,                 -- 枝番, two digits
    relation     text NOT NULL,        -- 本人・家族: INSURED, FAMILY
    acquired_on  date NOT NULL,        -- 資格取得日, the first day of cover
    lost_on      date,                 -- 資格喪失日, the first day without cover
    linked_on    date NOT NULL,        -- the day the insurer's data reached the server
    share        bigint,               -- 負担割合 as the insurer recorded it, in percent
    arrears_due  date,                 -- 納期限 of the oldest premium that is unpaid: the last day on which it was in time
    PRIMARY KEY (person, place)
);

-- A document is looked up by what is written on it.
CREATE INDEX cover_by_number ON cover (insurer, number, symbol);

CREATE TABLE limit_certificate (       -- 限度額適用認定証情報
    person       bytea NOT NULL PRIMARY KEY REFERENCES person (id), -- whose
    class        text NOT NULL,        -- 適用区分, official code
    valid_from   date NOT NULL,        -- 発効期日, the first day
    valid_until  date NOT NULL,        -- 有効期限, the last day
    long_term_on date                  -- 長期入院該当日
);

CREATE TABLE specific_disease_certificate ( -- 特定疾病療養受療証情報
    person       bytea NOT NULL PRIMARY KEY REFERENCES person (id), -- whose
    disease      bigint NOT NULL,      -- 認定疾病区分, its official code
    valid_from   date NOT NULL,        -- 発効期日, the first day
    valid_until  date                  -- 有効期限, the last day; none: it has no end
);

CREATE TABLE card (                    -- マイナンバーカード
    fingerprint  bytea NOT NULL PRIMARY KEY CHECK (length(fingerprint) = 32), -- of its user-authentication certificate
    person       bytea NOT NULL REFERENCES person (id), -- whose
    suspended_at bigint                -- 一時利用停止, since when
);

CREATE INDEX card_by_person ON card (person);

-- Medical history. ------------------------------------------------------------

CREATE TABLE medication (              -- 薬剤情報
    person             bytea NOT NULL REFERENCES person (id), -- whose
    number             bigint NOT NULL, -- among the person's records, from 0
    day                date NOT NULL,  -- 調剤日, or 処方日 where there is none
    source             text NOT NULL,  -- RECEIPT, DISPENSING, PRESCRIBING
    dispenser          text,           -- 調剤機関: 医療機関コード
    dispenser_name     text,           -- and its name
    prescriber         text,           -- 処方機関: 医療機関コード
    prescriber_name    text,           -- and its name
    dispensed_on       date,           -- 調剤日
    prescribed_on      date,           -- 処方日
    setting            text NOT NULL,  -- 入外区分
    drug               text NOT NULL,  -- 医薬品コード, 9 digits
    drug_name          text NOT NULL,  -- 医薬品名
    ingredient         text,           -- 成分名
    amount             text NOT NULL,  -- 用量, a decimal number
    unit               text NOT NULL,  -- 単位
    usage              text NOT NULL,  -- 用法
    times              bigint NOT NULL, -- 日数・回数
    PRIMARY KEY (person, number)
);

CREATE TABLE treatment (               -- 診療情報
    person             bytea NOT NULL REFERENCES person (id), -- whose
    number             bigint NOT NULL, -- among the person's records, from 0
    day                date NOT NULL,  -- 診療日
    provider           text NOT NULL,  -- 診療機関: 医療機関コード
    provider_name      text NOT NULL,  -- and its name
    setting            text NOT NULL,  -- 入外区分
    code               text NOT NULL,  -- 診療行為コード, 9 digits
    name               text NOT NULL,  -- 名称
    amount             text,           -- 数量, a decimal number
    unit               text,           -- 単位
    times              bigint NOT NULL, -- 回数
    PRIMARY KEY (person, number)
);

CREATE TABLE surgery (                 -- 手術情報
    person             bytea NOT NULL REFERENCES person (id), -- whose
    number             bigint NOT NULL, -- among the person's records, from 0
    day                date NOT NULL,  -- 手術日
    provider           text NOT NULL,  -- 診療機関: 医療機関コード
    provider_name      text NOT NULL,  -- and its name
    code               text NOT NULL,  -- 手術コード, 9 digits
    name               text NOT NULL,  -- 名称
    PRIMARY KEY (person, number)
);

CREATE TABLE checkup (                 -- 特定健診等情報
    person             bytea NOT NULL REFERENCES person (id), -- whose
    number             bigint NOT NULL, -- among the person's records, from 0
    day                date NOT NULL,  -- 実施日
    insurer            text NOT NULL,  -- 保険者番号
    PRIMARY KEY (person, number)
);

CREATE TABLE checkup_item (            -- 健診の結果
    person             bytea NOT NULL, -- whose
    number             bigint NOT NULL, -- of which check-up
    place              bigint NOT NULL, -- its place in it, from 0
    code               text NOT NULL,  -- 項目コード, 17 characters of JLAC10
    name               text NOT NULL,  -- 項目名
    value              text NOT NULL,  -- 結果
    unit               text,           -- 単位
    PRIMARY KEY (person, number, place),
    FOREIGN KEY (person, number) REFERENCES checkup (person, number)
);

-- Where, and who works there. -------------------------------------------------

CREATE TABLE institution (             -- 医療機関・薬局 that were put in
    code         text NOT NULL PRIMARY KEY, -- 医療機関コード, 10 digits
    name         text NOT NULL,        -- 名称
    offered      text NOT NULL,        -- 情報種別 that it views, codes parted by commas, or NONE
    stopped      boolean NOT NULL      -- whether it is shut out
);

CREATE TABLE staff (                   -- 職員
    institution  text NOT NULL,        -- 医療機関コード
    id           text NOT NULL,        -- 職員ID, never a name
    role         text NOT NULL,        -- 職種, code
    -- argon2id, as a PHC string; null: the account was removed. Its row stays, so that
    -- its sessions never begin anew.
    passcode     text,
    session      bigint NOT NULL,      -- which tokens are good
    wrong        bigint NOT NULL DEFAULT 0, -- tries in a row that were not right
    locked_until bigint,               -- until when it is locked
    PRIMARY KEY (institution, id)
);

CREATE TABLE reference_number (        -- 照会番号
    institution  text NOT NULL,        -- whose
    person       bytea NOT NULL REFERENCES person (id), -- for whom
    number       text NOT NULL,        -- the institution's own
    PRIMARY KEY (institution, person)
);

-- What happened at the desks. -------------------------------------------------

CREATE TABLE visit (                   -- 受付
    -- These columns never change.
    id                bytea NOT NULL PRIMARY KEY CHECK (length(id) = 16), -- handle
    institution       text NOT NULL,   -- 医療機関コード, 10 digits
    person            bytea NOT NULL REFERENCES person (id), -- whose
    card              bytea NOT NULL,  -- fingerprint of the card that was used
    card_serial       bytea NOT NULL,  -- serial number of its certificate
    certificate_from  date NOT NULL,   -- first day of its certificate
    certificate_until date NOT NULL,   -- 有効期限 of its certificate
    visit_date        date NOT NULL,   -- 受診日
    opened_at         bigint NOT NULL, -- when the person was let in
    method            text NOT NULL,   -- 本人確認の方法: PIN, FACE, STAFF_CHECK
    score_band        text,            -- FACE: NARROW, CLEAR, STRONG
    staff_id          text,            -- STAFF_CHECK: 職員ID
    reader            text NOT NULL,   -- FACE, GENERAL
    attempts          bigint NOT NULL, -- comparisons it took
    offered_registration boolean NOT NULL, -- whether registration was offered when it began
    scope             text NOT NULL,   -- 提供範囲: FULL, ELIGIBILITY_ONLY
    -- This one goes from OPEN over COMPLETED to FINISHED or ABANDONED.
    state             text NOT NULL
        CHECK (state IN ('OPEN', 'COMPLETED', 'FINISHED', 'ABANDONED'))
);

CREATE TABLE consent (                 -- 閲覧同意
    id           bytea NOT NULL PRIMARY KEY CHECK (length(id) = 16), -- handle
    visit        bytea NOT NULL REFERENCES visit (id), -- in which visit
    category     text NOT NULL,        -- 情報種別: SRJ, YZK, SHJ, TKK, TSR
    purpose      text NOT NULL         -- 利用目的
        CHECK (purpose IN ('CARE', 'DISPENSING')),
    surface      text NOT NULL         -- 同意の取得方法; never ORAL
        CHECK (surface IN ('READER_SCREEN', 'DESK_SCREEN')),
    granted_at   bigint NOT NULL,      -- when it was given
    until        bigint NOT NULL,      -- first instant at which it no longer holds
    withdrawn_at bigint,               -- when it was withdrawn
    UNIQUE (visit, category)
);

CREATE TABLE challenge (               -- challenges that were used up
    nonce        bytea NOT NULL PRIMARY KEY CHECK (length(nonce) = 16), -- its number
    used_at      bigint NOT NULL       -- when
);

CREATE INDEX challenge_by_age ON challenge (used_at);

CREATE TABLE answer (                  -- what was answered, for a retry
    party        text NOT NULL,        -- whom: 医療機関コード, or OPERATOR
    key          bytea NOT NULL CHECK (length(key) = 16), -- their idempotency key
    request      bytea NOT NULL CHECK (length(request) = 32), -- digest of the request
    at           bigint NOT NULL,      -- when
    answer       bytea NOT NULL,       -- the answer's bytes
    PRIMARY KEY (party, key)
);

CREATE INDEX answer_by_age ON answer (at);

-- Lists of bookings. ----------------------------------------------------------

CREATE TABLE batch (                   -- 一括照会
    receipt      bytea NOT NULL PRIMARY KEY CHECK (length(receipt) = 16), -- 受付番号
    institution  text NOT NULL,        -- whose
    as_of        date,                 -- the day for which is answered
    bookings     bigint NOT NULL,      -- how many there are
    kept_until   bigint NOT NULL       -- from then on it may be forgotten
);

-- What is over is forgotten by age.
CREATE INDEX batch_by_age ON batch (kept_until);

CREATE TABLE booking (                 -- 予約
    receipt      bytea NOT NULL REFERENCES batch (receipt), -- in which list
    place        bigint NOT NULL,      -- its place, from 1
    id           text NOT NULL,        -- the institution's own name for it
    insurer      text NOT NULL,        -- 保険者番号
    symbol       text,                 -- 記号
    number       text NOT NULL,        -- 番号
    branch       text,                 -- 枝番
    birth        date NOT NULL,        -- 生年月日
    answer       bytea,                -- the answer's bytes, once there is one
    PRIMARY KEY (receipt, place)
);

-- The audit trail. ------------------------------------------------------------

CREATE TABLE audit (                   -- 監査証跡: handles and codes, never a name
    number       bigint NOT NULL PRIMARY KEY, -- from 1 without gaps
    at           bigint NOT NULL,      -- when, by the server's clock
    monotonic    bigint,               -- when, in microseconds of a clock that nobody sets
    party        text NOT NULL,        -- who asked: 医療機関コード, OPERATOR or NOBODY
    terminal     text,                 -- 端末ID
    staff        text,                 -- 職員ID
    operation    text NOT NULL,        -- what was done
    visit        bytea,                -- in which visit
    person       bytea,                -- concerning whom
    card         bytea,                -- with which card
    category     text,                 -- 情報種別
    purpose      text,                 -- 利用目的
    consent      bytea,                -- under which consent
    result       text NOT NULL,        -- machine code of the outcome
    detail       text NOT NULL,        -- further codes, name=VALUE
    answer       bytea NOT NULL,       -- digest of the answer
    previous     bytea NOT NULL,       -- hash of the record before; zeros before the first
    hash         bytea NOT NULL        -- hash of this record and `previous`
);

CREATE TABLE chain_head (              -- one row: the last audit record
    one          bigint NOT NULL PRIMARY KEY CHECK (one = 1),
    number       bigint NOT NULL,      -- its number; 0 when there is none
    hash         bytea NOT NULL        -- its hash; zeros when there is none
);

INSERT INTO chain_head (one, number, hash) VALUES (1, 0, decode(repeat('00', 32), 'hex'));

CREATE FUNCTION audit_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM audit) THEN
        RAISE EXCEPTION 'an audit record must go on from the last one'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an audit record is never rewritten or deleted'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER audit_goes_on_by_one BEFORE INSERT ON audit
FOR EACH ROW EXECUTE FUNCTION audit_goes_on();

CREATE TRIGGER audit_is_not_rewritten BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION audit_stays();

CREATE TABLE checkpoint (              -- signed statements of how far the trail was
    number       bigint NOT NULL PRIMARY KEY, -- the last record then
    hash         bytea NOT NULL,       -- its hash
    at           bigint NOT NULL,      -- when
    signature    bytea NOT NULL CHECK (length(signature) = 64) -- Ed25519
);
