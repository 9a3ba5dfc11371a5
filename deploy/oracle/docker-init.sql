-- For docker-compose.yml alone: SQL*Plus runs this once, as SYS in the root container.
WHENEVER SQLERROR EXIT FAILURE
ALTER SESSION SET CONTAINER = FREEPDB1;
@/softcollection/1-schemas-and-tables.sql
@/softcollection/2-indexes.sql
-- As in deploy/docker.env: known to everybody.
DEFINE softcollection_dssb_password = change-me-1
DEFINE softcollection_spss_password = change-me-2
@/softcollection/3-service-users.sql
INSERT INTO DSSB_APP.SoftCollection_theories (THEORY_ID, THEORY_NAME, THEORY_START_DATE, THEORY_END_DATE)
VALUES ('SC00000001', 'First campaign', TRUNC(SYSDATE), TRUNC(SYSDATE) + 365);
INSERT INTO DSSB_APP.SoftCollection_theories (THEORY_ID, THEORY_NAME, THEORY_START_DATE, THEORY_END_DATE)
VALUES ('SC00000002', 'Second campaign', TRUNC(SYSDATE), TRUNC(SYSDATE) + 365);
INSERT INTO SPSS_USER_DRACRM.SC_1_120 (IIN, COUNT_DAY)
SELECT TO_CHAR(999900000000 + LEVEL), 5 FROM DUAL CONNECT BY LEVEL <= 5000;
COMMIT;
EXIT
