-- What a run reads by. Without these it does the same, by reading whole tables while a lock is held.
-- On a table in use: append ONLINE (Enterprise Edition).

CREATE INDEX DSSB_APP.SC_LOCAL_CONTROL_THEORY ON DSSB_APP.SC_local_control (THEORY_ID);
CREATE INDEX DSSB_APP.SC_LOCAL_TARGET_THEORY ON DSSB_APP.SC_local_target (THEORY_ID);
CREATE INDEX SPSS.SC_THEORY_USERS_THEORY ON SPSS.SC_theory_users (THEORY_ID);
CREATE INDEX SPSS_USER_DRACRM.SC_1_120_COUNT_DAY ON SPSS_USER_DRACRM.SC_1_120 (COUNT_DAY);
