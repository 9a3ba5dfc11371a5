-- The bank's schemas and tables as docs/oracle.md describes them, for a test database. A bank has them already: there run
-- only 2-indexes.sql (where an index is missing) and 3-service-users.sql. The owners cannot log in (18c and later).

CREATE USER DSSB_APP NO AUTHENTICATION DEFAULT TABLESPACE USERS QUOTA UNLIMITED ON USERS;
CREATE USER SPSS NO AUTHENTICATION DEFAULT TABLESPACE USERS QUOTA UNLIMITED ON USERS;
CREATE USER SPSS_USER_DRACRM NO AUTHENTICATION DEFAULT TABLESPACE USERS QUOTA UNLIMITED ON USERS;

CREATE TABLE DSSB_APP.SoftCollection_theories (
  THEORY_ID          VARCHAR2(50),
  THEORY_NAME        VARCHAR2(255),
  THEORY_DESCRIPTION VARCHAR2(1000),
  LOAD_DATE          DATE,
  THEORY_START_DATE  DATE,
  THEORY_END_DATE    DATE,
  USER_COUNT         NUMBER,
  CREATED_BY         VARCHAR2(100)
);

CREATE TABLE DSSB_APP.SC_local_control (
  IIN             VARCHAR2(50),
  THEORY_ID       VARCHAR2(50),
  DATE_START      DATE,
  DATE_END        DATE,
  INSERT_DATETIME DATE,
  TAB1            VARCHAR2(255),
  TAB2            VARCHAR2(255),
  TAB3            VARCHAR2(255),
  TAB4            VARCHAR2(255),
  TAB5            VARCHAR2(255)
);

CREATE TABLE DSSB_APP.SC_local_target (
  IIN             VARCHAR2(50),
  THEORY_ID       VARCHAR2(50),
  DATE_START      DATE,
  DATE_END        DATE,
  INSERT_DATETIME DATE,
  TAB1            VARCHAR2(255),
  TAB2            VARCHAR2(255),
  TAB3            VARCHAR2(255),
  TAB4            VARCHAR2(255),
  TAB5            VARCHAR2(255)
);

CREATE TABLE SPSS.SC_theory_users (
  IIN             VARCHAR2(50),
  THEORY_ID       VARCHAR2(50),
  DATE_START      DATE,
  DATE_END        DATE,
  INSERT_DATETIME DATE,
  TAB1            VARCHAR2(255),
  TAB2            VARCHAR2(255),
  TAB3            VARCHAR2(255),
  TAB4            VARCHAR2(255),
  TAB5            VARCHAR2(255)
);

CREATE TABLE SPSS_USER_DRACRM.SC_1_120 (
  IIN       VARCHAR2(12),
  COUNT_DAY NUMBER
);
