const FORMAT = "'YYYY-MM-DD HH24:MI:SS'";

/** Dates travel as text with an explicit format, so that no time zone and no NLS setting can move them. */
export const toDate = (bind: string) => `TO_DATE(${bind}, ${FORMAT})`;
export const toText = (column: string) => `TO_CHAR(${column}, ${FORMAT})`;
