import type {Letterhead} from '../../../src/adapters/mail/compose.ts';
import type {LetterSettings} from '../../../src/adapters/mail/letter/letter.ts';

export const SETTINGS: LetterSettings = {
  countDay: '5',
  timezone: 'Asia/Almaty',
  publicUrl: null,
  instanceName: null,
  contacts: [],
};

export const LETTERHEAD: Letterhead = {
  ...SETTINGS,
  sender: 'cdsrb@halykbank.kz',
  recipients: ['admin@example.com', 'manager@example.com', 'third@example.com'],
};
