-- Of what a party has charge (a bureau's factors), and who reports for it where it does not do so itself.
ALTER TABLE party ADD COLUMN factors TEXT NOT NULL DEFAULT '';
ALTER TABLE party ADD COLUMN reporter BIGINT REFERENCES party (id);

-- Who may sign in. Nobody registers by himself. Without a password an account waits for its invitation.
CREATE TABLE account (
    id                INTEGER     NOT NULL PRIMARY KEY AUTOINCREMENT,
    login             TEXT        NOT NULL UNIQUE,
    name              TEXT        NOT NULL,
    role              TEXT        NOT NULL,
    party             BIGINT      REFERENCES party (id),
    password_hash     TEXT,
    totp_secret       TEXT,
    -- The last time step that was used: a code is good once.
    totp_step         BIGINT      NOT NULL DEFAULT 0,
    active            BOOLEAN     NOT NULL DEFAULT TRUE,
    created_at        TIMESTAMPTZ NOT NULL
);

-- A session is known by the digest of its token: who reads the database cannot take a session over.
CREATE TABLE session (
    digest       TEXT        NOT NULL PRIMARY KEY,
    account      BIGINT      NOT NULL REFERENCES account (id),
    -- 'full', or 'second_factor' where the password was right and the second factor is still to come.
    stage        TEXT        NOT NULL CHECK (stage IN ('full', 'second_factor')),
    created_at   TIMESTAMPTZ NOT NULL,
    last_seen_at TIMESTAMPTZ NOT NULL,
    expires_at   TIMESTAMPTZ NOT NULL,
    origin       TEXT        NOT NULL,
    device       TEXT        NOT NULL,
    -- A secret that is shown for enrolment and not yet confirmed.
    totp_offer   TEXT
);

CREATE INDEX session_account ON session (account);

-- Failed sign-ins by the name that was typed, whether or not there is such an account.
CREATE TABLE sign_in_failure (
    login        TEXT        NOT NULL PRIMARY KEY,
    failures     BIGINT      NOT NULL,
    last_at      TIMESTAMPTZ NOT NULL,
    locked_until TIMESTAMPTZ
);

-- One-time links by which an account gets its password.
CREATE TABLE invitation (
    digest     TEXT        NOT NULL PRIMARY KEY,
    account    BIGINT      NOT NULL REFERENCES account (id),
    created_at TIMESTAMPTZ NOT NULL,
    created_by TEXT        NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);

CREATE INDEX invitation_account ON invitation (account);
