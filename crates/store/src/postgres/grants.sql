-- What the role that serves may do: everything a server does, and no more. It can
-- neither change nor delete what the audit trail says, nor any table.

DO $$ BEGIN EXECUTE format('GRANT USAGE ON SCHEMA %I TO THE_ROLE', current_schema()); END $$;
GRANT SELECT ON madoguchi_schema TO THE_ROLE;
GRANT SELECT, UPDATE ON chain_head TO THE_ROLE;
GRANT SELECT, INSERT ON audit, checkpoint TO THE_ROLE;
GRANT SELECT, INSERT, UPDATE ON person, visit, consent, institution, staff TO THE_ROLE;
GRANT SELECT, INSERT, DELETE ON limit_certificate, specific_disease_certificate, medication,
    treatment, surgery, checkup, checkup_item, challenge, answer, batch TO THE_ROLE;
GRANT SELECT, INSERT, UPDATE, DELETE ON cover, card, reference_number, booking TO THE_ROLE;
