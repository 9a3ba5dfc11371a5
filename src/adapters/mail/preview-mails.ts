import {join} from 'node:path';
import {composeMail, type Letterhead} from './compose.ts';
import {SAMPLE_NOTICES} from './sample/sample-notices.ts';
import {emlFileTransport} from './transport/eml-file.ts';
import {replaceFile} from './transport/replace-file.ts';

export type PreviewedMail = {readonly name: string; readonly subject: string; readonly files: readonly string[]};

/** Every kind of mail about made-up runs, each as .html, .txt and .eml in the folder. */
export async function previewMails(folder: string, letterhead: Letterhead, at: number): Promise<PreviewedMail[]> {
  const transport = emlFileTransport(folder);
  const previewed: PreviewedMail[] = [];
  for (const [name, notice] of Object.entries(SAMPLE_NOTICES)) {
    const mail = composeMail(notice, letterhead, at);
    await replaceFile(folder, `${name}.html`, mail.html);
    await replaceFile(folder, `${name}.txt`, mail.text);
    await transport({...mail, id: name});
    const files = ['html', 'txt', 'eml'].map((kind) => join(folder, `${name}.${kind}`));
    previewed.push({name, subject: mail.subject, files});
  }
  return previewed;
}
