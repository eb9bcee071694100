-- By which members know that they write to the same database, whatever address each has for it.
CREATE TABLE tutti_database (
  id uuid NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO tutti_database DEFAULT VALUES;

CREATE TABLE tutti_documents (
  map        text COLLATE "C" NOT NULL,
  key        text COLLATE "C" NOT NULL,
  form       integer          NOT NULL, -- of the JSON
  revision   bigint           NOT NULL, -- of the document; only grows
  document   json,                      -- as it was written: signed statements are evidence; NULL: removed
  written_at timestamptz      NOT NULL DEFAULT now(),
  PRIMARY KEY (map, key)
);

-- What was removed is remembered for a while, so that no late write brings it back.
CREATE INDEX tutti_removed ON tutti_documents (written_at) WHERE document IS NULL;
