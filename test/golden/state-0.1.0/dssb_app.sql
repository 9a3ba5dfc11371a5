PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE SoftCollection_theories (
  THEORY_ID TEXT, THEORY_NAME TEXT, THEORY_DESCRIPTION TEXT, LOAD_DATE TEXT,
  THEORY_START_DATE TEXT, THEORY_END_DATE TEXT, USER_COUNT NUMERIC, CREATED_BY TEXT
);
INSERT INTO SoftCollection_theories VALUES('SC00000001','A',NULL,NULL,'2020-01-01 00:00:00','2099-12-31 00:00:00',NULL,NULL);
INSERT INTO SoftCollection_theories VALUES('SC00000002','B',NULL,NULL,'2020-01-01 00:00:00','2099-12-31 00:00:00',NULL,NULL);
CREATE TABLE SC_local_control (
  IIN TEXT, THEORY_ID TEXT, DATE_START TEXT, DATE_END TEXT, INSERT_DATETIME TEXT,
  TAB1 TEXT, TAB2 TEXT, TAB3 TEXT, TAB4 TEXT, TAB5 TEXT
);
INSERT INTO SC_local_control VALUES('009999000017','SC00000001.1','2020-01-01 00:00:00','2099-12-31 00:00:00','2026-11-27 19:36:42','Daily Distribution Group A','Generated on 2026-11-27','Count: 2','Campaign: A','Group Type: Control');
INSERT INTO SC_local_control VALUES('009999000011','SC00000001.1','2020-01-01 00:00:00','2099-12-31 00:00:00','2026-11-27 19:36:42','Daily Distribution Group A','Generated on 2026-11-27','Count: 2','Campaign: A','Group Type: Control');
INSERT INTO SC_local_control VALUES('009999000013','SC00000002.1','2020-01-01 00:00:00','2099-12-31 00:00:00','2026-11-27 19:36:42','Daily Distribution Group A','Generated on 2026-11-27','Count: 2','Campaign: B','Group Type: Control');
INSERT INTO SC_local_control VALUES('009999000020','SC00000002.1','2020-01-01 00:00:00','2099-12-31 00:00:00','2026-11-27 19:36:42','Daily Distribution Group A','Generated on 2026-11-27','Count: 2','Campaign: B','Group Type: Control');
INSERT INTO SC_local_control VALUES('009999000032','SC00000001.1','2020-01-01 00:00:00','2099-12-31 00:00:00','2026-11-27 19:36:47','Daily Distribution Group A','Generated on 2026-11-27','Count: 1','Campaign: A','Group Type: Control');
INSERT INTO SC_local_control VALUES('009999000029','SC00000002.1','2020-01-01 00:00:00','2099-12-31 00:00:00','2026-11-27 19:36:47','Daily Distribution Group A','Generated on 2026-11-27','Count: 1','Campaign: B','Group Type: Control');
CREATE TABLE SC_local_target (
  IIN TEXT, THEORY_ID TEXT, DATE_START TEXT, DATE_END TEXT, INSERT_DATETIME TEXT,
  TAB1 TEXT, TAB2 TEXT, TAB3 TEXT, TAB4 TEXT, TAB5 TEXT
);
INSERT INTO SC_local_target VALUES('009999000015','SC00000001.2','2020-01-01 00:00:00','2099-12-31 00:00:00','2026-11-27 19:36:42','Daily Distribution Group B','Generated on 2026-11-27','Count: 2','Campaign: A','Group Type: Target');
INSERT INTO SC_local_target VALUES('009999000012','SC00000001.2','2020-01-01 00:00:00','2099-12-31 00:00:00','2026-11-27 19:36:42','Daily Distribution Group B','Generated on 2026-11-27','Count: 2','Campaign: A','Group Type: Target');
INSERT INTO SC_local_target VALUES('009999000019','SC00000001.3','2020-01-01 00:00:00','2099-12-31 00:00:00','2026-11-27 19:36:42','Daily Distribution Group C','Generated on 2026-11-27','Count: 2','Campaign: A','Group Type: Target');
INSERT INTO SC_local_target VALUES('009999000014','SC00000001.3','2020-01-01 00:00:00','2099-12-31 00:00:00','2026-11-27 19:36:42','Daily Distribution Group C','Generated on 2026-11-27','Count: 2','Campaign: A','Group Type: Target');
INSERT INTO SC_local_target VALUES('009999000002','SC00000001.4','2020-01-01 00:00:00','2099-12-31 00:00:00','2026-11-27 19:36:42','Daily Distribution Group D','Generated on 2026-11-27','Count: 2','Campaign: A','Group Type: Target');
INSERT INTO SC_local_target VALUES('009999000016','SC00000001.4','2020-01-01 00:00:00','2099-12-31 00:00:00','2026-11-27 19:36:42','Daily Distribution Group D','Generated on 2026-11-27','Count: 2','Campaign: A','Group Type: Target');
INSERT INTO SC_local_target VALUES('009999000003','SC00000001.5','2020-01-01 00:00:00','2099-12-31 00:00:00','2026-11-27 19:36:42','Daily Distribution Group E','Generated on 2026-11-27','Count: 2','Campaign: A','Group Type: Target');
INSERT INTO SC_local_target VALUES('009999000007','SC00000001.5','2020-01-01 00:00:00','2099-12-31 00:00:00','2026-11-27 19:36:42','Daily Distribution Group E','Generated on 2026-11-27','Count: 2','Campaign: A','Group Type: Target');
INSERT INTO SC_local_target VALUES('009999000010','SC00000002.2','2020-01-01 00:00:00','2099-12-31 00:00:00','2026-11-27 19:36:42','Daily Distribution Group B','Generated on 2026-11-27','Count: 2','Campaign: B','Group Type: Target');
INSERT INTO SC_local_target VALUES('009999000006','SC00000002.2','2020-01-01 00:00:00','2099-12-31 00:00:00','2026-11-27 19:36:42','Daily Distribution Group B','Generated on 2026-11-27','Count: 2','Campaign: B','Group Type: Target');
INSERT INTO SC_local_target VALUES('009999000009','SC00000002.3','2020-01-01 00:00:00','2099-12-31 00:00:00','2026-11-27 19:36:42','Daily Distribution Group C','Generated on 2026-11-27','Count: 2','Campaign: B','Group Type: Target');
INSERT INTO SC_local_target VALUES('009999000018','SC00000002.3','2020-01-01 00:00:00','2099-12-31 00:00:00','2026-11-27 19:36:42','Daily Distribution Group C','Generated on 2026-11-27','Count: 2','Campaign: B','Group Type: Target');
INSERT INTO SC_local_target VALUES('009999000005','SC00000002.4','2020-01-01 00:00:00','2099-12-31 00:00:00','2026-11-27 19:36:42','Daily Distribution Group D','Generated on 2026-11-27','Count: 2','Campaign: B','Group Type: Target');
INSERT INTO SC_local_target VALUES('009999000001','SC00000002.4','2020-01-01 00:00:00','2099-12-31 00:00:00','2026-11-27 19:36:42','Daily Distribution Group D','Generated on 2026-11-27','Count: 2','Campaign: B','Group Type: Target');
INSERT INTO SC_local_target VALUES('009999000004','SC00000002.5','2020-01-01 00:00:00','2099-12-31 00:00:00','2026-11-27 19:36:42','Daily Distribution Group E','Generated on 2026-11-27','Count: 2','Campaign: B','Group Type: Target');
INSERT INTO SC_local_target VALUES('009999000008','SC00000002.5','2020-01-01 00:00:00','2099-12-31 00:00:00','2026-11-27 19:36:42','Daily Distribution Group E','Generated on 2026-11-27','Count: 2','Campaign: B','Group Type: Target');
INSERT INTO SC_local_target VALUES('009999000027','SC00000001.2','2020-01-01 00:00:00','2099-12-31 00:00:00','2026-11-27 19:36:47','Daily Distribution Group B','Generated on 2026-11-27','Count: 1','Campaign: A','Group Type: Target');
INSERT INTO SC_local_target VALUES('009999000021','SC00000001.3','2020-01-01 00:00:00','2099-12-31 00:00:00','2026-11-27 19:36:47','Daily Distribution Group C','Generated on 2026-11-27','Count: 1','Campaign: A','Group Type: Target');
INSERT INTO SC_local_target VALUES('009999000025','SC00000001.4','2020-01-01 00:00:00','2099-12-31 00:00:00','2026-11-27 19:36:47','Daily Distribution Group D','Generated on 2026-11-27','Count: 1','Campaign: A','Group Type: Target');
INSERT INTO SC_local_target VALUES('009999000026','SC00000001.5','2020-01-01 00:00:00','2099-12-31 00:00:00','2026-11-27 19:36:47','Daily Distribution Group E','Generated on 2026-11-27','Count: 2','Campaign: A','Group Type: Target');
INSERT INTO SC_local_target VALUES('009999000023','SC00000001.5','2020-01-01 00:00:00','2099-12-31 00:00:00','2026-11-27 19:36:47','Daily Distribution Group E','Generated on 2026-11-27','Count: 2','Campaign: A','Group Type: Target');
INSERT INTO SC_local_target VALUES('009999000028','SC00000002.2','2020-01-01 00:00:00','2099-12-31 00:00:00','2026-11-27 19:36:47','Daily Distribution Group B','Generated on 2026-11-27','Count: 1','Campaign: B','Group Type: Target');
INSERT INTO SC_local_target VALUES('009999000031','SC00000002.3','2020-01-01 00:00:00','2099-12-31 00:00:00','2026-11-27 19:36:47','Daily Distribution Group C','Generated on 2026-11-27','Count: 1','Campaign: B','Group Type: Target');
INSERT INTO SC_local_target VALUES('009999000030','SC00000002.4','2020-01-01 00:00:00','2099-12-31 00:00:00','2026-11-27 19:36:47','Daily Distribution Group D','Generated on 2026-11-27','Count: 1','Campaign: B','Group Type: Target');
INSERT INTO SC_local_target VALUES('009999000022','SC00000002.5','2020-01-01 00:00:00','2099-12-31 00:00:00','2026-11-27 19:36:47','Daily Distribution Group E','Generated on 2026-11-27','Count: 2','Campaign: B','Group Type: Target');
INSERT INTO SC_local_target VALUES('009999000024','SC00000002.5','2020-01-01 00:00:00','2099-12-31 00:00:00','2026-11-27 19:36:47','Daily Distribution Group E','Generated on 2026-11-27','Count: 2','Campaign: B','Group Type: Target');
CREATE INDEX SC_local_control_THEORY ON SC_local_control (THEORY_ID);
CREATE INDEX SC_local_target_THEORY ON SC_local_target (THEORY_ID);
COMMIT;
