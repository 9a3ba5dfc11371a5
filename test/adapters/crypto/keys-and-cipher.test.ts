import {assignmentKeys} from '../../../src/adapters/crypto/assignment-keys.ts';
import {rosterCipher} from '../../../src/adapters/crypto/roster-cipher.ts';
import {assignmentKeysContract} from '../../contracts/assignment-keys.ts';
import {rosterCipherContract} from '../../contracts/roster-cipher.ts';

const KEYS = {ours: 'a1'.repeat(32), theirs: 'b2'.repeat(32)};

assignmentKeysContract('HMAC-SHA-256 and AES-256-CTR', (secret) => assignmentKeys(KEYS[secret]));
rosterCipherContract('AES-256-GCM', (installation) => rosterCipher(KEYS[installation]));
