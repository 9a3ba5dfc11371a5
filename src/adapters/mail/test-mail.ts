import {longInstant} from '../../application/words/russian.ts';
import {addressMail, type Letterhead, type Mail} from './compose.ts';
import {attachmentOfTest} from './letter/attachment.ts';
import {type Letter, paragraph} from './letter/letter.ts';

/** A mail that shows that mail arrives, and says what it is. Each has a Message-ID of its own. */
export function composeTestMail(letterhead: Letterhead, at: number): Mail {
  const id = `test-${at}`;
  const content = {
    id,
    subject: '🧪 SoftCollection: Проверка почты',
    letter: testLetter(letterhead, at),
    attachments: [attachmentOfTest(id, at)],
    token: null,
  };
  return addressMail(content, letterhead, at);
}

function testLetter({sender, recipients, timezone}: Letterhead, at: number): Letter {
  const lead = 'Это проверочное письмо. Если вы его читаете, письма SoftCollection доходят.';
  return {
    tone: 'neutral',
    title: 'Проверка почты',
    preheader: lead,
    blocks: [
      paragraph(lead),
      {
        type: 'facts',
        rows: [
          ['Отправлено', `${longInstant(new Date(at).toISOString(), timezone)} (${timezone})`],
          ['Отправитель', sender ?? 'не указан'],
          ['Получатели', recipients.join(', ') || 'не указаны'],
        ],
      },
      paragraph('Дистрибуция этим письмом не затронута. Отвечать на него не нужно.'),
    ],
  };
}
