import {expect} from 'chai';
import {asFailure, Failure, packFailure, unpackFailure} from '../../src/application/failure.ts';

describe('a failure', () => {
  it('crosses threads as plain data, with all that says what to do next', () => {
    const more = {advice: 'start it', database: 'spss', retryable: true, pending: ['a@example.org']} as const;
    const failure = new Failure('unreachable', 'SPSS is away', more);
    const packed = structuredClone(packFailure(failure));
    expect(packed).to.deep.equal({kind: 'unreachable', message: 'SPSS is away', ...more});
    expect(unpackFailure(packed))
      .to.be.instanceOf(Failure)
      .and.to.deep.include({name: 'Failure', ...packed});
    const none = {advice: null, database: null, retryable: false, pending: null};
    expect(packFailure(new Failure('usage', 'no'))).to.deep.equal({kind: 'usage', message: 'no', ...none});
  });

  it('of what was not foreseen names no person, and keeps what caused it', () => {
    const cause = new Error('ORA-00001: 990990000001');
    const failure = asFailure(cause);
    expect(failure).to.include({kind: 'unexpected', message: 'ORA-00001: [id]', cause});
    expect(asFailure(failure)).to.equal(failure);
    expect(asFailure('thrown text').message).to.equal('thrown text');
  });
});
