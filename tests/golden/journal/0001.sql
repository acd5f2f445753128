PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO alembic_version VALUES('0001');
CREATE TABLE events (
	seq INTEGER NOT NULL, 
	id VARCHAR(36) NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	learner VARCHAR(200) NOT NULL, 
	course VARCHAR(200) NOT NULL, 
	exercise VARCHAR(400) NOT NULL, 
	payload TEXT, 
	salt VARCHAR(32), 
	digest VARCHAR(64) NOT NULL, 
	chain VARCHAR(64) NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (id)
);
INSERT INTO events VALUES(1,'cc91985a-cbf9-4eac-bbb3-d8d859cafad5','2026-01-05T09:00:00.123456+00:00','attempt','local','loops','sum-of-squares','{"answer":"digest-1","passed":1,"total":3}','1e1740f49b15c78f6f11e2ad497e8a17','de050119694eac98285736102e7aa8a23df06da02b2b2bcdd6da7006a4f3b9a3','a7bbf07806662991bae49b68e98219143ac42343f027857ec54db04f5e84c3e7');
INSERT INTO events VALUES(2,'40579979-4ca6-454e-b09b-bb32dc5c0308','2026-01-05T09:00:00.123456+00:00','hint','local','loops','sum-of-squares','{"answer":"digest-1","rung":"question","source":"model","text":"What is f([]) ? « Où »\n"}','74c12c3cedbea4db98ee8eea2ecf8812','3fe04cf37a66a65ed57fe96050452f2bb66c01c5d78cffb926e9e966cb3e6b2a','1270c438ffc6d3bf541043ea922f8b7b20537afa4dbbc67812088c25ff1ce57e');
INSERT INTO events VALUES(3,'28e68e58-456a-4d89-af2a-c5c877a88fd1','2026-01-05T10:00:00.123456+00:00','feedback','local','loops','sum-of-squares','{"helpful":true,"hint":"40579979-4ca6-454e-b09b-bb32dc5c0308"}','ca532946efbd97a082f761cac6cdaf71','07c69c2a643d51924f5580487b672436757dfa33d4ae1ebc5be140640d344248','45568ae498bf014a090d980ce87c85aebedb7eb1c33b21d7d5e075e0ab598ed9');
INSERT INTO events VALUES(4,'a5c2660c-d93d-4487-afe7-d0ced7879806','2026-01-05T10:00:00.123456+00:00','attempt','local','loops','sum-of-squares','{"answer":"digest-2","passed":3,"total":3}','1efcc016a4e105fc5bc23d3edae03c13','2e435b2679dc337dd978fbddc7115e767fe77faabc6ae0ed5cc6dffc7ccd3a6c','f507cd4276b594cb5f8b368990cd864edbd03ab737b4aaef90115d9a49f4ec27');
CREATE INDEX events_of ON events (learner, course, exercise, kind, seq);
CREATE TRIGGER events_only_grow BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
CREATE TRIGGER events_stay BEFORE UPDATE ON events
WHEN NEW.payload IS NOT NULL OR NEW.salt IS NOT NULL
  OR (OLD.seq, OLD.id, OLD.at, OLD.kind, OLD.learner, OLD.course, OLD.exercise)
  <> (NEW.seq, NEW.id, NEW.at, NEW.kind, NEW.learner, NEW.course, NEW.exercise)
  OR (OLD.digest, OLD.chain) <> (NEW.digest, NEW.chain)
BEGIN SELECT RAISE(ABORT, 'of an event only the payload can be erased'); END;
COMMIT;
