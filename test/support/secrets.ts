import {hash} from 'node:crypto';

/** 32 bytes, hex: looks random, and is the same in each run of the tests. */
export function testKey(name: string): string {
  return hash('sha256', `a key of the tests: ${name}`, 'hex');
}

export const SECRETS = {
  ASSIGNMENT_SECRET: testKey('assignment'),
  ROSTER_KEY: testKey('roster'),
  AUTH_JWT_SECRET: testKey('tokens'),
};
