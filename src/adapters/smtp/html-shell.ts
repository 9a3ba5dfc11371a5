import type {Tone} from './letter.ts';

/** The page around a letter. All texts are html already. */
export type Page = {
  readonly tone: Tone;
  readonly preheader: string;
  readonly title: string;
  readonly content: string;
};

const COLOURS: Record<Tone, string> = {good: '#166534', neutral: '#374151', warning: '#92400e', bad: '#991b1b'};

const HIDDEN =
  'display:none;font-size:1px;line-height:1px;max-height:0;max-width:0;opacity:0;overflow:hidden;mso-hide:all';

export function htmlShell({tone, preheader, title, content}: Page): string {
  return `<!doctype html>
<html lang="ru">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<meta name="color-scheme" content="light">
<title>${title}</title>
</head>
<body style="margin:0;padding:0;background:#eef0f3">
<div style="${HIDDEN}">${preheader}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#eef0f3">
<tr><td align="center" style="padding:16px 8px">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" bgcolor="#ffffff" style="width:100%;max-width:600px">
<tr><td bgcolor="${COLOURS[tone]}" style="padding:16px 20px;background:${COLOURS[tone]}">
<p style="margin:0 0 4px;font-family:Arial,Helvetica,sans-serif;font-size:12px;line-height:16px;color:#ffffff">SoftCollection</p>
<h1 style="margin:0;font-family:Arial,Helvetica,sans-serif;font-size:20px;line-height:26px;color:#ffffff">${title}</h1>
</td></tr>
<tr><td align="left" style="padding:16px 20px 20px">
${content}
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
}
