-- Schema 1. Written once and never changed: what comes later is a new file.
--
-- Days are as they are in Japan. Instants are whole microseconds since 1970-01-01
-- 00:00 UTC: read one with to_timestamp(at / 1000000.0).
-- Handles are random bytes, fingerprints and digests SHA-256. Codes are those of
-- the glossary of `qualification`. The 12-digit 個人番号 stands nowhere.

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
    subsidy_certificate boolean NOT NULL -- whether the paper certificate of a subsidy must be brought
);

CREATE TABLE cover (                   -- 資格
    person       bytea NOT NULL REFERENCES person (id), -- whose
    place        bigint NOT NULL,     -- order within the history as it was loaded, from 0
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
    arrears_due  date,                 -- 納期限 of the oldest premium that is unpaid
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
    person       bytea NOT NULL REFERENCES person (id) -- whose
);

CREATE INDEX card_by_person ON card (person);

-- What happened at the desks. -------------------------------------------------

CREATE TABLE visit (                   -- 受付
    -- These columns never change.
    id                bytea NOT NULL PRIMARY KEY CHECK (length(id) = 16), -- handle
    institution       text NOT NULL,   -- 医療機関コード, 10 digits
    person            bytea NOT NULL REFERENCES person (id), -- whose
    card              bytea NOT NULL,   -- fingerprint of the card that was used
    card_serial       bytea NOT NULL,   -- serial number of its certificate
    certificate_from  date NOT NULL,   -- first day of its certificate
    certificate_until date NOT NULL,   -- 有効期限 of its certificate
    visit_date        date NOT NULL,   -- 受診日
    opened_at         bigint NOT NULL, -- when the person was let in
    method            text NOT NULL,   -- 本人確認の方法: PIN, FACE, STAFF_CHECK
    reader            text NOT NULL,   -- FACE, GENERAL
    attempts          bigint NOT NULL, -- comparisons it took
    score_band        text,            -- FACE: NARROW, CLEAR, STRONG
    staff_id          text,            -- STAFF_CHECK: 職員ID
    offered_registration boolean NOT NULL, -- whether registration was offered
    -- This one goes from OPEN over COMPLETED to FINISHED or ABANDONED.
    state             text NOT NULL
        CHECK (state IN ('OPEN', 'COMPLETED', 'FINISHED', 'ABANDONED'))
);

CREATE TABLE consent (                 -- 閲覧同意
    visit        bytea NOT NULL REFERENCES visit (id), -- in which visit
    category     text NOT NULL,        -- 情報種別: SRJ, YZK, SHJ, TKK
    surface      text NOT NULL         -- 同意の取得方法; never ORAL
        CHECK (surface IN ('READER_SCREEN', 'DESK_SCREEN')),
    granted_at   bigint NOT NULL,     -- when it was given
    until        bigint NOT NULL,     -- first instant at which it no longer holds
    PRIMARY KEY (visit, category)
);

CREATE TABLE challenge (               -- challenges that were used up
    nonce        bytea NOT NULL PRIMARY KEY CHECK (length(nonce) = 16), -- its number
    used_at      bigint NOT NULL      -- when
);

CREATE TABLE answer (                  -- what was answered, for a retry
    institution  text NOT NULL,        -- 医療機関コード
    key          bytea NOT NULL CHECK (length(key) = 16), -- the institution's idempotency key
    request      bytea NOT NULL CHECK (length(request) = 32), -- digest of the request
    at           bigint NOT NULL,     -- when
    answer       bytea NOT NULL,        -- the answer's bytes
    PRIMARY KEY (institution, key)
);

-- The audit trail. -----------------------------------------------------------

CREATE TABLE audit (                   -- 監査証跡: handles and codes, never a name
    number       bigint NOT NULL PRIMARY KEY, -- from 1 without gaps
    at           bigint NOT NULL,     -- when
    institution  text NOT NULL,        -- 医療機関コード: who asked
    operation    text NOT NULL,        -- AUTHENTICATE, COMPLETE, CLOSE, CHECK_NUMBER
    visit        bytea,                 -- in which visit
    person       bytea,                 -- concerning whom
    card         bytea,                 -- with which card
    result       text NOT NULL,        -- machine code of the outcome
    detail       text NOT NULL,        -- further codes, name=VALUE
    answer       bytea NOT NULL,        -- digest of the answer
    previous     bytea NOT NULL,        -- hash of the record before; zeros before the first
    hash         bytea NOT NULL         -- hash of this record and `previous`
);

CREATE TABLE chain_head (              -- one row: the last audit record
    one          bigint NOT NULL PRIMARY KEY CHECK (one = 1),
    number       bigint NOT NULL,     -- its number; 0 when there is none
    hash         bytea NOT NULL         -- its hash; zeros when there is none
);

INSERT INTO chain_head (one, number, hash) VALUES (1, 0, decode(repeat('00', 32), 'hex'));

CREATE FUNCTION refuse_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an audit record is never rewritten or deleted'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE FUNCTION check_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM audit) THEN
        RAISE EXCEPTION 'an audit record must go on from the last one'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER audit_goes_on_by_one BEFORE INSERT ON audit
FOR EACH ROW EXECUTE FUNCTION check_audit();

CREATE TRIGGER audit_is_not_rewritten BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit();
