-- Schema 1. Written once and never changed: what comes later is a new file.
--
-- Days are text, YYYY-MM-DD, as they are in Japan. Instants are whole microseconds
-- since 1970-01-01 00:00 UTC: read one with datetime(at / 1000000, 'unixepoch').
-- Handles are random bytes, fingerprints and digests SHA-256. Codes are those of
-- the glossary of `qualification`. The 12-digit 個人番号 stands nowhere.

PRAGMA application_id = 0x4D444743; -- "MDGC": a store of this program

-- Who: replaced as a whole when the insurers' data is loaded again. -----------

CREATE TABLE person (                  -- 被保険者・被扶養者
    id           BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16), -- handle
    name         TEXT NOT NULL,        -- 氏名, family and given name parted by U+3000
    kana         TEXT NOT NULL,        -- 氏名カナ
    birth        TEXT NOT NULL,        -- 生年月日
    sex          TEXT NOT NULL,        -- 性別: MALE, FEMALE, NOT_STATED
    address      TEXT NOT NULL,        -- 住所
    registration TEXT NOT NULL         -- 利用登録: REGISTERED, NOT_REGISTERED
) STRICT, WITHOUT ROWID;

CREATE TABLE cover (                   -- 資格
    person       BLOB NOT NULL REFERENCES person (id), -- whose
    place        INTEGER NOT NULL,     -- order within the history as it was loaded, from 0
    insurer      TEXT NOT NULL,        -- 保険者番号, 6 or 8 digits
    insurer_name TEXT NOT NULL,        -- 保険者名称
    symbol       TEXT,                 -- 記号; 後期高齢者医療 has none
    number       TEXT NOT NULL,        -- 番号
    branch       TEXT,                 -- 枝番, two digits
    relation     TEXT NOT NULL,        -- 本人・家族: INSURED, FAMILY
    acquired_on  TEXT NOT NULL,        -- 資格取得日, the first day of cover
    lost_on      TEXT,                 -- 資格喪失日, the first day without cover
    linked_on    TEXT NOT NULL,        -- the day the insurer's data reached the server
    share        INTEGER,              -- 負担割合 as the insurer recorded it, in percent
    PRIMARY KEY (person, place)
) STRICT, WITHOUT ROWID;

-- A document is looked up by what is written on it.
CREATE INDEX cover_by_number ON cover (insurer, number, symbol);

CREATE TABLE limit_certificate (       -- 限度額適用認定証情報
    person       BLOB NOT NULL PRIMARY KEY REFERENCES person (id), -- whose
    class        TEXT NOT NULL,        -- 適用区分, official code
    valid_from   TEXT NOT NULL,        -- 発効期日, the first day
    valid_until  TEXT NOT NULL,        -- 有効期限, the last day
    long_term_on TEXT                  -- 長期入院該当日
) STRICT, WITHOUT ROWID;

CREATE TABLE card (                    -- マイナンバーカード
    fingerprint  BLOB NOT NULL PRIMARY KEY CHECK (length(fingerprint) = 32), -- of its user-authentication certificate
    person       BLOB NOT NULL REFERENCES person (id) -- whose
) STRICT, WITHOUT ROWID;

CREATE INDEX card_by_person ON card (person);

-- What happened at the desks. -------------------------------------------------

CREATE TABLE visit (                   -- 受付
    -- These columns never change.
    id                BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16), -- handle
    institution       TEXT NOT NULL,   -- 医療機関コード, 10 digits
    person            BLOB NOT NULL REFERENCES person (id), -- whose
    card              BLOB NOT NULL,   -- fingerprint of the card that was used
    card_serial       BLOB NOT NULL,   -- serial number of its certificate
    certificate_from  TEXT NOT NULL,   -- first day of its certificate
    certificate_until TEXT NOT NULL,   -- 有効期限 of its certificate
    visit_date        TEXT NOT NULL,   -- 受診日
    opened_at         INTEGER NOT NULL, -- when the person was let in
    method            TEXT NOT NULL,   -- 本人確認の方法: PIN, FACE, STAFF_CHECK
    reader            TEXT NOT NULL,   -- FACE, GENERAL
    attempts          INTEGER NOT NULL, -- comparisons it took
    -- This one goes from OPEN over COMPLETED to FINISHED or ABANDONED.
    state             TEXT NOT NULL
        CHECK (state IN ('OPEN', 'COMPLETED', 'FINISHED', 'ABANDONED'))
) STRICT, WITHOUT ROWID;

CREATE TABLE consent (                 -- 閲覧同意
    visit        BLOB NOT NULL REFERENCES visit (id), -- in which visit
    category     TEXT NOT NULL,        -- 情報種別: SRJ, YZK, SHJ, TKK
    granted_at   INTEGER NOT NULL,     -- when it was given
    until        INTEGER NOT NULL,     -- first instant at which it no longer holds
    PRIMARY KEY (visit, category)
) STRICT, WITHOUT ROWID;

CREATE TABLE challenge (               -- challenges that were used up
    nonce        BLOB NOT NULL PRIMARY KEY CHECK (length(nonce) = 16), -- its number
    used_at      INTEGER NOT NULL      -- when
) STRICT, WITHOUT ROWID;

CREATE TABLE answer (                  -- what was answered, for a retry
    institution  TEXT NOT NULL,        -- 医療機関コード
    key          BLOB NOT NULL CHECK (length(key) = 16), -- the institution's idempotency key
    request      BLOB NOT NULL CHECK (length(request) = 32), -- digest of the request
    at           INTEGER NOT NULL,     -- when
    answer       BLOB NOT NULL,        -- the answer's bytes
    PRIMARY KEY (institution, key)
) STRICT;

-- The audit trail. -----------------------------------------------------------

CREATE TABLE audit (                   -- 監査証跡: handles and codes, never a name
    number       INTEGER NOT NULL PRIMARY KEY, -- from 1 without gaps
    at           INTEGER NOT NULL,     -- when
    institution  TEXT NOT NULL,        -- 医療機関コード: who asked
    operation    TEXT NOT NULL,        -- AUTHENTICATE, COMPLETE, CLOSE, CHECK_NUMBER
    visit        BLOB,                 -- in which visit
    person       BLOB,                 -- concerning whom
    card         BLOB,                 -- with which card
    result       TEXT NOT NULL,        -- machine code of the outcome
    detail       TEXT NOT NULL,        -- further codes, name=VALUE
    answer       BLOB NOT NULL,        -- digest of the answer
    previous     BLOB NOT NULL,        -- hash of the record before; zeros before the first
    hash         BLOB NOT NULL         -- hash of this record and `previous`
) STRICT;

CREATE TABLE chain_head (              -- one row: the last audit record
    one          INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    number       INTEGER NOT NULL,     -- its number; 0 when there is none
    hash         BLOB NOT NULL         -- its hash; zeros when there is none
) STRICT;

INSERT INTO chain_head (one, number, hash) VALUES (1, 0, zeroblob(32));

CREATE TRIGGER audit_goes_on_by_one BEFORE INSERT ON audit
WHEN NEW.number <> (SELECT number + 1 FROM chain_head)
BEGIN SELECT RAISE(ABORT, 'an audit record must go on from the last one'); END;

CREATE TRIGGER audit_is_not_rewritten BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'an audit record is never rewritten'); END;

CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'an audit record is never deleted'); END;
