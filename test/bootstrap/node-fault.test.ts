import {readFileSync} from 'node:fs';
import {expect} from 'chai';
import {nodeFault} from '../../src/bootstrap/node-fault.ts';

describe('The Node that it runs on', () => {
  for (const version of ['20.19.0', '20.20.2', '22.14.0', '22.23.3', '24.0.0', '24.21.0', '26.10.0', '100.0.0']) {
    it(`can be ${version}`, () => {
      expect(nodeFault(version)).to.equal(null);
    });
  }

  for (const version of ['8.17.0', '18.20.8', '20.18.3', '21.7.3', '22.13.1', '23.11.1']) {
    it(`cannot be ${version}`, () => {
      expect(nodeFault(version)).to.match(new RegExp(`^Node ${version} cannot run this: use 24 or later`));
    });
  }

  it('is the one that package.json asks for', () => {
    const {engines} = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(engines.node).to.equal('^20.19 || ^22.14 || >=24');
  });
});
