-- Schema 2: how the person was verified, and where consent was given, in full.

-- Beside `method`, what belongs to it. A visit of schema 1 has neither: nobody
-- recorded it then, and nobody knows it now.
ALTER TABLE visit ADD COLUMN score_band TEXT; -- FACE: NARROW, CLEAR, STRONG
ALTER TABLE visit ADD COLUMN staff_id TEXT;   -- STAFF_CHECK: 職員ID

-- Made anew, so that a consent without its surface cannot be written. Until now
-- every consent was given on the patient's screen of the reception terminal.
CREATE TABLE consent_2 (               -- 閲覧同意
    visit        BLOB NOT NULL REFERENCES visit (id), -- in which visit
    category     TEXT NOT NULL,        -- 情報種別: SRJ, YZK, SHJ, TKK
    surface      TEXT NOT NULL         -- 同意の取得方法; never ORAL
        CHECK (surface IN ('READER_SCREEN', 'DESK_SCREEN')),
    granted_at   INTEGER NOT NULL,     -- when it was given
    until        INTEGER NOT NULL,     -- first instant at which it no longer holds
    PRIMARY KEY (visit, category)
) STRICT, WITHOUT ROWID;

INSERT INTO consent_2 (visit, category, surface, granted_at, until)
SELECT visit, category, 'DESK_SCREEN', granted_at, until FROM consent;

DROP TABLE consent;
ALTER TABLE consent_2 RENAME TO consent;
