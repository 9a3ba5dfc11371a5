-- What a run reads by. Without these it does the same, by reading whole tables while a lock is held. An index on THEORY_ID
-- alone also does, but then a run reads all the rows that its campaigns ever had. COMPRESS 2: what rows of one group and day
-- share is kept once a block, so the index is about as large as one on THEORY_ID alone.
-- On a table in use: append ONLINE (Enterprise Edition).

CREATE INDEX DSSB_APP.SC_LOCAL_CONTROL_GROUP ON DSSB_APP.SC_local_control (THEORY_ID, INSERT_DATETIME, IIN) COMPRESS 2;
CREATE INDEX DSSB_APP.SC_LOCAL_TARGET_GROUP ON DSSB_APP.SC_local_target (THEORY_ID, INSERT_DATETIME, IIN) COMPRESS 2;
CREATE INDEX SPSS.SC_THEORY_USERS_GROUP ON SPSS.SC_theory_users (THEORY_ID, INSERT_DATETIME, IIN) COMPRESS 2;
CREATE INDEX SPSS_USER_DRACRM.SC_1_120_COUNT_DAY ON SPSS_USER_DRACRM.SC_1_120 (COUNT_DAY);
